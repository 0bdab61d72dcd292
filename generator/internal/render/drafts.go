package render

import (
	"go/format"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// drafts are files whose Go is being formatted, on all processors, while the
// next ones are rendered: formatting is most of the work, and needs nothing but
// the file.
type drafts struct {
	list    []*draft
	running chan struct{} // has room for as many as there are processors
	done    sync.WaitGroup
}

// draft is a file, or why it cannot be formatted.
type draft struct {
	File
	err error
}

func newDrafts() *drafts {
	return &drafts{running: make(chan struct{}, runtime.GOMAXPROCS(0))}
}

// add takes a file. If it is Go, a goroutine formats it; add waits until a
// processor is free for that.
func (d *drafts) add(f File) {
	added := &draft{File: f}
	d.list = append(d.list, added)
	if !strings.HasSuffix(f.Path, ".go") {
		return
	}
	d.running <- struct{}{}
	d.done.Go(func() {
		added.format()
		<-d.running
	})
}

func (d *draft) format() {
	formatted, err := format.Source(d.Content)
	if err != nil {
		d.err = err
		return
	}
	d.Content = formatted
}

// files are all that were added, formatted, sorted by path. Source that does
// not parse is our bug: it panics with the first such file of those added.
func (d *drafts) files() []File {
	d.done.Wait()
	var files []File
	for _, f := range d.list {
		if f.err != nil {
			panic(unparsed(f.Path, f.Content, f.err))
		}
		files = append(files, f.File)
	}
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return files
}
