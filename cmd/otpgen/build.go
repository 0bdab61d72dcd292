package main

import (
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"

	"github.com/otpgen/otpgen/cmd/otpgen/internal/gomod"
)

// develVersion is the version of a build from a checkout: it stands for no
// particular state of the generator.
const develVersion = "(devel)"

// build says what this otpgen was built from.
type build struct {
	version  string // v1.2.3, or develVersion
	revision string // of version control, "" if unknown
	module   string // path of otpgen's own module
	// checkout is the folder of the module's source, if otpgen was built from
	// one that is still there and not from a downloaded release.
	checkout string
}

// release reports whether version stands for one state of the generator.
func (b build) release() bool { return b.version != develVersion }

func thisBuild() build {
	b := build{version: develVersion}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		panic("otpgen: internal: built without module information")
	}
	b.module = info.Main.Path
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			b.revision = s.Value
		}
	}
	// A downloaded module has a checksum; a checkout and a replaced module
	// have none, whatever version the go command makes up for them.
	if info.Main.Sum != "" && info.Main.Replace == nil {
		b.version = info.Main.Version
		return b
	}
	b.checkout = checkoutOf(b.module)
	return b
}

// checkoutOf returns the folder of the source that this file was compiled
// from, "" if it is not there or the build was told to forget it (-trimpath).
func checkoutOf(module string) string {
	_, file, _, ok := runtime.Caller(0)
	if !ok || !filepath.IsAbs(file) {
		return ""
	}
	root := filepath.Dir(filepath.Dir(filepath.Dir(file))) // cmd/otpgen/build.go
	if _, err := os.Stat(file); err != nil {
		return ""
	}
	mod, err := gomod.Read(root)
	if err != nil || mod.Module != module {
		return ""
	}
	return root
}
