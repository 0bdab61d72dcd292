// Package schemagen makes random schemas for tests. Most of them are valid:
// they declare before they use, place every service, use what starts earlier,
// and draw types, forms and options from all that the language has. Who wants
// invalid ones changes what it makes.
package schemagen
