package model

import (
	"encoding/json"
	"errors"
	"time"

	"recap/digest/proof"
)

type (
	checkMessage struct {
		Task      string          `json:"task"`
		Language  string          `json:"language"`
		Sentences []checkSentence `json:"sentences"`
	}
	checkSentence struct {
		N        int             `json:"n"`
		Text     string          `json:"text"`
		Evidence []checkEvidence `json:"evidence"`
	}
	checkEvidence struct {
		Author string `json:"author"`
		Date   string `json:"date"`
		Text   string `json:"text"`
	}
)

// check has a second reader read the sentences of a story and returns those that they support. It returns none where
// the reader did not answer: what is to be read twice is not printed before.
func (w *Writer) check(story string, kept []Sentence, posts []string) []Sentence {
	if !w.opt.Check {
		return kept
	}
	msg := checkMessage{Task: TaskCheck, Language: w.opt.Language.Tag}
	for i, k := range kept {
		x := checkSentence{N: i + 1, Text: k.Text}
		for _, e := range k.Evidence {
			x.Evidence = append(x.Evidence, checkEvidence{clean(e.Post.Author), e.Post.Date.UTC().Format(time.RFC3339), clean(e.Text)})
		}
		msg.Sentences = append(msg.Sentences, x)
	}
	supported, reasons := map[int]bool{}, map[int]string{}
	read := func(body []byte) error {
		var a checkAnswer
		if json.Unmarshal(body, &a) != nil || len(a.Verdicts) == 0 {
			return errors.New("not of the shape that was asked for")
		}
		for _, v := range a.Verdicts {
			supported[v.N], reasons[v.N] = v.Supported, oneLine(clean(v.Why))
		}
		return nil
	}
	if !w.ask(TaskCheck, msg, posts, read) {
		return nil
	}
	var out []Sentence
	for i, k := range kept {
		if supported[i+1] {
			out = append(out, k)
			continue
		}
		why := "the second reader does not find it in its evidence"
		if r := reasons[i+1]; r != "" {
			why += ": " + r
		}
		w.refused = append(w.refused, Refused{story, k.Text, proof.Refusal(why)})
	}
	return out
}
