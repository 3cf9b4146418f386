package language

// These are the cues by which a sentence is known for its form: an aside, one that leans on another, a frame, a title.

// englishAsides are the cues of what is beside the matter.
func englishAsides() CueTable {
	return CueTable{
		Aside: `
			^ by the way; ^ btw; ^ there is|are also; ^ i mean; ^ alternately|alternatively; ^ as an aside; ^ aside
			^ incidentally; ^ essentially; ^ basically; ^ in other words; ^ note to self
			^ off-topic|offtopic; ^ tangent*; ^ p.s|ps; ^ nit|nits|nitpick*; ^ minor; ^ also; ^ oh; ^ just curious
			^ speaking of; ^ disclaimer; ^ as a side note; ^ on a side note; ^ side note; ^ ot; ^ in passing
			^ while we are at it
			^ for completeness; ^ unrelated; different|unrelated|another subject|topic|note; ^ trivia; typo|typos; spelling
			misspel*; grammar; whitespace; white space; indentation; capitali*
			i think you mean; you probably|surely mean|meant; the word; top-post*; cc-ed|ccing|cc-ing
			forgot to cc|attach|mention
			adding _ to cc; trimmed the cc; removed from cc; subject line; hit send|reply too; wrong list|button`,
		Meta: `
			need|needs your|some advice|help $; urgent*; got no answer|reply|response; where to ask; try|ask|post again; on this list; this list; this thread
			nothing to do with this|the thread|list|announcement|original|release; reply|message|mail appears|seems to; hijack*
			newbie|newb|noob; stupid question; sorry to|for|if|about|that; apolog*; many thanks; thanks to
			i would like to address|start|begin|clarify|point|add|mention
			let me address|start|begin|clarify|point|add|mention|know
			first of all; thanks|thank in|for advance|your|any|the; thank you in|for
			any help|hint|hints|idea|ideas|pointer|pointers|comment|comments|thought|thoughts|suggestion|suggestions|advice|feedback
			i am very|pretty|quite|fairly|still|relatively|completely? new to|here; hope this|that|it helps|makes
			^ hope this|that|it
			have fun; good luck; could|can someone|anyone|somebody|anybody please? help; what is going|happening|wrong
			did anyone|someone|anybody see; knows more; title says; does that make sense; what do you all? think; am i missing
			is that|this correct|right $; any|some one|body? have any; feel free to; looking forward; please advise|correct
			correct me if; welcome; see the attached; just wanted to; i hope; excuse my|the|me; forgive my|me
			long time|mail|post
			i wonder if anyone|anybody; please let me; please cc; not subscribed; my english; ^ cc|cc-ing|ccing
			archive|archives and|for|but|first|before
			get|some|your|for feedback|comments|input
			search|searched|searching|googled|looked .. archive|archives|google|web|internet
			there was|has been|were .. discussion|discussions|thread
			i of? course? meant to say|write|type|insert|add|include|attach|send; that|this|it|which should of? course? read|say; ^ back in
			previous|earlier|recent discussion|discussions; playing|played around; got|was very? excited
			ask this|my|the question again
			i have a|an weird|strange|odd|simple|quick? problem|question $
			i will|shall .. re-create|recreate|resubmit this|it; progress report
			repost|reposting|re-posting; nobody|no responded|responding|answered|answering|replied`,
		Points: `
			above; below; as follows; following; attached; attachment; enclosed; former; latter; aforementioned
			here is the|my|some|what|code|a|an; as i said|wrote|mentioned; like this|so $; these two|three; the other one
			here $
			previous mail|message|post|email; in your mail|post|message; see my|your; this mail|email|message; the link; quoted
			for|step|item|number|option|case|point|answer 1|2|3|4|5; one or the other; my last; this|that|your last one; in the subject
			screenshot|screenshots; scrubbed; on the left|right`,
		Scene: `
			i|we have been? using|used|running|developing|programming|lurking|subscribed|around ... for|since
			i|we have been? using|used|working|playing|running|fighting|looking ... years|months|weeks|ages|days|while $|now|and|but
			i am|was .. inspired|curious|bored; i am .. new|beginner|newcomer|newbie|novice; i could not resist; i took a look
			a|some|few|couple|several while|time|weeks|months|days|years|versions ago|back; my first post|message|mail|time|patch
			as some|many|most|you|several of? you? may|might|probably|all? know|remember|noticed|recall; as promised
			for the sake|benefit|record of; the|my|your last|previous|first|earlier version|revision|iteration|posting|submission|round
			than|to|from|unlike the last|previous $|one|series|set|patch|time; since|from|in v1|v2|v3|v4|v5|v6|v7; ^ changes since|from|in|between
			^ rebased; ^ resend|resending|re-sending|re-posting|reposting; tested on|with|against; based on|against the|top`,
		Vague: `
			this|that|these|those issue|issues|problem|problems|error|errors|behavior|behaviour|thing|things|one|function
			see|do|doing|about|into this|that; this|that|these|those information|situation|case; ^ ... thus|therefore|hence|moreover
			^ ... is|are|was|were|has|have|will|would|can|could|should|may|might also`,
	}
}

