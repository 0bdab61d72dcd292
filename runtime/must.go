package otp

// Must returns v, or crashes the process with err if err is not nil. It is for
// failures that the process cannot repair: let it crash, and let the supervisor
// start it anew from a known state, as `{ok, V} = f()` does in Erlang.
//
//	file := otp.Must(os.Open(path))
//
// The exit reason carries err, so errors.Is and errors.As find it in what the
// method Err of that [Reason] returns. Outside of a process Must is an ordinary
// panic.
func Must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
