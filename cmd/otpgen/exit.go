package main

import "fmt"

// The exit codes.
const (
	exitOK          = 0
	exitDiagnostics = 1   // the schema has errors, or files were refused
	exitUsage       = 2   // wrong arguments, or the environment: disk, missing files
	exitDrift       = 3   // --check found files that differ from the schema
	exitBug         = 70  // a panic
	exitInterrupted = 130 // SIGINT, as shells report it
	exitTerminated  = 143 // SIGTERM
)

// exitCode is an error that has been reported already and only carries the
// code that run returns. Every other error is printed and means exitUsage.
type exitCode int

func (c exitCode) Error() string { return fmt.Sprintf("exit code %d", int(c)) }
