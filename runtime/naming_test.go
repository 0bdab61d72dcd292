package otp_test

import (
	"errors"
	"testing"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestReportsNameInstances(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		key  any
		want string
	}{{"acme", "acme"}, {7, "7"}, {nil, "1"}} {
		t.Run(c.want, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				broken := false
				w := start(t, otp.ChildSpec{ID: "all", Start: otp.Dynamic(otp.DynamicSpec{MaxRestarts: 2, Template: func(any) (otp.ChildSpec, error) {
					spec := workerOf("", func(k *otp.ServerKind[worker]) {
						k.Init = func(*worker) error {
							if broken {
								return errors.New("broken")
							}
							return nil
						}
					})
					spec.Name = otp.Name{}
					if c.key != nil {
						spec.Name = otp.Name{Service: "Keyed", Key: c.key}
					}
					return spec, nil
				}})})
				ref, err := otp.StartInstance(t.Context(), w.Find("Root/all"), nil)
				require.NoError(t, err)
				assert.Equal(t, "Root/all/"+c.want+"#1", ref.String())
				if c.key != nil {
					_, err = otp.StartInstance(t.Context(), w.Find("Root/all"), nil)
					assert.ErrorIs(t, err, otp.ErrAlreadyStarted)
					assert.EqualError(t, err, "start of "+c.want+": {already_started,Root/all/"+c.want+"#1}")
				}
				broken = true // so that the last straw is a failed restart
				all := mustRef(t, w.Find("Root/all"))
				tell(t, ref.Addr(), func(*worker) { panic("boom") })
				<-all.Done()
				gaveUp := eventsOf[otp.GaveUp](w)
				require.Len(t, gaveUp, 1)
				assert.Equal(t, c.want, gaveUp[0].Child)
			})
		})
	}
}

// An address leads to its scope, even if nothing ever ran there.
func TestPathOfANameInAScopeThatDoesNotRun(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, keyedWorkers("all", nil))
		nope := w.Lookup(otp.Name{Service: "Tenant", Key: "nope"})
		assert.Equal(t, "Tenant(nope)", nope.Path())
		book := nope.In(otp.Name{Service: "OrderBook"})
		assert.Equal(t, "Tenant(nope)/OrderBook", book.Path())
		assert.Equal(t, "Tenant(nope)/OrderBook/Page(3)", book.In(otp.Name{Service: "Shelf"}).In(otp.Name{Service: "Page", Key: 3}).Path())
		_, err := do(t.Context(), book, answer(1))
		assert.EqualError(t, err, "Worker.Do to Tenant(nope)/OrderBook: no process")

		known := w.Root().In(otp.Name{Service: "Unknown"})
		assert.Equal(t, "Unknown", known.Path(), "Root opens no scope")
	})
}
