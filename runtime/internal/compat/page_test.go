package compat_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/runtime/internal/compat"
)

var update = flag.Bool("update", false, "write docs/otp-compatibility.md")

const root = "../../.."

// TestCompatibilityPage makes the page and holds the committed one to it. It fails
// for statements without a proof or a reason to differ, and for declarations that
// cannot be trusted.
func TestCompatibilityPage(t *testing.T) {
	t.Parallel()
	page, err := compat.Page(os.DirFS(root))
	require.NotEmpty(t, page, "%v", err)
	file := filepath.Join(root, filepath.FromSlash(compat.PagePath))
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(page), 0o644))
	}
	assert.NoError(t, err)
	onDisk, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.True(t, string(onDisk) == page, "%s is out of date: run make compatibility, and read the diff", compat.PagePath)
}
