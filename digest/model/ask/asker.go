package ask

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"recap/digest/model"
)

// Limits bound what an Asker spends.
type Limits struct {
	Calls    int           // a day, repeated ones included; 0: no limit
	Tokens   int           // a day, both ways; 0: no limit
	Parallel int           // requests at once; 0: one
	Run      time.Duration // for all requests of an Asker, from the first on; 0: DefaultRun
}

// DefaultRun is how long all requests of one run may take together.
const DefaultRun = 10 * time.Minute

// A Keeper keeps answers and counts what they cost.
type Keeper interface {
	// Kept returns the answers that are kept under these hashes.
	Kept(ctx context.Context, hashes []string) (map[string][]byte, error)

	// Keep keeps an answer.
	Keep(ctx context.Context, r model.Request, answer []byte) error

	// Spend adds to what was spent today and returns the sum; with zeros it only looks.
	Spend(ctx context.Context, calls, tokens int) (allCalls, allTokens int, err error)
}

// An Asker answers requests: by what is kept, else by a model.
type Asker struct {
	Writer *Client
	Reader *Client // who checks; nil: the writer
	Limits Limits
	Keeper Keeper

	once     sync.Once
	deadline time.Time

	mu    sync.Mutex // over the budget
	spent Usage      // in this run
	kept  int
	stop  error // nobody is asked any more, because what comes could not be kept
}

// Spent returns what the requests of this run cost, and how many were answered by what was kept.
func (a *Asker) Spent() (u Usage, kept int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.spent, a.kept
}

// Answers answers all requests. One that gets none has the reason in its place: a failed model is no error, and
// neither is a limit that is reached.
func (a *Asker) Answers(ctx context.Context, requests []model.Request) (map[string]model.Answer, error) {
	answers := make(map[string]model.Answer, len(requests))
	hashes := make([]string, len(requests))
	for i, r := range requests {
		hashes[i] = r.Hash
	}
	kept, err := a.Keeper.Kept(ctx, hashes)
	if err != nil {
		return nil, err
	}
	a.once.Do(func() { // the clock of the machine: it bounds how long this process waits, and no text depends on it
		run := a.Limits.Run
		if run <= 0 {
			run = DefaultRun
		}
		a.deadline = time.Now().Add(run)
	})
	ctx, cancel := context.WithDeadline(ctx, a.deadline)
	defer cancel()
	var missing []model.Request
	for _, r := range requests {
		body, ok := kept[r.Hash]
		if !ok {
			missing = append(missing, r)
			continue
		}
		answers[r.Hash] = model.Answer{Body: body}
	}
	a.mu.Lock()
	a.kept += len(requests) - len(missing)
	a.mu.Unlock()
	var mu sync.Mutex // of answers
	var g errgroup.Group
	g.SetLimit(max(1, a.Limits.Parallel))
	for _, r := range missing {
		g.Go(func() error {
			body, err := a.ask(ctx, r)
			one := model.Answer{Body: body}
			if err != nil {
				one.Failed = err.Error()
			}
			mu.Lock()
			answers[r.Hash] = one
			mu.Unlock()
			return nil
		})
	}
	return answers, g.Wait()
}

// ask asks one question, if there is room for it.
func (a *Asker) ask(ctx context.Context, r model.Request) ([]byte, error) {
	client := a.Writer
	if r.Reader && a.Reader != nil {
		client = a.Reader
	}
	if client.Open() {
		return nil, ErrOpen
	}
	sent, returned := r.Tokens()
	if err := a.reserve(ctx, sent+returned); err != nil {
		return nil, err
	}
	body, used, err := client.Ask(ctx, r)
	a.settle(ctx, used, sent+returned)
	if err != nil {
		return nil, reason(err)
	}
	if err := model.Usable(r.Task, body); err != nil {
		return nil, fmt.Errorf("its answer cannot be used: %w", err)
	}
	if err := a.Keeper.Keep(context.WithoutCancel(ctx), r, body); err != nil {
		a.mu.Lock()
		a.stop = errors.New("an answer could not be kept, and none is paid for twice")
		a.mu.Unlock()
	}
	return body, nil
}

// reason says for people why there is no answer.
func reason(err error) error {
	var failure *Failure
	if errors.As(err, &failure) || errors.Is(err, ErrOpen) {
		return err
	}
	return fmt.Errorf("its answer cannot be used: %w", err)
}

// reserve takes one call and what it may cost out of the day's budget before the call is made, so that a process that
// is killed has not spent more than is known.
func (a *Asker) reserve(ctx context.Context, tokens int) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.stop != nil {
		return a.stop
	}
	if ctx.Err() != nil {
		return errors.New("the time for this run is over")
	}
	calls, all, err := a.Keeper.Spend(ctx, 0, 0)
	switch {
	case err != nil:
		return errors.New("the budget cannot be read")
	case a.Limits.Calls > 0 && calls+1 > a.Limits.Calls:
		return fmt.Errorf("%d calls were made today, and there are to be no more", calls)
	case a.Limits.Tokens > 0 && all+tokens > a.Limits.Tokens:
		return fmt.Errorf("%d tokens were used today, and this would be more than the %d of a day", all, a.Limits.Tokens)
	}
	if _, _, err := a.Keeper.Spend(ctx, 1, tokens); err != nil {
		a.stop = errors.New("what is spent cannot be noted, so nothing is")
		return a.stop
	}
	return nil
}

// settle corrects the budget by what a call has cost.
func (a *Asker) settle(ctx context.Context, used Usage, reserved int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.spent.Calls += used.Calls
	a.spent.Sent += used.Sent
	a.spent.Returned += used.Returned
	if _, _, err := a.Keeper.Spend(context.WithoutCancel(ctx), used.Calls-1, used.Tokens()-reserved); err != nil {
		a.stop = errors.New("what is spent cannot be noted, so nothing is")
	}
}
