package nntp

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"recap/ingest/fetch"
	"recap/ingest/internal/testkit"
	"recap/ingest/internal/testmail"
	"recap/ingest/source"
	"recap/ingest/source/sourcetest"
)

// A newsServer is a group in memory, with a reader's commands of RFC 3977. Fields may be changed between two reads.
type newsServer struct {
	mu       sync.Mutex
	articles map[int64]string // by number
	low      int64            // 0 for the lowest number
	away     int              // from the command for this article on the spool is not mounted, with gone set; 0 for never
	gone     bool
	script   map[string]string // answers by the beginning of the command, before all others; N stands for the number in it
	login    string            // password that must be given first
	commands []string
	tls      *tls.Config
}

// serveNews starts the server and returns a source for its group.
func (s *newsServer) serve(t *testing.T) *Config {
	t.Helper()
	host, port := testkit.ServeLines(t, func(conn net.Conn, r *bufio.Reader) {
		if s.tls != nil {
			secured := tls.Server(conn, s.tls)
			defer secured.Close()
			conn, r = secured, bufio.NewReader(secured)
		}
		greeting := "200 ready\r\n"
		s.mu.Lock()
		if a, ok := s.script["greeting"]; ok {
			greeting = a
		}
		s.mu.Unlock()
		if !testkit.Say(conn, greeting) {
			return
		}
		for in := s.login == ""; ; {
			line, err := r.ReadString('\n')
			if err != nil {
				return
			}
			answer := s.answer(strings.TrimSpace(line), &in)
			if r.Buffered() > 0 && strings.HasPrefix(line, "MODE") {
				answer = testkit.ThenCut // INN loses what was sent before the reader's program took over
			}
			if !testkit.Say(conn, answer) {
				return
			}
		}
	})
	return &Config{Addr: net.JoinHostPort(host, port), Group: "example.dev", TLS: "none"}
}

// answer returns what the server says to a command.
func (s *newsServer) answer(command string, in *bool) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.commands = append(s.commands, command)
	verb, argument, _ := strings.Cut(command, " ")
	if s.gone = s.gone || s.away > 0 && command == fmt.Sprintf("ARTICLE %d", s.away); s.gone && verb == "ARTICLE" {
		return "403 article spool is not mounted\r\n"
	}
	for start, a := range s.script {
		if strings.HasPrefix(command, start) {
			return strings.ReplaceAll(a, "N", argument)
		}
	}
	if verb == "AUTHINFO" {
		if *in = argument == "PASS "+s.login; *in {
			return "281 welcome\r\n"
		} else if strings.HasPrefix(argument, "USER") {
			return "381 more\r\n"
		}
		return "481 not " + argument + "\r\n"
	}
	if !*in && verb != "MODE" {
		return "480 who are you?\r\n"
	}
	number, _ := strconv.ParseInt(argument, 10, 64)
	article, there := s.articles[number]
	head, _, _ := strings.Cut(article, "\n\n")
	status := fmt.Sprintf("%d <%s>\r\n", number, strings.SplitN(strings.SplitN(article+"Message-ID: <>", "Message-ID: <", 2)[1], ">", 2)[0])
	switch {
	case verb == "MODE":
		return "200 reader\r\n"
	case verb == "GROUP" && argument == "example.dev":
		low, high := s.rangeOf()
		return fmt.Sprintf("211 %d %d %d example.dev\r\n", len(s.articles), low, high)
	case verb == "GROUP":
		return "411 no such group\r\n"
	case verb == "OVER":
		return s.overview(argument)
	case !there:
		return "423 no such number\r\n"
	case verb == "ARTICLE":
		return "220 " + status + stuffed(article)
	case verb == "HEAD":
		return "221 " + status + stuffed(head)
	case verb == "STAT":
		return "223 " + status
	}
	return "500 what?\r\n"
}

func (s *newsServer) rangeOf() (low, high int64) {
	low = s.low
	for n := range s.articles {
		if high = max(high, n); s.low == 0 && (low == 0 || n < low) {
			low = n
		}
	}
	return low, high
}

