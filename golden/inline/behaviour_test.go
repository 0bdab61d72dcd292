package inline_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/otpgen/otpgen/golden/inline"
	"github.com/otpgen/otpgen/golden/inline/inlinetest"
	otp "github.com/otpgen/otpgen/runtime"
	"github.com/otpgen/otpgen/runtime/otptest"
)

func TestAnswersErrorsAndCopies(t *testing.T) {
	t.Parallel()
	account := inlinetest.Start(t).Account()
	sum, err := account.Add(t.Context(), 3)
	require.NoError(t, err)
	assert.Equal(t, 3, sum)

	_, err = account.Add(t.Context(), -5)
	var short inline.AccountAddError
	require.ErrorAs(t, err, &short)
	assert.Equal(t, inline.Overdrawn{Missing: 2}, short)

	tags := []string{"a"}
	require.NoError(t, account.Note(t.Context(), inline.Entry{What: "x", Tags: tags}))
	assert.Equal(t, []string{"a"}, tags, "the handler writes to a copy")
	got, err := account.Entries(t.Context())
	require.NoError(t, err)
	assert.Equal(t, []inline.Entry{{What: "x", Tags: []string{"A"}}}, got)
	got[0].Tags[0] = "mine"
	got, err = account.Entries(t.Context())
	require.NoError(t, err)
	assert.Equal(t, "A", got[0].Tags[0], "the caller has a copy, too")
}

// Through a server that is called inline itself, and through one that is not.
func TestFromAnotherServer(t *testing.T) {
	t.Parallel()
	f := inlinetest.Start(t)
	sum, err := f.Teller().Deposit(t.Context(), 4)
	require.NoError(t, err)
	assert.Equal(t, 4, sum)
	_, err = f.Teller().Deposit(t.Context(), -5)
	require.ErrorAs(t, err, new(inline.Overdrawn))
	sum, err = f.Teller().Twice(t.Context(), 3)
	require.NoError(t, err)
	assert.Equal(t, 10, sum)
}

// One handler at a time, whichever way the message takes.
func TestManyCallers(t *testing.T) {
	t.Parallel()
	f := inlinetest.Start(t)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 200 {
				_, err := f.Account().Add(context.Background(), 1)
				assert.NoError(t, err)
				_, err = f.Account().Audit(context.Background())
				assert.NoError(t, err)
				_, err = f.Teller().Deposit(context.Background(), 1)
				assert.NoError(t, err)
			}
		})
	}
	all.Wait()
	sum, err := f.Account().Balance(t.Context())
	require.NoError(t, err)
	assert.Equal(t, 8*200*2, sum)
}

func TestPanicIsACrash(t *testing.T) {
	t.Parallel()
	f := inlinetest.Start(t)
	dead, _ := f.Account().Addr().Ref()
	teller, _ := f.Teller().Ref()
	_, err := f.Account().Add(t.Context(), 1)
	require.NoError(t, err)

	_, err = f.Account().Add(t.Context(), 13)
	require.ErrorIs(t, err, otp.ErrDown)
	why, over := dead.Reason()
	require.True(t, over)
	assert.Equal(t, "exception:13 cannot be added", why.String())
	f.AwaitReplaced(dead)
	sum, err := f.Account().Balance(t.Context())
	require.NoError(t, err)
	assert.Zero(t, sum, "state belongs to an incarnation")
	still, _ := f.Teller().Ref()
	assert.Equal(t, teller, still, "the sibling does not notice")
}

// The error of a callee that crashes is the crash of who relies on it.
func TestPanicBehindAPanic(t *testing.T) {
	t.Parallel()
	f := inlinetest.Start(t)
	account, _ := f.Account().Addr().Ref()
	teller, _ := f.Teller().Addr().Ref()
	_, err := f.Teller().Deposit(t.Context(), 13)
	require.ErrorIs(t, err, otp.ErrDown)
	f.AwaitReplaced(account)
	f.AwaitReplaced(teller)
}

func TestFakes(t *testing.T) {
	t.Parallel()
	f := inlinetest.Start(t, inlinetest.ReplaceAccount(&inlinetest.FakeAccount{
		AddFunc: func(_ *inline.AccountCtx, by int) (int, inline.AccountAddError) { return by * 100, nil },
	}))
	sum, err := f.Teller().Deposit(t.Context(), 2)
	require.NoError(t, err)
	assert.Equal(t, 200, sum)
}

// The timeout bounds the wait for the turn, and nothing else. A fake that blocks
// would fail this test, did it not allow that.
func TestTimeoutBoundsTheWaitForTheTurn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		f := inlinetest.Start(t, otptest.WithInlineLimit(0), inlinetest.ReplaceAccount(&inlinetest.FakeAccount{
			BalanceFunc: func(*inline.AccountCtx) int { time.Sleep(time.Minute); return 5 },
		}))
		synctest.Wait() // the account is at rest
		var first sync.WaitGroup
		first.Go(func() {
			sum, err := f.Account().Balance(t.Context())
			assert.NoError(t, err)
			assert.Equal(t, 5, sum, "nobody leaves his own handler")
		})
		synctest.Wait() // it runs
		began := time.Now()
		_, err := f.Account().Add(t.Context(), 1)
		require.ErrorIs(t, err, otp.ErrTimeout)
		assert.Equal(t, time.Second, time.Since(began))
		first.Wait()
	})
}
