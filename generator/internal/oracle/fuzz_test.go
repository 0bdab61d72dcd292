package oracle_test

import (
	"bytes"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/generator/internal/oracle"
	"github.com/otpgen/otpgen/generator/internal/schemagen"
)

// FuzzGenerate holds the whole way to its promise: a schema that is accepted
// becomes what the plan predicts, and Go takes it. The first byte chooses a
// schema: random ones, or a committed one with changes by the bytes that
// follow.
func FuzzGenerate(f *testing.F) {
	bases := committed(f)
	names := slices.Sorted(maps.Keys(bases))
	for i := range len(names) + 1 {
		f.Add([]byte{byte(i)})
		f.Add([]byte{byte(i), 3, 7, 200, 31, 250, 9, 4, 17, 99, 1, 54, 3, 77, 120, 5, 5, 33, 12, 201, 8})
	}
	checker := oracle.NewTypes(runtimePath)
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) == 0 || len(data) > 4096 {
			return
		}
		var src []byte
		if i := int(data[0]) % (len(names) + 1); i < len(names) {
			src = mutate(bases[names[i]], schemagen.Bytes(data[1:]), (len(data)-1)/4)
		} else {
			src = []byte(schemagen.Schema(schemagen.Bytes(data[1:]), "fuzzed"))
		}
		p, files, _ := generate("otp.yaml", src)
		if p == nil {
			return
		}
		require.Empty(t, oracle.Check(p, files), "%s", src)
		require.NoError(t, checker.Check(p, files), "%s", src)
	})
}

// mutate changes words of a schema into others that it has, or that mean
// something to Go, to otpgen or to YAML.
func mutate(src []byte, c schemagen.Chooser, changes int) []byte {
	for range min(changes, 20) {
		words := spans(src)
		at := words[c.Pick(256)*len(words)/256]
		other := words[c.Pick(256)*len(words)/256]
		with := src[other[0]:other[1]]
		if special := specialWords(); c.Pick(2) == 0 {
			with = []byte(special[c.Pick(len(special))])
		}
		src = slices.Concat(src[:at[0]], with, src[at[1]:])
	}
	return src
}

// spans finds the words of a schema.
func spans(src []byte) [][2]int {
	isWord := func(b byte) bool {
		return b == '_' || b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z'
	}
	var list [][2]int
	for i := 0; i < len(src); i++ {
		from := i
		for i < len(src) && isWord(src[i]) {
			i++
		}
		if i > from {
			list = append(list, [2]int{from, i})
		}
	}
	if len(list) == 0 {
		return [][2]int{{0, len(bytes.TrimSpace(src))}}
	}
	return list
}

func specialWords() []string {
	return []string{
		"Args", "Tree", "Start", "Error", "String", "Init", "Test", "HTTPServer", "HttpServer", "Gen", "CounterGen",
		"init", "main", "type", "func", "error", "ctx", "c", "a", "x", "t", "s", "err", "otp", "json", "reply", "id", "i_d",
		"any", "string", "[]string", "map[string]int", "*int", "[0]int", "[3][]int", "func()", "chan int", "struct{}",
		"http.Header", "time.Time", "sync.Mutex", "json.RawMessage", "big.Int", "net.IP",
		"none", "infinity", "brutal_kill", "true", "0", "1", "-1", "10000", "checkout", "run", "block", "{key: id}",
		"*/ func init() {}", "\"\\n//go:embed x\"", "$id", "$$x", "doc", "go_name", "shared: true", "reply_later: true",
	}
}