func (s *newsServer) overview(between string) string {
	a, b, _ := strings.Cut(between, "-")
	from, _ := strconv.ParseInt(a, 10, 64)
	to, _ := strconv.ParseInt(b, 10, 64)
	var lines []string
	for n := range s.articles {
		if n >= from && n <= to {
			lines = append(lines, fmt.Sprintf("%d\tsubject\tfrom\tdate\t<id>\t\t1\t1", n))
		}
	}
	if len(lines) == 0 {
		return "423 none\r\n"
	}
	slices.Sort(lines)
	return "224 overview\r\n" + strings.Join(lines, "\r\n") + "\r\n.\r\n"
}

// stuffed returns a block as it is on the wire.
func stuffed(block string) string {
	var b strings.Builder
	for line := range strings.SplitSeq(strings.TrimSuffix(block, "\n"), "\n") {
		if strings.HasPrefix(line, ".") {
			b.WriteByte('.')
		}
		b.WriteString(line + "\r\n")
	}
	return b.String() + ".\r\n"
}

// news returns a server with so many articles, numbered from first.
func news(first, n int) *newsServer {
	s := &newsServer{articles: make(map[int64]string), script: make(map[string]string)}
	for i := first; i < first+n; i++ {
		s.articles[int64(i)] = testmail.Letter(i, fmt.Sprintf("article number %d", i))
	}
	return s
}

func TestNNTPContract(t *testing.T) {
	s := news(0, 0)
	for i, m := range testkit.ReadMails(t, "testdata/group.mbox") {
		s.articles[[]int64{3, 5, 6}[i]] = string(m.Raw)
	}
	config := s.serve(t)
	config.Archive = "https://lists.example.org/{message_id}"
	sourcetest.Test(t, sourcetest.Contract{Name: "nntp/group", Source: "dev", Kind: func(string) source.Kind {
		return config
	}})
}

// TestNNTPGrows reads a group in small pages, lets it grow, expire, become empty, and be renumbered.
func TestNNTPGrows(t *testing.T) {
	s := news(1, 100)
	delete(s.articles, 17)
	config := s.serve(t)
	sink := sourcetest.NewSink()
	pull := func(what string, posts int, gap string) {
		t.Helper()
		src, err := source.Open(config, "dev", testkit.Env(sink))
		if err != nil {
			t.Fatal(err)
		}
		hurryNNTP(src).(*nntpSource).perPage = 30
		res, err := source.Pull(t.Context(), sink, "dev", src, false, nil)
		if err != nil || res.Added.New != posts || len(res.Skipped) > 0 || !strings.Contains(res.Gap, gap) || gap == "" && res.Gap != "" {
			t.Errorf("%s: Pull() = %+v, %v, want %d new posts and the gap %q", what, res, err, posts, gap)
		}
	}
	change := func(f func()) {
		s.mu.Lock()
		defer s.mu.Unlock()
		f()
	}
	pull("first read", 99, "")
	change(func() { s.commands = nil })
	pull("nothing new", 0, "")
	if len(s.commands) > 3 {
		t.Errorf("a read without news sent %q, want three commands at most", s.commands)
	}
	change(func() {
		for i := range 10 {
			s.articles[int64(101+i)] = testmail.Letter(101+i, "ten more")
		}
	})
	pull("ten more", 10, "")
	change(func() {
		clear(s.articles)
		s.articles[150] = testmail.Letter(150, "after a gap")
	})
	pull("expired", 1, "articles 111 to 149 expired")
	change(func() { clear(s.articles) })
	pull("empty", 0, "")
	change(func() { s.articles[151] = testmail.Letter(151, "one more") })
	pull("one more", 1, "")
	change(func() {
		clear(s.articles)
		for i := range 120 {
			s.articles[int64(1+i)] = testmail.Letter(101+i, "ten more")
		}
	})
	pull("renumbered, lower", 108, "") // 101 to 110 are known, and so are 150 and 151
	change(func() {
		clear(s.articles)
		for i := range 130 {
			s.articles[int64(1+i)] = testmail.Letter(111+i, "ten more")
		}
	})
	pull("renumbered, higher", 20, "")
}

