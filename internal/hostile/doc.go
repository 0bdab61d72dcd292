// Package hostile holds schemas that somebody could feed to the generator to
// bring it down, for tests: [Bombs] cost a careless program minutes or
// gigabytes.
package hostile
