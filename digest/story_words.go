package digest

import (
	"hash/fnv"
	"math/bits"
	"sort"
	"strings"
	"time"
)

const (
	rareShared  = 3              // rare terms that two threads must share to be about one thing
	rareCosine  = .45            // and how alike they must be besides
	rareWithin  = 48 * time.Hour // and how near in time
	rareThreads = 6              // a term that stands in more threads than this is not rare
	copyWords   = 60             // posts of fewer words are copies only if they are equal
	copyBits    = 3              // bits in which the prints of two copies may differ (Manku, Jain, Sarma: Detecting Near-Duplicates for Web Crawling, 2007)
	copyLongest = 4000           // words of a post that count
)

// joinCopies joins threads whose first posts say the same: an announcement that went to two lists, an article that a planet carries again.
func joinCopies(ts []*thread, join func(i, j int, reason string)) {
	type printed struct {
		thread int
		print  uint64
	}
	equal := map[string]int{}
	blocks := map[uint64][]printed{} // by place and bits of a block: two prints that differ in three bits share one of four blocks
	for i, t := range ts {
		p := t.posts[0]
		if p.isStatus() {
			continue
		}
		words := strings.Fields(strings.ToLower(p.Text))
		if len(words) > copyLongest {
			words = words[:copyLongest]
		}
		if len(words) < 8 {
			continue
		}
		text := strings.Join(words, " ")
		if first, ok := equal[text]; ok {
			join(first, i, "same words")
			continue
		}
		equal[text] = i
		if len(words) < copyWords {
			continue
		}
		own := printed{i, simhash(words)}
		for block := range uint64(4) {
			key := block<<16 | own.print>>(16*block)&0xffff
			for _, other := range blocks[key] {
				if bits.OnesCount64(other.print^own.print) <= copyBits {
					join(other.thread, i, "nearly the same words")
				}
			}
			blocks[key] = append(blocks[key], own)
		}
	}
}

// simhash returns the print of a text over its runs of three words: texts that differ little have prints that differ in few bits.
func simhash(words []string) uint64 {
	var sums [64]int
	for i := 0; i+3 <= len(words); i++ {
		h := fnv.New64a()
		for _, w := range words[i : i+3] {
			h.Write([]byte(w))
			h.Write([]byte{0})
		}
		print := h.Sum64()
		for b := range sums {
			sums[b] += int(print>>b&1)*2 - 1
		}
	}
	var out uint64
	for b, n := range sums {
		if n > 0 {
			out |= 1 << b
		}
	}
	return out
}

// joinByWords joins threads of different sources that share several rare words, are alike, and near in time: a list thread and the article
// about it. Threads of one source are never joined for their words, since people who talk about one thing there answer each other.
func joinByWords(ts []*thread, lex *lexicon, join func(i, j int, reason string)) {
	vectors := make([]vector, len(ts))
	holders := map[int][]int{} // stem -> threads
	for i, t := range ts {
		if t.posts[0].isStatus() {
			continue
		}
		vectors[i] = lex.vector(t.title + "\n" + clip(t.posts[0].Text, 6000))
		for _, w := range vectors[i] {
			holders[w.id] = append(holders[w.id], i)
		}
	}
	type pair struct{ i, j int }
	shared := map[pair]int{}
	for id, in := range holders {
		if len(in) < 2 || len(in) > rareThreads || lex.documents(id) > max(rareThreads, lex.docs*3/100) {
			continue
		}
		for k, i := range in {
			for _, j := range in[k+1:] {
				shared[pair{i, j}]++
			}
		}
	}
	var pairs []pair
	for p, n := range shared {
		a, b := ts[p.i].posts[0], ts[p.j].posts[0]
		apart := b.Published.Sub(a.Published).Abs()
		if n >= rareShared && apart <= rareWithin && differentSources(a, b) && vectors[p.i].dot(vectors[p.j]) > rareCosine {
			pairs = append(pairs, p)
		}
	}
	sort.Slice(pairs, func(x, y int) bool {
		return pairs[x].i < pairs[y].i || pairs[x].i == pairs[y].i && pairs[x].j < pairs[y].j
	})
	for _, p := range pairs {
		join(p.i, p.j, "same words")
	}
}

// differentSources reports whether no source carried both posts.
func differentSources(a, b *post) bool {
	for _, s := range a.Sources {
		for _, o := range b.Sources {
			if s == o {
				return false
			}
		}
	}
	return true
}
