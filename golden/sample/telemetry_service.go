package foundation

// telemetryService is the state of one TelemetryService, from its start to its
// end. What must outlive a crash is kept elsewhere and loaded again in Init.
type telemetryService struct{}

func newTelemetryService() TelemetryServiceHandler { return &telemetryService{} }

func (s *telemetryService) Init(c *TelemetryServiceCtx, a TelemetryServiceArgs) error {
	// What TelemetryService needs before its first message belongs here. An error
	// makes the start fail; otp.Ignore leaves the process out; c.Own(x) closes x
	// when this incarnation ends, however it ends.
	return nil
}

func (s *telemetryService) Execute(c *TelemetryServiceCtx, event string, measurements map[string]float64) {
	// What Execute changes belongs here. Nobody waits for it.
}

func (s *telemetryService) CleanupOldMetrics(c *TelemetryServiceCtx) {
	// What is due at every CleanupOldMetrics belongs here.
}
