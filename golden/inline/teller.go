package inline

import (
	"errors"

	otp "github.com/otpgen/otpgen/runtime"
)

// teller asks the Account: in a handler that is inline itself, and in one that
// is not.
type teller struct{}

func newTeller() TellerHandler { return &teller{} }

func (s *teller) Init(*TellerCtx) error { return nil }

func (s *teller) Deposit(c *TellerCtx, by int) (int, TellerDepositError) {
	sum, err := c.Account.Add(c, by)
	var short Overdrawn
	if errors.As(err, &short) {
		return 0, short
	}
	return otp.Must(sum, err), nil
}

func (s *teller) Twice(c *TellerCtx, by int) int {
	for range 2 {
		otp.Must(c.Account.Add(c, by))
	}
	return otp.Must(c.Account.Balance(c))
}
