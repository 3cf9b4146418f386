package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"recap/cmd/recap/internal/collect"
	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/console"
	"recap/cmd/recap/internal/edition"
	"recap/digest/deliver"
	"recap/ingest/fetch"
	"recap/store"
)

func statusCommand(a *app) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Show what was read, when, and what was delivered where",
		Args:  cobra.NoArgs,
		RunE: verb(func(cmd *cobra.Command, _ []string) error {
			c, err := a.load()
			if err != nil {
				return err
			}
			s, err := a.status(cmd.Context(), c)
			if err != nil {
				return err
			}
			if asJSON {
				enc := json.NewEncoder(a.Stdout)
				enc.SetEscapeHTML(false)
				enc.SetIndent("", "  ")
				return enc.Encode(s)
			}
			return printStatus(a, c, s)
		}),
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON, with the items that could not be read")
	return cmd
}

// A status is what --json prints of the database. Times are RFC 3339; null stands for never.
type status struct {
	Database string                  `json:"database"`
	Posts    int                     `json:"posts"`
	Removed  int                     `json:"removed"` // posts that were taken out or deleted, and are not let in again
	Newest   *time.Time              `json:"newest"`  // effective time of the newest post
	Bytes    int64                   `json:"bytes"`
	Sources  []sourceStatus          `json:"sources"`
	Editions []editionStatus         `json:"editions"`
	Waiting  []edition.WaitingStatus `json:"waiting"`     // editions that an editor has to approve
	Next     []nextStatus            `json:"next"`        // of each digest the edition that runs make next
	Readers  *readerStatus           `json:"subscribers"` // how many subscribers there are; null where no output mails them
	Model    *modelStatus            `json:"model"`       // what the language model did; null where none is configured

	missed []edition.Missed
}

type readerStatus struct {
	Active     int        `json:"active"`
	Pending    int        `json:"pending"`    // asked, and has not confirmed yet
	Left       int        `json:"left"`       // does not want it any more
	Suppressed int        `json:"suppressed"` // gets nothing more, because mail comes back
	Bounced    int        `json:"bounced"`    // active ones whose mail came back once or twice
	Last       *time.Time `json:"last"`       // when mail came back last
}

// readersOf counts the subscribers.
func readersOf(ctx context.Context, db store.DB) (*readerStatus, error) {
	all, err := db.Subscribers(ctx)
	r := &readerStatus{}
	var last time.Time
	for _, s := range all {
		switch s.State {
		case store.SubscriberActive:
			r.Active++
			if s.Bounces > 0 {
				r.Bounced++
			}
		case store.SubscriberPending:
			r.Pending++
		case store.SubscriberLeft:
			r.Left++
		case store.SubscriberSuppressed:
			r.Suppressed++
		}
		if s.Bounced.After(last) {
			last = s.Bounced
		}
	}
	r.Last = orNull(last)
	return r, err
}

// text returns r for people.
func (r *readerStatus) text(c *config.Config) string {
	said := fmt.Sprintf("%d active, %d not confirmed yet, %d left, %d get no more because mail comes back", r.Active, r.Pending, r.Left, r.Suppressed)
	if r.Last != nil {
		said += fmt.Sprintf("; mail to %d of the active came back; the last on %s", r.Bounced, dayOf(c, r.Last))
	}
	return said
}

type modelStatus struct {
	Name  string        `json:"name"`
	Today edition.Usage `json:"today"`
	All   edition.Usage `json:"all"`
}

// String returns m for people.
func (m *modelStatus) String() string {
	text := fmt.Sprintf("%s: %s and %d tokens today, %d and %d in all", m.Name, console.Count(m.Today.Calls, "call"), m.Today.Tokens, m.All.Calls, m.All.Tokens)
	if m.All.Offered > 0 {
		text += fmt.Sprintf("; told %d stories of %d, %d of %d sentences refused", m.All.Told, m.All.Stories, m.All.Refused, m.All.Offered)
	}
	return text
}

type nextStatus struct {
	Digest string    `json:"digest"`
	Start  time.Time `json:"start"`
	End    time.Time `json:"end"`
	Due    time.Time `json:"due"` // when a run may publish it; the next run does where that is past

	text string
}

