//go:build !unix

package main

import "os"

// alive reports whether a process of this host exists. Elsewhere than on Unix
// finding a process is enough.
func alive(pid int) bool {
	p, err := os.FindProcess(pid)
	if err != nil {
		return false
	}
	defer p.Release()
	return true
}
