package digest

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"recap/digest/edit"
	"recap/digest/model"
	"recap/digest/post"
	"recap/store"
)

// Schema names the version of the edition's JSON. It only grows: a reader of recap/1 reads every later recap/1.
const Schema = "recap/1"

// An Edition is one recap of one period: an immutable value from which every output is rendered.
// Field order is the order of the keys in the JSON. All text is plain text; links are made by the renderers.
type Edition struct {
	Schema        string          `json:"schema"`
	ID            string          `json:"id"`
	Revision      int             `json:"revision"`
	Digest        string          `json:"digest"`
	Title         string          `json:"title"`
	Slug          string          `json:"slug"`
	URL           string          `json:"url"` // where the recap itself is published; "" if nowhere
	Language      string          `json:"language"`
	Community     CommunityInfo   `json:"community"`
	Period        Period          `json:"period"`
	Event         *EventDay       `json:"event"`
	Stats         Stats           `json:"stats"`
	Stories       []Story         `json:"stories"`
	Lede          Lede            `json:"lede"`      // a model's or the editor's first paragraph; empty else
	Brief         []Brief         `json:"brief"`     // "In short": up to three lines, each about one of Stories
	Narrative     Lede            `json:"narrative"` // what metadata tells: who came, which talks, what was released or decided
	Rest          []Rest          `json:"rest"`      // every thread of people that is not told, one line each
	Also          []Also          `json:"also"`      // empty; editions of before named some threads here
	Newcomers     []Newcomer      `json:"newcomers"`
	Questions     []Question      `json:"questions"`
	Votes         []Vote          `json:"votes"`
	Organizations []Organization  `json:"organizations"`
	People        []Person        `json:"people"`
	Upcoming      []Upcoming      `json:"upcoming"`
	Coverage      []Coverage      `json:"coverage"`
	Posts         []PostRef       `json:"posts"`                // every post that anything above cites, by date, then key
	Candidates    []Candidate     `json:"candidates,omitempty"` // only with --explain
	Note          string          `json:"note,omitempty"`       // the editor's, plain text
	Talks         []ProgrammeTalk `json:"talks,omitempty"`      // of the period, where an event has a programme
	Returning     []Returner      `json:"returning,omitempty"`  // who is back after a long silence
	Late          []Late          `json:"late,omitempty"`       // posts of earlier periods that came too late for the editions of those
	Model         *Model          `json:"model,omitempty"`      // who wrote the text or chose the excerpts, if a model did
	Writing       *Writing        `json:"writing,omitempty"`    // only with --explain: what became of the model's text

	pending []model.Request // what a model has to be asked yet
	writing Writing
	refused []string       // own sentences that what they cite does not hold
	decided edit.Decisions // the editor's, as the edition has them
	gone    []string       // ids that decisions name and no story has
	lost    []string       // passages of the editor's that are not printed, and why
}

// A Model is a language model as the edition names it.
type Model struct {
	Name   string `json:"name"`
	Prompt string `json:"prompt"` // the version of the instructions
}

// CommunityInfo is what the renderers print of the community.
type CommunityInfo struct {
	Name     string   `json:"name"`
	URL      string   `json:"url"`
	Join     string   `json:"join"` // how to take part, closes the recap
	Hashtags []string `json:"hashtags"`
}

// A Period is [Start, End) in the community's zone.
type Period struct {
	Start    time.Time `json:"start"` // RFC 3339 with the zone's offset
	End      time.Time `json:"end"`
	Timezone string    `json:"timezone"` // IANA name
	Label    string    `json:"label"`    // for people: "Thursday, 11 December 2003", "7–13 December 2003"
}

// An EventDay places the edition in an event.
type EventDay struct {
	Name string `json:"name"`
	Day  int    `json:"day"`  // from 1; of the last day where the edition covers several
	Days int    `json:"days"` // how many days the event has
	URL  string `json:"url"`
}

// Stats are the numbers of the period. Posts counts all stored posts, machine posts and shares included; the others
// count people's.
type Stats struct {
	Posts         int   `json:"posts"`
	People        int   `json:"people"`
	Threads       int   `json:"threads"`
	Stories       int   `json:"stories"`
	Sources       int   `json:"sources"` // sources with at least one post in the period
	Organizations int   `json:"organizations"`
	Machines      int   `json:"machines"` // machine posts among Posts
	Shares        int   `json:"shares"`   // boosts and retweets among Posts
	Spam          int   `json:"spam"`     // posts that look like spam among Posts
	Withheld      int   `json:"withheld"` // posts among Posts whose words may not be shown, or that the editor dropped
	Usual         Usual `json:"usual"`
}

