package otp

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"reflect"
	"strconv"
)

var (
	// ErrNoPartitions: a partition supervisor that was resized to 0 has nobody to route to.
	ErrNoPartitions = errors.New("no partitions")
	// ErrPartitionRange: a partition supervisor has never more partitions than it was started with, nor fewer than 0.
	ErrPartitionRange = errors.New("number of partitions out of range")
)

// Partitions is the client of a [PartitionSupervisor]. [PartitionFor] finds the
// partition of a key.
type Partitions struct{ to Addr }

// PartitionsAt returns the client of the partition supervisor at a.
func PartitionsAt(a Addr) Partitions { return Partitions{to: a} }

// Addr returns the address of the partition supervisor.
func (p Partitions) Addr() Addr { return p.to }

// PartitionFor returns the address of the partition that serves a key, as
// {via, PartitionSupervisor, {Name, Key}}.
//
// An integer i is served by partition abs(i) mod N, whatever its type; any other
// key by a hash of it mod N. That of a string is the same in every program and
// run. That of another type is the same in one [System] only. A key in an
// interface that cannot be compared panics, as the key of a map does, and so does
// one that is not equal to itself: it would be served by another one each time.
//
// The address is that of the partition's place: it finds the partition again
// after a restart, and between death and restart calls to it fail with
// [ErrRestarting]. It is not the key's address: after a resize look the key up
// again. PartitionFor waits for nothing. It fails with [ErrNoPartitions], and as
// a call does if no partition supervisor runs there.
func PartitionFor[K comparable](p Partitions, key K) (Addr, error) {
	mustBeEqualToItself(key)
	of, places, err := p.running("PartitionFor")
	if err != nil {
		return Addr{}, err
	}
	n := uint64(of.size.Load())
	if n == 0 {
		return Addr{}, p.fail("PartitionFor", ErrNoPartitions)
	}
	return Addr{slot: places[partitionHash(of.in.sys, key)%n]}, nil
}

// partitionHash is abs(key) of an integer and a hash of anything else.
func partitionHash[K comparable](sys *System, key K) uint64 {
	v := reflect.ValueOf(&key).Elem()
	if v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	switch v.Kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return magnitude(v.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return v.Uint()
	case reflect.String:
		return stringHash(v.String())
	default:
		return maphash.Comparable(sys.routes, key)
	}
}

// stringHash is FNV-1a of 64 bits, with its halves folded: the low bits alone of
// keys that differ in few characters would be much alike.
//
//	stringHash("") == 0xcbf29ce484222325 ^ 0xcbf29ce4
func stringHash(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h ^ h>>32
}

// magnitude is abs(i). That of the smallest number is no int64:
//
//	magnitude(-1<<63) == 1<<63
func magnitude(i int64) uint64 {
	if i < 0 {
		return -uint64(i)
	}
	return uint64(i)
}

// Count returns how many partitions keys are routed to, as
// PartitionSupervisor.partitions/1. It fails as a call does.
func (p Partitions) Count() (int, error) {
	of, _, err := p.running("Count")
	if err != nil {
		return 0, err
	}
	return int(of.size.Load()), nil
}

// Resize routes keys to the first n partitions only and returns how many it were
// before, as PartitionSupervisor.resize!/2. The others are stopped as by
// [TerminateChild], last first; when n is larger, those missing are started as by
// [RestartChild], and each serves its keys as soon as it is up. A partition that
// chooses not to run leaves its place empty, as at the first start; a temporary
// one cannot be started again ([ErrNotFound]).
//
// n outside of 0 to the number at the first start is [ErrPartitionRange]. If it
// fails otherwise, or ctx ends first, the size is what [Partitions.Count] says,
// and Resize may be called again. Two calls at the same time are made one after
// the other. A restart of the supervisor starts all of its partitions.
func (p Partitions) Resize(ctx context.Context, n int) (old int, err error) {
	of, places, err := p.running("Resize")
	if err != nil {
		return 0, err
	}
	if n < 0 || n > len(places) {
		return 0, fmt.Errorf("%w: %d, and not 0 to %d", ErrPartitionRange, n, len(places))
	}
	w := newWait(ctx, p.to, partitionsService, "Resize", Infinity)
	defer w.end()
	select {
	case of.resizing <- struct{}{}:
		defer func() { <-of.resizing }()
	case <-of.in.done.wait():
		return 0, w.down(of.in)
	case <-ctx.Done():
		return 0, w.cancelled()
	}
	old = int(of.size.Load())
	if n < old {
		of.size.Store(int64(n)) // before they stop: nobody is sent to them any more
	}
	if err := of.stopFrom(ctx, n, len(places)); err != nil {
		return old, err
	}
	return old, of.startFrom(ctx, old, n)
}

// stopFrom stops the partitions with the numbers from and up to end, those
// included that an earlier attempt has left.
func (p *partitioning) stopFrom(ctx context.Context, from, end int) error {
	for i := end - 1; i >= from; i-- {
		if err := TerminateChild(ctx, p.addr(), strconv.Itoa(i)); err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
	}
	return nil
}

// startFrom starts the partitions with the numbers from and up to end.
func (p *partitioning) startFrom(ctx context.Context, from, end int) error {
	for i := from; i < end; i++ {
		_, err := RestartChild(ctx, p.addr(), strconv.Itoa(i))
		if err != nil && !errors.Is(err, ErrIgnored) && !errors.Is(err, ErrRunning) {
			return err
		}
		p.size.Store(int64(i + 1))
	}
	return nil
}

// addr is of this life of the supervisor: a resize is about no other one.
func (p *partitioning) addr() Addr { return Ref{p.in}.Addr() }

// running finds the partition supervisor that runs and the places of its
// partitions, or says why there is none.
func (p Partitions) running(message string) (*partitioning, []*slot, error) {
	w := wait{to: p.to, service: partitionsService, message: message}
	in := p.to.target()
	if in == nil {
		return nil, nil, w.absent()
	}
	of, ok := in.route.(*partitioning)
	if !ok {
		return nil, nil, p.fail(message, ErrWrongService)
	}
	places := of.places.Load()
	if places == nil { // it is about to start
		return nil, nil, w.restarting()
	}
	return of, *places, nil
}

func (p Partitions) fail(message string, kind error) *CallError {
	return &CallError{Kind: kind, Service: partitionsService, Message: message, Path: p.to.Path()}
}
