package schema

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const small = `otp: 1
package: shop
services:
  Cart: {calls: {Clear: {}}}
supervisors:
  Root: {children: [Cart]}
`

func TestAddInManyStyles(t *testing.T) {
	t.Parallel()
	service := Addition{Kind: NewService, Name: "Journal"}
	call := Addition{Kind: NewCall, Service: "Cart", Name: "Add"}
	cast := Addition{Kind: NewCast, Service: "Cart", Name: "Add"}
	supervisor := Addition{Kind: NewSupervisor, Name: "Inner"}
	tests := map[string]struct {
		add           Addition
		before, after string
	}{
		"a service": {service, small, `otp: 1
package: shop
services:
  Cart: {calls: {Clear: {}}}
  Journal:
supervisors:
  Root: {children: [Cart, Journal]}
`},
		"a call in braces": {call, small, strings.Replace(small, "Clear: {}", "Clear: {}, Add: {}", 1)},
		"the first cast":   {cast, small, strings.Replace(small, "{}}", "{}}, casts: {Add: {}}", 1)},
		"a supervisor":     {supervisor, small, strings.Replace(small, "[Cart]}", "[Cart, Inner]}\n  Inner:\n    children: []", 1)},
		"all in braces": {service,
			`{otp: 1, package: shop, services: {Cart: {}}, supervisors: {Root: {children: [Cart,]}}}`,
			`{otp: 1, package: shop, services: {Cart: {}, Journal: {}}, supervisors: {Root: {children: [Cart, Journal,]}}}`},
		"no final line end": {cast, strings.TrimSuffix(small, "\n"), strings.TrimSuffix(strings.Replace(small, "{}}", "{}}, casts: {Add: {}}", 1), "\n")},
		"no final line end, last": {service, `otp: 1
package: shop
supervisors:
    Root:
        children:
        - Cart
services:
    Cart: # the last`, `otp: 1
package: shop
supervisors:
    Root:
        children:
        - Cart
        - Journal
services:
    Cart: # the last
    Journal:`},
		"windows, and a byte order mark": {call,
			"\uFEFF" + strings.ReplaceAll("otp: 1\npackage: shop\nservices:\n  Cart: # it\n    # has no calls\nsupervisors:\n  Root:\n    children: [Cart]\n", "\n", "\r\n"),
			"\uFEFF" + strings.ReplaceAll("otp: 1\npackage: shop\nservices:\n  Cart: # it\n    # has no calls\n    calls:\n      Add:\nsupervisors:\n  Root:\n    children: [Cart]\n", "\n", "\r\n")},
		"blank lines and comments": {service, `# The shop.
otp: 1
package: shop

services:
  # What is bought.
  Cart: {}   # one for each

  # What is paid.
  Till:
    doc: |
      Takes money.

        # not a comment
    # calls: later

# The tree.
supervisors:
  Root:
    strategy: one_for_all # both or none
    children:
      # the first
      - Cart

      # the last
      - child: Till # no more
        restart: transient
      # - Bell

# The end.
`, `# The shop.
otp: 1
package: shop

services:
  # What is bought.
  Cart: {}   # one for each

  # What is paid.
  Till:
    doc: |
      Takes money.

        # not a comment
    # calls: later

  Journal:

# The tree.
supervisors:
  Root:
    strategy: one_for_all # both or none
    children:
      # the first
      - Cart

      # the last
      - child: Till # no more
        restart: transient
      # - Bell

      - Journal

# The end.
`},
		"braces over lines": {call, `otp: 1
package: shop
services: {
  Cart: {
    calls: {
      Clear: {},  # {all}, of it
      Count: {reply: int}  # how many, 0 too
    }
  }
}
supervisors: {Root: {children: [Cart]}}
`, `otp: 1
package: shop
services: {
  Cart: {
    calls: {
      Clear: {},  # {all}, of it
      Count: {reply: int},  # how many, 0 too
      Add: {}
    }
  }
}
supervisors: {Root: {children: [Cart]}}
`},
		"braces over lines, with a last comma": {call, `otp: 1
package: shop
services:
  Cart:
    calls: {
      Clear: {},
      Count: {reply: int}, # how many
      # and so on
    }
supervisors: {Root: {children: [Cart]}}
`, `otp: 1
package: shop
services:
  Cart:
    calls: {
      Clear: {},
      Count: {reply: int}, # how many
      Add: {},
      # and so on
    }
supervisors: {Root: {children: [Cart]}}
`},
		"null":                      {call, strings.Replace(small, "{calls: {Clear: {}}}", "~ # nothing", 1), strings.Replace(small, "{calls: {Clear: {}}}", "{calls: {Add: {}}} # nothing", 1)},
		"null calls":                {call, strings.Replace(small, "{Clear: {}}", "", 1), strings.Replace(small, "{Clear: {}}}", "{Add: {}} }", 1)},
		"no value in braces":        {call, strings.Replace(small, "\n  Cart: {calls: {Clear: {}}}", " {Cart}", 1), strings.Replace(small, "\n  Cart: {calls: {Clear: {}}}", " {Cart: {calls: {Add: {}}}}", 1)},
		"empty braces":              {call, strings.Replace(small, "{Clear: {}}", "{ }", 1), strings.Replace(small, "{Clear: {}}", "{Add: {} }", 1)},
		"quoted names":              {call, strings.Replace(small, "Clear: {}", `"Clear" : {doc: 'it''s, {all}'}`, 1), strings.Replace(small, "Clear: {}", `"Clear" : {doc: 'it''s, {all}'}, "Add": {}`, 1)},
		"text that keeps its lines": {cast, strings.Replace(small, "{calls: {Clear: {}}}", "\n    doc: |+ # all\n      a\n\n", 1), strings.Replace(small, "{calls: {Clear: {}}}", "\n    doc: |+ # all\n      a\n\n\n    casts:\n      Add:", 1)},
		"a word of YAML":            {Addition{Kind: NewService, Name: "Null"}, small, strings.NewReplacer("Clear: {}}}", "Clear: {}}}\n  \"Null\":", "[Cart]", `[Cart, "Null"]`).Replace(small)},
		"in a supervisor in place": {Addition{Kind: NewService, Name: "Journal", In: "Inner"},
			strings.Replace(small, "[Cart]", "[{name: Inner, children: [Cart]}]", 1),
			strings.NewReplacer("{Clear: {}}}", "{Clear: {}}}\n  Journal:", "[Cart]", "[{name: Inner, children: [Cart, Journal]}]").Replace(small)},
		"JSON": {service,
			`{"otp": 1, "package": "shop", "services": {"Cart": {}}, "supervisors": {"Root": {"children": ["Cart"]}}}`,
			`{"otp": 1, "package": "shop", "services": {"Cart": {}, "Journal": {}}, "supervisors": {"Root": {"children": ["Cart", "Journal"]}}}`},
		"a key with a question mark": {call, strings.Replace(small, "Cart: {calls: {Clear: {}}}", "? Cart # it", 1), strings.Replace(small, "Cart: {calls: {Clear: {}}}", "? Cart # it\n  : {calls: {Add: {}}}", 1)},
		"below a question mark":      {service, strings.Replace(small, "Cart: {calls: {Clear: {}}}", "? Cart # it", 1), strings.NewReplacer("Cart: {calls: {Clear: {}}}", "? Cart # it\n  Journal:", "[Cart]", "[Cart, Journal]").Replace(small)},
		"no services":                {service, "otp: 1\npackage: shop\nsupervisors:\n   Root:\n      children: []\n", "otp: 1\npackage: shop\nsupervisors:\n   Root:\n      children: [Journal]\nservices:\n   Journal:\n"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			after, diags := Add("otp.yaml", []byte(tt.before), tt.add)
			require.Empty(t, diags)
			assert.Equal(t, tt.after, string(after))
		})
	}
}

