package schemagen

import (
	"fmt"
	"strings"
)

// upperWords are names in upper camel case that Go, the generated code, the
// runtime or a file system take for something else.
const upperWords = `Alpha Beta AlphaArgs AlphaCtx AlphaClient AlphaRef AlphaTree AlphaHandler AlphaAdd AlphaAddError NewAlpha StartAlpha
HTTP Http HTTPServer HttpServer URL Url URLs ID Id IDs XML Json JSONData UUID OTP Otp A B X V T1 X2Y A1B2 V2 Utf8 UTF8 Sha256 S3 I18n
Type Func Map Chan Struct Interface Select Range Var Const Package Import Return Go Defer Default Switch Case Goto
String Error Int Bool Byte Any Nil Len Cap Make New Append Copy Delete Panic Init Main Iota Print Close Clear Min Max
Context Time Duration Errors Fmt Json Testing Sync Net Log Slices Maps Strings User Path Sort Text Big
Args Tree Start Stop Wait Child Children Root Supervisor Server Service Services Worker Pool Task Tasks Job Timer Tick Call Cast Reply
Ctx Client Ref Handler State Message Event Exit Down Monitor Link Self Name Key Value Fields Get Set Put Add Do Run Ask Tell Each All
Terminate Info HandleInfo HandleCall Checkout Call2 Lookup Continue Test TestMain Benchmark Example Fuzz Mock Linux Windows Darwin Unix Amd64 Arm64 Wasm
Con Nul Aux Prn Com1 Lpt1 Vendor Internal Testdata Doc Readme Gen UserGen TestCase Int64 Uint8 Float64 Complex128 Rune Uintptr ErrTimeout
Marshal MarshalJSON UnmarshalJSON MarshalText GoString Format Is As Unwrap Scan Write Read ReadByte Valid Clone Equal Hash Less Swap
VeryLongNameThatGoesOnAndOnUntilItIsAlmost60`

// lowerWords are such names in lower snake case; true and the like need quotes.
const lowerWords = `a b c e f i k n r s t v w x id ids i_d url url_path http_url http utf8 json api_key x_2 a_ a__b a1 x1y2 ip_v4 uuid
break case chan const continue default defer else fallthrough for func go goto if import interface map package range return select struct switch type var
any bool byte comparable complex64 complex128 error float32 float64 int int8 int64 rune string uint uintptr iota nil
append cap clear close complex copy delete imag len make max min new panic print println real recover init main
ctx context err errs errors fmt time json_data otp reply args arg req res out in body data key value name text self this that p q ok opts
sys tree root client server call cast timer tick who why ref handler state plain read after wrapped ii done log stop exit monitor deadline
on off yes no y null test mock alpha alpha_args marshal_json error_text go_name doc shared fields kind
very_long_name_that_goes_on_and_on_until_it_is_almost_60`

// upper makes a name in upper camel case that nothing else here has.
func (m *maker) upper(prefix string, i int) string {
	if !m.bare {
		return m.own(prefix + fmt.Sprint(i) + m.one("", "", "", "HTTP", "Json", "URL", "Type", "Func", "S", "ID", "Call", "Thing", "Args", "Tree", "Ctx", "Error"))
	}
	return m.own(m.one(strings.Fields(upperWords)...))
}

// lower makes a name in lower snake case that nothing else in among has.
func (m *maker) lower(among map[string]bool) string {
	words := strings.Fields(lowerWords)
	name := m.one(words...)
	if !m.bare {
		name = strings.TrimSuffix(name, "_") + fmt.Sprint(len(among))
	}
	key := strings.ReplaceAll(name, "_", "")
	for n := 2; among[key]; n++ {
		key = strings.ReplaceAll(name, "_", "") + fmt.Sprint("0", n)
		name = strings.TrimSuffix(name, "_") + fmt.Sprint("_0", n)
	}
	among[key] = true
	return name
}

// own makes a name its own by a number if need be.
func (m *maker) own(name string) string {
	unique := name
	for n := 2; m.taken[strings.ToLower(unique)]; n++ {
		unique = fmt.Sprint(name, n)
	}
	m.taken[strings.ToLower(unique)] = true
	return unique
}

// key writes a name where YAML wants text.
func key(name string) string {
	switch name {
	case "true", "false", "null", "on", "off", "yes", "no", "y", "n":
		return quote(name)
	}
	return name
}

// goName adds a go_name now and then.
func (m *maker) goName(p *pairs, prefix string) {
	if m.chance(6) {
		p.add("go_name", m.own(m.one("HTTP", "Log", "Queue", "Worker", "URLs", "X", prefix)+m.one("Renamed", "Xa", "9")))
	}
}
