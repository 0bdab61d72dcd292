//go:build !unix

package write

import "os"

// syncFolder does nothing: only Unix lets a folder be flushed.
func syncFolder(*os.File) error { return nil }
