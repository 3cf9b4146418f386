package imap

import (
	"bytes"
	"fmt"
	"io"
	"log"
	"net"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"

	"recap/ingest/box"
	"recap/ingest/fetch"
	"recap/ingest/internal/testkit"
	"recap/ingest/internal/testmail"
	"recap/ingest/source"
	"recap/ingest/source/sourcetest"
)

// serveIMAP starts a mail server in this process for the account ann, whose password is "secret".
func serveIMAP(t *testing.T, options imapserver.Options, mailboxes ...string) (*imapmemserver.User, *Config) {
	t.Helper()
	user := imapmemserver.NewUser("ann", "secret")
	for _, name := range mailboxes {
		if err := user.Create(name, nil); err != nil {
			t.Fatal(err)
		}
	}
	memory := imapmemserver.New()
	memory.AddUser(user)
	options.NewSession = func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
		return memory.NewSession(), nil, nil
	}
	options.InsecureAuth = options.TLSConfig == nil
	options.Logger = log.New(io.Discard, "", 0)
	server := imapserver.New(&options)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		server.Serve(listener)
	}()
	t.Cleanup(func() {
		server.Close()
		<-done
	})
	host, port, _ := net.SplitHostPort(listener.Addr().String())
	number, _ := strconv.Atoi(port)
	return user, &Config{Host: host, Port: number, User: "ann", Password: "secret", TLS: "none"}
}

// deliver puts mails into a mailbox, as they are on the wire.
func deliver(t *testing.T, user *imapmemserver.User, mailbox string, mails ...box.Message) {
	t.Helper()
	for _, m := range mails {
		raw := bytes.ReplaceAll(m.Raw, []byte("\n"), []byte("\r\n"))
		at := m.Envelope
		if at.IsZero() {
			at = sourcetest.Now
		}
		literal := struct {
			*bytes.Reader
		}{bytes.NewReader(raw)}
		if _, err := user.Append(mailbox, literal, &imap.AppendOptions{Time: at}); err != nil {
			t.Fatal(err)
		}
	}
}

func TestIMAPContract(t *testing.T) {
	user, config := serveIMAP(t, imapserver.Options{}, "INBOX")
	deliver(t, user, "INBOX", testkit.ReadMails(t, "testdata/inbox.mbox")...)
	sourcetest.Test(t, sourcetest.Contract{Name: "imap/inbox", Source: "dev", Kind: func(string) source.Kind {
		c := *config
		c.ListID, c.Archive = "dev.lists.example.org", "https://lists.example.org/{message_id}"
		return &c
	}})
}

// numbered returns mails from number first on, so many.
func numbered(first, n int) []box.Message {
	var mails []box.Message
	for i := first; i < first+n; i++ {
		mails = append(mails, box.Message{Raw: []byte(testmail.Letter(i, fmt.Sprintf("mail number %d", i)))})
	}
	return mails
}

// TestIMAPGrows reads a mailbox in small pages, lets it grow, expunges from it, and renumbers it.
func TestIMAPGrows(t *testing.T) {
	user, box := serveIMAP(t, imapserver.Options{}, "INBOX")
	sink := sourcetest.NewSink()
	pull := func(what string, posts int) {
		t.Helper()
		src, err := source.Open(box, "dev", testkit.Env(sink))
		if err != nil {
			t.Fatal(err)
		}
		src.(*imapSource).perPage = 30
		res, err := source.Pull(t.Context(), sink, "dev", src, false, nil)
		if err != nil || res.Added.New != posts || len(res.Skipped) > 0 || !res.Complete {
			t.Errorf("%s: Pull() = %+v, %v, want %d new posts", what, res, err, posts)
		}
	}
	pull("empty mailbox", 0)
	deliver(t, user, "INBOX", numbered(0, 250)...)
	pull("first mails", 250)
	pull("nothing new", 0)
	deliver(t, user, "INBOX", numbered(250, 10)...)
	pull("ten more", 10)
	if err := user.Delete("INBOX"); err != nil {
		t.Fatal(err)
	}
	if err := user.Create("INBOX", nil); err != nil {
		t.Fatal(err)
	}
	deliver(t, user, "INBOX", numbered(0, 261)...)
	pull("other UIDVALIDITY", 1)
	pull("nothing new again", 0)
}

// TestIMAPSparse reads a mailbox of which hardly a mail is of the list: a page ends after some looks, and what was looked
// at is not looked at again.
func TestIMAPSparse(t *testing.T) {
	user, c := serveIMAP(t, imapserver.Options{}, "INBOX")
	wanted := box.Message{Raw: []byte("List-Id: <rare.example.org>\n" + testmail.Letter(5000, "the only one"))}
	deliver(t, user, "INBOX", append(numbered(0, 450), wanted)...)
	c.ListID = "rare.example.org"
	sink := sourcetest.NewSink()
	src, err := source.Open(c, "dev", testkit.Env(sink))
	if err != nil {
		t.Fatal(err)
	}
	src.(*imapSource).perLook = 200
	marks := []string{}
	var page source.Page
	for page.More = true; page.More && len(marks) < 9; marks = append(marks, string(page.Next)) {
		if page, err = src.Fetch(t.Context(), page.Next); err != nil {
			t.Fatal(err)
		}
	}
	if len(marks) != 3 || !strings.Contains(marks[0], ":200") || len(page.Posts) != 1 {
		t.Errorf("pages end at %q with %d posts in the last one, want three, the first one after 200 mails", marks, len(page.Posts))
	}
}

