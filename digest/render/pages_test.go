package render

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"recap/digest"
)

// branded is a look with everything that a configuration can say of it.
func branded(t *testing.T) *Look {
	t.Helper()
	dir := t.TempDir()
	picture := image.NewRGBA(image.Rect(0, 0, 96, 48))
	for x := range 96 {
		for y := range 48 {
			picture.Set(x, y, color.RGBA{uint8(x * 2), 120, uint8(y * 4), 255})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "logo.png"), b.String())
	write(t, filepath.Join(dir, "more.css"), "h1 { font-family: serif }\n")
	look, err := NewLook(Branding{Logo: filepath.Join(dir, "logo.png"), Accent: "#fc3",
		CSS: filepath.Join(dir, "more.css"), Footer: "Made by the people of [Halyard](https://halyard.example.org)."}, "")
	if err != nil {
		t.Fatal(err)
	}
	return look
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// writePages writes every fixture as a page and as a mail, and lists of them.
func writePages(t *testing.T, dir string) {
	t.Helper()
	all := fixtures(t)
	var entries []HTMLEntry
	var list []*digest.Edition
	for name, e := range all {
		neighbour := &HTMLEntry{quiet(t), "quiet.html"}
		for kind, look := range map[string]*Look{"": nil, "branded-": branded(t)} {
			if kind != "" && name != "list" || name == "few" || name == "quiet" { // they look as others do
				continue
			}
			var page bytes.Buffer
			if err := HTML(&page, e,
				Page{Index: "index.html", Atom: "https://halyard.example.org/atom.xml", Earlier: neighbour,
					Later: neighbour, Look: look}); err != nil {
				t.Fatal(err)
			}
			write(t, filepath.Join(dir, "page-"+kind+name+".html"), page.String())
			write(t, filepath.Join(dir, "mail-"+kind+name+".html"), shownMail(t, e, look))
		}
		list = append(list, e)
	}
	for i := range 12 { // a month and a half of days
		e := listDay()
		e.ID, e.Slug = e.ID+string(rune('a'+i)), e.Slug+string(rune('a'+i))
		e.Period.Start, e.Period.End = e.Period.Start.AddDate(0, 0, -3*i), e.Period.End.AddDate(0, 0, -3*i)
		e.Period.Label = e.Period.Start.Format("Monday, 2 January 2006")
		e.Stats.Posts += i * i % 17
		list = append(list, e)
	}
	for _, e := range Newest(list) {
		entries = append(entries, HTMLEntry{e, e.Slug + ".html"})
	}
	for name, entries := range map[string][]HTMLEntry{"index": entries, "index-empty": nil} {
		var index bytes.Buffer
		if err := HTMLIndex(&index, entries, "https://halyard.example.org/atom.xml", nil); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, name+".html"), index.String())
	}
}

// Addresses at which a reader leaves with one click and chooses, as long as they are.
const (
	leaveHere  = "https://news.example.org/recap/unsubscribe/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	chooseHere = "https://news.example.org/recap/choice/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
)

// shownMail returns the HTML of a mail to a subscriber as a mail program shows it, with the picture in its place. It
// demands of it what the list of messages shows beside the subject, the masthead, and the ways to the page and out.
func shownMail(t *testing.T, e *digest.Edition, look *Look) string {
	t.Helper()
	own := *e
	own.URL = "https://halyard.example.org/recaps/" + e.Slug + ".html"
	_, parts := readMail(t,
		mailOf(t, &own,
			Envelope{ListID: "recap.halyard.example.org", Unsubscribe: leaveHere, Choose: chooseHere, Look: look}))
	html := parts[1]
	for what, want := range map[string]string{"preheader": `<div style="display:none`, "masthead": e.Community.Name + "</td>",
		"way to the page": `href="` + own.URL + `"`, "way out": `href="` + leaveHere + `"`, "choice": `href="` + chooseHere + `"`} {
		if !strings.Contains(html, want) {
			t.Errorf("the mail of %s has no %s: %q", e.ID, what, want)
		}
	}
	if look != nil {
		picture := "data:" + look.logo.kind + ";base64," + base64.StdEncoding.EncodeToString(look.logo.data)
		html = regexp.MustCompile(`cid:[^"]*`).ReplaceAllString(html, picture)
	}
	return html
}

// TestPagesInABrowser holds pages and mail against html-validate, axe in Chromium and caniemail; see
// .ci/pages/check.mjs. RECAP_SHOTS names a folder for pictures of them.
func TestPagesInABrowser(t *testing.T) {
	need(t, "node", "nodejs")
	need(t, "chromium", "chromium")
	tools, err := filepath.Abs(filepath.Join("..", "..", ".ci", "pages"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(tools, "node_modules", "axe-core")); err != nil {
		if os.Getenv("RECAP_REQUIRE_PEERS") == "1" {
			t.Fatal("the tools for pages are missing: run .ci/peers")
		}
		t.Skip("the tools for pages are missing: run .ci/peers")
	}
	dir := t.TempDir()
	writePages(t, dir)
	if out, err := checkPages(t, tools, dir, os.Getenv("RECAP_SHOTS")); err != nil || !strings.Contains(out, " 0 findings") {
		t.Errorf("the tools say (%v)\n%s", err, out)
	}

	// They are held against a page that is wrong in every way that they are to find.
	dir = t.TempDir()
	write(t, filepath.Join(dir, "mail-broken.html"), `<!DOCTYPE html><html><head><title>x</title></head><body><h1>x</h1><img src="https://example.invalid/x.png">
<p style="color:#999;background:#aaa;width:1300px;position:absolute">pale</p><b>open</i></body></html>`)
	out, err := checkPages(t, tools, dir, "")
	for _, want := range []string{"color-contrast", "html-has-lang", "image-alt", "pixels wide",
		"asks for https://example.invalid/x.png", "caniemail: position", "html-validate"} {
		if err == nil || !strings.Contains(out, want) {
			t.Errorf("the tools do not find %q in a broken page (%v):\n%s", want, err, out)
		}
	}
}

// checkPages runs the tools on the pages of dir and returns what they say; an error if they found something.
func checkPages(t *testing.T, tools, dir, shots string) (string, error) {
	t.Helper()
	args := []string{filepath.Join(tools, "check.mjs"), dir}
	if shots != "" {
		args = append(args, shots)
	}
	cmd := exec.CommandContext(t.Context(), "node", args...)
	cmd.WaitDelay = 10 * time.Second
	out, err := cmd.CombinedOutput()
	return string(out), err
}