type sourceStatus struct {
	Name         string     `json:"name"`
	Kind         string     `json:"kind"`
	Publish      string     `json:"publish"`
	Configured   bool       `json:"configured"`
	Posts        int        `json:"posts"`
	LastRead     *time.Time `json:"last_read"`
	LastComplete *time.Time `json:"last_complete"`
	LastNew      *time.Time `json:"last_new"`
	Newest       *time.Time `json:"newest"` // effective time of its newest post
	Due          *time.Time `json:"due"`
	LagSeconds   *int64     `json:"lag_seconds"` // since the start of the last complete read
	LastError    string     `json:"last_error"`
	Failures     int        `json:"failures"`
	Gap          string     `json:"gap"`
	Disabled     string     `json:"disabled"`
	Unchecked    string     `json:"unchecked"` // why it could not say whether its posts are still there
	Moved        string     `json:"moved"`     // the address that the source has moved to for good
	Clashes      int        `json:"clashes"`   // posts that came with the id of another's post, and are kept beside it
	Skipped      []string   `json:"skipped"`   // items that the newest reads could not read as posts, each once
}

type editionStatus struct {
	ID         string           `json:"id"`
	Revision   int              `json:"revision"`
	Digest     string           `json:"digest"`
	Start      time.Time        `json:"start"`
	End        time.Time        `json:"end"`
	Title      string           `json:"title"`
	Recorded   time.Time        `json:"recorded"`
	Missed     int              `json:"missed"` // posts of its period that came after it was made; 0 where that ended more than a week ago
	Deliveries []deliveryStatus `json:"deliveries"`
}

type deliveryStatus struct {
	Revision  int       `json:"revision"`
	Output    string    `json:"output"`
	Recipient string    `json:"recipient"`
	State     string    `json:"state"`
	At        time.Time `json:"at"`
	Error     string    `json:"error"`
}

const (
	statusReads    = 20 // newest reads of a source whose skipped items are named
	statusEditions = 30 // newest editions that are listed
)

func (a *app) status(ctx context.Context, c *config.Config) (*status, error) {
	db, err := readable(ctx, c)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	totals, err := db.Totals(ctx)
	if err != nil {
		return nil, err
	}
	s := &status{Database: c.Database, Posts: totals.Posts, Newest: orNull(totals.Last), Bytes: totals.Bytes, Sources: []sourceStatus{}, Editions: []editionStatus{}}
	if s.Removed, _, err = db.Tombstones(ctx); err != nil {
		return nil, err
	}
	states, err := db.Sources(ctx)
	if err != nil {
		return nil, err
	}
	said, err := collect.LoadNotes(ctx, db)
	if err != nil {
		return nil, err
	}
	clashes, err := db.Clashes(ctx)
	if err != nil {
		return nil, err
	}
	newest, err := db.Newest(ctx)
	if err != nil {
		return nil, err
	}
	for _, state := range states {
		one, err := statusOf(ctx, a, c, db, state, said[state.Name])
		if err != nil {
			return nil, err
		}
		one.Clashes, one.Newest = clashes[state.Name], orNull(newest[state.Name])
		s.Sources = append(s.Sources, one)
	}
	if s.Waiting, err = a.desk(c, db).Waiting(ctx); err != nil {
		return nil, err
	}
	coming, err := a.desk(c, db).Coming(ctx)
	if err != nil {
		return nil, err
	}
	s.Next = []nextStatus{}
	for _, next := range coming {
		w := next.Window
		s.Next = append(s.Next, nextStatus{next.Digest.Name, w.Start, w.End, next.At.In(c.Zone), next.Text(a.now())})
	}
	if slices.ContainsFunc(c.Outputs, func(t deliver.Target) bool { return t.About().Readers }) {
		if s.Readers, err = readersOf(ctx, db); err != nil {
			return nil, err
		}
	}
	if c.Writer.HasModel() {
		s.Model = &modelStatus{Name: c.Writer.Model.Name}
		if s.Model.All, s.Model.Today, err = edition.UsageOf(ctx, db, a.now().In(c.Zone)); err != nil {
			return nil, err
		}
	}
	if s.Editions, err = editionsOf(ctx, c, db); err != nil {
		return nil, err
	}
	s.missed, err = edition.MissedPosts(ctx, a.desk(c, db))
	for _, m := range s.missed {
		if i := slices.IndexFunc(s.Editions, func(e editionStatus) bool { return e.ID == m.ID }); i >= 0 {
			s.Editions[i].Missed = m.Posts
		}
	}
	return s, err
}

