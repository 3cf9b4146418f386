package digest

import (
	"strconv"
	"strings"
	"time"

	stemmer "github.com/blevesearch/snowballstem/english"

	"recap/digest/internal/lazyregexp"
)

var english = &language{
	Phrases: Phrases{
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
	},
	vocabulary: vocabulary{
		stop: englishStop, function: englishFunction, finite: englishFinite, dangling: englishDangling, person: englishPerson, stance: englishStance,
		hangs:        wordSet(`in at for of the to with from on by and or a an is are our my your this that vs & + team from into about`),
		endless:      wordSet(`is are was were the a an of to with as and or like be by for in on at from that which this these those using via called namely that's it's there's here's i'm we're because if when`),
		you:          wordSet(`you your you're you'll you've yours`),
		they:         wordSet(`they their them`),
		relativeDays: wordSet(`today yesterday tomorrow tonight today's yesterday's tomorrow's`),
		praise: wordSet(`amazing awesome brilliant exciting excellent extraordinary fantastic fascinating groundbreaking incredible insightful outstanding remarkable revolutionary spectacular stunning superb terrific thrilled thrilling tremendous unparalleled
unprecedented unqualified vibrant wonderful`),
		coarse:     wordSet(`fuck fucking fucked shit shitty bullshit damn crap asshole bitch bastard wtf stfu idiot idiotic moron stupid retarded dumbass`),
		connecting: wordSet(`and but so or hi hello thanks yes no`),
		frame: wordSet(`according hours reply nobody when reviewers question stood answer drew list replies settled vote welcome main story passed most what thread patch article put way know want went advice turn
	accepted added advised agreed announced answered argued asked assumed began believed called changed confirmed continued countered decided decision described disagreed doubted expected explained fear feared felt
	followed found gave guessed had having held hoped insisted intended joined knew learned liked looked looking mentioned needed noted noticed objected offered opened opposed planned planning pointed posted
	preferred promised proposed published put questioned raised read realised recalled recommended referred released remarked reminded replied reported responded resumed returned said saw say seconded sent shared
	showed spoke started stated suggested summed supported suspected talked thanked thought told took tried trying understood urged used using voted wanted warned was were went withdrew wondered working
	worried would wrote written later people they their them themselves not that whether because and to of in on by the a an it is are be with under hashtag about first earlier meanwhile same day could sure`),
		days:     wordSet(`january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday on`),
		numerals: strings.Fields("no one two three four five six seven eight nine ten eleven twelve"),
		common:   []string{"ing", "ly", "ed", "tion", "ever"},
	},
	cues: cues{
		vote:         lazyregexp.New(`(?i)(?:^|\s)\[?vote\]?[\s:]|^call for votes?\b|\[vote\]`),
		result:       lazyregexp.New(`(?i)\[results?\]|\bvote results?\b|\bresults? of (?:the )?vote`),
		announcement: lazyregexp.New(`(?i)\[ann(?:ounce(?:ment)?)?\]|^ann(?:ounce(?:ment)?)?\s*:|\bannounc(?:e|ing|ement)\b`),
		release:      lazyregexp.New(`(?i)\brelease[ds]?\b|\bis out\b|\bavailable\b|\brc\d\b`),
		proposal:     lazyregexp.New(`(?i)\[(?:discuss(?:ion)?|proposal|rfc)\]|\bproposal\b|\brfc\b|^proposed?\b|\bidea\b`),
		security:     lazyregexp.New(`(?i)\bcve-\d{4}-\d+\b|\[?security\]?\s*(?:notice|advisory|release|fix|announcement|:)|\bvulnerabilit(?:y|ies)\b|\badvisory\b`),
		asks:         lazyregexp.New(`(?i)^(?:how|why|what|where|when|who|which|is|are|does|do|can|could|should|any|has|help|problem|question|newbie|trouble|need)\b`),
		test:         lazyregexp.New(`(?i)^(?:test(?:ing)?|ping|test (?:mail|post|message)|ignore|(?:un)?subscribe|help|first post)\W*$|out of (?:the )?office|au(?:ß|ss)er haus|^auto(?:matic)?[ -]?repl|vacation (?:reply|message)|abwesenheit|on leave until`),
		event:        lazyregexp.New(`(?i)\b(?:meeting|meetup|meet-up|sprint|conference|hackathon|hack day|hack days|workshop|deadline|freeze|release|call for|cfp|submissions?|registration|vote|webinar|summit|party|talks?|session|train|election|launch|is due|scheduled|planned for|will be held|takes place|join us)\b`),
		worksAt:      lazyregexp.New(`\b(?:I work (?:at|for)|I'm (?:at|with|from)|I am (?:at|with|from)|working (?:at|for)|employed (?:at|by)|engineer (?:at|from)|developer (?:at|from))\s+([A-Z][\w&.-]*(?:\s+[A-Z][\w&.-]*){0,3})`),
		greeting:     lazyregexp.New(`(?i)^(?:hi|hello|hey|hallo|dear|greetings|good (?:morning|day|afternoon|evening)|all|folks|guys|everyone|hiya|howdy)\b[^.?]{0,38}$`),
		closing:      lazyregexp.New(`(?i)^[ \t]*(?:(?:best|kind|warm|with)?[ \t]*regards|cheers|thanks(?: a lot| again| in advance| for .{0,30})?|thank you(?: .{0,30})?|best(?: wishes)?|all the best|sincerely|yours(?: \w+)?|thx(?: .{0,20})?|tia|ciao|bye|take care|rgds|br|hth|peace|later|have (?:a nice|a good|fun)\b.{0,20}|(?:hope (?:this|that|it) helps.{0,10}))[ \t]*[,.!~-]*$`),
		leadIn:       englishLeadIn,
		hailing:      lazyregexp.New(`^(?i:hi|hello|hey|dear|ok|okay|yes|no|thanks|sure)(?: (?:all|everyone|folks|there|list|guys|\p{Lu}\pL+)){0,2}[,!.:]\s+`),
		works:        []string{"I work ", "I'm at ", "I'm with ", "I'm from ", "I am at ", "I am with ", "I am from ", "working at ", "working for ", "employed ", "engineer at ", "engineer from ", "developer at ", "developer from "},
		proposes:     []string{"i propose", "i'd like to propose", "i would like to propose"},
		announces:    []string{"announce", "announcing", "pleased to", "happy to", "proud to", "is now available", "has been released", "now available", "i've released", "i just released", "just released", "was released", "is released", "are released", "is out", "we released", "we have released", "we've released"},
		seeks:        []string{"any help", "any idea", "any hint", "any pointer", "i wonder", "i was wondering", "how to", "can anyone", "could anyone", "please help", "i don't understand", "i can't", "i'm trying to", "i am trying to"},
		thanks:       []string{"thanks", "thank you", "thx", "works now", "that works", "that worked", "works a treat", "works great", "works fine now", "solved", "problem solved", "that fixed", "fixed it", "that did it", "did the trick"},
		merged:       []string{"applied", "merged", "committed", "pushed to", "queued", "checked in", "in cvs", "in svn", "in trunk", "fixed in"},
		agrees:       []string{"i agree", "agreed", "+1", "sounds good", "good idea", "makes sense", "fair enough", "good point", "you're right", "agree with you", "seconded"},
		objects:      []string{"i disagree", "i don't agree", "i don't think", "i do not think", "not convinced", "bad idea", "-1", "i object", "i'd rather not", "won't work", "not going to work", "i doubt", "doesn't make sense", "not true"},
		problems:     []string{"problem", "bug", "error", "fails", "failed", "crash", "doesn't work", "does not work", "broken", "traceback", "exception", "regression", "stuck", "hangs", "not working"},
		withdrawn:    []string{"withdrawn", "cancelled", "canceled"},
		failed:       []string{"not passed", "has failed", "did not pass", "does not pass", "vote fails", "rejected"},
		passed:       []string{"pass", "carried", "accepted", "approved"},
		openers:      englishOpeners, deictic: englishDeictic, courtesies: englishCourtesies,
		relative: []string{"last night", "this morning", "tonight", "this evening", "this afternoon"},
		dull:     []string{"thank", "thanks", "please", "sorry", "let me know", "write to me", "contact me", "if anybody wants", "if anyone wants", "hope this helps", "here is", "here's", "patch", "i'm using", "i am using", "i'm trying", "i am trying", "i have a"},
		spam: []string{"viagra", "cialis", "casino", "payday", "loan approval", "backlinks", "seo services", "guest post", "cheap rolex", "replica watches", "weight loss", "make money", "earn $", "100% free", "limited offer", "act now", "bitcoin investment", "lottery",
			"click the link below", "dear friend", "business proposal", "wire transfer", "million dollars", "work from home", "best price", "discount code", "buy now", "order now", "increase your", "decision-maker", "decision maker", "digital agency", "well-established", "high-quality specialists", "your company", "outsourcing", "our services", "free quote", "schedule a call", "partnership opportunity"},
		roles: []string{"engineer", "developer", "manager", "professor", "prof.", "student", "president", "director", "architect", "administrator", "sysadmin", "consultant", "programmer", "analyst", "officer", "founder", "scientist", "researcher", "lecturer", "maintainer",
			"contributor", "specialist", "technician", "designer", "artist", "hacker", "freelance", "intern", "chairman", "secretary", "representative", "assistant"},
	},
	dates: dates{
		dayText:  lazyregexp.New(`\b(?:(?P<iso>\d{4}-\d\d-\d\d)|(?P<day>\d{1,2})(?:st|nd|rd|th)?(?: of)? (?P<month>` + englishMonths + `)(?:,? (?P<year>\d{4}))?|(?P<month2>` + englishMonths + `) (?P<day2>\d{1,2})(?:st|nd|rd|th)?(?:,? (?P<year2>\d{4}))?)\b`),
		months:   monthsByName(englishMonths),
		namesDay: func(s string) bool { return holdsAny(s, englishMonthList) || holdsISODay(s) },
		hours:    lazyregexp.New(`(?i)\b(?:open|run|last|remain open|be open)\b[^.]{0,60}?\b(?:for|at least|next)\b[^.]{0,20}?\b(\d{2,3})\s*(?:hours|hrs|h)\b`),
		until:    lazyregexp.New(`(?i)\b(?:until|till|closes?|ends?|ending|by|deadline)\b[^.\n]{0,40}?\b(\d{4}-\d\d-\d\d|\d{1,2}\.? (?:` + englishMonths + `)(?: \d{4})?|(?:` + englishMonths + `) \d{1,2}(?:st|nd|rd|th)?(?:,? \d{4})?)`),
		clock:    lazyregexp.New(`^,?\s*(?:at\s+)?(\d{1,2}:\d\d)\s*(?:UTC|GMT|Z)\b`),
	},
	frames: frames{
		quoteMarks: [2]string{"“", "”"}, onlyMarks: strings.NewReplacer("\"", "'", "“", "'", "”", "'", "„", "'"),
		title: "{community} recap, {day}", dayTitle: "Day {n} of {event}", dayNumber: "Day {n}", span: "{first} to {last}",
		size:    "{posts} from {people} in {threads}",
		ledeDay: "{community} saw {size} on {period}.", ledeWeek: "{community} saw {size} in the week of {period}.", ledeSpan: "{community} saw {size} in the time from {period}.",
		ledeNothing: "Nothing was posted in {community} on {period}: {size}.", ledeNothingSpan: "Nothing was posted in {community} in the period of {period}: {size}.",
		eventDay: "{day} of {event} brought the {community} community {size} on {period}.", eventOwnDay: "{day} of {event}, {period}, brought {size}.",
		eventSpan:   "{event}, {first} to {day}, brought the {community} community {size} ({period}).",
		allMachines: "All of it was written by machines, so there is no story to tell.",
		mainStory:   "The main story is {title}, {by} {who}.", mainStatus: "The main story is {title}, with {who} first.", mainAlone: "The main story is {title}.",
		passedMost: "Passed on most was what {who} wrote: {title}.",
		by: map[string]string{kindQuestion: "asked by", kindAnnouncement: "announced by", kindRelease: "announced by", kindSecurity: "announced by", kindResult: "announced by",
			kindProposal: "proposed by", kindPatch: "sent by", kindArticle: "written by", kindVote: "called by", kindStatus: "posted by", kindDiscussion: "raised by"},
		started: map[string]opening{
			startTag: {"posted", "under {title}"}, startStream: {"posted", "under the hashtag"}, startReply: {"replied", "in the thread on {title}"},
			kindQuestion: {"asked", "about {title}"}, kindRelease: {"announced", "{title}"}, kindAnnouncement: {"announced", "{title}"}, kindPatch: {"posted", "a patch, {title}"},
			kindArticle: {"published", "an article on {title}"}, kindVote: {"opened", "a vote on {title}"}, kindDiscussion: {"started", "a thread on {title}"}},
		quoteVerbs: []string{"put it this way", "wrote", "said"}, addVerbs: []string{"put it this way", "added"},
		onDate: "On {date}, ", inReply: "In reply, ", hoursLater: "Hours later, ", andLater: "and later",
		elsewhereTag: "Elsewhere under #{tag}", elsewhere: "Elsewhere in the stream", untitled: "untitled",
		eventWhole: "From {first} to {day}, the {days} of {event} brought the {community} community {size} ({period}).", eventDays: Noun{"day", "days"},
		session: "The session was {title}.", sessionBy: "The session was {title} by {who}.", talkBy: "{title} by {who}",
		begins: "{event} begins", goesOn: "{event} goes on", voteCloses: "the vote on {title} closes",
	},
	endings: endings{
		outcomes: map[string]string{"decided": "vote decided", "released": "released", "announced": "announced", "disclosed": "disclosed", "published": "published", "passed on": "passed on {times}",
			"posted": "posted", "applied": "applied", "no review": "no review yet", "under review": "under review", "no reply": "no reply yet", "answered": "answered", "not settled": "answers given, not settled",
			"still discussed": "still under discussion", "discussed": "under discussion"},
		noReview: []string{"No review had come in by the end of the day.", "Reviewers had not answered when the day ended.", "It was still waiting for a first review."},
		noAnswer: []string{"Nobody had answered by the end of the day.", "The question was still waiting for an answer at midnight.", "It stood unanswered when the day closed.", "An answer is still wanted."},
		noReply:  []string{"It drew no reply that day.", "Nobody took it up before midnight.", "The list stayed silent on it.", "Replies are still to come."},
		settled:  []string{"That settled it for {who}.", "{who} had the answer before the day was out.", "With that {who} had what was needed."},
		overDays: strings.NewReplacer("by the end of the day", "by the end of the period", "that day", "in the period", "when the day ended", "when the period ended", "when the day closed", "when the period closed",
			"at midnight", "at the end", "before midnight", "before the end", "before the day was out", "before the period was out"),
		voteOutcome: map[string]string{"open": "vote open, {tally}", "passed": "vote passed, {tally}", "failed": "vote failed, {tally}", "withdrawn": "vote withdrawn, {tally}"},
		voteClosing: map[string]string{"open": "When the period closed the vote was open and stood at {tally}.", "passed": "The vote passed with {tally}.", "failed": "The vote failed with {tally}.",
			"withdrawn": "The vote was withdrawn with {tally}."},
		voice: Noun{"vote", "votes"}, abstention: Noun{"abstention", "abstentions"}, times: Noun{"time", "times"},
		tally: "{plus} in favour and {minus} against", unanimous: "{plus} in favour and none against", abstaining: ", with {zero}",
	},
	grammar: grammar{
		stem: stemmer.Stem, fullStop: englishFullStop, hasVerb: englishHasVerb, oddLetters: nonASCII, bareOpener: englishBare, pointsBack: englishPointsBack, report: englishReport, tell: englishTell, join: englishJoin,
		firstPersonQuote: .5,
		firstPerson:      lazyregexp.New(`\b(?:I|I'm|I've|I'd|I'll|me|my|we|we're|our|us)\b`), undated: englishUndated, opener: englishOpener,
	},
}

const englishMonths = `January|February|March|April|May|June|July|August|September|October|November|December`

var englishMonthList = strings.Split(englishMonths, "|")

// monthsByName numbers the names of the months, which are parted by bars.
func monthsByName(names string) map[string]time.Month {
	m := map[string]time.Month{}
	for i, n := range strings.Split(names, "|") {
		m[n] = time.Month(i + 1)
	}
	return m
}
