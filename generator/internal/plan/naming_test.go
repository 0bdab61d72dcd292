package plan

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestGoNamesOfSnakeNames(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ snake, exported, parameter string }{
		{"id", "ID", "id"},
		{"url", "URL", "url"},
		{"http_url", "HTTPURL", "httpURL"},
		{"correlation_id", "CorrelationID", "correlationID"},
		{"user_ids", "UserIds", "userIds"},
		{"utf8", "UTF8", "utf8"},
		{"a_b", "AB", "aB"},
		{"x_1", "X1", "x1"},
		{"by_", "By", "by"},
		{"max__size", "MaxSize", "maxSize"},
	} {
		assert.Equal(t, c.exported, exportedName(c.snake), c.snake)
		assert.Equal(t, c.parameter, parameterName(c.snake), c.snake)
	}
}

func TestUnexportedAndFileNames(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, unexported, file string }{
		{"Counter", "counter", "counter"},
		{"HttpWorker", "httpWorker", "http_worker"},
		{"HTTPWorker", "httpWorker", "http_worker"},
		{"ID", "id", "id"},
		{"UserID", "userID", "user_id"},
		{"A", "a", "a"},
		{"ABTest", "abTest", "ab_test"},
		{"Store2", "store2", "store2"},
		{"OAuth2Token", "oAuth2Token", "o_auth2_token"},
	} {
		assert.Equal(t, c.unexported, unexportedName(c.name))
		assert.Equal(t, c.file, snakeName(c.name))
	}
}

func TestExcludedFiles(t *testing.T) {
	t.Parallel()
	for _, base := range []string{"x_test", "x_linux", "x_arm64", "a_b_windows", "con", "com1", "lpt9", "nul", "x_gen", "x_linux_gen"} {
		assert.NotEmpty(t, excludedFile(base), base)
	}
	for _, base := range []string{"linux", "test", "x_tests", "console", "com", "unix", "x_unix", "arm64"} {
		assert.Empty(t, excludedFile(base), base)
	}
}
