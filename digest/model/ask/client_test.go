package ask_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"recap/digest/model"
	"recap/digest/model/ask"
)

// question is a request whose answer is told in a few words.
func question(n string) model.Request {
	return model.Request{Hash: n, Task: model.TaskStory, Model: "tide", System: "Write.",
		User: []byte(`{"task":"story","n":"` + n + `"}`), Schema: json.RawMessage(`{"type":"object"}`)}
}

const told = `{"tell": true, "title": "Gates", "sentences": [{"text": "The gate opened.", "evidence": ["p1.1"]}]}`

// completion is what a server says whose model says content.
func completion(content string) string {
	data, _ := json.Marshal(map[string]any{"choices": []any{map[string]any{"finish_reason": "stop",
		"message": map[string]any{"role": "assistant", "content": content}}},
		"usage": map[string]int{"prompt_tokens": 70, "completion_tokens": 30}})
	return string(data)
}

// serve returns a client of a server that answers with handle.
func serve(t *testing.T, timeout time.Duration, handle func(w http.ResponseWriter, call map[string]any)) *ask.Client {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		var call map[string]any
		if err := json.Unmarshal(body, &call); err != nil || r.URL.Path != "/v1/chat/completions" || r.Method != http.MethodPost {
			t.Errorf("%s %s: %s", r.Method, r.URL, body)
		}
		if got := r.Header.Get("Authorization"); got != "Bearer secret" {
			t.Errorf("Authorization = %q", got)
		}
		handle(w, call)
	}))
	t.Cleanup(s.Close)
	c, err := ask.NewClient(ask.Server{BaseURL: s.URL + "/v1", Key: "secret", Timeout: timeout})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestAsk(t *testing.T) {
	c := serve(t, 0, func(w http.ResponseWriter, call map[string]any) {
		if call["model"] != "tide" || call["temperature"] != 0.0 || call["max_completion_tokens"] == nil ||
			call["stream"] != nil || call["tools"] != nil {
			t.Errorf("the request is %v", call)
		}
		io.WriteString(w, completion(told))
	})
	body, used, err := c.Ask(t.Context(), question("1"))
	if err != nil || string(body) != told || used != (ask.Usage{Calls: 1, Sent: 70, Returned: 30}) {
		t.Errorf("Ask() = %s, %+v, %v", body, used, err)
	}
}

// TestLadder has servers that take less and less, and say so in their own words.
func TestLadder(t *testing.T) {
	for _, tc := range []struct {
		name   string
		refuse func(call map[string]any) string
		want   string
	}{
		{"all", func(map[string]any) string { return "" }, "json_schema, max_completion_tokens, temperature 0"},
		{"no schema", func(call map[string]any) string {
			if f, _ := call["response_format"].(map[string]any); f["type"] == "json_schema" {
				return "response_format.type json_schema is not known"
			}
			return ""
		}, "json_object, max_completion_tokens, temperature 0"},
		{"no format", func(call map[string]any) string {
			if call["response_format"] != nil {
				return "'response_format' is not supported"
			}
			return ""
		}, "none, max_completion_tokens, temperature 0"},
		{"old limit", func(call map[string]any) string {
			if call["max_completion_tokens"] != nil {
				return "Unrecognized request argument: max_completion_tokens"
			}
			return ""
		}, "json_schema, max_tokens, temperature 0"},
		{"none of it", func(call map[string]any) string {
			for _, key := range []string{"temperature", "max_tokens", "max_completion_tokens", "response_format"} {
				if call[key] != nil {
					return "unsupported parameter: " + key
				}
			}
			return ""
		}, "none, none, no temperature"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var calls atomic.Int64
			c := serve(t, 0, func(w http.ResponseWriter, call map[string]any) {
				calls.Add(1)
				if why := tc.refuse(call); why != "" {
					w.WriteHeader(http.StatusBadRequest)
					json.NewEncoder(w).Encode(map[string]any{"error": map[string]string{"message": why}})
					return
				}
				io.WriteString(w, completion(told))
			})
			if _, _, err := c.Ask(t.Context(), question("1")); err != nil {
				t.Fatalf("Ask() = %v", err)
			}
			if got := c.Rungs().String(); got != tc.want {
				t.Errorf("Rungs() = %q, want %q", got, tc.want)
			}
			before := calls.Load()
			if _, used, err := c.Ask(t.Context(), question("2")); err != nil || used.Calls != 1 || calls.Load() != before+1 {
				t.Errorf("the second request took %d calls, %v: what the server takes is remembered", used.Calls, err)
			}
		})
	}
}

