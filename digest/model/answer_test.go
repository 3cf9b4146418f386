package model_test

import (
	"strings"
	"testing"

	"recap/digest/model"
)

// Of what a model says around its answer nothing counts, and what is no whole object is none.
func TestObject(t *testing.T) {
	const answer = `{"tell": false, "why": "only thanks"}`
	for name, body := range map[string]string{
		"bare":               answer,
		"in a fence":         "```json\n" + answer + "\n```",
		"behind thoughts":    "<think>{\"tell\": true}</think>\n" + answer,
		"with words":         "Here is what you asked for: " + answer + " I hope that it serves.",
		"before another one": answer + "\n{\"tell\": true}",
	} {
		if got, err := model.Object([]byte(body)); err != nil || string(got) != answer {
			t.Errorf("%s: Object() = %s, %v", name, got, err)
		}
	}
	for name, body := range map[string]string{
		"nothing":   "",
		"words":     "I cannot help with that.",
		"cut short": answer[:len(answer)-1],
		"too long":  strings.Repeat(" ", model.MostAnswer) + answer,
	} {
		if got, err := model.Object([]byte(body)); err == nil {
			t.Errorf("%s: Object() = %s", name, got)
		}
	}
}

// An answer is usable for the task that it was asked for, and for no other one.
func TestUsable(t *testing.T) {
	answers := map[string]string{
		model.TaskFront: `{"headline": "The gate", "lede": []}`,
		model.TaskCheck: `{"verdicts": [{"n": 1, "ok": true}]}`,
	}
	for task, body := range answers {
		if err := model.Usable(task, []byte(body)); err != nil {
			t.Errorf("Usable(%s, its own) = %v", task, err)
		}
		for other := range answers {
			if other != task && model.Usable(other, []byte(body)) == nil {
				t.Errorf("Usable(%s) takes an answer to %s", other, task)
			}
		}
	}
}
