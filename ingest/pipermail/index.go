package pipermail

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"

	"recap/ingest/fetch"
	"recap/ingest/mailkind"
	"recap/ingest/source"
	"recap/ingest/text"
	"recap/store"
)

// maxVolumes bounds what an index may list: a list that has a volume for each day fills fifty years.
const maxVolumes = 20_000

// A volume is one part of an archive.
type volume struct {
	name  string     // as files and folders are named after it, escaped: "2003-December"
	files []*url.URL // text files that may hold it, the best first
	page  *url.URL   // lists it by threads
	label string     // what the index says of its file
	end   time.Time  // by its name; zero where nobody can tell
}

// begin reads the index and decides which volumes to ask for.
func (s *pipermailSource) begin(ctx context.Context, cur store.Cursor) (*pipermailRun, error) {
	c := pipermailCursor{URL: fetch.Redact(s.index.String())}
	var old pipermailCursor
	known := source.DecodeCursor(cur, &old) && old.URL == c.URL && old.Volumes != nil
	since := s.env.Since
	if known {
		c.Floor = old.Floor
	}
	if !since.IsZero() && (!known || c.Floor != "" && since.Before(mailkind.ParseDay(c.Floor))) {
		c.Floor = since.UTC().Format(time.DateOnly)
	}
	resp, err := s.env.HTTP.Get(ctx, fetch.Request{URL: s.index.String(), Accept: "text/html", Limit: mailkind.MaxIndex,
		AllowPrivate: s.cfg.AllowPrivate})
	if err != nil {
		return nil, explainPipermail(err)
	}
	all, charset, err := readIndex(resp)
	if err != nil {
		return nil, err
	}
	c.Volumes = make(map[string]volumeMark, len(all))
	r := &pipermailRun{at: string(cur), cursor: c, charset: charset}
	now := s.env.Now()
	stale := staleVolumes(all, old.Volumes, now)
	for i, v := range all {
		mark, marked := old.Volumes[v.name]
		if marked {
			c.Volumes[v.name] = mark
		}
		fresh := i >= len(all)-freshVolumes
		if fresh {
			v.files = withPlainFirst(v.files)
		}
		switch {
		// dates of senders may lag a week
		case !marked && c.Floor != "" && !v.end.IsZero() && v.end.AddDate(0, 0, 7).Before(mailkind.ParseDay(c.Floor)):
		case fresh || !mark.Done || mark.Label != v.label || slices.Contains(stale, v.name):
			r.rest = append(r.rest, v)
			r.size += labelSize(v.label)
		}
	}
	return r, nil
}

var labelBytes = regexp.MustCompile(`(\d{1,9}) (bytes|KB|MB)`)

// labelSize returns the size that the index gives for a file, "[ Gzip'd Text 5 KB ]", in bytes; 0 if it gives none.
func labelSize(label string) int64 {
	m := labelBytes.FindStringSubmatch(label)
	if m == nil {
		return 0
	}
	n, _ := strconv.ParseInt(m[1], 10, 64)
	return n * map[string]int64{"bytes": 1, "KB": 1 << 10, "MB": 1 << 20}[m[2]]
}

// staleVolumes returns the names of the volumes that were not asked for longest, if that is long enough ago.
func staleVolumes(all []volume, marks map[string]volumeMark, now time.Time) []string {
	var names []string
	for _, v := range all {
		if m := marks[v.name]; m.Done && now.Sub(m.Asked) > recheckAfter {
			names = append(names, v.name)
		}
	}
	slices.SortStableFunc(names, func(a, b string) int { return marks[a].Asked.Compare(marks[b].Asked) })
	return names[:min(len(names), rechecks)]
}

// withPlainFirst puts a volume's plain text before its packed one: Mailman appends to the former and packs it at night,
// if at all.
func withPlainFirst(files []*url.URL) []*url.URL {
	for _, f := range files {
		if strings.HasSuffix(f.Path, ".txt") {
			return append([]*url.URL{f}, slices.DeleteFunc(slices.Clone(files), func(g *url.URL) bool { return g == f })...)
		}
	}
	plain := *files[0]
	plain.Path, plain.RawPath = strings.TrimSuffix(plain.Path, ".gz"), strings.TrimSuffix(plain.RawPath, ".gz")
	return append([]*url.URL{&plain}, files...)
}

// explainPipermail says what a refusal of the index means.
func explainPipermail(err error) error {
	var fault *fetch.Error
	if errors.As(err, &fault) && fault.Reason == fetch.NotFound {
		e := *fault
		e.Err = errors.New("there is no archive; the url is the page that lists the months, such as https://lists.example.org/pipermail/dev/")
		return &e
	}
	return err
}