// TestFailures has servers fail in every way: each is a failure or an answer that cannot be used, and two failures in
// a row open the circuit.
func TestFailures(t *testing.T) {
	status := func(n int) func(http.ResponseWriter, map[string]any) {
		return func(w http.ResponseWriter, _ map[string]any) { w.WriteHeader(n) }
	}
	say := func(s string) func(http.ResponseWriter, map[string]any) {
		return func(w http.ResponseWriter, _ map[string]any) { io.WriteString(w, s) }
	}
	for name, tc := range map[string]struct {
		handle func(http.ResponseWriter, map[string]any)
		fails  bool
	}{
		"401": {status(401), true}, "403": {status(403), true}, "404": {status(404), true},
		"429": {status(429), true}, "500": {status(500), true},
		"close": {func(http.ResponseWriter, map[string]any) { panic(http.ErrAbortHandler) }, true},
		"slow":  {func(http.ResponseWriter, map[string]any) { time.Sleep(300 * time.Millisecond) }, true},
		"redirect": {func(w http.ResponseWriter, _ map[string]any) {
			w.Header().Set("Location", "/v1/elsewhere")
			w.WriteHeader(307)
		}, true},
		"html":    {say("<html>Sign in</html>"), false},
		"nothing": {say(`{"choices": []}`), false},
		"cut":     {say(strings.Replace(completion(told), `"stop"`, `"length"`, 1)), false},
		"huge":    {say(completion(strings.Repeat("word ", 20_000))), false},
		"endless": {say(strings.Repeat("x", 2<<20)), false},
		"418":     {status(418), false},
		"400":     {status(400), false},
	} {
		t.Run(name, func(t *testing.T) {
			c := serve(t, 100*time.Millisecond, tc.handle)
			for range 2 {
				_, _, err := c.Ask(t.Context(), question("1"))
				var failure *ask.Failure
				if err == nil || errors.As(err, &failure) != tc.fails {
					t.Errorf("Ask() = %v, want that the server failed: %t", err, tc.fails)
				}
				if err != nil && strings.Contains(err.Error(), "127.0.0.1") {
					t.Errorf("the reason holds the address: %v", err)
				}
			}
			if c.Open() != tc.fails {
				t.Errorf("Open() = %t after two of them", c.Open())
			}
			if _, used, err := c.Ask(t.Context(), question("1")); tc.fails && (!errors.Is(err, ask.ErrOpen) || used.Calls != 0) {
				t.Errorf("a third request is made: %+v, %v", used, err)
			}
		})
	}
}

func TestNewClient(t *testing.T) {
	for base, ok := range map[string]bool{"http://localhost:11434/v1": true, "https://api.example.org/v1/": true,
		"": false, "ftp://x/": false, "localhost:1": false,
		"https://key@api.example.org/v1": false, "https://api.example.org/v1?key=1": false} {
		if _, err := ask.NewClient(ask.Server{BaseURL: base}); (err == nil) != ok {
			t.Errorf("NewClient(%q) = %v", base, err)
		}
	}
}

// A drawer keeps answers in memory.
type drawer struct {
	mu            sync.Mutex
	kept          map[string][]byte
	calls, tokens int
	full          bool
}

func (d *drawer) Kept(_ context.Context, hashes []string) (map[string][]byte, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	out := map[string][]byte{}
	for _, h := range hashes {
		if body, ok := d.kept[h]; ok {
			out[h] = body
		}
	}
	return out, nil
}

func (d *drawer) Keep(_ context.Context, r model.Request, answer []byte) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.full {
		return errors.New("no space left on device")
	}
	d.kept[r.Hash] = answer
	return nil
}

func (d *drawer) Spend(_ context.Context, calls, tokens int) (int, int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.calls += calls
	d.tokens += tokens
	return d.calls, d.tokens, nil
}

func questions(n int) (all []model.Request) {
	for i := range n {
		all = append(all, question(string(rune('a'+i))))
	}
	return all
}

func TestAnswers(t *testing.T) {
	var asked atomic.Int64
	handle := func(w http.ResponseWriter, _ map[string]any) { asked.Add(1); io.WriteString(w, completion(told)) }
	d := &drawer{kept: map[string][]byte{}}
	a := &ask.Asker{Writer: serve(t, 0, handle), Keeper: d, Limits: ask.Limits{Parallel: 2}}
	for round := range 2 {
		got, err := a.Answers(t.Context(), questions(5))
		if err != nil || len(got) != 5 {
			t.Fatalf("Answers() = %v, %v", got, err)
		}
		for hash, x := range got {
			if x.Failed != "" || string(x.Body) != told {
				t.Errorf("round %d, %s: %+v", round, hash, x)
			}
		}
	}
	if asked.Load() != 5 || d.calls != 5 || d.tokens != 500 {
		t.Errorf("%d requests, %d calls and %d tokens noted: a kept answer is paid for twice", asked.Load(), d.calls, d.tokens)
	}
	if u, kept := a.Spent(); u.Calls != 5 || u.Tokens() != 500 || kept != 5 {
		t.Errorf("Spent() = %+v, %d", u, kept)
	}
}

