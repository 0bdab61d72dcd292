// Package hostile holds what somebody could feed to the generator to bring it
// down, for tests: [Bombs] cost a careless program minutes or gigabytes, and
// [Texts] break out of where text belongs.
package hostile
