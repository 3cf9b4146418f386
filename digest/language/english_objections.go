package language

// englishObjections are the cues of how somebody says no.
func englishObjections() CueTable {
	return CueTable{
		Objects: `
			i strongly|really|respectfully|firmly|would|completely|totally|just? strongly? disagree
			i strongly|would? object to|that|strongly; strongly disagree|against|opposed
			^ -1 $|to|on|for|from|here|because|since|as|unless|until|the|this|that|i|name|we|it; i am .. -1
			strong|big|hard|a|my -1 $|from|for|to|on|here; -1 from me; ^ nak|nack|nacked; nak|nack from|on|this|for; nacked-by
			^ no|nope? .. that|this|it|which will|would|can|could probably|simply|also|just? not really|actually|always|even? work !
			^ no|nope? .. that|this|it|which will|would|can|could really|certainly|definitely|still? not really|actually|always|even? work !
			^ no? .. approach|proposal|idea|scheme|solution|patch|change will|would|can|could .. not work
			^ sorry .. that|this .. will|can not work; ^ .. does not work like that|this $; ^ .. will|would|could not work $
			is|are|be|sounds|seems|looks|seem|sound .. bad|terrible|horrible|awful|dumb idea
			that|this|it|which was|were a|an|really|just|such? a|an? bad|terrible|horrible|awful|dumb idea
			^ .. bad|terrible|horrible|awful idea
			not a|the|such? very|really|particularly? good|great|right|best idea|way|solution|approach|fit|plan|choice|default|place|name
			i am strongly|really|rather|totally|firmly|also? against|opposed; i would vote|be against
			^ no|nope? .. that|this|it|which is|was|seems simply|just|plain|also|really? not true|correct|accurate
			^ no|nope|sorry|well|but|actually|however|yes|i|hm|hmm|um|and|so|ok? think|believe|again|no|actually? that|this|it|which is|was|seems simply|just|plain|also|really|completely|totally? wrong
			^ no|nope? .. that|this|it|which is|was|seems simply|just|plain|also|really|completely|totally? incorrect|false
			^ no|nope? .. that|this|it|which is|was|seems simply|just|plain? nonsense|misleading|overkill|pointless
			^ no|nope? .. that|this|it|which is|was|seems also|really|completely|totally? nonsense|misleading|overkill|pointless
			that|this|it is|seems simply|just|completely|totally|really? unacceptable; that|this|it is not acceptable
			i would|had much? rather not; i would .. prefer not|that .. not; i would .. prefer to not
			this|that|it|which|patch|change|changes|proposal|idea|approach|api|design|feature|option|name .. makes no sense
			^ no|nope? .. that|this|it|which does not really|actually? make any|much|a|lot|of? sense
			please do not merge|apply|commit|remove|rename|add|change|revert; ^ no way $|that|this
			should|must not be changed|merged|applied|removed|added|done|released|accepted|included|backported
			^ .. not correct|true|accurate $|at|that|and|as|for|if; ^ wrong $|again
			^ .. actually|sorry|no .. is|was incorrect|wrong|false|untrue|not
			is|are just|exactly|quite|precisely? the opposite; i beg to differ
			you are|were quite|simply|just|very|badly? wrong|mistaken; ^ your .. is|are wrong|mistaken $|about|here|in|on
			is|are|was simply|just|plain|flat|totally|completely|dead wrong|false|untrue|incorrect
			is|are untrue|incorrect|false $|and|because|as|since|but
			that is not the case|point|issue $|at|here
			this|that is not what .. says|said|means|happens|does|states
			i do not think|believe that|this|it quite|really|actually? works|flies|holds|follows
			that|this|it does not work that|this way; that|this|it does not work like that
			is|be|sounds insane|crazy|ridiculous|absurd|silly; would complicate
			is|are ... in|imho|imo my? opinion|view? insane|crazy|ridiculous|absurd|silly|wrong|overkill
			is|are|seems|looks .. bogus|flawed|misguided|questionable|dubious|short-sighted|counterproductive|counter-productive
			poor|weak|misleading|flawed|unfair argument|example|choice|comparison|analogy|assumption; not the way to
			wrong way|approach|place|level|layer|tool|thing|abstraction to|for|here; over-doing|overdoing it|this|things; not good enough
			i|we do not buy that|this|it|your|the|into; i do not believe|think that|this|it is|was .. correct|right|true|accurate|so|fair
			count me out; i|we do not want to see|have; backward|backwards incompatible
			this|that|it|you|still suffers|suffer from; defeats|defeat|defeating the purpose|point|whole|goal|object
			this|that|it|you misses|miss|missed the point|fact; you are .. missing the point; leads|lead us? nowhere
			problem|trouble|drawback|downside|flaw|shortcoming|weakness|disadvantage|concern i|we .. have|see with|about|here
			problem|trouble|concern i .. have|see is
			problem|trouble|drawback|downside|flaw|shortcoming|weakness|disadvantage|limitation|concern .. with|of|in|about|to .. this|that|your|such|the .. approach
			problem|trouble|drawback|downside|flaw|shortcoming|weakness|disadvantage|concern .. with|of|in|about|to .. this|that|your|such|the .. proposal|idea|scheme
			problem|trouble|drawback|downside|flaw|shortcoming|weakness|disadvantage|concern .. with|of|in|about|to .. this|that|your|such|the .. design|plan|suggestion
			i|we do not see any|much|the|a benefits|benefit|advantage|advantages|value|point in|of|to
			^ please|so|just|no|sorry? basically? do not do that|this|it $|at|in|because; i can not accept|support|agree
			contradict|contradicts|contradicted; is|are|was far|way|much? too strong; hold on for|with
			drop|leave it|this|that for now|out; worst way|idea|solution
			no longer|not? work|works with your|this|that change|patch|approach; bad|terrible|weak|poor argument
			does|do|did not really|quite? make any|much|a? sense; makes|making no|little sense
			^ no you|it|that|this|they|he|she have|has|do|does|did|is|are|was|were not
			an|the|another|one issue|problem|trouble i have|see|had with; unserious
			is|are also? problematic; strongly? recommend|suggest|advise not to|against; i strongly? recommend|suggest|advise .. not to
			still leaves|has the|a problem|issue; not really? helping; side effect of that|this|the|your; against our|my|your own? intuition
			nothing .. supports the|this|that|your; in which world; issue|problem|trouble i have with
			there is|are absolutely|really|simply|just|also? no reason|point|justification|sense|benefit|advantage|excuse to|for|in|you|we|that|why !
			there is no need for
			will|would|could break|breaks|corrupt|lose existing|user|users|data|everything|backward|backwards|compatibility
			has|have|serves no practical|real? use|uses|value|purpose|benefit; i am|was very|really|totally? opposed
			please do not do that|this
			i .. fail to see why|how|what|the|any; logical|classic fallacy; is|are a|an fallacy|misconception|straw|strawman; false dichotomy
			is|are|looks|seems|sounds misleading|inaccurate|counterintuitive
			does|do|did not apply|build|compile properly|cleanly|at|to|on|here|against
			i|we .. push|pushing back on|against; i|we .. push|pushing back .. hard|strongly on|against
			that|this|it|which is|was really|actually? not really|actually|even? a real|proper|complete? solution|fix
			that|this|it|which is|was really|actually? not a|an|the correct|accurate|fair|valid assessment|description|summary|reading|conclusion
			entirely|completely|totally|simply invalid|unfounded|untenable
			is|are still|also|just completely|totally|plain|simply? wrong|false|incorrect; is|are hardly|barely|scarcely a|an|the
			you simply can not; i .. push back; you .. misunderstand|misunderstood|misread|misinterpret|misinterpreted
			^ definitely|certainly|absolutely not $; it is|was actually|exactly|quite|just? the other way around|round
			there is|are a|an|some|still .. error|errors|warning|warnings|bug|bugs|leak|crash|failure|failures|conflict|conflicts with|in|from your|this|the patch|change|series|commit|version|branch|code
			patch|series|branch|change|version breaks|fails; i will|would .. veto|block|reject|refuse
			^ please no $; ^ .. bullshit|nonsense|rubbish|hogwash|balderdash|baloney $; is|are|be|sounds stupid|dumb|lame|ludicrous|idiotic|preposterous
			is|are|was wildly|demonstrably|patently|factually|technically|provably|obviously|clearly wrong|false|untrue|incorrect|untenable
			is|are|was badly|poorly designed|written|implemented|conceived|specified; is|are very|quite|rather|deeply|highly misleading|dishonest|disingenuous
			i reject|dispute|contest|refute the|that|this|your; i have little|no|zero hope|faith|confidence|trust in|of|for|that
			there does not seem|appear to be any|a|much? reason|point|need|benefit|advantage|value
			not a terribly|especially|exactly|particularly|very|really? good|great practice|design|sign; is|are out of the question
			you seem|appear to have forgotten|misunderstood|missed|confused|overlooked|ignored|misread
			you seem|appear to be ignoring|missing|forgetting|confusing; is|are|seems a complete|total? non-issue|non-starter|nonissue
			^ you can|must|should not do|use|expect|assume that|this|it|these; does|do not tell|prove|show us|me|you? anything
			- does|do not really? bother|concern|hurt|affect me|us|anyone|anybody; - i do not really? mind|care
			- i|we have no use|idea|opinion|clue|objection|objections; - not saying|claiming|suggesting|arguing|implying
			- like|love|want to know|hear|understand|learn why|whether|if|how; - have no idea what|why|how|whether|if
			- reason|reasons why|that ... is|are|was|were .. is|are|was|were; - let|tell me|us know? if|when|whether`,
	}
}

