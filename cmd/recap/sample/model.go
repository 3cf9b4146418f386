package sample

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
)

// ModelName is how the answers of the demonstration are called in place of a model: no model gave them.
const ModelName = "recorded answers"

// The recorded answers, as content/answers.json has them.
type (
	recording struct {
		Stories []recordedStory `json:"stories"`
		Front   recordedFront   `json:"front"`
	}
	recordedStory struct {
		Title string        `json:"title"` // words of the subject by which the story is found
		Told  recordedProse `json:"told"`
		Chose recordedProse `json:"chosen"`
	}
	recordedProse struct {
		Title     string             `json:"title"`
		Sentences []recordedSentence `json:"sentences"`
		State     string             `json:"state"`
		Because   []string           `json:"because"`
		Excerpts  []recordedSentence `json:"excerpts"`
	}
	recordedSentence struct {
		Text      string   `json:"text"`
		Role      string   `json:"role"`
		Evidence  []string `json:"evidence"`  // beginnings or other parts of the sentences that it rests on
		Supported *bool    `json:"supported"` // false: the second reader does not find it there
		Why       string   `json:"why"`
	}
	recordedFront struct {
		Headline string `json:"headline"`
		Lede     []struct {
			Text    string   `json:"text"`
			Stories []string `json:"stories"` // parts of their titles
		} `json:"lede"`
	}
)

// A question is the message of a request to a model, as far as the recording needs it.
type question struct {
	Task  string `json:"task"`
	Story struct {
		Title string `json:"title"`
		Posts []struct {
			ID        string   `json:"id"`
			Sentences []string `json:"sentences"`
		} `json:"posts"`
	} `json:"story"`
	Stories []struct {
		ID    string `json:"id"`
		Title string `json:"title"`
	} `json:"stories"`
	Sentences []struct {
		N    int    `json:"n"`
		Text string `json:"text"`
	} `json:"sentences"`
}

// newModel serves the recorded answers as a model's server does: OpenAI's chat completions. What is not recorded it
// does not tell.
func newModel() http.Handler {
	var all recording
	if err := json.Unmarshal(file("answers.json"), &all); err != nil {
		panic(err) // embedded, and a test reads it
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v1/chat/completions", func(w http.ResponseWriter, r *http.Request) {
		var call struct {
			Messages []struct{ Role, Content string } `json:"messages"`
		}
		var q question
		err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20)).Decode(&call)
		if err != nil || len(call.Messages) == 0 || json.Unmarshal([]byte(call.Messages[len(call.Messages)-1].Content), &q) != nil {
			http.Error(w, "the last message holds no request", http.StatusBadRequest)
			return
		}
		answer, err := json.Marshal(all.answer(&q))
		if err != nil {
			panic(err) // plain values
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{"choices": []choice{{"stop", message{"assistant", string(answer)}}}})
	})
	return mux
}

// answer is what was recorded for a request.
func (all *recording) answer(q *question) any {
	switch q.Task {
	case "check":
		return all.check(q)
	case "front":
		return all.top(q)
	}
	for i := range all.Stories {
		s := &all.Stories[i]
		if !strings.Contains(q.Story.Title, s.Title) {
			continue
		}
		p := &s.Told
		if q.Task == "choose" {
			p = &s.Chose
		}
		return map[string]any{"tell": true, "title": p.Title, "state": p.State, "because": q.refs(p.Because),
			"sentences": q.numbered(p.Sentences), "excerpts": q.numbered(p.Excerpts)}
	}
	return map[string]any{"tell": false, "why": "nothing is recorded of it"}
}

// numbered returns sentences with the references of their evidence.
func (q *question) numbered(list []recordedSentence) []map[string]any {
	out := []map[string]any{}
	for _, s := range list {
		out = append(out, map[string]any{"text": s.Text, "role": s.Role, "evidence": q.refs(s.Evidence)})
	}
	return out
}

// refs finds the sentences of the request that hold words.
func (q *question) refs(parts []string) []string {
	out := []string{}
	for _, part := range parts {
		for _, p := range q.Story.Posts {
			for i, text := range p.Sentences {
				if strings.Contains(text, part) {
					out = append(out, p.ID+"."+strconv.Itoa(i+1))
				}
			}
		}
	}
	return out
}

// check is what the recorded second reader says.
func (all *recording) check(q *question) any {
	type verdict struct {
		N         int    `json:"n"`
		Supported bool   `json:"supported"`
		Why       string `json:"why"`
	}
	out := []verdict{}
	for _, asked := range q.Sentences {
		v := verdict{N: asked.N, Supported: true}
		for _, s := range all.Stories {
			for _, x := range s.Told.Sentences {
				if x.Text == asked.Text && x.Supported != nil {
					v.Supported, v.Why = *x.Supported, x.Why
				}
			}
		}
		out = append(out, v)
	}
	return map[string]any{"verdicts": out}
}

// top is the recorded top, with those of its sentences whose stories are all there.
func (all *recording) top(q *question) any {
	type sentence struct {
		Text    string   `json:"text"`
		Stories []string `json:"stories"`
	}
	lede := []sentence{}
	for _, s := range all.Front.Lede {
		one := sentence{Text: s.Text}
		for _, part := range s.Stories {
			for _, told := range q.Stories {
				if strings.Contains(told.Title, part) {
					one.Stories = append(one.Stories, told.ID)
					break
				}
			}
		}
		if len(one.Stories) == len(s.Stories) {
			lede = append(lede, one)
		}
	}
	headline := ""
	if len(lede) > 0 {
		headline = all.Front.Headline
	}
	return map[string]any{"headline": headline, "lede": lede}
}

// A choice is an answer in the form of chat completions.
type choice struct {
	Finish  string  `json:"finish_reason"`
	Message message `json:"message"`
}

type message struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}
