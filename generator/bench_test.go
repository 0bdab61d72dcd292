package generator_test

import (
	"fmt"
	goformat "go/format"
	"strings"
	"testing"
	"time"

	"github.com/otpgen/otpgen/generator"
)

// BenchmarkGenerate compares the whole way from a schema to its files with
// go/format alone on the Go among them, which nothing that writes formatted Go
// can do without: x-gofmt is how many times as long the whole way takes. Both
// are done in turn and the fastest of each counts, since a busy machine makes
// neither faster than it is.
func BenchmarkGenerate(b *testing.B) {
	for _, services := range []int{10, 100, 1000} {
		b.Run(fmt.Sprintf("services=%d", services), func(b *testing.B) {
			src := []byte(shopOf(services))
			way, formatting := time.Hour, time.Hour
			size := int64(0)
			for b.Loop() {
				began := time.Now()
				result, diags := generator.Generate("otp.yaml", src, generator.Options{ImportPath: "example.com/shop"})
				way = min(way, time.Since(began))
				if diags.HasErrors() {
					b.Fatal(diags)
				}
				b.StopTimer()
				began = time.Now()
				size = format(b, result.Files)
				formatting = min(formatting, time.Since(began))
				b.StartTimer()
			}
			b.SetBytes(size)
			b.ReportMetric(way.Seconds()/formatting.Seconds(), "x-gofmt")
		})
	}
}

// format formats the Go files one by one and returns how many bytes they have.
func format(b *testing.B, files []generator.File) int64 {
	size := int64(0)
	for _, f := range files {
		if strings.HasSuffix(f.Path, ".go") {
			formatted, err := goformat.Source(f.Content)
			if err != nil {
				b.Fatal(err)
			}
			size += int64(len(formatted))
		}
	}
	return size
}

// shopOf is a schema of services with all that a common service has, fifty of
// them below each supervisor.
func shopOf(services int) string {
	const group = 50
	var b, root, groups strings.Builder
	b.WriteString(`otp: 1
package: shop
messages:
  Line: {fields: {item: string, amount: int, tags: "[]string"}}
errors:
  not_found: {text: "no {id}", fields: {id: int}}
services:
  Service0: {args: {size: int}, calls: {Get: {args: {id: int}, reply: Line}}}
`)
	for i := 1; i < services; i++ {
		fmt.Fprintf(&b, `  Service%d:
    args: {size: int}
    calls:
      Get: {args: {id: int}, reply: Line, errors: [not_found]}
      Put: {args: {id: int, line: Line}}
    casts: {Tell: {args: {text: string}}}
    timers: {Sweep: {every: 1m}}
    uses: {Service%d: [Get]}
`, i, i-1)
	}
	for i := range services {
		if i%group == 0 {
			fmt.Fprintf(&root, "Group%d, ", i/group)
			fmt.Fprintf(&groups, "  Group%d:\n    strategy: rest_for_one\n    children:\n", i/group)
		}
		fmt.Fprintf(&groups, "      - {child: Service%d, args: {size: %d}}\n", i, i)
	}
	fmt.Fprintf(&b, "supervisors:\n  Root: {strategy: rest_for_one, children: [%s]}\n%s", root.String(), groups.String())
	return b.String() + "application: {root: Root}\n"
}