// englishLeaning are the cues of how sentences begin and end that need another one.
func englishLeaning() CueTable {
	return CueTable{
		Dangles: `
			^ if|when|since|because|although|once|while|until|as|unless|whenever it|they|he|she
			^ if|when|since|although|once|while|until|as that|this|those|these is|was|are|were|does|do|did|has|have|works|fails|happens|$
			^ if|when|since|although|once|while|until|as that|this|those|these happened|would|will|can|could|should|sounds|seems|looks|goes
			^ is|are|was|were|does|do|did|can|could|would|should|will|has|have it|they
			^ is|was|does|did|would|will|can|could|should this|that still|the|a|an|really|also|not|correct|right|what|how|why|just|mean|be|work|make
			^ will|would|can|could|should|do|did|are|were these|those be|have|share|work|also|still|all|get|go|make|need|come|really
			^ except of|that|for; ^ step|steps 1|2|3|4|5|one|two|three
			^ fix|do|change|use|try|make|put|set|run|avoid|solve|handle this|that|it|them|these|those $|by|in|with|to|for|and|as|on|at|using
			^ how|why|what|where is|was|does|did|do|are|would|will|can|should it|they|this|that $|work|be|do|done|still|different|better|any
			^ i|we|you .. those|them $|for|in|to|with|by|and|but|now|as|on|from|using
			^ i|we .. did|see|fixed|changed|tried|added|removed|implemented|wrote|made|solved it|this $|for|in|to|with|by|and|but|now|as|on|from|using
			^ i|we just|also? decided|wanted|tried|have|will|had|did|do|could to|not? check|see|saw|seen|get|got|try|tried|find|found|reproduce it|this|that $|locally|here|myself|vs|with|for|in|on|before|yet|but|and|either
			^ this; ^ that; ^ it; ^ its; ^ these; ^ those; ^ they; ^ them; ^ their; ^ he; ^ she; ^ his; ^ her; ^ so; ^ also
			^ but
			^ and; ^ or; ^ then; ^ however; ^ therefore; ^ thus; ^ hence; ^ otherwise; ^ instead; ^ still; ^ yes; ^ no
			^ yeah; ^ yep
			^ yup; ^ nope; ^ nah; ^ sure; ^ which; ^ such; ^ both; ^ same; ^ neither; ^ either; ^ too; ^ not; ^ because
			^ besides
			^ furthermore; ^ moreover; ^ additionally; ^ plus; ^ again; ^ anyway|anyways; ^ similarly; ^ likewise
			^ consequently
			^ for example|instance; ^ in particular; ^ in that|this|which|such|either|any|both case|way|sense|respect|regard
			^ as such; ^ first; ^ firstly; ^ second; ^ secondly; ^ third; ^ thirdly; ^ finally; ^ another; ^ one more
			^ the other|second|third|last|latter|former|same|above|only; ^ to do this|that|so; ^ see; ^ here
			^ i agree|disagree
			^ i am agree; ^ of course; ^ right; ^ ok|okay; ^ well; ^ even; ^ nor; ^ there; ^ exactly; ^ indeed; ^ agreed
			^ true
			^ as a result; ^ though; ^ unlikely; ^ nowhere; ^ compare this|that|it; ^ perhaps|maybe it|this|that
			^ on the other hand; ^ on the contrary; ^ by contrast; ^ that said; ^ meanwhile; ^ after that|this|which
			^ given that|this|these; ^ if so|not|that; ^ with that|this; ^ like i|that|this; ^ more; ^ most of; ^ each
			^ all of
			^ none of; ^ some of; ^ one of them|these|those; ^ nice; ^ good; ^ great; ^ oh; ^ ah; ^ hmm; ^ hm; ^ heh; ^ um
			^ er
			^ yet; ^ rather; ^ unless; ^ until then; ^ or else; ^ otoh`,
		StandsAlone: `
			^ when it comes to; ^ as it turns|stands|happens|is|were; ^ if it is|were not|up|possible|ok|okay|necessary
			^ while it is|may|might|would true|possible|nice|be; ^ is|would|was|does|will it .. possible|impossible|ok|okay|safe|normal|feasible
			^ is|would|was|does|will it .. worth|true|necessary|hard|easy|better|good|bad|matter|make|time
			^ it is|was|would|might|may|will|has be|been? not|also|probably|very|really|quite? possible|impossible|hard
			^ it is|was|would|might|may|will|has be|been? not|also|probably|very|really|quite? easy|easier|difficult to|that|if|when|how|for|noting|mentioning|trying|looking
			^ it is|was|would|might|may|will|has be|been? not|also|probably|very|really|quite? better|best|worth|nice|good|great to|that|if|when|how|for|noting|mentioning|trying|looking
			^ it is|was|would|might|may|will|has be|been? not|also|probably|very|really|quite? worth adding|asking|checking|considering
			^ it is|was|would|might|may|will|has be|been? not|also|probably|very|really|quite? worth having|keeping|making|reading|removing|testing|using
			^ it is|was|would|might|may|will|has be|been? much|often|always? possible|impossible|hard|easy|easier|difficult
			^ it is|was|would|might|may|will|has be|been? usually|currently|just|only? possible|impossible|hard|easy|easier|difficult
			^ it is|was|would|might|may|will|has be|been? much|often|always|usually|currently|just|only? better|best|worth|nice|good|great to|that|if|when|how|for|noting|mentioning|trying|looking
			^ it is|was|would|might|may|will|has be|been? not|also|probably|very|really|quite? important|clear|unclear
			^ it is|was|would|might|may|will|has be|been? not|also|probably|very|really|quite? likely|unlikely|useful
			^ it is|was|would|might|may|will|has be|been? not|also|probably|very|really|quite? common|necessary|safe|time|true|up
			^ it is|was|would|might|may|will|has be|been? much|often|always? important|clear|unclear|likely|unlikely|useful
			^ it is|was|would|might|may|will|has be|been? usually|currently|just|only? important|clear|unclear|likely|unlikely|useful
			^ it is|was|would|might|may|will|has be|been? much|often|always|usually|currently|just|only? common|necessary|safe|time|true|up
			^ it is|was a good|bad|pity|shame; ^ it seems|appears|turns|looks; ^ it would be|seem; ^ it makes sense
			^ this is a|an|the .. release|request|proposal|patch|series|call|reminder|announcement|list
			^ this is a|an|the .. summary|update|question|post|draft|bug|idea|vote|version|first
			^ this patch|series|post|release|message|mail|email|proposal|thread|topic
			^ this week|year|month|function|commit|version|vote|draft|pep|bug|change
			^ there is|are|was|were|has|have|seems|seem|appears|will
			^ here is|are a|an|the|my|some|two|three|patches|fixes|changes|notes|results; ^ for example|instance if|when
			^ so i|how|what|is|does|can|my|why; ^ no one|way|need|matter; ^ not all|every|only|everyone|sure; ^ such as
			^ even if|though|when; ^ either way; ^ because of; ^ because the|i|we; ^ both the|of
			^ another way|option|approach|possibility; ^ the only way|thing|reason; ^ the last time|week|release|year
			^ the same applies|goes|is; ^ one more thing; ^ first of all; ^ all of the|us|our; ^ some of the|us|our
			^ most of the|us|our|my; ^ each of the; ^ more and|than|people; ^ good|great news; ^ well known; ^ yet another
			^ unless you|i|we|the; ^ rather than; ^ given the|a; ^ see you`,
		Hypothesis: `
			^ if; ^ unless; ^ whether; ^ notice; ^ much as; ^ although; ^ while; ^ though; ^ in case; ^ assuming; ^ suppose
			^ provided; ^ when; ^ once; ^ until
			^ would|could|should|can|will|is|do|does|did|has|have you|it|we|i|this|that|anyone|somebody|someone|there
			not likely|sure|certain that|if|whether? i|we will|shall|can|could; unlikely that? i|we will|shall
			doubt that|if|whether? i|we will|shall|can`,
		YesNo: `
			^ yes; ^ no; ^ nope; ^ yep; ^ yeah; ^ nah; ^ not really|yet; ^ sure; ^ correct; ^ exactly; ^ never; ^ of course
			^ indeed; ^ probably|possibly|perhaps|maybe $; ^ probably|maybe not|so $
			^ right; ^ true`,
		Unfinished: `
			by $; of $; the $; a|an $; to $; with $; and $; or $; is $; are $; was $; for $; that $; from $; at $; as $
			using $
			like $; namely $; e.g $; i.e $; via $; called $; than $; between $; because $; its $; my $; your $; our $; these $
			those $; include|includes|including $; says|said|wrote|writes $; following $; following _ $`,
	}
}

