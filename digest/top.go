package digest

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"recap/digest/language"
	"recap/digest/people"
	"recap/digest/post"
	"recap/digest/story"
)

const (
	briefLines   = 3
	titleLongest = 120 // characters of a story's title that leads the edition's
	newNamed     = 8   // newcomers that the narrative names
	backNamed    = 4
	orgsNamed    = 6
	alsoNamed    = 5
	longDay      = 26 * time.Hour // a day on which clocks go back has 25
	fewOrgPeople = 4              // people with an employer below which the narrative names none
)

// top fills what stands at the head of an edition: its names, "In short", and what metadata tells.
func (b *builder) top() {
	b.names()
	b.e.Note = b.in.Decisions.Note
	b.brief()
	b.narrative()
}

// names gives the edition its id, slug and address.
func (b *builder) names() {
	e, w := b.e, b.in.Window
	slug := w.Slug()
	e.ID = safeName(b.opt.Digest) + "-" + slug
	e.Slug = safeName(b.opt.Community.Name) + "-recap-" + slug
	if e.Event != nil {
		e.Slug = safeName(e.Event.Name) + "-" + slug
	}
	if b.opt.URL != "" {
		last := w.LastDay()
		e.URL = strings.NewReplacer("{slug}", e.Slug, "{date}", last.Format(time.DateOnly), "{year}", last.Format("2006"), "{month}", last.Format("01"), "{day}", last.Format("02"), "{id}", e.ID).Replace(b.opt.URL)
	}
}

// strongest returns the stories of the edition, strongest first, whatever their sections.
func strongest(e *Edition) []*Story {
	out := make([]*Story, len(e.Stories))
	for i := range e.Stories {
		out[i] = &e.Stories[i]
	}
	slices.SortStableFunc(out, func(x, y *Story) int {
		switch {
		case (x.Kind == story.Status) != (y.Kind == story.Status): // sessions stand in the order of time
			if x.Kind == story.Status {
				return 1
			}
			return -1
		case x.Kind == story.Status:
			return 0
		}
		return cmp.Compare(y.Score, x.Score)
	})
	return out
}

// headline names what happened, unless the editor did: the event's day or the community's, and the story that leads.
func (b *builder) headline() {
	b.e.Title = cmp.Or(b.in.Decisions.Title, titleOf(&b.lang.Phrases, b.e, b.lead()))
}

// titleOf returns the title of an edition that lead leads; "" if nothing does.
func titleOf(l *language.Phrases, e *Edition, lead string) string {
	oneDay := e.Period.End.Sub(e.Period.Start) <= longDay
	when := e.Period.Label
	if oneDay {
		when = l.Date(e.Period.Start, l.Layouts.Day)
	}
	day := ""
	if e.Event != nil {
		day = e.Event.Name
		if e.Event.Days > 1 && oneDay {
			day = language.Fill(l.EventDay, "n", strconv.Itoa(e.Event.Day), "event", e.Event.Name)
		}
	}
	switch {
	case day != "" && lead != "":
		return language.Fill(l.EventTitle, "day", day, "lead", lead)
	case lead != "":
		return language.Fill(l.Title, "community", e.Community.Name, "day", when, "lead", lead)
	case e.Stats.Posts == 0 && len(e.Late) == 0:
		return language.Fill(l.TitleNothing, "community", e.Community.Name, "day", when)
	}
	return language.Fill(l.TitleAlone, "community", e.Community.Name, "day", when)
}

// lead is what the title names: the title of the strongest story; on a day of a stream alone, a session that is headed
// by more than who wrote in it, else what was announced or shared most; where no story has a title, a release.
func (b *builder) lead() string {
	if b.headed != "" {
		return b.headed
	}
	var named, general *Story
	for _, s := range strongest(b.e) {
		switch {
		case utf8.RuneCountInString(s.Title) > titleLongest:
		case slices.Contains(b.general, s.ID):
			general = cmp.Or(general, s)
		case slices.Contains(b.plain, s.ID):
			named = cmp.Or(named, s)
		default:
			return s.Title
		}
	}
	if general != nil {
		for _, p := range b.m.statuses {
			if p.ID == general.Sources[0] {
				return story.FirstWords(p)
			}
		}
	}
	if named != nil {
		return named.Title
	}
	for _, r := range b.e.Rest { // a release without a word to it has no story, and is news all the same
		if r.State == story.Released && utf8.RuneCountInString(r.Title) <= titleLongest {
			return r.Title
		}
	}
	return ""
}

