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

		Post: Noun{"post", "posts"}, Person: Noun{"person", "people"}, Thread: Noun{"thread", "threads"}, Story: Noun{"story", "stories"},
		MachinePost: Noun{"machine post", "machine posts"}, Share: Noun{"share", "shares"}, Month12: Noun{"month", "months"},
		SpamPost: Noun{"post that looks like spam", "posts that look like spam"}, WithheldPost: Noun{"post whose words are not shown", "posts whose words are not shown"},

		Title: "{community}, {day}: {lead}", EventTitle: "{day}: {lead}", EventDay: "Day {n} of {event}",
		TitleAlone: "{community}, {day}: a quiet day", TitleNothing: "{community}, {day}: nobody wrote", Span: "{first} to {last}",
		InShort: "In short", BriefLine: "{title}: {outcome}, {size}",
		NoPosts: "No posts from {community} were read for {period}.", NothingTold: "A quiet time; all of it is in the list.", OnlyCount: "Only programs wrote; there is nothing to tell.",
		Size: "{posts} from {people}", Counts: "{posts} from {people} in {threads}.",
		OpenedBy: "opened by {who}", OpenedByOn: "opened by {who} on {date}", BeginsReply: "begins with a reply by {who}", SinceDay: "since {date}", FirstVersion: "first version on {date}",
		PublishedBy: "published by {who}", LinkedBy: "linked by {who}", PostedBy: "posted by {who}",
		And: " and ", More: "{n} more", Others: "{name} and {n} others", AndOthers: "{names} and {n} more", OthersWrote: "Also in it: ",
		WithOrganization: "{who} ({organization})", Relaying: ", relaying {who}", AnswerTo: "to: {text}",
		MostShared: "Most shared", Announced: "Announced", Session: "Around {time}", Rest: "Everything else", RestFold: "{n} more",
		NewHere: "{names} write here for the first time.", NewHereOne: "{names} writes here for the first time.", BackAfter: "{name} after {time}",
		BackOne: "{who} is back.", BackMany: "{who} are back.", CameFrom: "People from {organizations} took part.",
		AlsoHappened: "Also {list}.", OpenedTalk: "{day} opened with {who} on {title}.", OpenedTalks: "{day} opened with {who} on {title} and closed with {lastwho} on {last}.", TalkBy: "{title} by {who}",
		Begins: "{event} begins", GoesOn: "{event} goes on", VoteCloses: "the vote on {title} closes",
		OnlyCounted: "{list} are only counted.", OnlyCountedOne: "{list} is only counted.",
		Usual: "Usual for such a time are {posts} from {people}.", UsualWeekday: "A usual {weekday} brings {posts} from {people}.",
		States: map[string]string{"solved": "solved", "answered": "answered", "promised": "promised", "merged": "merged", "released": "released", "published": "published", "announced": "announced",
			"reviewed": "reviewed", "decided": "decided", "passed": "vote passed", "failed": "vote failed", "withdrawn": "withdrawn", "vote": "vote open", "open": "open question", "no-reply": "no reply yet", "discussion": "under discussion"},
		Outcomes: map[string]string{"fixed": "fixed", "promised by": "promised by {who}", "reviewed by": "reviewed by {who}", "not reviewed": "not reviewed yet", "under review": "under review", "security": "security notice",
			"thanks": "answered, the opener says thanks", "confirmed": "solved, the opener confirms", "linked": "linked", "posted": "posted", "objection": "under discussion, an objection stands", "no answer": "no answer yet", "replies elsewhere": "{n} on the site", "merged by": "merged by {who}", "asked again": "open question, asked again", "asked": "asked", "vote over": "vote over"},
		Labels: map[string]string{"question": "Question", "announcement": "", "release": "Release", "proposal": "Proposal", "patch": "Patch", "report": "Report", "security": "Security", "vote": "Vote", "result": "Result", "idea": "Idea", "opening": "", "details": "",
			"reply": "", "objection": "Objection", "agreement": "Agreement", "confirmed": "Solved", "thanks": "Thanks", "update": "Update", "decision": "Decision"},
		Tally: "{plus} for, {minus} against", Neutral: ", {n} neutral",
		Kinds: map[string]string{"video": "video", "podcast": "podcast", "picture": "picture", "link": "link", "issue": "issue", "comment": "comment"},

		Untitled: "Without a title", Programme: "On the programme: ", EditorsNote: "Editor’s note: ", Unanswered: "Still without an answer: ",
		VoteOn: "Vote on ", OpenUntil: ", open until {moment}",
		Next: "What’s next", JoinIn: "Join in", JoinAt: [2]string{"To take part, join ", "."}, PostWith: "To take part, post with {tags}.", Or: " or ",
		Hashtag: Noun{"Hashtag: ", "Hashtags: "},
		Failed:  "{source} could not be read", Partial: "{source} was read with gaps", NotYet: "{source} was not read yet", Stale: "{source} was read only until {moment}",
		AllRead: Noun{"The source was read in full.", "All {n} sources were read in full."}, BothRead: "Both sources were read in full.", NoneRead: "Not read in full: {missed}", SomeRead: "{read} of {all} sources were read in full; {missed}",
		Corrected: "This is a corrected edition (revision {n}).", CorrectedMark: "[corrected] ",
		Reason: "You get this recap because you, or a list that you are on, asked for the news of {community}.", ThisCommunity: "this community",
		ReadAt: "Read it on the web: {url}", ReadOnWeb: "Read on the web", LeftOut: "This mail has no room for {n} more of the stories; all are on the web and in the text version.",
		Recaps: "Recaps", AllRecaps: "All recaps", AllRecapsOf: "{community}: all recaps", RecapsOf: "{community}: recaps", NoRecapYet: "There is no recap yet.",
		Old: OldPhrases{Also: "Also discussed: ", TakingPart: "Taking part from: ", WhoCame: "{people} wrote, among them ", Welcome: "Welcome to ", NewHere: ", new here.",
			BackAgain: "Back after a long silence: ", LastHeard: "{name} (last heard of in {month})"},
	},
	Vocabulary: Vocabulary{
		Stop: englishStop(),
		Function: wordSet(`a an the of to in is are was were be been has have had do does did will would can could should may might must it this that these those they we i you he she not and or but if as for with on at by from
			there what which who how why when where it's i'm i've don't doesn't isn't can't won't didn't that's`),
		Negations:     wordSet(`not no never neither nor none nothing nobody hardly barely without`),
		Hangs:         wordSet(`in at for of the to with from on by and or a an is are our my your this that vs & + team into about join love check out`),
		Abbreviations: wordSet(`mr mrs ms dr prof e.g i.e eg ie etc vs cf fig figs no nr st jr sr inc ltd co corp al sec sect ch vol pp approx ca resp dept est rev gen col sgt capt lt univ assn bros ed eds u.s u.k a.k.a aka w.r.t wrt ver v op f.e ex incl max min`),
		Roles:         []string{"engineer", "developer", "manager", "director", "student", "consultant", "architect", "analyst", "president", "founder", "lead", "officer", "professor", "maintainer", "administrator", "scientist", "programmer"},
		WorksAt:       lazyregexp.New(`\b(?:I work (?:at|for)|I'm (?:at|with|from)|I am (?:at|with|from)|working (?:at|for)|employed (?:at|by)|engineer (?:at|from)|developer (?:at|from))\s+([A-Z][\w&.-]*(?:\s+[A-Z][\w&.-]*){0,3})`),
		Works:         []string{"I work ", "I'm ", "I am ", "working ", "employed ", "engineer ", "developer "},
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
		"won't": "will not", "can't": "can not", "cannot": "can not", "shan't": "shall not", "ain't": "is not", "wont": "will not", "cant": "can not", "dont": "do not", "doesnt": "does not", "didnt": "did not",
		"im": "i am", "ive": "i have", "it's": "it is", "that's": "that is", "there's": "there is", "here's": "here is", "what's": "what is", "who's": "who is", "where's": "where is", "how's": "how is",
		"he's": "he is", "she's": "she is", "this's": "this is", "let's": "let us", "lets": "let us", "y'all": "you all", "cc'd": "cc-ed",
	},
	Stem: stemmer.Stem,
	Table: CueTable{
		Objects: `
			i strongly|really|respectfully|firmly? disagree|object; i would? strongly|really? disagree|object; strongly disagree|against|opposed; -1; nack|nak|nacked
			will|would|can|could not really? work $; will|would|can|could not work; does not work like|that; this|that|it|which is|was|seems|sounds .. bad|terrible|horrible|awful idea; bad idea
			not a|the|such? very|really|particularly? good|great|right|best idea|way|thing|place|solution|approach|fit|plan
			i am strongly|really|rather|totally? against|opposed; i would vote|be against; that|this|it is|was|seems simply|just|plain|also|really? not true|correct|right|accurate
			that|this|it is|was|seems simply|just|plain|also|really? wrong|incorrect|false|nonsense|misleading|overkill|pointless
			strictly|much worse; unacceptable; i would|had much? rather not; i would prefer not; makes no sense; does not really? make any|much? sense; not acceptable; please do not; no way
			should|must not be changed|merged|applied|removed|added|done|released|accepted`,
		Doubts: `
			i do|am not really|quite|entirely|at|fully|yet|so? all? think|agree|believe|like|buy|see|convinced|sure|want|fan; i am not convinced|happy; not in favour|favor; not a big? fan
			problem|trouble|issue|drawback|downside|difficulty|concern|objection with|of this|that|your|the|it; i am a|very|still|somewhat? bit|little? worried|sceptical|skeptical|concerned|reluctant|hesitant|afraid
			not worth it|the; i worry; i fear; is|are|be|seem|seems|adds|looks|introduces an|very|quite|just? unnecessary|unnecessarily; does not seem right|like|a|useful|necessary; do not seem right|useful|necessary
			introduces|has|have a|some|serious|several problem|problems|drawback|drawbacks|downside|flaw|flaws; why not just|simply; i would rather|prefer; instead of adding|changing; my concern is; concerned about|that`,
		Promises: `
			i|we will|shall .. resend|re-send|resubmit|respin|rebase|rework|rewrite|send|submit|post|fix|change|update|add|drop|remove|write|take|put|include|file|open|merge|apply|queue|push|commit|prepare|revert|split|rename|move|upload|document|report|edit|adopt|switch|incorporate|pull|release|publish|test|try|check|review|investigate|bring|implement
			i|we will|shall .. do that|this|it|so; i|we will|shall .. look into|at; i|we will go with; i am going|planning to .. resend|re-send|rebase|rework|rewrite|send|submit|post|fix|change|update|add|drop|remove|do|write|take|file|open|merge|apply|push|commit|prepare|revert|split|rename|move|upload|release|publish|test
			i plan|intend to; ^ will do; ^ ok|okay will do; ^ sure will do; ^ will .. resend|send|submit|post|fix|change|update|add|drop|remove|write|file|open|merge|apply|queue|push|commit|revert|split|rename|move|do|rebase|respin|take|test
			and will resend|send|fix|post|update|change|submit; will fix|resend|respin|rebase|repost in|the|with|that|this|it|them|up|and|as|when|once|tomorrow|soon|later; ^ let me send|fix|post|check|see|try|update|look|file; see you there; on my todo list; i have put|added it on; v2|v3|v4|v5 coming|soon|will follow`,
		Concedes: `
			i am ok|okay|fine|happy|good|convinced with|either|now|about; i am ok|okay|fine|happy|good $; i am convinced; fair enough|point; good point|suggestion|catch; no|have|withdraw no|my? further|more|strong? objection|objections; no objection|objections
			you are absolutely|quite|totally|completely? right|correct; i stand corrected; my mistake|bad|fault; works for me; either way is|works|ok|okay|fine; that is a|very? great|good|fine|perfect|excellent|cool|reasonable; great news; looks|look perfect
			i now|can? see|understand now|why|what|the; now i see|understand|get; makes perfect|total|a|complete|more? lot? of? sense $; that makes sense; ^ agreed; i will drop|withdraw my; let us go with; i give in; point taken; understood $; ^ got it; ok|okay $; ^ ok|okay then`,
		Withdraws: `never mind|nevermind; nevermind; please ignore|disregard|drop this|that|it|my|the; ^ ignore|disregard this|that|my|the; i will? withdraw|retract; scratch that; false alarm; withdrawn; is|has|been cancelled|canceled|withdrawn; i take that|it back`,
		Decides: `
			we|team|board|group|project|pmc|committee have|has|was? decided|agreed|settled; it was|is|has been? been? decided|agreed; rough? consensus is|was|seems; let us go with; decision is|was|has; i have decided; we will go with; we are going with; has been approved|accepted|rejected; motion|vote passes|passed|carries|carried; is hereby adopted|approved`,
		Aside: `
			^ by the way; ^ btw; ^ as an aside; ^ aside; ^ incidentally; ^ essentially; ^ basically; ^ in other words; ^ note to self; ^ fwiw; ^ off-topic|offtopic; ^ tangent*; ^ p.s|ps; ^ nit|nits|nitpick*; ^ minor; ^ also; ^ oh; ^ just curious; ^ speaking of; ^ disclaimer; ^ as a side note; ^ on a side note; ^ side note; ^ ot; ^ in passing; ^ while we are at it; ^ for completeness; ^ trivia
			typo|typos; spelling; misspel*; grammar; whitespace; white space; indentation; capitali*; i think you mean; you probably|surely mean|meant; the word; top-post*; cc-ed|ccing|cc-ing; forgot to cc|attach|mention; adding _ to cc; trimmed the cc; removed from cc; subject line; hit send|reply too; wrong list|button`,
		Agrees: `
			i completely|fully|totally|strongly|tend|also|mostly? to? agree; +1; sounds|looks good|great|fine|right|reasonable|ok|nice; sounds|looks like a good|great|fine; makes|made perfect|a|total? lot? of? sense; ^ .. good|great|excellent|nice idea|point|catch|suggestion|work
			lgtm; you are absolutely|quite? right; ^ exactly; ^ absolutely; ^ agreed; ^ indeed; ^ definitely; ^ yes please; all|these look|looks fine|good; i like this|the|that|your|it; i am in favour|favor; acked-by; i second|support this|that|the`,
		Updates: `
			^ fixed; ^ applied; ^ committed; ^ merged; ^ done; ^ pushed; ^ released; ^ uploaded; ^ implemented; ^ landed; ^ queued; ^ updated; ^ update; ^ edit; ^ addendum; ^ follow-up|followup; ^ reverted; ^ deployed; ^ published
			i|we have? .. fixed|applied|committed|merged|pushed|uploaded|filed|released|implemented|resolved|reverted|published|updated|queued; it is|has been? now? fixed|applied|merged|released|available; has|have been .. fixed|applied|committed|merged|pushed|uploaded|released|implemented|reverted|published
			is|are now available|upstream|live|online|open|out; opened|filed|created a|an? ticket|issue|bug|pr|pull; checked it|this|that? in; just released|published|uploaded|pushed|merged`,
		Done: `
			^ fixed; ^ applied; ^ committed; ^ merged; ^ pushed; ^ pulled; ^ landed; ^ queued; ^ thanks applied|merged|queued|pushed|committed; ^ thank you applied|merged|queued; ^ .. applied thanks $; ^ series|patch|both|all applied|merged|queued
			now|been|i|we have|just|also? now|just|been|also? applied|committed|merged|queued|pulled|pushed|fixed; checked it|this|that in; fixed this|it? in cvs|svn|trunk|git|master|head|main|development; is|are now? fixed in; is now? merged|in|committed; applied to|both|all|the`,
		Merged: `
			^ applied; ^ committed; ^ merged; ^ pushed; ^ pulled; ^ landed; ^ queued; ^ thanks applied|merged|queued|pushed|committed; ^ thank you applied|merged|queued; ^ .. applied thanks $; ^ series|patch|both|all applied|merged|queued
			now|been|i|we have|just|also? now|just|been|also? applied|committed|merged|queued|pulled|pushed; checked it|this|that in; is now? merged|committed; applied to|both|all|the; queued up|for`,
		Works: `
			that|it|this|which|everything|all now? works|worked; that|it|this|which seems|seemed? to? do|did|does|work|works|worked the trick; did|does|do the trick; did|does it $; seems|seem|seemed to work|have|help worked|helped?; that|it|this|which now? fixed|fixes|solved|solves|helped|helps|resolved|resolves
			that was it|the; works|working|runs|running now|fine|great|perfectly|well|again|like; problem|issue|mystery is|was|now? now? solved|fixed|resolved|gone; got|have it working|to; exactly what i needed|wanted|was; makes sense now; clear|clearer now; now i see|understand|get; i made it work; it works; solved my; fixed my; ^ solved; ^ that works; is solved; got it to work`,
		Thanks: `
			^ .. thanks|thx|thankyou|cheers; ^ .. thank you; ^ .. much appreciated; ^ perfect; ^ great; ^ excellent; ^ got it; ^ awesome; ^ wonderful; ^ brilliant; ^ cool; ^ many thanks; ^ yay; ^ ah|aha|ahh i see; thanks a lot|for; thank you very|so|for; i appreciate`,
		Trouble: `
			still; unfortunately; do|does|did|is|are|was not; will not; fails|failed|failing; error|errors; however; except; but; no luck|longer; neither; problem remains; nope; crash*; hangs; broken`,
		Answers: `
			you will|can|could|should|need|have|want|might|may|would|must to?; you are better; ^ use; ^ try; ^ see; ^ look; ^ put; ^ call; ^ add; ^ set; ^ run; ^ make; ^ check; ^ just; ^ do not; ^ install; ^ pass; ^ return; ^ take; because; the reason|problem|solution|answer|trick|best|right|correct|easiest|usual|proper|documented|short .. is|way|thing
			is|are currently|not? currently|not? supported|possible|implemented|documented|deprecated|required|intended|expected; there is|are|was|were; i would? think|believe|suggest|recommend|prefer|suspect|guess|expect|propose; instead; we|i use|did|do|had|wrote|used; works by; it depends; the way to; have a look; take a look; turns out; that|this is why|how|because|what|due`,
		About: `
			i|we would? like|want|wanted|wish|hope? to announce|propose|suggest|ask|discuss|share|know|understand|summari*|get|do|use|be|start|make|hear|introduce|invite|remind; i|we propose|suggest|announce|present|need|found|noticed|discovered|implemented|wrote|released|think|started|built|made|finished
			i am|have been? trying|working|writing|looking|pleased|happy|proud|having|using|getting|wondering|building|starting|porting|thinking|seeing; i have written|made|released|implemented|found|created|been|just|got|built|put|a; this patch|series|post|proposal|release|topic|thread|message|change|commit|draft; this is a|an|the; in this post|patch|series|topic|article|note
			the goal|idea|problem|purpose|aim|point|question|motivation|proposal|plan|issue|following .. is|was|of; we should|could|need|must; ^ this|here is|are; it is time to; the next`,
		Problem: `
			fail|fails|failed|failing; crash*; break|breaks|broken; does|do|did not work|seem|compile|build|start|find|load|run; does not; error|errors; my|the|a problem|trouble|issue|question; i need|want; looking for; is there; how do|can|to|should|would|could; why do|does|is|are|did; impossible; can not; unable; wrong; missing; leak*; hang|hangs; stuck; regression; unexpected*; instead of`,
		Proposes: `propos*; suggest*; what if; we|it|there should|could|would; would like to; want to; idea|plan|goal is; let us; it would be nice|good|great|useful|better; how about; rfc; request for comments`,
		News: `
			new|newly; now; adds|added|add|adding; fix|fixes|fixed; support|supports|supported; feature|features; improve*; change|changes|changed; first; include|includes|including; introduc*; remove|removes|removed|removal; major; highlight|highlights; available; provides|provide; allows|allow; faster; released|release; will be|take|start|begin|open; deprecated; rewrite|rewritten; vulnerab*`,
		Matters: `allow|allows; let; makes; so that; in order to; without; because; recommended; should upgrade|update; security; important; designed; intended; breaking; incompatible; upgrade; affected|affects; users of; no longer; requires|require; everybody|everyone|all users; attacker|attackers; means that`,
		Meta: `
			newbie|newb|noob; stupid question; sorry to|for|if|about|that; apolog*; many thanks; thanks to; i would like to address|start|begin|clarify|point|add|mention; let me address|start|begin|clarify|point|add|mention|know; first of all; thanks|thank in|for advance|your|any|the; thank you in|for; any help|hint|hints|idea|ideas|pointer|pointers|comment|comments|thought|thoughts|suggestion|suggestions|advice|feedback
			i am very|pretty|quite|fairly|still|relatively|completely? new to|here; hope this|that|it helps|makes; ^ hope this|that|it; have fun; good luck; could|can someone|anyone|somebody|anybody please? help; what is going|happening|wrong; did anyone|someone|anybody see; knows more; title says; does that make sense; what do you all? think; am i missing; is that|this correct|right $; any|some one|body? have any; feel free to; looking forward; please advise|correct; correct me if; welcome; see the attached; just wanted to; i hope; excuse my|the|me; forgive my|me; long time|mail|post; i wonder if anyone|anybody; please let me; please cc; not subscribed; my english`,
		Points: `
			above; below; as follows; following; attached; attachment; enclosed; former; latter; aforementioned; here is the|my|some|what|code|a|an; as i said|wrote|mentioned; like this|so $; these two|three; the other one; here $; previous mail|message|post|email; in your mail|post|message; see my|your; this mail|email|message; the link; quoted; my last; in the subject; screenshot|screenshots; scrubbed; on the left|right`,
		Dangles: `
			^ this; ^ that; ^ it; ^ its; ^ these; ^ those; ^ they; ^ them; ^ their; ^ he; ^ she; ^ his; ^ her; ^ so; ^ also; ^ but; ^ and; ^ or; ^ then; ^ however; ^ therefore; ^ thus; ^ hence; ^ otherwise; ^ instead; ^ still; ^ yes; ^ no; ^ yeah; ^ yep; ^ yup; ^ nope; ^ nah; ^ sure; ^ which; ^ such; ^ both; ^ same; ^ neither; ^ either; ^ too; ^ not; ^ because; ^ besides; ^ furthermore; ^ moreover; ^ additionally; ^ plus; ^ again; ^ anyway|anyways; ^ similarly; ^ likewise; ^ consequently; ^ for example|instance; ^ in particular; ^ in that|this|which|such|either|any|both case|way|sense|respect|regard
			^ as such; ^ first; ^ firstly; ^ second; ^ secondly; ^ third; ^ thirdly; ^ finally; ^ another; ^ one more; ^ the other|second|third|last|latter|former|same|above|only; ^ to do this|that|so; ^ see; ^ here; ^ i agree|disagree; ^ i am agree; ^ of course; ^ right; ^ ok|okay; ^ well; ^ even; ^ nor; ^ there; ^ exactly; ^ indeed; ^ agreed; ^ true; ^ as a result; ^ on the other hand; ^ on the contrary; ^ by contrast; ^ that said; ^ meanwhile; ^ after that|this|which; ^ given that|this|these; ^ if so|not|that; ^ with that|this; ^ like i|that|this; ^ more; ^ most of; ^ each; ^ all of; ^ none of; ^ some of; ^ one of them|these|those; ^ nice; ^ good; ^ great; ^ oh; ^ ah; ^ hmm; ^ hm; ^ heh; ^ um; ^ er; ^ yet; ^ rather; ^ unless; ^ until then; ^ or else`,
		StandsAlone: `
			^ it is|was|would|might|may|will|has be|been? not|also|probably|very|really|quite|much|often|always|usually|currently|just|only? possible|impossible|hard|easy|easier|difficult|better|best|worth|nice|good|great|important|clear|unclear|likely|unlikely|useful|common|necessary|safe|time|true|up; ^ it is|was a good|bad|pity|shame; ^ it seems|appears|turns|looks; ^ it would be|seem; ^ it makes sense
			^ this is a|an|the .. release|request|proposal|patch|series|call|reminder|announcement|list|summary|update|question|post|draft|bug|idea|vote|version|first; ^ this patch|series|post|release|message|mail|email|proposal|thread|topic|week|year|month|function|commit|version|vote|draft|pep|bug|change; ^ there is|are|was|were|has|have|seems|seem|appears|will; ^ here is|are a|an|the; ^ for example|instance if|when
			^ so i|how|what|is|does|can|my|why; ^ no one|way|need|matter; ^ not all|every|only|everyone|sure; ^ such as; ^ even if|though|when; ^ either way; ^ because of; ^ because the|i|we; ^ both the|of; ^ another way|option|approach|possibility; ^ the only way|thing|reason; ^ the last time|week|release|year; ^ the same applies|goes|is; ^ one more thing; ^ first of all; ^ all of the|us|our; ^ some of the|us|our; ^ most of the|us|our|my; ^ each of the; ^ more and|than|people; ^ good|great news; ^ well known; ^ yet another; ^ unless you|i|we|the; ^ rather than; ^ given the|a; ^ see you`,
		Hypothesis: `^ if; ^ unless; ^ whether; ^ notice; ^ much as; ^ although; ^ while; ^ though; ^ in case; ^ assuming; ^ suppose; ^ provided; ^ when; ^ once; ^ until; ^ would|could|should|can|will|is|do|does|did|has|have you|it|we|i|this|that|anyone|somebody|someone|there`,
		Reviews:    `reviewed-by; acked-by; tested-by; look|looks good|fine|ok|okay|great|correct|right|reasonable; lgtm; ship it; approved; i have reviewed|tested`,
		YesNo:      `^ yes; ^ no; ^ nope; ^ yep; ^ yeah; ^ nah; ^ not really|yet; ^ sure; ^ correct; ^ exactly; ^ never; ^ of course; ^ indeed; ^ right; ^ true`,
		Unfinished: `by $; of $; the $; a|an $; to $; with $; and $; or $; is $; are $; was $; for $; that $; from $; at $; as $; using $; like $; namely $; e.g $; i.e $; via $; called $; than $; between $; because $; its $; my $; your $; our $; these $; those $; include|includes|including $; says|said|wrote|writes $; following $; following _ $`,
		Announces:  `pleased|happy|proud|excited|delighted|glad|thrilled to announce|present|release|share|introduce; i|we have just? released|published; i|we just released|published; hereby announce*; announcing; is now released|available|out; has been released; would like to announce`,
		Seeks:      `anybody|anyone|somebody|someone; any idea|ideas|hint|hints|pointer|pointers|thoughts|suggestions; how do|can|would|should i|we|you|one; can not figure|find|get; please help; help me; need help; looking for; is there a|an|any; does anyone|anybody; i wonder|am wondering; wondering if|how|why|whether|what; what is the best|right|proper; i do not understand|know|see; would it be possible; is it possible`,
		Imagines:   `what if; an|my|this|one idea; it would be nice|cool|great|useful|good; i have been thinking; we could|should; how about; why not; would not it be; i wish; imagine`,
		Cites:      `says|said|wrote|writes|quote|quoting|adds|replied|states|notes $; to quote .. $; according to _ .. $; quoth _ .. $; in the words of .. $; reads|read $`,
		Sells: `
			decision maker|makers; our company|services|service|solutions|clients|products|prices|agency|experts; our team of; digital|marketing|web|seo agency; seo; guarantee*; casino*; viagra; loan|loans; lottery; forex; weight loss; replica; pharmac*; business|partnership proposal|opportunit*|offer; dear sir|madam|friend|beneficiary|customer; click here; buy now; discount|discounts; free shipping; earn money; invest*; money transfer; customer care|service|support number; undisclosed; unsubscribe here; escort|escorts; assignment|essay|homework help; backlink*; cheap|cheapest; best price|prices; wholesale; bulk email*; mailing lists of; email list|lists; whatsapp; telegram; limited offer|time; act now; special offer; coupon*; promo code; get rid of; miracle; crypto*; bitcoin invest*; work from home; make money; visa|passport services; toll free; hotline; we offer|provide|deliver|supply|manufacture; leading provider|supplier|manufacturer; contact us; our website; top quality; 100 satisfaction; refund*; training institute; certification course|training; job placement; attendees|contacts list`,
		NowOn:  `^ now; ^ next; ^ up next; ^ first up; ^ on stage; ^ live; talking|speaking|presenting about|on; taking the stage; about to start; is on stage; kicks|kicking off; starting now; just started`,
		Notice: `next year; will all? be held|recorded|available|published|streamed|open|announced|combined|online|in|at; co-located|colocated|combined with; announc*; deadline; call for; registration; sign up; winner|winners; award|awards; prize|prizes; slides|video|videos|recording|recordings|materials|photos .. available|online|posted|here|up; livestream|live-stream; hiring; now open|available|released; keynote; schedule|programme|program is`,
		Plans:  `meeting; meetup; meet-up; sprint; conference; hackathon; hack day|days; workshop; deadline; freeze; release|released; call for; cfp; submission|submissions; registration; vote|votes; webinar; summit; party; talk|talks; session; train; election; launch; is due; scheduled; planned; will be|take|start|begin|close|end|happen|meet; takes place; join us; held on; until; starts|ends|closes|begins; on the agenda`,
		Greets: `^ hi; ^ hello; ^ hey; ^ dear; ^ greetings; ^ hallo; ^ howdy; ^ good morning|afternoon|evening|day; ^ gents; ^ folks; ^ all $; ^ everyone $; ^ hiya; ^ guys $; ^ team $; ^ friends $; ^ welcome $; ^ ladies`,
		Closes: `
			^ best|kind|warm|many|with? best|kind|warm? regards|wishes|greetings; ^ regards; ^ cheers $; ^ cheers _ $; ^ thanks a|again|very|so|in|all|everyone|for? lot|much|advance? ... $; ^ thank you very|so|all|in|again|for? much|advance? ... $; ^ thanks $; ^ many thanks; ^ sincerely; ^ yours; ^ hth; ^ hope this|that|it helps; ^ best $; ^ best _ $; ^ br $; ^ bg $; ^ ciao; ^ love $; ^ later $; ^ take care; ^ have fun $; ^ have a ... $; ^ tia $; ^ all the best; ^ good luck $; ^ peace $; ^ enjoy $; ^ bye; ^ rgds; ^ see you; ^ happy hacking $; ^ just my .. cents $; ^ my two cents; ^ my 0.02; ^ let me know; ^ looking forward ... $; ^ thx; ^ respectfully $; ^ ps $; ^ warmly $; ^ cordially $`,
		Advert:     `^ get your free; ^ do you yahoo; ^ tired of spam; ^ sent from my; ^ sent with; ^ this e-mail|email|message .. is|may|contains|has; ^ msn _; ^ join the world; ^ get advanced; ^ confidential*; ^ the information in|contained; ^ please consider the; ^ scanned by; ^ checked by; ^ this email was; ^ no virus; ^ you are|received receiving|this; ^ to unsubscribe; ^ unsubscribe; ^ click here; ^ sponsored by; ^ powered by; ^ envoy*; ^ get outlook`,
		Blames:     `fail|fails|failed; reject*; did|does|has|is not pass|passed|passes|approved; not passed|approved|carried; lost; defeated; vetoed`,
		Passes:     `pass|passes|passed; carries|carried; approved; accepted; successful*; adopted; unanimous*; elected; in favour|favor`,
		ReadsAgain: `you wrote|said|mentioned|asked; as you wrote|said|mentioned; ^ re`,
		Furniture:  `^ subscribe|unsubscribe|follow|share|tweet|like; read more|on|the; continue reading; appeared first; originally published|appeared; sign up; newsletter; cookie|cookies; privacy policy; sponsor|sponsors|sponsored; leave a comment; permalink; comments|comment $; all rights reserved; copyright; filed under; tagged; related posts|articles; support us|me|this; donate; patreon; click here; view this; download here; episode notes; show notes; advert*; this post|article|episode|week .. sponsored|brought; listen to|on; watch on|the; skip to; table of contents; about the author; join our|the discord|slack|newsletter|mailing`,

		TitleVote:         `[vote; ^ vote on|to|for; ^ call for vote|votes; [poll; [ballot; ^ vote`,
		TitleResult:       `[result|[results; vote result|results; result|results of the|this? vote|poll|election; ^ result|results ... vote; [passed|[failed`,
		TitleSecurity:     `cve-*; security advisory|release|fix|fixes|update|issue|hole|notice|announcement|bulletin|alert|patch|patches|vulnerability; vulnerab*; [security; advisory; [sa; ^ security`,
		TitleRelease:      `released; releasing; release; [release; is out; now available|out; available $; [ann; announcing; has landed; rc1|rc2|rc3|beta1|beta2; is here`,
		TitleNoRelease:    `release plan|planning|process|schedule|cycle|manager|management|engineering|notes|candidate|blockers|critical|name|date|team; pre-release|prerelease; fail*; problem|problems; error|errors; in release; before release; next release; release when; how to release; towards; status of; broken; after release|releasing; roadmap; freeze`,
		TitleAnnouncement: `[ann|[announce|[announcement|[event|[invitation; ann|announce|announcement|announcing; announc*; call for papers|participation|talks|proposals|submissions|presentations|testing|help|volunteers; cfp; meeting; meetup; sprint; conference; survey; reminder; talk; now accepted|open|online; minutes; agenda; save the date; registration; workshop; hackathon; invitation; schedule; welcome; [reminder; newsletter; webinar`,
		TitleProposal:     `[discuss|[discussion|[proposal|[rfc|[pep|[propose|[proposed; proposal|propose|proposed|proposing; rfc; draft; pep; [draft; suggestion|suggest*; [idea`,
		TitleQuestion:     `question|questions; help; how to; how do|can|does|should; why do|does|is|are; what is|are; where is|are|do|can; is there; does anyone|anybody; can i|we|not; which; newbie; ^ need; trouble; best way; ^ problem with; confused; [question|[help; any way; advice; wondering`,
		TitleReport:       `bug|bugs; error|errors; exception|exceptions; traceback; crash*; fail*; broken|breaks|breakage; regression*; problem|problems; leak|leaks|leaking; missing; wrong; does|do|did not work; not working|found|responding; incorrect*; typo; oops; hang|hangs|hanging; deadlock*; [bug; segfault*; freeze|freezes; unable; can not; stopped working; corrupt*; outage; down $; slow*`,
		TitleIdea:         `idea|ideas; what if; thought|thoughts; wish; feature request; suggestion; could we; brainstorm*; [idea|[wish; would be nice`,
		TitleRobot:        `hourly|daily|nightly|weekly|monthly|quarterly .. summary|report|statistics|stats|digest|status; bug|ticket|issue|build|test summary|statistics|report; build failed|success|fixed|failure|regression; ^ svn|cvs|git|hg commit; autobuild; buildbot; cron`,
		TitleAway:         `out of office|the; autoreply|auto-reply; automatic reply; auto* response; vacation; abwesen*; away from; außer|ausser haus; on leave`,
		TitleWithdrawn:    `[cancelled|[canceled|[withdrawn; withdrawn; cancelled|canceled`,
	},
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
	return wordSet(`a about above after again against all also am an and any are aren't as at be because been before being below between both but by
		can can't cannot could couldn't did didn't do does doesn't doing don't down during each even few for from further get gets getting give given go goes going gonna got had hadn't has hasn't have
		haven't having he he'd he'll he's her here here's hers herself him himself his how how's i i'd i'll i'm i've if in into is isn't it it's its itself just let let's like made make makes many may maybe me might more
		most much must my myself no nor not now of off on once one only or other ought our ours ourselves out over own per rather really same say see seem seems shall shan't she she'd she'll she's should
		shouldn't since so some something still such take than that that's the their theirs them themselves then there there's these they they'd they'll they're they've thing things think this those through to too two under until up upon us use used using
		very via want was wasn't way we we'd we'll we're we've well were weren't what what's when when's where where's whether which while who who's whom why why's will with within without won't would
		wouldn't yes yet you you'd you'll you're you've your yours yourself yourselves etc hi hello hey thanks thank regards cheers best wrote writes said says re fwd http https www com org net html
		know anyone anybody someone somebody please question problem help issue work works working new need many first last back good`)
}
