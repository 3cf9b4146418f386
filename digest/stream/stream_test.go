package stream

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"recap/digest/language"
	"recap/digest/post"
	"recap/digest/prose"
	"recap/store"
)

var morning = time.Date(2026, 5, 9, 9, 0, 0, 0, time.UTC)

func minute(n float64) time.Time { return morning.Add(time.Duration(n * float64(time.Minute))) }

// A day makes the statuses of a test.
type day struct {
	lex   *post.Lexicon
	posts []*post.Post
}

func newDay() *day { return &day{lex: post.NewLexicon(language.For("en"))} }

// add writes a status so many minutes after the morning. who is "Name/handle", or "handle" alone.
func (d *day) add(at float64, who, text string, change ...func(*store.Post)) *post.Post {
	name, handle, ok := strings.Cut(who, "/")
	if !ok {
		name, handle = "", who
	}
	sp := &store.Post{Key: fmt.Sprint("k", len(d.posts)), Kind: "mastodon", Form: store.FormStatus, Text: text, Published: minute(at)}
	sp.Author = store.Author{Name: name, Handle: handle}
	for _, w := range strings.Fields(text) {
		if tag, ok := strings.CutPrefix(w, "#"); ok {
			sp.Tags = append(sp.Tags, strings.ToLower(strings.Trim(tag, ".,!?")))
		}
	}
	for _, f := range change {
		f(sp)
	}
	p := post.New(sp, true, language.For("en"), d.lex)
	d.lex.Add(p.Terms())
	d.posts = append(d.posts, p)
	return p
}

func (d *day) options() Options {
	return Options{Language: language.For("en"), Lexicon: d.lex, Zone: time.UTC, Own: map[string]bool{"wicketcon": true}}
}

func (d *day) read(t testing.TB, o Options) *Stream {
	t.Helper()
	s := Read(d.posts, o)
	everyOnce(t, s, d.posts)
	headingsSay(t, s)
	return s
}

// headingsSay asserts that no heading is empty, a bare hashtag, a clock time or a date.
func headingsSay(t testing.TB, s *Stream) {
	t.Helper()
	for _, x := range slices.Concat(s.Sessions, s.Rest) {
		if sayable(x.Heading) != x.Heading || x.Heading == "" {
			t.Errorf("heading %q", x.Heading)
		}
	}
}

func texts(posts []*post.Post) string {
	var out []string
	for _, p := range posts {
		out = append(out, Excerpt(p))
	}
	return strings.Join(out, "\n")
}

func answering(p *post.Post) func(*store.Post) {
	return func(sp *store.Post) { sp.InReplyTo = []string{p.Key} }
}

func on(network string) func(*store.Post) { return func(sp *store.Post) { sp.Kind = network } }

// conference is a morning of two talks, a pause and chatter.
func conference() *day {
	d := newDay()
	d.add(0, "WicketCon/wicketcon", "All talks will be recorded and published under a free licence next week. #wicketcon").Shared = 9
	d.add(2, "Ines Baro/inesb", "Good morning everybody! #wicketcon")
	d.add(5, "Ola Quist/olaq", "Now on stage: @tamsin on hedges #wicketcon")
	d.add(8, "Ines Baro/inesb", "@tamsin: a hedge without gaps costs the farm 40 litres of water a day #wicketcon")
	d.add(10, "Piet Lomax/pietl", "Hedges planted before 1950 hold twice as many beetles as newer ones, says @tamsin #wicketcon")
	d.add(12, "Ola Quist/olaq", "“We measured nothing for ten years and called it experience” @tamsin #wicketcon")
	d.add(13, "Rafa Nunez/rafan", "Great talk!!! #wicketcon")
	d.add(15, "Rafa Nunez/rafan", "The beetle counts of the hedges are open data since March, because the county paid for them #wicketcon")
	d.add(58, "Ola Quist/olaq", "Next: @brandt about gates #wicketcon")
	d.add(60, "Ines Baro/inesb", "Brandt Okafor: the sluice gate fails when the hinge freezes, not when the lake rises #wicketcon")
	d.add(61, "Piet Lomax/pietl", "We should replace hinges every 7 winters, @brandt has the numbers from Norland #wicketcon")
	d.add(63, "Rafa Nunez/rafan", "A frozen hinge needs four people and a kettle to open the gate, @brandt shows #wicketcon")
	d.add(64, "Sol Abara/sola", "The Norland gates are made of oak because steel cracks below minus 30 degrees #wicketcon")
	return d
}

