package foundation

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"time"

	bolt "go.etcd.io/bbolt"
)

// eventFile keeps events in one bbolt file: bucket "events" by id, bucket
// "meta" with the counters. Every method is one transaction, so a crash at any
// point leaves whole events or none.
type eventFile struct{ db *bolt.DB }

var (
	eventsBucket = []byte("events")
	metaBucket   = []byte("meta")
	nextIDKey    = []byte("next_id")
	storedKey    = []byte("stored")
	prunedKey    = []byte("pruned")
)

// openEventFile waits shortly for the lock, which the incarnation before may
// have let go this very moment.
func openEventFile(path string) (*eventFile, error) {
	db, err := bolt.Open(path, 0o600, &bolt.Options{Timeout: time.Second})
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	err = db.Update(func(tx *bolt.Tx) error {
		if _, err := tx.CreateBucketIfNotExists(eventsBucket); err != nil {
			return err
		}
		_, err := tx.CreateBucketIfNotExists(metaBucket)
		return err
	})
	if err != nil {
		db.Close()
		return nil, fmt.Errorf("prepare %s: %w", path, err)
	}
	return &eventFile{db: db}, nil
}

func (f *eventFile) Close() error { return f.db.Close() }

// append stores all events or none. An event with an id keeps it and moves
// the next id past it, as the original store does.
func (f *eventFile) append(events []Event) (ids []uint64, err error) {
	err = f.db.Update(func(tx *bolt.Tx) error {
		bucket, meta := tx.Bucket(eventsBucket), tx.Bucket(metaBucket)
		next := max(counter(meta, nextIDKey), 1)
		for _, e := range events {
			if e.ID == 0 {
				e.ID = next
			}
			next = max(next, e.ID) + 1
			data, err := json.Marshal(e)
			if err != nil {
				return err
			}
			if err := bucket.Put(key(e.ID), data); err != nil {
				return err
			}
			ids = append(ids, e.ID)
		}
		if err := meta.Put(nextIDKey, key(next)); err != nil {
			return err
		}
		return meta.Put(storedKey, key(counter(meta, storedKey)+uint64(len(events))))
	})
	return ids, err
}

func (f *eventFile) get(id uint64) (e Event, found bool, err error) {
	err = f.db.View(func(tx *bolt.Tx) error {
		data := tx.Bucket(eventsBucket).Get(key(id))
		if data == nil {
			return nil
		}
		found = true
		return json.Unmarshal(data, &e)
	})
	return e, found, err
}

// all calls f for every event, by id.
func (f *eventFile) all(each func(Event)) error {
	return f.db.View(func(tx *bolt.Tx) error {
		return tx.Bucket(eventsBucket).ForEach(func(_, data []byte) error {
			var e Event
			if err := json.Unmarshal(data, &e); err != nil {
				return err
			}
			each(e)
			return nil
		})
	})
}

func (f *eventFile) pruneBefore(t time.Time) (n int, err error) {
	err = f.db.Update(func(tx *bolt.Tx) error {
		bucket, meta := tx.Bucket(eventsBucket), tx.Bucket(metaBucket)
		var old [][]byte
		err := bucket.ForEach(func(k, data []byte) error {
			var e Event
			if err := json.Unmarshal(data, &e); err != nil {
				return err
			}
			if e.Timestamp.Before(t) {
				old = append(old, append([]byte(nil), k...))
			}
			return nil
		})
		if err != nil {
			return err
		}
		for _, k := range old {
			if err := bucket.Delete(k); err != nil {
				return err
			}
		}
		n = len(old)
		return meta.Put(prunedKey, key(counter(meta, prunedKey)+uint64(n)))
	})
	return n, err
}

func (f *eventFile) stats() (s EventStats, err error) {
	err = f.db.View(func(tx *bolt.Tx) error {
		meta := tx.Bucket(metaBucket)
		s = EventStats{
			Stored:  counter(meta, storedKey),
			Pruned:  counter(meta, prunedKey),
			NextID:  max(counter(meta, nextIDKey), 1),
			Current: tx.Bucket(eventsBucket).Stats().KeyN,
		}
		return nil
	})
	return s, err
}

// key is big endian, so that the order of keys is the order of ids.
func key(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

func counter(b *bolt.Bucket, k []byte) uint64 {
	data := b.Get(k)
	if data == nil {
		return 0
	}
	return binary.BigEndian.Uint64(data)
}
