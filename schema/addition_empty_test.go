package schema

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A key in braces may have nothing behind its colon, and the new one stands
// beside it all the same.
func TestAddBesideAnEmptyValueInBraces(t *testing.T) {
	t.Parallel()
	const tail = "\nsupervisors: {R: {children: [A]}}\n"
	const grown = "\nsupervisors: {R: {children: [A, J]}}\n"
	service := Addition{Kind: NewService, Name: "J"}
	tests := map[string]struct {
		add           Addition
		before, after string
	}{
		"space":         {service, "services: {A: }" + tail, "services: {A: , J: {}}" + grown},
		"no colon":      {service, "services: {A}" + tail, "services: {A, J: {}}" + grown},
		"quoted":        {service, `services: {"A": }` + tail, `services: {"A": , "J": {}}` + grown},
		"comma":         {service, "services: {A: , }" + tail, "services: {A: , J: {}, }" + grown},
		"second":        {service, "services: {B: {}, A: }\nsupervisors: {R: {children: [B, A]}}\n", "services: {B: {}, A: , J: {}}\nsupervisors: {R: {children: [B, A, J]}}\n"},
		"lines":         {service, "services: {\n  A:\n  }" + tail, "services: {\n  A: ,\n  J: {}\n  }" + grown},
		"lines, commas": {service, "services: {\n  A: , # it\n  }" + tail, "services: {\n  A: , # it\n  J: {},\n  }" + grown},
		"null":          {service, "services: {A: null}" + tail, "services: {A: null, J: {}}" + grown},
		"call": {Addition{Kind: NewCall, Service: "A", Name: "Z"},
			"services: {A: {calls: {B: }}}" + tail, "services: {A: {calls: {B: , Z: {}}}}" + tail},
		"call of an empty service": {Addition{Kind: NewCall, Service: "A", Name: "Z"},
			"services: {A: }" + tail, "services: {A: {calls: {Z: {}}} }" + tail},
		"cast of an empty section": {Addition{Kind: NewCast, Service: "A", Name: "Z"},
			"services: {A: {casts: , doc: x}}" + tail, "services: {A: {casts: {Z: {}} , doc: x}}" + tail},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			const head = "otp: 1\npackage: shop\n"
			got, diags := Add("otp.yaml", []byte(head+tt.before), tt.add)
			require.Empty(t, diags)
			assert.Equal(t, head+tt.after, string(got))
		})
	}
}
