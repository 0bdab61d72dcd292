package write

import "io/fs"

// SameInputs reports whether the last run in disk had the inputs that digest
// stands for. Then whatever differs from its outputs was changed since;
// otherwise nobody can tell what was changed from what is generated anew.
func SameInputs(disk fs.FS, digest string) bool {
	lock, err := ParseLock([]byte(LastLock(disk)))
	return err == nil && lock.Digest == lock.seal(digest)
}
