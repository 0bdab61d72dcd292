package foundation

// configServer is the state of one ConfigServer, from its start to its end.
// What must outlive a crash is kept elsewhere and loaded again in Init.
//
// Holds the configuration, validates every change, tells subscribers.
type configServer struct{}

func newConfigServer() ConfigServerHandler { return &configServer{} }

func (s *configServer) Init(c *ConfigServerCtx, a ConfigServerArgs) error {
	// What ConfigServer needs before its first message belongs here. An error makes
	// the start fail; otp.Ignore leaves the process out; c.Own(x) closes x when
	// this incarnation ends, however it ends.
	return nil
}

func (s *configServer) GetPath(c *ConfigServerCtx, path Path) (Value, ConfigServerGetPathError) {
	// The answer to GetPath belongs here. It may answer ConfigPathNotFound instead.
	return nil, nil
}

func (s *configServer) Update(c *ConfigServerCtx, path Path, value Value) ConfigServerUpdateError {
	// The answer to Update belongs here. It may answer ConfigUpdateForbidden
	// instead.
	return nil
}
