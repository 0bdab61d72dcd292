package main

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/otpgen/otpgen/cmd/otpgen/internal/write"
	"github.com/otpgen/otpgen/schema"
)

// lockSource is the schema as otp.lock names it, so that a package can be
// found when its out: has changed, and no other schema takes its folder.
func (g *generation) lockSource() string { return relative(g.out, g.source.path) }

// elsewhere warns of packages that were generated from this schema into other
// folders. It is asked at the first generation into a folder, because it
// looks through all that is below the schema.
func (g *generation) elsewhere() schema.Diagnostics {
	var diags schema.Diagnostics
	base := filepath.Dir(g.source.path)
	// What cannot be read is passed over: this is a courtesy.
	_ = fs.WalkDir(os.DirFS(base), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return fs.SkipDir
		case d.IsDir() && name != "." && (passedOver(d.Name()) != "" || d.Name() == "node_modules"):
			return fs.SkipDir
		case d.Name() != write.LockName || !d.Type().IsRegular():
			return nil
		}
		old := path.Dir(name)
		dir := filepath.Join(base, filepath.FromSlash(old))
		lock, err := write.ParseLock([]byte(write.LastLock(os.DirFS(dir))))
		if err != nil || dir == g.out {
			return nil
		}
		for _, source := range lock.Sources {
			if filepath.Join(dir, filepath.FromSlash(source)) == g.source.path {
				diags = append(diags, g.leftBehind(old, dir))
			}
		}
		return nil
	})
	return diags
}

func (g *generation) leftBehind(old, dir string) schema.Diagnostic {
	what, remedy := "folder "+old, "remove the folder"
	if old == "." {
		what, remedy = "folder of the schema", "remove its generated files and "+write.LockName
	}
	return schema.Diagnostic{
		Code: codeElsewhere, Severity: schema.Warning, File: g.source.shown, Range: g.outRange,
		Message: fmt.Sprintf("the package that was generated into the %s before is still there", what),
		Help: fmt.Sprintf("move the files of yours from %s to %s and generate again; then %s",
			relative(g.env.dir, dir), strings.TrimSuffix(relative(g.env.dir, g.out), "/"), remedy),
	}
}