// Usual is the median of the same weekday of the last weeks; -1 while there is too little to say.
type Usual struct {
	Posts  int `json:"posts"`
	People int `json:"people"`
}

// A Lede is a paragraph about the whole edition.
type Lede struct {
	Sentences []Sentence `json:"sentences"`
}

// A Brief is one line of "In short": a story's title, where it stands, and its size.
type Brief struct {
	Text  string `json:"text"`
	Story string `json:"story"` // id of the story
}

// A Rest is a thread that is listed and not told.
type Rest struct {
	Title   string   `json:"title"`
	URL     string   `json:"url"`
	Sources []string `json:"sources"`         // ids of all its posts of the period, by date
	People  int      `json:"people"`          // how many wrote them
	By      string   `json:"by"`              // who wrote the first of them
	State   string   `json:"state"`           // as of a Story
	Quote   *Quote   `json:"quote,omitempty"` // one sentence of it: what answers or ends it, else what it opens with; nil in the lines below the first
}

// A Story is what the recap tells as one thing.
type Story struct {
	ID         string             `json:"id"`
	Title      string             `json:"title"`
	Kind       string             `json:"kind"` // what its opening is: discussion, question, announcement, release, vote, result, proposal, security, patch, article, status, ...
	URL        string             `json:"url"`
	Sources    []string           `json:"sources"` // ids of all its posts of the period, by date
	People     []string           `json:"people"`  // who wrote them, in order of appearance
	Score      float64            `json:"score"`
	Reasons    map[string]float64 `json:"reasons"`
	Outcome    string             `json:"outcome"` // where it stands, a few words: "open question", "vote passed, 3 for, 0 against"
	State      string             `json:"state"`   // where it stands, one of the states of package story; "" in editions of before
	Since      time.Time          `json:"since"`   // when its thread began, in the community's zone
	Section    string             `json:"section"` // the part of the edition that it stands in; "" where there are none
	Writer     string             `json:"writer"`  // who put the text together: excerpts, chosen, model or editor; "" in editions of before
	Voices     []Voice            `json:"voices"`  // what its other posts say, beside its paragraphs, and who else wrote in it
	Paragraphs []Paragraph        `json:"paragraphs"`
	Translated bool               `json:"translated,omitempty"` // by a model from posts in another language
	Facts      string             `json:"facts,omitempty"`      // the line below its title: size, opener, where it stands
}

// A Voice is words of a post of a story beside its paragraphs, of which one post may have several; or, without words,
// somebody of whom nothing is printed.
type Voice struct {
	Name   string   `json:"name"`
	Source string   `json:"source"`           // id of the post where Text stands, else of their first one of the period
	Text   string   `json:"text,omitempty"`   // what it says there, verbatim: adjacent sentences, or all of a short post; "" if they are only named
	To     *Quote   `json:"to,omitempty"`     // the line that it answers, or only whom, where that does not stand right above it
	Before bool     `json:"before,omitempty"` // its post says it before an excerpt that is printed of it
	Behind int      `json:"behind,omitempty"` // and behind so many of them
	Links  []string `json:"links,omitempty"`  // as of a Quote
}

// A Turn is a paragraph of a story, or a voice with words in the form of one.
type Turn struct {
	Paragraph
	Voice bool
}

// Turns returns the text of a story as it is printed: its paragraphs, and among excerpts the sentences of its voices where
// they were said; below a text that is not excerpts alone these stand together. What opens the story stays first.
func (e *Edition) Turns(s *Story) []Turn {
	var out []Turn
	var when []time.Time
	excerpts, opening := true, 0
	for _, p := range s.Paragraphs {
		out, when = append(out, Turn{Paragraph: p}), append(when, e.said(&p))
		excerpts = excerpts && p.Label != ""
	}
	for _, v := range s.Voices {
		if v.Text == "" {
			continue
		}
		x := Turn{Paragraph{By: v.Name, To: v.To, Sentences: []Sentence{{Text: v.Text, Sources: []string{v.Source}, Quote: &Quote{v.Text, v.Name, v.Source, v.Links}}}}, true}
		at, said := len(out), e.said(&x.Paragraph)
		if post := e.Post(v.Source); post != nil {
			x.Date, x.Organization = &said, post.Organization
		}
		for excerpts && !said.IsZero() && (at > 1 || at == 1 && out[0].source() == v.Source && v.Source != s.ID) && v.precedes(said, out[:at], when[at-1]) {
			at--
		}
		if v.Source == s.ID && excerpts && !slices.ContainsFunc(s.Paragraphs, func(p Paragraph) bool { return p.source() == s.ID }) {
			at = opening // what opens the story, of which nothing else is told
			opening++
		}
		out, when = slices.Insert(out, at, x), slices.Insert(when, at, said)
	}
	return out
}

