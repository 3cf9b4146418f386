package digest

import "time"

// Options are what the configuration says about a digest; with the posts they decide the edition.
type Options struct {
	Digest     string // name of the digest, part of the edition's id
	Kind       string // day, week, month or event
	Words      int    // target for a normal period; 0 means 480
	MaxStories int    // 0 means 6
	StoryWords int    // target for one story; 0 means 80
	Community  Community
	Events     []Event
	Publish    map[string]string // source name -> full, count or none; a missing one is full
	IDsOnly    map[string]bool   // names of sources whose authors are in no list of people; see WithoutWords
	URL        string            // where the recap will be read, with {slug} {date} {year} {month} {day}; "" if nowhere
	Explain    bool              // fill Candidates
}

// Community is who the recap is about.
type Community struct {
	Name          string
	URL           string
	Language      string // BCP 47; chooses templates and cue words
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

func (o Options) withDefaults() Options {
	if o.Words <= 0 {
		o.Words = 480
	}
	if o.MaxStories <= 0 {
		o.MaxStories = 6
	}
	if o.StoryWords <= 0 {
		o.StoryWords = 80
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
	return o
}
