package main

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/cmd/otpgen/internal/write"
)

// onWaiting is a writer that does something when a run says that it waits.
type onWaiting struct {
	bytes.Buffer
	do func()
}

func (w *onWaiting) Write(p []byte) (int, error) {
	if strings.Contains(string(p), "waiting for it") {
		w.do()
	}
	return w.Buffer.Write(p)
}

// A run that waited for another one, which edited the schema, generates what
// the schema says by then.
func TestARunThatWaitedReadsTheSchemaAgain(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"generate"}, {"new", "service", "Journal"}, {"generate", "--dry-run"}} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			t.Parallel()
			f := newFolder(t, map[string]string{"otp.yaml": versions()[0]})
			require.Equal(t, exitOK, f.run("generate"), f.stderr)
			f.write(t, "otp.yaml", versions()[0]+"# about to be changed\n")

			dir, err := write.OpenFolder(f.env.dir, ".")
			require.NoError(t, err)
			t.Cleanup(func() { assert.NoError(t, dir.Close()) })
			release, err := write.RunLock{Holder: "the test", Limit: time.Second}.Acquire(context.Background(), dir)
			require.NoError(t, err)
			waiting := &onWaiting{do: func() {
				f.write(t, "otp.yaml", versions()[1])
				assert.NoError(t, release())
			}}
			e := f.env
			e.stderr = waiting
			require.Equal(t, exitOK, run(context.Background(), e, args), waiting.String())

			if args[len(args)-1] == "--dry-run" {
				assert.Contains(t, f.stdout.String(), "order_gen.go")
				require.Equal(t, exitOK, f.run("generate"), f.stderr)
			}
			assert.FileExists(t, filepath.Join(f.env.dir, "order_gen.go"))
			assert.Equal(t, exitOK, f.run("generate", "--check"), f.stderr)
			assert.Contains(t, f.read(t, "otp.yaml"), "Order")
			assert.Equal(t, args[0] == "new", strings.Contains(f.read(t, "otp.yaml"), "Journal"))
		})
	}
}