// brief is "In short": the first stories, where they stand, and their size.
func (b *builder) brief() {
	b.e.Brief = []Brief{}
	for _, s := range strongest(b.e) {
		if len(b.e.Brief) == briefLines {
			break
		}
		if slices.Contains(b.general, s.ID) && len(b.e.Stories)-len(b.general) >= briefLines {
			continue
		}
		b.e.Brief = append(b.e.Brief, Brief{Text: briefLine(&b.lang.Phrases, s), Story: s.ID})
	}
}

// briefLine is the line of "In short" about a story.
func briefLine(l *language.Phrases, s *Story) string {
	size := sizeIn(l, len(s.Sources), len(s.People))
	if s.Kind == story.Status || s.Outcome == "" || s.State == story.Published || says(s.Title, s.Outcome) {
		return language.Fill(l.BriefSize, "title", s.Title, "size", size)
	}
	return language.Fill(l.BriefLine, "title", s.Title, "outcome", s.Outcome, "size", size)
}

// says reports whether a title says itself where its story stands: "Sluice 2.4 released".
func says(title, outcome string) bool {
	return strings.Contains(" "+strings.ToLower(title)+" ", " "+strings.ToLower(outcome)+" ")
}

// narrative says in whole sentences what metadata tells and the lines above do not.
func (b *builder) narrative() {
	b.e.Narrative.Sentences = []Sentence{}
	for _, s := range [][]Sentence{b.talksTold(), b.newcomersTold(), b.returningTold(), b.organisationsTold(), b.alsoTold()} {
		b.e.Narrative.Sentences = append(b.e.Narrative.Sentences, s...)
	}
}

// known is what is known of the writers of the period.
func (b *builder) known() *people.Known {
	return &people.Known{Start: b.in.Window.Start, First: b.in.First, Histories: b.m.community.Histories, Sightings: b.in.Sightings, Pace: b.in.Pace}
}

// newcomersTold welcomes who writes for the first time, unless so many do that it says nothing.
func (b *builder) newcomersTold() []Sentence {
	news := b.e.Newcomers
	if len(news) == 0 || 2*len(news) >= b.e.Stats.People+6 {
		return nil
	}
	var names, sources []string
	for _, n := range news {
		if len(names) < newNamed {
			names = append(names, n.Name)
		}
		sources = append(sources, n.Source)
	}
	if more := len(news) - len(names); more > 0 {
		names = append(names, language.Fill(b.lang.More, "n", b.lang.Number(more)))
	}
	form := b.lang.NewHere
	if len(news) == 1 {
		form = b.lang.NewHereOne
	}
	return []Sentence{{Text: language.Fill(form, "names", b.lang.Names(names)), Sources: sources}}
}

// returningTold names who writes again after a long silence.
func (b *builder) returningTold() []Sentence {
	var names, sources []string
	for _, r := range b.e.Returning {
		if len(names) == backNamed {
			break
		}
		months := r.months(b.in.Window.Start)
		names = append(names, language.Fill(b.lang.BackAfter, "name", r.Name, "time", b.lang.Count(months, b.lang.Month12)))
		sources = append(sources, r.Source)
	}
	if len(names) == 0 {
		return nil
	}
	form := b.lang.BackMany
	if len(names) == 1 {
		form = b.lang.BackOne
	}
	return []Sentence{{Text: language.Fill(form, "who", b.lang.Names(names)), Sources: sources}}
}

// months is how many months somebody was away before start.
func (r Returner) months(start time.Time) int { return int(start.Sub(r.Last).Hours() / 24 / 30) }

