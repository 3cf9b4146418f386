// Package load reads what an edition depends on. Everything behind it is a function of the Input that it makes.
package load

import (
	"context"
	"slices"
	"time"

	"recap/digest/edit"
	"recap/digest/model"
	"recap/digest/period"
	"recap/store"
)

// Input is everything that an edition depends on beside the configuration. It is read by Load, or filled by hand in
// tests.
type Input struct {
	Window     period.Window
	Posts      []store.Post              // the posts of the period, by date, then id
	Late       []Late                    // posts of earlier periods that came too late for the editions of those, by date, then id
	Context    []store.Post              // earlier posts of the threads that have posts in the period
	Roots      map[int64]string          // thread number -> public id of its first post
	Background []store.Post              // posts before the period, for what is common here
	Histories  map[string]store.History  // by Author.Identity, before the period
	Sightings  map[string]store.Sighting // by Author.Voice, before the period
	Pace       map[string][]int          // see people.Known
	First      time.Time                 // since when there are posts, strays apart; zero where there are hardly any
	Usual      []DayCount                // the same weekday of the weeks before, newest first; only for one-day windows
	Sources    []store.SourceState       // by place in the configuration
	Told       []store.Told              // what the last seven recorded editions of this digest told
	Decisions  edit.Decisions            // of the editor
	Answers    map[string]model.Answer   // of a language model, by the hashes of their requests; not read by Load
}

// A DayCount is how much was written on one day.
type DayCount struct{ Posts, People int }

// A Store is what Load reads from: the reads that an edition needs and no other.
type Store interface {
	edit.Reader
	store.Reader

	// Editions is that of store.Ledger.
	Editions(ctx context.Context, digest string, from, to time.Time) ([]store.EditionRecord, error)

	// Post is that of store.Search.
	Post(ctx context.Context, id string) (store.Post, error)
}

const (
	usualWeeks     = 8  // weeks that stats.usual looks back
	toldEditions   = 7  // recorded editions that a story must not repeat
	contextPosts   = 60 // earlier posts read of one thread
	backgroundDays = 60 // how far back the vocabulary of the community is sampled
	strays         = 4  // so many posts may claim a date from before the archive
	paceSpan       = 30 * 24 * time.Hour
	paceSpans      = 3   // in which it is asked how much each source had before the period
	backgroundMax  = 600 // and at most so many of the posts before the period
)

// Load reads what the edition of digest for w depends on: the posts of the period and their threads' earlier posts,
// what came late for the editions before, what is known of their authors as of the date, usual counts, what recorded
// editions told, and how far each source was read.
func Load(ctx context.Context, db Store, digest string, w period.Window) (*Input, error) {
	in := &Input{Window: w}
	for p, err := range db.Posts(ctx, w.Start, w.End) {
		if err != nil {
			return nil, err
		}
		in.Posts = append(in.Posts, p)
	}
	if err := in.late(ctx, db, digest); err != nil {
		return nil, err
	}
	if err := in.around(ctx, db); err != nil {
		return nil, err
	}
	if err := in.people(ctx, db); err != nil {
		return nil, err
	}
	in.withhold()
	if err := in.usual(ctx, db); err != nil {
		return nil, err
	}
	var err error
	if in.Sources, err = db.Sources(ctx); err != nil {
		return nil, err
	}
	if in.Told, err = db.TellsBefore(ctx, digest, w.Start, toldEditions); err != nil {
		return nil, err
	}
	in.Decisions, err = edit.Load(ctx, db, digest, w)
	return in, err
}

// asOf leaves out the posts that were first stored after t, so that an edition can be made again of those that it was
// made of. What later copies and edits brought to the others stays.
func (in *Input) asOf(t time.Time) {
	later := func(p store.Post) bool { return p.FirstSeen.After(t) }
	in.Posts = slices.DeleteFunc(in.Posts, later)
	in.Context = slices.DeleteFunc(in.Context, later)
	in.Background = slices.DeleteFunc(in.Background, later)
	in.Late = slices.DeleteFunc(in.Late, func(l Late) bool { return later(l.Post) })
}

