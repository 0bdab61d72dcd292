package plan

// What the runtime and the generated code already call something, as data: the
// generator never imports the runtime. Golden packages prove that these lists
// are complete.

// ctxMembers are the fields and methods that every generated Ctx has from
// *otp.Ctx.
func ctxMembers() []string {
	return []string{
		"Ctx", "ArmKeyed", "ArmTimer", "CancelKeyed", "CancelTimer", "Continue", "Deadline", "Demonitor", "DemonitorCaller", "Done", "Err", "Exit",
		"Idle",
		"Log", "Lookup", "Monitor", "Own", "Ready", "Self", "SendAfter", "SendInterval", "SendIntervalJittered", "Stop", "Unwatch",
		"Value", "Watch",
	}
}

// treeMembers are the methods of every Tree, and what a test fixture that
// embeds it has from otptest.Harness.
func treeMembers() []string {
	return []string{
		"Stop", "System", "Wait",
		"AwaitGone", "AwaitReplaced", "CheckCrash", "Crash", "CrashPath", "Harness", "Tree",
	}
}

// vettedMethods are names that go vet takes for methods of the standard
// library, whatever their types.
func vettedMethods() []string {
	return []string{
		"GobDecode", "GobEncode", "MarshalJSON", "MarshalXML", "ReadByte", "ReadRune", "UnmarshalJSON",
		"UnmarshalXML", "UnreadByte", "UnreadRune", "WriteByte",
	}
}

// localNames are the names that generated and scaffolded functions give to
// their own parameters, so that an argument of a message cannot have them.
func localNames() []string {
	return []string{"c", "ctx", "err", "otp", "reply", "s"}
}

// bodyNames are the parameters and variables of generated functions, which
// would hide an imported package of that name.
func bodyNames() []string {
	return []string{
		"a", "after", "args", "body", "c", "ctx", "data", "e", "err", "f", "h", "i", "ii", "in", "k", "l", "name", "ok",
		"opts", "out", "p", "plain", "r", "read", "ref", "reply", "s", "sys", "t", "text", "v", "who", "why", "wrapped", "x",
	}
}
