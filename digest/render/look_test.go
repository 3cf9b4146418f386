package render

import (
	"bytes"
	"io"
	"math/rand"
	"mime"
	"mime/multipart"
	"net/mail"
	"path/filepath"
	"strings"
	"testing"
)

// TestAccent takes colours at random: text in the accent can be read on either ground, and so can text on it.
func TestAccent(t *testing.T) {
	r := rand.New(rand.NewSource(7))
	for range 500 {
		c := colour{uint8(r.Intn(256)), uint8(r.Intn(256)), uint8(r.Intn(256))}
		l := &Look{accent: c}
		read := func(s string) colour {
			parsed, err := parseColour(s)
			if err != nil {
				t.Fatal(err)
			}
			return parsed
		}
		for what, ratio := range map[string]float64{
			"a light page": contrast(read(string(l.Light())), white), "a light card": contrast(read(string(l.Light())), lightCard),
			"a dark page": contrast(read(string(l.Dark())), darkPage), "a dark card": contrast(read(string(l.Dark())), darkCard),
			"itself": contrast(c, read(string(l.OnAccent()))),
		} {
			if ratio < 4.5 {
				t.Errorf("%s on %s has a contrast of %.2f", c, what, ratio)
			}
		}
	}
	if got := contrast(black, white); got < 20.9 || got > 21.1 {
		t.Errorf("contrast(black, white) = %.2f, want 21", got)
	}
	for _, bad := range []string{"", "0a5", "#0a", "#0a5g00", "#12345", "red", "#+1234", "#0a5;x"} {
		if _, err := parseColour(bad); err == nil {
			t.Errorf("parseColour(%q) succeeds", bad)
		}
	}
}

func TestNewLookRefuses(t *testing.T) {
	dir := t.TempDir()
	at := func(name, text string) string {
		write(t, filepath.Join(dir, name), text)
		return filepath.Join(dir, name)
	}
	for name, b := range map[string]Branding{
		"a page as logo":          {Logo: at("a.svg", "<html><svg></svg></html>")},
		"torn XML as logo":        {Logo: at("b.svg", "<svg><g></svg>")},
		"a large logo":            {Logo: at("c.svg", "<svg>"+strings.Repeat(" ", maxLogo)+"</svg>")},
		"a folder as logo":        {Logo: dir},
		"styles that end":         {CSS: at("a.css", "p {} </style><script>")},
		"styles that load":        {CSS: at("b.css", "p { background: URL(https://example.com/x.png) }")},
		"too long a footer":       {Footer: strings.Repeat("x", maxFooter+1)},
		"a colour that is no one": {Accent: "#12"},
	} {
		if _, err := NewLook(b, ""); err == nil || !strings.Contains(err.Error(), "; ") {
			t.Errorf("NewLook() with %s = %v, want what to do", name, err)
		}
	}
	if _, err := NewLook(Branding{Logo: at("d.svg", `<?xml version="1.0"?><!-- x --><svg xmlns="http://www.w3.org/2000/svg"/>`)}, ""); err != nil {
		t.Errorf("NewLook() of a picture: %v", err)
	}
}

// TestTemplates replaces one template and leaves the others.
func TestTemplates(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, ".gitkeep"), "")
	write(t, filepath.Join(dir, "index.html"), `<!DOCTYPE html><title>{{.Title}}</title>{{range .Months}}{{range .Entries}}<a href="{{.File}}">{{.Title}}</a>{{end}}{{end}}`)
	look, err := NewLook(Branding{}, dir)
	if err != nil {
		t.Fatal(err)
	}
	e := listDay()
	e.Title = "<b>Bold</b>"
	var own bytes.Buffer
	if err := HTMLIndex(&own, []HTMLEntry{{e, "a.html"}}, "", look); err != nil {
		t.Fatal(err)
	}
	if want := `<!DOCTYPE html><title>Halyard: all recaps</title><a href="a.html">&lt;b&gt;Bold&lt;/b&gt;</a>`; own.String() != want {
		t.Errorf("HTMLIndex() = %s, want %s", &own, want)
	}
	page := func(look *Look) string {
		var b bytes.Buffer
		if err := HTML(&b, listDay(), Page{Look: look}); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	if page(look) != page(nil) {
		t.Error("HTML() changes with the template of the list")
	}
	for text, want := range map[string]string{
		"{{range .Doc.Parts}}\n{{.Nothing}}{{end}}": "page.html:2:",
		"\n\n{{.Doc.Title":                          "page.html:3:",
		`{{template "nothing"}}`:                    "page.html:1:",
	} {
		write(t, filepath.Join(dir, "page.html"), text)
		if _, err := NewLook(Branding{}, dir); err == nil || !strings.Contains(err.Error(), filepath.Join(dir, want)) {
			t.Errorf("NewLook() with the template %q = %v, want %s in it", text, err, want)
		}
	}
}

// TestMailLogo takes a mail with a logo apart: the page and its picture are one part beside the text.
func TestMailLogo(t *testing.T) {
	raw := mailOf(t, listDay(), Envelope{From: "recap@example.org", Look: branded(t)})
	for i, l := range strings.Split(raw, "\r\n") {
		if len(l) > 76 {
			t.Errorf("line %d is too long: %q", i+1, l)
		}
	}
	m, err := mail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	outer := multipart.NewReader(m.Body, params["boundary"])
	if p, err := outer.NextPart(); err != nil || !strings.HasPrefix(p.Header.Get("Content-Type"), "text/plain") {
		t.Fatalf("first part: %v, %v", p, err)
	}
	related, err := outer.NextPart()
	if err != nil {
		t.Fatal(err)
	}
	kind, params, err := mime.ParseMediaType(related.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/related" || params["type"] != "text/html" {
		t.Fatalf("second part is %s %v (%v)", kind, params, err)
	}
	inner := multipart.NewReader(related, params["boundary"])
	page, err := inner.NextPart()
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(page)
	if err != nil || !bytes.Contains(body, []byte(`<img src="cid:logo@example.org" alt="" width="72" height="36"`)) || !bytes.Contains(body, []byte("Made by the people of")) {
		t.Errorf("the page does not show the logo and the footer (%v):\n%s", err, body)
	}
	picture, err := inner.NextPart()
	if err != nil || picture.Header.Get("Content-Id") != "<logo@example.org>" || picture.Header.Get("Content-Type") != "image/png" {
		t.Fatalf("the picture is %v (%v)", picture, err)
	}
	if _, err := inner.NextPart(); err != io.EOF {
		t.Errorf("after the picture: %v", err)
	}
	if _, err := outer.NextPart(); err != io.EOF {
		t.Errorf("after the second part: %v", err)
	}
}
