package digest

import "strings"

// wordSet makes a set of the words in s.
func wordSet(s string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(s) {
		set[w] = true
	}
	return set
}

// englishStop carry no topic.
var englishStop = wordSet(`a about above after again against all also am an and any are aren't as at be because been before being below between both but by
can can't cannot could couldn't did didn't do does doesn't doing don't down during each even few for from further get gets getting give given go goes going gonna got had hadn't has hasn't have
haven't having he he'd he'll he's her here here's hers herself him himself his how how's i i'd i'll i'm i've if in into is isn't it it's its itself just let let's like made make makes many may maybe me might more
most much must my myself no nor not now of off on once one only or other ought our ours ourselves out over own per rather really same say see seem seems shall shan't she she'd she'll she's should
shouldn't since so some something still such take than that that's the their theirs them themselves then there there's these they they'd they'll they're they've thing things think this those through to too two under until up upon us use used using
very via want was wasn't way we we'd we'll we're we've well were weren't what what's when when's where where's whether which while who who's whom why why's will with within without won't would
wouldn't yes yet you you'd you'll you're you've your yours yourself yourselves etc hi hello hey thanks thank regards cheers best wrote writes said says re fwd http https www com org net html`)

// englishFunction are those of which every real sentence has one; lists, code and tables have none.
var englishFunction = wordSet(`a an the of to in is are was were be been has have had do does did will would can could should may might must it this that these those they we i you he she not and or but if as for with on at by from
there what which who how why when where it's i'm i've don't doesn't isn't can't won't didn't that's`)

// englishFinite show that a sentence is one.
var englishFinite = wordSet(`is are was were am be been has have had do does did will would can could should may might must shall isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't won't wouldn't can't cannot couldn't shouldn't
it's that's there's here's he's she's what's i'm i've i'll i'd we're we've we'll we'd you're you've you'll you'd they're they've they'll they'd let's
seems seem needed used makes made gets got allows means requires provides contains runs takes took gives gave goes went comes came says said wrote written showed shown happens happened fails failed called wants wanted tried found
thinks thought knows knew depends appears remains became becomes started stopped sounds feels kept lets sets agrees agreed suggested proposes proposed added removed released fixed broke broken supported returned looks`)

// englishAmbiguous are finite verbs that may as well be nouns.
var englishAmbiguous = wordSet(`works work fixes fix needs uses supports support returns return adds add removes shows helps breaks causes calls changes changed moves moved keeps leads led puts suggests starts stops creates handles needs uses implements introduces updates replaces improves
updated implemented introduced replaced improved created handled`)

// englishImperatives begin sentences that tell the reader to do something.
var englishImperatives = wordSet(`say ping free mark launch force merge rebase bump kill mount fetch clone push pull commit log fold hook lock map parse prevent propagate queue reject reorder retry reuse round rewrite serialize sort strip swap sync track trim truncate tweak unify validate notice remind recall imagine suppose talk refer stick stay drop learn skip perform calculate generate wrap convert initialize initialise introduce implement improve handle extract rename rework refactor document clean simplify split print limit unlock protect reset increase reduce enforce
add allow apply ask assume avoid be bring build call change check choose click compare compile configure consider contact copy create define delete do don't download edit enable ensure export feel file find fix follow get give
go grab have help import include install join keep leave let look make mention move never note open pass pick please point post provide put read register reload remember remove replace report restart return run save search see send set show
specify start stop store submit subscribe switch take tell test think try turn type update upgrade use verify wait watch write`)

