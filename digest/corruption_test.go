package digest_test

import (
	"context"
	"fmt"
	"math/rand"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"recap/digest"
	"recap/store"
)

// A specimen is a sentence of a real edition with what is needed to corrupt it and to ask the gate about it.
type specimen struct {
	digest.Sentence
	check  *digest.Checker
	story  string   // id of its story
	thread string   // thread of its first source
	writer string   // who wrote the first source
	others []string // who else wrote in the story
}

// A corruption makes a sentence say what its posts do not. It reports whether it could.
type corruption struct {
	name  string
	least float64 // share that the gate must refuse
	apply func(s specimen, r *rand.Rand, all []specimen) (digest.Sentence, bool)
}

var corruptions = []corruption{
	{"foreign sentence", .98, foreignSentence},
	{"foreign words under the right speaker", .95, foreignWords},
	{"foreign name", .95, foreignName},
	{"number + 7", .95, otherNumber},
	{"swapped participant", .85, swappedParticipant},
	{"altered quote", 1, alteredQuote},
}

// TestCorruptions takes sentences of editions, makes them false, and asks the gate. The sentences as they stand must all pass.
func TestCorruptions(t *testing.T) {
	dir, fixture := goldDir()
	sample := 500
	if testing.Short() {
		sample = 100
	}
	specimens := collect(t, dir, fixture)
	r := rand.New(rand.NewSource(1))
	for _, c := range corruptions {
		order := r.Perm(len(specimens))
		tried, refused, passed := 0, 0, []string(nil)
		for _, i := range order {
			if tried == sample {
				break
			}
			s := specimens[i]
			bad, ok := c.apply(s, r, specimens)
			if !ok {
				continue
			}
			tried++
			if s.check.Story(s.story, bad) != "" {
				refused++
			} else {
				passed = append(passed, fmt.Sprintf("%q, out of %q", bad.Text, s.Text))
			}
		}
		if tried == 0 {
			t.Errorf("%s: no sentence of %d could be corrupted", c.name, len(specimens))
			continue
		}
		rate := float64(refused) / float64(tried)
		t.Logf("%-40s %3d of %3d refused, %5.1f %%", c.name, refused, tried, 100*rate)
		if tried-refused > 1 && rate < c.least { // one of few says nothing about the share
			t.Errorf("%s: the gate refuses %.1f %%, want at least %.0f %%", c.name, 100*rate, 100*c.least)
		}
		for i, p := range passed {
			if i < 12 && (testing.Verbose() || rate < c.least) {
				t.Logf("   passed: %s", p)
			}
		}
	}
}

// collect builds editions of the gold data and checks that each of their sentences passes.
func collect(t *testing.T, dir string, fixture bool) []specimen {
	t.Helper()
	var gs []group
	perGroup := 90
	if fixture {
		gs = groups(t, dir)
	} else {
		gs = append(groups(t, dir, "twisted-2003", "twisted-2010", "delving", "cifs"), oneMailbox(t, dir, "w3c", "W3C"))
	}
	var out []specimen
	sentences, refusals := 0, map[string]int{}
	for _, g := range gs {
		db := ingested(t, dir, g)
		for _, w := range busyDays(t, db, perGroup) {
			opt := g.options()
			in := load(t, db, w, opt)
			e, refused, err := digest.BuildRefused(in, opt)
			if err != nil {
				t.Fatal(err)
			}
			for _, why := range refused {
				reason, text, _ := strings.Cut(why, ": ")
				refusals[reason]++
				switch {
				case fixture: // where frames have words that the gate does not know, see frameWord
					t.Errorf("the gate refuses what was built, since it %s: %s", reason, text)
				case refusals[reason] <= 12:
					t.Logf("the gate refused, since it %s: %s", reason, text)
				}
			}
			check := digest.NewChecker(in, opt)
			for i, s := range e.Lede.Sentences {
				sentences++
				if why := check.Lede(e, i, s); why != "" {
					t.Errorf("lede %q: the gate says that it %s", s.Text, why)
				}
			}
			for _, st := range e.Stories {
				for _, p := range st.Paragraphs {
					for _, s := range p.Sentences {
						sentences++
						if why := check.Story(st.ID, s); why != "" {
							t.Errorf("%s %q: the gate says that it %s", g.Name, s.Text, why)
						}
						sp := specimen{Sentence: s, check: check, story: st.ID}
						if ref := e.Post(s.Sources[0]); ref != nil {
							sp.thread, sp.writer = ref.Thread, ref.Author
						}
						for _, who := range st.People {
							if who != sp.writer {
								sp.others = append(sp.others, who)
							}
						}
						out = append(out, sp)
					}
				}
			}
		}
	}
	t.Logf("%d sentences of editions stand; the gate refused in drafts: %v", sentences, refusals)
	return out
}

// busyDays returns up to n days of the database with the most posts, spread over its time.
func busyDays(t *testing.T, db *store.DB, n int) []digest.Window {
	t.Helper()
	counts := map[string]int{}
	for p, err := range db.Posts(context.Background(), time.Time{}, time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)) {
		if err != nil {
			t.Fatal(err)
		}
		counts[p.Published.Format(time.DateOnly)]++
	}
	var all []string
	for day, c := range counts {
		if c >= 3 {
			all = append(all, day)
		}
	}
	slices.Sort(all)
	var out []digest.Window
	for i, day := range all {
		if i*n/len(all) != (i+1)*n/len(all) || len(all) <= n {
			out = append(out, days(t, day, day))
		}
	}
	return out
}

