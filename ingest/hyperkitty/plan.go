package hyperkitty

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"recap/ingest/fetch"
	"recap/ingest/mailkind"
	"recap/ingest/when"
)

// Limits of what is asked of the API in one run.
const (
	hyperkittyRows    = 100 // of one page
	hyperkittyOverlap = 10  // rows that two pages share, because new messages move the others down
	hyperkittyPages   = 20  // after so many pages of new messages all months are read instead
	oddPages          = 10  // of messages with implausible dates
)

// A hyperkittyRow is what the API says of one message.
type hyperkittyRow struct {
	ID   string    `json:"message_id"`
	Hash string    `json:"message_id_hash"`
	Date time.Time `json:"date"`
}

// plan decides what this run exports.
func (s *hyperkittySource) plan(ctx context.Context, c *hyperkittyCursor) error {
	floor := mailkind.ParseDay(c.Floor)
	since := s.env.Since
	next, fresh, imported, err := s.walk(ctx, c.Head)
	if err != nil {
		return err
	}
	lost := c.Lost
	c.Next, c.Want, c.Lost = next, nil, nil
	switch {
	case c.Head == nil:
		if !since.IsZero() {
			c.Floor = since.UTC().Format(time.DateOnly)
		}
		c.Todo, err = s.months(ctx, mailkind.ParseDay(c.Floor), time.Time{})
	case imported:
		if !since.IsZero() && since.Before(floor) {
			c.Floor = since.UTC().Format(time.DateOnly)
		}
		c.Todo, err = s.months(ctx, mailkind.ParseDay(c.Floor), time.Time{})
	default:
		var days []time.Time
		for _, row := range fresh {
			days = append(days, row.Date)
			c.Want = append(c.Want, exportedID(row.ID))
		}
		c.Todo = mailkind.Windows(days)
		if !since.IsZero() && since.Before(floor) {
			c.Floor = since.UTC().Format(time.DateOnly)
			var earlier []mailkind.DayWindow
			earlier, err = s.months(ctx, mailkind.ParseDay(c.Floor), floor)
			c.Todo = append(earlier, c.Todo...)
		}
		c.Todo = append(lost, c.Todo...)
	}
	return err
}

// exportedID returns a Message-ID as the export writes it.
func exportedID(id string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\r\n<>()", r) {
			return -1
		}
		return r
	}, id)
}

// walk goes down the list from its top until it meets what head knows. It returns the new top and what stands above the
// old one. imported says that there must be new messages further down, or more than a walk should fetch. Without a head
// only the top is read.
func (s *hyperkittySource) walk(ctx context.Context, head *hyperkittyHead) (next *hyperkittyHead,
	fresh []hyperkittyRow, imported bool, err error) {
	seen := make(map[string]bool)
	for n := range hyperkittyPages {
		rows, count, err := s.rows(ctx, "", n*(hyperkittyRows-hyperkittyOverlap))
		if err != nil {
			return nil, nil, false, err
		}
		if n == 0 {
			if next = headOf(rows, count); head == nil {
				return next, nil, false, nil
			}
		}
		met := len(rows) < hyperkittyRows
		for _, r := range rows {
			switch {
			case slices.Contains(head.Hashes, r.Hash):
				met = true
			case !seen[r.Hash]:
				seen[r.Hash] = true
				fresh = append(fresh, r)
			}
		}
		if met {
			return next, fresh, next.Count > head.Count+len(fresh), nil
		}
	}
	return next, fresh, true, nil
}

// headOf returns where an archive stands that lists these rows first.
func headOf(rows []hyperkittyRow, count int) *hyperkittyHead {
	head := &hyperkittyHead{Count: count}
	for _, r := range rows {
		head.Hashes = append(head.Hashes, r.Hash)
	}
	return head
}

// months returns the windows from one day to another: a month each, and those days beyond them of which senders wrote.
// A zero from means as far back as there are messages, a zero to means until now and later.
func (s *hyperkittySource) months(ctx context.Context, from, to time.Time) ([]mailkind.DayWindow, error) {
	end := to
	if end.IsZero() {
		now := s.env.Now().UTC()
		end = time.Date(now.Year(), now.Month()+1, 1, 0, 0, 0, 0, time.UTC)
	}
	var odd []time.Time
	if from.IsZero() {
		early, rest, err := s.beyond(ctx, "date", func(t time.Time) bool { return t.Year() < when.FirstYear })
		if err != nil {
			return nil, err
		}
		odd = early
		if from = end; !rest.IsZero() && rest.Before(end) {
			from = rest
		}
	}
	if to.IsZero() {
		late, _, err := s.beyond(ctx, "-date", func(t time.Time) bool { return !t.Before(end) })
		if err != nil {
			return nil, err
		}
		odd = append(odd, late...)
	}
	windows := mailkind.Windows(odd)
	for from.Before(end) {
		next := time.Date(from.Year(), from.Month()+1, 1, 0, 0, 0, 0, time.UTC)
		if next.After(end) {
			next = end
		}
		windows = append(windows, mailkind.DayWindow{From: from.Format(time.DateOnly), To: next.Format(time.DateOnly)})
		from = next
	}
	return windows, nil
}

