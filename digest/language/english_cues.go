package language

import "maps"

// Word lists that several cues share.
const (
	// what opens a line that says something works now, and what follows "it works" in one
	englishOh = `yes|thanks|thx|thank|great|ok|okay|ah|cool|indeed|perfect|excellent|ahh|aha|hey|so|and|well|yep|yeah|now|finally` +
		`|hooray|yay|sweet|awesome|nice|wow|hm|hmm`
	englishWell = `$|now|fine|great|perfectly|well|nicely|beautifully|thanks|again|better|very|just|quite|ok|okay|here|perfect|really|too` +
		`|flawlessly|wonderfully|correctly`
	englishIt = `$|it|the|my|that|everything|thanks|me|all|both|a|this` // what was solved
	// what somebody will do
	englishAct = `resend|re-send|resubmit|respin|rebase|rework|rewrite|send|submit|post|fix|change|update|add|drop|remove|write|put|include` +
		`|file|open|merge|apply|queue|push|commit|prepare|revert|split|rename|move|upload|document|report|edit|adopt|switch|incorporate` +
		`|pull|release|publish|test|check|review|investigate|implement|address|clean|clarify|create|make|finish`
	// how a change looks to who reviews it, and what may follow
	englishGood = `good|fine|ok|okay|great|correct|reasonable|sane`
	englishSo   = `$|to|now|thanks|otherwise|overall|apart`
)

// englishCues are how English shows its cues.
func englishCues() CueTable {
	table := CueTable{}
	for _, part := range []CueTable{
		englishObjections(), englishDoubts(), englishDecisions(), englishVerdicts(), englishEndings(), englishMatters(), englishActs(),
		englishAsides(), englishLeaning(), englishFrames(), englishTitles(),
	} {
		maps.Copy(table, part)
	}
	return table
}

