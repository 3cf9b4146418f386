// Package digest makes the edition of a period from stored posts, and nothing else: no clock, no network, no file.
//
// Load reads from the store what an edition depends on; Build turns that into an Edition by the same steps each time:
//
//	build.go compose.go  the order of work, and the length of the recap
//	post.go             the posts of the period, grouped into threads; titles
//	terms.go            words, stems and how common they are here
//	act.go              what an opening post does: asks, announces, proposes, calls a vote
//	story.go rank.go    threads joined to stories, scored, and the few that are told chosen
//	sentence.go         own words cut into sentences; what is code, greeting or table stays out
//	choose.go lexrank.go which sentences tell a story
//	report.go           a sentence made ready to stand behind a reporting verb; the turning is the language's
//	narrate.go          the verbs, names and dates around the clauses
//	quote.go            the one to three sentences that are quoted word for word
//	decide.go decide_apply.go decide_store.go   the editor's hand: what is pinned, dropped, renamed, put in order, noted, approved
//	programme.go programme_tell.go   the talks of an event: which posts are about one, and what is said of them
//	outcome.go vote.go upcoming.go people.go coverage.go lede.go   the rest of the recap
//	language.go tongue.go phrases.go   what changes with the language of the recap, and in which one a post is written; english*.go, german*.go
//	gate.go gate_speaker.go gate_facts.go gate_closing.go evidence.go   nothing leaves that its posts do not carry
//
// The prose is extractive: beside the writers' own clauses stand only names, dates and verbs from metadata.
package digest