func statusOf(ctx context.Context, a *app, c *config.Config, db store.DB, state store.SourceState, said collect.SourceNote) (sourceStatus, error) {
	one := sourceStatus{
		Name: state.Name, Kind: state.Kind, Publish: state.Publish, Configured: state.Position >= 0, Posts: state.Posts,
		LastRead: orNull(state.LastRead), LastComplete: orNull(state.LastComplete), LastNew: orNull(state.LastNew),
		LastError: state.LastError, Failures: state.Failures, Gap: state.Gap, Disabled: state.Disabled, Unchecked: state.Unchecked, Skipped: []string{},
	}
	for i := range c.Sources {
		if c.Sources[i].Name == state.Name && !state.LastRead.IsZero() && state.Disabled == "" {
			one.Due = orNull(state.LastRead.Add(said.Interval(&c.Sources[i])))
		}
	}
	if said.Moved != "" {
		one.Moved = fetch.Redact(said.Moved)
	}
	if !state.LastComplete.IsZero() {
		lag := int64(a.now().Sub(state.LastComplete) / time.Second)
		one.LagSeconds = &lag
	}
	reads, err := db.Reads(ctx, state.Name, statusReads)
	if err != nil {
		return one, err
	}
	for _, r := range reads {
		for _, item := range r.Skipped {
			if !slices.Contains(one.Skipped, item) {
				one.Skipped = append(one.Skipped, item)
			}
		}
	}
	return one, nil
}

func editionsOf(ctx context.Context, c *config.Config, db store.DB) ([]editionStatus, error) {
	records, err := db.Editions(ctx, "", time.Time{}, time.Time{})
	if err != nil {
		return nil, err
	}
	editions := []editionStatus{}
	for _, r := range records[:min(len(records), statusEditions)] {
		e := editionStatus{ID: r.ID, Revision: r.Revision, Digest: r.Digest, Start: r.Start.In(c.Zone), End: r.End.In(c.Zone),
			Title: r.Title, Recorded: r.Recorded.UTC(), Deliveries: []deliveryStatus{}}
		deliveries, err := db.Deliveries(ctx, r.ID)
		if err != nil {
			return nil, err
		}
		for _, d := range deliveries {
			e.Deliveries = append(e.Deliveries, deliveryStatus{d.Revision, d.Output, edition.Place(c, d), d.State, d.At.UTC(), d.Error})
		}
		editions = append(editions, e)
	}
	return editions, nil
}