// TestNNTPHoles passes over a long hole in the numbers, with an overview and without one.
func TestNNTPHoles(t *testing.T) {
	for _, overview := range []string{"", "500 what?\r\n", "503 no overview\r\n"} {
		s := news(1, 3)
		far := int64(30000)
		if overview != "" {
			s.script["OVER"], s.script["XOVER"] = overview, overview
			far = 500
		}
		s.articles[far] = testmail.Letter(1000, "far away")
		if res, err := pullNNTP(t, sourcetest.NewSink(), s.serve(t)); err != nil || res.Added.New != 4 {
			t.Errorf("overview %q: Pull() = %+v, %v, want 4 posts", overview, res, err)
		}
		if len(s.commands) > 600 {
			t.Errorf("overview %q: Pull() sent %d commands", overview, len(s.commands))
		}
	}
}

// TestNNTPSince begins a week before the date, which it finds by few questions, and does not trust a single wrong date.
func TestNNTPSince(t *testing.T) {
	s := news(0, 0)
	for i := range 1000 {
		day := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i)
		if i%10 == 3 {
			day = time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)
		}
		if i%7 != 2 {
			s.articles[int64(i+1)] = fmt.Sprintf("From: ann@example.org\nDate: %s\nMessage-ID: <d%d@example.org>\n\nhello\n",
				day.Format(time.RFC1123Z), i)
		}
	}
	want := sourcetest.NewSink()
	if _, err := pullNNTP(t, want, s.serve(t)); err != nil {
		t.Fatal(err)
	}
	sink := sourcetest.NewSink()
	env := testkit.Env(sink)
	env.Since = time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	s.commands = nil
	src, err := source.Open(s.serve(t), "dev", env)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := source.Pull(t.Context(), sink, "dev", hurryNNTP(src), true, nil); err != nil {
		t.Fatal(err)
	}
	if got, all := len(sink.Posts), len(want.Posts); got > all/5 {
		t.Errorf("since %s: %d of %d articles were read", env.Since, got, all)
	}
	for id, p := range want.Posts {
		if _, ok := sink.Posts[id]; !ok && !p.Published.Before(env.Since) {
			t.Errorf("since %s: the article of %s is missing", env.Since, p.Published)
		}
	}
	heads := slices.DeleteFunc(slices.Clone(s.commands), func(c string) bool { return !strings.HasPrefix(c, "HEAD") })
	if len(heads) > 60 {
		t.Errorf("the date was found by %d questions", len(heads))
	}
}

