// Package write brings the files of one generation to disk, all or nothing,
// and never touches what is not otpgen's.
//
// A run that changes something goes these steps. [RunLock] keeps other runs
// away. [Recover] completes what a killed run left. [Classify] compares the
// wanted files with the disk and with otp.lock, reads only, and decides one
// [Action] for each path. A [Plan] that refuses a path goes no further: the
// caller tells the user the way out. [Apply] carries the plan out:
//
//	.otpgen.run               locked by the running process
//	.otpgen.tmp/new-0         the new content of each file, staged
//	.otpgen.tmp/old-0         a second name of each file that is replaced or removed
//	.otpgen.tmp/journal       each path with its old and its new hash
//
// Before the journal is there nothing has happened, and whatever stops the run
// is undone by removing the folder. Afterwards the files are renamed into
// place, otp.lock last. A failure renames the old ones back; a process that is
// killed leaves the journal, with which the next run completes the work.
//
// otp.lock is the memory between two runs: a generated file whose content is
// not the one remembered there was changed by hand, a file that is not listed
// belongs to somebody else. What a merge made of locks and files is known by
// the contents of its sides.
package write