func TestConference(t *testing.T) {
	d := conference()
	o := d.options()
	o.Names = map[string]string{"tamsin": "Tamsin Hale", "brandt": "Brandt Okafor"}
	s := d.read(t, o)
	if got := texts(s.Notices); !strings.Contains(got, "All talks will be recorded") {
		t.Errorf("notices: %q", got)
	}
	if len(s.Sessions) != 2 {
		t.Fatalf("sessions:\n%s", show(s))
	}
	for i, want := range []string{"Tamsin Hale", "Brandt Okafor"} {
		if h := s.Sessions[i].Heading; !strings.HasPrefix(h, want) {
			t.Errorf("heading of session %d: %q", i, h)
		}
		if n := len(s.Sessions[i].Picks); n < leastPicks {
			t.Errorf("session %d has %d picks", i, n)
		}
	}
	for _, x := range s.Sessions {
		for _, nothing := range []string{"Great talk", "Now on stage", "Good morning"} {
			if got := texts(x.Picks); strings.Contains(got, nothing) {
				t.Errorf("says nothing: %q", got)
			}
		}
		voices := map[string]bool{}
		for _, p := range x.Picks {
			if voices[p.Ident] {
				t.Errorf("%s speaks twice", p.Who)
			}
			voices[p.Ident] = true
		}
	}
}

func TestProgramme(t *testing.T) {
	d := conference()
	early := d.add(-30, "Sol Abara/sola", "I came for Hedges and What They Hold by Tamsin Hale #wicketcon")
	o := d.options()
	o.Names = map[string]string{"tamsin": "Tamsin Hale"}
	o.Talks = []Talk{
		{Title: "Hedges and What They Hold", Speakers: []string{"Tamsin Hale"}, Start: minute(4), End: minute(40)},
		{Title: "Gates in Frost", Speakers: []string{"Brandt Okafor"}, Start: minute(58)},
		{Title: "A talk that nobody wrote of", Speakers: []string{"Ulf Sand"}, Start: minute(90)},
	}
	s := d.read(t, o)
	if len(s.Sessions) != 2 || s.Sessions[0].Talk != &o.Talks[0] || s.Sessions[1].Talk != &o.Talks[1] {
		t.Fatalf("sessions:\n%s", show(s))
	}
	if h := s.Sessions[1].Heading; h != "Brandt Okafor: Gates in Frost" {
		t.Errorf("heading %q", h)
	}
	if !slices.Contains(s.Sessions[0].Posts, early) {
		t.Error("who names a talk in full before it begins is not with it")
	}
	if got := texts(s.Sessions[1].Picks); !strings.Contains(got, "hinge") || strings.Contains(got, "beetle") {
		t.Errorf("picks %q", got)
	}
}

// TestThinStream: five statuses of a day by five people are one session.
func TestThinStream(t *testing.T) {
	d := newDay()
	for i, text := range []string{
		"The seed library of #wicketcon opens on Saturday with 300 kinds of beans",
		"Die Saatgutbibliothek hat jetzt einen Ausweis, den man nicht bezahlen muss #wicketcon",
		"La bibliothèque des graines cherche encore deux bénévoles pour le samedi matin #wicketcon",
		"種の図書館は土曜日に開きます。豆は三百種類あります。 #wicketcon",
		"Our shed leaks, so the beans stay with the county archive until June #wicketcon",
	} {
		d.add(float64(i)*170, person("Writer", i), text)
	}
	s := d.read(t, d.options())
	if n := len(s.Sessions); n != 1 || len(s.Sessions[0].Picks) < leastPicks {
		t.Fatalf("%d sessions:\n%s", n, show(s))
	}
	got := texts(s.Sessions[0].Picks)
	for _, want := range []string{"Saatgut", "bibliothèque", "図書館"} {
		if !strings.Contains(got, want) {
			t.Errorf("no status in this language: %q in %q", want, got)
		}
	}
}

