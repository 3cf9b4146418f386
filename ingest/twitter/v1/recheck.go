package v1

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"

	"recap/ingest/fetch"
	"recap/ingest/twitter/api"
	"recap/ingest/twitter/status"
	"recap/store"
)

// Limits of one call of Recheck for a server that speaks API v1.1.
const (
	tweetsHeld  = 5 // statuses that are not to be had, before the server must show that it has others
	tweetDoubts = 3 // answers that say nothing about a status, before no more are asked for
)

// Recheck implements Rechecker. Statuses are asked for one after the other (statuses/show), because Friendica and GNU
// social have no list of them by id. A status that the server does not have, or does not show any more, is gone only if
// the server shows another one afterwards to the same reader, or has none with the hashtag: else it may be the server
// that lost its statuses, or the login.
func (s *tweetSearch) Recheck(ctx context.Context, refs []store.Ref) ([]store.Change, error) {
	header, err := s.authorization()
	if err != nil {
		return nil, err
	}
	r := &tweetRecheck{tweetSearch: s, header: header, normaliser: s.normaliser(s.env.Now().UTC())}
	for _, ref := range refs {
		r.normaliser.Known[ref.Native] = ref.Key
	}
	for _, ref := range refs {
		if err := r.ask(ctx, ref); err != nil {
			return r.changes, err
		}
		if r.doubts == tweetDoubts {
			break
		}
	}
	err = r.settle(ctx)
	return r.changes, cmp.Or(err, r.doubt)
}

// A tweetRecheck is one call of Recheck.
type tweetRecheck struct {
	*tweetSearch
	header     map[string]string
	normaliser status.Normaliser
	changes    []store.Change
	held       []store.Change // gone, unless the server forgot everything
	alive      string         // the status that the server showed last
	doubt      error          // the first answer that said nothing about its status
	doubts     int
}

// ask asks after one status. The error ends the call; what an answer leaves open about this status alone does not.
func (r *tweetRecheck) ask(ctx context.Context, ref store.Ref) error {
	t, raw, err := r.show(ctx, ref.Native)
	if err == nil {
		err = r.found(ref, t, raw)
	}
	var answer *fetch.Error
	switch {
	case err == nil:
		return nil
	case !errors.As(err, &answer):
		return err
	case saysGone(answer) && answer.Reason == fetch.Refused:
		return r.hidden(ctx, ref)
	case saysGone(answer):
		if r.held = append(r.held, store.Change{Ref: ref, Gone: true}); len(r.held) == tweetsHeld {
			return r.settle(ctx)
		}
		return nil
	}
	switch answer.Reason {
	case fetch.NotFound, fetch.Gone, fetch.Unexpected, fetch.WrongType, fetch.Damaged:
		err = fmt.Errorf("status %s: neither there nor said to be gone: %w", ref.Native, err)
		r.doubt = cmp.Or(r.doubt, err)
		r.doubts++
		return nil
	}
	return r.explain(err, r.header != nil)
}

// show asks the server for one status, with what the search asks for, so that its words are the same. Errors are of
// type *fetch.Error, or of ctx.
func (r *tweetRecheck) show(ctx context.Context, id string) (*status.Tweet, json.RawMessage, error) {
	address := r.base.String() + "/statuses/show/" + url.PathEscape(id) + ".json?include_entities=true&tweet_mode=extended"
	resp, err := r.env.HTTP.Get(ctx, r.cfg.Request(address, r.header))
	if err != nil {
		return nil, nil, err
	}
	body := bytes.TrimSpace(bytes.TrimPrefix(resp.Body, []byte("\ufeff")))
	if len(body) == 0 || body[0] != '{' {
		return nil, nil, fetch.WrongTypeError(resp, "JSON")
	}
	t, err := status.Decode(body)
	if err == nil && status.ID(&t.Tweet) != id {
		err = errors.New("the server answers with another status")
	}
	if err != nil {
		return nil, nil, api.Damaged(resp, err)
	}
	return t, body, nil
}

