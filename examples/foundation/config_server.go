package foundation

import (
	"time"

	otp "github.com/otpgen/otpgen/runtime"
)

// configServer is the state of one incarnation. A crash forgets every update:
// the next incarnation starts from the defaults and the overrides, which are
// known to be good.
type configServer struct {
	cfg        *configuration
	overrides  []Setting
	listeners  map[ConfigListenerRef]bool
	started    time.Time
	updates    int
	lastUpdate time.Time
}

func newConfigServer() ConfigServerHandler { return &configServer{} }

// Init refuses to start with overrides that the rules do not allow: a wrong
// configuration stops the application before it serves anybody.
func (s *configServer) Init(c *ConfigServerCtx, a ConfigServerArgs) error {
	cfg, err := newConfiguration(a.Overrides)
	if err != nil {
		return err
	}
	*s = configServer{cfg: cfg, overrides: a.Overrides, listeners: map[ConfigListenerRef]bool{}, started: time.Now()}
	return nil
}

func (s *configServer) Settings(c *ConfigServerCtx) []Setting { return s.cfg.sorted() }

func (s *configServer) GetPath(c *ConfigServerCtx, path Path) (Value, ConfigServerGetPathError) {
	v, ok := s.cfg.values[path.String()]
	if !ok {
		return nil, ConfigPathNotFound{Path: path}
	}
	return v, nil
}

func (s *configServer) Update(c *ConfigServerCtx, path Path, value Value) ConfigServerUpdateError {
	previous, err := s.cfg.update(path, value)
	if err != nil {
		return err
	}
	s.changed(c, ConfigChanged{Path: path, Previous: previous, Value: value}, "config_updated")
	return nil
}

func (s *configServer) UpdatablePaths(c *ConfigServerCtx) []Path { return s.cfg.updatable() }

func (s *configServer) RestoreDefaults(c *ConfigServerCtx) {
	fresh := otp.Must(newConfiguration(s.overrides)) // Init has accepted them
	old := s.cfg
	s.cfg = fresh
	for _, now := range fresh.sorted() {
		if before := old.values[now.Path.String()]; before != now.Value {
			s.changed(c, ConfigChanged{Path: now.Path, Previous: before, Value: now.Value}, "config_restored")
		}
	}
}

func (s *configServer) Subscribe(c *ConfigServerCtx, listener ConfigListenerRef) {
	s.listeners[listener] = true
}

func (s *configServer) Unsubscribe(c *ConfigServerCtx, listener ConfigListenerRef) {
	delete(s.listeners, listener)
	c.DemonitorConfigListener(listener)
}

// ConfigListenerDown forgets a subscriber that is gone.
func (s *configServer) ConfigListenerDown(c *ConfigServerCtx, listener ConfigListenerRef, why otp.Reason) {
	delete(s.listeners, listener)
}

func (s *configServer) Status(c *ConfigServerCtx) ConfigStatus {
	return ConfigStatus{
		Condition:   ConditionRunning,
		Uptime:      uptime(s.started),
		Updates:     s.updates,
		LastUpdate:  s.lastUpdate,
		Subscribers: len(s.listeners),
	}
}

// changed tells everybody who wants to know. The change stands whatever
// happens to the record of it: while the event store restarts, the log has it.
func (s *configServer) changed(c *ConfigServerCtx, change ConfigChanged, event string) {
	s.updates++
	s.lastUpdate = time.Now()
	for listener := range s.listeners {
		if err := listener.Changed(c, change); err != nil {
			c.Log().Warn("subscriber missed a change", "path", change.Path.String(), "error", err)
		}
	}
	if _, err := c.EventStore.Store(c, Event{
		Type:      event,
		Timestamp: s.lastUpdate,
		Data:      map[string]string{"path": change.Path.String(), "value": Show(change.Value), "previous": Show(change.Previous)},
	}); err != nil {
		c.Log().Warn("change not recorded", "path", change.Path.String(), "error", err)
	}
	if err := c.TelemetryService.Execute(c, "foundation."+event, map[string]float64{"counter": 1}, nil); err != nil {
		c.Log().Warn("change not counted", "path", change.Path.String(), "error", err)
	}
}