func TestSameWordsOnTwoNetworks(t *testing.T) {
	d := newDay()
	const words = "Version 4 of the bean planner is out, and beds are sorted by sunlight now"
	first := d.add(0, "Ann Lind/ann@one.example", words+" #wicketcon")
	twin := d.add(15, "Ann Lind/ann.two.example", words+" #wicketcon", on("bluesky"))
	d.add(16, "Copy Cat/cat", words+" #wicketcon", on("twitter"))
	d.add(20, "Bo Ek/bo", "The planner draws shadows of walls that are 3 metres high or more #wicketcon")
	d.add(24, "Dee Vos/dee", "I sorted my beds with the planner and moved half of the beans to the fence #wicketcon")
	s := d.read(t, d.options())
	n := 0
	for _, x := range s.Sessions {
		n += strings.Count(texts(x.Picks), words)
		if slices.Contains(x.Posts, first) != slices.Contains(x.Posts, twin) {
			t.Error("the same words by one person are in two sessions")
		}
	}
	if n += strings.Count(texts(s.Most)+texts(s.Notices), words); n != 1 {
		t.Errorf("told %d times:\n%s", n, show(s))
	}
}

func TestAnswersStayWithWhatTheyAnswer(t *testing.T) {
	d := conference()
	asked := d.posts[4]
	answer := d.add(300, "Vera Moss/vera", "@pietl The older hedges are wider, that is all there is to the beetles", answering(asked))
	s := d.read(t, d.options())
	for _, x := range slices.Concat(s.Sessions, s.Rest) {
		if slices.Contains(x.Posts, asked) != slices.Contains(x.Posts, answer) {
			t.Errorf("an answer is elsewhere:\n%s", show(s))
		}
	}
}

func TestSpeaker(t *testing.T) {
	d := newDay()
	for _, c := range []struct{ who, text, name, of string }{
		{"Ann Lind/ann@one.example", "The gate is open", "Ann Lind", ""},
		{"Ann Lind 🌿/ann2", "The gate is open", "Ann Lind", ""},
		{"Ann Lind :wheel:/ann3", "The gate is open", "Ann Lind", ""},
		{"gatefan", "The gate is open", "@gatefan", ""},
		{"gatefan@one.example", ".@tamsin: the gate is open and stays so", "@gatefan", "Tamsin Hale"},
		{"tamsin", "@tamsin: the gate is open and stays so", "Tamsin Hale", ""},
		{"Bo Ek/bo", "RT @stranger: the gate is open and stays so", "Bo Ek", "@stranger"},
		{"Bo Ek/bo", "“The gate is open and stays so” @tamsin", "Bo Ek", "Tamsin Hale"},
	} {
		p := d.add(0, c.who, c.text)
		o := d.options()
		o.Names = map[string]string{"tamsin": "Tamsin Hale"}
		if name, of := Read([]*post.Post{p}, o).Speaker(p); name != c.name || of != c.of {
			t.Errorf("%s, %q: %q relaying %q, want %q relaying %q", c.who, c.text, name, of, c.name, c.of)
		}
	}
}

