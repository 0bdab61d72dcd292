package otptest_test

import (
	"testing"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/otptest"
)

// A test starts what it needs, crashes it, and looks at what came back.
func ExampleTestSupervisor() {
	var t *testing.T // of the test that this stands in

	sup := otptest.NewTestSupervisor(t)
	sup.OnExit(func() { /* release what the store used: it is gone by now */ })

	store := sup.MustStartSupervised(otp.ChildSpec{
		ID:    "Store",
		Start: otp.Server(otp.ServerKind[node]{Service: "Store", New: func(c *otp.Ctx) *node { return &node{c} }}),
	})
	store = sup.AwaitReplaced(sup.Crash(store))
	t.Log(store) // Test/Store#2

	sup.MustStopSupervised("Store")
}