// TestAnswersOfBothKinds has kept answers beside those that are asked for, at the same time.
func TestAnswersOfBothKinds(t *testing.T) {
	handle := func(w http.ResponseWriter, _ map[string]any) { io.WriteString(w, completion(told)) }
	all := questions(20)
	d := &drawer{kept: map[string][]byte{}}
	for i := 1; i < len(all); i += 2 {
		d.kept[all[i].Hash] = []byte(told)
	}
	a := &ask.Asker{Writer: serve(t, 0, handle), Keeper: d, Limits: ask.Limits{Parallel: 4}}
	got, err := a.Answers(t.Context(), all)
	if err != nil || len(got) != len(all) {
		t.Fatalf("Answers() = %d answers, %v, want %d", len(got), err, len(all))
	}
	if u, kept := a.Spent(); u.Calls != 10 || kept != 10 {
		t.Errorf("Spent() = %+v, %d, want ten calls and ten kept", u, kept)
	}
}

// TestLimits stops where the day's limit is reached, where an answer cannot be kept, and keeps none that cannot be
// used.
func TestLimits(t *testing.T) {
	good := func(w http.ResponseWriter, _ map[string]any) { io.WriteString(w, completion(told)) }
	reasons := func(answers map[string]model.Answer) (all []string) {
		for _, hash := range slices.Sorted(maps.Keys(answers)) {
			all = append(all, answers[hash].Failed)
		}
		return all
	}
	for name, tc := range map[string]struct {
		limits ask.Limits
		full   bool
		handle func(http.ResponseWriter, map[string]any)
		want   []string // parts of the reasons, "" for an answer
		kept   int
	}{
		"calls":     {ask.Limits{Calls: 2}, false, good, []string{"", "", "no more"}, 2},
		"tokens":    {ask.Limits{Tokens: 600}, false, good, []string{"", "", "600 of a day"}, 2},
		"full disk": {ask.Limits{}, true, good, []string{"", "could not be kept", "could not be kept"}, 0},
		"run":       {ask.Limits{Run: time.Nanosecond}, false, good, []string{"is over", "is over", "is over"}, 0},
		"nonsense": {ask.Limits{}, false, func(w http.ResponseWriter, _ map[string]any) {
			io.WriteString(w, completion("I cannot help with that."))
		}, []string{"cannot be used", "cannot be used", "cannot be used"}, 0},
		"down": {ask.Limits{}, false, func(w http.ResponseWriter, _ map[string]any) { w.WriteHeader(500) },
			[]string{"500", "500", "not asked again"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			d := &drawer{kept: map[string][]byte{}, full: tc.full}
			a := &ask.Asker{Writer: serve(t, 0, tc.handle), Keeper: d, Limits: tc.limits}
			answers, err := a.Answers(t.Context(), questions(3))
			if err != nil {
				t.Fatal(err)
			}
			for i, why := range reasons(answers) {
				if (why == "") != (tc.want[i] == "") || !strings.Contains(why, tc.want[i]) {
					t.Errorf("answer %d failed with %q, want %q in it", i, why, tc.want[i])
				}
			}
			if len(d.kept) != tc.kept {
				t.Errorf("%d answers are kept, want %d", len(d.kept), tc.kept)
			}
		})
	}
}

// TestUnknownCertificate demands that a server whose certificate nobody vouches for gets neither posts nor key.
func TestUnknownCertificate(t *testing.T) {
	var asked atomic.Int64
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	s.Config.ErrorLog = log.New(io.Discard, "", 0) // of the handshake that fails
	s.StartTLS()
	t.Cleanup(s.Close)
	c, err := ask.NewClient(ask.Server{BaseURL: s.URL + "/v1", Key: "secret"})
	if err != nil {
		t.Fatal(err)
	}
	d := &drawer{kept: map[string][]byte{}}
	a := &ask.Asker{Writer: c, Keeper: d, Limits: ask.Limits{Parallel: 1}}
	got, err := a.Answers(t.Context(), questions(3))
	if err != nil || len(got) != 3 {
		t.Fatalf("Answers() = %v, %v", got, err)
	}
	for hash, x := range got {
		if x.Failed == "" || x.Body != nil {
			t.Errorf("%s: %+v, want a failure", hash, x)
		}
	}
	if asked.Load() > 0 || !c.Open() {
		t.Errorf("the server was asked %d times, and the circuit is open: %t", asked.Load(), c.Open())
	}
}
