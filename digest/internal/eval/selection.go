package eval

// A Selection says how near the top of a ranking what was wanted stands, each figure from 0 to 1.
type Selection struct {
	AP float64 // average precision; its mean over issues is MAP
	P3 float64 // share of the first three that was wanted
	R5 float64 // share of the wanted that is among the first five
	RR float64 // one over the place of the first that was wanted; its mean is MRR
}

// Rank measures order, best first, against what was wanted. What stands in no place of order counts as missed. Nothing
// wanted measures as zero; leave such issues out.
func Rank[K comparable](order []K, wanted map[K]bool) Selection {
	var s Selection
	n, hits := float64(len(wanted)), 0.0
	if n == 0 {
		return s
	}
	for i, k := range order {
		if !wanted[k] {
			continue
		}
		hits++
		s.AP += hits / float64(i+1) / n
		if s.RR == 0 {
			s.RR = 1 / float64(i+1)
		}
		if i < 3 {
			s.P3 += 1.0 / 3
		}
		if i < 5 {
			s.R5 += 1 / n
		}
	}
	return s
}
