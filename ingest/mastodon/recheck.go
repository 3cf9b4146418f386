package mastodon

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"recap/ingest/fetch"
	"recap/store"
)

// tootsPerBatch is how many statuses a server lets one request ask for (DEFAULT_STATUSES_LIMIT).
const tootsPerBatch = 20

// Recheck implements Rechecker. Mastodon gives many statuses at once since 4.3
// (https://docs.joinmastodon.org/methods/statuses/#index); other servers are asked for one after the other, and so is
// Mastodon for what its list lacks, because servers that do not know the list answer with an empty one, too.
func (s *mastodonSource) Recheck(ctx context.Context, refs []store.Ref) ([]store.Change, error) {
	header, err := s.authorization()
	if err != nil {
		return nil, err
	}
	r := &tootRecheck{mastodonSource: s, header: header, single: len(refs) == 1}
	for batch := range slices.Chunk(refs, tootsPerBatch) {
		if err = r.ask(ctx, batch); err != nil {
			break
		}
	}
	if slices.ContainsFunc(r.changes, func(c store.Change) bool { return !c.Gone }) || len(r.changes) == 0 {
		return r.changes, err
	}
	// All are gone: is it they, or is it a server that forgot its statuses, or another one in its place?
	if doubt := r.knows(ctx); doubt != nil {
		return nil, cmp.Or(err, doubt)
	}
	return r.changes, err
}

// knows returns why the server cannot be believed that a status is gone: it does not know the newest of the timeline by
// its id either. An empty timeline says nothing against it.
func (r *tootRecheck) knows(ctx context.Context) error {
	page, err := r.page(ctx, &mastodonCursor{Walk: &mastodonWalk{Down: true}})
	if err != nil || len(page.rows) == 0 {
		return err
	}
	address := r.base.String() + "/api/v1/statuses/" + url.PathEscape(page.rows[0].id)
	if _, err := r.get(ctx, address, r.header); err != nil {
		return fmt.Errorf("the server does not know statuses that it lists, so it is not believed that others are gone: %w", err)
	}
	return nil
}

// A tootRecheck is one call of Recheck.
type tootRecheck struct {
	*mastodonSource
	header  map[string]string
	single  bool // the server gives one status at a time
	changes []store.Change
}

// ask asks after a few statuses.
func (r *tootRecheck) ask(ctx context.Context, refs []store.Ref) error {
	if !r.single {
		rest, err := r.list(ctx, refs)
		if err != nil {
			return err
		}
		refs = rest
	}
	for _, ref := range refs {
		if err := r.one(ctx, ref); err != nil {
			return err
		}
	}
	return nil
}

// list asks for all of refs at once and returns those that the answer lacks.
func (r *tootRecheck) list(ctx context.Context, refs []store.Ref) ([]store.Ref, error) {
	q := url.Values{}
	for _, ref := range refs {
		q.Add("id[]", ref.Native)
	}
	resp, err := r.get(ctx, r.base.String()+"/api/v1/statuses?"+q.Encode(), r.header)
	var refused *fetch.Error
	switch {
	case err == nil:
	case errors.As(err, &refused) && noList(refused.Status):
		r.single = true
		return refs, nil
	default:
		return nil, err
	}
	page, err := decodePage(resp)
	if err != nil {
		return nil, err
	}
	rows := map[string]tootRow{}
	for _, row := range page.rows {
		rows[row.id] = row
	}
	return slices.DeleteFunc(slices.Clone(refs), func(ref store.Ref) bool {
		row, ok := rows[ref.Native]
		return ok && r.found(ref, row)
	}), nil
}

// noList reports whether an answer with this status says that the server has no list of statuses by id.
func noList(status int) bool {
	switch status {
	case http.StatusBadRequest, http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusUnprocessableEntity:
		return true
	}
	return false
}

// one asks for one status. It is gone only if the API itself says so: a page in place of an answer may come from a
// server that is being moved.
func (r *tootRecheck) one(ctx context.Context, ref store.Ref) error {
	resp, err := r.get(ctx, r.base.String()+"/api/v1/statuses/"+url.PathEscape(ref.Native), r.header)
	var refused *fetch.Error
	if errors.As(err, &refused) && (refused.Status == http.StatusNotFound || refused.Status == http.StatusGone) {
		if !json.Valid(refused.Body) {
			return fmt.Errorf("status %s: neither there nor said to be gone: %w", ref.Native, err)
		}
		r.changes = append(r.changes, store.Change{Ref: ref, Gone: true, Hearsay: !r.isHome(ref.Key)})
		return nil
	}
	if err != nil {
		return err
	}
	body := bytes.TrimSpace(bytes.TrimPrefix(resp.Body, []byte("\ufeff")))
	if len(body) == 0 || body[0] != '{' {
		return fetch.WrongTypeError(resp, "JSON")
	}
	if !r.found(ref, tootRow{id: ref.Native, raw: body}) {
		return fmt.Errorf("status %s: the server answers with another one", ref.Native)
	}
	return nil
}

// isHome reports whether a status was written at the server that is asked: its URI is of the same host. Servers delete
// their copies of what was written elsewhere to save room, and when they block the other server.
func (r *tootRecheck) isHome(uri string) bool {
	u, err := url.Parse(uri)
	return err == nil && strings.EqualFold(u.Hostname(), r.base.Hostname())
}

// found notes how a status reads now and reports whether it is the one that was asked for. One that is not public any
// more is as good as gone.
func (r *tootRecheck) found(ref store.Ref, row tootRow) bool {
	t := new(toot)
	err := json.Unmarshal(row.raw, t)
	var wrong *json.UnmarshalTypeError
	if err != nil && !errors.As(err, &wrong) || t.key() != ref.Key {
		return false
	}
	if t.Visibility != "" && t.Visibility != "public" {
		r.changes = append(r.changes, store.Change{Ref: ref, Gone: true})
		return true
	}
	p := r.post(t, r.env.Now().UTC())
	if err != nil || t.Account.Suspended {
		p.Policy = store.PolicyCount
	}
	p.Native, p.Raw, p.Sum = row.id, row.raw, store.SumOf(row.raw)
	r.changes = append(r.changes, store.Change{Ref: ref, Post: &p})
	return true
}