// TestNNTPFaults has a server misbehave in one way after the other.
func TestNNTPFaults(t *testing.T) {
	well := sourcetest.NewSink()
	if res, err := pullNNTP(t, well, news(1, 20).serve(t)); err != nil || res.Added.New != 20 {
		t.Fatalf("Pull() = %+v, %v, want 20 posts", res, err)
	}
	const begun = "220 N <l7@example.org>\r\nSubject: half\r\n"
	for _, c := range []struct {
		name, command, answer string
		reason                fetch.Reason
		words                 string
	}{
		{"hangs after connect", "greeting", testkit.ThenHang, fetch.TimedOut, "sent nothing for"},
		{"hangs at the group", "GROUP", testkit.ThenHang, fetch.TimedOut, "sent nothing for"},
		{"hangs in an article", "ARTICLE 7", begun + testkit.ThenHang, fetch.TimedOut, "sent nothing for"},
		{"cuts at once", "greeting", testkit.ThenCut, fetch.CutOff, "closed the connection"},
		{"cuts an article", "ARTICLE 7", begun + testkit.ThenCut, fetch.CutOff, "closed the connection"},
		{"cuts before the dot", "ARTICLE 20", begun + "\r\nhello\r\n" + testkit.ThenCut, fetch.CutOff, "closed the connection"},
		{"endless greeting", "greeting", testkit.ThenFlood, fetch.TooLarge, "longer than any"},
		{"endless line", "GROUP", "211 " + testkit.ThenFlood, fetch.TooLarge, "longer than any"},
		{"endless article", "ARTICLE 7", begun + testkit.ThenFlood, fetch.TooLarge, "longer than any"},
		{"greets with 400", "greeting", "400 down for a minute\r\n" + testkit.ThenCut, fetch.Broken, "down for a minute"},
		{"400 in the middle", "ARTICLE 7", "400 timeout, goodbye\r\n" + testkit.ThenCut, fetch.Broken, "timeout, goodbye"},
		{"greets with 502", "greeting", "502 not from there\r\n" + testkit.ThenCut, fetch.Refused, "not from there"},
		{"wants a login", "GROUP", "480 who are you?\r\n", fetch.Refused, "user and password_file"},
		{"wants a login for articles", "ARTICLE", "480 who are you?\r\n", fetch.Refused, "user and password_file"},
		{"no such group", "GROUP", "411 no such group\r\n", fetch.NotFound, "check group"},
		{"a group without numbers", "GROUP", "211 many more than few\r\n", fetch.Damaged, "many more than few"},
		{"a group without end", "GROUP", "211 9 1 99999999999999999999\r\n", fetch.Damaged, "GROUP"},
		{"other order", "ARTICLE 7", "220 8 <l8@example.org>\r\nSubject: x\r\n\r\n.\r\n", fetch.Damaged, "was asked for"},
		{"no news server", "greeting", "HTTP/1.1 400 Bad Request\r\n\r\n<html>", fetch.Damaged, "is this a news server"},
		{"gibberish", "GROUP", "\x00\x01\r\n", fetch.Damaged, "is this a news server"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := news(1, 20)
			if c.name == "gibberish" {
				c.answer = "\x02\x01\r\n"
			}
			s.script[c.command] = c.answer
			sink := sourcetest.NewSink()
			_, err := pullNNTP(t, sink, s.serve(t))
			testkit.WantFailure(t, err, c.reason, c.words)
			if _, err := pullNNTP(t, sink, news(1, 20).serve(t)); err != nil {
				t.Errorf("Pull(well again) = %v", err)
			}
			if diff := gocmp.Diff(well.List(), sink.List()); diff != "" {
				t.Errorf("posts after the fault was repaired (-want +got):\n%s", diff)
			}
		})
	}
}

// TestNNTPSpoolIsAway reads a server that stops giving articles at some number. What came before is stored, the rest is
// an error and comes once the server is well.
func TestNNTPSpoolIsAway(t *testing.T) {
	for _, from := range []int{1, 20, 33, 40} {
		s := news(1, 40)
		s.away = from
		sink := sourcetest.NewSink()
		_, err := pullNNTP(t, sink, s.serve(t))
		testkit.WantFailure(t, err, fetch.Broken, "not mounted")
		if n := len(sink.List()); n < (from-1)/nntpBatch*nntpBatch {
			t.Errorf("away from %d: %d posts are stored", from, n)
		}
		if _, err := pullNNTP(t, sink, news(1, 40).serve(t)); err != nil || len(sink.List()) != 40 {
			t.Errorf("away from %d: %d posts once the server is well, %v, want 40", from, len(sink.List()), err)
		}
	}
}

// TestNNTPOddities reads what servers do that ends no read.
func TestNNTPOddities(t *testing.T) {
	for _, c := range []struct {
		name, command, answer string
		posts, skipped        int
	}{
		{"MODE READER is unknown", "MODE", "500 what?\r\n", 20, 0},
		{"posting is not allowed", "greeting", "201 read only\r\n", 20, 0},
		{"cancelled by number", "ARTICLE 20", "423 gone\r\n", 19, 0},
		{"cancelled by id", "ARTICLE 20", "430 gone\r\n", 19, 0},
		{"one is broken", "ARTICLE 20", "403 disk\r\n", 19, 1},
		{"one is too large", "ARTICLE 20", "220 20 <l20@example.org>\r\nSubject: x\r\n\r\n" +
			strings.Repeat("much\r\n", 300000) + ".\r\n", 19, 1},
		{"one is empty", "ARTICLE 20", "220 20 <x@example.org>\r\n.\r\n", 19, 1},
		{"one ends with LF alone", "ARTICLE 20",
			"220 20 <l20@example.org>\r\nSubject: letter\nMessage-ID: <l20@example.org>\n\nhello\n.\n", 20, 0},
		{"an empty group", "GROUP", "211 0 0 0 example.dev\r\n", 0, 0},
		{"an empty group as RFC 3977 writes it", "GROUP", "211 0 4000 3999 example.dev\r\n", 0, 0},
		{"a wrong count", "GROUP", "211 1 1 20 example.dev\r\n", 20, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := news(1, 20)
			s.script[c.command] = c.answer
			res, err := pullNNTP(t, sourcetest.NewSink(), s.serve(t))
			if err != nil || res.Added.New != c.posts || len(res.Skipped) != c.skipped {
				t.Errorf("Pull() = %+v, %v, want %d new posts and %d skipped", res, err, c.posts, c.skipped)
			}
		})
	}
}

