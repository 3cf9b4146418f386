package bounds

// CheckJSON reports the first bound that a JSON text exceeds. It looks at brackets, commas and quotation marks only;
// what is no JSON passes.
func CheckJSON[T string | []byte](s T) error {
	depth, containers, values := 0, 0, 1
	for i := 0; i < len(s); i++ {
		if !jsonMark[s[i]] {
			continue
		}
		switch s[i] {
		case '"':
			for i++; i < len(s) && s[i] != '"'; i++ {
				if s[i] == '\\' {
					i++
				}
			}
		case '{', '[':
			depth, containers, values = depth+1, containers+1, values+1
		case '}', ']':
			depth--
		case ',':
			values++
		}
		switch {
		case depth > MaxJSONDepth:
			return tooMuchJSON("values that are nested more than %d deep", MaxJSONDepth)
		case containers > MaxJSONContainers:
			return tooMuchJSON("more than %d objects and arrays", MaxJSONContainers)
		case values > MaxJSONValues:
			return tooMuchJSON("more than %d values", MaxJSONValues)
		}
	}
	return nil
}

// jsonMark holds the bytes that matter.
var jsonMark = func() (marks [256]bool) {
	for _, c := range []byte(`"{}[],`) {
		marks[c] = true
	}
	return
}()
