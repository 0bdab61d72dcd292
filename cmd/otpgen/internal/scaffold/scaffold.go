// Package scaffold makes the files of a fresh module: what otpgen init puts
// into an empty folder. It only renders; the command writes.
package scaffold

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"text/template"
)

// Data is what the templates of init/ are filled with.
type Data struct {
	Module     string // example.com/shop
	Package    string // shop
	ImportPath string // of the package: the module's, or below it
	Out        string // the folder of the package, relative to the schema; "" for the same
}

// Import is the import of the package, with its name where that is not the
// last element of the path.
func (d Data) Import() string {
	if path.Base(d.ImportPath) == d.Package {
		return strconv.Quote(d.ImportPath)
	}
	return d.Package + " " + strconv.Quote(d.ImportPath)
}

// File is one file of a fresh module, slash-separated and relative to it.
type File struct {
	Path    string
	Content []byte
}

// Files renders the templates of init/, sorted by path of the file.
func Files(templates fs.FS, d Data) []File {
	rows := []struct{ path, template string }{
		{".gitattributes", "gitattributes.tmpl"},
		{"cmd/" + d.Package + "/main.go", "main.go.tmpl"},
		{"otp.yaml", "otp.yaml.tmpl"},
		{path.Join(d.Out, "otpgen.go"), "otpgen.go.tmpl"},
	}
	var files []File
	for _, row := range rows {
		t, err := template.ParseFS(templates, "init/"+row.template)
		if err != nil {
			panic(fmt.Sprintf("otpgen: internal: %v", err))
		}
		var b bytes.Buffer
		if err := t.Execute(&b, d); err != nil {
			panic(fmt.Sprintf("otpgen: internal: %v", err))
		}
		files = append(files, File{Path: row.path, Content: b.Bytes()})
	}
	return files
}