// englishDecisions are the cues of what is promised, decided and done.
func englishDecisions() CueTable {
	return CueTable{
		Promises: `
			i|we will|shall .. ` + englishAct + `|use|stick|compile; i|we will|shall .. try .. to ` + englishAct + `|get|do
			i am going|planning|about to .. ` + englishAct + `|do; i|we plan|intend to ` + englishAct + `|do|have; ^ will .. ` + englishAct + `|do
			i|we will|shall .. try that|it|this|your|again|out|both|one|with
			i|we will|shall .. take a|care|this|it|over|another; i|we will|shall .. bring it|this|that up
			i|we will|shall .. do that|this|it|so; i|we will|shall .. look into|at; i|we will|shall .. have a look
			i|we will|shall .. see if|what i|we can; i will .. keep you|everyone posted|updated
			i|we will|shall .. reply|respond|follow|spin|work|give it|that|this|up|on|to; i|we will .. let you|everyone know
			i|we will get back; i|we will .. have it|this|that|a .. by|ready|done
			i|we will|am be moving|adding|removing|fixing|working|sending|updating|releasing|writing; i|we will go with|ahead
			^ will do; ^ ok|okay|sure|yes|cool will do; and will resend|send|fix|post|update|change|submit
			^ .. ok|okay|sure|yes|thanks|right|agreed|oops|yep .. will fix|resend|respin|rebase|repost|send|update|change|add|drop|remove|do
			^ .. let me send|resend|re-send|submit|respin|rebase|fix|post|file|prepare|push|revert|rework|update|investigate|check
			^ .. let me look|dig into; i|we will|shall .. try and ` + englishAct + `|get|do|have|find
			i|we will|shall .. get to|around|round it|this|that|them
			i|we will|shall .. get it|this|that|them|these done|fixed|in|out|merged|sorted|committed|released; ^ .. i am on it
			i am .. looking into it|this|that|these; see you there; on my todo|to-do list; i have put|added it on
			next|new|coming|upcoming .. build|release|version|update|revision will .. include|incorporate|contain|have|fix|carry
			v2|v3|v4|v5|v6 coming|soon|will follow; i am .. working on it|this|that; working on a fix|patch
			- i|we|am will|shall|going maybe|perhaps|possibly|probably|likely|eventually|someday
			- maybe|perhaps|possibly|eventually|someday .. i|we ... will|shall|am|are
			- when|if|once|whenever i|we .. have|find|get|got .. time|chance|moment|round|around|energy|bored
			- when|if time permits|allows; - at some|one point|stage; - some|one day; - one of these days; - if it turns|helps
			- i|we will|shall let him|her|them|others|somebody|someone|_ do|handle|answer|respond|explain|write|decide|fix|speak|reply|comment
			- implies|imply|means|mean|suggests|expect|hope|believe|suspect|guess that? we will|shall
			- we will|shall ... where|wherever|whenever possible|necessary|needed|appropriate|feasible
			- in my|this answer|reply|response|mail|email|message|post|explanation`,
		Decides: `
			we|team|board|group|project|pmc|committee|council have|has just|now|finally|all|since? decided|agreed|settled
			we|team|board|group|project|pmc|committee|council decided to|that|on|against|not|together
			it was finally|also|then? decided|agreed; it has been decided|agreed
			current|overall|general|rough|clear|broad consensus is|was|seems|on|here|among
			consensus is|was|seems|emerged|appears that|to|around; ^ .. there is|was|seems .. consensus to|that|on|for|among
			we have reached .. consensus; ^ .. let us go with; the|our|my|final decision is|was|has; i have .. decided
			we will go with; we are going with
			proposal|motion|vote|amendment|change|pep|rfc|patch|budget|statutes has|have been approved|accepted|rejected|adopted
			motion|vote passes|passed|carries|carried|fails|failed; is hereby adopted|approved|accepted|rejected`,
		Updates: `
			^ fixed; ^ applied; ^ committed; ^ merged; ^ done; ^ pushed; ^ released; ^ uploaded; ^ implemented; ^ landed
			^ queued
			^ attached is? an|the|my? updated|new|revised patch|version; ^ updated; ^ update; ^ addendum; ^ follow-up|followup; ^ reverted
			^ deployed; ^ published
			i|we have? .. fixed|applied|committed|merged|pushed|uploaded|filed
			i|we have? .. released|implemented|resolved|reverted|published|updated|queued
			it is|has been? now? fixed|applied|merged|released|available
			has|have been .. fixed|applied|committed|merged|pushed|uploaded|released|implemented|reverted|published
			is|are now available|upstream|live|online|open|out; opened|filed|created a|an? ticket|issue|bug|pr|pull
			i|we also|just|now added|changed|moved|removed|renamed|replaced|rewrote|enabled|disabled
			checked it|this|that? in; just released|published|uploaded|pushed|merged`,
		Done: `
			^ fixed $|in|by|with|it|this|thanks|now|as|upstream|both|all; ^ typo|typos fixed; already .. fixed it|this|that|them
			i|we have just|now|also|since|already? just|now|also|since|already? fixed !; i|we just|now fixed
			patch|patches|series|fix|fixes|change|changes|branch|pr is|are now|just|already fixed !
			bug|issue|problem|it|this|these|they|both|all|code is|are now|just|already fixed !
			patch|patches|series|fix|fixes|change|changes|branch|pr has|have now|just|already|since|also? been now|just|already? fixed !
			bug|issue|problem|it|this|these|they|both|all|code has|have now|just|already|since|also? been now|just|already? fixed !
			the issue|bug|problem was now|just|already? fixed !
			- if|whether|thought|think|hoped|hope|doubt|said|says|wonder|claims|claimed the issue|bug|problem was
			- if|whether|thought|think|hoped|hope|doubt|said|says|wonder|claims|claimed that the issue|bug|problem was
			fixed this|it|that|them? in cvs|svn|trunk|git|master|head|main|development|the|revision|version|release
			^ .. changed|corrected|implemented this|it|that? in cvs|svn|trunk|git|master|head|main
			^ .. now|all done $; ^ ... we are all? good $|now|here
			is|are|was|should|will now|be|already? now|be|already? fixed in|now|by`,
		Merged: `
			^ applied $|to|it|this|thanks|and|both|all|with|the|manually|as|in|series|patch|patches|for
			^ committed $|to|in|as|it|this|thanks|and|with|the|at|revision|both|all
			^ merged $|to|into|in|this|the|both|it|thanks|all|and|as|for|1|2; ^ pulled $|into|thanks|both|all|to
			^ pulled this|it|them into|to|thanks; ^ .. pulled and pushed|merged|applied|committed
			^ pushed $|to|this|it|thanks|upstream|into|both|and|out|as; ^ landed $|in|on|as|thanks|it|this|both
			^ queued $|for|up|to|thanks|it|this|both|as|all; ^ .. thanks .. applied|merged|queued|pushed|committed|pulled
			^ thank you .. applied|merged|queued|pushed|committed
			^ .. now? applied|merged|committed|pushed|queued thanks|thank
			^ .. series|patch|patches|both|all applied|merged|queued|pushed|committed
			i|we have just|now|also|since|already? just|now|also|since|already? merged|queued|pushed !
			i|we have just|now|also|since|already? just|now|also|since|already? applied|committed it|this|that|the|your|both|all|to !
			i|we have just|now|also|since|already? just|now|also|since|already? applied|committed these|them|a|and|as|in|with|now !
			i|we just|now committed|merged|pushed|queued|applied; i committed|merged it|this|your
			patch|patches|series|fix|fixes|change|changes|branch is|are now|just|already merged|applied|queued|committed !
			pr|it|this|these|they|both|all|code is|are now|just|already merged|applied|queued|committed !
			patch|patches|series|fix has|have now|just|already|since|also? been now|just|already? merged|applied|queued|committed !
			fixes|change|changes|branch has|have now|just|already|since|also? been now|just|already? merged|applied|queued|committed !
			pr|it|this|these has|have now|just|already|since|also? been now|just|already? merged|applied|queued|committed !
			they|both|all|code has|have now|just|already|since|also? been now|just|already? merged|applied|queued|committed !
			checked it|this|that|them in; i just|have just? checked in; checked into cvs|svn|git|trunk|head|master|the
			is|are now merged|applied|committed|queued|pushed|upstream; ^ .. applied to the; ^ .. now queued
			^ .. queued up|for
			pushed to master|main|trunk|head|git|svn|upstream|for-next; been|now|just merged into|to
			and|now|already merged|applied|pushed|queued|committed to|into ... for-next|linux-next|master|main|trunk|tree|branch|head|svn|cvs|git
			updated|replaced|refreshed the|this|that|it patch|commit|change|series? in|on .. for-next|linux-next|master|main|trunk|tree|branch|head|svn|cvs|git
			^ .. pushed|merged to|into; ^ added to|into .. pending
			added|taken it|this|both|them? to|into .. tree|queue|for-next|next|master|trunk|branch
			i|have|just|now put it|this|both|them? to|in|into .. tree|queue|for-next|next|master|trunk|branch
			- which|that|it does|did|do|will not address|fix|solve|resolve|touch|cure this|that|the|your|it`,
	}
}

