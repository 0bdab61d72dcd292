package otp_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/internal/proof"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// keyedWorkers makes a dynamic supervisor of workers named by their argument.
func keyedWorkers(id string, change func(spec *otp.ChildSpec, k *otp.ServerKind[worker])) otp.ChildSpec {
	return otp.ChildSpec{ID: id, Name: otp.Name{Service: id}, Start: otp.Dynamic(otp.DynamicSpec{
		MaxRestarts: 10, MaxChildren: 3,
		Template: func(args any) (otp.ChildSpec, error) {
			if args == nil {
				return otp.ChildSpec{}, errors.New("no key")
			}
			kind := otp.ServerKind[worker]{Service: "Worker", New: func(c *otp.Ctx) *worker { return &worker{c: c} }}
			spec := otp.ChildSpec{Name: otp.Name{Service: "Keyed", Key: args}}
			if change != nil {
				change(&spec, &kind)
			}
			spec.Start = otp.Server(kind)
			return spec, nil
		},
	})}
}

func TestDynamicChildren(t *testing.T) {
	proof.Of(t, 133, 144, 145)
	bubble(t, func(t *testing.T) {
		ctx := t.Context()
		w := start(t, keyedWorkers("all", nil))
		all := w.at("all")
		one, err := otp.StartInstance(ctx, all, 1)
		require.NoError(t, err)
		two, err := otp.StartInstance(ctx, all, 2)
		require.NoError(t, err)
		_, err = otp.StartInstance(ctx, all, 3)
		require.NoError(t, err)
		_, err = otp.StartInstance(ctx, all, 4)
		assert.ErrorIs(t, err, otp.ErrMaxChildren)
		_, err = otp.StartInstance(ctx, all, nil)
		assert.ErrorContains(t, err, "no key")

		counts, err := otp.CountChildren(ctx, all)
		require.NoError(t, err)
		assert.Equal(t, otp.Counts{Specs: 3, Active: 3, Workers: 3}, counts)

		tell(t, one.Addr(), func(*worker) { panic("boom") })
		<-one.Done()
		synctest.Wait()
		again := mustRef(t, w.Find("Root/all/1"))
		assert.EqualValues(t, 2, again.Incarnation(), "restarted in its place")
		assert.ErrorIs(t, otp.TerminateInstance(ctx, all, one), otp.ErrNotFound)
		require.NoError(t, otp.TerminateInstance(ctx, all, again))
		assert.True(t, w.Find("Root/all/1").IsZero(), "and forgotten")
		assert.ErrorIs(t, otp.TerminateInstance(ctx, all, otp.Ref{}), otp.ErrNotFound)
		assert.ErrorIs(t, otp.TerminateInstance(ctx, all, w.ref("all")), otp.ErrNotFound)
		assert.Equal(t, two, mustRef(t, w.Find("Root/all/2")))

		for _, err := range []error{
			otp.TerminateChild(ctx, all, "2"), otp.DeleteChild(ctx, all, "2"),
			second(otp.RestartChild(ctx, all, "2")), second(otp.GetChildSpec(ctx, all, "2")),
			second(otp.StartChild(ctx, all, workerOf("x"))), second(otp.StartInstance(ctx, w.Root(), 1)),
			otp.TerminateInstance(ctx, w.Root(), w.ref("all")),
		} {
			assert.ErrorIs(t, err, otp.ErrUnsupported)
		}
	})
}

func second[T any](_ T, err error) error { return err }

func TestDynamicChildrenWithSpecsOfTheirOwn(t *testing.T) {
	proof.Of(t, 142)
	bubble(t, func(t *testing.T) {
		w := start(t, otp.ChildSpec{ID: "all", Start: otp.Dynamic(otp.DynamicSpec{})})
		all := w.Find("Root/all")
		for _, want := range []string{"Root/all/job#1", "Root/all/job#2#1"} { // ids may repeat, paths do not
			spec := workerOf("job")
			spec.Name = otp.Name{}
			ref, err := otp.StartChild(t.Context(), all, spec)
			require.NoError(t, err)
			assert.Equal(t, want, ref.String())
		}
		ref, err := otp.StartChild(t.Context(), all, otp.ChildSpec{Start: workerOf("").Start})
		require.NoError(t, err)
		assert.Equal(t, "Root/all/3#1", ref.String())
	})
}