// englishOpeners are dropped from the beginning of a clause: they connect it with something that is not told.
var englishOpeners = []string{"granted", "yet", "notably", "otoh", "really", "no really", "iirc", "ianal", "just so others know", "so others know", "just so you know", "so you know", "for clarity", "for the record", "for what it is worth", "in my opinion", "to me", "in other news", "well", "so", "also", "and", "but", "however", "anyway", "actually", "basically", "hmm", "hm", "ok", "okay", "yes", "no", "sure", "right", "imo", "imho", "imnsho", "fwiw", "afaik", "afaict", "btw", "by the way",
	"oh", "yeah", "yep", "yup", "nope", "heh", "ah", "er", "um", "uh", "still", "then", "now", "besides", "furthermore", "moreover", "in addition", "additionally", "first", "firstly", "first of all", "second", "secondly", "third", "thirdly", "finally", "lastly",
	"that said", "that being said", "having said that", "on the other hand", "on the other side", "in other words", "in fact", "of course", "for example", "for instance", "for one thing", "otherwise", "instead", "therefore", "thus", "hence", "as such", "as a result", "in general", "in short",
	"in particular", "in any case", "at any rate", "at least", "if so", "if not", "as you know", "as i said", "as mentioned", "as noted", "as always", "fortunately", "unfortunately", "hopefully", "luckily", "sadly", "frankly", "honestly", "personally", "obviously", "clearly", "apparently", "indeed", "again", "plus", "or", "because", "alas",
	"to be clear", "to be honest", "to clarify", "just to clarify", "i mean", "you know", "likewise", "similarly", "great", "cool", "nice", "excellent", "perfect", "true", "fine", "good", "agreed", "correct", "exactly", "rather", "hey", "wow", "hehe", "haha", "umm", "hrm", "ahh", "aha", "nah", "well then", "after that", "before that", "at that point", "for what it's worth", "conversely", "nevertheless", "nonetheless", "meanwhile", "next", "as an aside", "on a related note", "on that note", "speaking of which", "interestingly", "note that", "please note that", "note"}

// englishDangling words at the beginning of a clause point at something that was said before.
var englishDangling = wordSet(`this that these those it its it's that's he she they them their such both neither either here there's former latter another others his her same this's theirs`)

// englishDeictic phrases point out of the sentence at something that the reader of the recap does not see.
var englishDeictic = []string{"the author", "see below", "below:", "above:", "the above", "as above", "attached", "the following", "as follows", "like this", "like so", "in your mail", "in your email", "your message", "your post", "this mail", "this email", "this message",
	"my previous", "my last", "previous mail", "previous message", "this thread", "the patch below", "snip", "[...]", "scrubbed", "click here", "see [", "quoted", "forwarded", "unsubscribe", "last night", "this morning", "right now", "copyright", "all rights reserved"}

// englishCourtesies fill short sentences that say nothing about the matter.
var englishCourtesies = []string{"any help", "anyone can help", "anyone help", "can help", "any thoughts", "any ideas", "any pointers", "any suggestions", "any hints", "any advice", "any comments", "any feedback", "pointers", "let me know", "let us know", "thanks", "thank you", "thank-you", "appreciated", "appreciate",
	"sorry", "apologies", "apologize", "hope this helps", "hope that helps", "please advise", "feel free to", "looking forward", "too confusing", "interesting read", "worth a read", "look forward", "best regards", "kind regards", "i'd be happy to", "my two cents", "my $0.02", "just my", "correct me if", "am i missing", "make sense?", "makes sense?", "welcome to", "happy to help",
	"as you can see", "i'm new", "i am new", "a newbie", "first post", "have fun", "happy new year", "merry christmas", "good luck", "congratulations", "stay tuned", "see you", "what do you think", "what am i doing wrong", "is this correct?", "right?", "ping?", "ping."}

// englishExpletives begin sentences whose "it" points at nothing.
var englishExpletives = []string{"it seems", "it appears", "it looks like", "it would be", "it might be", "it may be", "it is possible", "it's possible", "it is not", "it is a", "it should be possible", "it is clear", "it's clear", "it turns out", "it is important", "it's important", "it is easy", "it's easy", "it is hard", "it's hard", "it depends",
	"it is better", "it's better", "it makes sense", "there is", "there are", "there was", "there were", "there's", "there has", "there have", "there seems", "there should", "there may", "there might", "there will", "here is", "here are"}

// englishStance words mark a sentence in which somebody takes a position.
var englishStance = wordSet(`should suggest suggests suggested agree agrees agreed disagree problem problems issue issues need needs want wants announce announcing announced vote decide decided decision resolved fixed yes no believe propose proposed proposal prefer would don't
think instead better worse must recommend released release plan plans`)
