package foundation

import (
	"runtime"
	"time"
)

// runtimeSampler has no state: everything lives in Run.
type runtimeSampler struct{}

func newRuntimeSampler() RuntimeSamplerHandler { return &runtimeSampler{} }

// Run reports until it is told to stop.
func (s *runtimeSampler) Run(c *RuntimeSamplerCtx, a RuntimeSamplerArgs) error {
	tick := time.NewTicker(a.Every)
	defer tick.Stop()
	c.Ready()
	for {
		select {
		case <-c.Done():
			return nil
		case <-tick.C:
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			if err := c.TelemetryService.Execute(c, "vm.memory", map[string]float64{"gauge": float64(m.HeapAlloc)}, nil); err != nil {
				return err
			}
			if err := c.TelemetryService.Execute(c, "vm.goroutines", map[string]float64{"gauge": float64(runtime.NumGoroutine())}, nil); err != nil {
				return err
			}
		}
	}
}
