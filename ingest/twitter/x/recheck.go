package x

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"recap/ingest/fetch"
	"recap/ingest/twitter/status"
	"recap/store"
)

// Recheck implements Rechecker by lookup of up to 100 posts at a time
// (https://docs.x.com/x-api/posts/get-posts-by-ids), as far as the budget of the month lasts.
func (s *Search) Recheck(ctx context.Context, refs []store.Ref) ([]store.Change, error) {
	var changes []store.Change
	for len(refs) > 0 {
		now := s.env.Now().UTC()
		bill, err := s.reserve(ctx, min(xMostPosts, max(len(refs), xLeastPosts)), now)
		switch {
		case err != nil:
			return changes, err
		case bill.posts == 0:
			return changes, fmt.Errorf("max_reads_per_month: %d of %d reads of this month are used; %d posts are "+
				"not asked after", bill.used, s.reads, len(refs))
		}
		part := refs[:min(len(refs), bill.posts)]
		refs = refs[len(part):]
		q := s.parameters()
		q.Set("ids", natives(part))
		a, err := s.get(ctx, "/2/tweets", q)
		if err != nil {
			return changes, s.refund(ctx, bill, err)
		}
		if err := s.settle(ctx, bill, a.reads()); err != nil {
			return changes, err
		}
		found, err := s.compare(part, a)
		if err != nil {
			return changes, err
		}
		changes = append(changes, found...)
	}
	return changes, nil
}

// natives returns the ids of refs as a parameter.
func natives(refs []store.Ref) string {
	var ids []string
	for _, r := range refs {
		ids = append(ids, url.QueryEscape(r.Native))
	}
	return strings.Join(ids, ",")
}

// compare returns what the answer says of each of refs: it is there, or the answer names it as not found. What is in
// neither is left open. A post whose author has another account name by now stays the post that it was.
func (s *Search) compare(refs []store.Ref, a *xAnswer) ([]store.Change, error) {
	if len(a.Data) == 0 && len(a.Errors) == 0 {
		return nil, &fetch.Error{URL: s.base.String(), Reason: fetch.Damaged, Err: fmt.Errorf("an answer without posts and without errors")}
	}
	n := status.Normaliser{QuoteNever: s.cfg.Quote == "never", Now: s.env.Now()}
	there := make(map[string]*store.Post)
	for _, raw := range a.Data {
		if p, err := a.post(&n, raw); err == nil {
			there[p.Native] = &p
		}
	}
	gone := make(map[string]bool)
	for _, e := range a.Errors {
		if strings.HasPrefix(e.Title, "Not Found") || strings.HasPrefix(e.Title, "Authorization") ||
			strings.HasSuffix(e.Type, "/resource-not-found") {
			gone[e.name()] = true
		}
	}
	var changes []store.Change
	for _, r := range refs {
		if p := there[r.Native]; p != nil {
			if p.Key = r.Key; p.Author.Name == "" && p.Author.URL == "" {
				p = nil // without its author it says less than what is stored
			}
			changes = append(changes, store.Change{Ref: r, Post: p})
		} else if gone[r.Native] {
			changes = append(changes, store.Change{Ref: r, Gone: true})
		}
	}
	return changes, nil
}
