// Package hostile holds schemas that somebody could feed to the generator to
// bring it down or to fool it, for tests: [Bombs] cost a careless program
// minutes or gigabytes, [Oddities] are read otherwise than they look.
package hostile
