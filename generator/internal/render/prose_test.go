package render

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestArticlesFollowTheSound(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Counter": "a Counter", "OrderProcess": "an OrderProcess", "Event": "an Event", "Item": "an Item",
		"Update": "an Update", "User": "a User", "UserRef": "a UserRef", "Unit": "a Unit", "Usage": "a Usage",
		"HTTP": "an HTTP", "HTTPWorker": "an HTTPWorker", "HttpWorker": "a HttpWorker", "URLMap": "a URLMap", "X": "an X", "B": "a B",
	} {
		assert.Equal(t, want, withArticle(name))
	}
}

// What a comment says of a cast is what its mailbox does.
func TestCastsSayWhatAFullMailboxDoes(t *testing.T) {
	t.Parallel()
	files := rendered(t, `
otp: 1
package: shop
services:
  Refuser: {casts: {Note: {}}}
  Waiter: {mailbox: {overflow: block}, casts: {Note: {}}}
  Forgetter: {mailbox: {overflow: drop_oldest}, casts: {Note: {}}}
  Ignorer: {mailbox: {overflow: drop_newest}, casts: {Note: {}}}
supervisors: {Root: {children: [Refuser, Waiter, Forgetter, {name: Lent, pool: Ignorer, size: 1, route: checkout}]}}
`)
	for file, want := range map[string]string{
		"refuser_gen.go":   "// Note tells the service and does not wait. It fails only if the mailbox is\n// full.\n",
		"waiter_gen.go":    "// Note tells the service. If the mailbox is full, it waits for room as long as\n// ctx allows, and then fails.\n",
		"forgetter_gen.go": "// Note tells the service; it does not wait and does not fail. A full mailbox\n// drops the message that has waited longest.\n",
		"ignorer_gen.go":   "// Note tells the service; it does not wait and does not fail. A full mailbox\n// drops the new message.\n",
		"tree_gen.go":      "// Checkout lends a free worker. It waits for one until the deadline of ctx, 5s\n// without a deadline.",
	} {
		assert.Contains(t, files[file], want)
	}
}
