package otp_test

import (
	"context"
	"errors"
	"math"
	"testing"
	"testing/synctest"
	"time"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// itemsFrom makes a dynamic supervisor "items" with that template.
func itemsFrom(template func(key any) (otp.ChildSpec, error)) otp.ChildSpec {
	return otp.ChildSpec{ID: "items", Name: otp.Name{Service: "items"},
		Start: otp.Dynamic(otp.DynamicSpec{MaxRestarts: 10, Template: template})}
}

func inTime(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}

func TestEnsureInstanceAfterATemplateThatPanicked(t *testing.T) {
	bubble(t, func(t *testing.T) {
		first := true
		w := start(t, itemsFrom(func(key any) (otp.ChildSpec, error) {
			if first {
				first = false
				panic("template")
			}
			spec := workerOf("")
			spec.Name = otp.Name{Service: "Keyed", Key: key}
			return spec, nil
		}))
		assert.PanicsWithValue(t, "template", func() { _, _ = ensureOne(inTime(t), w) })
		_, err := ensureOne(inTime(t), w)
		assert.NoError(t, err)
	})
}

// The name of the instance is free, one that its tree needs is not.
func TestEnsureInstanceThatFindsAnotherNameTaken(t *testing.T) {
	bubble(t, func(t *testing.T) {
		templates := 0
		w := start(t, workerOf("taken"), itemsFrom(func(key any) (otp.ChildSpec, error) {
			templates++
			spec := supervisorOf("", []otp.ChildSpec{workerOf("taken")})
			spec.Name = otp.Name{Service: "Keyed", Key: key}
			return spec, nil
		}))
		_, err := ensureOne(inTime(t), w)
		var failed *otp.StartError
		assert.ErrorAs(t, err, &failed)
		assert.Equal(t, 1, templates)
	})
}

func TestEnsureInstanceByItself(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, keyedWorkers("items", func(_ *otp.ChildSpec, k *otp.ServerKind[worker]) {
			k.Init = func(p *worker) error {
				_, err := otp.EnsureInstance(p.c, p.c.Lookup(otp.Name{Service: "items"}), keyOne, 1)
				return err
			}
		}))
		begin := time.Now()
		_, err := ensureOne(inTime(t), w)
		assert.ErrorIs(t, err, otp.ErrCycle)
		assert.Zero(t, time.Since(begin))
	})
}

func TestStartOfARunningKeyLeavesItInItsPlace(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, keyedWorkers("items", nil))
		ref, err := ensureOne(inTime(t), w)
		require.NoError(t, err)
		_, err = otp.StartInstance(inTime(t), w.at("items"), 1)
		require.ErrorIs(t, err, otp.ErrAlreadyStarted)
		assert.Equal(t, ref, mustRef(t, w.Find("Root/items/1")))
		require.NoError(t, otp.TerminateInstance(inTime(t), w.at("items"), ref))
		assert.True(t, w.Find("Root/items/1").IsZero())
	})
}

func TestKeyThatIsNotItself(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, keyedWorkers("items", nil), otp.ChildSpec{ID: "any", Name: otp.Name{Service: "any"}, Start: otp.Dynamic(otp.DynamicSpec{})})
		known := otp.KeysKnown(w.System)
		key := otp.Name{Service: "Keyed", Key: math.NaN()}
		_, err := otp.StartInstance(inTime(t), w.at("items"), key.Key)
		assert.EqualError(t, err, "the key of Keyed is not equal to itself: NaN")
		_, err = otp.EnsureInstance(inTime(t), w.at("items"), key, key.Key)
		assert.EqualError(t, err, "the key of Keyed is not equal to itself: NaN")
		spec := workerOf("")
		spec.Name = key
		_, err = otp.StartChild(inTime(t), w.at("any"), spec)
		assert.EqualError(t, err, "the key of Keyed is not equal to itself: NaN")
		_, err = do(t.Context(), w.Lookup(key), answer(1))
		assert.ErrorIs(t, err, otp.ErrNoProc)
		assert.Equal(t, known, otp.KeysKnown(w.System), "nothing is kept")
		synctest.Wait()
		assert.Empty(t, eventsOf[otp.Crashed](w))
	})
}

