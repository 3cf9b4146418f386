package digest

import (
	"context"
	"time"

	"recap/store"
)

// Input is everything that an edition depends on besides Options. It is read by Load, or filled by hand in tests.
type Input struct {
	Window     Window
	Posts      []store.Post             // the posts of the period, by date, then id
	Context    []store.Post             // earlier posts of the threads that have posts in the period
	Roots      map[int64]string         // thread number -> public id of its first post
	Background []store.Post             // posts before the period, for what is common here
	Histories  map[string]store.History // by Author.Identity, before the period
	First      time.Time                // the oldest stored post
	Usual      []DayCount               // the same weekday of the weeks before, newest first; only for one-day windows
	Sources    []store.SourceState      // by place in the configuration
	Told       []store.Told             // what the last seven recorded editions of this digest told
	Decisions  Decisions                // of the editor
}

// A DayCount is how much was written on one day.
type DayCount struct{ Posts, People int }

const (
	usualWeeks     = 8   // weeks that stats.usual looks back
	toldEditions   = 7   // recorded editions that a story must not repeat
	contextPosts   = 40  // earlier posts read of one thread
	backgroundDays = 60  // how far back the vocabulary of the community is sampled
	backgroundMax  = 600 // and at most so many of the posts before the period
)

// Load reads what the edition of w depends on: the posts of the period and their threads' earlier posts, authors' history as of the
// date, usual counts, what recorded editions told, and how far each source was read.
func Load(ctx context.Context, db *store.DB, w Window, opt Options) (*Input, error) {
	opt = opt.withDefaults()
	in := &Input{Window: w}
	for p, err := range db.Posts(ctx, w.Start, w.End) {
		if err != nil {
			return nil, err
		}
		in.Posts = append(in.Posts, p)
	}
	threads, authors := map[int64]bool{}, map[string]bool{}
	var numbers []int64
	var names []string
	for i := range in.Posts {
		p := &in.Posts[i]
		if !threads[p.Thread] {
			threads[p.Thread] = true
			numbers = append(numbers, p.Thread)
		}
		if who := p.Author.Identity(); who != "" && !authors[who] {
			authors[who] = true
			names = append(names, who)
		}
	}
	var err error
	if in.Context, err = db.ThreadPosts(ctx, numbers, w.Start, contextPosts); err != nil {
		return nil, err
	}
	if in.Roots, err = db.ThreadRoots(ctx, numbers); err != nil {
		return nil, err
	}
	if in.Histories, err = db.Histories(ctx, names, w.Start); err != nil {
		return nil, err
	}
	if in.First, err = db.FirstPost(ctx); err != nil {
		return nil, err
	}
	if in.Background, err = db.PostsBefore(ctx, w.Start, w.Start.AddDate(0, 0, -backgroundDays), backgroundMax); err != nil {
		return nil, err
	}
	withhold(in.Posts)
	withhold(in.Context)
	withhold(in.Background)
	if w.days() == 1 {
		for week := 1; week <= usualWeeks; week++ {
			d := midnight(w.Start.AddDate(0, 0, -7*week), w.Zone)
			if d.Before(in.First) {
				break
			}
			posts, people, err := db.Count(ctx, d, nextDay(d))
			if err != nil {
				return nil, err
			}
			in.Usual = append(in.Usual, DayCount{posts, people})
		}
	}
	if in.Sources, err = db.Sources(ctx); err != nil {
		return nil, err
	}
	if in.Told, err = db.TellsBefore(ctx, opt.Digest, w.Start, toldEditions); err != nil {
		return nil, err
	}
	in.Decisions, err = LoadDecisions(ctx, db, opt.Digest, w)
	return in, err
}
