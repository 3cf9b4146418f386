package mastodon

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"recap/ingest/fetch"
	"recap/ingest/social"
)

// A tootPage is one page of a timeline, newest status first.
type tootPage struct {
	rows      []tootRow
	prev      string // id for min_id that the server names for what is newer; "" if it names none
	older     string // id for max_id that it names for what is older; "" if it names none
	remaining int    // requests that it allows before its limit is reset; -1 if it does not say
	size      int64  // bytes
}

// A tootRow is one status and what the walk needs of it.
type tootRow struct {
	id      string
	created time.Time
	raw     json.RawMessage
}

// next returns the id to go on from. The server's own is taken where it is on the page; one that is not would be a
// leap.
func (p *tootPage) next(down bool) string {
	named, rows := p.prev, slices.Values(p.rows)
	if down {
		named, rows = p.older, backwards(p.rows)
	}
	first := ""
	for r := range rows {
		if r.id == named {
			return named
		}
		first = cmp.Or(first, r.id)
	}
	return cmp.Or(first, named)
}

// backwards gives the elements of rows from the last to the first.
func backwards(rows []tootRow) iter.Seq[tootRow] {
	return func(yield func(tootRow) bool) {
		for _, r := range slices.Backward(rows) {
			if !yield(r) {
				return
			}
		}
	}
}

// lastSince returns the id of the last row that was not written before t, or "" if there is none.
func (p *tootPage) lastSince(t time.Time) string {
	for _, r := range slices.Backward(p.rows) {
		if r.id != "" && !r.created.Before(t) {
			return r.id
		}
	}
	return ""
}

// before reports whether the page has dates and all of them are before t.
func (p *tootPage) before(t time.Time) bool {
	return social.AllBefore(t, p.rows, func(r tootRow) time.Time { return r.created })
}

// page asks the server for the page at which the walk of c stands.
func (s *mastodonSource) page(ctx context.Context, c *mastodonCursor) (*tootPage, error) {
	header, err := s.authorization()
	if err != nil {
		return nil, err
	}
	resp, err := s.get(ctx, s.pageURL(c), header)
	if err == nil {
		return decodePage(resp)
	}
	var refused *fetch.Error
	if !errors.As(err, &refused) {
		return nil, err
	}
	var open access
	if header == nil && closedToStrangers(refused.Status) {
		open = s.access(ctx)
		if open.Local == "public" && open.Remote != "public" && !c.LocalOnly && !s.cfg.Local {
			c.LocalOnly = true
			if resp, err = s.get(ctx, s.pageURL(c), nil); err != nil {
				return nil, err
			}
			return decodePage(resp)
		}
	}
	return nil, s.explain(refused, header != nil, open)
}

// get sends one request.
func (s *mastodonSource) get(ctx context.Context, address string, header map[string]string) (*fetch.Response, error) {
	return s.env.HTTP.Get(ctx, fetch.Request{
		URL: address, Accept: "application/json", Header: header, Limit: maxTootPage,
		AllowPrivate: s.cfg.AllowPrivate, Pause: s.cfg.HostPause,
	})
}

// pageURL returns the address of the page at which the walk of c stands.
func (s *mastodonSource) pageURL(c *mastodonCursor) string {
	q := url.Values{"limit": {strconv.Itoa(tootsPerPage)}}
	for _, mode := range []struct {
		key  string
		tags []string
	}{{"any[]", s.cfg.Any}, {"all[]", s.cfg.All}, {"none[]", s.cfg.None}} {
		for _, t := range mode.tags {
			q.Add(mode.key, social.BareTag(t))
		}
	}
	if s.cfg.Local || c.LocalOnly {
		q.Set("local", "true")
	}
	switch w := c.Walk; {
	case w.At == "":
	case w.Down:
		q.Set("max_id", w.At)
	default:
		q.Set("min_id", w.At)
	}
	return s.base.String() + "/api/v1/timelines/tag/" + url.PathEscape(social.BareTag(s.cfg.Tag)) + "?" + q.Encode()
}

// decodePage reads one answer. What is not a status is a row too, so that it can be told.
func decodePage(resp *fetch.Response) (*tootPage, error) {
	body := bytes.TrimSpace(bytes.TrimPrefix(resp.Body, []byte("\ufeff")))
	if len(body) == 0 || body[0] != '[' && body[0] != '{' {
		return nil, fetch.WrongTypeError(resp, "JSON")
	}
	var items []json.RawMessage
	if err := json.Unmarshal(body, &items); err != nil {
		return nil, &fetch.Error{URL: fetch.Redact(resp.URL), Reason: fetch.Damaged, Status: resp.Status, Header: resp.Header,
			Err: fmt.Errorf("no JSON array of statuses: %w", err)}
	}
	p := &tootPage{remaining: -1, size: int64(len(resp.Body))}
	for _, raw := range items {
		var row struct {
			ID        json.RawMessage `json:"id"`
			CreatedAt json.RawMessage `json:"created_at"`
		}
		_ = json.Unmarshal(raw, &row) // a row without an id is told when its post is made
		id, _ := social.Scalar(row.ID)
		created, _ := social.Scalar(row.CreatedAt)
		p.rows = append(p.rows, tootRow{id: id, created: social.Time(created), raw: raw})
	}
	for _, l := range linkHeader(resp.Header) {
		u, err := url.Parse(l.target)
		if err != nil {
			continue
		}
		switch q := u.Query(); l.rel {
		case "prev":
			p.prev = q.Get("min_id")
		case "next":
			p.older = q.Get("max_id")
		}
	}
	if n, err := strconv.Atoi(resp.Header.Get("X-RateLimit-Remaining")); err == nil {
		p.remaining = max(n, 0)
	}
	return p, nil
}

// A webLink is one link of a Link header.
type webLink struct{ target, rel string }

var linkValue = regexp.MustCompile(`<([^>]*)>\s*;\s*rel="?([A-Za-z]+)"?`)

// linkHeader returns the links of an answer (RFC 8288), in the simple form in which servers write them.
func linkHeader(h http.Header) []webLink {
	var links []webLink
	for _, v := range h.Values("Link") {
		for _, m := range linkValue.FindAllStringSubmatch(v, 10) {
			links = append(links, webLink{m[1], strings.ToLower(m[2])})
		}
	}
	return links
}