func TestKeyThatCannotBeCompared(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, keyedWorkers("items", nil), otp.ChildSpec{ID: "any", Name: otp.Name{Service: "any"}, Start: otp.Dynamic(otp.DynamicSpec{})})
		key := otp.Name{Service: "Keyed", Key: []int{1}}
		_, err := otp.StartInstance(inTime(t), w.at("items"), key.Key)
		assert.EqualError(t, err, "the key of Keyed cannot be compared: []int")
		_, err = otp.EnsureInstance(inTime(t), w.at("items"), key, key.Key)
		assert.EqualError(t, err, "the key of Keyed cannot be compared: []int")
		spec := workerOf("")
		spec.Name = key
		_, err = otp.StartChild(inTime(t), w.at("any"), spec)
		assert.EqualError(t, err, "the key of Keyed cannot be compared: []int")
		synctest.Wait()
		assert.Empty(t, eventsOf[otp.Crashed](w))
	})
}

// atFirstUse is a context that calls a function when it is first looked into.
type atFirstUse struct {
	context.Context
	once func()
}

func (c *atFirstUse) Value(key any) any {
	if f := c.once; f != nil {
		c.once = nil
		f()
	}
	return c.Context.Value(key)
}

// A Ref means nothing to the next life of its supervisor, whose children are
// numbered anew: not even if that one takes over during the request.
func TestTerminateInstanceOfAnEarlierSupervisor(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t, keyedWorkers("items", nil))
		old, err := ensureOne(inTime(t), w)
		require.NoError(t, err)
		var again otp.Ref
		ctx := &atFirstUse{inTime(t), func() {
			w.ref("items").Exit(otp.Killed)
			synctest.Wait()
			again, err = ensureOne(inTime(t), w)
			require.NoError(t, err)
		}}
		assert.ErrorIs(t, otp.TerminateInstance(ctx, w.at("items"), old), otp.ErrDown)
		_, ended := again.Reason()
		assert.False(t, ended)
		assert.ErrorIs(t, otp.TerminateInstance(inTime(t), w.at("items"), old), otp.ErrNotFound)
	})
}

func TestFailedStartOfAChildLeavesNothing(t *testing.T) {
	bubble(t, func(t *testing.T) {
		inner := supervisorOf("inner", []otp.ChildSpec{workerOf("w")}, func(s *otp.SupervisorSpec) { s.Scope = true })
		w := start(t, workerOf("foo"), inner)
		asked := w.at("inner").In(otp.Name{Service: "w"})
		foo := func() (path string) {
			_, err := do(inTime(t), asked, func(p *worker) (int, error) {
				path = p.c.Lookup(otp.Name{Service: "foo"}).Path()
				return 0, nil
			})
			require.NoError(t, err)
			return path
		}
		require.Equal(t, "Root/foo", foo())
		refused := errors.New("refused")
		bad := workerOf("foo", func(k *otp.ServerKind[worker]) { k.Init = func(*worker) error { return refused } })
		_, err := otp.StartChild(inTime(t), w.at("inner"), bad)
		require.ErrorIs(t, err, refused)
		assert.Equal(t, "Root/foo", foo())
		assert.True(t, w.Find("Root/inner/foo").IsZero())

		_, err = otp.StartChild(inTime(t), w.at("inner"), workerOf("foo"))
		require.NoError(t, err)
		assert.Equal(t, "Root/inner/foo", foo())
	})
}

func TestTemporaryChildThatEndedIsNotFound(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := start(t)
		spec := workerOf("t")
		spec.Restart = otp.Temporary
		ref, err := otp.StartChild(inTime(t), w.Root(), spec)
		require.NoError(t, err)
		assert.Equal(t, ref, mustRef(t, w.Find("Root/t")))
		require.NoError(t, ref.Stop(inTime(t), otp.Normal))
		synctest.Wait()
		assert.True(t, w.Find("Root/t").IsZero())
	})
}