// TestNNTPLogin logs in over TLS, and names neither password nor a server that cannot prove its name.
func TestNNTPLogin(t *testing.T) {
	server, client := testkit.TestCertificate(t)
	file := filepath.Join(t.TempDir(), "password")
	for _, c := range []struct {
		name, password string
		trust          *tls.Config
		reason         fetch.Reason
		words          string
	}{
		{"right", "hunter2", client, "", ""},
		{"wrong", "hunter3", client, fetch.Refused, "check user and password_file"},
		{"unknown certificate", "hunter2", nil, fetch.Untrusted, "certificate"},
	} {
		if err := os.WriteFile(file, []byte(c.password+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		s := news(1, 5)
		s.login, s.tls = "hunter2", server
		config := s.serve(t)
		config.TLS, config.User, config.PasswordFile = "implicit", "ann", file
		src, err := source.Open(config, "dev", testkit.Env(sourcetest.NewSink()))
		if err != nil {
			t.Fatal(err)
		}
		hurryNNTP(src).(*nntpSource).remote.TLS = c.trust
		page, err := src.Fetch(t.Context(), nil)
		switch {
		case c.reason != "":
			testkit.WantFailure(t, err, c.reason, c.words)
			if err != nil && strings.Contains(err.Error(), "hunter") {
				t.Errorf("%s: Fetch() = %v, which names the password", c.name, err)
			}
		case err != nil || len(page.Posts) != 5:
			t.Errorf("%s: Fetch() = %d posts, %v, want 5", c.name, len(page.Posts), err)
		}
	}
}

func TestNNTPConfig(t *testing.T) {
	for _, c := range []struct {
		config Config
		want   string
	}{
		{Config{Group: "x.y"}, "has no addr"},
		{Config{Addr: "nntp://news.example.org", Group: "x.y"}, "is no address of a server"},
		{Config{Addr: "news.example.org:https", Group: "x.y"}, "is no address of a server"},
		{Config{Addr: "news.example.org:0", Group: "x.y"}, "is no address of a server"},
		{Config{Addr: "news.example.org"}, "has no group"},
		{Config{Addr: "news.example.org", Group: "x.y\r\nQUIT"}, "is no name of a newsgroup"},
		{Config{Addr: "news.example.org", Group: "x.*"}, "is no name of a newsgroup"},
		{Config{Addr: "news.example.org", Group: "x.y", TLS: "starttls"}, "write implicit or none"},
		{Config{Addr: "news.example.org", Group: "x.y", User: "ann"}, "belong together"},
		{Config{Addr: "news.example.org", Group: "x.y", User: "ann", PasswordFile: "x", TLS: "none"}, "must not travel in the clear"},
		{Config{Addr: "news.example.org", Group: "x.y", Archive: "x"}, "lacks {message_id}"},
	} {
		if _, err := source.Open(&c.config, "dev", source.Env{}); err == nil || !strings.HasPrefix(err.Error(), "nntp: ") ||
			!strings.Contains(err.Error(), c.want) {
			t.Errorf("Open(%+v) = %v, want %q", c.config, err, c.want)
		}
	}
	for addr, want := range map[string]string{"news.example.org": "nntps://news.example.org/x.y",
		"[2001:db8::1]:119": "nntps://[2001:db8::1]:119/x.y", "news.example.org:1563": "nntps://news.example.org:1563/x.y"} {
		src, err := source.Open(&Config{Addr: addr, Group: "x.y"}, "dev", source.Env{})
		if err != nil {
			t.Errorf("Open(%s) = %v", addr, err)
		} else if got := src.(*nntpSource).remote.String(); got != want {
			t.Errorf("Open(%s) reads %s, want %s", addr, got, want)
		}
	}
}

// FuzzNNTPAnswers reads whatever a server may send in place of an answer.
func FuzzNNTPAnswers(f *testing.F) {
	for _, s := range []string{
		"211 112 1 112 inbox.dev\r\n", "211 0 4000 3999 empty\r\n",
		"220 3 <a@example.org>\r\nSubject: x\r\n\r\n..dot\r\n.\r\n", "224 list\r\n3\ts\r\n5\ts\r\n.\r\n",
		"423 no\r\n", "480 who\r\n", "", "2", "220", "220  \r\n.", "HTTP/1.1 200 OK\r\n",
		"211 1 1 99999999999999999999\r\n", "ARRAY(0x55d0)\r\n.\r\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		line, rest, _ := strings.Cut(string(data), "\r\n")
		code, words, err := parseNNTPStatus(line)
		if err == nil && (code < 100 || code > 599) {
			t.Errorf("parseNNTPStatus(%q) = %d", line, code)
		}
		if count, low, high, err := parseNNTPGroup(words); err == nil && (count < 0 || low < 0 || high < 0) {
			t.Errorf("parseNNTPGroup(%q) = %d, %d, %d", words, count, low, high)
		}
		if _, id, err := parseNNTPNumber(words); err == nil && strings.ContainsAny(id, " \r\n") {
			t.Errorf("parseNNTPNumber(%q) = %q", words, id)
		}
		block, long, err := readNNTPBlock(newsReader(rest), 1000)
		if err == nil && (len(block) > 1000 || long && block != nil) {
			t.Errorf("readNNTPBlock(%q) = %d bytes, long %v", rest, len(block), long)
		}
		if first := firstNNTPOverview(data, 3, 9); first != 0 && (first < 3 || first > 9) {
			t.Errorf("firstNNTPOverview(%q) = %d", data, first)
		}
	})
}

// TestNNTPBlockRoundTrip checks that dots come back as they were.
func TestNNTPBlockRoundTrip(t *testing.T) {
	for _, block := range []string{"a\n", ".\n", "..\n.a\n", "a\n\n.\n\nb\n", strings.Repeat(".", 300) + "\n"} {
		got, long, err := readNNTPBlock(newsReader(stuffed(block)+"200 next\r\n"), 1000)
		if err != nil || long || string(got) != block {
			t.Errorf("readNNTPBlock(%q) = %q, %v, %v", block, got, long, err)
		}
	}
	if _, long, err := readNNTPBlock(newsReader(stuffed(strings.Repeat("x\n", 600))), 1000); err != nil || !long {
		t.Errorf("readNNTPBlock(1200 bytes) = %v, %v, want it too long", long, err)
	}
	if _, _, err := readNNTPBlock(newsReader("a\r\nb\r\n"), 1000); err != io.ErrUnexpectedEOF {
		t.Errorf("readNNTPBlock(without end) = %v, want %v", err, io.ErrUnexpectedEOF)
	}
}

// newsReader reads answers from a string.
func newsReader(s string) *textproto.Reader {
	return textproto.NewReader(bufio.NewReader(strings.NewReader(s)))
}

// hurryNNTP makes a source impatient, and content with small messages.
func hurryNNTP(src source.Source) source.Source {
	s := src.(*nntpSource)
	s.remote.Silence, s.largest = time.Second, 1<<20
	return src
}

// pullNNTP pulls a source once into sink, impatiently.
func pullNNTP(t *testing.T, sink *sourcetest.Sink, kind source.Kind) (source.Result, error) {
	t.Helper()
	return testkit.PullWith(t, sink, kind, func(s source.Source) { hurryNNTP(s) })
}
