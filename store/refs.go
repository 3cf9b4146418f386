package store

import (
	"cmp"
	"slices"
	"strings"
)

// MaxRefs bounds how many references of one post count; senders control the header. The first names the root, the last
// the parent.
const MaxRefs = 128

// CleanRefs drops empty and repeated keys and the post's own, and shortens a list that is too long in the middle.
// Of a repeated key the last mention stays, because it is the nearer one.
func CleanRefs(own string, refs []string) []string {
	if len(refs) == 0 {
		return nil
	}
	var seen map[string]bool // of a list that is too long to be searched for each
	if len(refs) > 16 {
		seen = make(map[string]bool, len(refs))
	}
	kept := make([]string, 0, len(refs))
	for i := len(refs) - 1; i >= 0; i-- {
		key := strings.ReplaceAll(refs[i], "\n", "")
		if key == "" || key == own || seen[key] || seen == nil && slices.Contains(kept, key) {
			continue
		}
		kept = append(kept, key)
		if seen != nil {
			seen[key] = true
		}
	}
	if n := len(kept); n > MaxRefs {
		kept[MaxRefs-1] = kept[n-1]
		kept = kept[:MaxRefs]
	}
	for i, j := 0, len(kept)-1; i < j; i, j = i+1, j-1 {
		kept[i], kept[j] = kept[j], kept[i]
	}
	return kept
}

// References of a merged post are the longest list of any copy, as it stands, and before it (so further away) what only
// others mention, sorted. An empty string between the two keeps them apart, so that a third copy gives the same result
// whenever it comes.
const RefsDivider = ""

// MergeRefs returns the references of a post whose copies have these.
func MergeRefs(a, b []string) []string {
	extraA, mainA := splitRefs(a)
	extraB, mainB := splitRefs(b)
	if cmp.Or(cmp.Compare(len(mainA), len(mainB)), slices.Compare(mainB, mainA)) < 0 {
		mainA, mainB = mainB, mainA
	}
	extra := slices.DeleteFunc(Union(slices.Concat(extraA, extraB), mainB), func(key string) bool { return slices.Contains(mainA, key) })
	if len(extra) == 0 {
		return mainA
	}
	extra = extra[:min(len(extra), MaxRefs)]
	return slices.Concat(extra, []string{RefsDivider}, mainA)
}

// splitRefs parts what MergeRefs joined.
func splitRefs(refs []string) (extra, main []string) {
	if i := slices.Index(refs, RefsDivider); i >= 0 {
		return refs[:i], refs[i+1:]
	}
	return nil, refs
}
