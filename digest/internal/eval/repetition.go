package eval

import "math"

// Repetition says how much a text repeats itself.
type Repetition struct {
	Max      float64 // the highest cosine of two of its sentences
	Mean     float64 // the mean over all pairs
	Distinct float64 // share of its pairs of neighbouring words that are different
}

// Repeats measures sentences against each other by the cosine of their stems, weighted (1 + ln tf) · idf, where a
// stem's rarity is counted in documents, the posts of the period.
func Repeats(sentences, documents []string) Repetition {
	df := map[string]int{}
	for _, d := range documents {
		seen := map[string]bool{}
		for _, w := range tokens(d) {
			if !seen[w] {
				seen[w] = true
				df[w]++
			}
		}
	}
	var out Repetition
	bigrams, total := map[string]bool{}, 0
	vectors := make([]map[string]float64, len(sentences))
	for i, s := range sentences {
		words := tokens(s)
		vectors[i] = weighted(words, df, len(documents))
		for k := 0; k+1 < len(words); k++ {
			bigrams[words[k]+" "+words[k+1]] = true
			total++
		}
	}
	pairs := 0
	for i := range vectors {
		for j := range i {
			c := cosine(vectors[i], vectors[j])
			out.Max = max(out.Max, c)
			out.Mean += c
			pairs++
		}
	}
	if pairs > 0 {
		out.Mean /= float64(pairs)
	}
	out.Distinct = 1
	if total > 0 {
		out.Distinct = float64(len(bigrams)) / float64(total)
	}
	return out
}

func weighted(words []string, df map[string]int, docs int) map[string]float64 {
	tf, v := map[string]int{}, map[string]float64{}
	for _, w := range words {
		tf[w]++
	}
	for w, n := range tf {
		if x := (1 + math.Log(float64(n))) * math.Log((float64(docs)+1)/(float64(df[w])+.5)); x > 0 {
			v[w] = x
		}
	}
	return v
}

func cosine(a, b map[string]float64) float64 {
	dot, na, nb := 0.0, 0.0, 0.0
	for w, x := range a {
		dot += x * b[w]
		na += x * x
	}
	for _, x := range b {
		nb += x * x
	}
	if na == 0 || nb == 0 {
		return 0
	}
	return dot / math.Sqrt(na*nb)
}