func TestAddOfMistakes(t *testing.T) {
	t.Parallel()
	const src = `otp: 1
package: shop
services:
  Cart:
    calls: {Clear: {}}
    casts: {Note: {}}
supervisors:
  Root:
    children:
      - Cart
      - {name: Pool, pool: Cart, size: 2}
      - {name: Many, dynamic: {child: Cart}}
      - {name: Work, tasks: {}}
messages: {Entry: {fields: {id: int}}}
`
	tests := map[string]struct {
		add        Addition
		code       string
		line       int
		says, help string
	}{
		"a service that exists":    {Addition{Kind: NewService, Name: "Cart"}, codeDuplicateName, 4, "Cart", "choose another name"},
		"named like a supervisor":  {Addition{Kind: NewService, Name: "Root"}, codeDuplicateName, 8, "Root", "choose another name"},
		"named like a message":     {Addition{Kind: NewService, Name: "Entry"}, codeDuplicateName, 14, "Entry", "choose another name"},
		"named like a placement":   {Addition{Kind: NewSupervisor, Name: "Pool"}, codeDuplicateName, 11, "Pool", "choose another name"},
		"a call of a supervisor":   {Addition{Kind: NewCall, Service: "Root", Name: "Add"}, codeWrongThing, 8, `"Root" is a supervisor, which has no calls`, "name the service"},
		"no name":                  {Addition{Kind: NewService, Name: "event-store"}, codeName, 3, `"event-store" is not`, `did you mean "EventStore"?`},
		"YAML in a name":           {Addition{Kind: NewService, Name: "A: {}\n  B"}, codeName, 3, "is not", "write it like"},
		"an unknown supervisor":    {Addition{Kind: NewService, Name: "Bell", In: "Rot"}, codeUnknownName, 7, `unknown supervisor "Rot"`, `did you mean "Root"?`},
		"nothing like it":          {Addition{Kind: NewService, Name: "Bell", In: "Zzzzzz"}, codeUnknownName, 7, `unknown supervisor "Zzzzzz"`, "the supervisors are Root"},
		"into a pool":              {Addition{Kind: NewService, Name: "Bell", In: "Pool"}, codeWrongThing, 11, "a pool", "name Root"},
		"into a dynamic one":       {Addition{Kind: NewService, Name: "Bell", In: "Many"}, codeWrongThing, 12, "a dynamic supervisor", "name Root"},
		"into a task supervisor":   {Addition{Kind: NewService, Name: "Bell", In: "Work"}, codeWrongThing, 13, "a task supervisor", "name Root"},
		"into a service":           {Addition{Kind: NewService, Name: "Bell", In: "Cart"}, codeWrongThing, 10, "a service", "name Root"},
		"of an unknown service":    {Addition{Kind: NewCall, Service: "Cat", Name: "Add"}, codeUnknownName, 3, `unknown service "Cat"`, `did you mean "Cart"?`},
		"a call that exists":       {Addition{Kind: NewCall, Service: "Cart", Name: "Clear"}, codeDuplicateName, 5, `has a call "Clear"`, "choose another name"},
		"a cast named like a call": {Addition{Kind: NewCast, Service: "Cart", Name: "Clear"}, codeDuplicateName, 5, `has a call "Clear"`, "choose another name"},
		"no name of a call":        {Addition{Kind: NewCall, Service: "Cart", Name: "add"}, codeName, 4, `"add" is not`, `did you mean "Add"?`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			after, diags := Add("otp.yaml", []byte(src), tt.add)
			require.Len(t, diags, 1)
			assert.Nil(t, after)
			checkDiagnostic(t, src, diags[0])
			assert.Equal(t, []any{tt.code, tt.line}, []any{diags[0].Code, diags[0].Range.Start.Line})
			assert.Contains(t, diags[0].Message, tt.says)
			assert.Contains(t, diags[0].Help, tt.help)
		})
	}
	_, diags := Add("otp.yaml", []byte("otp: 1\n"), Addition{Kind: NewService, Name: "Bell"})
	assert.True(t, diags.HasErrors(), "a schema with errors is told so")
}
