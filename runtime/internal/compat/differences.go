package compat

// Differences lists where we differ from OTP.
func Differences() []Difference {
	return []Difference{
		{13, ZeroIsZero, true, "MaxRestarts 0 allows no restart, so a SupervisorSpec that is silent about it has none; the schema says 3 where it is silent."},
		{85, NoKill, true, "The process is gone for everybody else at once; its goroutine ends when its callback returns, and an Abandoned event says so if that takes long."},
		{86, NoKill, true, "A server that does not trap exits and is busy may finish the callback in hand, for its shutdown time at most; then it ends without Terminate and for OTP's reason."},
		{87, NoKill, true, "What has not ended after its time is fenced off: dead for everybody else, while its goroutine goes on until its callback returns."},
		{93, NoKill, true, "An orphan that has not ended when the shutdown time of its own spec is over is fenced off, since nobody else is left to stop it."},
		{94, NoKill, true, "The supervisor is restarted at once, but a child whose place is still held by its orphan waits for that to end, so that they never meet."},
		{96, Typed, false, "What ties a child to its supervisor is not a link and cannot be cut."},
		{99, Typed, true, "Nothing but requests to supervisors can be sent to one; a call of a service is refused with ErrWrongService, a cast dropped."},
		{100, NoCodeChange, false, "A supervisor reads its spec when it starts; StartChild and DeleteChild change what it supervises."},
		{101, NoCodeChange, false, "The automatic shutdown of a supervisor is that of its last start."},
		{131, OneKind, true, "CountChildren counts the instances as specs, as for DynamicSupervisor; simple_one_for_one counts its one template."},
		{134, OneKind, true, "TerminateInstance of one that has ended says ErrNotFound, as DynamicSupervisor does, and not ok."},
		{141, Typed, false, "DynamicSpec has no automatic shutdown to set."},
		{150, Typed, true, "Init returns an error or nil and cannot return rubbish; there is nothing to hibernate."},
		{158, Typed, false, "A handler has the type of its reply and cannot return rubbish."},
		{168, Bounded, true, "A cast to a full mailbox may fail with ErrOverloaded, as its policy says."},
		{169, Typed, true, "A message has the type of its server; one of another service is logged and dropped, a call refused with ErrWrongService."},
		{172, OneNode, true, "MultiCall and Abcast go to processes of one system, by their addresses, where OTP has a name on several nodes; the default timeout is that of a call."},
		{182, NoKill, true, "A server that is busy may finish the callback in hand, for its shutdown time if its supervisor asked, and ends for OTP's reason."},
		{184, NoKill, true, "The process is fenced off; its goroutine ends when its callback returns."},
		{200, NoPartitions, true, "The function is called once with all entries of the key, as with Elixir's default of one partition (docs/adr/0010-registries.md)."},
		{202, Typed, true, "There is no plain message to send: a call to an unknown key fails with ErrNoProc, and a cast succeeds, as GenServer.cast does there."},
		{203, Typed, true, "PartitionsSpec has no automatic shutdown to set, and a significant partition fails the start."},
		{205, Places, true, "Between death and restart the route leads to the place of the partition, where a call fails with ErrRestarting; Elixir returns the dead pid."},
		{209, NoProcess, true, "A caller that is no process has nobody to be bound to: for it Async is AsyncNoLink."},
		{216, NoProcess, true, "The supervisor is a value that knows its test, so any goroutine may start and stop children until the test has returned; then a start fails with ErrTestOver."},
	}
}
