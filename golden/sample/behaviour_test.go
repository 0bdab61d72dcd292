package foundation_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	foundation "github.com/otpgen/otpgen/golden/sample"
	"github.com/otpgen/otpgen/golden/sample/foundationtest"
	otp "github.com/otpgen/otpgen/runtime"
)

func TestConfiguration(t *testing.T) {
	t.Parallel()
	f := foundationtest.Start(t)
	config := f.ConfigServer()
	path := foundation.Path{"ai", "provider"}

	_, err := config.GetPath(t.Context(), path)
	var missing foundation.ConfigPathNotFound
	require.ErrorAs(t, err, &missing)
	assert.Equal(t, path, missing.Path)
	require.EqualError(t, err, "no value at [ai provider]")

	require.NoError(t, config.Update(t.Context(), path, foundation.ValueNumber{Number: 4}))
	v, err := config.GetPath(t.Context(), path)
	require.NoError(t, err)
	assert.Equal(t, foundation.ValueNumber{Number: 4}, v)
	event, err := f.EventStore().Get(t.Context(), 1)
	require.NoError(t, err)
	assert.Equal(t, "config_updated", event.Type)
	require.ErrorAs(t, config.Update(t.Context(), foundation.Path{"fixed"}, nil), &foundation.ConfigUpdateForbidden{})
}

func TestArgumentsAndExternals(t *testing.T) {
	t.Parallel()
	file, err := os.Create(filepath.Join(t.TempDir(), "events"))
	require.NoError(t, err)
	tree, err := foundation.Start(t.Context(), foundation.Args{
		Overrides: map[string]string{"name": "x"}, EventFile: file,
	}, otp.WithLogger(slog.New(slog.DiscardHandler)))
	require.NoError(t, err)
	v, err := tree.ConfigServer().GetPath(t.Context(), foundation.Path{"name"})
	require.NoError(t, err)
	assert.Equal(t, foundation.ValueText{Text: "x"}, v)
	_, err = tree.Tenants().Start(t.Context(), foundation.TenantArgs{ID: "t"})
	require.NoError(t, err)
	require.NoError(t, tree.Stop(t.Context()))
	written, err := os.ReadFile(file.Name())
	require.NoError(t, err)
	assert.Regexp(t, `^FoundationSupervisor/Tenants/\S+/EventStore 0 shutdown
FoundationSupervisor/Services/EventStore 0 shutdown
$`, string(written), "the tenant stops first")
}

func TestLeases(t *testing.T) {
	t.Parallel()
	f := foundationtest.Start(t)
	ref, ok := f.System().Find("FoundationSupervisor/Workers/0").Ref()
	require.True(t, ok)
	worker := foundation.HttpWorkerRefOf(ref)
	require.NoError(t, f.ConnectionManager().Watch(t.Context(), worker))
	leased, err := f.ConnectionManager().Lease(t.Context())
	require.NoError(t, err)
	assert.Equal(t, worker, leased)
	body, err := leased.Get(t.Context(), "/x")
	require.NoError(t, err)
	assert.Equal(t, "http://localhost/x", body)
}

func TestTenantsHaveTheirOwnEvents(t *testing.T) {
	t.Parallel()
	f := foundationtest.Start(t)
	one, err := f.Tenants().Ensure(t.Context(), foundation.TenantArgs{ID: "one"})
	require.NoError(t, err)
	_, err = one.EventStore().Store(t.Context(), foundation.Event{Type: "theirs"})
	require.NoError(t, err)
	_, err = f.EventStore().Get(t.Context(), 1)
	require.ErrorAs(t, err, &foundation.EventNotFound{})
	event, err := f.Tenants().Lookup("one").EventStore().Get(t.Context(), 1)
	require.NoError(t, err)
	assert.Equal(t, "theirs", event.Type)
}

func TestTasks(t *testing.T) {
	t.Parallel()
	f := foundationtest.Start(t)
	task, err := otp.Async(t.Context(), f.Tasks(), func(ctx context.Context) (string, error) {
		return f.Workers().Get(ctx, "/task")
	})
	require.NoError(t, err)
	body, err := task.Await(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "http://localhost/task", body)
}

func TestEventsAsJSON(t *testing.T) {
	t.Parallel()
	sent := foundation.ConfigChanged{Path: foundation.Path{"a"}, Value: foundation.ValueFlag{Flag: true}}
	text, err := json.Marshal(sent)
	require.NoError(t, err)
	assert.JSONEq(t, `{"path":["a"],"value":{"flag":{"flag":true}}}`, string(text))
	var got foundation.ConfigChanged
	require.NoError(t, json.Unmarshal(text, &got))
	assert.Equal(t, sent, got)
}
