package generator_test

import (
	"bytes"
	"testing"
	"text/template"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/generator"
	"github.com/otpgen/otpgen/templates"
)

// TestStarterNeedsNoCorrection generates what a fresh module begins with.
func TestStarterNeedsNoCorrection(t *testing.T) {
	t.Parallel()
	starter, err := template.ParseFS(templates.Files, "init/otp.yaml.tmpl")
	require.NoError(t, err)
	var source bytes.Buffer
	require.NoError(t, starter.Execute(&source, map[string]string{"Package": "shop"}))
	result, diags := generator.Generate("otp.yaml", source.Bytes(), generator.Options{ImportPath: "example.com/shop"})
	assert.Empty(t, diags)
	require.NotNil(t, result)
	paths := map[string]bool{}
	for _, f := range result.Files {
		paths[f.Path] = true
	}
	for _, want := range []string{"counter.go", "counter_test.go", "counter_gen.go", "shoptest/args.go", "shoptest/faults_gen_test.go", "OTP_SPEC.md"} {
		assert.True(t, paths[want], want)
	}
}
