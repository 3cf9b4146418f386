package digest

import (
	"strings"
	"time"
)

// Phrases are the words of one language that the renderers print around an edition. In a template, {name} stands for a value that Fill puts
// there. Dates are laid out as package time does it, with the names of months and weekdays replaced by those of the language.
type Phrases struct {
	Tag      string             // BCP 47, the language alone: "en"
	Number   func(n int) string // a count in digits: "1234"
	Months   [12]string         // from January
	Weekdays [7]string          // from Sunday
	Layouts  Layouts

	Post, Person, Thread, MachinePost, Share Noun

	NoPosts       string // {community} {period}; instead of a lede
	Untitled      string
	And           string // between the last two of a list
	More          string // {n}; names that are left out
	Others        string // {name} {n}; people of one organisation
	Also          string // begins the list of threads that are only named
	TakingPart    string // begins the list of organisations
	Programme     string // begins the list of talks
	WhoCame       string // {people}; begins the list of people after an event
	EditorsNote   string // labels the editor's paragraph
	Welcome       string // begins the list of newcomers
	NewHere       string // ends it
	BackAgain     string // begins the list of those who are back after a long silence
	LastHeard     string // {name} {month}; one of them
	Unanswered    string // begins the list of questions
	VoteOn        string // before a vote's title
	Tally         string // {plus} {minus}
	Neutral       string // {n}
	OpenUntil     string // {moment}
	Next, JoinIn  string // headings of the closing part
	JoinAt        [2]string
	PostWith      string // {tags}
	Or            string // between hashtags
	Hashtag       Noun
	UsualDay      string // {posts} {people}
	UsualWeek     string // {posts} {people}
	Usual         string // {posts} {people}
	MachinesOnly  Noun   // {n}
	SharesOnly    Noun   // {n}
	BothOnly      string // {machines} {shares}
	Failed        string // {source}, and so the next ones
	Partial       string // {source}
	NotYet        string // {source}
	Stale         string // {source} {moment}
	AllRead       Noun   // {n}
	BothRead      string
	NoneRead      string // {missed}
	SomeRead      string // {read} {all} {missed}
	Corrected     string // {n}
	CorrectedMark string // before the subject of a mail
	Reason        string // {community}; why the reader gets this mail
	ThisCommunity string // where the community has no name
	ReadAt        string // {url}
	ReadOnWeb     string // the words of a link
	LeftOut       string // {n}; stories that a mail has no room for
	Recaps        string // title of a list of recaps
	AllRecaps     string // the words of a link
	AllRecapsOf   string // {community}
	RecapsOf      string // {community}
	NoRecapYet    string
}

// Layouts are how dates are written, as package time lays them out.
type Layouts struct {
	Full   string // a day with its weekday
	Day    string
	Short  string // a day without its year
	Number string // a day without its month, before another one of the same month
	Month  string
	Moment string // a day and an hour, before the zone
}

// A Noun is a word, or a sentence about things, for one of them and for several.
type Noun struct{ One, Many string }

// For returns the form that stands with n.
func (w Noun) For(n int) string {
	if n == 1 {
		return w.One
	}
	return w.Many
}

// Count prints n in digits with what is counted: "3 posts".
func (p *Phrases) Count(n int, w Noun) string { return p.Number(n) + " " + w.For(n) }

// Date prints t by one of the language's Layouts.
func (p *Phrases) Date(t time.Time, layout string) string {
	s := t.Format(layout)
	if strings.Contains(layout, "January") {
		s = strings.Replace(s, t.Month().String(), p.Months[t.Month()-1], 1)
	}
	if strings.Contains(layout, "Monday") {
		s = strings.Replace(s, t.Weekday().String(), p.Weekdays[t.Weekday()], 1)
	}
	return s
}

// Fill puts values into a template: each pair is the name that stands there in braces, and its value.
func Fill(template string, pairs ...string) string {
	list := make([]string, len(pairs))
	for i, s := range pairs {
		if i%2 == 0 {
			s = "{" + s + "}"
		}
		list[i] = s
	}
	return strings.NewReplacer(list...).Replace(template)
}

// PhrasesFor returns the phrases of the language that a BCP 47 tag asks for: "de-AT" is told in German, and what no language of Languages
// fits, in English.
func PhrasesFor(tag string) *Phrases { return &languageFor(tag).Phrases }

// Speaks reports whether there is a language for a BCP 47 tag.
func Speaks(tag string) bool { return knownLanguage(tag) != nil }

// Languages returns the tags of the languages that recaps can be told in.
func Languages() []string {
	tags := make([]string, len(languages))
	for i, l := range languages {
		tags[i] = l.Tag
	}
	return tags
}
