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

// check has a second reader read the sentences of a story that hold, and refuses those that they do not support. It
// reports whether the reader answered: what is to be read twice is not printed before.
func (w *Writer) check(list []held, posts []string) bool {
	if !w.opt.Check {
		return true
	}
	msg := checkMessage{Task: TaskCheck, Language: w.opt.Language.Tag}
	for _, k := range holding(list) {
		x := checkSentence{N: len(msg.Sentences) + 1, Text: k.Text}
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
		return false
	}
	n := 0
	for i := range list {
		if list[i].why != "" {
			continue
		}
		if n++; supported[n] {
			continue
		}
		list[i].why = "the second reader does not find it in its evidence"
		if r := reasons[n]; r != "" {
			list[i].why += proof.Refusal(": " + r)
		}
	}
	return true
}
