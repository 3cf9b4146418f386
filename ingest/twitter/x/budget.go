package x

import (
	"context"
	"errors"
	"time"

	"recap/ingest/fetch"
)

// An xBill is what one request may cost, counted before it is sent.
type xBill struct {
	posts    int    // posts to ask for; 0: the budget is used up
	used     int    // reads of the month, with those reserved
	reserved int    // reads
	key      string // in the Budget
}

// reserve counts what up to want posts may cost against the budget of the month, as far as it lasts. Where nothing may
// be stored, and so nothing counted, the request is as small as can be.
func (s *Search) reserve(ctx context.Context, want int, now time.Time) (xBill, error) {
	if s.env.Budget == nil {
		return xBill{posts: xLeastPosts}, nil
	}
	b := xBill{key: "x/" + now.Format("2006-01")}
	used, err := s.env.Budget.Count(ctx, b.key, 0)
	if err != nil {
		return b, err
	}
	b.used = used
	if want = min(want, (s.reads-used)/xReadsPost); want < xLeastPosts {
		return b, nil
	}
	b.posts, b.reserved = want, want*xReadsPost
	if b.used, err = s.env.Budget.Count(ctx, b.key, b.reserved); err == nil && b.used > s.reads { // another source was faster
		b.posts = 0
		b.used, err = s.env.Budget.Count(ctx, b.key, -b.reserved)
	}
	return b, err
}

// settle corrects a bill to what was given. It also works after ctx has ended, so that an interrupted run counts right.
func (s *Search) settle(ctx context.Context, b xBill, reads int) error {
	if s.env.Budget == nil || reads == b.reserved {
		return nil
	}
	_, err := s.env.Budget.Count(context.WithoutCancel(ctx), b.key, reads-b.reserved)
	return err
}

// refund takes a bill back if err says that the API gave nothing. An answer that was cut off may have been charged for,
// and stays counted.
func (s *Search) refund(ctx context.Context, b xBill, err error) error {
	var fault *fetch.Error
	switch {
	case !errors.As(err, &fault):
		return err
	case fault.Status >= 300, fault.Status == 0 && (fault.Reason == fetch.Unreachable ||
		fault.Reason == fetch.RateLimited || fault.Reason == fetch.NotAllowed || fault.Reason == fetch.Untrusted):
		return errors.Join(err, s.settle(ctx, b, 0))
	}
	return err
}