// englishVerdicts are the cues of what reviews and results say.
func englishVerdicts() CueTable {
	return CueTable{
		Agrees: `
			i completely|fully|totally|strongly|tend|also|mostly? to? agree; ^ +1; +1 $|from|for|on|to|here|as
			a|my|big|strong +1
			sounds|looks good|great|fine|right|reasonable|ok|nice; sounds|looks like a good|great|fine
			makes|made perfect|a|total? lot? of? sense; ^ .. good|great|excellent|nice idea|point|catch|suggestion|work; lgtm
			you are absolutely|quite? right; ^ .. you may|might|could well? be right; ^ exactly; ^ absolutely !; ^ agreed; ^ indeed
			^ definitely !; ^ yes please
			all|these look|looks fine|good; i like this|that|your|it
			i like the idea|proposal|approach|plan|patch|direction|design; i am in favour|favor; acked-by
			i second|support this|that|the; - makes|made sense if|when|once|only|in`,
		Reviews: `
			^ .. looks|look very|pretty|quite|really|all? ` + englishGood + ` ` + englishSo + `
			patch|patches|series|change|changes|it|this|these|all|everything|code|rest|version|v2|v3|v4|that looks|look very|pretty|quite|really|all? ` + englishGood + ` ` + englishSo + `|except
			tentatively|provisionally merged|applied|pushed|queued|committed|added; reviewed-by; acked-by; tested-by; lgtm; ^ .. ship it $
			^ approved; i approve; i have reviewed; reviewed and tested
			i have tested this|it|the|your|these|both|all .. patch|patches|series|change|changes|version`,
		Passes: `pass|passes|passed; carries|carried; approved; accepted; successful*; adopted; unanimous*; elected; in favour|favor`,
		Blames: `
			fail|fails|failed; reject*; did|does|has|is not pass|passed|passes|approved; not passed|approved|carried; lost
			defeated
			vetoed`,
		Reserves: `
			but; however; except; although; though; until; unless; only if|when; as long; apart from; aside from; almost
			nearly
			partly; sort of; kind of; still; on the other hand; otoh; that said; instead`,
	}
}

