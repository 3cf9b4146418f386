package render

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"strings"
	"testing"

	"recap/digest"
)

// readMail takes a mail apart: header, text and HTML.
func readMail(t *testing.T, raw string) (mail.Header, [2]string) {
	t.Helper()
	m, err := mail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("Content-Type is %q: %v", kind, err)
	}
	r := multipart.NewReader(m.Body, params["boundary"])
	var parts [2]string
	for i, want := range []string{"text/plain; charset=utf-8", "text/html; charset=utf-8"} {
		p, err := r.NextPart()
		if err != nil {
			t.Fatal(err)
		}
		if kind, with, _ := mime.ParseMediaType(p.Header.Get("Content-Type")); kind == "multipart/related" { // the page and its picture
			if p, err = multipart.NewReader(p, with["boundary"]).NextPart(); err != nil {
				t.Fatal(err)
			}
		}
		if got := p.Header.Get("Content-Type"); got != want {
			t.Errorf("part %d is %q, want %q", i+1, got, want)
		}
		body, err := io.ReadAll(p) // undoes quoted-printable
		if err != nil {
			t.Fatal(err)
		}
		parts[i] = strings.ReplaceAll(string(body), "\r\n", "\n")
	}
	if _, err := r.NextPart(); err != io.EOF {
		t.Errorf("after two parts: %v, want EOF", err)
	}
	return m.Header, parts
}

func mailOf(t *testing.T, e *digest.Edition, env Envelope) string {
	t.Helper()
	return rendered(t, func(w io.Writer, e *digest.Edition) error { return Mail(w, e, env) }, e)
}

func TestMail(t *testing.T) {
	e := sample(t)
	e.Revision = 2
	e.Title = "Überblick: „Uhren“ — and a title that is far too long for one line of a header, so that it has to be cut"
	raw := mailOf(t, e, Envelope{From: "Fenwick Überblick <recap@example.org>", To: "Everyone <all@lists.example.org>"})
	for i, l := range strings.Split(raw, "\r\n") {
		if len(l) > 76 || strings.ContainsFunc(l, func(r rune) bool { return r < ' ' || r > '~' }) {
			t.Errorf("line %d is too long or not plain ASCII: %q", i+1, l)
		}
	}
	h, parts := readMail(t, raw)
	subject, err := new(mime.WordDecoder).DecodeHeader(h.Get("Subject"))
	if err != nil || !strings.HasPrefix(subject, "[corrected] Überblick: „Uhren“ — and") || len([]rune(subject)) > 78 {
		t.Errorf("Subject is %q (%v)", subject, err)
	}
	if from, err := h.AddressList("From"); err != nil || from[0].Name != "Fenwick Überblick" || from[0].Address != "recap@example.org" {
		t.Errorf("From is %v (%v)", from, err)
	}
	if date, err := h.Date(); err != nil || !date.Equal(e.Period.End) {
		t.Errorf("Date is %v (%v), want the end of the period", date, err)
	}
	if id := h.Get("Message-ID"); !strings.HasPrefix(id, "<daily-2026-10-16.r2.") || !strings.HasSuffix(id, "@example.org>") || strings.Contains(id, "lists") {
		t.Errorf("Message-ID is %q", id)
	}
	for name, want := range map[string]string{"Auto-Submitted": "auto-generated", "Precedence": "bulk", "X-Recap-Edition": "daily-2026-10-16; revision=2", "Content-Language": "en", "Mime-Version": "1.0"} {
		if got := h.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if !strings.HasPrefix(parts[0], rendered(t, Text, e)) {
		t.Errorf("the text part does not begin with the plain text:\n%s", parts[0])
	}
	for _, part := range parts {
		if !strings.Contains(part, "https://fenwick.example.org/recaps/fenwick-tide-days-day-2/") {
			t.Errorf("no link to the page in\n%s", part)
		}
	}
	other := mailOf(t, e, Envelope{From: "recap@example.org", To: "b@example.org"})
	if h2, _ := readMail(t, other); h2.Get("Message-ID") == h.Get("Message-ID") {
		t.Error("mails to two recipients have one Message-ID")
	}
}

func TestMailBudget(t *testing.T) {
	e := sample(t)
	long := e.Stories[0]
	for i := range 60 {
		s := long
		s.Title = fmt.Sprintf("Story %d", i)
		s.Paragraphs = []digest.Paragraph{{Sentences: []digest.Sentence{{Text: strings.Repeat("Ünïcödé wörds. ", 60)}}}}
		e.Stories = append(e.Stories, s)
	}
	raw := mailOf(t, e, Envelope{})
	_, encodedHTML, _ := strings.Cut(raw, "Content-Type: text/html")
	if len(encodedHTML) > maxHTMLPart+500 {
		t.Errorf("the HTML part has %d bytes, want at most %d", len(encodedHTML), maxHTMLPart)
	}
	_, parts := readMail(t, raw)
	if !strings.Contains(parts[0], "Story 59") {
		t.Error("the text part lost a story")
	}
	for _, want := range []string{"Story 0", "no room for", "Read on the web", "You get this recap", "read in full"} {
		if !strings.Contains(parts[1], want) {
			t.Errorf("the HTML part has no %q", want)
		}
	}
}

func TestMailRefusesInjection(t *testing.T) {
	e := sample(t)
	e.Title = "Nice\r\nBcc: victim@example.org\r\n\r\nbody"
	e.Language = "en\r\nX-Evil: 1"
	e.ID = "daily\r\nX-Evil: 1"
	raw := mailOf(t, e, Envelope{ListID: "x\r\nX-Evil: 1"})
	h, _ := readMail(t, raw)
	for _, name := range []string{"Bcc", "X-Evil"} {
		if got := h.Get(name); got != "" {
			t.Errorf("%s is %q, want none", name, got)
		}
	}
	for _, env := range []Envelope{{From: "nobody"}, {To: "a@example.org\r\nBcc: b@example.org"}} {
		if err := Mail(new(bytes.Buffer), sample(t), env); err == nil {
			t.Errorf("Mail() with %+v succeeds", env)
		}
	}
}