func TestText(t *testing.T) {
	d := newDay()
	for _, c := range [][2]string{
		{"1/4 The archive moved to the mill. #wicketcon", "The archive moved to the mill."},
		{"The archive moved to the mill (2/4) 🧵 #wicketcon", "The archive moved to the mill"},
		{"How to plant beans\n0:00 Intro 1:00 The bottle 4:00 The bean #wicketcon", "How to plant beans"},
		{"The archive moved. 🌉 bridged from 🦋 https://one.example/ann", "The archive moved."},
		{"RT @ann: The archive moved", "The archive moved"},
		{"Finally! RT @ann: The archive moved", "Finally!"},
		{"#wicketcon #mill has a new wheel", "#mill has a new wheel"},
		{"The wheel turns :wheel: and turns :joy: #wicketcon", "The wheel turns :wheel: and turns"},
		{"🌿🌿 #wicketcon", ""},
		{"#wicketcon #mill", ""},
		{"Doors open at 10:30 and close at 18:00", "Doors open at 10:30 and close at 18:00"},
	} {
		if got := Text(d.add(0, "ann", c[0])); got != c[1] {
			t.Errorf("Text(%q) = %q, want %q", c[0], got, c[1])
		}
	}
}

// TestExcerpt: of a long status whole sentences are printed.
func TestExcerpt(t *testing.T) {
	d := newDay()
	long := "The mill has a new wheel. " + strings.Repeat("It turns slowly and the miller does not mind at all. ", 5) +
		"We decided to grind only on Sundays because the river is low. Come by."
	p := d.add(0, "ann", long+" #wicketcon")
	got := Excerpt(p)
	if n := prose.Count(got); n == 0 || n > maxWords || !strings.Contains(long, got) || !strings.HasSuffix(got, ".") {
		t.Errorf("%d words: %q", n, got)
	}
	short := d.add(0, "ann", "The mill has a new wheel #wicketcon")
	if got := Excerpt(short); got != "The mill has a new wheel" {
		t.Errorf("%q", got)
	}
}

func TestHangers(t *testing.T) {
	d := conference()
	for i := range 12 {
		d.add(float64(i), person("Person", i), "The hedges of the county hold beetles and the gates hold water #wicketcon")
	}
	spam := d.add(20, "dealz", "Grab sneakers cheap tonight #wicketcon #sneakers #crypto #giveaway #fashionweek")
	spam2 := d.add(21, "dealz", "Grab watches cheap tonight #wicketcon #watches #nft #luckyday #champions")
	guest := d.add(22, "Lone Guest/lone", "The hedges hold beetles in my garden #wicketcon #hedgehog #autumn #nature #homegarden")
	old := d.add(23, "Old Hand/old", "Cider pressing tonight #wicketcon #cider #pressing #apples #barn")
	heard := d.add(24, "Heard Of/heardof", "Cider bottling tonight #wicketcon #bottles #corks #labels #cellar")
	d.add(25, "Ola Quist/olaq", "@heardof bring some #wicketcon")
	o := d.options()
	o.Known = func(ident string) bool { return ident == old.Ident }
	got := Hangers(d.posts, o)
	for p, want := range map[*post.Post]bool{spam: true, spam2: true, guest: false, old: false, heard: false} {
		if got[p] != want {
			t.Errorf("hanger %v: %q", got[p], p.Text)
		}
	}
	if len(got) != 2 {
		t.Errorf("%d hangers", len(got))
	}
}

// TestUnprintable: of what may not be quoted nothing is picked, and neither its words nor its writer stand in a
// heading.
func TestUnprintable(t *testing.T) {
	d := conference()
	hidden := func(sp *store.Post) { sp.Policy = store.PolicyCount }
	for i := range 4 {
		d.add(200+float64(i), person("Hidden", i), "We saw Mossgate drown in 40 metres of Quietwater #wicketcon", hidden).Shared = 20
	}
	s := d.read(t, d.options())
	if out := show(s); strings.Contains(out, "Mossgate") || strings.Contains(out, "Hidden") || strings.Contains(out, "Quietwater") {
		t.Errorf("shown:\n%s", out)
	}
}