// englishEndings are the cues of how a question ends, and does not.
func englishEndings() CueTable {
	return CueTable{
		Works: `
			^ ` + englishOh + ` ... that|it|this|everything|all all|now|also|indeed|really|finally? works|worked ` + englishWell + ` !
			^ that|it|this|everything|all all|now|also|indeed|really|finally? works|worked ` + englishWell + ` !
			and|now|then|finally|believe|suggestion|glad|happy|confirm|report it|that|this|everything|all all|now? works|worked ` + englishWell + ` !
			^ .. that|it|this|these|both|suggestion|advice|patch|fix|change just|indeed|really|actually|also|all? fixed|solved|resolved|helped|cured ` + englishIt + `
			much|lot|way|far better now|again; back to normal|work|working|life|business; back in good|great shape|order
			^ .. it|that|this|everything|all works|worked for me|us !; that|this|which|it did|does|do|doing the trick
			seems|seemed|appears to do|have the|done the? trick
			^ .. did|does the trick; ^ .. that|this did|does it $|thanks
			^ .. that|it|this|everything|all seems|seemed|appears to work|help $|now|fine|well|great|quite|nicely|ok|okay|for|perfectly !
			^ .. that|it|this|everything|all seems|seemed|appears to be working now|fine|again|$ !
			seems|appears to have worked|helped|fixed|solved|done|resolved; ^ seems to work !
			^ .. that|this seems|appears|seemed|appeared to be|have been? it $|thanks|i|now; ^ .. that was it $|thanks|i|the|indeed
			^ .. that was the problem|issue|cause|culprit|reason|bug|mistake|trick !
			that is what was|i was? wrong|missing|doing; works|working now|again $|thanks|and|with|after|perfectly|fine|great !
			now works $|for|fine|great|perfectly|again|thanks !
			^ .. it|that|this|everything|all|both .. working now|again $|on|with|for|in|and|thanks !; - not working now|again
			that|it|this|everything|all works|worked as expected|advertised|intended|described
			that|it|this|everything|all works|worked as|like|how you|he|she|they said|say|wrote|suggested|described|told|explained
			now working $|fine|great|perfectly|again|thanks; works like a charm|magic
			problem|issue|mystery|crash|error|problems|issues is|was|are|went|has|have|seems now|been|all|to? be? solved|fixed|resolved|gone
			problem|issue|mystery is|was|are|went|has|have|seems now|been|all|to? be? away|disappeared|vanished|cured
			crash|error|problems|issues is|was|are|went|has|have|seems now|been|all|to? be? away|disappeared|vanished|cured
			problem|mystery|issue solved|fixed|resolved|gone $|thanks|by|it|i|that|the
			got it|everything|things|that|this|them all? working|running|going $|now|thanks|with|by|after|fine|again|on|in|and !
			have|had it|everything|things|that|this|them all? working|running $|now|fine|again !
			now? builds|compiles|runs|plays|loads perfectly|fine|great|well|now !
			got it to work|run|compile|build|load|start; exactly what i needed|wanted; exactly what i was looking|after
			the below|above|following works; is what i am|was looking for; the one i|we was|were|am looking for
			^ .. all fixed|solved|sorted|good|working|set now? $|now|thanks; makes sense now
			it|that|this|things|all|is|are .. clear|clearer now; ^ .. clear|clearer now
			now i understand !; now i see $|what|why|how|that|it|thanks; now i get it; i made it work
			^ worked $|at|without|like|a|perfectly|great|fine|for|well|flawlessly|thanks
			^ works $|great|fine|perfectly|like|now|beautifully|thanks|a
			^ by|with|after|using ... it|everything works|worked $|fine|now|perfectly; ^ .. i got it $
			looks|seems like it worked|works; solved|fixed|resolved my|the problem|problems|issue|issues|bug|crash|error
			^ solved $|it|the|by|thanks; ^ found the|my problem|cause|culprit|bug|solution|error|mistake|fault $; figured it out
			i found the|my problem|cause|culprit|bug|solution|error|reason|mistake|fault
			i|we used|use|switched|went|took ... instead $ !
			problem|issue|error|crash appears|seems to have gone|vanished|disappeared|been; ^ ... seems|is|looks|works fine|ok|okay now !
			seems|looks fine|ok|okay now $
			which|and|this|it|that now? seems|appears to work !; ^ my .. is|are now? working|running again|fine|now|and|$ !
			i|we|just corrected|fixed|solved|cured it|this|that by|using|with !; ended up using|doing|with !
			it turns|turned out that|to|i|my|the|there ... was|were|had|is !; that explains it|the|why|everything
			solves|fixes|resolves|answers my the? problem|issue|question|questions|need
			does answer my question|questions; answered|answers|solved my question|questions|problem; i can now
			found|discovered|got a|the|my solution|workaround|answer|culprit|mistake; i found out|it $|why|where|by
			- let|tell me|us know? if|when|whether
			i was able to .. get|fix|solve|make|run|build|reproduce; i managed to .. get|fix|solve|make|run|build; for the archives`,
		Thanks: `
			^ .. thanks|thx|thanx|thnx|tnx|thankyou|thankx|thnaks|thakns; ^ .. tank|tanks you|u|a|for; ^ .. cheers for|that|it|this|all|mate|guys|everyone; ^ .. thank for; clearer to me
			it|that|this|things|is|are .. clearer now; ^ .. clearer now; ^ .. thank you; ^ .. much appreciated
			^ perfect; ^ great; ^ excellent; ^ got it
			^ awesome; ^ wonderful; ^ brilliant; ^ cool; ^ many thanks; ^ yay; ^ ah|aha|ahh i see; thanks a lot|for
			thank you very|so|for; i appreciate; ^ .. fantastic; ^ fine i|just|then
			^ .. helps|helped $|a|very|lot|already; feel|feels better
			^ hey|oh|ah cool|great|nice|thanks; i just wanted to know; ^ .. that|it|this|which helps|helped !
			just what i needed; ^ ... thanks $; been|was|is|are most|very|really|quite|extremely|so? helpful $|thanks|thank|and|to|for
			helpful thanks|thank`,
		Courtesy: `
			thanks|thank|thx ... confirming|confirmation|reporting|report|testing|interest|patience|contribution|patch|raising
			thanks|thank|thx ... reading|attention|bringing|taking|looking|checking; ^ hope
			hope .. to solve|fix|find|resolve|reproduce
			thanks|thank|thx ... advance|anticipation|questions|question|review|reviews|reviewing|offer|offering|participating|joining`,
		Undoes: `
			^ .. i|we spoke too soon
			reverted|reverting|revert it|this|that|them|the|commit|patch|these|those|in|for; backed|backing it|this|that|them out; backed out
			took it|this|that|them|these|the|patch .. out; dropped it|this|that|them|these|the .. from|again|out|for|until|since
			removed it|this|them from .. next|tree|queue|branch
			did|does|has|have not fix|fixed|fixes|help|helped|solve|solved|cure|cured|resolve|resolved it|this|that|the|my|me|anything|for|here|$
			still fails|failing|broken|crashes|crashing|happens|happening|occurs|reproducible|reproduces|hangs
			still see|seeing|get|getting|have|having|hit|hitting the|this|that|it|these|same
			is|was|are|were still off|down|dead|stuck|there|missing|empty|broken; no luck $|with|so|here; problem|error|issue remains|persists
			my remaining|next|new|other|only|current|real|biggest? problem|question|trouble|issue|difficulty is|remains
			broke|breaks|breaking the build|boot|tests|tree; is|has come|back|again again|back $|with|in|since; reopen|reopened|reopening
			regressed|regresses; causing|causes .. test|tests|regressions ... regress|fail|failing
			- let|tell me|us know? if|when|whether`,
		Rhetoric: `
			is|are not that|this|it|these|those exactly|precisely|just|already? what|why|how; why not just|simply|instead
			why would|should|does anyone|anybody|we|one|someone|people .. want|need|use|do|care|bother|have|add|change
			what is wrong|bad with|about; what is|would|does|be the point|benefit|advantage|purpose|gain|value of|in|to|over|here|be
			how is|would|does that|this|it be? better|different|simpler|safer|any|help; do we really|actually|truly need|want|have
			does anyone|anybody really|actually|even need|want|use|care
			is it|this|that|the really|actually|truly|even worth|necessary|needed|useful|so|a|required|wise
			would|will|does|could|can not that|this|it|which .. break|mean|lead|cause|defeat|make|cost|require|leave|conflict|confuse|slow
			would|is not it|this be? .. better|simpler|easier|cleaner|enough|safer|nicer|sufficient to|if|for|just|with|$
			is that|this|it really? not overkill|dangerous|fragile|redundant|risky`,
		Lacks: `
			do not have anything|much? to suggest|add|offer
			no idea; i do not know|either; not sure either; same|similar problem|issue|question|error|here|boat; me too
			i am|was not .. sure|certain if|whether|how|what|which|where; i am not .. familiar|eligible; i have not .. tested|checked|read|used
			^ +1; no answer|reply|response
			did not find|found; have not found|figured|tried|looked; i am also|having the; interested in .. too|also
			also interested; very interesting for me; ^ i|will|shall .. have|take a look; i would also|too like
			^ .. sorry .. i can not; ^ .. sorry .. i do not have|use|know|remember|own; i can not .. help|say|tell|comment
			i am afraid i can not; i am afraid i do not have|use|know|remember|own
			post|show|send|give|provide the|us|me? your|some|more code|detail|details|information|example|traceback
			^ do|did|can|could you know|tell|say|confirm|reproduce|remember if|whether|what|which|when|how|the|this|it
			better|best suited|asked|discussed|off to|towards|on|in|at|for|elsewhere|asking; better|right|appropriate|wrong forum|list|newsgroup|group|channel for|to
			looks|sounds|is .. question|matter|issue|topic|one for ... rather than; off-topic|offtopic here|on|for
			please do not reply|respond|hijack|start to? ... thread|threads|topic`,
		Trouble: `
			still; unfortunately; do not work|help|explain|seem|see; does|did|is not; will not; fails|failing; no luck|longer
			the same error|problem|result; another error|problem|question; get|getting|got an|the|this|another error; neither
			problem remains; nope; crash*; hangs; broken; really need; for now i|we; hold off; forced to; closer look
			can not|could not use|do|find|get
			miserably; bummer; not what i; does not answer|solve|help; - let|tell me|us know? if|when|whether
			observing|see|seeing|get|getting|got|with|have|having the? same error|problem|result|results|behaviour|behavior|issue|outcome|symptoms`,
	}
}

