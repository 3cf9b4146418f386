package write

import (
	"math"
	"slices"
)

// What an excerpt is worth where not all have room, beside the opening, which always stays. One more voice is worth
// what its words say of the matter, at most mostVoice.
const (
	mostExcerpts = 6 // of a story

	mostVoice  = 100
	pairWorth  = 1000 // what is said to an excerpt that asks or objects, or what it is said to
	lastWorth  = 1500 // the last word of a side; from here on it is only dropped where a story has to shrink
	sideWorth  = 2000 // who speaks against others
	takenWorth = 3000 // the answer that the opener's last word speaks of
	endWorth   = 4000 // what came of it
)

// fit drops what is worth least until a story has no more words than it may. Both sides, the ending and a second voice
// stay.
func fit(all []Excerpt, words int) []Excerpt {
	for len(all) > mostExcerpts {
		drop := least(all, math.Inf(1))
		all = slices.Delete(slices.Clone(all), drop, drop+1)
	}
	for words > 0 && len(all) > 2 {
		n := 0
		for i := range all {
			n += all[i].Window.Words()
		}
		drop := least(all, lastWorth)
		if n <= words || drop < 0 {
			break
		}
		all = slices.Delete(slices.Clone(all), drop, drop+1)
	}
	return all
}

// Shrink returns the excerpts of a story without the one that it can spare best; all of them where it has only two, or
// the others are the opening, the sides, or the ending. Pressed, it gives up all sides but one, too.
func Shrink(all []Excerpt, pressed bool) []Excerpt {
	const few = 2
	if len(all) <= few {
		return all
	}
	drop := least(all, sideWorth)
	if drop < 0 && pressed && sides(all) > 1 {
		drop = least(all, takenWorth)
	}
	if drop < 0 {
		return all
	}
	return slices.Delete(slices.Clone(all), drop, drop+1)
}

// sides counts the excerpts that are there because they object, or are contrary.
func sides(all []Excerpt) int {
	n := 0
	for i := range all {
		n += int(b2f(all[i].weight >= sideWorth && all[i].weight < takenWorth))
	}
	return n
}

// least returns the index of the excerpt that is worth least, less than below; -1 if there is none. The opening stays,
// but for what only stands beside it, and who alone speaks beside its writer.
func least(all []Excerpt, below float64) int {
	drop := -1
	for i := range all {
		w := all[i].weight
		if i == 0 && !math.IsInf(w, -1) || w >= below || drop >= 0 && w >= all[drop].weight {
			continue
		}
		if len(voices(all)) > 1 && len(voices(slices.Delete(slices.Clone(all), i, i+1))) < 2 {
			continue
		}
		drop = i
	}
	return drop
}

func voices(all []Excerpt) map[string]bool {
	who := map[string]bool{}
	for i := range all {
		who[all[i].Post.Ident] = true
	}
	return who
}