// around reads the posts before the period.
func (in *Input) around(ctx context.Context, db Store) error {
	seen := map[int64]bool{}
	var threads []int64
	for i := range in.Posts {
		if t := in.Posts[i].Thread; !seen[t] {
			seen[t] = true
			threads = append(threads, t)
		}
	}
	var err error
	start := in.Window.Start
	if in.Context, err = db.ThreadPosts(ctx, threads, start, contextPosts); err != nil {
		return err
	}
	if in.Background, err = db.PostsBefore(ctx, start, start.AddDate(0, 0, -backgroundDays), backgroundMax); err != nil {
		return err
	}
	for i := range in.Background {
		if t := in.Background[i].Thread; !seen[t] {
			seen[t] = true
			threads = append(threads, t)
		}
	}
	for i := range in.Late {
		if t := in.Late[i].Post.Thread; !seen[t] {
			seen[t] = true
			threads = append(threads, t)
		}
	}
	in.Roots, err = db.ThreadRoots(ctx, threads)
	return err
}

// people reads what is known of the authors of the period's posts, and of those that came late.
func (in *Input) people(ctx context.Context, db Store) error {
	names, voices := map[string]bool{}, map[string]bool{}
	var identities []string
	var authors []store.Author
	note := func(a store.Author) {
		if who := a.Identity(); who != "" && !names[who] {
			names[who] = true
			identities = append(identities, who)
		}
		if v := a.Voice(); v != "" && !voices[v] {
			voices[v] = true
			authors = append(authors, a)
		}
	}
	for i := range in.Posts {
		note(in.Posts[i].Author)
	}
	for i := range in.Late {
		note(in.Late[i].Post.Author)
	}
	var err error
	if in.Histories, err = db.Histories(ctx, identities, in.Window.Start); err != nil {
		return err
	}
	sightings, err := db.Sightings(ctx, authors, in.Window.Start)
	if err != nil {
		return err
	}
	in.Sightings = make(map[string]store.Sighting, len(authors))
	for i, a := range authors {
		in.Sightings[a.Voice()] = sightings[i]
	}
	if in.Pace, err = db.Pace(ctx, in.Window.Start, paceSpan, paceSpans); err != nil {
		return err
	}
	in.First, err = db.FirstPost(ctx, strays)
	return err
}

// usual counts the same weekday of the weeks before.
func (in *Input) usual(ctx context.Context, db Store) error {
	w := in.Window
	if w.Length() != 1 || in.First.IsZero() {
		return nil
	}
	for week := 1; week <= usualWeeks; week++ {
		d := period.Shift(w.Start, -7*week, w.Zone)
		if d.Before(in.First) {
			break
		}
		posts, people, err := db.Count(ctx, d, period.NextDay(d))
		if err != nil {
			return err
		}
		in.Usual = append(in.Usual, DayCount{posts, people})
	}
	return nil
}

// withhold takes the words from posts that may not be quoted, and the name from those that may only be counted, before
// anything looks at them. What is left counts: the post, the person, whom nothing names, the thread and the tags.
func (in *Input) withhold() {
	for _, list := range [][]store.Post{in.Posts, in.Context, in.Background} {
		for i := range list {
			withhold(&list[i])
		}
	}
	for i := range in.Late {
		withhold(&in.Late[i].Post)
	}
}

func withhold(p *store.Post) {
	if p.Policy == store.PolicyQuote {
		return
	}
	p.Title, p.Text, p.Quoted, p.Signature, p.Links, p.Cuts = "", "", "", "", nil, nil
	if who := p.Author.Identity(); who != "" && p.Policy == store.PolicyCount {
		p.Author = store.Author{Handle: store.PostID("author", who), Bot: p.Author.Bot}
	}
}
