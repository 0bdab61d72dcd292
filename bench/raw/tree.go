package raw

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/otpgen/otpgen/bench/work"
)

// tree is a one_for_one supervisor in the plain way: a goroutine for each child,
// one for the supervisor, channels between them. It counts restarts, and does no
// more of what a supervisor has to do.
type tree struct {
	started  func(id int)
	children []atomic.Pointer[treeChild]
	exits    chan int
	quit     chan struct{}
	running  sync.WaitGroup
	replies  sync.Pool
}

// treeChild is one incarnation.
type treeChild struct {
	requests chan request[int, int]
	stop     chan struct{}
}

// crash is what a child panics at.
const crash = -1

func startTree(n int, started func(id int)) (work.Tree, error) {
	t := &tree{
		started: started, children: make([]atomic.Pointer[treeChild], n),
		exits: make(chan int), quit: make(chan struct{}),
	}
	t.replies.New = func() any { return make(chan int, 1) }
	for id := range n {
		t.start(id)
	}
	go t.supervise()
	return t, nil
}

func (t *tree) start(id int) {
	c := &treeChild{requests: make(chan request[int, int]), stop: make(chan struct{})}
	t.children[id].Store(c)
	t.running.Add(1)
	go t.run(id, c)
}

func (t *tree) run(id int, c *treeChild) {
	defer func() {
		crashed := recover() != nil
		t.running.Done()
		if crashed {
			select {
			case t.exits <- id:
			case <-t.quit:
			}
		}
	}()
	t.started(id)
	counter := work.NewCounter()
	for {
		select {
		case q := <-c.requests:
			if q.args == crash {
				panic("crash")
			}
			q.reply <- counter.Add(q.args)
		case <-c.stop:
			return
		}
	}
}

func (t *tree) supervise() {
	intensity := restarts{most: 1 << 30, within: time.Second, since: time.Now()}
	for {
		select {
		case id := <-t.exits:
			if !intensity.allow() {
				return
			}
			t.start(id)
		case <-t.quit:
			return
		}
	}
}

// restarts counts the restarts within a time.
type restarts struct {
	most   int
	within time.Duration
	since  time.Time
	at     []time.Duration
}

func (r *restarts) allow() bool {
	now, old := time.Since(r.since), 0
	r.at = append(r.at, now)
	for now-r.at[old] > r.within {
		old++
	}
	if old > 0 {
		r.at = r.at[:copy(r.at, r.at[old:])]
	}
	return len(r.at) <= r.most
}

func (t *tree) Crash(id int) error {
	t.children[id].Load().requests <- request[int, int]{args: crash}
	return nil
}

func (t *tree) Call(id int) error {
	reply := t.replies.Get().(chan int)
	t.children[id].Load().requests <- request[int, int]{1, reply}
	<-reply
	t.replies.Put(reply)
	return nil
}

func (t *tree) Stop() {
	for i := range t.children {
		close(t.children[i].Load().stop)
	}
	t.running.Wait()
	close(t.quit)
}