// englishFrames are the cues of what stands around the words: greetings, adverts, notices.
func englishFrames() CueTable {
	return CueTable{
		// Offers to a reader, and not topics: who writes about loans, lotteries or investment sells none.
		Sells: `
			^ dear sir|madam|friend|beneficiary|customer|winner; our company|services|agency|experts|products; our team of
			our solutions|clients|prices; we offer|deliver|supply|manufacture|sell
			we provide|are .. services|support|solutions|agency|supplier*|manufacturer*|leading
			digital|marketing|web|seo agency; seo services|service|expert|experts|packages; rank* .. google; decision maker|makers
			your website|site|brand|business .. rank*|traffic|sales|leads|visibility|grow*; business|partnership proposal|offer
			click|order|buy|call|apply|enrol|enroll|book|shop now|today; click here; act now; ^ buy|order cheap*|discount*|your; buy cheap
			free shipping|quote|quotes|trial|consultation|delivery; limited|special offer|time; promo|coupon|bonus|discount code|codes; discount of _
			best|lowest|wholesale|unbeatable price|prices|rates; money back; 100 satisfaction; top quality; leading provider|supplier|manufacturer
			visit our website|site|shop|store|page; visit ... bonus|bonuses|discounts|deals|prices|offers
			contact us|me today|now|at|on|via|through|for; toll free; customer care|service|support number
			whatsapp|telegram .. us|me|at|on
			earn|make money .. online|fast|home|daily|today|easily; earn .. per|a day|week|month|hour; work from home; passive income
			guaranteed returns|profit|profits|results|ranking|rankings|approval|income; double your money|bitcoin|investment
			you|your .. won|winner|winning*|beneficiary; won the ... lottery|prize|draw; lottery winning|winner|winners|claim|promotion
			claim your|of your; winning notification|notice; money transfer
			get|apply|need|want .. loan|loans; loan|loans offer|offers; recover* .. lost|stolen|your funds|bitcoin|crypto|wallet|money
			crypto*|bitcoin|forex investment|trading platform|plan|signals|expert|company|now; invest .. us|now|today
			buy|order|cheap|online|discount pharmac*|viagra|cialis|pills|medication*; weight loss product*|pills|supplement*
			replica watches|watch|handbags|bags|shoes
			online|best|top|new casino|casinos; casino bonus*|games|site|sites; bonus|bonuses .. deposit|welcome|casino
			escort|escorts service|services|agency; assignment|essay|homework|dissertation help|writing; visa|passport services
			backlink*; bulk email*; mailing lists of; email list|lists of|for; attendees|contacts list; training institute
			certification course|training; job placement
			^ attention .. sir|madam; solicit|seek|request|need your assistance|partnership|cooperation|indulgence|consent
			absolute|utmost|strictest|total confidence|confidentiality|secrecy
			strictly|highly confidential; transfer this|the|our|of money|fund|funds|cash|sum
			my|our late father|husband|mother|chief|client|president|general
			next of kin; of the total sum|amount; as|our|the beneficiary; this transaction strictly|confidential|is|secret
			unsubscribe here; remove yourself|your`,
		NowOn: `
			^ now; ^ next; ^ up next; ^ first up; ^ on stage; ^ live; talking|speaking|presenting about|on; taking the stage
			about to start; is on stage; kicks|kicking off; starting now; just started`,
		Notice: `
			next year; will all? be held|recorded|available|published|streamed|open|announced|combined|online|in|at
			co-located|colocated|combined with; announc*; deadline; call for; registration; sign up; winner|winners
			award|awards
			prize|prizes; slides|video|videos|recording|recordings|materials|photos .. available|online|posted|here|up
			livestream|live-stream; hiring; approved; elected; now open|available|released; schedule|programme|program is`,
		Plans: `
			meeting; meetup; meet-up; sprint; conference; hackathon; hack day|days; workshop; deadline; freeze
			release|released
			call for; cfp; submission|submissions; registration; vote|votes; webinar; summit; party; talk|talks; session; train
			election; launch; is due; scheduled; planned; will be|take|start|begin|close|end|happen|meet; takes place; join us
			held on; until; starts|ends|closes|begins; on the agenda`,
		Greets: `
			^ hi; ^ hello; ^ hey; ^ dear; ^ greetings; ^ hallo; ^ howdy; ^ good morning|afternoon|evening|day; ^ gents; ^ folks
			^ all $; ^ everyone $; ^ hiya; ^ guys $; ^ team $; ^ friends $; ^ welcome $; ^ ladies`,
		Closes: `
			^ best|kind|warm|many|with? best|kind|warm? regards|wishes|greetings; ^ regards; ^ cheers $; ^ cheers _ $
			^ thanks a|again|very|so|in|all|everyone|for? lot|much|advance? ... $
			^ thank you very|so|all|in|again|for? much|advance? ... $; ^ thanks $; ^ many thanks; ^ sincerely; ^ yours; ^ hth
			^ hope this|that|it helps; ^ best $; ^ best _ $; ^ br $; ^ bg $; ^ ciao; ^ love $; ^ later $; ^ take care
			^ have fun $
			^ have a ... $; ^ tia $; ^ all the best; ^ good luck $; ^ peace $; ^ enjoy $; ^ bye; ^ rgds; ^ see you
			^ happy hacking $
			^ just my .. cents $; ^ my two cents; ^ my 0.02; ^ let me know; ^ looking forward ... $; ^ thx; ^ respectfully $
			^ ps $
			^ warmly $; ^ cordially $`,
		Advert: `
			^ get your free; ^ do you yahoo; ^ tired of spam; ^ sent from my; ^ sent with
			^ this e-mail|email|message ... confidential*|privileged|intended|automatically|virus|viruses|proprietary
			^ this e-mail|email|message and any|its; ^ msn _; ^ join the world; ^ get advanced; ^ confidential*
			^ the information in|contained; ^ please consider the; ^ scanned by; ^ checked by; ^ this email was; ^ no virus
			^ you are|received receiving|this; ^ to unsubscribe; ^ unsubscribe; ^ click here; ^ sponsored by; ^ powered by
			^ envoy*
			^ get outlook`,
		Furniture: `
			^ .. post|message|comment deleted|removed|withdrawn by; ^ subscribe|unsubscribe|follow|share|tweet|like
			read more|on|the; continue reading; appeared first
			originally published|appeared; sign up; newsletter; cookie|cookies; privacy policy; sponsor|sponsors|sponsored
			leave a comment; permalink; comments|comment $; all rights reserved; copyright; filed under; tagged
			related posts|articles; support us|me|this; donate; patreon; click here; view this; download here; episode notes
			show notes; advert*; this post|article|episode|week .. sponsored|brought; listen to|on; watch on|the; skip to
			table of contents; about the author; join our|the discord|slack|newsletter|mailing`,
	}
}

