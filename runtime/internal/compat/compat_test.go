package compat_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/runtime/internal/compat"
)

const (
	scenarioFile = "runtime/testdata/otp/hand/x.json"
	scenario     = `{"format":1,"name":"x","covers":[16],"otp":["25"],"stdlib":"4.2","tree":{"id":"root"},
		"steps":[{"op":"start"}],"expect":[{"result":{},"events":[],"tree":[]}]}`
	imports = "package otp\nimport \"github.com/otpgen/otpgen/runtime/internal/proof\"\n"
)

// repository is one file of tests and one scenario.
func repository(test, scenario string) fstest.MapFS {
	return fstest.MapFS{
		"runtime/x_test.go": {Data: []byte(test)},
		scenarioFile:        {Data: []byte(scenario)},
	}
}

// TestDeclarationsThatProveNothing: each of these would put a proof on the page
// that is none.
func TestDeclarationsThatProveNothing(t *testing.T) {
	t.Parallel()
	for want, test := range map[string]string{
		"runtime/x_test.go:3: proof.Of outside of a test":                       imports + "func helper(t *testing.T) { proof.Of(t, 1) }",
		"runtime/x_test.go:4: proof.Of outside of a test":                       imports + "\nfunc (s *suite) TestX(t *testing.T) { proof.Of(t, 1) }",
		"runtime/x_test.go:3: proof.Of in a test that may skip itself":          imports + "func TestX(t *testing.T) { proof.Of(t, 1); if short { t.Skip() } }",
		"runtime/x_test.go:4: proof.Of in a file that is not always built":      "//go:build soak\n" + imports + "func TestX(t *testing.T) { proof.Of(t, 1) }",
		"runtime/x_test.go:3: proof.Of wants numbers as they stand on the page": imports + "func TestX(t *testing.T) { proof.Of(t, all...) }",
		"runtime/x_test.go:4: proof.Of wants numbers as they stand on the page": imports + "var n = 1\nfunc TestX(t *testing.T) { t.Run(`a`, func(t *testing.T) { proof.Of(t, 1, n) }) }",
		"read tests: runtime/x_test.go:1:1: expected 'package', found nonsense": "nonsense",
		"runtime/x_test.go:3: strconv.Atoi: parsing \"0x10\": invalid syntax":   imports + "func TestX(t *testing.T) { proof.Of(t, 0x10) }",
		"runtime/x_test.go:2: proof.Of in a file that is not always built":      "//go:build soak\npackage otp; import p `github.com/otpgen/otpgen/runtime/internal/proof`; func TestX(t *testing.T) { p.Of(t, 1) }",
	} {
		page, err := compat.Page(repository(test, scenario))
		assert.EqualError(t, err, want)
		assert.Empty(t, page)
	}
}

// TestProofs: what tests declare and scenarios cover is on the page, with what is
// missing in the error.
func TestProofs(t *testing.T) {
	t.Parallel()
	test := imports + `
		func TestX(t *testing.T) { proof.Of(t, 17, 18); t.Run("a", func(t *testing.T) { proof.Of(t, 18) }) }
		func TestY(t *testing.T) { other.Of(t, 19) }`
	page, err := compat.Page(repository(test, scenario))
	require.Error(t, err)
	assert.Contains(t, page, `| scenarios: [x](../runtime/testdata/otp/hand/x.json) |`)
	assert.Contains(t, page, `| tests: [otp.TestX](../runtime/x_test.go) |`)
	assert.NotContains(t, page, "TestY")
	assert.Contains(t, page, "| [hand](../runtime/testdata/otp/hand) | 1 | 25 (stdlib 4.2) | - | - |")
	for _, n := range []string{"16", "17", "18", "100"} {
		assert.NotContains(t, err.Error(), "statement "+n+" has", "it is proven, or differs")
	}
	assert.Contains(t, err.Error(), "statement 19 has neither a proof nor a declared difference: ")
	assert.Contains(t, err.Error(), "statement 85 differs in part, but the rest has no proof")
}

func TestStatementsThatDoNotExist(t *testing.T) {
	t.Parallel()
	_, err := compat.Page(repository(imports+"func TestX(t *testing.T) { proof.Of(t, 110) }", scenario))
	assert.ErrorContains(t, err, "TestX declares statement 110, which does not exist")
	_, err = compat.Page(repository("package otp", `{"format":1,"name":"x","covers":[111],"tree":{"id":"root"},"steps":[],"expect":[]}`))
	assert.ErrorContains(t, err, "x covers statement 111, which does not exist")
}

// TestScenariosThatAreNotPlayedCoverNothing, whatever they say.
func TestScenariosThatAreNotPlayedCoverNothing(t *testing.T) {
	t.Parallel()
	page, err := compat.Page(repository("package otp", `{"format":1,"name":"x","covers":[141],"steps":[],"expect":[],
		"tree":{"id":"root","children":[{"id":"d","strategy":"dynamic","auto_shutdown":"all_significant"}]}}`))
	require.Error(t, err)
	assert.NotContains(t, page, "x.json")
	assert.Contains(t, page, "Together 1, of which 1 are not applicable")
}

func TestFoldersSayWhatTheyWereRecordedOn(t *testing.T) {
	t.Parallel()
	page, _ := compat.Page(repository("package otp", `{"format":1,"name":"x","covers":[145],"otp":["27","29"],"stdlib":"6.2","elixir":"1.14.0",
		"steps":[],"expect":[],"tree":{"id":"root","children":[{"id":"d","strategy":"dynamic"}]}}`))
	assert.Contains(t, page, "| [hand](../runtime/testdata/otp/hand) | 1 | 27 (stdlib 6.2) | 29 | 1.14.0 |")
}

func TestScenariosOfStateMachines(t *testing.T) {
	t.Parallel()
	repo := repository("package otp", scenario)
	const name = "runtime/testdata/statem/otp25.json"
	repo[name] = &fstest.MapFile{Data: []byte(`{"otp":"25","scenarios":[
{"name":"x"},
{"covers":[301],"name":"first"}]}`)}
	page, _ := compat.Page(repo)
	assert.Contains(t, page, "scenarios: [first](../"+name+"#L3)")
	assert.Contains(t, page, "State machines: [otp25.json](../"+name+"), 2 scenarios of gen_statem in OTP 25.")
	repo[name].Data = []byte("nonsense")
	_, err := compat.Page(repo)
	assert.ErrorContains(t, err, "read scenarios of "+name)
}

func TestFiguresOfTheRandomRun(t *testing.T) {
	t.Parallel()
	repo := repository("package otp", scenario)
	page, _ := compat.Page(repo)
	assert.Contains(t, page, "not recorded yet")
	repo["runtime/internal/compat/million.md"] = &fstest.MapFile{Data: []byte("Seed 7: 1,000,000 equal.\n")}
	page, _ = compat.Page(repo)
	assert.Contains(t, page, "\n\nSeed 7: 1,000,000 equal.\n\n## ")
	assert.NotContains(t, page, "not recorded yet")
}

func TestRepositoriesWithoutScenarios(t *testing.T) {
	t.Parallel()
	_, err := compat.Page(fstest.MapFS{"runtime/x_test.go": {Data: []byte("package otp")}})
	assert.ErrorContains(t, err, "no scenarios in runtime/testdata/otp")
	_, err = compat.Page(fstest.MapFS{})
	assert.ErrorContains(t, err, "runtime: file does not exist")
	_, err = compat.Page(repository("package otp", `{"format":2}`))
	assert.ErrorContains(t, err, "format 2")
}
