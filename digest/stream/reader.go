package stream

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"time"
	"unicode"

	"recap/digest/language"
	"recap/digest/post"
	"recap/digest/prose"
	"recap/store"
)

// A status is a post of the stream and what was read of it once.
type status struct {
	*post.Post
	text     string // what is printed
	bare     string // text without accounts, links and the stream's own tags; other tags are words of it
	words    int    // of bare
	cues     language.CueSet
	terms    post.Terms // of bare
	mentions []string
	things   []thing // that it names
	cited    string  // whose words it gives as "Ann Lee: ..."
	person   string  // under which its writer is counted, on whatever network
	shares   int
	standing float64 // its place by shares among those of its network, up to 1; 0 if nobody shared it
	says     float64 // how much it says
	may      bool    // may be printed
	key      string  // bare, for comparing
	copied   bool    // somebody else wrote these words before
	again    bool    // its writer wrote them before: whatever the address or the number that they came with
}

// A reader is one call of Read.
type reader struct {
	Options
	all    []*status // by time
	byKey  map[string]*status
	names  map[string]string          // Options.Names and the real names that writers show
	own    map[string]bool            // the stream's own hashtags, compact
	df     map[int]int                // stem -> statuses
	namers map[string]map[string]bool // key of a thing -> people who name it
}

func newReader(posts []*post.Post, o Options) *reader {
	r := &reader{
		Options: o,
		byKey:   make(map[string]*status, len(posts)),
		names:   map[string]string{},
		df:      map[int]int{},
		namers:  map[string]map[string]bool{},
	}
	if r.Zone == nil {
		r.Zone = time.UTC
	}
	sorted := slices.SortedFunc(slices.Values(posts), func(a, b *post.Post) int {
		return cmp.Or(a.Published.Compare(b.Published), cmp.Compare(a.ID, b.ID))
	})
	r.readNames(sorted)
	r.own = r.ownTags(sorted)
	for _, p := range sorted {
		st := r.read(p)
		r.all = append(r.all, st)
		r.byKey[p.Key] = st
		for _, id := range st.terms {
			r.df[id]++
		}
	}
	r.nameThings()
	r.markCopies()
	r.rankShares()
	for _, st := range r.all {
		st.says = r.value(st)
	}
	return r
}

func before(a, b *status) int {
	return cmp.Or(a.Published.Compare(b.Published), cmp.Compare(a.ID, b.ID))
}

func (r *reader) read(p *post.Post) *status {
	st := &status{Post: p, text: Text(p), mentions: prose.Mentions(p.Text), person: r.person(p)}
	st.bare = r.bare(st.text)
	st.words = prose.Count(st.bare)
	st.cues = p.Language.Cues(st.text)
	st.terms = r.Lexicon.Terms(st.bare)
	st.shares = max(p.Shared, p.Counts.Shares)
	st.may = p.Who != "" && p.Policy == store.PolicyQuote && p.Machine == "" && st.text != "" &&
		standsIn(st.text, p.Text)
	return st
}

// standsIn reports whether each piece of a printed status, between its addresses, stands in what was written. It does
// not where an address that leads nowhere was left out in the middle.
func standsIn(printed, text string) bool {
	if !strings.Contains(text, "://") && !strings.Contains(text, ".com/") {
		return true
	}
	text = strings.Join(strings.Fields(text), " ")
	for _, piece := range strings.Split(printed, prose.Link) {
		_, rest, ok := strings.Cut(text, strings.TrimSpace(piece))
		if !ok {
			return false
		}
		text = rest
	}
	return true
}

// readNames collects the real names of accounts: those that are given, and display names of two words or more that
// writers of the stream show.
func (r *reader) readNames(posts []*post.Post) {
	for handle, name := range r.Options.Names {
		if strings.Contains(name, " ") {
			r.names[strings.ToLower(handle)] = name
		}
	}
	for _, p := range posts {
		handle := strings.ToLower(p.Author.Handle)
		name := plainName(p.Who)
		if handle == "" || !realName(name) || p.Policy != store.PolicyQuote {
			continue
		}
		for _, h := range []string{handle, local(handle)} {
			if r.names[h] == "" {
				r.names[h] = name
			}
		}
	}
}

// realName reports whether a display name looks like one of a person or an institution: two to five words of letters.
func realName(s string) bool {
	n := len(strings.Fields(s))
	return n >= 2 && n <= 5 && !strings.ContainsAny(s, "0123456789@#:/|")
}

// person returns under what a writer is counted: the real name where it is known, so that one person on two networks
// is one.
func (r *reader) person(p *post.Post) string {
	if n := r.names[strings.ToLower(p.Author.Handle)]; n != "" {
		return strings.ToLower(n)
	}
	if strings.Contains(p.Ident, " ") || p.Author.Handle == "" {
		return p.Ident
	}
	return "@" + strings.ToLower(local(p.Author.Handle))
}

