// Package write brings the files of one generation to disk, all or nothing,
// and never touches what is not otpgen's.
//
// It knows three steps. [Classify] compares the wanted files with the disk and
// with otp.lock, reads only, and decides one [Action] for each path. A [Plan]
// that refuses a path goes no further: the caller tells the user the way out.
// [Apply] carries the plan out: every new content is first staged beside its
// target, then renamed over it, the lock last, so that a failure at any point
// leaves each file whole, old or new, and what can be rolled back is.
//
// otp.lock is the memory between two runs: a generated file whose content is
// not the one remembered there was changed by hand, a file that is not listed
// belongs to somebody else.
package write
