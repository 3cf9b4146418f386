package digest

import (
	"strconv"
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

// PhrasesFor returns the phrases of a language.
func PhrasesFor(tag string) *Phrases {
	if strings.HasPrefix(strings.ToLower(tag), "de") {
		return &germanPhrases
	}
	return &englishPhrases
}

var englishPhrases = Phrases{
	Tag:      "en",
	Number:   strconv.Itoa,
	Months:   [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
	Weekdays: [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
	Layouts:  Layouts{Full: "Monday, 2 January 2006", Day: "2 January 2006", Short: "2 January", Number: "2", Month: "January 2006", Moment: "2 January 2006, 15:04 "},

	Post: Noun{"post", "posts"}, Person: Noun{"person", "people"}, Thread: Noun{"thread", "threads"}, MachinePost: Noun{"machine post", "machine posts"}, Share: Noun{"share", "shares"},

	NoPosts: "No posts from {community} were read for {period}.", Untitled: "Untitled",
	And: " and ", More: "{n} more", Others: "{name} and {n} others",
	Also: "Also discussed: ", TakingPart: "Taking part from: ", Programme: "On the programme: ", WhoCame: "{people} wrote, among them ", EditorsNote: "Editor’s note: ", Welcome: "Welcome to ", NewHere: ", new here.", Unanswered: "Unanswered: ",
	BackAgain: "Back after a long silence: ", LastHeard: "{name} (last heard of in {month})",
	VoteOn: "Vote on ", Tally: ": {plus} for, {minus} against", Neutral: ", {n} neutral", OpenUntil: ", open until {moment}",
	Next: "What’s next", JoinIn: "Join in", JoinAt: [2]string{"To take part, join ", "."}, PostWith: "To take part, post with {tags}.", Or: " or ",
	Hashtag:  Noun{"Hashtag: ", "Hashtags: "},
	UsualDay: "A usual day brings {posts} from {people}.", UsualWeek: "A usual week brings {posts} from {people}.", Usual: "Usual for such a time are {posts} from {people}.",
	MachinesOnly: Noun{"One machine post is only counted.", "{n} machine posts are only counted."}, SharesOnly: Noun{"One share is only counted.", "{n} shares are only counted."},
	BothOnly: "{machines} and {shares} are only counted.",
	Failed:   "{source} could not be read", Partial: "{source} was read with gaps", NotYet: "{source} was not read yet", Stale: "{source} was read only until {moment}",
	AllRead: Noun{"The source was read in full.", "All {n} sources were read in full."}, BothRead: "Both sources were read in full.", NoneRead: "Not read in full: {missed}", SomeRead: "{read} of {all} sources were read in full; {missed}",
	Corrected: "This is a corrected edition (revision {n}).", CorrectedMark: "[corrected] ",
	Reason: "You get this recap because you, or a list that you are on, asked for the news of {community}.", ThisCommunity: "this community",
	ReadAt: "Read it on the web: {url}", ReadOnWeb: "Read on the web", LeftOut: "This mail has no room for {n} more of the stories; all are on the web and in the text version.",
	Recaps: "Recaps", AllRecaps: "All recaps", AllRecapsOf: "{community}: all recaps", RecapsOf: "{community}: recaps", NoRecapYet: "There is no recap yet.",
}

var germanPhrases = Phrases{
	Tag:      "de",
	Number:   germanNumber,
	Months:   [12]string{"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"},
	Weekdays: [7]string{"Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"},
	Layouts:  Layouts{Full: "Monday, 2. January 2006", Day: "2. January 2006", Short: "2. January", Number: "2.", Month: "January 2006", Moment: "2. January 2006, 15:04 Uhr "},

	Post: Noun{"Beitrag", "Beiträge"}, Person: Noun{"Person", "Personen"}, Thread: Noun{"Thread", "Threads"},
	MachinePost: Noun{"maschineller Beitrag", "maschinelle Beiträge"}, Share: Noun{"weitergegebener Beitrag", "weitergegebene Beiträge"},

	NoPosts: "Für {period} wurden keine Beiträge von {community} gelesen.", Untitled: "Ohne Titel", EditorsNote: "Anmerkung der Redaktion: ",
	And: " und ", More: "{n} weitere", Others: "{name} und {n} weitere",
	Also: "Außerdem besprochen: ", TakingPart: "Vertreten waren: ", Programme: "Auf dem Programm: ", WhoCame: "{people} schrieben mit, darunter ", Welcome: "Herzlich willkommen: ", NewHere: ", neu dabei.", Unanswered: "Noch ohne Antwort: ",
	BackAgain: "Nach langer Zeit wieder da: ", LastHeard: "{name} (zuletzt im {month})",
	VoteOn: "Abstimmung über ", Tally: ": {plus} dafür, {minus} dagegen", Neutral: ", {n} neutral", OpenUntil: ", offen bis {moment}",
	Next: "Ausblick", JoinIn: "Mitmachen", JoinAt: [2]string{"Zum Mitmachen geht es hier: ", "."}, PostWith: "Zum Mitmachen genügt ein Beitrag mit {tags}.", Or: " oder ",
	Hashtag:  Noun{"Hashtag: ", "Hashtags: "},
	UsualDay: "An einem gewöhnlichen Tag sind es {posts} von {people}.", UsualWeek: "In einer gewöhnlichen Woche sind es {posts} von {people}.", Usual: "Üblich sind in so einem Zeitraum {posts} von {people}.",
	MachinesOnly: Noun{"Ein maschineller Beitrag ist nur gezählt.", "{n} maschinelle Beiträge sind nur gezählt."},
	SharesOnly:   Noun{"Ein weitergegebener Beitrag ist nur gezählt.", "{n} weitergegebene Beiträge sind nur gezählt."}, BothOnly: "{machines} und {shares} sind nur gezählt.",
	Failed: "{source} war nicht lesbar", Partial: "{source} wurde mit Lücken gelesen", NotYet: "{source} wurde noch nicht gelesen", Stale: "{source} wurde nur bis {moment} gelesen",
	AllRead: Noun{"Die Quelle wurde vollständig gelesen.", "Alle {n} Quellen wurden vollständig gelesen."}, BothRead: "Beide Quellen wurden vollständig gelesen.", NoneRead: "Nicht vollständig gelesen: {missed}", SomeRead: "Vollständig gelesen: {read} von {all} Quellen; {missed}",
	Corrected: "Dies ist eine berichtigte Ausgabe (Fassung {n}).", CorrectedMark: "[berichtigt] ",
	Reason: "Dieser Rückblick kommt, weil Neues von {community} für diese Adresse oder für eine Liste, auf der sie steht, bestellt wurde.", ThisCommunity: "dieser Gemeinschaft",
	ReadAt: "Im Netz lesen: {url}", ReadOnWeb: "Im Netz lesen", LeftOut: "Nicht alles passt in diese Mail: Es fehlen Geschichten ({n}), die im Netz und in der Textfassung stehen.",
	Recaps: "Rückblicke", AllRecaps: "Alle Rückblicke", AllRecapsOf: "{community}: alle Rückblicke", RecapsOf: "{community}: Rückblicke", NoRecapYet: "Es gibt noch keinen Rückblick.",
}

// germanNumber parts thousands by dots: "1.234".
func germanNumber(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "." + s[i:]
	}
	return s
}
