package write

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// runLock is a lock for process 1 on host "here", on which only the processes
// of alive are. Its pauses take no time and run pause, if there is one.
func runLock(d Disk, pause func(), alive ...int) (RunLock, *[]string) {
	var said []string
	return RunLock{
		Disk: d, PID: 1, Host: "here", Limit: time.Second,
		Alive: func(pid int) bool {
			for _, p := range alive {
				if p == pid {
					return true
				}
			}
			return false
		},
		Pause: func(time.Duration) {
			if pause != nil {
				pause()
			}
		},
		Say: func(s string) { said = append(said, s) },
	}, &said
}

func TestRunLockIsFree(t *testing.T) {
	t.Parallel()
	d := newMemDisk(nil)
	l, said := runLock(d, nil)
	release, err := l.Acquire()
	require.NoError(t, err)
	assert.Equal(t, map[string]string{runLockName: "1 here\n"}, d.content())
	require.NoError(t, release())
	assert.Empty(t, d.content())
	assert.Empty(t, *said)
}

func TestRunLockWaitsForALiveHolder(t *testing.T) {
	t.Parallel()
	d := newMemDisk(map[string]string{runLockName: "2 here\n"})
	pauses := 0
	l, said := runLock(d, func() {
		if pauses++; pauses == 3 {
			delete(d.files, runLockName)
		}
	}, 2)
	_, err := l.Acquire()
	require.NoError(t, err)
	assert.Equal(t, 3, pauses)
	assert.Equal(t, []string{"another otpgen (process 2 on here) is changing this folder, waiting for it"}, *said)
}

func TestRunLockGivesUpInTheEnd(t *testing.T) {
	t.Parallel()
	for title, content := range map[string]string{
		"alive":           "2 here\n",
		"on another host": "3 there\n",
		"not written":     "",
		"not a lock":      "something else",
	} {
		d := newMemDisk(map[string]string{runLockName: content})
		l, _ := runLock(d, nil, 2)
		_, err := l.Acquire()
		require.ErrorContains(t, err, "remove .otpgen.run", title)
		assert.Equal(t, content, d.content()[runLockName], title)
	}
}

func TestRunLockOfADeadHolderIsTakenOver(t *testing.T) {
	t.Parallel()
	d := newMemDisk(map[string]string{runLockName: "3 here\n"})
	l, said := runLock(d, nil)
	_, err := l.Acquire()
	require.NoError(t, err)
	assert.Equal(t, map[string]string{runLockName: "1 here\n"}, d.content())
	assert.Empty(t, *said)
}

func TestRunLockIsNotTakenFromARunThatTookItFirst(t *testing.T) {
	t.Parallel()
	d := newMemDisk(map[string]string{runLockName: "3 here\n", runLockGuard: "2 here\n"})
	l, _ := runLock(d, func() { // the other run finishes its take-over
		d.files[runLockName].Data = []byte("2 here\n")
		delete(d.files, runLockGuard)
	}, 2)
	_, err := l.Acquire()
	require.ErrorContains(t, err, "process 2 on here")
	assert.Equal(t, map[string]string{runLockName: "2 here\n"}, d.content())
}

func TestRunLockOnAReadOnlyDisk(t *testing.T) {
	t.Parallel()
	d := newMemDisk(nil)
	d.failAt, d.dies = 1, true
	l, _ := runLock(d, nil)
	_, err := l.Acquire()
	require.ErrorIs(t, err, errDisk)
}
