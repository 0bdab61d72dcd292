package ours

import (
	"github.com/otpgen/otpgen/bench/app"
	"github.com/otpgen/otpgen/bench/work"
)

// Contenders lists the rows.
func Contenders() []work.Contender {
	record, bytes := app.Record{ID: 1}, make([]byte, 1024)
	return []work.Contender{
		{
			Name: "otpgen-inline", Call: callsOf(inline), Mixed: start(inline), Chain: startChain(app.Link.PassInline),
			Record: calling(app.Counter.StoreRecordInline, record), Bytes: calling(app.Counter.StoreBytesInline, bytes),
		},
		{
			Name: "otpgen-infinity", Call: callsOf(patient), Mixed: start(patient), Chain: startChain(app.Link.PassPatiently),
			Record: calling(app.Counter.StoreRecord, record), Bytes: calling(app.Counter.StoreBytes, bytes),
		},
		{Name: "otpgen-deadline", Call: callsOf(timed), Mixed: start(timed), Chain: startChain(app.Link.Pass)},
		{
			Name: "otpgen", Cast: start(timed), Spawn: startSpawner, Idle: idleSleepers, Tree: startTree,
			Names: findByKey, Timers: startAlarms,
		},
		{Name: "otpgen-named", Idle: idleCounters},
		{Name: "otpgen-dynamic", Tree: startDynamicTree},
		{Name: "otpgen-accessor", Names: findByAccessor},
		{Name: "otpgen-held", Names: findHeld},
	}
}