// found notes how a status reads now. One that is not written for everybody any more is as good as gone.
func (r *tweetRecheck) found(ref store.Ref, t *status.Tweet, raw json.RawMessage) error {
	var at status.Place
	_ = json.Unmarshal(raw, &at) // what could not be read of it is missing
	p, err := r.normaliser.Tweet(t, raw)
	if err == nil && p.Key != ref.Key {
		err = errors.New("the server answers with another status")
	}
	if err != nil {
		return &fetch.Error{URL: fetch.Redact(r.base.String()), Reason: fetch.Damaged, Status: http.StatusOK, Err: err}
	}
	r.alive = ref.Native
	r.confirm()
	change := store.Change{Ref: ref, Gone: at.IsPrivate()}
	if p.Native = ref.Native; !change.Gone && p.Author.Identity() != "" { // without its author it says less than what is stored
		change.Post = &p
	}
	r.changes = append(r.changes, change)
	return nil
}

// confirm takes the statuses that are held for gone: the server has others.
func (r *tweetRecheck) confirm() {
	r.changes = append(r.changes, r.held...)
	r.held = nil
}

// settle decides about the statuses that are held.
func (r *tweetRecheck) settle(ctx context.Context) error {
	if len(r.held) == 0 {
		return nil
	}
	err := r.prove(ctx, false)
	if err == nil {
		r.confirm()
	}
	return err
}

// hidden decides about a status that this reader is not to see. It is not public any more if the server shows another
// one, and refuses this one again: else it is the login that is refused.
func (r *tweetRecheck) hidden(ctx context.Context, ref store.Ref) error {
	if err := r.prove(ctx, true); err != nil {
		return err
	}
	r.confirm()
	t, raw, err := r.show(ctx, ref.Native)
	var answer *fetch.Error
	switch {
	case err == nil:
		return r.found(ref, t, raw)
	case errors.As(err, &answer) && saysGone(answer):
		r.changes = append(r.changes, store.Change{Ref: ref, Gone: true})
		return nil
	}
	return r.explain(err, r.header != nil)
}

// prove returns why the server cannot be believed that statuses are gone: it does not show the one that it showed last,
// else the newest of its search. A search that finds nothing says nothing against a server that has no such status,
// unless it may be that it shows nothing to this reader, or lost everything: one that has none of tweetsHeld statuses.
func (r *tweetRecheck) prove(ctx context.Context, refused bool) error {
	id := r.alive
	if id == "" {
		page, err := r.page(ctx, r.names()[0], &tweetWalk{})
		switch {
		case err != nil:
			return err
		case len(page.rows) > 0:
			id = page.rows[0].id
		case refused || len(page.skipped) > 0 || len(r.held) == tweetsHeld:
			return fmt.Errorf("%s shows no status at all, so it is not believed that others are gone", r.base.Host)
		default:
			return nil
		}
	}
	if _, _, err := r.show(ctx, id); err != nil {
		return fmt.Errorf("the server does not show statuses that it has, so it is not believed that others are gone: %w",
			r.explain(err, r.header != nil))
	}
	return nil
}

// noStatus is how servers say that they do not have a status: Friendica with status 400
// (src/Module/Api/Twitter/Statuses/Show.php), GNU social with 404 (actions/apistatusesshow.php), what Twitter did with
// code 144, and those that took their words from Mastodon.
var noStatus = regexp.MustCompile(`(?i)\bno (?:such )?(?:status|notice)\b|\b(?:status|notice|record) (?:is |was )?(?:not found|deleted)\b`)

// saysGone reports whether the API itself says that it does not have a status, or that this reader is not to see it.
// GNU social remembers what was deleted (410) and says so in the language of its site. A page in place of an answer may
// come from a server that is being moved, and what the API says of a method that it does not know is nothing about a
// status.
func saysGone(answer *fetch.Error) bool {
	if body := bytes.TrimSpace(answer.Body); len(body) == 0 || body[0] != '{' || !json.Valid(body) {
		return false
	}
	switch answer.Status {
	case http.StatusGone, http.StatusUnauthorized, http.StatusForbidden:
		return true
	case http.StatusNotFound, http.StatusBadRequest:
		return noStatus.Match(answer.Body)
	}
	return false
}