// TestSpeakersWithoutAccounts: names before a colon, then initials and last names, make and head sessions, without a
// pause between two speakers.
func TestSpeakersWithoutAccounts(t *testing.T) {
	d := newDay()
	for i, c := range [][2]string{
		{"oqu", "Dr. Lena Hartog: a dike is a promise that 40 villages keep"},
		{"pim", "LH: the villages of the delta paid for pumps and got sheep"},
		{"rue", "Hartog shows a pump of 1911 that still runs on peat"},
		{"oqu", "LH: sheep keep the grass of a dike short, mowers break it"},
		{"sam", "LH wants one fund for all dikes because water does not stop at parishes"},
		{"pim", "Emil Tarnow: the tide mill earns more with visitors than with flour"},
		{"rue", "ET: nobody counted the eels before the mill was rebuilt"},
		{"sam", "Tarnow has eel counts of 12 years now, they doubled"},
		{"oqu", "ET: a ladder for eels costs less than the report that asks for one"},
		{"tia", "Emil Tarnow closes with the plan for a second mill at Ness"},
	} {
		d.add(float64(i)*2, c[0], c[1]+" #wicketcon")
	}
	s := d.read(t, d.options())
	if len(s.Sessions) != 2 || s.Sessions[0].Heading != "Lena Hartog" || s.Sessions[1].Heading != "Emil Tarnow" {
		t.Fatalf("sessions:\n%s", show(s))
	}
	if _, of := s.Speaker(d.posts[1]); of != "Lena Hartog" {
		t.Errorf("relaying %q", of)
	}
	if len(s.Sessions[0].Posts) != 5 {
		t.Errorf("%d statuses in the first session", len(s.Sessions[0].Posts))
	}
}

// TestDaysAreApart: a session ends with the day, where both days have enough.
func TestDaysAreApart(t *testing.T) {
	d := newDay()
	for i := range 14 {
		d.add(float64(i)*120, person("Writer", i), fmt.Sprintf("The county archive opened %d boxes of old letters #wicketcon", 40+i))
	}
	o := d.options()
	o.Zone = time.FixedZone("", 2*3600)
	s := d.read(t, o)
	for _, x := range slices.Concat(s.Sessions, s.Rest) {
		if a, b := x.Posts[0].Published.In(o.Zone), x.Posts[len(x.Posts)-1].Published.In(o.Zone); a.Day() != b.Day() {
			t.Errorf("a session from %s to %s", a, b)
		}
	}
}

// TestListedByItsWords: one status that nobody joins is listed by what it says.
func TestListedByItsWords(t *testing.T) {
	d := newDay()
	d.add(0, "Ann Lind/ann", "1/3 The archive moved to the mill. It has 40 shelves there. #wicketcon")
	d.add(1, "Bo Ek/bo", "🌿🌿 #wicketcon")
	s := d.read(t, d.options())
	if len(s.Rest) != 1 || s.Rest[0].Heading != "The archive moved to the mill" {
		t.Errorf("stream:\n%s", show(s))
	}
}

// person makes up who writes.
func person(name string, i int) string { return fmt.Sprintf("%s %c Name/%s%d", name, 'A'+i, name, i) }

// TestSameNews: what two announce in other words is announced once; another matter of the same thing stands beside it.
func TestSameNews(t *testing.T) {
	d := conference()
	first := d.add(100, "Jury Desk/jury", "The winner of the gate contest is Mudlark with a hinge of bronze #wicketcon")
	again := d.add(102, "Sol Abara/sola", "And Mudlark is the winner, which nobody at our table saw coming today #wicketcon")
	other := d.add(104, "Bea Tarn/bea", "Slides by team Mudlark are online at https://mudlark.example/slides since noon #wicketcon")
	first.Shared, again.Shared, other.Shared = 8, 7, 6
	s := d.read(t, d.options())
	top := slices.Concat(s.Notices, s.Most)
	if !slices.Contains(s.Notices, first) || slices.Contains(top, again) || !slices.Contains(top, other) {
		t.Errorf("notices:\n%s", show(s))
	}
}

// TestNothingIsJoined: a status out of whose middle an address falls is not printed.
func TestNothingIsJoined(t *testing.T) {
	d := conference()
	p := d.add(11, "Vera Moss/vera", "The beetle atlas https://t.co/abc counts 300 kinds of beetles in 7 counties #wicketcon")
	s := d.read(t, d.options())
	for _, x := range slices.Concat(s.Sessions, s.Rest) {
		if slices.Contains(x.Picks, p) {
			t.Errorf("picked: %q", Excerpt(p))
		}
	}
}

