// Package model has a language model write the stories of an edition, or choose what is quoted of them, and proves
// what it answers.
//
// It is pure: it calls nobody. A Writer is given the answers that are known and turns them into text; what it would
// need to ask, it lists as requests (Pending). Whoever can call a model (package ask) answers those, and makes the
// Writer again with more answers, until nothing is pending: first one request a story, then, where too much was
// refused, the same once more, then the check of each story's sentences by a second reader, then the top of the
// edition. A request is named by a hash of all that it says, so that the same story is never asked about twice and an
// edition that is built again is the same.
//
// The posts are material inside strings of JSON, and the answer is material, too: package proof decides which of its
// sentences stand, and what does not stand is left out with a reason.
package model

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"slices"

	"recap/digest/language"
	"recap/digest/proof"
)

// The modes: what a model is asked for.
const (
	Prose  = "model"  // to write the story
	Chosen = "chosen" // to choose the excerpts
)

// The tasks of requests.
const (
	TaskStory  = "story"
	TaskChoose = "choose"
	TaskFront  = "front"
	TaskCheck  = "check"
)

//go:embed prompts/*.md
var prompts embed.FS

// prompt returns the instructions for a task.
func prompt(task string) string {
	text, err := prompts.ReadFile("prompts/" + task + ".md")
	if err != nil {
		panic("model: no instructions for " + task) // they are embedded, and a test reads all
	}
	return string(text)
}

// Version names the instructions: a hash of all of them.
func Version() string {
	h := sha256.New()
	for _, task := range []string{TaskStory, TaskChoose, TaskFront, TaskCheck} {
		h.Write([]byte(prompt(task)))
	}
	return hex.EncodeToString(h.Sum(nil)[:4])
}

// Options say which model writes, for whom and how.
type Options struct {
	Mode      string // Prose or Chosen
	Model     string // its name
	Reader    string // the name of the model that checks; "": the same
	Check     bool   // each sentence is read by a second reader
	Community string
	Period    string // its label
	Language  *language.Language
	Known     []string // texts whose names and numbers any sentence may hold
}

// A Request is one question to a model.
type Request struct {
	Hash   string // names it, and so its answer
	Task   string
	Model  string
	Reader bool            // it goes to the second reader's server
	System string          // the instructions
	User   []byte          // one JSON object
	Schema json.RawMessage // of the answer, as JSON Schema
	Posts  []string        // ids of the posts whose words are in it
}

// Tokens estimates how many tokens r sends and may get back.
func (r *Request) Tokens() (sent, returned int) {
	const perToken = 4 // bytes of English
	returned = 400
	if r.Task == TaskCheck || r.Task == TaskFront {
		returned = 200
	}
	return (len(r.System) + len(r.User)) / perToken, returned
}

// An Answer is what a model said to a request, or why it said nothing.
type Answer struct {
	Body   []byte // as it came
	Failed string // why there is none; such an answer is not kept
}

// A Refused is a sentence or an excerpt that a model gave and that is not printed.
type Refused struct {
	Story string        `json:"story"` // id; "" for the top
	Text  string        `json:"text"`
	Why   proof.Refusal `json:"why"`
}

// A Writer turns answers into text. Its methods are to be called in the same order for the same edition.
type Writer struct {
	opt     Options
	answers map[string]Answer

	pending  []Request
	failures []string // why stories are not told by the model, where it is the model's fault
	refused  []Refused
	asked    int // stories
	told     int
	offered  int // sentences and excerpts that a model gave
}

// New returns a writer that knows these answers, by the hashes of their requests.
func New(opt Options, answers map[string]Answer) *Writer {
	return &Writer{opt: opt, answers: answers, refused: []Refused{}}
}

// Pending returns the requests whose answers are needed to go on, each once. An edition that was made while there are
// any stands on excerpts where they are missing.
func (w *Writer) Pending() []Request { return w.pending }

// Failures returns why the model told no more: answers that did not come or cannot be used, each reason once.
func (w *Writer) Failures() []string { return w.failures }

// Refused returns what was given and not printed.
func (w *Writer) Refused() []Refused { return w.refused }

// Tally returns for how many stories the model was asked, how many it tells, and how many sentences or excerpts it
// gave for them.
func (w *Writer) Tally() (asked, told, offered int) { return w.asked, w.told, w.offered }

// ask returns the answer to a request that holds v as its message, unmarshalled into answer by read. ok is false
// where there is none yet, or none that can be used.
func (w *Writer) ask(task string, v any, posts []string, read func([]byte) error) (ok bool) {
	r := w.request(task, v, posts)
	a, known := w.answers[r.Hash]
	if !known {
		if !slices.ContainsFunc(w.pending, func(p Request) bool { return p.Hash == r.Hash }) {
			w.pending = append(w.pending, r)
		}
		return false
	}
	if a.Failed != "" {
		w.fail(a.Failed)
		return false
	}
	body, err := Object(a.Body)
	if err == nil {
		err = read(body)
	}
	if err != nil {
		w.fail("its answer cannot be used: " + err.Error())
		return false
	}
	return true
}

// fail notes why the model did not do its part.
func (w *Writer) fail(why string) {
	if !slices.Contains(w.failures, why) {
		w.failures = append(w.failures, why)
	}
}

// request makes the request for a task.
func (w *Writer) request(task string, v any, posts []string) Request {
	r := Request{Task: task, Model: w.opt.Model, System: prompt(task), Posts: posts, Schema: schema(task)}
	if task == TaskCheck && w.opt.Reader != "" {
		r.Model, r.Reader = w.opt.Reader, true
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic("model: " + err.Error()) // plain values of this package
	}
	r.User = bytes.TrimSpace(b.Bytes())
	h := sha256.New()
	for _, part := range [][]byte{[]byte(r.Model), []byte(r.System), r.User} {
		h.Write(part)
		h.Write([]byte{0})
	}
	r.Hash = hex.EncodeToString(h.Sum(nil)[:16])
	return r
}
