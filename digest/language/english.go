package language

import (
	"strconv"
	"strings"
	"time"

	stemmer "github.com/blevesearch/snowballstem/english"

	"recap/digest/internal/lazyregexp"
)

var english = Language{
	Phrases: Phrases{
		Tag:        "en",
		Number:     strconv.Itoa,
		Months:     [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		Weekdays:   [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
		Layouts:    Layouts{Full: "Monday, 2 January 2006", Day: "2 January 2006", Short: "2 January", Number: "2", Month: "January 2006", Moment: "2 January 2006, 15:04 "},
		QuoteMarks: [2]string{"“", "”"}, InnerMarks: strings.NewReplacer("\"", "'", "“", "‘", "”", "’"),

		Post:         Noun{"post", "posts"},
		Person:       Noun{"person", "people"},
		Thread:       Noun{"thread", "threads"},
		Story:        Noun{"story", "stories"},
		MachinePost:  Noun{"machine post", "machine posts"},
		Share:        Noun{"share", "shares"},
		Month12:      Noun{"month", "months"},
		Reply:        Noun{"reply", "replies"},
		SpamPost:     Noun{"post that looks like spam", "posts that look like spam"},
		WithheldPost: Noun{"post that is not told", "posts that are not told"},

		Title: "{community}, {day}: {lead}", EventTitle: "{day}: {lead}", EventDay: "Day {n} of {event}",
		TitleAlone:   "{community}, {day}: all was quiet",
		TitleNothing: "{community}, {day}: nobody wrote",
		Span:         "{first} to {last}",
		InShort:      "In short",
		BriefLine:    "{title}: {outcome}, {size}",
		BriefSize:    "{title}: {size}",
		DayAlone:     "Day {n}",
		AlsoItem:     "{title} ({outcome})",
		NoPosts:      "No posts from {community} were read for {period}.",
		NothingTold:  "A quiet time; all of it is in the list.",
		OnlyCount:    "Only programs wrote; there is nothing to tell.",
		Size:         "{posts} from {people}", Counts: "{posts} from {people} in {threads}.",
		OpenedBy:     "opened by {who}",
		OpenedByOn:   "opened by {who} on {date}",
		BeginsReply:  "begins with a reply by {who}",
		SinceDay:     "since {date}",
		FirstVersion: "first version on {date}",
		PublishedBy:  "published by {who}", LinkedBy: "linked by {who}", PostedBy: "posted by {who}",
		And:              " and ",
		More:             "{n} more",
		Others:           "{name} and {n} others",
		AndOthers:        "{names} and {n} more",
		OthersWrote:      "Also in it: ",
		WithOrganization: "{who} ({organization})", Relaying: ", relaying {who}", AnswerTo: "to {who}: {text}", Answering: "to {who}",
		MostShared: "Most shared",
		Announced:  "Announced",
		DayParts:   [4]string{"night", "morning", "afternoon", "evening"}, DayPart: "{weekday} {part}",
		Rest:       "Everything else",
		RestFold:   "{n} more",
		Late:       "Came late",
		NewHere:    "{names} write here for the first time.",
		NewHereOne: "{names} writes here for the first time.",
		BackAfter:  "{name} after {time}",
		BackOne:    "{who} is back.", BackMany: "{who} are back.", CameFrom: "People from {organizations} took part.",
		AlsoHappened: "Further down: {list}.",
		OpenedTalk:   "{day} opened with {who} on {title}.",
		OpenedTalks:  "{day} opened with {who} on {title} and closed with {lastwho} on {last}.",
		TalkBy:       "{title} by {who}",
		Begins:       "{event} begins", GoesOn: "{event} goes on", VoteCloses: "the vote on {title} closes",
		OnlyCounted: "{list} are only counted.", OnlyCountedOne: "{list} is only counted.",
		Usual:        "Usual for such a time are {posts} from {people}.",
		UsualWeekday: "A usual {weekday} brings {posts} from {people}.",
		States: map[string]string{
			"solved":     "solved",
			"answered":   "answered",
			"promised":   "promised",
			"merged":     "merged",
			"released":   "released",
			"published":  "published",
			"announced":  "announced",
			"reviewed":   "reviewed",
			"decided":    "decided",
			"passed":     "vote passed",
			"failed":     "vote failed",
			"withdrawn":  "withdrawn",
			"vote":       "vote open",
			"open":       "open question",
			"no-reply":   "no reply yet",
			"discussion": "under discussion"},
		Outcomes: map[string]string{
			"fixed":             "fixed",
			"promised by":       "promised by {who}",
			"reviewed by":       "reviewed by {who}",
			"not reviewed":      "not reviewed yet",
			"under review":      "under review",
			"security":          "security notice",
			"thanks":            "answered, the opener says thanks",
			"confirmed":         "solved, the opener confirms",
			"linked":            "linked",
			"posted":            "posted",
			"objection":         "under discussion, an objection stands",
			"no answer":         "no answer yet",
			"replies elsewhere": "{n} on the site",
			"merged by":         "merged by {who}",
			"asked again":       "open question, asked again",
			"answers":           "answers given",
			"asked":             "asked",
			"vote over":         "vote over"},
		Labels: map[string]string{
			"question":     "Question",
			"announcement": "",
			"release":      "Release",
			"proposal":     "Proposal",
			"patch":        "Patch",
			"report":       "Report",
			"security":     "Security",
			"vote":         "Vote",
			"result":       "Result",
			"idea":         "Idea",
			"opening":      "",
			"details":      "",
			"reply":        "",
			"objection":    "Objection",
			"agreement":    "Agreement",
			"confirmed":    "Solved",
			"thanks":       "Thanks",
			"update":       "Update",
			"decision":     "Decision"},
		Tally: "{plus} for, {minus} against", Neutral: ", {n} neutral",
		Kinds: map[string]string{
			"video": "video", "podcast": "podcast", "picture": "picture", "link": "link", "issue": "issue", "comment": "comment"},

		Untitled:    "Without a title",
		Programme:   "On the programme: ",
		EditorsNote: "Editor’s note: ",
		Unanswered:  "Still without an answer: ",
		VoteOn:      "Vote on ", OpenUntil: ", open until {moment}",
		Next:        "What’s next",
		JoinIn:      "Join in",
		JoinAt:      [2]string{"To take part, join ", "."},
		PostWith:    "To take part, post with {tags}.",
		Or:          " or ",
		Hashtag:     Noun{"Hashtag: ", "Hashtags: "},
		TextBy:      "Text by {model}, each sentence checked against the posts that it cites.",
		ChosenBy:    "Excerpts chosen by {model}.",
		ModelFailed: "The model could not do all of its part; where it did not, the excerpts are the program’s choice.",
		Translated:  "translated",
		Failed:      "{source} could not be read",
		Partial:     "{source} was read with gaps",
		NotYet:      "{source} was not read yet",
		Stale:       "{source} was read only until {moment}",
		AllRead:     Noun{"The source was read in full.", "All {n} sources were read in full."},
		BothRead:    "Both sources were read in full.",
		NoneRead:    "Not read in full: {missed}",
		SomeRead:    "{read} of {all} sources were read in full; {missed}",
		Corrected:   "This is a corrected edition (revision {n}).", CorrectedMark: "[corrected] ",
		Reason:        "You get this recap because you, or a list that you are on, asked for the news of {community}.",
		ThisCommunity: "this community",
		ReadAt:        "Read it on the web: {url}",
		TestMark:      "[test] ",
		Leave:         "Unsubscribe",
		LeaveAt:       "Unsubscribe: {url}",
		Choose:        "Choose what you get",
		ChooseAt:      "Choose what you get: {url}",
		ReadOnWeb:     "Read on the web",
		LeftOut:       "This mail has no room for {n} more of the stories; all are on the web and in the text version.",
		Recaps:        "Recaps",
		AllRecaps:     "All recaps",
		AllRecapsOf:   "{community}: all recaps",
		RecapsOf:      "{community}: recaps",
		NoRecapYet:    "There is no recap yet.",
		OnlyNumbers:   "There is nothing to tell but the numbers.",
		NoRoom:        Noun{"{n} more has no room here.", "{n} more have no room here."},
		MoreOnWeb:     "{n} more on the web",
		SourceKinds:   map[string]string{"list": "list", "blog": "blog", "forum": "forum", "social": "social", "news": "link"},
		Earlier:       "Earlier: {period}",
		Later:         "Later: {period}",
		Subscribe:     "Subscribe: ",
		Feed:          "Atom feed",
		PostsADay:     "Posts a day in {month}: {total} in all, at most {most}",
		Old: OldPhrases{Also: "Also discussed: ", TakingPart: "Taking part from: ", WhoCame: "{people} wrote, among them ", Welcome: "Welcome to ", NewHere: ", new here.",
			BackAgain: "Back after a long silence: ", LastHeard: "{name} (last heard of in {month})"},
	},
	Vocabulary: Vocabulary{
		Stop: englishStop(),
		Function: wordSet(`a an the of to in is are was were be been has have had do does did will would can could should may might
			must it this that these those they we i you he she not and or but if as for with on at by from there
			what which who how why when where it's i'm i've don't doesn't isn't can't won't didn't that's`),
		Negations: wordSet(`not no never neither nor none nothing nobody hardly barely without`),
		Unsure:    []string{"not sure about", "not sure how", "not sure what", "correct me if"},
		Summaries: []string{"tl;dr", "tldr", "tl; dr", "summary", "executive summary", "abstract", "in summary", "to summarize", "to summarise", "to sum up", "in a nutshell"},
		Errs:      wordSet(`wrong incorrect mistaken mistake misread misunderstood untrue nevermind nvm disregard`),
		Drawbacks: wordSet(`downside downsides disadvantage disadvantages drawback drawbacks catch snag caveat tradeoff trade-off`),
		Merits:    wordSet(`advantage advantages upside upsides benefit benefits possibility alternative alternatively option way`),
		Grants:    wordSet(`true right correct agree agreed admit admittedly granted yes yeah yep yup yah yesh`),
		Reasons:   wordSet(`why reason reasons`),
		Harms:     wordSet(`break breaks hurt hurts harm harms affect affects`),
		Costs:     wordSet(`cost costs expense price`),
		Past:      wordSet(`had was were`),
		Pronouns:  wordSet(`it them this that him her us me you`),
		Address:   wordSet(`you your yours yourself yourselves u`),
		Proposals: wordSet(`proposal proposals proposed proposing suggestion suggestions suggested suggesting`),
		Intends:   wordSet(`want propose suggest plan intend aim`),
		Thanking:  wordSet(`thanks thank thx thanx thankyou tnx ty cheers appreciate appreciated grateful thankful kudos`),
		Tentative: wordSet(`tentatively provisionally experimentally temporarily`),
		Tags:      wordSet(`no right correct yes ok okay is are does do`),
		Hangs: wordSet(`in at for of the to with from on by and or a an is are our my your this that vs & + team into about join
			love check out`),
		Abbreviations: wordSet(`mr mrs ms dr prof e.g i.e eg ie etc vs cf fig figs no nr st jr sr inc ltd co corp al sec sect ch vol pp
			approx ca resp dept est rev gen col sgt capt lt univ assn bros ed eds u.s u.k a.k.a aka w.r.t wrt ver v
			op f.e ex incl max min`),
		Roles:   []string{"engineer", "developer", "manager", "director", "student", "consultant", "architect", "analyst", "president", "founder", "lead", "officer", "professor", "maintainer", "administrator", "scientist", "programmer", "sysadmin", "artist"},
		WorksAt: lazyregexp.New(`\bI(?:(?: currently| now)? work (?:at|for)|(?:['’]m| am|['’]ve been| have been)(?: currently| now)? working (?:at|for)|(?:['’]m| am)\s[^.!?,;:]{0,40}\b(?:employed (?:at|by)|(?:engineer|developer) (?:at|from)))\s+([A-Z][\w&.-]*(?:\s+[A-Z][\w&.-]*){0,3})`),
		Works:   []string{"work ", "working ", "employed ", "engineer ", "developer "},
	},
	Dates: Dates{
		DayText:  lazyregexp.New(`\b(?:(?P<iso>\d{4}-\d\d-\d\d)\b|(?P<month>` + englishMonths + `)\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?\b(?:,?\s+(?P<year>\d{4}))?|(?P<day2>\d{1,2})(?:st|nd|rd|th)?(?: of)?\s+(?P<month2>` + englishMonths + `)\b\.?(?:,?\s+(?P<year2>\d{4}))?)`),
		MonthNum: englishMonthNumbers(),
		NamesDay: func(s string) bool { return holdsMonth(s, englishMonthStarts) || holdsISODay(s) },
		Hours:    lazyregexp.New(`(?i)\b(?:vote|open|run|runs|close|closes|last|for)\b[^.]{0,60}?\b(\d{2,3})\s*(?:hours|hrs|h)\b`),
		Until:    lazyregexp.New(`(?i)\b(?:until|till|closes?(?: on)?|ends?(?: on)?|deadline|by)\b[^.\n]{0,40}?\b(\d{4}-\d\d-\d\d|(?:` + englishMonths + `)\.?\s+\d{1,2}(?:st|nd|rd|th)?(?:,?\s+\d{4})?|\d{1,2}(?:st|nd|rd|th)?\s+(?:` + englishMonths + `)(?:,?\s+\d{4})?)`),
		Clock:    lazyregexp.New(`^,?\s*(?:at\s+)?(\d{1,2}:\d\d)\s*\(?(?:UTC|GMT|Z)\b`),
	},
	Contractions: map[string]string{
		"n't": "not", "'m": "am", "'re": "are", "'ve": "have", "'ll": "will", "'d": "would", "'s": "",
		"won't":   "will not",
		"can't":   "can not",
		"cannot":  "can not",
		"shan't":  "shall not",
		"ain't":   "is not",
		"wont":    "will not",
		"cant":    "can not",
		"dont":    "do not",
		"doesnt":  "does not",
		"didnt":   "did not",
		"im":      "i am",
		"ive":     "i have",
		"it's":    "it is",
		"that's":  "that is",
		"there's": "there is",
		"here's":  "here is",
		"what's":  "what is",
		"who's":   "who is",
		"where's": "where is",
		"how's":   "how is",
		"he's":    "he is",
		"she's":   "she is",
		"this's":  "this is",
		"let's":   "let us",
		"lets":    "let us",
		"y'all":   "you all",
		"cc'd":    "cc-ed",
	},
	Stem:  stemmer.Stem,
	Proof: englishProof(),
	Table: englishCues(),
}

const englishMonths = `Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?`

const englishMonthStarts = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"

func englishMonthNumbers() map[string]time.Month {
	m := map[string]time.Month{"Sept": time.September}
	for i := time.January; i <= time.December; i++ {
		m[i.String()], m[i.String()[:3]] = i, i
	}
	return m
}

// englishStop are the words that carry no topic; lists in other languages speak of their matter with some of them, too.
func englishStop() map[string]bool {
	return wordSet(`a about above after again against all also am an and any are aren't as at be because been before being
			below between both but by can can't cannot could couldn't did didn't do does doesn't doing don't down
			during each even few for from further get gets getting give given go goes going gonna got had hadn't has
			hasn't have haven't having he he'd he'll he's her here here's hers herself him himself his how how's i
			i'd i'll i'm i've if in into is isn't it it's its itself just let let's like made make makes many may
			maybe me might more most much must my myself no nor not now of off on once one only or other ought our
			ours ourselves out over own per rather really same say see seem seems shall shan't she she'd she'll
			she's should shouldn't since so some something still such take than that that's the their theirs them
			themselves then there there's these they they'd they'll they're they've thing things think this those
			through to too two under until up upon us use used using very via want was wasn't way we we'd we'll
			we're we've well were weren't what what's when when's where where's whether which while who who's whom
			why why's will with within without won't would wouldn't yes yet you you'd you'll you're you've your
			yours yourself yourselves etc hi hello hey thanks thank regards cheers best wrote writes said says re
			fwd http https www com org net html know anyone anybody someone somebody please question problem help
			issue work works working new need many first last back good`)
}
