package otp_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"

	otp "github.com/otpgen/otpgen/runtime"
)

func TestMust(t *testing.T) {
	t.Parallel()
	assert.Equal(t, 7, otp.Must(7, nil))
	boom := errors.New("boom")
	assert.PanicsWithValue(t, boom, func() { otp.Must(7, boom) })
}
