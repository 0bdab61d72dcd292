package render

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestDraftsAreFormattedAndSorted(t *testing.T) {
	t.Parallel()
	d := newDrafts()
	var want []File
	for i := range 100 {
		d.add(File{Path: fmt.Sprintf("f%02d.go", 99-i), Content: []byte("package  p"), Owner: User})
		want = append(want, File{Path: fmt.Sprintf("f%02d.go", i), Content: []byte("package p\n"), Owner: User})
	}
	d.add(File{Path: "a.md", Content: []byte("package  p"), Owner: Generated})
	want = append([]File{{Path: "a.md", Content: []byte("package  p"), Owner: Generated}}, want...)
	assert.Equal(t, want, d.files())
}

// TestFirstBrokenDraftIsReported: whichever is formatted first, the bug that is
// reported is that of the file that was added first.
func TestFirstBrokenDraftIsReported(t *testing.T) {
	t.Parallel()
	for range 20 {
		d := newDrafts()
		d.add(File{Path: "z.go", Content: []byte("package p")})
		for i := range 50 {
			d.add(File{Path: fmt.Sprintf("f%02d.go", 99-i), Content: []byte("package")})
		}
		message := ""
		func() {
			defer func() { message, _ = recover().(string) }()
			d.files()
		}()
		assert.Contains(t, message, "otpgen: internal: f99.go does not parse: ")
	}
}
