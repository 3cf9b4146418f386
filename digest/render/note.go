package render

import "recap/digest"

// note is the editor's paragraph, labelled as such, because all else in the recap rests on posts.
func note(e *digest.Edition) paragraph {
	text := line(e.Note)
	if text == "" {
		return nil
	}
	return paragraph{{Text: phrases(e).EditorsNote + finished(text)}}
}
