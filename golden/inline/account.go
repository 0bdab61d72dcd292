package inline

import "strings"

// account is the state of one Account, from its start to its end: nothing
// outlives a crash.
type account struct {
	balance int
	entries []Entry
}

func newAccount() AccountHandler { return &account{} }

func (s *account) Init(*AccountCtx) error { return nil }

// Add refuses to go below zero, and crashes on 13.
func (s *account) Add(_ *AccountCtx, by int) (int, AccountAddError) {
	switch sum := s.balance + by; {
	case by == 13:
		panic("13 cannot be added")
	case sum < 0:
		return 0, Overdrawn{Missing: -sum}
	default:
		s.balance = sum
		return sum, nil
	}
}

func (s *account) Audit(*AccountCtx) int { return s.balance }

func (s *account) Balance(*AccountCtx) int { return s.balance }

func (s *account) Entries(*AccountCtx) []Entry { return s.entries }

// Note writes to what it was given, which is its own.
func (s *account) Note(_ *AccountCtx, entry Entry) {
	for i, tag := range entry.Tags {
		entry.Tags[i] = strings.ToUpper(tag)
	}
	s.entries = append(s.entries, entry)
}
