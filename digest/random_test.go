package digest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"recap/digest/internal/scene"
	"recap/digest/load"
	"recap/digest/post"
	"recap/digest/proof"
	"recap/digest/prose"
	"recap/digest/story"
	"recap/store"
	"recap/store/sqlite"
)

var seeds = flag.Uint64("seeds", 16, "how many random days TestRandomDays makes")

// secret stands in all words of posts that may not be shown, and in the names of who wrote nothing else.
const secret = "Xanthorrhoea"

// A dice makes up days.
type dice struct {
	*rand.Rand
	s *scene.Scene
	n int
}

func (d *dice) pick(list ...string) string { return list[d.IntN(len(list))] }

func (d *dice) key() string {
	d.n++
	return fmt.Sprint("k", d.n)
}

func (d *dice) who() string {
	return d.pick("Ann", "Bob", "Cleo", "Dirk", "Eva", "Fay", "Gus", "Hanna", "Ivo", "Jana") + " " + d.pick("Lee", "Stone",
		"Marsh", "Holm", "Brook", "Reed", "Vogel", "Quill")
}

func (d *dice) thing() string {
	return d.pick("float switch", "northern pump", "sluice gate", "tide gauge", "spare impeller", "harbour log", "drain valve", "level sensor")
}

// opening is a subject and what an opening post says.
func (d *dice) opening() (title, text string) {
	x, y := d.thing(), d.thing()
	n := fmt.Sprint(d.IntN(900))
	return d.pick(
			"How do I reset the "+x+" "+n+"?", "[PROPOSAL] Replace the "+x+" "+n, "[VOTE] Buy "+n+" of the "+x,
			"[PATCH] "+x+": open "+n+" earlier", "Released: "+x+" firmware 2."+n,
			"The "+x+" "+n+" fails at night", "[ANNOUNCE] Meeting about the "+x+" "+n, "Security advisory for the "+x+" "+n,
			x+" "+n, "Re: "+x+" "+n, "", "[RESULT] [VOTE] Buy "+n+" of the "+x), d.pick(
			"Hi all,\n\nThe "+x+" number "+n+
				" stops at noon and nobody here knows why. How do I reset it without closing the "+y+"?\n\nThanks,\nAnn",
			"I propose to replace the "+x+" with the "+y+". It allows us to open the gate "+n+" minutes earlier. What do you think?",
			"This patch opens the "+x+" before the "+y+" closes, so that no water is lost in hour "+n+
				".\n\n    if (level < 3) { open(); }\n\nIt was tested for a week.",
			"We are pleased to announce version 2."+n+" of the "+x+" firmware. It adds a log of the "+y+
				" and fixes a leak.\n\n* New: the log\n* Gone: the leak\n",
			"Please vote on the purchase of the "+x+". The vote is open for 72 hours.\n\n[ ] +1 buy it\n[ ] -1 do not buy it",
			"Wir schlagen vor, den Schieber "+n+" zu ersetzen. Das ist besser, weil die Pumpe dann nicht mehr steht und wir am 3. Mai fertig sind.",
			"水泵"+n+"昨天中午停了。谁知道原因？", "test "+n, "",
			"See https://harbour.example.org/"+n+" for the "+x+" and CVE-2026-"+fmt.Sprint(1000+d.IntN(3))+" too.")
}

func (d *dice) answer() string {
	x := d.thing()
	return d.pick("You can hold the button of the "+x+" for ten seconds. The reason is that the old one has no memory.",
		"I disagree, because the "+x+" would cost twice as much in winter.", "+1",
		"-1, that would break the "+x+" for all of us.",
		"+1\n\nI think it is a good idea to do that before spring comes.", "Thanks, that works now. The "+x+" runs again.",
		"I will send a patch for the "+x+" tomorrow.", "Applied to the main branch, thanks.",
		"LGTM.\n\nReviewed-by: Someone <x@example.org>",
		"Never mind, the "+x+" was not plugged in.",
		"Bob Stone wrote:\n\nIf you look at the "+x+
			", it still leaks in the evening. Have you changed the seal "+fmt.Sprint(d.IntN(99))+"?",
		"Das sehe ich anders, denn der Schieber ist noch gut und kostet nichts.",
		"That is a fair point, and I agree with it. The "+x+" can stay as it is until we know more about the seals.", "?",
		"Please do not remove the "+x+"; my boat needs it at high tide.")
}