// englishMatters are the cues of what a post is about, and what answers.
func englishMatters() CueTable {
	return CueTable{
		Answers: `
			you will|can|could|should|need|have|want|might|may|would|must to?; you are better; ^ use; ^ try; ^ see; ^ look
			^ put
			^ call; ^ add; ^ set; ^ run; ^ make; ^ check; ^ just; ^ do not; ^ install; ^ pass; ^ return; ^ take; because
			the reason|problem|solution|answer|trick|best|right|correct|easiest|usual|proper|documented|short .. is|way|thing
			is|are currently|not? currently|not? supported|possible|implemented|documented|deprecated|required|intended|expected
			there is|are|was|were; i would? think|believe|suggest|recommend|prefer|suspect|guess|expect|propose; instead
			we|i use|did|wrote|used; works by; it depends; the way to; have a look; take a look; turns out
			that|this is why|how|because|what|due`,
		About: `
			i|we would? like|want|wanted|wish|hope? to announce|propose|suggest|ask|discuss|share|know|understand|summari*
			i|we would? like|want|wanted|wish|hope? to get|do|use|be|start|make|hear|introduce|invite|remind
			i|we propose|suggest|announce|present|need|found|noticed|discovered|implemented|wrote|released|think|started|built|made|finished
			i am|have been? trying|working|writing|looking|pleased|happy|proud|having
			i am|have been? using|getting|wondering|building|starting|porting|thinking|seeing
			i have written|made|released|implemented|found|created|been|just|got|built|put|a
			this patch|series|post|proposal|release|topic|thread|message|change|commit|draft; this is a|an|the
			in this post|patch|series|topic|article|note
			the goal|idea|problem|purpose|aim|point|question|motivation|proposal|plan|issue|following .. is|was|of
			we should|could|need|must; ^ this|here is|are; it is time to; the next`,
		Problem: `
			fail|fails|failed|failing; crash*; break|breaks|broken; does|do|did not work|seem|compile|build|start|find|load|run
			does not; error|errors; my|the|a problem|trouble|issue|question; i need|want; looking for; is there
			how do|can|to|should|would|could; why do|does|is|are|did; impossible; can not; unable; wrong; missing; leak*
			hang|hangs
			stuck; regression; unexpected*; instead of`,
		News: `
			new|newly; now; adds|added|add|adding; fix|fixes|fixed; support|supports|supported; feature|features; improve*
			change|changes|changed; first; include|includes|including; introduc*; remove|removes|removed|removal; major
			highlight|highlights; available; provides|provide; allows|allow; faster; released|release
			will be|take|start|begin|open
			deprecated; rewrite|rewritten; vulnerab*`,
		Matters: `
			allow|allows; let; makes; so that; in order to; without; because; recommended; should upgrade|update; security
			important
			designed; intended; breaking; incompatible; upgrade; affected|affects; users of; no longer; requires|require
			everybody|everyone|all users; attacker|attackers; means that`,
	}
}