// random makes a day of n statuses on many matters.
func random(seed uint64, n int) *day {
	r := rand.New(rand.NewPCG(seed, 7))
	d := newDay()
	words := strings.Fields("hedge gate beetle hinge mill wheel bean seed shed river county archive oak steel frost lake farm cider barn")
	for i := range n {
		var text []string
		for range 3 + r.IntN(20) {
			text = append(text, words[(r.IntN(6)+i*len(words)/n)%len(words)]+[]string{"", "s", "like"}[r.IntN(3)])
		}
		who, tail := fmt.Sprintf("Name%d Of%d/h%[1]d", i%37, i%37), fmt.Sprintf(" @h%d #wicketcon #t%d", r.IntN(9), r.IntN(30))
		p := d.add(float64(i)*600/float64(n)+r.Float64(), who, "The "+strings.Join(text, " ")+tail)
		p.Kind = []string{"mastodon", "bluesky", "twitter"}[r.IntN(3)]
		p.Shared = r.IntN(6)
		if i > 0 && r.IntN(6) == 0 {
			p.InReplyTo = []string{d.posts[r.IntN(i)].Key}
		}
	}
	return d
}

func TestEveryStatusInOnePlace(t *testing.T) {
	for seed := range uint64(25) {
		d := random(seed, int(seed*seed))
		o := d.options()
		for i := range int(seed % 4) {
			title := []string{"Hedge and Beetle", "Mill Wheel", "Seeds of the County"}[i]
			speakers := []string{fmt.Sprintf("Name%d Of%[1]d", i)}
			o.Talks = append(o.Talks, Talk{Title: title, Speakers: speakers, Start: minute(60 * float64(i))})
		}
		s := d.read(t, o)
		for _, x := range s.Sessions {
			if len(x.Picks) < 2 || len(x.Picks) > mostPicks {
				t.Errorf("seed %d: %d picks", seed, len(x.Picks))
			}
		}
		if len(s.Sessions) > toldSessions || len(s.Most) > topPosts || len(s.Notices) > topPosts {
			t.Errorf("seed %d: %d sessions, %d most shared, %d notices", seed, len(s.Sessions), len(s.Most), len(s.Notices))
		}
	}
}

func TestOrderOfInputDoesNotMatter(t *testing.T) {
	d := random(3, 300)
	want := show(Read(d.posts, d.options()))
	r := rand.New(rand.NewPCG(1, 2))
	for range 5 {
		r.Shuffle(len(d.posts), func(i, j int) { d.posts[i], d.posts[j] = d.posts[j], d.posts[i] })
		if got := show(Read(d.posts, d.options())); got != want {
			t.Fatalf("another order, another stream:\n%s\n%s", want, got)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	for _, n := range []int{2000, 20000} {
		d := random(1, n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				Read(d.posts, d.options())
			}
		})
	}
}

// The same words by one person stay one thing, whatever the address or the number behind them: they make no pace and no size.
func TestSameWordsAgain(t *testing.T) {
	d := newDay()
	for i := range 20 {
		d.add(60+float64(i)/4, "Hugo Vane/hugo", fmt.Sprintf("#WicketCon in the old mill https://pictures.example.org/%d", i))
	}
	for i := range 6 {
		d.add(float64(40*i), person("Guest", i), fmt.Sprintf("The talk about gate number %d says that the tide comes in twice a day and lifts the gate by four feet.", i))
	}
	s := d.read(t, d.options())
	for _, x := range slices.Concat(s.Sessions, s.Rest) {
		n := 0
		for _, p := range x.Posts {
			if p.Who == "Hugo Vane" {
				n++
			}
		}
		if n != 0 && n != 20 {
			t.Errorf("%d of twenty statuses with the same words stand in %q", n, x.Heading)
		}
	}
}