// bare returns a printed status without accounts, links and the stream's own tags. Other tags stand for words.
func (r *reader) bare(text string) string {
	if !containsOne(text, "#", "@", "[", "＃") {
		return text
	}
	words := strings.Fields(text)
	kept := words[:0]
	for _, w := range words {
		switch c := strings.TrimLeft(w, ".(\"“'"); {
		case strings.HasPrefix(c, "@"), strings.HasPrefix(c, prose.Link):
		case strings.HasPrefix(c, "#") || strings.HasPrefix(c, "＃"):
			if tag := strings.TrimLeft(c, "#＃"); !r.own[compact(tag)] {
				kept = append(kept, tag)
			}
		default:
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, " ")
}

// containsOne reports whether one of marks stands in s. (strings.ContainsAny goes through s rune by rune where a mark
// is not ASCII.)
func containsOne(s string, marks ...string) bool {
	for _, m := range marks {
		if strings.Contains(s, m) {
			return true
		}
	}
	return false
}

// markCopies finds the statuses that repeat the words of an earlier one by somebody else.
func (r *reader) markCopies() {
	first := map[string]*status{}
	for _, st := range r.all {
		st.key = compact(st.bare)
		if up := first[st.key]; up == nil {
			first[st.key] = st
		} else if up.person != st.person && st.words > 3 {
			st.copied = true
		}
	}
}

// rankShares gives each status its place by shares among those of its own network: the counts of different networks
// do not compare.
func (r *reader) rankShares() {
	networks := map[string][]*status{}
	for _, st := range r.all {
		if st.shares > 0 {
			networks[st.Kind] = append(networks[st.Kind], st)
		}
	}
	for _, list := range networks {
		sort.SliceStable(list, func(i, j int) bool { return list[i].shares < list[j].shares })
		for i, st := range list {
			st.standing = float64(i+1) / float64(len(list))
			if i > 0 && st.shares == list[i-1].shares {
				st.standing = list[i-1].standing
			}
		}
	}
}

// A knot is what stays together: a status and its answers, and the same words by the same person on another network.
type knot struct {
	posts []*status // by time
	at    time.Time // of the status that the others answer
}

// knots returns the statuses that are not lifted, tied together, in order of time.
func (r *reader) knots(lifted map[*status]bool) []*knot {
	of := make(map[*status]*knot, len(r.all))
	var out []*knot
	for _, st := range r.all { // an answer comes after what it answers, but where clocks differ: then it is a knot of its own
		k := of[r.answers(st)]
		if k == nil {
			k = &knot{at: st.Published}
			out = append(out, k)
		}
		of[st] = k
		k.posts = append(k.posts, st)
	}
	kept := out[:0]
	for _, k := range r.twins(out, of) {
		k.posts = slices.DeleteFunc(k.posts, func(st *status) bool { return lifted[st] })
		if len(k.posts) > 0 {
			kept = append(kept, k)
		}
	}
	return kept
}

// answers returns the nearest status of the stream that st answers, nil if there is none.
func (r *reader) answers(st *status) *status {
	for i := len(st.InReplyTo) - 1; i >= 0; i-- {
		if up := r.byKey[st.InReplyTo[i]]; up != nil && up != st {
			return up
		}
	}
	return nil
}

// sameWords are the words of a status by which its writer's others are told to say the same: without addresses and
// numbers, and with accounts and hashtags where there is little else. It is "" for one that says too little.
func (st *status) sameWords() string {
	const few = 4
	text := st.bare
	if st.words < few {
		text = strings.ReplaceAll(st.text, prose.Link, " ")
	}
	if prose.Count(text) < few {
		return ""
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return -1
		}
		return r
	}, compact(text))
}

// twins puts the knots together whose first status is the same words by the same person.
func (r *reader) twins(knots []*knot, of map[*status]*knot) []*knot {
	first := map[string]*knot{}
	kept := make([]*knot, 0, len(knots))
	for _, k := range knots {
		st := k.posts[0]
		same := st.sameWords()
		key := st.person + "\n" + same
		up := first[key]
		if up == nil || same == "" {
			first[key] = k
			kept = append(kept, k)
			continue
		}
		st.again = true
		up.posts = append(up.posts, k.posts...)
		slices.SortFunc(up.posts, before)
	}
	return kept
}

// note adds a person to those of k.
func note[K comparable](m map[K]map[string]bool, k K, person string) {
	if m[k] == nil {
		m[k] = map[string]bool{}
	}
	m[k][person] = true
}
