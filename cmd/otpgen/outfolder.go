package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/otpgen/otpgen/cmd/otpgen/internal/gomod"
	"github.com/otpgen/otpgen/schema"
)

// unusable reports an out: that names a folder which cannot hold the package,
// none if it can. The folder need not exist.
func unusable(base string, doc *schema.Document) schema.Diagnostics {
	why, help := passedOver(doc.Out.Value), "generate into an ordinary folder, such as internal/"+doc.Package.Value
	if why == "" {
		why, help = notAFolder(base, doc.Out.Value), "name a real folder below the schema, or one that is not there yet"
	}
	if why == "" {
		return nil
	}
	return schema.Diagnostics{{
		Code: codeOut, Severity: schema.Error, Range: doc.Out.Range,
		Message: fmt.Sprintf("the package cannot be generated into %s: %s", doc.Out.Value, why),
		Help:    help,
	}}
}

// passedOver says why the go command would not find a package there, or not
// take it.
func passedOver(out string) string {
	for element := range strings.SplitSeq(out, "/") {
		switch {
		case element == "", element == ".":
		case element == "vendor":
			return "the go command keeps vendor for copies of other modules"
		case element == "testdata", strings.HasPrefix(element, "."), strings.HasPrefix(element, "_"):
			return "the go command passes over folders that are called " + element
		default:
			if err := gomod.CheckPath(element); err != nil {
				return err.Error()
			}
		}
	}
	return ""
}

// notAFolder says what stands on the way from base to out that is not a
// folder: a link might lead anywhere. The way to base is the user's affair.
func notAFolder(base, out string) string {
	name := ""
	for element := range strings.SplitSeq(out, "/") {
		if name = filepath.Join(name, element); name == "" || name == "." {
			continue // base itself
		}
		info, err := os.Lstat(filepath.Join(base, name))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return ""
		case err != nil:
			return err.Error()
		case info.Mode()&fs.ModeSymlink != 0:
			return filepath.ToSlash(name) + " is a symbolic link, and otpgen follows none"
		case !info.IsDir():
			return filepath.ToSlash(name) + " is not a folder"
		}
	}
	return ""
}
