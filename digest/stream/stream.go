// Package stream tells a hashtag's statuses by session: by talk where there is a programme, else by what belongs
// together in time and words.
//
// Read sorts the statuses of a period into what was shared most, what was announced, at most five sessions that are
// told with three to five whole statuses each, and the sessions that are only listed. Every status is in exactly one
// of them. Hangers finds accounts that hang the hashtag on trending ones; their statuses should not be given to Read.
// Everything is a pure function of the statuses and of Options, whatever their order.
package stream

import (
	"cmp"
	"slices"
	"time"

	"recap/digest/language"
	"recap/digest/post"
)

// Options are what is known beside the posts.
type Options struct {
	Language *language.Language      // of the recap
	Lexicon  *post.Lexicon           // of the community
	Zone     *time.Location          // in which days are counted; nil is UTC
	Own      map[string]bool         // hashtags that the whole stream carries, in lower case without "#": of the configuration, of the event
	Names    map[string]string       // account in lower case without "@" -> real name, where one of two words or more is known
	Talks    []Talk                  // of the programme within the period
	Known    func(ident string) bool // whether an account (Post.Ident) wrote here before the period; nil: nobody is known to have
}

// A Talk is an entry of an event's programme.
type Talk struct {
	Title      string
	Speakers   []string
	Start, End time.Time // End is zero where the programme does not say
	Room, URL  string
}

// A Session is a part of the stream that is told or listed as one thing.
type Session struct {
	Posts   []*post.Post // by time
	Picks   []*post.Post // those to print, by time: at most five, each by another person; every one has an Excerpt
	Heading string       // never empty, never a bare hashtag, a clock time or a date
	Headed  *post.Post   // whose words Heading is; nil if it is nobody's
	Plain   bool         // Heading says when it was or who wrote, and not what about
	Talk    *Talk        // of the programme; nil if it is about no one talk
}

// A Stream is the statuses of a period, each in exactly one place.
type Stream struct {
	Most, Notices []*post.Post // by time: what was shared most, what was announced; at most three each
	Sessions      []*Session   // told, in order of time: at most five
	Rest          []*Session   // listed, in order of time

	names map[string]string
	cited map[*post.Post]string
}

const (
	toldSessions = 5
	leastPicks   = 3 // of a session that is told
	leastForTalk = 2 // of one that the programme names
	mostPicks    = 5
	topPosts     = 3 // of Most and of Notices
)

// Read sorts the statuses of a period.
func Read(posts []*post.Post, o Options) *Stream {
	r := newReader(posts, o)
	s := &Stream{names: r.names, cited: map[*post.Post]string{}}
	for _, st := range r.all {
		if st.cited != "" {
			s.cited[st.Post] = st.cited
		}
	}
	notices := r.notices()
	most := r.mostShared(notices)
	s.Notices, s.Most = plain(notices), plain(most)
	lifted := map[*status]bool{}
	for _, st := range append(notices, most...) {
		lifted[st] = true
	}
	runs := r.sessions(lifted)
	told := r.told(runs)
	r.head(runs, told)
	for _, run := range runs {
		if told[run] {
			s.Sessions = append(s.Sessions, run.session())
		} else {
			s.Rest = append(s.Rest, run.session())
		}
	}
	return s
}

// A run is a session in the making.
type run struct {
	posts   []*status // by time
	picks   []*status // by time
	people  int       // who wrote in it
	fresh   int       // statuses whose words their writer had not written before
	talk    *Talk
	subject subject
	heading string
	plain   bool       // the heading says when or who, and not what
	headed  *post.Post // whose words the heading is; nil if it is nobody's
}

func (r *run) session() *Session {
	return &Session{Posts: plain(r.posts), Picks: plain(r.picks), Heading: r.heading, Headed: r.headed, Plain: r.plain, Talk: r.talk}
}

// sessions returns all sessions in order of time, with their picks: those of the programme first claim what is about
// their talks, the rest is cut.
func (r *reader) sessions(lifted map[*status]bool) []*run {
	knots := r.knots(lifted)
	runs, left := r.claim(knots)
	runs = append(runs, r.cut(left)...)
	slices.SortFunc(runs, func(a, b *run) int { return before(a.posts[0], b.posts[0]) })
	for _, run := range runs {
		people := map[string]bool{}
		for _, st := range run.posts {
			people[st.person] = true
			run.fresh += b2i(!st.again)
		}
		run.people = len(people)
		run.subject = r.subject(run)
		run.picks = r.pick(run, lifted)
	}
	return runs
}

// told chooses the sessions that are told: those with most people, then posts. Where none has the picks of a session,
// two are enough.
func (r *reader) told(runs []*run) map[*run]bool {
	for least := leastPicks; least >= leastForTalk; least-- {
		var fit []*run
		for _, run := range runs {
			if run.worthTelling(least) || run.talk != nil && run.worthTelling(leastForTalk) {
				fit = append(fit, run)
			}
		}
		slices.SortStableFunc(fit, func(a, b *run) int {
			return cmp.Or(cmp.Compare(b.people, a.people), cmp.Compare(b.fresh, a.fresh))
		})
		if len(fit) > 0 {
			out := map[*run]bool{}
			for _, run := range fit[:min(len(fit), toldSessions)] {
				out[run] = true
			}
			return out
		}
	}
	return nil
}

// worthTelling reports whether a session has so many picks, and these say something on the whole.
func (r *run) worthTelling(least int) bool {
	sum := 0.0
	for _, st := range r.picks {
		sum += st.says
	}
	return len(r.picks) >= least && sum >= float64(least)*saysEnough
}

func plain(list []*status) []*post.Post {
	out := make([]*post.Post, len(list))
	for i, st := range list {
		out[i] = st.Post
	}
	return out
}