// beyond returns the dates at one end of the list for which odd holds, and the first for which it does not, zero if
// there is none.
func (s *hyperkittySource) beyond(ctx context.Context, order string, odd func(time.Time) bool) (dates []time.Time,
	first time.Time, err error) {
	for n := range oddPages {
		rows, _, err := s.rows(ctx, order, n*hyperkittyRows)
		if err != nil {
			return nil, time.Time{}, err
		}
		for _, r := range rows {
			if !odd(r.Date) {
				return dates, r.Date, nil
			}
			dates = append(dates, r.Date)
		}
		if len(rows) < hyperkittyRows {
			return dates, time.Time{}, nil
		}
	}
	return dates, time.Date(when.FirstYear, 1, 1, 0, 0, 0, 0, time.UTC), nil
}

// rows asks the API for a page of messages and how many there are in all. Without an order the newest arrival comes
// first.
func (s *hyperkittySource) rows(ctx context.Context, order string, offset int) ([]hyperkittyRow, int, error) {
	u := s.page("api", "list", s.list, "emails", "/")
	q := url.Values{"format": {"json"}, "limit": {strconv.Itoa(hyperkittyRows)}, "offset": {strconv.Itoa(offset)}}
	if order != "" {
		q.Set("ordering", order)
	}
	u.RawQuery = q.Encode()
	req, err := s.request(u.String())
	if err != nil {
		return nil, 0, err
	}
	req.Accept, req.Limit = "application/json", mailkind.MaxIndex
	resp, err := s.env.HTTP.Get(ctx, req)
	if err != nil {
		return nil, 0, s.explain(ctx, err)
	}
	var answer struct {
		Count   *int            `json:"count"`
		Results []hyperkittyRow `json:"results"`
	}
	if body := bytes.TrimSpace(resp.Body); len(body) == 0 || body[0] != '{' {
		return nil, 0, fetch.WrongTypeError(resp, "HyperKitty's JSON")
	}
	if err := json.Unmarshal(resp.Body, &answer); err != nil || answer.Count == nil {
		return nil, 0, &fetch.Error{URL: fetch.Redact(resp.URL), Reason: fetch.Damaged, Status: resp.Status,
			Header: resp.Header, Err: fmt.Errorf("no page of HyperKitty's API: %w", cmpErr(err))}
	}
	return answer.Results, *answer.Count, nil
}

// cmpErr returns err, or what is wrong where decoding found no error.
func cmpErr(err error) error {
	if err == nil {
		return errors.New("it has no count")
	}
	return err
}

// explain says what a refusal means. HyperKitty answers a question about a list that it does not have with a server
// error, so it is asked for the list itself.
func (s *hyperkittySource) explain(ctx context.Context, err error) error {
	var fault *fetch.Error
	if !errors.As(err, &fault) {
		return err
	}
	e := *fault
	switch {
	case e.Status == http.StatusUnauthorized || e.Status == http.StatusForbidden:
		e.Err = errors.New("the list is private: log in with a browser and put the cookie into a file named by " +
			"cookie_file, or read a subscribed mailbox with kind imap")
	case e.Status == http.StatusNotFound || e.Status == http.StatusInternalServerError:
		req, reqErr := s.request(s.page("api", "list", s.list, "/").String() + "?format=json")
		if reqErr != nil {
			return err
		}
		_, about := s.env.HTTP.Get(ctx, req)
		var missing *fetch.Error
		if !errors.As(about, &missing) || missing.Reason != fetch.NotFound {
			return err
		}
		e.Reason = fetch.NotFound
		e.Err = fmt.Errorf("there is no list %s; url must be where HyperKitty is mounted, often /hyperkitty/, /archives/ "+
			"or /mailman3/hyperkitty/, and %s names its lists",
			s.list, s.page("api", "lists", "/"))
	default:
		return err
	}
	return &e
}