// TestIMAPSlices reads the slices of a pattern in the order of their numbers, and none of another inbox.
func TestIMAPSlices(t *testing.T) {
	user, box := serveIMAP(t, imapserver.Options{}, "inbox.dev.0", "inbox.dev.2", "inbox.dev.10", "inbox.dev.old.0", "inbox.devel.0")
	for i, name := range []string{"inbox.dev.0", "inbox.dev.2", "inbox.dev.10", "inbox.dev.old.0", "inbox.devel.0"} {
		deliver(t, user, name, numbered(10*i, 3)...)
	}
	box.Mailbox = "inbox.dev.*"
	sink := sourcetest.NewSink()
	if res, err := pullIMAP(t, sink, box); err != nil || res.Added.New != 9 {
		t.Errorf("Pull() = %+v, %v, want 9 new posts", res.Added, err)
	}
	if got, want := string(sink.At), `"folders":{"inbox.dev.0":{"validity":1,"last":3},"inbox.dev.10":`; !strings.Contains(got, want) {
		t.Errorf("cursor = %s, want %s in it", got, want)
	}
	deliver(t, user, "inbox.dev.10", numbered(70, 2)...)
	if res, err := pullIMAP(t, sink, box); err != nil || res.Added.New != 2 {
		t.Errorf("second Pull() = %+v, %v, want 2 new posts", res.Added, err)
	}
	box.Mailbox = "inbox.none.*"
	_, err := pullIMAP(t, sourcetest.NewSink(), box)
	testkit.WantFailure(t, err, fetch.NotFound, "inbox.none.0")
}

// TestIMAPSince starts at a date, and goes on from there.
func TestIMAPSince(t *testing.T) {
	user, box := serveIMAP(t, imapserver.Options{}, "INBOX")
	mails := numbered(0, 20)
	for i := range mails {
		mails[i].Envelope = time.Date(2026, 11, 1+i, 12, 0, 0, 0, time.UTC)
	}
	deliver(t, user, "INBOX", mails...)
	sink := sourcetest.NewSink()
	env := testkit.Env(sink)
	for _, c := range []struct {
		since time.Time
		want  int
	}{
		{time.Date(2026, 11, 16, 0, 0, 0, 0, time.UTC), 6}, // from the 15th on: a day of margin
		{time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC), 0},
		{time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC), 14}, // the others are known
	} {
		env.Since = c.since
		src, err := source.Open(box, "dev", env)
		if err != nil {
			t.Fatal(err)
		}
		if res, err := source.Pull(t.Context(), sink, "dev", src, true, nil); err != nil || res.Added.New != c.want {
			t.Errorf("since %s: Pull() = %+v, %v, want %d new posts", c.since, res.Added, err, c.want)
		}
	}
}

// TestIMAPConfig checks that every mistake is named with its remedy, and no secret repeated.
func TestIMAPConfig(t *testing.T) {
	for _, c := range []struct {
		config Config
		want   string
	}{
		{Config{}, "has no host; set host"},
		{Config{Host: "imap.example.org:993"}, "the port as port"},
		{Config{Host: "imaps://ann:hunter2@imap.example.org"}, "is no name of a server"},
		{Config{Host: "imap.example.org", Port: 70000}, "write 1 to 65535"},
		{Config{Host: "imap.example.org", TLS: "ssl"}, "write implicit, starttls or none"},
		{Config{Host: "imap.example.org", User: "ann", Password: "hunter2", PasswordFile: "x"}, "keep one of the two"},
		{Config{Host: "imap.example.org", User: "ann", Password: "hunter2", TokenFile: "x"}, "keep one of the two"},
		{Config{Host: "imap.example.org", Password: "hunter2"}, "set user"},
		{Config{Host: "imap.example.org", User: "ann"}, "set password_file"},
		{Config{Host: "imap.example.org", User: "ann", Password: "hunter2", TLS: "none"}, "must not travel in the clear"},
		{Config{Host: "imap.example.org", Archive: "https://lists.example.org/"}, "lacks {message_id}"},
		{Config{Host: "imap.example.org", ListID: "Dev <dev.lists.example.org>"}, "is no address"},
	} {
		_, err := source.Open(&c.config, "dev", source.Env{})
		if err == nil || !strings.HasPrefix(err.Error(), "imap: ") || !strings.Contains(err.Error(), c.want) ||
			strings.Contains(err.Error(), "hunter2") {
			t.Errorf("Open(%+v) = %v, want %q and no secret", c.config, err, c.want)
		}
	}
	for _, ok := range []Config{
		{Host: "127.0.0.1", User: "ann", Password: "x", TLS: "none"}, {Host: "imap.example.org"}, {Host: "::1", Port: 1143},
		{Host: "[2001:db8::1]"},
	} {
		if _, err := source.Open(&ok, "dev", source.Env{}); err != nil {
			t.Errorf("Open(%+v) = %v, want no error", ok, err)
		}
	}
}

// hurryIMAP makes a source impatient, and content with small messages.
func hurryIMAP(src source.Source) source.Source {
	s := src.(*imapSource)
	s.remote.Silence, s.largest = time.Second, 1<<20
	return src
}

// pullIMAP pulls a source once into sink, impatiently.
func pullIMAP(t *testing.T, sink *sourcetest.Sink, kind source.Kind) (source.Result, error) {
	t.Helper()
	return testkit.PullWith(t, sink, kind, func(s source.Source) { hurryIMAP(s) })
}
