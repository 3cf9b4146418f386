package serve

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"recap/cmd/recap/internal/people"
	"recap/store"
)

// pageTools returns the folder of the tools that look at pages, which .ci/peers installs. Without them the test is
// skipped, or fails where they have to be there.
func pageTools(t *testing.T) string {
	t.Helper()
	tools, err := filepath.Abs(filepath.Join("..", "..", "..", "..", ".ci", "pages"))
	if err != nil {
		t.Fatal(err)
	}
	missing := ""
	if _, err := os.Stat(filepath.Join(tools, "node_modules", "axe-core")); err != nil {
		missing = "the tools for pages"
	}
	for _, program := range []string{"node", "chromium"} {
		if _, err := exec.LookPath(program); err != nil {
			missing = program
		}
	}
	switch {
	case missing == "":
	case os.Getenv("RECAP_REQUIRE_PEERS") == "1":
		t.Fatalf("%s is missing: run .ci/peers", missing)
	default:
		t.Skipf("%s is missing: run .ci/peers", missing)
	}
	return tools
}

// node runs one of the tools.
func node(t *testing.T, tools, script string, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "node", append([]string{filepath.Join(tools, script)}, args...)...)
	cmd.WaitDelay = 10 * time.Second
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%s %q: %v\n%s", script, args, err, out)
	}
}

// TestPagesInABrowser has somebody confirm, choose the weekly and two sections, and leave, all by clicks; and a
// stranger subscribe.
func TestPagesInABrowser(t *testing.T) {
	tools := pageTools(t)
	h := newHouse(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	handler, err := h.Handler(l.Addr())
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- Run(ctx, l, handler) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("Run() = %v", err)
		}
	})
	at := "http://" + l.Addr().String()

	node(t, tools, "clicks.mjs", at+"/confirm/"+h.askToken(t, "bob@example.org"), "press=Yes, send it to me", "see=comes to you from now on")
	if s := h.of(t, "bob@example.org"); s.State != store.SubscriberActive {
		t.Fatalf("bob confirmed, and is %+v", s)
	}
	token := h.Keys.Token("bob@example.org")
	node(t, tools, "clicks.mjs", at+"/choice/"+token, "uncheck=daily", "check=weekly", "uncheck=Releases", "press=Keep this choice",
		"see=Your choice is kept",
		"uncheck=Talk", "uncheck=Votes", "press=Keep this choice", "see=In one group nothing is chosen")
	if s := h.of(t, "bob@example.org"); !slices.Equal(s.Digests, []string{"weekly"}) || !slices.Equal(s.Sections, []string{"Talk", "Votes"}) {
		t.Errorf("bob chose the weekly and two sections, and is %+v", s)
	}
	node(t, tools, "clicks.mjs", at+"/choice/"+token, "follow=Unsubscribe", "see=no more mail", "press=Unsubscribe", "see=No more recap comes to you",
		"follow=Subscribe again", "see=A mail with a link comes")
	if s := h.of(t, "bob@example.org"); s.State != store.SubscriberLeft {
		t.Errorf("bob left, and is %+v", s)
	}
	node(t, tools, "clicks.mjs", at+"/", "fill=Mail address=eve@example.org", "uncheck=daily", "press=Subscribe",
		"see=Look into your mailbox")
	if s := h.of(t, "eve@example.org"); s.State != store.SubscriberPending || h.asked != 1 {
		t.Errorf("eve asked for it, and is %+v, with %d mails", s, h.asked)
	}
}

// TestDraftInABrowser has an editor read a draft and approve it by clicks.
func TestDraftInABrowser(t *testing.T) {
	tools := pageTools(t)
	h, e, _ := newEditor(t, editorToken)
	server := httptest.NewUnstartedServer(nil)
	handler, err := h.Handler(server.Listener.Addr())
	if err != nil {
		t.Fatal(err)
	}
	server.Config.Handler = handler
	server.Start()
	t.Cleanup(server.Close)
	node(t, tools, "clicks.mjs", server.URL+"/drafts/"+editorToken+"/", "follow=daily & more 2026-10-18", "see=This is the page that it becomes", "press=Approve",
		"see=The next run publishes it", "follow=All drafts", "see=waits for approval")
	if e.approved != 1 {
		t.Errorf("%d drafts are approved, want one", e.approved)
	}
}

// TestPagesAreValid holds every page, in both languages, against html-validate and axe.
func TestPagesAreValid(t *testing.T) {
	tools := pageTools(t)
	dir := t.TempDir()
	for _, lang := range []string{"en", "de"} {
		h := newHouse(t)
		h.Language = lang
		p, err := newPages(h.Server)
		if err != nil {
			t.Fatal(err)
		}
		d := &desk{h.Server, p, nil}
		for name := range p.words.pages {
			what := page{Name: name, Token: unknown}
			if name == "choice" || name == "subscribe" {
				what.Chosen = d.boxes(people.Choice{})
				what.Wrong = "nothing"
			}
			if name == "draft" {
				what.Draft, what.Day, what.Wrong = &Draft{Title: "Sluice 3.1 released"}, "2026-10-18", "changed"
			}
			file, err := os.Create(filepath.Join(dir, lang+"-"+name+".html"))
			if err != nil {
				t.Fatal(err)
			}
			p.show(&fileAnswer{File: file}, http.StatusOK, what)
			if err := file.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
	args := []string{dir}
	if shots := os.Getenv("RECAP_SHOTS"); shots != "" {
		args = append(args, shots)
	}
	node(t, tools, "check.mjs", args...)
	if files, err := filepath.Glob(filepath.Join(dir, "*.html")); err != nil || len(files) != 24 {
		t.Errorf("%d pages were looked at, %v, want 24", len(files), err)
	}
}

// A fileAnswer is an answer that is kept in a file.
type fileAnswer struct{ *os.File }

func (f *fileAnswer) Header() http.Header { return http.Header{} }
func (f *fileAnswer) WriteHeader(int)     {}
