package model

import "recap/digest/language"

// Trial returns a small request that says whether a model answers at all: one sentence to check, of nobody's.
func Trial(name string) Request {
	w := New(Options{Model: name, Language: language.For("")}, nil)
	text := "The gate of the sluice opens at noon."
	return w.request(TaskCheck, checkMessage{Task: TaskCheck, Language: w.opt.Language.Tag, Sentences: []checkSentence{
		{N: 1, Text: text, Evidence: []checkEvidence{{Author: "A keeper", Date: "2024-05-07T12:00:00Z", Text: text}}},
	}}, nil)
}
