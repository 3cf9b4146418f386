package mailarchive

import (
	"bytes"
	"cmp"
	"errors"
	"html"
	"regexp"
	"slices"
	"strings"

	"recap/ingest/box"
	"recap/ingest/text"
)

// errNoMessage is the error of a page that holds no message.
var errNoMessage = errors.New("no page of MHonArc: it has no X-Body-of-Message comment")

var (
	archiveComment = regexp.MustCompile(`<!--X-([A-Za-z0-9-]+): ?([^\n]*?) ?-->`)
	archiveField   = regexp.MustCompile(`(?is)<li>\s*<em>([A-Za-z0-9-]{1,60})</em>\s*:\s*(.*?)</li>`)
	archiveTag     = regexp.MustCompile(`(?s)<[^>]*>`)
)

const (
	bodyBegins  = "<!--X-Body-of-Message-->"
	bodyEnds    = "<!--X-Body-of-Message-End-->"
	headEnds    = "<!--X-Head-End-->"
	maxPageHead = 256 << 10 // bytes before the body, and after it, that are looked at
	maxPageMark = 2 << 10   // bytes between the marks of one field
)

// pageMarks are what the pages of mail-archive.com say in place of comments: the value ends at the next tag or
// quotation mark after all of in.
var pageMarks = []struct {
	name string
	in   []string
	ends string
}{
	{"Subject", []string{`class="subject"`, `itemprop="name">`}, "<"},
	{"From", []string{`itemprop="author"`, `itemprop="name">`}, "<"},
	{"Date", []string{`class="date"`, "<a ", ">"}, "<"},
	{"Message-ID", []string{`name="msgid"`, `value="`}, `"`},
}

// markedField returns what stands after the marks in page, one after the other, "" if they do not.
func markedField(page string, marks []string, ends string) string {
	for i, m := range marks {
		at := strings.Index(page, m)
		if at < 0 {
			return ""
		}
		page = page[at+len(m):]
		if i == 0 {
			page = text.Cut(page, maxPageMark)
		}
	}
	value, _, ok := strings.Cut(page, ends)
	if !ok {
		return ""
	}
	return text.Line(html.UnescapeString(value))
}

// pageMail returns the mail (RFC 5322) that an HTML page of MHonArc 2 shows, as far as the page keeps it: the comments
// at its beginning, the fields that it lists, and the body as text or HTML. The pages of mail-archive.com tell subject,
// sender and date in their own marks.
func pageMail(page string) ([]byte, error) {
	before, rest, ok := strings.Cut(page, bodyBegins)
	if !ok {
		return nil, errNoMessage
	}
	body, _, ok := strings.Cut(rest, bodyEnds)
	if !ok {
		if body, _, ok = strings.Cut(rest, "</div>"); !ok {
			return nil, errors.New("cut off: the message has no end")
		}
	}
	m := pageHeader(text.Cut(before, maxPageHead), text.Cut(rest[len(body):], maxPageHead))
	media := "text/html"
	if inner, ok := preformatted(body); ok {
		plain, _ := box.Unescape([]byte(html.UnescapeString(archiveTag.ReplaceAllString(inner, ""))))
		media, body = "text/plain", string(plain)
	}
	m.add("MIME-Version", "1.0")
	m.add("Content-Type", media+"; charset=utf-8")
	m.add("Content-Transfer-Encoding", "8bit")
	m.WriteByte('\n')
	m.WriteString(strings.TrimRight(body, " \n") + "\n")
	return m.Bytes(), nil
}

// preformatted returns what stands in body if that is one <pre> and nothing else, as a text/plain mail is shown.
func preformatted(body string) (string, bool) {
	lower := strings.ToLower(strings.TrimSpace(body))
	if !strings.HasPrefix(lower, "<pre") || !strings.HasSuffix(lower, "</pre>") || strings.Count(lower, "<pre") > 1 {
		return "", false
	}
	_, inner, ok := strings.Cut(strings.TrimSpace(body), ">")
	if at := strings.LastIndexByte(inner, '<'); ok && at >= 0 {
		return inner[:at], true
	}
	return "", false
}

// A pageFields is a header that is being written.
type pageFields struct {
	bytes.Buffer
	names []string
}

// add writes a field on one line. One that says nothing is left out.
func (m *pageFields) add(name, value string) {
	if value = strings.Join(strings.Fields(value), " "); value != "" {
		m.names = append(m.names, strings.ToLower(name))
		m.WriteString(name + ": " + value + "\n")
	}
}

// has reports whether the field was written.
func (m *pageFields) has(name string) bool { return slices.Contains(m.names, name) }

// pageHeader returns the header of the mail on a page, of which before and after stand around the body.
func pageHeader(before, after string) *pageFields {
	var m pageFields
	head, _, _ := strings.Cut(before, headEnds)
	var references []string
	for _, c := range archiveComment.FindAllStringSubmatch(head, -1) {
		value := html.UnescapeString(c[2])
		switch strings.ToLower(c[1]) {
		case "subject":
			m.add("Subject", value)
		case "from-r13":
			m.add("From", visibleSender(rot14(value)))
		case "from":
			m.add("From", visibleSender(value))
		case "date":
			m.add("Date", value)
		case "message-id":
			m.add("Message-ID", "<"+value+">")
		case "reference":
			references = append(references, "<"+value+">")
		}
	}
	m.add("References", strings.Join(references, " "))
	for _, f := range pageMarks {
		value := ""
		if !m.has(strings.ToLower(f.name)) {
			value = cmp.Or(markedField(before, f.in, f.ends), markedField(after, f.in, f.ends))
		}
		switch {
		case value == "":
		case f.name == "From":
			m.add("From", `"`+strings.NewReplacer(`\`, "", `"`, "").Replace(value)+`" <>`)
		case f.name == "Message-ID":
			m.add("Message-ID", "<"+strings.Trim(value, "<>")+">")
		default:
			m.add(f.name, value)
		}
	}
	// fields that the page lists, where the comments did not tell them
	for _, f := range archiveField.FindAllStringSubmatch(before, 100) {
		if name := strings.ToLower(f[1]); !m.has(name) && !strings.HasPrefix(name, "content-") && name != "mime-version" {
			m.add(f[1], html.UnescapeString(archiveTag.ReplaceAllString(f[2], "")))
		}
	}
	return &m
}

// visibleSender returns a From field without an address that the archive made unreadable.
func visibleSender(from string) string {
	for _, hidden := range [...]string{"[EMAIL PROTECTED]", "<EMAIL PROTECTED>"} {
		from = strings.ReplaceAll(from, hidden, "")
	}
	return from
}

// rot14 undoes what MHonArc does to a sender: each of the 28 characters from "@" to "[", and each of the 26 small
// letters, is exchanged for the one half-way round (mhutil.pl, mrot13).
func rot14(s string) string {
	out := []byte(s)
	for i, c := range out {
		switch {
		case c >= '@' && c <= '[':
			out[i] = '@' + (c-'@'+14)%28
		case c >= 'a' && c <= 'z':
			out[i] = 'a' + (c-'a'+13)%26
		}
	}
	return string(out)
}
