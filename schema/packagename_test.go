package schema

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestPackageNamesThatNobodyCanImport(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"type", "main", "nil", "error", "string", "init0", "ctx", "a", "reply"} {
		_, found := Parse("otp.yaml", []byte("otp: 1\npackage: "+name+"\n"))
		refused := len(found) > 0 && found[0].Code == codeName && found[0].Range.Start == Pos{2, 10}
		assert.Equal(t, name != "init0", refused, name)
	}
}
