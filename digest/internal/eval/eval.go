// Package eval measures recaps against what people wrote and chose. It serves the tests of package digest and is part
// of no program.
//
//	stem.go rouge.go   likeness of a told story to a human summary, as Google's rouge_score counts it
//	selection.go       how near the top the stories stand that editors chose
//	repetition.go      how often a text says the same
//	gates.go           the three gates over a finished edition and the posts that it rests on
//
// Nothing here shares code with the builder: a mistake of the builder must not hide itself from its measure.
package eval

import (
	"math/rand"
	"sort"
)

// Mean returns the arithmetic mean of values, 0 for none.
func Mean(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}

const (
	draws = 1000 // of a bootstrap; the percentiles of an interval move by less than a tenth of its width
	seed  = 7    // fixed, so that a figure is the same on every run
)

// Interval returns the 95 % bootstrap interval of the mean of values: the percentiles 2.5 and 97.5 of the means of a
// thousand draws with replacement (Efron 1979). The seed is fixed.
func Interval(values []float64) (low, high float64) {
	if len(values) == 0 {
		return 0, 0
	}
	r := rand.New(rand.NewSource(seed))
	means := make([]float64, draws)
	for i := range means {
		sum := 0.0
		for range values {
			sum += values[r.Intn(len(values))]
		}
		means[i] = sum / float64(len(values))
	}
	sort.Float64s(means)
	return means[draws*25/1000], means[draws*975/1000]
}

// Fold returns in which of n folds the i-th case lies. Neighbours lie in different folds, so that each fold spans the
// whole time.
func Fold(i, n int) int { return i % n }
