package otp_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	otp "github.com/otpgen/otpgen/runtime"
	"github.com/stretchr/testify/require"
)

// Registries beside what a team would write by hand: a map with a lock, and for
// topics a list of channels with a goroutine behind each.

const benchKeys = 1000

func BenchmarkLookupMap(b *testing.B) {
	var mu sync.RWMutex
	entries := map[string][]otp.Entry[int]{}
	for i := range benchKeys {
		entries[fmt.Sprint(i)] = []otp.Entry[int]{{Value: i}}
	}
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			mu.RLock()
			n := len(entries["500"])
			mu.RUnlock()
			if n != 1 {
				b.Error(n)
			}
		}
	})
}

func BenchmarkLookup(b *testing.B) {
	r := benchRegistry(b)
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if n := len(r.Lookup("500")); n != 1 {
				b.Error(n)
			}
		}
	})
}

func BenchmarkWhereIs(b *testing.B) {
	r := benchRegistry(b)
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, ok := r.WhereIs("500"); !ok {
				b.Error("nobody")
			}
		}
	})
}

// BenchmarkCallKey is BenchmarkCall through an address of a key.
func BenchmarkCallKey(b *testing.B) {
	to := benchRegistry(b).Addr("500")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := otp.Call(b.Context(), to, &workerDo, answer(1)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRegisterUnregister(b *testing.B) {
	r := benchRegistry(b)
	inBenchWorker(b, r.Addr("500"), func(w *worker) {
		for b.Loop() {
			if err := r.Register(w.c, "new", 1); err != nil {
				b.Error(err)
			}
			r.Unregister(w.c, "new")
		}
	})
}

// BenchmarkRegisterEnd is the life of a process that is registered under one
// key, beside one that is not.
func BenchmarkRegisterEnd(b *testing.B) {
	for _, keys := range []int{0, 1, 10} {
		b.Run(fmt.Sprintf("keys=%d", keys), func(b *testing.B) {
			r := benchRegistry(b)
			sys, err := otp.StartRoot(b.Context(), otp.ChildSpec{ID: "Root", Start: otp.Dynamic(otp.DynamicSpec{})}, quietly(&eventLog{})...)
			require.NoError(b, err)
			defer func() { require.NoError(b, sys.Stop(b.Context())) }()
			spec := workerOf("", func(k *otp.ServerKind[worker]) {
				k.Init = func(w *worker) error {
					for key := range keys {
						if err := r.Register(w.c, fmt.Sprint("new", key), 1); err != nil {
							return err
						}
					}
					return nil
				}
			})
			spec.Name, spec.Restart = otp.Name{}, otp.Temporary
			b.ReportAllocs()
			for b.Loop() {
				ref, err := otp.StartChild(b.Context(), sys.Root(), spec)
				if err != nil {
					b.Fatal(err)
				}
				ref.Exit(otp.Shutdown)
				<-ref.Done()
			}
		})
	}
}

func BenchmarkPublishChannels(b *testing.B) {
	for _, subscribers := range []int{1, 100} {
		b.Run(fmt.Sprintf("subscribers=%d", subscribers), func(b *testing.B) {
			var all sync.WaitGroup
			var mu sync.RWMutex
			var to []chan int
			for range subscribers {
				c := make(chan int, 1024)
				to = append(to, c)
				all.Go(func() {
					for range c {
					}
				})
			}
			b.ReportAllocs()
			for b.Loop() {
				mu.RLock()
				for _, c := range to {
					c <- 1
				}
				mu.RUnlock()
			}
			for _, c := range to {
				close(c)
			}
			all.Wait()
		})
	}
}

func BenchmarkPublish(b *testing.B) {
	for _, subscribers := range []int{1, 100} {
		b.Run(fmt.Sprintf("subscribers=%d", subscribers), func(b *testing.B) {
			pubSub := otp.ChildSpec{ID: "p", Name: otp.Name{Service: "p"}, Start: otp.PubSub[string](otp.PubSubSpec[int]{})}
			children := []otp.ChildSpec{pubSub}
			for i := range subscribers {
				children = append(children, workerOf(fmt.Sprint(i), func(k *otp.ServerKind[worker]) {
					k.Init = func(w *worker) error {
						p := otp.TopicsAt[string, int](w.c.Lookup(otp.Name{Service: "p"}))
						return p.Subscribe(w.c, "x", func(int) {}, otp.WithQueue(otp.Mailbox{Overflow: otp.Block}))
					}
				}))
			}
			sys, err := otp.StartRoot(b.Context(), supervisorOf("Root", children), quietly(&eventLog{})...)
			require.NoError(b, err)
			defer func() { require.NoError(b, sys.Stop(b.Context())) }()
			p := otp.TopicsAt[string, int](sys.Lookup(otp.Name{Service: "p"}))
			b.ReportAllocs()
			for b.Loop() {
				if n, err := p.Publish(b.Context(), "x", 1); n != subscribers || err != nil {
					b.Fatal(n, err)
				}
			}
		})
	}
}

// benchRegistry is a registry in which one worker holds many keys.
func benchRegistry(b *testing.B) registrations {
	b.Helper()
	sys, err := otp.StartRoot(b.Context(), supervisorOf("Root", []otp.ChildSpec{registryOf("r", otp.Unique), workerOf("a")}), quietly(&eventLog{})...)
	require.NoError(b, err)
	b.Cleanup(func() { require.NoError(b, sys.Stop(context.Background())) })
	r := otp.RegistryAt[string, int](sys.Lookup(otp.Name{Service: "r"}))
	inBenchWorker(b, sys.Lookup(otp.Name{Service: "a"}), func(w *worker) {
		for i := range benchKeys {
			if err := r.Register(w.c, fmt.Sprint(i), i); err != nil {
				b.Error(err)
			}
		}
	})
	return r
}

func inBenchWorker(b *testing.B, to otp.Addr, f func(w *worker)) {
	b.Helper()
	b.ReportAllocs()
	done := make(chan struct{})
	require.NoError(b, otp.Cast(b.Context(), to, &workerTell, func(w *worker) {
		defer close(done)
		f(w)
	}))
	<-done
}
