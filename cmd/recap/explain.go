package main

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"recap/cmd/recap/internal/console"
	"recap/digest"
)

// explain returns a table of the stories that were considered for e, best first: what became of each, how many posts it
// has and what its score is made of.
func explain(e *digest.Edition) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "Stories that were considered for %s; TOLD is the place in the recap\n\n", console.OneLine(e.Period.Label))
	w := tabwriter.NewWriter(&b, 0, 8, 2, ' ', 0)
	fmt.Fprintln(w, "RANK\tSCORE\tTOLD\tPOSTS\tSTORY\tWHY")
	told := map[string]int{}
	for i, s := range e.Stories {
		told[s.ID] = i + 1
	}
	for _, k := range e.Candidates {
		place := "-"
		if n := told[k.Story]; n > 0 {
			place = fmt.Sprint(n)
		}
		fmt.Fprintf(w, "%d\t%.2f\t%s\t%d\t%s\t%s\n", k.Rank, k.Score, place, len(k.Posts), console.OneLine(k.Title), reasons(k.Reasons))
	}
	_ = w.Flush() // into a buffer
	if x := e.Writing; x != nil && x.Asked > 0 {
		fmt.Fprintf(&b, "\nThe model was asked for %d stories and tells %d; of the %d sentences or excerpts that it gave these are not printed:\n\n",
			x.Asked, x.Told, x.Offered)
		for _, r := range x.Refused {
			fmt.Fprintf(&b, "- %s\n  %s\n", cmp.Or(console.OneLine(r.Text), "(a story)"), console.OneLine(string(r.Why)))
		}
	}
	return b.Bytes()
}

// reasons returns what a score is made of, the most first; what rounds to nothing is left out.
func reasons(all map[string]float64) string {
	names := slices.SortedFunc(maps.Keys(all), func(x, y string) int {
		switch {
		case all[x] > all[y]:
			return -1
		case all[x] < all[y]:
			return 1
		}
		return strings.Compare(x, y)
	})
	var parts []string
	for _, name := range names {
		if n := all[name]; n >= .005 || n <= -.005 {
			parts = append(parts, fmt.Sprintf("%s %.2f", name, n))
		}
	}
	return strings.Join(parts, ", ")
}
