// Package otpdiff compares the runtime with the installed Erlang/OTP on random scenarios. Only tests use it.
//
// [Generate] plays a scenario on a player of ours while it makes it up, so that the next step is chosen from what is
// alive; the seed and the number of the scenario fix the choices. [Recorder] lets Erlang play the same scenario and
// [Compare] looks for the first difference, which [Shrink] makes small.
package otpdiff