// thread adds an opening and answers within the day, some of an older thread.
func (d *dice) thread() {
	title, text := d.opening()
	at := d.Float64() * 20
	if d.IntN(5) == 0 {
		at -= 24 * float64(1+d.IntN(9))
	}
	keys := []string{d.key()}
	opener := d.who()
	d.s.Mail(keys[0], "", opener, at, title, text)
	for range d.IntN(8) * d.IntN(2) {
		who := d.who()
		if d.IntN(4) == 0 {
			who = opener
		}
		parent, k := keys[d.IntN(len(keys))], d.key()
		p := d.s.Mail(k, parent, who, max(at, 0)+d.Float64()*(23.9-max(at, 0)), "Re: "+title, d.answer())
		if d.IntN(4) == 0 {
			p.Quoted = "> " + text
		}
		d.restrict(p)
		keys = append(keys, k)
	}
}

// restrict takes consent away from some posts.
func (d *dice) restrict(p *store.Post) {
	switch d.IntN(14) {
	case 0:
		p.Policy = store.PolicyCount
	case 1:
		p.Policy = store.PolicyLink
	case 2:
		p.Sources = []string{"quiet"}
	case 3:
		p.Sources = []string{"hidden"}
	default:
		return
	}
	p.Text, p.Title = strings.ReplaceAll(p.Text, " ", " "+secret+" "), p.Title+" "+secret
	p.Author = store.Author{Name: secret + " " + p.Author.Name, Address: fmt.Sprintf("x%d@example.org", d.IntN(50))}
}

func (d *dice) day() {
	d.s.Chatter(120)
	for range 3 + d.IntN(25) {
		d.thread()
	}
	for range d.IntN(3) * 10 { // a stream
		p := d.s.Status(d.key(), d.who(), d.Float64()*23.9,
			d.pick("Now on stage: "+d.who()+" about the "+d.thing()+" #harbour",
				"The "+d.thing()+" opens at noon, and "+d.thing()+" number "+fmt.Sprint(d.IntN(90))+" is new #harbour",
				"Great talk! #harbour", "@fay: the "+d.thing()+" has to open before the tide comes in", "#harbour",
				"Heute öffnet der Schieber und die Pumpe steht still #harbour"))
		p.Tags, p.Counts = []string{"harbour"}, store.Counts{Shares: d.IntN(30)}
		if d.IntN(3) == 0 {
			d.s.Status(d.key(), d.who(), 23.9, "RT").ShareOf = p.Key
		}
		d.restrict(p)
	}
	for range d.IntN(4) {
		d.s.Article(d.key(), d.who(), d.Float64()*23.9, "What the "+d.thing()+" taught us",
			"The "+d.thing()+" was old. We have learned that a "+d.thing()+
				" of cork lasts longer than one of tin. That is why the harbour has bought two of them.")
	}
	for range d.IntN(4) {
		d.s.Mail(d.key(), "", "build robot", d.Float64()*23.9, "Nightly build "+fmt.Sprint(d.IntN(99)), "ok").Machine = "Auto-Submitted"
	}
	if d.IntN(2) == 0 { // a wave
		for range 3 + d.IntN(4) {
			k := d.key()
			p := d.s.Mail(k, "", "Deal "+strings.ToUpper(k), 5+d.Float64()/4, "Cheap watches "+k,
				"Buy cheap designer watches and handbags now, the best price on the web! Order now at https://"+k+
					".deals.example.net/ for free shipping of wristwatches.")
			p.Links = []string{"https://" + k + ".deals.example.net/"}
		}
	}
}