// isClosing reports whether a sentence only says where its story stands; such a one may hold for another story, too.
func isClosing(s specimen) bool { return !strings.Contains(s.Text, lastName(s.writer)) }

// foreignSentence puts a sentence of another thread in the place of s, which keeps its citation.
func foreignSentence(s specimen, r *rand.Rand, all []specimen) (digest.Sentence, bool) {
	for range 20 {
		o := all[r.Intn(len(all))]
		if o.thread != s.thread && !isClosing(o) {
			bad := s.Sentence
			bad.Text, bad.Quote = o.Text, o.Quote
			return bad, true
		}
	}
	return s.Sentence, false
}

// foreignWords lets the writer of s say what somebody said in another thread.
func foreignWords(s specimen, r *rand.Rand, all []specimen) (digest.Sentence, bool) {
	if isClosing(s) || s.Quote != nil {
		return s.Sentence, false
	}
	for range 20 {
		o := all[r.Intn(len(all))]
		if o.thread == s.thread || o.Quote != nil || o.writer == "" || !strings.HasPrefix(o.Text, o.writer+" ") {
			continue
		}
		bad := s.Sentence
		bad.Text = s.writer + strings.TrimPrefix(o.Text, o.writer)
		return bad, true
	}
	return s.Sentence, false
}

var capitalised = regexp.MustCompile(`\p{Lu}[\pL\pN]{2,}(?: \p{Lu}[\pL\pN]{2,})*`)

// foreignName puts the name of somebody of another story in the place of one of the names of s.
func foreignName(s specimen, r *rand.Rand, all []specimen) (digest.Sentence, bool) {
	var at [][]int
	for i, m := range capitalised.FindAllStringIndex(s.Text, -1) {
		if i > 0 || strings.HasPrefix(s.Text, s.writer) {
			at = append(at, m)
		}
	}
	if len(at) == 0 || s.Quote != nil || isClosing(s) {
		return s.Sentence, false
	}
	m := at[r.Intn(len(at))]
	for range 20 {
		o := all[r.Intn(len(all))]
		if o.thread == s.thread || o.writer == "" || strings.Contains(s.Text, lastName(o.writer)) || s.knows(o.writer) {
			continue
		}
		bad := s.Sentence
		bad.Text = s.Text[:m[0]] + o.writer + s.Text[m[1]:]
		return bad, true
	}
	return s.Sentence, false
}

func (s specimen) knows(who string) bool {
	if who == s.writer {
		return true
	}
	for _, o := range s.others {
		if o == who {
			return true
		}
	}
	return false
}

var number = regexp.MustCompile(`\d+`)

// otherNumber adds seven to one of the numbers of s.
func otherNumber(s specimen, r *rand.Rand, _ []specimen) (digest.Sentence, bool) {
	at := number.FindAllStringIndex(s.Text, -1)
	if len(at) == 0 {
		return s.Sentence, false
	}
	m := at[r.Intn(len(at))]
	n, err := strconv.Atoi(s.Text[m[0]:m[1]])
	if err != nil {
		return s.Sentence, false
	}
	bad := s.Sentence
	bad.Text = s.Text[:m[0]] + strconv.Itoa(n+7) + s.Text[m[1]:]
	return bad, true
}

// swappedParticipant puts another participant of the story in the place of the writer; the citation stays.
func swappedParticipant(s specimen, r *rand.Rand, _ []specimen) (digest.Sentence, bool) {
	if len(s.others) == 0 || s.writer == "" {
		return s.Sentence, false
	}
	other := s.others[r.Intn(len(s.others))]
	bad := s.Sentence
	switch short := lastName(s.writer); {
	case strings.Contains(s.Text, s.writer):
		bad.Text = strings.Replace(s.Text, s.writer, other, 1)
	case strings.Contains(s.Text, short):
		bad.Text = strings.Replace(s.Text, short, lastName(other), 1)
	}
	return bad, bad.Text != s.Text
}

func lastName(who string) string {
	words := strings.Fields(who)
	if len(words) == 0 {
		return "\x00"
	}
	return words[len(words)-1]
}

// alteredQuote changes one word of the quote of s, in the text as well, or leaves out some.
func alteredQuote(s specimen, r *rand.Rand, _ []specimen) (digest.Sentence, bool) {
	if s.Quote == nil {
		return s.Sentence, false
	}
	words := strings.Fields(s.Quote.Text)
	i := r.Intn(len(words) - 1)
	switch r.Intn(5) {
	case 0: // a word left out
		words = append(words[:i:i], words[i+1:]...)
	case 1: // a word put in
		words = append(words[:i:i], append([]string{"not"}, words[i:]...)...)
	case 2: // two words turned round
		words[i], words[i+1] = words[i+1], words[i]
	case 3: // a letter changed
		words[i] = strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) {
				return 'x'
			}
			return r
		}, words[i]) + "x"
	default: // the end left out
		words = words[:len(words)-1]
	}
	q := *s.Quote
	q.Text = strings.Join(words, " ")
	if q.Text == s.Quote.Text {
		return s.Sentence, false
	}
	bad := s.Sentence
	bad.Quote = &q
	bad.Text = strings.Replace(s.Text, s.Quote.Text, q.Text, 1)
	return bad, true
}
