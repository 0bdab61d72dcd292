package oracle_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/generator/internal/oracle"
	"github.com/otpgen/otpgen/schema"
)

// small is a schema to which odd things are added.
const small = `otp: 1
package: shop
services: {Shop: {calls: {Get: {}}}}
supervisors: {Root: {children: [Shop]}}
`

// taking is a schema whose call takes an argument of a type, as it stands in
// YAML, on line 5 from column 25.
func taking(typ string) string {
	return "otp: 1\npackage: shop\nservices:\n  Shop:\n    calls: {Get: {args: {a: " + typ + "}}}\nsupervisors: {Root: {children: [Shop]}}\n"
}

// service is a schema whose only service has a name, on line 3 from column 12.
func service(name string) string {
	return "otp: 1\npackage: shop\nservices: {" + name + ": {}}\nsupervisors: {Root: {children: [" + name + "]}}\n"
}

// message is a schema with a message of a name, on line 5 from column 12.
func message(name, is string) string { return small + "messages: {" + name + ": " + is + "}\n" }

// importing is a schema that takes types of imported packages.
func importing(types, imports string) string {
	return strings.Replace(taking(types), "services:", "imports: "+imports+"\nservices:", 1)
}

// odd are inputs that people write by mistake, that editors and merges leave, or
// that mean something else in YAML than they look like; each with what becomes
// of it: "" for accepted, or the first error and its place.
var odd = []struct{ name, src, want string }{
	// What is no text, or not one document.
	{"empty file", "", "OTP0101 1:1"},
	{"only comments", "# later\n# perhaps\n", "OTP0101 1:1"},
	{"only a mark of byte order", "\ufeff", "OTP0101 1:1"},
	{"only a document start", "---\n", "OTP0101 1:1"},
	{"a document start", "---\n" + small, ""},
	{"a document end", small + "...\n", ""},
	{"two documents", small + "---\n" + small, "OTP0109 5:1"},
	{"text after the end", small + "...\nmore: 1\n", "OTP0106 6:1"},
	{"a directive", "%YAML 1.2\n---\n" + small, "OTP0106 1:1"},
	{"a list at the top", "- otp: 1\n- package: shop\n", "OTP0202 1:1"},
	{"a text at the top", "otp\n", "OTP0202 1:1"},
	{"a number at the top", "1\n", "OTP0202 1:1"},
	{"JSON", `{"otp": 1, "package": "shop", "services": {"Shop": {}}, "supervisors": {"Root": {"children": ["Shop"]}}}`, ""},
	{"a merge conflict", "otp: 1\n<<<<<<< ours\npackage: shop\n=======\npackage: store\n>>>>>>> theirs\n", "OTP0106 2:1"},

	// Bytes.
	{"a mark of byte order", "\ufeff" + small, ""},
	{"a mark of byte order inside", small + "doc: a\ufeffb\n", "OTP0103 5:7"},
	{"UTF-16", "\xff\xfeo\x00t\x00p\x00", "OTP0102 1:1"},
	{"Latin-1", small + "doc: caf\xe9\n", "OTP0102 5:9"},
	{"CRLF", strings.ReplaceAll(small, "\n", "\r\n"), ""},
	{"lone CR", strings.ReplaceAll(small, "\n", "\r"), "OTP0103 1:7"},
	{"NUL", small + "doc: a\x00b\n", "OTP0103 5:7"},
	{"escape", small + "doc: \x1b[31mred\n", "OTP0103 5:6"},
	{"escaped escape", small + "doc: \"\\e[31mred\"\n", "OTP0103 5:6"},
	{"escaped NUL", small + "doc: \"a\\0b\"\n", "OTP0103 5:6"},
	{"escaped line break", small + "doc: \"a\\nb\"\n", ""},
	{"DEL", small + "doc: a\x7fb\n", "OTP0103 5:7"},
	{"next line", small + "doc: a\u0085b\n", "OTP0103 5:7"},
	{"line separator", small + "doc: a\u2028b\n", "OTP0103 5:7"},
	{"paragraph separator", small + "doc: a\u2029b\n", "OTP0103 5:7"},
	{"escaped line separator", small + "doc: \"a\\Lb\"\n", "OTP0103 5:6"},
	{"bidi override", small + "doc: a\u202eb\n", "OTP0103 5:7"},
	{"bidi isolate", small + "doc: a\u2066b\n", "OTP0103 5:7"},
	{"a zero-width space in a name", service("Sh\u200bop"), "OTP0211 3:12"},
	{"no-break space to indent", "otp: 1\npackage: shop\nservices:\n\u00a0\u00a0Shop: {}\n", "OTP0201 4:1"},
	{"a tab to indent", "otp: 1\npackage: shop\nservices:\n\tShop: {}\n", "OTP0107 4:1"},
	{"a tab after the colon", strings.Replace(small, "package: shop", "package:\tshop", 1), ""},
	{"a tab before a comment", strings.Replace(small, "shop\n", "shop\t# the shop\n", 1), ""},
	{"emoji in a comment", "# \U0001f6d2\n" + small, ""},
	{"emoji in a text", small + "doc: \"\U0001f6d2 */ //go:build x\"\n", ""},

	// YAML that schemas do without.
	{"an anchor", small + "doc: &a text\n", "OTP0110 5:6"},
	{"an alias", small + "doc: *a\n", "OTP0108 5:6"},
	{"a merge key", message("M", "{<<: {type: int}}"), "OTP0110 5:16"},
	{"a quoted merge key", message("M", "{'<<': {type: int}}"), "OTP0201 5:16"},
	{"a custom tag", small + "doc: !secret text\n", "OTP0111 5:6"},
	{"a standard tag", small + "doc: !!str text\n", "OTP0111 5:6"},
	{"a binary tag", small + "doc: !!binary aGk=\n", "OTP0111 5:6"},
	{"a complex key", small + "? [a, b]\n: 1\n", "OTP0202 5:3"},
	{"a quoted question mark", taking("\"int?\""), "OTP0401 5:33"},
	{"an explicit key", small + "? doc\n: text\n", ""},
	{"a null key", small + "~: 1\n", "OTP0201 5:1"},
	{"a number as a key", small + "1: x\n", "OTP0201 5:1"},
	{"a boolean as a key", message("true", "int"), "OTP0211 5:12"},
	{"a duplicate key", small + "package: store\n", "OTP0112 5:1"},
	{"a duplicate key in other quotes", small + "'package': store\n", "OTP0112 5:1"},
	{"a block text", small + "doc: |\n  a\n   b\n", ""},
	{"a folded text", small + "doc: >-\n  a\n  b\n", ""},
	{"flow over lines", strings.Replace(small, "{Shop: {calls: {Get: {}}}}", "{\n  Shop: {\n    calls: {\n      Get: {},\n    },\n  },\n}", 1), ""},
	{"a comma too many", strings.Replace(small, "[Shop]", "[Shop,, ]", 1), "OTP0106 4:1"},
	{"a missing bracket", strings.Replace(small, "[Shop]", "[Shop", 1), "OTP0106 4:32"},
	{"no space after the colon", "otp: 1\npackage:shop\nservices: {Shop: {}}\n", "OTP0106 2:1"},
	{"a very long key", small + strings.Repeat("k", 2000) + ": 1\n", "OTP0106 5:1"},
	{"a very long name", service("S" + strings.Repeat("h", 64)), "OTP0211 3:12"},

	// Sections without a value.
	{"null messages", small + "messages:\n", ""},
	{"null errors", small + "errors: ~\n", ""},
	{"null types", small + "types: null\n", ""},
	{"null imports", small + "imports:\n", ""},
	{"null externals", small + "externals:\n", ""},
	{"null strategies", small + "strategies:\n", ""},
	{"null boundaries", small + "boundaries:\n", "OTP0204 5:1"},
	{"null application", small + "application:\n", ""},
	{"null services", "otp: 1\npackage: shop\nservices:\nsupervisors: {Root: {children: []}}\n", ""},
	{"null supervisors", "otp: 1\npackage: shop\nservices: {Shop: {}}\nsupervisors:\n", "OTP0307 1:1"},
	{"null package", strings.Replace(small, "package: shop", "package:", 1), "OTP0204 2:1"},
	{"null version", strings.Replace(small, "otp: 1", "otp:", 1), "OTP0204 1:1"},
	{"null doc", small + "doc:\n", "OTP0204 5:1"},
	{"null children", strings.Replace(small, "[Shop]", "", 1), "OTP0204 4:22"},
	{"null service", strings.Replace(small, "{calls: {Get: {}}}", "", 1), ""},
	{"empty children", strings.Replace(small, "[Shop]", "[]", 1), "OTP0305 3:12"},

	// Scalars that YAML takes for something else.
	{"a number as a package", strings.Replace(small, "package: shop", "package: 7", 1), "OTP0211 2:10"},
	{"a date as a text", small + "doc: 2026-11-25\n", "OTP0202 5:6"},
	{"a number as a text", small + "doc: 1e3\n", "OTP0202 5:6"},
	{"yes as a text", small + "doc: yes\n", ""},
	{"version as text", strings.Replace(small, "otp: 1", "otp: \"1\"", 1), "OTP0212 1:6"},
	{"version 2", strings.Replace(small, "otp: 1", "otp: 2", 1), "OTP0212 1:6"},
	{"version 1.0", strings.Replace(small, "otp: 1", "otp: 1.0", 1), "OTP0212 1:6"},
	{"octal", strings.Replace(small, "children:", "max_restarts: 017, children:", 1), "OTP0207 4:36"},
	{"new octal", strings.Replace(small, "children:", "max_restarts: 0o17, children:", 1), "OTP0207 4:36"},
	{"hexadecimal", strings.Replace(small, "children:", "max_restarts: 0x10, children:", 1), "OTP0207 4:36"},
	{"underscores", strings.Replace(small, "children:", "max_restarts: 1_000, children:", 1), "OTP0207 4:36"},
	{"exponent", strings.Replace(small, "children:", "max_restarts: 1e3, children:", 1), "OTP0207 4:36"},
	{"infinity", strings.Replace(small, "children:", "max_restarts: .inf, children:", 1), "OTP0207 4:36"},
	{"not a number", strings.Replace(small, "children:", "max_restarts: .nan, children:", 1), "OTP0207 4:36"},
	{"sexagesimal", strings.Replace(small, "children:", "max_restarts: 1:30, children:", 1), "OTP0207 4:36"},
	{"negative", strings.Replace(small, "children:", "max_restarts: -1, children:", 1), "OTP0207 4:36"},
	{"a number in quotes", strings.Replace(small, "children:", "max_restarts: \"3\", children:", 1), "OTP0207 4:36"},
	{"a duration without a unit", small + "application: {root: Root, grace: 20}\n", "OTP0206 5:34"},
	{"yes", strings.Replace(small, "{calls: {Get: {}}}", "{terminate: yes}", 1), "OTP0208 3:30"},
	{"no", strings.Replace(small, "{calls: {Get: {}}}", "{terminate: no}", 1), "OTP0208 3:30"},
	{"on", strings.Replace(small, "{calls: {Get: {}}}", "{terminate: on}", 1), "OTP0208 3:30"},
	{"off", strings.Replace(small, "{calls: {Get: {}}}", "{terminate: off}", 1), "OTP0208 3:30"},
	{"TRUE", strings.Replace(small, "{calls: {Get: {}}}", "{terminate: TRUE}", 1), "OTP0208 3:30"},
	{"true in quotes", strings.Replace(small, "{calls: {Get: {}}}", "{terminate: \"true\"}", 1), "OTP0208 3:30"},
	{"yes as an enum value", message("M", "{enum: [yes, no]}"), ""},
	{"null as an enum value", message("M", "{enum: [null, none]}"), "OTP0204 5:23"},

	// Types without quotes.
	{"[]T", taking("[]string"), "OTP0108 5:29"},
	{"[]T at the end", taking("[]int "), "OTP0108 5:29"},
	{"[4]T", taking("[4]byte"), "OTP0108 5:29"},
	{"*T", taking("*int"), "OTP0108 5:29"},
	{"[]*T", taking("[]*int"), "OTP0108 5:29"},
	{"map", taking("map[string]int"), "OTP0108 5:29"},
	{"map of slices", taking("map[string][]int"), "OTP0108 5:29"},
	{"struct{}", taking("struct{}"), "OTP0108 5:29"},
	{"interface{}", taking("interface{}"), "OTP0108 5:29"},
	{"func", taking("func(x, y int)"), "OTP0108 5:29"},
	{"chan", taking("chan int"), "OTP0406 5:29"},
	{"quoted struct{}", taking("\"struct{}\""), ""},
	{"quoted func", taking("{type: \"func(x, y int)\", shared: true}"), ""},
	{"quoted *T", taking("\"*int\""), ""},
	{"a type parameter", taking("\"List[int]\""), "OTP0402 5:30"},
	{"C++", taking("\"vector<int>\""), "OTP0401 5:29"},
	{"another language", taking("\"int[]\""), "OTP0401 5:34"},
	{"optional", taking("int?"), "OTP0106 5:5"},

	// Names.
	{"names that differ in case only", message("HttpCode", "int, HTTPCode: int"), ""},
	{"names that collide in Go", message("Status", "{enum: [a_b, aB]}"), "OTP0601 5:33"},
	{"services that differ in case only", "otp: 1\npackage: shop\nservices: {Shop: {}, SHOP: {}}\nsupervisors: {Root: {children: [Shop, SHOP]}}\n", "OTP0601 3:12"},
	{"fields that collide in Go", message("M", "{fields: {user_id: int, userID: int}}"), "OTP0211 5:39"},
	{"a keyword as a package", strings.Replace(small, "package: shop", "package: func", 1), "OTP0211 2:10"},
	{"a predeclared package", strings.Replace(small, "package: shop", "package: string", 1), "OTP0211 2:10"},
	{"package main", strings.Replace(small, "package: shop", "package: main", 1), "OTP0211 2:10"},
	{"package internal", strings.Replace(small, "package: shop", "package: internal", 1), ""},
	{"package otp", strings.Replace(small, "package: shop", "package: otp", 1), ""},
	{"a package with a dash", strings.Replace(small, "package: shop", "package: my-shop", 1), "OTP0211 2:10"},
	{"keywords as fields", message("M", "{fields: {type: int, func: int, range: int}}"), ""},
	{"keywords as arguments", strings.Replace(small, "Get: {}", "Get: {args: {type: int, map: int, c: int, err: int, ctx: int}}", 1), ""},
	{"a predeclared message", message("string", "int"), "OTP0211 5:12"},
	{"a message called Error", message("Error", "{fields: {a: int}}"), ""},
	{"a promoted method", strings.Replace(small, "{calls: {Get: {}}}", "{timers: {Done: {every: 1s}}}", 1), ""},
	{"a call called Init", strings.Replace(small, "Get", "Init", 1), "OTP0603 3:27"},
	{"a call called Ref", strings.Replace(small, "Get", "Ref", 1), "OTP0603 3:27"},
	{"a service called Root", "otp: 1\npackage: shop\nservices: {Root: {}}\nsupervisors: {Root: {children: [Root]}}\n", "OTP0302 4:15"},
	{"a service called Tree", service("Tree"), "OTP0603 3:12"},
	{"a service called Test", service("ShopTest"), "OTP0605 3:12"},
	{"a service called Linux", service("ShopLinux"), "OTP0605 3:12"},
	{"a service called Amd64", service("ShopAmd64"), "OTP0605 3:12"},
	{"a service called Windows", service("Windows"), ""},
	{"a service called Con", service("Con"), "OTP0605 3:12"},
	{"a service called Messages", service("Messages"), "OTP0606 3:12"},
	{"a service called Doc", service("Doc"), ""},
	{"a leading underscore", service("_Shop"), "OTP0211 3:12"},
	{"a leading dot", service(".Shop"), "OTP0211 3:12"},
	{"a leading digit", service("3Shop"), "OTP0211 3:12"},
	{"a name in lower case", service("shop"), "OTP0211 3:12"},
	{"a name with accents", service("Café"), "OTP0211 3:12"},
	{"a name in Greek", service("Αγορά"), "OTP0211 3:12"},
	{"a name with a slash", service("Shop/../x"), "OTP0211 3:12"},

	// Imports.
	{"two imports of one base", importing("a.T, b: bb.T", "{a: example.com/x/uuid, bb: example.com/y/uuid}"), "OTP0603 3:11"},
	{"v2", importing("geo.Point", "{geo: example.com/geo/v2}"), ""},
	{"v2 in gopkg.in", importing("yaml.Node", "{yaml: gopkg.in/yaml.v3}"), ""},
	{"dashes", importing("uuid.UUID", "{uuid: github.com/acme/go-uuid}"), ""},
	{"the package itself", importing("self.T", "{self: example.com/generated}"), "OTP0607 3:11"},
	{"a package below it", importing("x.T", "{x: example.com/generated/shoptest}"), "OTP0603 3:11"},
	{"an import called otp", importing("otp.T", "{otp: example.com/otp}"), "OTP0603 3:11"},
	{"an import called context", importing("context.T", "{context: example.com/context}"), ""},
	{"cgo", importing("C.int", "{C: C}"), "OTP0211 3:11"},
	{"unsafe", importing("unsafe.Pointer", "{unsafe: unsafe}"), "OTP0415 3:19"},
	{"a path with a space", importing("a.T", "{a: \"example.com/a b\"}"), "OTP0415 3:14"},
	{"a path of this folder", importing("a.T", "{a: ./a}"), "OTP0415 3:14"},
	{"a URL", importing("a.T", "{a: \"https://example.com/a\"}"), "OTP0415 3:14"},
	{"an absolute path", importing("a.T", "{a: /a}"), "OTP0415 3:14"},
	{"rand, of which there are two", importing("rand.Source", "{}"), "OTP0414 6:29"},
}

// TestOddInputs: what is accepted becomes Go that type-checks, and what is
// refused is told what to do, at the right place.
func TestOddInputs(t *testing.T) {
	t.Parallel()
	checker := oracle.NewTypes(runtimePath)
	for _, c := range odd {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p, files, diags := generate("otp.yaml", []byte(c.src))
			assert.Equal(t, c.want, verdict(diags), "%v", diags)
			for _, d := range diags {
				assert.NotEmpty(t, d.Help, d.Message)
			}
			if p != nil {
				assert.Empty(t, oracle.Check(p, files))
				assert.NoError(t, checker.Check(p, files))
			}
		})
	}
}

// verdict is the first error and its place, "" for none.
func verdict(diags schema.Diagnostics) string {
	for _, d := range diags {
		if d.Severity == schema.Error {
			return fmt.Sprintf("%s %d:%d", d.Code, d.Range.Start.Line, d.Range.Start.Column)
		}
	}
	return ""
}

func TestOddNamesDiffer(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, c := range odd {
		require.False(t, seen[c.name], c.name)
		seen[c.name] = true
	}
}
