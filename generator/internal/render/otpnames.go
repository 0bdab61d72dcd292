package render

import "github.com/dave/jennifer/jen"

// otpName is a name of the runtime. The generator never imports the runtime,
// so what it refers to is listed here; the golden packages, which are
// compiled, prove that all of it exists.
type otpName string

// The names of the runtime that generated code refers to.
const (
	otpAddr               otpName = "Addr"
	otpBrutalKill         otpName = "BrutalKill"
	otpCall               otpName = "Call"
	otpCaller             otpName = "Caller"
	otpCallOp             otpName = "CallOp"
	otpCast               otpName = "Cast"
	otpCastOp             otpName = "CastOp"
	otpCheckoutRoute      otpName = "CheckoutRoute"
	otpCheckoutWorker     otpName = "CheckoutWorker"
	otpChildSpec          otpName = "ChildSpec"
	otpCounts             otpName = "Counts"
	otpCountChildren      otpName = "CountChildren"
	otpCtx                otpName = "Ctx"
	otpDynamic            otpName = "Dynamic"
	otpDynamicSpec        otpName = "DynamicSpec"
	otpEnsureInstance     otpName = "EnsureInstance"
	otpErrNotFound        otpName = "ErrNotFound"
	otpExternal           otpName = "External"
	otpHandler            otpName = "Handler"
	otpInfinity           otpName = "Infinity"
	otpLease              otpName = "Lease"
	otpLeastLoaded        otpName = "LeastLoaded"
	otpMailbox            otpName = "Mailbox"
	otpNameType           otpName = "Name"
	otpNewExternal        otpName = "NewExternal"
	otpOneForAll          otpName = "OneForAll"
	otpOneForOne          otpName = "OneForOne"
	otpOption             otpName = "Option"
	otpPermanent          otpName = "Permanent"
	otpPool               otpName = "Pool"
	otpPoolSpec           otpName = "PoolSpec"
	otpRandom             otpName = "Random"
	otpReason             otpName = "Reason"
	otpRef                otpName = "Ref"
	otpReply              otpName = "Reply"
	otpRestForOne         otpName = "RestForOne"
	otpRoundRobin         otpName = "RoundRobin"
	otpRun                otpName = "Run"
	otpRunner             otpName = "Runner"
	otpRunnerKind         otpName = "RunnerKind"
	otpServer             otpName = "Server"
	otpServerKind         otpName = "ServerKind"
	otpShutdownAfter      otpName = "ShutdownAfter"
	otpShutdownInfinity   otpName = "ShutdownInfinity"
	otpStartInstance      otpName = "StartInstance"
	otpStartRoot          otpName = "StartRoot"
	otpSupervisor         otpName = "Supervisor"
	otpSupervisorSpec     otpName = "SupervisorSpec"
	otpSupports           otpName = "SupportsGenerated1"
	otpSystem             otpName = "System"
	otpTaskSupervisor     otpName = "TaskSupervisor"
	otpTasksAt            otpName = "TasksAt"
	otpTasksSpec          otpName = "TasksSpec"
	otpTemporary          otpName = "Temporary"
	otpTerminateInstance  otpName = "TerminateInstance"
	otpTimer              otpName = "Timer"
	otpTransient          otpName = "Transient"
	otpOverflowBlock      otpName = "Block"
	otpOverflowDropNewest otpName = "DropNewest"
	otpOverflowDropOldest otpName = "DropOldest"
	otpOverflowReject     otpName = "Reject"
)

// otp is a name of the runtime in generated code.
func (g *goFile) otp(name otpName) *jen.Statement {
	return jen.Qual(g.pkg.RuntimePath, string(name))
}
