package digest

// lexRank returns the continuous LexRank of vs: the stationary probability of a walk between texts whose steps follow their cosines
// (Erkan and Radev, "LexRank", JAIR 22, 2004), with damping .85, at most 50 rounds or until nothing moves by more than 1e-6.
func lexRank(vs []vector) []float64 {
	n := len(vs)
	if n == 0 {
		return nil
	}
	step := make([][]float64, n)
	for i := range vs {
		step[i] = make([]float64, n)
	}
	for i := range vs {
		step[i][i] = 1
		for j := range i {
			c := vs[i].dot(vs[j])
			step[i][j], step[j][i] = c, c
		}
	}
	for i := range step {
		sum := 0.0
		for _, c := range step[i] {
			sum += c
		}
		for j := range step[i] {
			step[i][j] /= sum
		}
	}
	rank, next := make([]float64, n), make([]float64, n)
	for i := range rank {
		rank[i] = 1 / float64(n)
	}
	const damping = .85
	for range 50 {
		for j := range next {
			next[j] = (1 - damping) / float64(n)
		}
		for i, row := range step {
			for j, c := range row {
				next[j] += damping * rank[i] * c
			}
		}
		moved := 0.0
		for i := range rank {
			if d := next[i] - rank[i]; d > moved {
				moved = d
			} else if -d > moved {
				moved = -d
			}
		}
		rank, next = next, rank
		if moved < 1e-6 {
			break
		}
	}
	return rank
}