// precedes reports whether a voice, said at a time, stands before the last of some turns, which was said at another. Voices
// of one post stand in their order.
func (v *Voice) precedes(said time.Time, turns []Turn, when time.Time) bool {
	x := &turns[len(turns)-1]
	if source := x.source(); source != v.Source {
		return said.Before(when) || said.Equal(when) && v.Source < source
	}
	excerpts := 0 // of its post, up to that
	for i := range turns {
		if !turns[i].Voice && turns[i].source() == v.Source {
			excerpts++
		}
	}
	return !x.Voice && v.Before && v.Behind < excerpts
}

// source returns the post that a paragraph cites first; "" if it cites none.
func (p *Paragraph) source() string {
	if len(p.Sentences) == 0 || len(p.Sentences[0].Sources) == 0 {
		return ""
	}
	return p.Sentences[0].Sources[0]
}

// said returns when the post was written that a paragraph cites first; zero if nobody knows.
func (e *Edition) said(p *Paragraph) time.Time {
	if post := e.Post(p.source()); post != nil {
		return post.Date
	}
	return time.Time{}
}

// A Paragraph is an excerpt, if it has a Label, or prose.
//
// An excerpt is one to three adjacent whole sentences of one post, verbatim but for white space, footnote marks and
// "[link]" for an address.
type Paragraph struct {
	Label        string     `json:"label,omitempty"`        // what the excerpt does, one of the labels of package language, in English
	By           string     `json:"by,omitempty"`           // its writer
	Organization string     `json:"organization,omitempty"` // of the writer, on evidence
	Date         *time.Time `json:"date,omitempty"`         // of the post, in the community's zone
	Relayed      string     `json:"relayed,omitempty"`      // whose words the writer passes on
	To           *Quote     `json:"to,omitempty"`           // the quoted line that the excerpt answers
	Writer       string     `json:"writer,omitempty"`       // who wrote the prose: model or editor
	Sentences    []Sentence `json:"sentences"`
}

// A Sentence is plain text that rests on the posts in Sources.
type Sentence struct {
	Text     string     `json:"text"`
	Sources  []string   `json:"sources"`            // ids of the posts that it rests on; the first is where its link leads
	Evidence []Evidence `json:"evidence,omitempty"` // the sentences of posts that prove a model's sentence
	Quote    *Quote     `json:"quote,omitempty"`    // the verbatim quote that Text is, or contains between quotation marks
	Anchor   string     `json:"anchor,omitempty"`   // the words of Text that carry a link to the first source; "": no link
}

// An Evidence is what somebody wrote, verbatim.
type Evidence struct {
	Source string `json:"source"` // id of the post
	Text   string `json:"text"`
}

// A Quote is what somebody wrote, verbatim but for white space; elisions are "[...]".
type Quote struct {
	Text   string   `json:"text"`
	By     string   `json:"by"`
	Source string   `json:"source"`
	Links  []string `json:"links,omitempty"` // the addresses for which "[link]" stands in Text, in order, "" for one that is not passed on; none where they are not known
}

// An Also is a thread that is only named.
type Also struct {
	Title   string   `json:"title"`
	URL     string   `json:"url"`
	Sources []string `json:"sources"`
}

// A Newcomer wrote here for the first time.
type Newcomer struct {
	Name   string `json:"name"`
	Source string `json:"source"` // id of that first post
}

// A Returner wrote here again after a long silence.
type Returner struct {
	Name   string    `json:"name"`
	Last   time.Time `json:"last"`   // when they wrote before
	Source string    `json:"source"` // id of their first post of the period
}

// A Late is a post of an earlier period that came when the edition of that period was recorded already, or the period
// skipped, because it had no post yet. It is in none of the numbers, and no other edition of the digest has it.
type Late struct {
	ID      string    `json:"id"`
	Title   string    `json:"title"`
	By      string    `json:"by"`
	Date    time.Time `json:"date"` // of the post, in the community's zone
	URL     string    `json:"url"`
	Edition string    `json:"edition"` // id of the edition that it came too late for; "" where the period was skipped
	Period  string    `json:"period"`  // of that edition, for people
}