func printStatus(a *app, c *config.Config, s *status) error {
	w := tabwriter.NewWriter(a.Stdout, 0, 8, 2, ' ', 0)
	taken := ""
	if s.Removed > 0 {
		taken = fmt.Sprintf(", %d taken out", s.Removed)
	}
	if s.Newest != nil {
		taken += ", the newest of " + dayOf(c, s.Newest)
	}
	fmt.Fprintf(w, "%s%s, in %s (%.1f MB)\n\n", console.Count(s.Posts, "post"), taken, s.Database, float64(s.Bytes)/1e6)
	fmt.Fprintln(w, "SOURCE\tKIND\tPOSTS\tNEWEST POST\tREAD IN FULL\tSTATE")
	for _, one := range s.Sources {
		fmt.Fprintf(w, "%s\t%s\t%d\t%s\t%s\t%s\n", console.OneLine(one.Name), one.Kind, one.Posts, dayOf(c, one.Newest), a.ago(one.LastComplete), console.OneLine(one.state()))
	}
	if len(s.Editions)+len(s.Waiting) > 0 {
		fmt.Fprintln(w, "\nDIGEST\tPERIOD\tTITLE\tDELIVERED")
	}
	for _, one := range s.Waiting {
		fmt.Fprintf(w, "%s\t%s\t(%s)\t-\n", console.OneLine(one.Digest), one.Start.Format(time.DateOnly), one.State.Text())
	}
	for _, e := range s.Editions {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", console.OneLine(e.Digest), e.Start.Format(time.DateOnly), console.OneLine(e.Title), e.delivered())
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if len(s.missed) > 0 {
		fmt.Fprintln(a.Stdout, "\nCAME LATER")
	}
	for _, m := range s.missed {
		fmt.Fprintln(a.Stdout, console.OneLine(m.String()))
	}
	if len(s.Next) > 0 {
		fmt.Fprintln(a.Stdout, "\nNEXT")
	}
	for _, next := range s.Next {
		fmt.Fprintln(a.Stdout, console.OneLine(next.text))
	}
	if s.Readers != nil {
		fmt.Fprintf(a.Stdout, "\nSUBSCRIBERS\n%s\n", s.Readers.text(c))
	}
	if s.Model != nil {
		fmt.Fprintf(a.Stdout, "\nMODEL\n%s\n", console.OneLine(s.Model.String()))
	}
	for _, one := range s.Sources {
		if one.Clashes > 0 {
			fmt.Fprintf(a.Stdout, "%s: %s with the id of another's post; kept beside it under an id with a suffix\n", console.OneLine(one.Name), console.Count(one.Clashes, "post"))
		}
		for _, item := range one.Skipped {
			if a.Verbose {
				fmt.Fprintf(a.Stdout, "%s: skipped: %s\n", console.OneLine(one.Name), console.OneLine(item))
			}
		}
	}
	return nil
}

// state returns in a few words how a source is.
func (s *sourceStatus) state() string {
	switch {
	case s.Disabled != "":
		return "disabled: " + s.Disabled
	case s.LastError != "":
		return fmt.Sprintf("failed %s: %s", console.Times(s.Failures), s.LastError)
	case !s.Configured:
		return "no longer configured"
	case s.LastRead == nil:
		return "never read"
	case s.Gap != "":
		return "posts may be missing: " + s.Gap
	case s.Unchecked != "":
		return "ok, but nobody knows whether its posts are still there: " + s.Unchecked
	case s.Moved != "":
		return "ok, has moved to " + s.Moved + "; write that into the configuration"
	case len(s.Skipped) > 0:
		return fmt.Sprintf("ok, %d items skipped (status -v names them)", len(s.Skipped))
	}
	return "ok"
}

// delivered says where the newest revision went: the outputs that have it, and those that have not, with what keeps
// them.
func (e *editionStatus) delivered() string {
	var parts []string
	took := map[string]int{}
	var failed []deliveryStatus
	for _, d := range e.Deliveries {
		switch {
		case d.Revision != e.Revision:
		case d.State == "delivered" || d.State == "sent":
			if took[d.Output]++; took[d.Output] == 1 {
				parts = append(parts, console.OneLine(d.Output))
			}
		default:
			failed = append(failed, d)
		}
	}
	for _, d := range failed {
		why := d.Error
		if why == "" {
			why = d.State
		}
		if text := fmt.Sprintf("%s: %s", console.OneLine(d.Output), console.OneLine(why)); !slices.Contains(parts, text) {
			parts = append(parts, text)
		}
	}
	if len(parts) == 0 {
		return "nowhere"
	}
	return strings.Join(parts, ", ")
}

// ago returns how long ago t was, in the largest unit that fits.
func (a *app) ago(t *time.Time) string {
	if t == nil {
		return "never"
	}
	switch d := a.now().Sub(*t); {
	case d < time.Minute:
		return "now"
	case d < time.Hour:
		return fmt.Sprintf("%d min ago", d/time.Minute)
	case d < 48*time.Hour:
		return fmt.Sprintf("%d h ago", d/time.Hour)
	default:
		return fmt.Sprintf("%d days ago", d/(24*time.Hour))
	}
}

// dayOf returns the day of t in the community's zone, "-" for none.
func dayOf(c *config.Config, t *time.Time) string {
	if t == nil {
		return "-"
	}
	return t.In(c.Zone).Format(time.DateOnly)
}

// orNull returns t in UTC, or nil for the zero time.
func orNull(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}
