package model

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// MostAnswer is how many bytes an answer has at most.
const MostAnswer = 64 << 10

// Object returns the one JSON object in a model's answer: without the thoughts before it, the fence around it and
// words before or behind it.
func Object(answer []byte) ([]byte, error) {
	if len(answer) > MostAnswer {
		return nil, fmt.Errorf("more than %d bytes", MostAnswer)
	}
	if i := bytes.LastIndex(answer, []byte("</think>")); i >= 0 {
		answer = answer[i+len("</think>"):]
	}
	start := bytes.IndexByte(answer, '{')
	if start < 0 {
		return nil, errors.New("no JSON object")
	}
	dec := json.NewDecoder(bytes.NewReader(answer[start:]))
	var raw json.RawMessage
	if err := dec.Decode(&raw); err != nil {
		return nil, errors.New("JSON that is cut short or broken")
	}
	return raw, nil
}

// A storyAnswer is what the tasks story and choose are answered with.
type storyAnswer struct {
	Tell      *bool  `json:"tell"`
	Why       string `json:"why"`
	Title     string `json:"title"`
	Sentences []struct {
		Text     string   `json:"text"`
		Evidence []string `json:"evidence"`
	} `json:"sentences"`

	State    string   `json:"state"`
	Because  []string `json:"because"`
	Excerpts []struct {
		Role     string   `json:"role"`
		Evidence []string `json:"evidence"`
	} `json:"excerpts"`
}

const (
	mostSentences = 12 // of a story that are looked at; the instructions ask for six
	mostEvidence  = 24 // of one sentence
)

// readStory reads the answer to a story or a choice.
func readStory(task string, a *storyAnswer) func([]byte) error {
	return func(body []byte) error {
		*a = storyAnswer{}
		if err := json.Unmarshal(body, a); err != nil {
			return errors.New("not of the shape that was asked for")
		}
		switch {
		case a.Tell == nil:
			return errors.New("it does not say whether to tell the story")
		case !*a.Tell:
			return nil
		case task == TaskStory && a.Sentences == nil, task == TaskChoose && a.Excerpts == nil:
			return errors.New("it tells nothing")
		}
		a.Sentences = a.Sentences[:min(len(a.Sentences), mostSentences)]
		a.Excerpts = a.Excerpts[:min(len(a.Excerpts), mostSentences)]
		return nil
	}
}

// A frontAnswer is the top of an edition.
type frontAnswer struct {
	Headline string `json:"headline"`
	Lede     []struct {
		Text    string   `json:"text"`
		Stories []string `json:"stories"`
	} `json:"lede"`
}

// A checkAnswer is what a second reader says of sentences.
type checkAnswer struct {
	Verdicts []struct {
		N         int    `json:"n"`
		Supported bool   `json:"supported"`
		Why       string `json:"why"`
	} `json:"verdicts"`
}

// oneLine folds the white space of a text that a model wrote.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// schema returns the JSON Schema of the answer to a task.
func schema(task string) json.RawMessage {
	const (
		text = `{"type":"string"}`
		list = `{"type":"array","items":{"type":"string"}}`
	)
	object := func(fields string, required string) string {
		return `{"type":"object","additionalProperties":false,"properties":{` + fields + `},"required":[` + required + `]}`
	}
	many := func(of string) string { return `{"type":"array","items":` + of + `}` }
	switch task {
	case TaskStory:
		return json.RawMessage(object(`"tell":{"type":"boolean"},"why":`+text+`,"title":`+text+`,"sentences":`+
			many(object(`"text":`+text+`,"evidence":`+list, `"text","evidence"`)), `"tell","why","title","sentences"`))
	case TaskChoose:
		return json.RawMessage(object(`"tell":{"type":"boolean"},"why":`+text+`,"title":`+text+`,"state":`+text+`,"because":`+list+
			`,"excerpts":`+
			many(object(`"role":`+text+`,"evidence":`+list, `"role","evidence"`)), `"tell","why","title","state","because","excerpts"`))
	case TaskFront:
		return json.RawMessage(object(`"headline":`+text+`,"lede":`+many(object(`"text":`+text+`,"stories":`+list, `"text","stories"`)),
			`"headline","lede"`))
	}
	verdict := object(`"n":{"type":"integer"},"supported":{"type":"boolean"},"why":`+text, `"n","supported","why"`)
	return json.RawMessage(object(`"verdicts":`+many(verdict), `"verdicts"`))
}
