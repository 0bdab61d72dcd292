package dynamic

// session is the state of one Session, from its start to its end. What must
// outlive a crash is kept elsewhere and loaded again in Init.
type session struct{ roles []string }

func newSession() SessionHandler { return &session{} }

func (s *session) Init(c *SessionCtx, a SessionArgs) error {
	s.roles = a.Roles
	for i := range s.roles {
		s.roles[i] += "@" + string(a.User)
	}
	return nil
}

func (s *session) Roles(c *SessionCtx) []string { return s.roles }
