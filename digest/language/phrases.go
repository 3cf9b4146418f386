package language

import (
	"cmp"
	"strings"
	"time"
)

// Phrases are the words of one language that a recap says itself. In a template, {name} stands for a value that Fill
// puts there. Dates are laid out as package time does it, with the names of months and weekdays replaced by those of
// the language.
type Phrases struct {
	Tag        string             // BCP 47, the language alone: "en"
	Number     func(n int) string // a count in digits: "1234"
	Months     [12]string         // from January
	Weekdays   [7]string          // from Sunday
	Layouts    Layouts
	QuoteMarks [2]string // around what somebody wrote
	InnerMarks *strings.Replacer

	Post, Person, Thread, Story, MachinePost, Share, Month12, Reply Noun

	// The title, and the lines at the top.
	Title, EventTitle, EventDay     string    // {community} {day} {lead}; {event}; {n} {event}
	TitleAlone, TitleNothing        string    // {community} {day}; where no story leads: a quiet time, and one in which nobody wrote
	Span                            string    // {first} {last}; a period
	InShort                         string    // heading
	BriefLine, BriefSize            string    // {title} {outcome} {size}; without an outcome
	NoPosts, NothingTold, OnlyCount string    // {community} {period}; where there are no stories
	Size                            string    // {posts} {people}
	Counts                          string    // {posts} {people} {threads}; the edition's numbers
	OpenedBy, OpenedByOn            string    // {who}; {who} {date}
	BeginsReply                     string    // {who}; the first known post is a reply to one that is not stored
	SinceDay                        string    // {date}; an older thread whose beginning is not stored
	FirstVersion                    string    // {date}; of a series that was sent again
	PublishedBy, LinkedBy, PostedBy string    // {who}
	And, More, Others, AndOthers    string    // between the last two of a list; {n}; {name} {n}; {names} {n}
	OthersWrote                     string    // before the names of who else wrote in a story
	WithOrganization                string    // {who} {organization}
	Relaying                        string    // {who}; behind the name of who passes on another's words
	AnswerTo                        string    // {who} {text}; the line of somebody else that an excerpt answers
	Answering                       string    // {who}; whom an excerpt answers, where the line is not known
	MostShared, Announced           string    // headings in a stream
	DayParts                        [4]string // of six hours each from midnight: they head a session of a stream that nothing names
	DayPart                         string    // {weekday} {part}; the same where a stream lasts several days
	Rest, RestFold                  string    // heading of "everything else"; {n}
	Late                            string    // heading of what came too late for earlier editions
	NewHere, BackAfter, CameFrom    string    // sentences of the narrative: {names}; {name} {n months}; {organizations}
	NewHereOne                      string
	BackOne, BackMany               string // {who}
	AlsoHappened, AlsoItem          string // {list}; {outcome} {title}, one of it
	DayAlone                        string // {n}: "Day 2"
	OpenedTalk, OpenedTalks         string // {day} {who} {title}; with the one that closed: {last} {lastwho}
	TalkBy                          string // {title} {who}
	Begins, GoesOn                  string // {event}
	VoteCloses                      string // {title}
	OnlyCounted                     string // {list}; machine posts, shares, spam are only counted
	OnlyCountedOne                  string
	SpamPost, WithheldPost          Noun
	Usual, UsualWeekday             string            // {posts} {people}; {weekday}
	States                          map[string]string // by state of package story: "open question"; {who} {tally}
	Outcomes                        map[string]string // more exact words, by what happened; {who} {tally}
	Labels                          map[string]string // by label of an excerpt: the word that is printed, "" for none
	Tally, Neutral                  string            // {plus} {minus}; {n}
	Kinds                           map[string]string // by kind of a post: "video", "podcast", ...

	Untitled      string
	Programme     string // begins the list of talks
	EditorsNote   string // labels the editor's paragraph
	Unanswered    string // begins the list of questions
	VoteOn        string // before a vote's title
	OpenUntil     string // {moment}
	Next, JoinIn  string // headings of the closing part
	JoinAt        [2]string
	PostWith      string // {tags}
	Or            string // between hashtags
	Hashtag       Noun
	TextBy        string // {model}; who wrote the text, where a model did
	ChosenBy      string // {model}; who chose the excerpts, where a model did
	ModelFailed   string // where it was to do so and did not, or not for all
	Translated    string // told in another language than its posts
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
	TestMark      string // begins the subject of mail that somebody is shown before it goes out
	Leave         string // a link by which the reader gets no more of this mail
	LeaveAt       string // {url}; the same, where links are written out
	Choose        string // a link by which the reader gets more or less of it
	ChooseAt      string // {url}; the same, where links are written out
	ReadOnWeb     string // the words of a link
	LeftOut       string // {n}; stories that a mail has no room for
	Recaps        string // title of a list of recaps
	AllRecaps     string // the words of a link
	AllRecapsOf   string // {community}
	RecapsOf      string // {community}
	NoRecapYet    string

	OnlyNumbers    string            // where posts may only be counted, and not all of them are by programs
	NoRoom         Noun              // {n}; entries of a list that a file or a mail has no room for
	MoreOnWeb      string            // {n}; the words of a link to the entries of a list that a mail leaves out
	SourceKinds    map[string]string // by kind of place that posts come from: list, blog, forum, social, news
	Earlier, Later string            // {period}; the words of links to the editions before and after
	Subscribe      string            // before the words of a link to the feed
	Feed           string            // those words
	PostsADay      string            // {month} {total} {most}; what the bars of a month show, {total} and {most} as in "3 posts"

	Old OldPhrases
}

// OldPhrases are the words around editions that were recorded before excerpts took the place of reported speech.
type OldPhrases struct {
	Also, TakingPart, WhoCame, Welcome, NewHere, BackAgain, LastHeard string
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

// Names lists people or things: "Ann Lee, Bob Stone and Cleo Marsh".
func (p *Phrases) Names(list []string) string {
	if n := len(list); n > 1 {
		return strings.Join(list[:n-1], ", ") + p.And + list[n-1]
	}
	return strings.Join(list, "")
}

// Quoted puts s between the language's quotation marks, with those inside it made single ones.
func (p *Phrases) Quoted(s string) string {
	if p.InnerMarks != nil {
		s = p.InnerMarks.Replace(s)
	}
	return p.QuoteMarks[0] + s + p.QuoteMarks[1]
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

// To says whom an excerpt answers, and with which line of theirs; "" is one that is not known.
func (p *Phrases) To(who, line string) string {
	if who = cmp.Or(who, p.Untitled); line == "" {
		return Fill(p.Answering, "who", who)
	}
	return Fill(p.AnswerTo, "who", who, "text", p.QuoteMarks[0]+line+p.QuoteMarks[1])
}
