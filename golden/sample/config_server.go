package foundation

import (
	"strings"

	otp "github.com/otpgen/otpgen/runtime"
)

// configServer is the state of one ConfigServer, from its start to its end.
// What must outlive a crash is kept elsewhere and loaded again in Init.
type configServer struct{ values map[string]Value }

func newConfigServer() ConfigServerHandler { return &configServer{} }

func (s *configServer) Init(c *ConfigServerCtx, a ConfigServerArgs) error {
	s.values = map[string]Value{}
	for path, text := range a.Overrides {
		s.values[path] = ValueText{Text: text}
	}
	return nil
}

func (s *configServer) GetPath(c *ConfigServerCtx, path Path) (Value, ConfigServerGetPathError) {
	v, ok := s.values[strings.Join(path, ".")]
	if !ok {
		return nil, ConfigPathNotFound{Path: path}
	}
	return v, nil
}

func (s *configServer) Update(c *ConfigServerCtx, path Path, value Value) ConfigServerUpdateError {
	if path[0] == "fixed" {
		return ConfigUpdateForbidden{Path: path}
	}
	s.values[strings.Join(path, ".")] = value
	otp.Must(c.EventStore.Store(c, Event{Type: "config_updated", Data: map[string]string{"path": path[0]}}))
	return nil
}
