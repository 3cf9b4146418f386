package digest

import (
	"time"

	"recap/digest/language"
)

// Options are what the configuration says about a digest; with the posts they decide the edition.
type Options struct {
	Digest     string // name of the digest, part of the edition's id
	Kind       string // day, week, month or event
	Words      int    // target for a normal period; 0 means TargetWords of its days
	MaxStories int    // 0 means 6
	StoryWords int    // of excerpts in one story; 0 means 120
	Sections   []Section
	Community  Community
	Events     []Event
	Publish    map[string]string  // source name -> full, count or none; a missing one is full
	IDsOnly    map[string]bool    // names of sources whose authors are in no list of people; see WithoutWords
	URL        string             // where the recap will be read, with {slug} {date} {year} {month} {day}; "" if nowhere
	Explain    bool               // fill Candidates
	Language   *language.Language // nil: that of Community.Language
	Writer     *Writer            // nil: the program writes alone
}

// A Section is a part of the edition that stories stand in by what they are about. One without criteria takes what fits
// none.
type Section struct {
	Name    string
	Sources []string // names of sources
	Tags    []string // hashtags, categories, and the tags before a subject, in lower case
	Match   []string // words of a title, in lower case
}

// Community is who the recap is about.
type Community struct {
	Name          string
	URL           string
	Language      string // BCP 47; chooses the table of words and cues
	Hashtags      []string
	Join          string            // how to take part
	Organizations map[string]string // mail domain -> name
	Projects      []string
}

// An Event makes the editions of its days say "Day 2 of ...".
type Event struct {
	Name     string
	Start    time.Time // first day, 00:00 in the community's zone
	End      time.Time // last day, 00:00 in the community's zone
	Hashtags []string
	URL      string
	Talks    []Talk // its programme
}

// A Talk is an entry of an event's programme.
type Talk struct {
	Title    string
	Speakers []string
	Start    time.Time
	End      time.Time // zero where the programme does not say
	Room     string
	URL      string
}

// TargetWords is how many words are told of a normal period of so many days, where nobody says how many: of a day or two
// what editors of newsletters reach, of a week or a month a third more,
// which is still read in a few minutes.
func TargetWords(days int) int {
	if days <= 2 {
		return 480
	}
	return 640
}

// withDefaults fills in what o leaves open for a period of so many days.
func (o Options) withDefaults(days int) Options {
	if o.Words <= 0 {
		o.Words = TargetWords(days)
	}
	if o.MaxStories <= 0 {
		o.MaxStories = 6
	}
	if o.StoryWords <= 0 {
		o.StoryWords = 120
	}
	if o.Digest == "" {
		o.Digest = "daily"
	}
	if o.Kind == "" {
		o.Kind = "day"
	}
	if o.Community.Language == "" {
		o.Community.Language = "en"
	}
	if o.Language == nil {
		o.Language = language.For(o.Community.Language)
	}
	return o
}

// tag is what the edition says about its language: the community's tag with its region, or that of the language which
// tells instead.
func (o Options) tag() string {
	if l := language.Known(o.Community.Language); l == nil && o.Language.Tag != "" || l != nil && l != o.Language {
		return o.Language.Tag
	}
	return o.Community.Language
}
