package language

// englishProof are the words by which English sentences are proven.
func englishProof() ProofWords {
	return ProofWords{
		Future:   wordSet(`will shall gonna wont`),
		FutureTo: []string{"going to", "about to"},
		Possible: wordSet(`may might could would should can ought must`),
		Open:     wordSet(`may might could`),
		Permits:  wordSet(`let lets letting allow allows allowed allowing permit permits permitted permitting`),
		Hedges: wordSet(`if whether unless may might could would should can ought perhaps maybe possibly
			probably likely unlikely apparently seem seems seemed
			appear appears appeared suggest suggests suggested suggesting propose proposes proposed proposing
			proposal plan plans planned planning
			intend intends intended want wants wanted hope hopes hoped expect expects expected consider
			considers considered considering
			think thinks thought believe believes believed suspect suspects suspected assume assumed guess
			guessed suppose supposed
			wonder wonders wondered wondering ask asks asked asking recommend recommends recommended advise
			advised request requests requested wish wished
			need needs needed offer offers offered try tries tried argue argued argues prefer preferred prefers
			imagine imagined
			potential potentially possible doubt doubted doubts idea ideas question questions advice tentatively
			supposedly
			warn warned warns fear feared like liked likes invite invited urge urged call called promise
			promised promises aim aimed aims`),
		Asks: wordSet(`whether if ask asks asked asking wonder wonders wondered wondering question questions
			questioned doubt doubts doubted`),
		Against: wordSet(`object objects objected oppose opposes opposed against question questions questioned
			reluctant hesitant hesitated difficult hard hardly until unless before except only few little seldom
			despite although though instead rather than limits limited problem problems`),
		Manner:  "ly",
		Decided: wordSet(`decided decides`),
		Settles: wordSet(`decid decision resolv settl consensus chose choos chosen conclud agree will shall
			going ended went opted final use using`),
		Lacks: wordSet(`cannot fail fails failed failing failure fails lack lacks lacked lacking missing miss
			misses missed refuse refuses refused refusal reject rejects
			rejected deny denies denied decline declines declined impossible unable incapable wrong incorrect
			incorrectly false
			avoid avoids avoided avoiding prevent prevents prevented preventing absent absence rarely seldom
			scarcely forgot forget forgets forgotten
			doubt doubts doubted disagree disagrees disagreed exclude excludes excluded prohibit prohibits
			forbid forbids
			stop stops stopped stopping nope nak insufficient inadequate pointless ignore ignores ignored
			missing broken breaks`),
		LackPairs: []string{"instead of", "rather than", "other than", "but for", "no longer", "too much", "too many", "not only"},
		Weak:      wordSet(`without hardly barely nor`),
		LackStart: []string{"un", "non-"},
		LackNot:   []string{"under", "unit", "unix", "uniq", "union", "unic", "univ", "until", "unless", "unified", "unify"},
		LackEnd:   []string{"less"},
		Wholes: wordSet(`all every everyone everybody everything always entirely completely never nobody none
			unanimously unanimous`),
		Parts: wordSet(`some many most several few often sometimes usually mostly partly partially somebody
			someone generally`),
		Reports: wordSet(englishReports),
		Says: wordSet(`said asked written told reported replied answered suggested proposed added noted argued
			explained announced mentioned described advised offered warned stated confirmed recommended posted
			objected pointed commented`),
		Person: wordSet(`i me my mine myself we us our ours ourselves`),
		Praise: wordSet(`best greatest finest amazing awesome exciting excitingly incredible impressive
			impressively stunning fantastic wonderful excellent brilliant
			outstanding remarkable remarkably revolutionary groundbreaking thrilling superb delightful perfect
			perfectly beautiful beautifully
			masterful heroic legendary unprecedented worst`),
		Commands: wordSet(`ignore click visit subscribe download buy contact remember forget disregard`),
		Joins: wordSet(`and but while whereas that which as after before because so although though if when
			where who or then since until once whether than`),
		Copula:    "be",
		Agents:    wordSet(`by`),
		Vocatives: wordSet(`hi hello hey dear thanks thank thx cheers regards cc ping`),
		Numbers: merged(counted(2, `two three four five six seven eight nine ten eleven twelve thirteen fourteen
			fifteen sixteen seventeen eighteen nineteen twenty`),
			map[string]int{"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
				"hundred": 100, "thousand": 1000, "million": 1000000}),
		Ordinals:  counted(2, `second third fourth fifth sixth seventh eighth ninth tenth`),
		Irregular: forms(englishIrregular),
	}
}

// englishIrregular are a word and its forms a line.
const englishIrregular = `
	say said
	tell told
	find found
	think thought
	write wrote written
	give gave given
	take took taken
	make made
	get got gotten
	go went gone
	come came
	see saw seen
	know knew known
	run ran
	build built
	send sent
	break broke broken
	begin began begun
	begin start started starts starting
	keep kept
	leave left
	lose lost
	hold held
	put puts
	set sets
	show shown
	speak spoke spoken
	choose chose chosen
	fall fell fallen
	forget forgot forgotten
	grow grew grown
	hear heard
	hide hid hidden
	lead led
	mean meant
	meet met
	pay paid
	rise rose risen
	sell sold
	spend spent
	split splits
	stand stood
	teach taught
	throw threw thrown thrown
	understand understood
	win won
	bring brought
	buy bought
	catch caught
	do did done does
	draw drew drawn
	drive drove driven
	eat ate eaten
	feel felt
	fix fixed fixes fixing
	have had has
	be was were been is are am
	read reads
	reread rereading
	rewrite rewrote rewritten
	overwrite overwrote overwritten
	seek sought
	shut shuts
	sit sat
	sleep slept
	steal stole stolen
	strike struck
	wake woke
	wear wore worn
	bind bound
	cut cuts
	cost costs
	deal dealt
	dig dug
	fight fought
	fly flew flown
	freeze froze frozen
	hang hung
	lay laid
	lie lay lain
	prove proved proven
	quit quits
	seem seems seemed
	shrink shrank shrunk
	sink sank sunk
	spin spun
	stick stuck
	swap swapped`

// englishReports are verbs and nouns of saying.
const englishReports = `
	say says said saying ask asks asked asking write writes wrote written tell tells told
	report reports reported reporting reply replies replied answer answers
	answered answering suggest suggests suggested suggesting propose proposes proposed proposing add
	adds added adding note notes noted argue argues argued explain explains explained
	announce announces announced mention mentions mentioned describe describes described call calls
	called think thinks thought
	consider considers considered believe believes believed want wants wanted point points pointed warn
	warns warned agree agrees agreed object objects objected
	recommend recommends recommended confirm confirms confirmed thank thanks thanked wonder wonders
	wondered prefer prefers preferred
	expect expects expected plan plans planned offer offers offered advise advised discuss discusses
	discussed list lists listed name names named
	post posts posted posting earlier later then further also however meanwhile already according put
	puts quote quoted comment comments commented
	question questions state states stated show shows showed shown hope hopes hoped intend intends
	intended see sees saw
	find finds found remark remarked conclude concluded respond responded response remain remained still
	today reader thread view author message mail list
	give gives gave given take takes took taken make makes made use uses used using try tries tried
	people person member members user users others someone anybody thing things way ways case kind lot number`
