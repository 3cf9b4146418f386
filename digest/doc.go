// Package digest makes the edition of a period from stored posts, and nothing else: no clock, no network, no file.
//
// Its rooms stand in one direction, each a pure function from values to values:
//
//	load      what an edition depends on, read from the store
//	period    which days it is about; edit: what an editor has decided about it
//	post      a stored post as the rooms see it; prose: its words cut into sentences; language: one table of words and cues a language
//	story     posts that belong together, what became of them, how much they matter, what is spam
//	stream    the sessions of a hashtag stream
//	people    who took part, for whom they work, who is new
//	write     which sentences are printed of a story: verbatim excerpts
//	proof     whether a sentence stands in the posts that it cites; it knows no writer
//
// Build in this package puts together what they return: it chooses what is told for the period (choose.go), gives every
// other thread a line (lists.go), and writes the head of the edition from metadata (top.go). Packages render and
// deliver take the edition from there.
//
// The program never rewords a person. It prints whole sentences, verbatim, under the name of who wrote them, or
// nothing; its own words come from metadata: names, dates, counts, acts and states. Every post of the period is in
// exactly one place: a story, a line of the rest, or a count.
package digest