// englishDoubts are the cues of how somebody doubts, gives in or takes back.
func englishDoubts() CueTable {
	return CueTable{
		Doubts: `
			i do not really|quite|entirely|fully|yet|so|personally|honestly|actually? all? agree|like|buy
			i do not really|quite|entirely|fully|yet|so|personally|honestly|actually? think|believe we|you|the|there|so|a|an|any
			i do not really|quite|entirely|fully|yet|so|personally|honestly|actually? think|believe that|this|it is|would|will|should|can|makes|needs|helps|$
			i do not really|quite|entirely|fully|yet|so|personally|honestly|actually? think|believe adding|having|making|changing|using|is|$
			will|would|could|can be|get lost|corrupted; can not use this|that|it $|approach
			is|are|sounds|seems .. better approach|solution|way|option
			i am not really|quite|entirely|at|fully|yet|so|yet? all? convinced|happy; i am not .. sure that|this|it|about|we
			i am not .. sure i like|agree|want|need; i do not see .. why we|you|i|one|anyone|anybody|people|they
			i do not see .. why the|this|that|it|these .. is|are|was|needs|need|has|have|matters|helps; i do not see .. why the .. should
			the problem|trouble|catch|snag is that|when|with|how; poor|bad|terrible|misleading|confusing name; is not .. wise|sensible|sane to
			you really|just can not; you need to change|fix|drop|remove|split|rebase|resend|rework|move|rename
			needs to be changed|fixed|dropped|removed|split|reworked|renamed
			your ... is|are missing|lacking|ignoring|overlooking|assuming; your ... misses|lacks|ignores|overlooks|neglects|presumes
			i do not understand .. why we|you|this|that|it|anyone|anybody is|are|need|needs|would|should|must|has|have
			i do not see|understand .. how this|that|it|the
			i|we do not see the|a|any|much|why|what point|need|value|benefit|benefits|reason|advantage|advantages|gain|use|we; not in favour|favor
			shortcoming|shortcomings|limitation|weakness|disadvantage of|with|is|here; i|we have|had .. concern|concerns|reservations|doubts
			does|do|did not .. protect|scale|solve|prevent|cover|guarantee|enforce|ensure
			this|that|it|which|approach|proposal|patch|change|idea|scheme|solution|design|series would|will|could not .. protect|scale|solve|prevent|cover|guarantee|enforce|ensure
			this|that|it|which|approach|proposal|patch|change|idea|scheme|solution|design|series does|do|did not .. address
			too expensive|complex|complicated; too|very|quite|so invasive|restrictive|heavyweight|fragile|risky|intrusive|inefficient|ambiguous
			harder|worse|slower|uglier|riskier to|than|for; less readable|clear|efficient|safe|secure than|for|and; at the cost|expense of
			is|are|was essentially|fundamentally|basically|completely|inherently broken|flawed|wrong; not an option; double-edged
			does|do|did not actually|really|even make|offer|give an|any|a argument|case|reason; caution|warn|advise against
			be careful|wary of|about|with; at risk $|no|of|by|if; costs|cost us|you|users|everyone|too; is|are|would be a wash
			hardly|barely|not worth it|the|doing|having
			it is|was|seems a|an shame|pity|unfortunate; is|was unfortunate; i would not want|like|expect .. to|that|us|this
			not sure .. i like|agree|want|need|why|this|that|it|we|you; which|that i|we do not think .. want|need|like
			would|will|could|may|might .. break|breaks|clash|conflict|collide|hurt|slow|confuse; breaks|clashes existing|the|every|all
			breaks|clashes|conflicts with existing|the|every|all|our|your|my|what|how
			what happens|about if|when ... fails|dies|breaks|disconnects|crashes
			not a big? fan; i am .. unsure that|whether|if you|we|this|that|it|the
			i am not really? keen|thrilled; i really|very|seriously|strongly|highly? much? doubt that|this|it
			the|only|main|big|biggest|my|one|another problem|trouble|issue|drawback .. with|here|of this|that|your|such|it|is
			the|only|main|big|biggest|my|one|another downside|difficulty|concern|objection .. with|here|of this|that|your|such|it|is
			drawback|downside|flaw of|with|in this|that|your|it|the
			i am .. worried|sceptical|skeptical|concerned|reluctant|hesitant|wary; i am .. afraid that|this|it
			we are .. concerned|worried; - what we are; not worth it|the; i worry; i fear that|this|the|it|we
			is|are|be|seem|seems|adds|looks|introduces an|very|quite|just? unnecessary
			is|are|be|seem|seems|sounds|looks|feels a|an|very|quite|pretty|rather|bit|just|probably? a|bit? pointless|useless|wasteful|impractical|infeasible
			is|are|be|seem|seems|sounds|looks|feels a|an|very|quite|pretty|rather|bit|just|probably? a|bit? exploitable|unsound|unworkable|futile|premature
			much|far|even|way more wasteful|fragile|invasive|confusing|intrusive|cumbersome
			does|do not seem right|useful|necessary|worth|justified|like a|the|an good|right|best|elegant|improvement|useful
			introduces|adds|creates|causes .. problem|problems|overhead|complexity
			has|have a|some|serious|several|major|its|big drawback|drawbacks|downside|downsides|flaw|flaws; why not just|simply
			i would prefer not|if|to|a|an|the|something|another|we|you|having|keeping|using|some; instead of adding|changing|introducing
			my|a|the|one main|biggest|only|big|other? concern|worry|objection i|we? have|with|about? it|this|that? is that|the|people|how|whether|a|an|not|with|about|what
			- does|do not really? bother|concern|hurt|affect me|us|anyone|anybody; - i do not really? mind|care
			drawback|drawbacks|downside|flaw is|are; - let|tell me|us know? if|when|whether
			- i|we have no use|idea|opinion|clue|objection|objections; - not saying|claiming|suggesting|arguing|implying
			- do|does|did not think|believe .. it|this|that is|was a|an dead|deal end|ends|breaker
			- do|does|did not think|believe .. it|this|that is|was a|an blocker|showstopper $
			- like|love|want to know|hear|understand|learn why|whether|if|how; - have no idea what|why|how|whether|if
			somewhat|rather|overly? overkill; seems|feels|looks|smells .. wrong|fragile|hacky|overkill|excessive|premature
			gets|becomes|looks|is pretty|quite|rather|awfully|really|very ugly|messy|hairy|nasty|hacky|clumsy|cumbersome
			^ no? not necessarily $|if|true; that|this is|remains a real|serious|big? concern|worry`,
		Concedes: `
			i finally|now realize|realise|realized|realised|understand|understood|see|get
			i am ok|okay|fine|happy|good|convinced with|either; i am ok|okay|fine|happy|good $
			i am .. convinced $|now|by|thanks
			i would be ok|okay|fine|happy with; fair enough; ^ .. fair point; ^ .. good|great|excellent point|suggestion|catch
			^ .. that is a|an very|really|quite|also? good|great|excellent|fair|valid idea|point|suggestion|catch
			no|withdraw no|my? further|more|strong|real? objection|objections
			you are absolutely|quite|totally|completely|probably|of? course? right|correct; i stand corrected
			^ .. my mistake|bad|fault; entirely|all|purely|totally my mistake|fault; that|this|either works for me|us
			^ works for me $; either way is|works|ok|okay|fine
			^ .. that is|would|sounds be? perfectly|quite|totally? fine|ok|okay|perfect|reasonable $|with|by|then|thanks
			^ looks perfect; i now see|understand|get; i can see why|now; i see|understand now !; i see your point
			i see what you mean; i understand why; now i understand !; now i see $|what|why|how|that|it|thanks
			^ .. that|this|it|which|yes|ok|okay|right makes perfect|total|a|complete|more? lot? of? sense $|to|now|thanks|i|and|so|then|we|will
			^ makes perfect|total|more? sense; ^ agreed !; i will drop|withdraw my; i withdraw my; ^ .. let us go with
			i give in; ^ .. of course $; ^ .. fair $; ^ sold $|on; you win $; you have|got got? a point $
			that is how|what i|we will|shall|am just|then|now? do|doing|use|try|go
			that is the way i|we will|shall|am just? do|doing|go|going; i|we will|shall do|try it|this|that that|this|your way
			i|we did|had not know|known|realize|realise|realized|realised|notice|noticed|remember|spot|spotted
			^ .. did not know|realize|realise; ^ just? did not know|realize|realise
			i .. missed|overlooked|misread|forgot|mistyped|misspelled that|this|it|the|one|to|about|a $
			^ oh|ah|ahh|aha|duh|doh|d'oh|argh|oops|dang|ok|okay|yes|right|sorry i .. missed|overlooked|misread|forgot|mistyped|misspelled|confused
			that|this|it was my|a own? mistake|fault|error|oversight|typo
			that|this|which clears|cleared it|this|that|things|everything|all up; good enough for me|us; ^ .. so? that|it was my mistake|fault|error
			point taken; ^ .. understood $; ^ got it; ^ .. ok|okay $; ^ ok|okay then; i was wrong; that settles|convinces
			that explains it|the|why|everything; makes sense now; which|that|this convinces me; you convinced me; you have convinced me
			^ .. i misunderstood|misread; that is|was my misunderstanding
			i take it|that back; ^ .. nvm; ^ that is why it|this|that
			you are right about|that; i apologize|apologise for; no defending this|that; i have changed my mind
			never mind then; we are .. on the same page; ^ .. should|would|ought to? be perfectly|quite? workable|doable|feasible
			my fear|fears|worry|worries|concern|concerns|objection|objections .. unfounded|moot|unjustified|gone
			i .. misunderstood|mis-understood the|your|what`,
		Withdraws: `
			^ .. never mind !; ^ .. nevermind !; please ignore|disregard|drop $|this|that|it|my
			please ignore|disregard the previous|last|earlier|above|mail|email|message|patch|noise
			^ ignore|disregard this|that|my
			i will|hereby? withdraw|retract; i am withdrawing|retracting; wait|oops|actually|no|ah|sorry|hmm|and scratch that
			^ scratch that; sorry wrong list|address|group; ^ .. false alarm; was|is a false alarm
			for|about the false alarm; ^ withdrawn; hereby withdraw*
			patch|proposal|vote|motion|series|request .. is|was|has|have .. withdrawn|cancelled|canceled
			meeting|talk|session|release|event|this|it .. is|was|has|have .. withdrawn|cancelled|canceled; i take that|it back
			sorry|apologies|apologize|apologise for|about the noise; sorry for|about the|all|my? wasted bandwidth; just|simply ignore|disregard my|me
			i|we|you can|may|could|should|will close this|the thread|issue|ticket|bug|report|topic; please close this|the|my thread|issue|ticket|bug|report
			thread|issue|ticket|bug|report can|may|could|should be closed
			i|we do not need|want this|that|it .. any|anymore|longer; i|we no longer need|want this|that|it; no need to reply|answer|respond $`,
	}
}