// readIndex returns the volumes that an index page lists, oldest first, and the charset that the page is in, which is
// the list's.
func readIndex(resp *fetch.Response) ([]volume, string, error) {
	here, err := url.Parse(resp.URL)
	if err != nil {
		return nil, "", err
	}
	if _, ok := text.HTMLPage(resp.Body); !ok {
		return nil, "", fetch.WrongTypeError(resp, "a Pipermail index page")
	}
	var all []volume
	at := make(map[string]int)
	for _, l := range pageLinks(resp.Body) {
		file := volumeFile(here, l.href)
		if file == nil {
			continue
		}
		name := strings.TrimSuffix(strings.TrimSuffix(path.Base(file.EscapedPath()), ".gz"), ".txt")
		i, ok := at[name]
		if !ok {
			if i = len(all); i == maxVolumes {
				return nil, "", &fetch.Error{URL: fetch.Redact(resp.URL), Reason: fetch.TooLarge,
					Err: fmt.Errorf("lists more than %d volumes", maxVolumes)}
			}
			at[name] = i
			page := file.ResolveReference(&url.URL{Path: "./" +
				strings.TrimSuffix(strings.TrimSuffix(path.Base(file.Path), ".gz"), ".txt") + "/thread.html"})
			all = append(all, volume{name: name, page: mailkind.WithoutUser(page), end: volumeEnd(name)})
		}
		v := &all[i]
		v.label = strings.TrimSpace(v.label + " " + text.Cut(l.text, 100))
		if strings.HasSuffix(file.Path, ".gz") {
			v.files = append([]*url.URL{file}, v.files...)
		} else {
			v.files = append(v.files, file)
		}
	}
	if len(all) == 0 && !bytes.Contains(resp.Body, []byte("no archives")) { // "Currently, there are no archives."
		return nil, "", fetch.WrongTypeError(resp, "a Pipermail index that lists .txt files")
	}
	if indexNewestFirst(all) {
		slices.Reverse(all)
	}
	return all, listCharset(resp.Body), nil
}

// listCharset returns the charset of which Mailman says that the page is in it, "" for UTF-8, which needs no telling.
// The header of the answer is the web server's, and that knows nothing of lists.
func listCharset(page []byte) string {
	if _, name, _ := charset.DetermineEncoding(page[:min(len(page), 1024)], ""); name != "utf-8" {
		return name
	}
	return ""
}

// volumeFile returns the address of a volume's text file to which the index at here links, nil if it links to something
// else. A server that was moved may still name its old host, or the scheme of old: then the file beside the index is
// meant.
func volumeFile(here *url.URL, href string) *url.URL {
	u, err := here.Parse(strings.TrimSpace(href))
	if err != nil || !strings.HasSuffix(u.Path, ".txt") && !strings.HasSuffix(u.Path, ".txt.gz") || strings.HasSuffix(u.Path, "/.txt") {
		return nil
	}
	if u.Host == here.Host && path.Dir(u.Path) != path.Dir(path.Join(here.Path, "index.html")) && path.Dir(u.Path) != path.Dir(here.Path) {
		return nil // such as ../robots.txt
	}
	if u.Host != here.Host || u.Scheme != here.Scheme {
		u = here.ResolveReference(&url.URL{Path: "./" + path.Base(u.Path)})
	}
	u.RawQuery, u.Fragment, u.User = "", "", here.User
	return u
}

// A pageLink is one link of a page.
type pageLink struct{ href, text string }

// pageLinks returns the links of a page in order.
func pageLinks(page []byte) []pageLink {
	var links []pageLink
	z := html.NewTokenizer(bytes.NewReader(page))
	open := false
	for {
		switch z.Next() {
		case html.ErrorToken:
			return links
		case html.TextToken:
			if open {
				l := &links[len(links)-1]
				l.text = text.Cut(text.Line(l.text+" "+string(z.Text())), 500)
			}
		case html.StartTagToken:
			name, more := z.TagName()
			if string(name) != "a" {
				break
			}
			targets := hrefs(z, more)
			links, open = append(links, targets...), len(targets) > 0
		case html.EndTagToken:
			if name, _ := z.TagName(); string(name) == "a" {
				open = false
			}
		}
	}
}

// hrefs returns the targets of the tag at which z stands, which has attributes if more is true.
func hrefs(z *html.Tokenizer, more bool) (links []pageLink) {
	for more {
		var k, v []byte
		if k, v, more = z.TagAttr(); string(k) == "href" {
			links = append(links, pageLink{href: string(v)})
		}
	}
	return links
}

// indexNewestFirst reports whether volumes stand in the order in which Mailman lists them, as far as their names tell;
// where they do not, it is supposed.
func indexNewestFirst(all []volume) bool {
	dated := slices.DeleteFunc(slices.Clone(all), func(v volume) bool { return v.end.IsZero() })
	return len(dated) < 2 || !dated[0].end.Before(dated[len(dated)-1].end)
}

var volumeName = regexp.MustCompile(`^(?:Week-of-Mon-(\d{8})|(\d{8})|(\d{4})q([1-4])|(\d{4})-(.+)|(\d{4}))$`)

// volumeEnd returns when the volume of that name ends. Names of months stand in the language of the server: one that is
// not English may be any of its year.
func volumeEnd(name string) time.Time {
	m := volumeName.FindStringSubmatch(name)
	if m == nil {
		return time.Time{}
	}
	number := func(s string) int { n, _ := strconv.Atoi(s); return n }
	day := func(s string) time.Time { t, _ := time.Parse("20060102", s); return t }
	switch {
	case m[1] != "":
		return day(m[1]).AddDate(0, 0, 7)
	case m[2] != "":
		return day(m[2]).AddDate(0, 0, 1)
	case m[3] != "":
		return time.Date(number(m[3]), time.Month(number(m[4])*3+1), 1, 0, 0, 0, 0, time.UTC)
	case m[5] != "":
		if t, err := time.Parse("2006-January", name); err == nil {
			return t.AddDate(0, 1, 0)
		}
		return time.Date(number(m[5])+1, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return time.Date(number(m[7])+1, 1, 1, 0, 0, 0, 0, time.UTC)
}
