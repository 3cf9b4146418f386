package stream

import (
	"slices"
	"time"
)

const (
	looksBack   = 15               // knots before a place that are compared with
	looksAhead  = 8                // so many after it
	leastKnots  = 3                // on both sides of a cut that no pause makes
	shortest    = 40 * time.Minute // the longest time that a session of a dense stream takes
	paces       = 12               // and of a thin one, in usual times between two knots
	pausePaces  = 8                // in usual times: a pause that always cuts,
	pauseLeast  = 30 * time.Minute // and no shorter one
	breakLeast  = 5 * time.Minute  // a pause that cuts where the matter changes, too
	turn        = 1.5              // what a place shows there
	takenUp     = 3                // of the knots after a place name a new speaker
	speakerTurn = 2                // what that adds to a place
	middleBonus = .5
)

// cut makes sessions of knots in order of time: at each long pause, then, until none is too long, where the pause is
// longest and the words before are taken up least.
func (r *reader) cut(knots []*knot) []*run {
	if len(knots) == 0 {
		return nil
	}
	c := &cutter{knots: knots}
	c.measure()
	c.carryOver(r)
	c.findSpeakers()
	begin := 0
	for i := range c.gaps {
		if c.gaps[i] > c.pause || c.gaps[i] > pauseLeast && c.nextDay(i, r.Zone) {
			c.divide(begin, i+1)
			begin = i + 1
		}
	}
	c.divide(begin, len(knots))
	return c.runs
}

// A cutter is one call of cut. Place i lies between knots i and i+1.
type cutter struct {
	knots   []*knot
	gaps    []time.Duration // of each place
	carried []float64       // the share of words after a place that stand before it, too
	speaker []bool          // whether a new speaker is taken up at a place
	usual   time.Duration   // between two knots
	pause   time.Duration   // that always cuts
	longest time.Duration   // of a session
	runs    []*run
}

// measure finds the pace of the stream.
func (c *cutter) measure() {
	for i := 1; i < len(c.knots); i++ {
		c.gaps = append(c.gaps, c.knots[i].at.Sub(c.knots[i-1].at))
	}
	if len(c.gaps) > 0 {
		sorted := slices.Clone(c.gaps)
		slices.Sort(sorted)
		c.usual = max(sorted[len(sorted)/2], time.Second)
	}
	c.pause = max(pausePaces*c.usual, pauseLeast)
	c.longest = max(paces*c.usual, shortest)
}

// nextDay reports whether a day ends at place i, of two that each have enough for a session.
func (c *cutter) nextDay(i int, zone *time.Location) bool {
	if zone == nil {
		zone = time.UTC
	}
	day := func(j int) string { return c.knots[j].at.In(zone).Format(time.DateOnly) }
	from, to := i-leastKnots+1, i+leastKnots
	return from >= 0 && to < len(c.knots) && day(i) != day(i+1) && day(from) == day(i) && day(to) == day(i+1)
}

// carryOver measures how the words and accounts of each place are carried over it: each pair of neighbouring uses of
// a rare word bridges the places between them.
func (c *cutter) carryOver(r *reader) {
	n := len(c.knots)
	c.carried = make([]float64, max(0, n-1))
	bridges, uses := make([]int, n+1), make([]int, n+1)
	last := map[string]int{}
	lastStem := map[int]int{}
	for j, k := range c.knots {
		bridge := func(i int, used bool) {
			uses[j+1]++
			if !used || i == j {
				return
			}
			if from, to := max(i, j-looksAhead), min(j, i+looksBack); from < to {
				bridges[from]++
				bridges[to]--
			}
		}
		for _, st := range k.posts {
			for _, id := range st.terms {
				if r.rare(id) {
					i, used := lastStem[id]
					bridge(i, used)
					lastStem[id] = j
				}
			}
			for _, t := range st.things {
				if few := len(r.namers[t.key]); t.person && few >= 2 && few <= max(3, len(r.all)/8) {
					i, used := last[t.key]
					bridge(i, used)
					last[t.key] = j
				}
			}
		}
		uses[j+1] += uses[j]
	}
	open := 0
	for i := range c.carried {
		open += bridges[i]
		c.carried[i] = float64(open) / float64(max(1, uses[min(n, i+1+looksAhead)]-uses[i+1]))
	}
}

// findSpeakers finds the places after which several people name a person whom none of the knots before named.
func (c *cutter) findSpeakers() {
	c.speaker = make([]bool, len(c.gaps))
	named := map[string][]int{} // person -> knots
	writers := make([]string, len(c.knots))
	for j, k := range c.knots {
		writers[j] = k.posts[0].person
		for _, t := range k.posts[0].things {
			if t.person {
				named[t.key] = append(named[t.key], j)
			}
		}
	}
	for _, at := range named {
		for n, j := range at {
			if j == 0 || n > 0 && j-at[n-1] <= looksBack {
				continue
			}
			people, times := map[string]bool{}, 0
			for _, l := range at[n:] {
				if l-j > looksAhead {
					break
				}
				people[writers[l]] = true
				times++
			}
			if times >= takenUp && len(people) > 1 {
				c.speaker[j-1] = true
			}
		}
	}
}

// seam is how much place i looks like the end of a session.
func (c *cutter) seam(i int) float64 {
	v := min(float64(c.gaps[i])/float64(4*c.usual), 3) - c.carried[i]
	if c.speaker[i] {
		v += speakerTurn
	}
	return v
}

// divide makes sessions of knots[from:to], between which no pause is long.
func (c *cutter) divide(from, to int) {
	for to-from >= 2*leastKnots {
		best, score := -1, 0.0
		for i := from + leastKnots - 1; i < to-leastKnots; i++ {
			off := float64(2*i+1-from-(to-1)) / float64(to-from)
			if v := c.seam(i) - middleBonus*max(off, -off); best < 0 || v > score {
				best, score = i, v
			}
		}
		if c.knots[to-1].at.Sub(c.knots[from].at) <= c.longest && !c.turns(best) {
			break
		}
		c.divide(from, best+1)
		from = best + 1
	}
	run := &run{}
	for _, k := range c.knots[from:to] {
		run.posts = append(run.posts, k.posts...)
	}
	slices.SortFunc(run.posts, before)
	c.runs = append(c.runs, run)
}

// turns reports whether place i is a cut even within a short session: another speaker, or another matter after a pause.
func (c *cutter) turns(i int) bool {
	return c.speaker[i] || c.gaps[i] >= breakLeast && c.seam(i) > turn
}