// A Question has no reply by another person yet.
type Question struct {
	Title  string    `json:"title"`
	URL    string    `json:"url"`
	By     string    `json:"by"`
	Since  time.Time `json:"since"`
	Source string    `json:"source"`
}

// A Vote with its tally at the end of the period. State is open, passed, failed, withdrawn or unknown.
type Vote struct {
	Title    string     `json:"title"`
	URL      string     `json:"url"`
	State    string     `json:"state"`
	Plus     int        `json:"plus"`
	Zero     int        `json:"zero"`
	Minus    int        `json:"minus"`
	Deadline *time.Time `json:"deadline"`
	Source   string     `json:"source"`
	Disputed int        `json:"disputed,omitempty"` // votes that are not counted, under names that voted from another address
}

// An Organization and the people of the period who belong to it, on evidence.
type Organization struct {
	Name   string   `json:"name"`
	People []string `json:"people"`
}

// A Person who wrote in the period.
type Person struct {
	Name         string `json:"name"`
	Organization string `json:"organization"`
	Posts        int    `json:"posts"`
}

// An Upcoming is something after the end of the period.
type Upcoming struct {
	Text    string   `json:"text"`
	Date    string   `json:"date"` // ISO 8601 day, or RFC 3339 where the hour is known
	URL     string   `json:"url,omitempty"`
	Sources []string `json:"sources"`
}

// Coverage says of one source what was read of the period. State is ok, quiet, failed, stale or partial.
type Coverage struct {
	Source    string    `json:"source"`
	Kind      string    `json:"kind"`
	State     string    `json:"state"`
	Posts     int       `json:"posts"`
	ReadUntil time.Time `json:"read_until"`
	Error     string    `json:"error"`
}

// A PostRef is what the edition keeps of a post that it cites.
type PostRef struct {
	ID           string    `json:"id"`
	Source       string    `json:"source"` // the first of its sources, in config order
	Key          string    `json:"key"`
	Kind         string    `json:"kind"`
	URL          string    `json:"url"`
	Author       string    `json:"author"`
	Organization string    `json:"organization"`
	Date         time.Time `json:"date"` // effective time, UTC
	Title        string    `json:"title"`
	Thread       string    `json:"thread"` // id of its thread's first post
}

// A Candidate is a story that was considered, told or not.
type Candidate struct {
	Rank    int                `json:"rank"` // from 1
	Story   string             `json:"story"`
	Title   string             `json:"title"`
	Score   float64            `json:"score"`
	Reasons map[string]float64 `json:"reasons"`
	Posts   []string           `json:"posts"`
}

// Post returns the cited post with this id, or nil.
func (e *Edition) Post(id string) *PostRef {
	for i := range e.Posts {
		if e.Posts[i].ID == id {
			return &e.Posts[i]
		}
	}
	return nil
}

// Decode reads an edition from its JSON.
func Decode(data []byte) (*Edition, error) {
	var e Edition
	if err := json.Unmarshal(data, &e); err != nil {
		return nil, err
	}
	return &e, nil
}

// Told returns what the edition tells, for the store to remember, so that later editions do not tell it again: one row
// for each thread of each story.
func (e *Edition) Told() []store.Told {
	var out []store.Told
	for _, s := range e.Stories {
		var threads []string
		prints := map[string][]string{}
		posts := map[string][]string{}
		note := func(id string) string {
			p := e.Post(id)
			if p == nil {
				return ""
			}
			if !slices.Contains(threads, p.Thread) {
				threads = append(threads, p.Thread)
			}
			if !slices.Contains(posts[p.Thread], id) {
				posts[p.Thread] = append(posts[p.Thread], id)
			}
			return p.Thread
		}
		for _, p := range s.Paragraphs {
			for _, sent := range p.Sentences {
				for i, id := range sent.Sources {
					if t := note(id); i == 0 {
						prints[t] = append(prints[t], fingerprint(sent.Text))
					}
				}
			}
		}
		for _, id := range s.Sources {
			note(id)
		}
		for _, t := range threads {
			out = append(out, store.Told{Edition: e.ID, Story: s.ID, Title: s.Title, URL: s.URL, Thread: t, Posts: posts[t], Prints: prints[t]})
		}
	}
	return out
}

// fingerprint is a hash of a sentence's letters and digits, whatever marks and cases stand around them.
func fingerprint(s string) string {
	var words []string
	post.EachWord(strings.ToLower(s), func(w string) { words = append(words, w) })
	h := sha256.Sum256([]byte(strings.Join(words, " ")))
	return hex.EncodeToString(h[:8])
}