func TestEnsureInstance(t *testing.T) {
	proof.Of(t, 414)
	bubble(t, func(t *testing.T) {
		gate := make(chan struct{})
		starts := 0
		w := start(t, keyedWorkers("all", func(_ *otp.ChildSpec, k *otp.ServerKind[worker]) {
			k.Init = func(*worker) error { starts++; <-gate; return nil }
		}))
		name := otp.Name{Service: "Keyed", Key: "k"}
		got := make(chan otp.Ref)
		for range 5 {
			go func() {
				ref, err := otp.EnsureInstance(t.Context(), w.at("all"), name, "k")
				assert.NoError(t, err)
				got <- ref
			}()
		}
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := otp.EnsureInstance(ctx, w.at("all"), name, "k")
		assert.ErrorIs(t, err, otp.ErrTimeout)

		close(gate)
		first := <-got
		for range 4 {
			assert.Equal(t, first, <-got)
		}
		assert.Equal(t, 1, starts)
		assert.Empty(t, eventsOf[otp.StartFailed](w))

		require.NoError(t, otp.TerminateInstance(t.Context(), w.at("all"), first))
		ref, err := otp.EnsureInstance(t.Context(), w.at("all"), name, "k")
		require.NoError(t, err)
		assert.EqualValues(t, 2, ref.Incarnation())
	})
}

func TestEnsureInstanceWaitsForARestart(t *testing.T) {
	proof.Of(t, 414)
	bubble(t, func(t *testing.T) {
		gate := make(chan struct{}, 1)
		gate <- struct{}{}
		w := start(t, keyedWorkers("all", func(_ *otp.ChildSpec, k *otp.ServerKind[worker]) {
			k.Init = func(*worker) error { <-gate; return nil }
		}))
		name := otp.Name{Service: "Keyed", Key: "k"}
		ensure := func() (otp.Ref, error) { return otp.EnsureInstance(t.Context(), w.at("all"), name, "k") }
		ref, err := ensure()
		require.NoError(t, err)
		tell(t, ref.Addr(), func(*worker) { panic("boom") })
		<-ref.Done()
		go func() { gate <- struct{}{} }()
		again, err := ensure()
		require.NoError(t, err)
		assert.EqualValues(t, 2, again.Incarnation())
		counts, err := otp.CountChildren(t.Context(), w.at("all"))
		require.NoError(t, err)
		assert.Equal(t, 1, counts.Specs)
	})
}

func TestEnsureInstanceThatCannotStart(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, keyedWorkers("all", func(_ *otp.ChildSpec, k *otp.ServerKind[worker]) {
			k.Init = func(*worker) error { return declared{3} }
		}))
		_, err := otp.EnsureInstance(t.Context(), w.at("all"), otp.Name{Service: "Keyed", Key: "k"}, "k")
		assert.ErrorIs(t, err, declared{3})
		_, err = otp.EnsureInstance(t.Context(), otp.Addr{}, otp.Name{Service: "Keyed", Key: "k"}, "k")
		assert.ErrorIs(t, err, otp.ErrNoProc)
	})
}

func TestDynamicChildrenStopTogether(t *testing.T) {
	proof.Of(t, 140, 149)
	bubble(t, func(t *testing.T) {
		w := start(t, keyedWorkers("all", func(_ *otp.ChildSpec, k *otp.ServerKind[worker]) {
			k.Terminate = func(*worker, otp.Reason) { time.Sleep(2 * time.Second) }
		}))
		for i := range 3 {
			_, err := otp.StartInstance(t.Context(), w.at("all"), i)
			require.NoError(t, err)
		}
		begin := time.Now()
		require.NoError(t, w.Stop(t.Context()))
		assert.Equal(t, 2*time.Second, time.Since(begin))
	})
}

func TestTransientInstanceThatEndsIsForgotten(t *testing.T) {
	proof.Of(t, 132, 143)
	bubble(t, func(t *testing.T) {
		w := start(t, keyedWorkers("all", func(spec *otp.ChildSpec, _ *otp.ServerKind[worker]) { spec.Restart = otp.Transient }))
		ref, err := otp.StartInstance(t.Context(), w.at("all"), 1)
		require.NoError(t, err)
		tell(t, ref.Addr(), func(w *worker) { w.c.Stop(otp.Normal) })
		<-ref.Done()
		synctest.Wait()
		children, err := otp.WhichChildren(t.Context(), w.at("all"))
		require.NoError(t, err)
		assert.Empty(t, children)
		_, err = do(t.Context(), w.Lookup(otp.Name{Service: "Keyed", Key: 1}), answer(1))
		assert.ErrorIs(t, err, otp.ErrNoProc)
	})
}