// englishActs are the cues of what a post does: announce, propose, seek.
func englishActs() CueTable {
	return CueTable{
		VagueSubject: `this|that might|may|would|could|should|is|was|will|seem|seems|does|has|can|way`,
		Proposes: `
			propos*; suggest*; what if; we should|could|might !; there should be; should probably|rather|instead|preferably
			would like to see|change|propose|drop|remove; idea|plan|goal is; let us
			i am hereby? volunteering|offering|proposing|suggesting; would you|anyone|people consider|accept|take|be
			i want us|it|them|this|that|the to
			it would be nice|good|great|useful|better|handy|helpful; how about; rfc; request for comments`,
		Announces: `
			pleased|happy|proud|excited|delighted|glad|thrilled to announce|present|release|share|introduce
			i|we have just? released|published; i|we just released|published; hereby announce*; ^ announcing
			is now released|available|out; has been released; would like to announce; want|wanted to announce`,
		Seeks: `
			^ .. anybody|anyone|somebody|someone
			does|do|did|has|have|had|can|could|would|is|are|may|might|maybe|perhaps|any .. anybody|anyone|somebody|someone
			if|whether|that|hope|hoping|hoped|please anybody|anyone|somebody|someone can|could|has|have|knows|would|will|may|might|here|is|else|tell|explain|help
			anybody|anyone|somebody|someone .. help|explain|tell|know|knows|point|enlighten|suggest|confirm|shed|clarify
			any idea|ideas|hint|hints|pointer|pointers|thoughts|suggestions
			any|some help|advice|information|info|feedback|insight|resources ... appreciated|welcome; i would .. appreciate any|some
			how do|can|would|should i|we|you|one; can not figure|find|get; please help; help me; need help; looking for
			is there a|an|any; does anyone|anybody; i wonder|am wondering; wondering if|how|why|whether|what
			what is|are|would be? the best|right|proper|correct|recommended|preferred|usual|canonical|easiest|simplest|cleanest
			i do not understand|know|see; would it be possible; is it possible`,
		Imagines: `
			what if; an|my|this|one idea; it would be nice|cool|great|useful|good; i have been thinking; we could|should
			how about; what about using|adding|making|having|just|a|an|something; maybe|perhaps it|we|this|that|you could|should
			why not; would not it be; i wish; imagine`,
		Cites: `
			says|said|wrote|writes|quote|quoting|adds|replied|states|notes $; to quote .. $; according to _ .. $; quoth _ .. $
			in the words of .. $; reads|read $
			^ .. here|below|following|from the|an|a .. article|story|essay|editorial|column|interview|release|speech|poem|lyrics|obituary|abstract|documentation|docs|manual|faq|readme|licence|license|spec $`,
	}
}