// organisationsTold says where people came from, where enough is known of it.
func (b *builder) organisationsTold() []Sentence {
	total := 0
	for _, o := range b.e.Organizations {
		total += len(o.People)
	}
	if len(b.e.Organizations) < 2 || total < fewOrgPeople {
		return nil
	}
	var names, sources []string
	for _, o := range b.e.Organizations[:min(len(b.e.Organizations), orgsNamed)] {
		if n := len(o.People); n > 1 {
			names = append(names, o.Name+" ("+b.lang.Number(n)+")")
		} else {
			names = append(names, o.Name)
		}
		if p := b.postOf(o.People[0], o.Name); p != nil {
			sources = append(sources, p.ID)
		}
	}
	if more := len(b.e.Organizations) - orgsNamed; more > 0 {
		names = append(names, language.Fill(b.lang.More, "n", b.lang.Number(more)))
	}
	return []Sentence{{Text: language.Fill(b.lang.CameFrom, "organizations", b.lang.Names(names)), Sources: sources}}
}

// postOf finds a post of the period by somebody of an organisation.
func (b *builder) postOf(who, organisation string) *post.Post {
	for _, p := range b.m.people {
		if p.Who == who && p.Org == organisation {
			return p
		}
	}
	return nil
}

// alsoTold names security notices that are only listed, and releases, decisions and results of votes that "In short" has
// no room for.
func (b *builder) alsoTold() []Sentence {
	var items, sources []string
	for _, s := range b.notices[:min(len(b.notices), alsoNamed)] {
		items = append(items, language.Fill(b.lang.AlsoItem, "outcome", b.outcome(s), "title", b.title(s)))
		sources = append(sources, s.Opener.ID)
	}
	for i, s := range strongest(b.e) {
		if i < briefLines || len(items) == alsoNamed {
			continue
		}
		switch s.State {
		case story.Released, story.Passed, story.Failed, story.Decided:
			items = append(items, language.Fill(b.lang.AlsoItem, "outcome", s.Outcome, "title", s.Title))
			sources = append(sources, s.ID)
		}
	}
	if len(items) == 0 {
		return nil
	}
	return []Sentence{{Text: language.Fill(b.lang.AlsoHappened, "list", strings.Join(items, "; ")), Sources: sources}}
}

// talksTold says with which talks a day of an event opened and closed.
func (b *builder) talksTold() []Sentence {
	e, l := b.e, b.lang
	var talks []ProgrammeTalk
	for _, t := range e.Talks {
		if len(t.Speakers) > 0 {
			talks = append(talks, t)
		}
	}
	if len(talks) == 0 || e.Event == nil {
		return nil
	}
	day := e.Event.Name
	if e.Event.Days > 1 && b.in.Window.Length() == 1 {
		day = language.Fill(l.DayAlone, "n", strconv.Itoa(e.Event.Day))
	}
	first, last := talks[0], talks[len(talks)-1]
	sources := slices.Concat(first.Sources, last.Sources)
	if len(sources) == 0 { // a programme is no evidence that anybody came
		return nil
	}
	sources = slices.Compact(slices.Sorted(slices.Values(sources)))
	if len(talks) == 1 || len(last.Sources) == 0 {
		return []Sentence{{Text: language.Fill(l.OpenedTalk, "day", day, "who", l.Names(first.Speakers), "title", l.Quoted(first.Title)), Sources: sources}}
	}
	return []Sentence{{Text: language.Fill(l.OpenedTalks, "day", day, "who", l.Names(first.Speakers), "title", l.Quoted(first.Title), "lastwho", l.Names(last.Speakers), "last", l.Quoted(last.Title)), Sources: sources}}
}

// safeName turns a name into a part of a file name and URL: lower-case letters and digits, words joined by hyphens.
func safeName(s string) string {
	var out strings.Builder
	dash := false
	for _, r := range strings.ToLower(s) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			if dash && out.Len() > 0 {
				out.WriteByte('-')
			}
			dash = false
			out.WriteRune(r)
		case r >= 0x80 && utf8.ValidRune(r):
			if f, ok := folds[r]; ok {
				out.WriteString(f)
				dash = false
			} else {
				dash = true
			}
		default:
			dash = true
		}
	}
	if out.Len() == 0 {
		return "recap"
	}
	return out.String()
}

var folds = map[rune]string{'ä': "ae", 'ö': "oe", 'ü': "ue", 'ß': "ss", 'é': "e", 'è': "e", 'ê': "e", 'á': "a", 'à': "a", 'â': "a", 'å': "a", 'í': "i", 'ó': "o", 'ô': "o", 'ø': "o", 'ú': "u", 'ñ': "n", 'ç': "c", 'š': "s", 'ž': "z", 'č': "c", 'ł': "l"}