// englishTitles are the cues of what titles say.
func englishTitles() CueTable {
	return CueTable{
		TitleVote: `[vote; ^ vote on|to|for; ^ call for vote|votes; [poll; [ballot; ^ vote`,
		TitleResult: `
			[result|[results; vote result|results; result|results of the|this? vote|poll|election; ^ result|results ... vote
			[passed|[failed`,
		TitleSecurity: `
			cve-*
			security advisory|release|fix|fixes|update|issue|hole|notice|announcement|bulletin|alert|patch|patches|vulnerability
			vulnerab* in|found|fixed|fix|disclosed|disclosure|report|patched|affects|allows|alert; critical|remote|new|known|unpatched vulnerab*
			[security; advisory; [sa`,
		TitleRelease: `
			released; releasing; release; [release; is out; now available|out; available $; [ann; announcing; has landed
			rc1|rc2|rc3|beta1|beta2; is here`,
		TitleNoRelease: `
			release plan|planning|process|schedule|cycle|manager|management|engineering|notes|candidate|blockers|critical|name|date|team
			pre-release|prerelease; fail*; problem|problems; error|errors; in release; before release; next release
			release when
			how to release; towards; status of; broken; after release|releasing; roadmap; freeze`,
		TitleAnnouncement: `
			[ann|[announce|[announcement|[event|[invitation; ann|announce|announcement|announcing; announc*
			job|jobs opening|openings|offer|offers|opportunity|vacancy; vacancy; is|are|now|we hiring
			call for papers|participation|talks|proposals|submissions|presentations|testing|help|volunteers; cfp; meeting
			meetup
			sprint; conference; survey; reminder; talk; now accepted|open|online; minutes; agenda; save the date; registration
			workshop; hackathon; invitation; schedule; welcome; [reminder; newsletter; webinar`,
		TitleProposal: `
			[discuss|[discussion|[proposal|[rfc|[pep|[propose|[proposed; proposal|propose|proposed|proposing; rfc; draft
			pep; [draft
			suggestion|suggest*; [idea`,
		TitleQuestion: `
			question|questions; help; how to; seeking|looking for? advice|input; how do|can|does|should; why do|does|is|are; what is|are
			where is|are|do|can
			is there
			does anyone|anybody; can i|we|not; which; newbie; ^ need; trouble; best way; ^ problem with; confused
			[question|[help
			any way; advice; wondering`,
		TitleReport: `
			bug|bugs; error|errors; exception|exceptions; traceback; crash*; fail*; broken|breaks|breakage; regression*
			problem|problems; leak|leaks|leaking; missing; wrong; does|do|did not work; not working|found|responding
			incorrect*; typo
			oops; hang|hangs|hanging; deadlock*; [bug; segfault*; freeze|freezes; unable; can not; stopped working; corrupt*
			outage
			down $; slow*`,
		TitleIdea: `
			idea|ideas; what if; thought|thoughts; wish; feature request; suggestion; could we; brainstorm*; [idea|[wish
			would be nice`,
		TitleRobot: `
			hourly|daily|nightly|weekly|monthly|quarterly .. summary|report|statistics|stats|digest|status
			bug|ticket|issue|build|test summary|statistics|report; build failed|success|fixed|failure|regression
			^ svn|cvs|git|hg commit; autobuild; buildbot; cron`,
		TitleAway: `
			out of office|the; autoreply|auto-reply; automatic reply; auto* response; vacation; abwesen*; away from
			außer|ausser haus
			on leave`,
		TitleSolved:    `[solved|[resolved|[answered|[fixed; ^ solved|resolved|fixed; solved|resolved|fixed $`,
		TitleWithdrawn: `[cancelled|[canceled|[withdrawn; withdrawn; cancelled|canceled`,
	}
}