// stored commits the posts of a scene to a new store and returns what an edition of the day depends on.
func stored(t *testing.T, s *scene.Scene) *load.Input {
	t.Helper()
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "recap.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	bySource := map[string][]store.Post{}
	for _, p := range s.Posts {
		one := *p
		one.Sources, one.Thread = nil, 0
		bySource[p.Sources[0]] = append(bySource[p.Sources[0]], one)
	}
	var infos []store.SourceInfo
	for _, name := range []string{"list", "quiet", "hidden", "tag", "blog"} {
		infos = append(infos, store.SourceInfo{Name: name, Kind: "mbox"})
	}
	if err := db.SetSources(t.Context(), infos); err != nil {
		t.Fatal(err)
	}
	for _, i := range infos {
		if _, err := db.Commit(t.Context(), i.Name, bySource[i.Name], nil); err != nil {
			t.Fatal(err)
		}
	}
	in, err := load.Load(t.Context(), db, "daily", s.Window())
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// options makes up how a day is told: in which language and sections, at an event, after which decisions.
func (d *dice) options(in *load.Input, opt *Options) {
	if d.IntN(3) == 0 {
		opt.Community.Language = "de"
	}
	if d.IntN(3) == 0 {
		opt.Sections = []Section{{Name: "Press", Sources: []string{"blog", "tag"}}, {Name: "Pumps", Match: []string{"pump"}},
			{Name: "Votes", Tags: []string{"vote"}}, {Name: "Else"}}
	}
	if d.IntN(3) == 0 {
		day := in.Window.Start
		opt.Events = []Event{{Name: "Hack days", Start: day.AddDate(0, 0, -1), End: day.AddDate(0, 0, 1),
			Talks: []Talk{{Title: "The float switch of tomorrow", Speakers: []string{d.who()}, Start: day.Add(9 * time.Hour)}}}}
	}
	if d.IntN(2) == 0 {
		for range 1 + d.IntN(4) {
			id := in.Posts[d.IntN(len(in.Posts))].ID()
			switch list := slices.Concat(in.Decisions.Pin, in.Decisions.Drop); {
			case slices.Contains(list, id):
			case d.IntN(3) == 0:
				in.Decisions.Pin = append(in.Decisions.Pin, id)
			case d.IntN(2) == 0:
				in.Decisions.Order = append(in.Decisions.Order, id)
			default:
				in.Decisions.Drop = append(in.Decisions.Drop, id)
			}
		}
	}
	if d.IntN(3) == 0 {
		opt.MaxStories, opt.Words = 1+d.IntN(6), 100+d.IntN(600)
	}
}

func randomOptions() Options {
	return Options{Community: Community{Name: "Larkspur", Hashtags: []string{"harbour"}},
		Publish: map[string]string{"quiet": "count", "hidden": "none"}, Explain: true}
}

// TestRandomDays holds what an edition promises whatever the day: each post in one place, excerpts verbatim, the same
// bytes, no withheld word.
func TestRandomDays(t *testing.T) {
	for seed := range *seeds {
		t.Run(fmt.Sprint("seed=", seed), func(t *testing.T) {
			d := &dice{Rand: rand.New(rand.NewPCG(seed, 1)), s: scene.New()}
			d.day()
			in := stored(t, d.s)
			opt := randomOptions()
			d.options(in, &opt)
			e := built(t, in, opt)
			t.Logf("%d stories, %d listed, %+v", len(e.Stories), len(e.Rest), e.Stats)
			accounted(t, e, in)
			verbatim(t, e, in)
			sound(t, e, cmp.Or(opt.MaxStories, 6), len(opt.Sections)+len(in.Decisions.Pin)+len(in.Decisions.Order) == 0)
			data := encoded(t, e)
			if bytes.Contains(bytes.ToLower(data), []byte(strings.ToLower(secret))) {
				i := bytes.Index(bytes.ToLower(data), []byte(strings.ToLower(secret)))
				t.Errorf("the edition holds withheld words: %s", data[max(0, i-200):min(len(data), i+100)])
			}
			if !bytes.Equal(data, encoded(t, built(t, in, opt))) {
				t.Error("a second build differs")
			}
			for _, list := range [][]store.Post{in.Posts, in.Background, in.Context} {
				d.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
			}
			if again := encoded(t, built(t, in, opt)); !bytes.Equal(data, again) {
				i := 0
				for i < min(len(data), len(again)) && data[i] == again[i] {
					i++
				}
				t.Errorf("a build from shuffled input differs: %s\nand %s", data[max(0, i-100):min(len(data), i+200)],
					again[max(0, i-100):min(len(again), i+200)])
			}
		})
	}
}

func built(t testing.TB, in *load.Input, opt Options) *Edition {
	t.Helper()
	e, err := Build(in, opt)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range e.refused {
		t.Errorf("an own sentence is not borne out: %s", s)
	}
	return e
}

func encoded(t testing.TB, e *Edition) []byte {
	t.Helper()
	data, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// accounted checks that each post of the period stands in one place: told, listed, or counted.
func accounted(t *testing.T, e *Edition, in *load.Input) {
	t.Helper()
	place := map[string]string{}
	put := func(ids []string, where string) {
		for _, id := range ids {
			if place[id] != "" {
				t.Errorf("post %s stands in %s and in %s", id, place[id], where)
			}
			place[id] = where
		}
	}
	for _, s := range e.Stories {
		put(s.Sources, "the story "+s.Title)
	}
	for _, r := range e.Rest {
		put(r.Sources, "the rest, "+r.Title)
	}
	posts, open := 0, map[string]bool{}
	for i := range in.Posts {
		p := &in.Posts[i]
		if p.Sources[0] == "hidden" {
			if place[p.ID()] != "" {
				t.Errorf("a post of a source that is in no number is in %s", place[p.ID()])
			}
			continue
		}
		posts++
		open[p.ID()] = p.Machine == "" && p.ShareOf == "" && p.Policy == store.PolicyQuote && p.Sources[0] != "quiet"
	}
	for id, where := range place {
		if !open[id] {
			t.Errorf("%s holds the post %s, which may only be counted or is not of the period", where, id)
		}
	}
	st := e.Stats
	if sum := len(place) + st.Machines + st.Shares + st.Spam + st.Withheld; sum != st.Posts || st.Posts != posts {
		t.Errorf("%d told and listed, %d machines, %d shares, %d spam and %d withheld are %d; stats say %d posts, and %d are stored",
			len(place), st.Machines, st.Shares, st.Spam, st.Withheld, sum, st.Posts, posts)
	}
}

// verbatim checks every excerpt against the post that it cites.
func verbatim(t *testing.T, e *Edition, in *load.Input) {
	t.Helper()
	byID := map[string]*store.Post{}
	for _, list := range [][]store.Post{in.Background, in.Context, in.Posts} {
		for i := range list {
			byID[list[i].ID()] = &list[i]
		}
	}
	for _, s := range e.Stories {
		if len(s.Paragraphs) == 0 || len(s.Paragraphs) > 6 {
			t.Errorf("%q has %d excerpts, want one to six", s.Title, len(s.Paragraphs))
		}
		answers := func(to *Quote) {
			if to != nil && (byID[to.Source] == nil || proof.Excerpt(to.Text, byID[to.Source].Text) != "") {
				t.Errorf("%q answers %+v, which does not stand there", s.Title, to)
			}
		}
		for _, x := range s.Paragraphs {
			var texts []string
			for _, one := range x.Sentences {
				if len(one.Sources) != 1 || one.Quote == nil || one.Quote.Text != one.Text || one.Quote.Source != one.Sources[0] ||
					one.Sources[0] != x.Sentences[0].Sources[0] {
					t.Fatalf("%q: the sentence %+v does not cite the one post of its excerpt", s.Title, one)
				}
				texts = append(texts, one.Text)
			}
			p, text := byID[x.Sentences[0].Sources[0]], strings.Join(texts, " ")
			if p == nil {
				t.Errorf("%q cites a post that there is not", s.Title)
				continue
			}
			if refusal := proof.Excerpt(text, p.Text); refusal != "" && proof.Excerpt(text, p.Title) != "" {
				t.Errorf("%q prints %q: %s", s.Title, text, refusal)
			}
			if name := post.PrintName(p.Author.Display()); x.By != name && (p.Author.Handle == "" || x.By != "@"+name) { // an account is called so
				t.Errorf("%q credits %s with words of %s", s.Title, x.By, p.Author.Display())
			}
			if n := prose.Count(text); n > 60 {
				t.Errorf("%q prints %d words at once: %q", s.Title, n, text)
			}
			if x.Label == "" {
				t.Errorf("%q has an excerpt without a label", s.Title)
			}
			answers(x.To)
		}
		for _, v := range s.Voices {
			p := byID[v.Source]
			if v.Text != "" && (p == nil || proof.Excerpt(v.Text, p.Text) != "" || v.Name != post.PrintName(p.Author.Display()) || prose.Count(v.Text) > 60) {
				t.Errorf("%q has %+v beside its excerpts, which does not stand there", s.Title, v)
			}
			answers(v.To)
		}
	}
	for _, r := range e.Rest {
		if q := r.Quote; q != nil && (byID[q.Source] == nil || proof.Excerpt(q.Text, byID[q.Source].Text) != "") {
			t.Errorf("the line %q has %+v, which does not stand there", r.Title, q)
		}
	}
}

// sound checks what holds of every edition without its posts.
func sound(t *testing.T, e *Edition, most int, ordered bool) {
	t.Helper()
	byID := map[string]*Story{}
	for i := range e.Stories {
		s := &e.Stories[i]
		byID[s.ID] = s
		if s.Title == "" || strings.HasSuffix(s.Title, "…") || strings.HasPrefix(s.Title, "#") ||
			strings.Contains(strings.ToLower(s.Title), "no subject") {
			t.Errorf("the title %q", s.Title)
		}
		if s.State == "" || s.Facts == "" || s.Writer != "excerpts" {
			t.Errorf("%q: state %q, facts %q, writer %q", s.Title, s.State, s.Facts, s.Writer)
		}
		if ordered && i > 0 && s.Kind != story.Status && (e.Stories[i-1].Kind == story.Status || e.Stories[i-1].Score < s.Score) {
			t.Errorf("%q stands behind the weaker %q", s.Title, e.Stories[i-1].Title)
		}
	}
	if e.Stats.Stories != len(e.Stories) || len(e.Stories) > most {
		t.Errorf("%d stories, stats say %d", len(e.Stories), e.Stats.Stories)
	}
	if len(e.Brief) != min(3, len(e.Stories)) {
		t.Errorf("%d lines in short of %d stories", len(e.Brief), len(e.Stories))
	}
	for _, b := range e.Brief {
		if byID[b.Story] == nil || !strings.Contains(b.Text, byID[b.Story].Title) {
			t.Errorf("the line %q is about no story", b.Text)
		}
	}
	for i, r := range e.Rest {
		if r.Title == "" || len(r.Sources) == 0 || r.People < 1 || r.State == "" {
			t.Errorf("rest: %+v", r)
		}
		if i > 0 && len(r.Sources) > len(e.Rest[i-1].Sources) {
			t.Errorf("the larger %q stands behind %q", r.Title, e.Rest[i-1].Title)
		}
	}
	cited := map[string]bool{}
	for i, p := range e.Posts {
		cited[p.ID] = true
		if i > 0 && p.Date.Before(e.Posts[i-1].Date) {
			t.Error("cited posts are not by date")
		}
	}
	for id := range cites(e) {
		if !cited[id] {
			t.Errorf("the post %s is cited and not among the posts", id)
		}
	}
	for _, s := range slices.Concat(e.Narrative.Sentences, e.Lede.Sentences) {
		if len(s.Sources) == 0 || strings.ContainsAny(s.Text, "{}") {
			t.Errorf("the sentence %q cites %q", s.Text, s.Sources)
		}
	}
	if e.Title == "" || strings.ContainsAny(e.Title, "{}") || e.ID == "" || e.Slug == "" || e.Period.Label == "" {
		t.Errorf("title %q, id %q, slug %q, label %q", e.Title, e.ID, e.Slug, e.Period.Label)
	}
	if e.Period.End.Sub(e.Period.Start) != 24*time.Hour {
		t.Errorf("period %v", e.Period)
	}
}
