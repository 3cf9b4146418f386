package config

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/language"

	"recap/ingest/fetch"
)

// A value is what a text of the configuration can be. It returns what the text stands for, or why it is none, as a
// hint.
type value func(d *decoder, s string) (string, error)

// valueOf returns the value that a field names in its tag "value"; nil if there is none. Beside these a field may name
// choices, as one|another, of which the first is the default, and a number its bounds, as LOW-HIGH.
func valueOf(kind string) value {
	switch kind {
	case "", "text": // any text; a test demands that it is said
		return func(_ *decoder, s string) (string, error) { return s, nil }
	case "path": // a file or a folder of this machine, which need not be there, or a pattern of such
		return aPath
	case "place": // a path, or a web address
		return aPlace
	case "file", "secret": // a file that must be there and hold something; what a secret holds is never printed
		return aFile
	case "url": // an absolute http(s) address
		return aURL
	case "server": // the same, where https:// may be left out
		return aServer
	case "permalink": // a web address with {message_id}
		return aPermalink
	case "host": // a server: its name or address, with or without a port
		return aHost
	case "address": // a mail address, with or without a name; a list of these may have several in one text
		return anAddress
	case "contact": // a mail address or a web address
		return aContact
	case "list": // the address or the id of a mailing list, without a name
		return aList
	case "zone": // an IANA time zone
		return aZone
	case "language": // a BCP 47 tag
		return aLanguage
	case "hashtag": // a hashtag of the community, with or without #
		return aHashtag
	case "tag": // a tag that servers are asked for, with or without #: theirs hold more characters
		return aTag
	}
	return nil
}

// check returns what the text s stands for as a value of this kind.
func (d *decoder) check(kind, s string) (string, error) {
	read := valueOf(kind)
	if read == nil {
		return "", hint{fmt.Sprintf("is a value of kind %q, which nothing reads", kind), "report this as a bug"}
	}
	return read(d, s)
}

// aPath returns the path as seen from the configuration's folder.
func aPath(d *decoder, s string) (string, error) {
	rest, home := strings.CutPrefix(s, "~")
	switch home = home && (rest == "" || rest[0] == '/'); {
	case strings.Contains(s, "://"):
		return "", hint{"is an address, not a path", "name a file or folder of this machine"}
	case home && d.home == "":
		return "", hint{"starts with ~, and HOME is not set", "write the whole path, or set HOME"}
	case home:
		return filepath.Join(d.home, rest), nil
	case filepath.IsAbs(s):
		return filepath.Clean(s), nil
	}
	return filepath.Join(d.dir, s), nil
}

func aPlace(d *decoder, s string) (string, error) {
	switch {
	case !strings.Contains(s, "://"):
		return aPath(d, s)
	case strings.HasPrefix(s, "file://"):
		return s, nil
	}
	return aURL(d, s)
}

func aFile(d *decoder, s string) (string, error) {
	path, err := aPath(d, s)
	if err != nil {
		return "", err
	}
	f, err := os.Open(path)
	if err != nil {
		return "", hint{fmt.Sprintf("%s cannot be read: %s", path, Reason(err)), "create the file, or correct the path; it starts at the folder of this file"}
	}
	defer f.Close()
	switch _, err := f.Read(make([]byte, 1)); {
	case errors.Is(err, io.EOF):
		return "", hint{path + " is empty", "write the content that is meant into it"}
	case err != nil:
		return "", hint{fmt.Sprintf("%s cannot be read: %s", path, Reason(err)), "name a file that holds it"}
	}
	return path, nil
}

func aURL(_ *decoder, s string) (string, error) {
	if err := WebURL(s); err != nil {
		return "", hint{fmt.Sprintf("is not a web address: %v", err), "write it as https://HOST/PATH"}
	}
	return s, nil
}

func aServer(_ *decoder, s string) (string, error) {
	whole := s
	if !strings.Contains(s, "://") {
		whole = "https://" + s
	}
	if err := WebURL(whole); err != nil {
		return "", hint{fmt.Sprintf("is not the address of a server: %v", err), "write it as https://HOST"}
	}
	return s, nil
}

func aPermalink(_ *decoder, s string) (string, error) {
	const remedy = "write a web address such as https://lists.example.org/{message_id}"
	switch err := WebURL(strings.ReplaceAll(s, "{message_id}", "x")); {
	case !strings.Contains(s, "{message_id}"):
		return "", hint{"lacks {message_id}", remedy}
	case err != nil:
		return "", hint{fmt.Sprintf("is not a web address: %v", err), remedy}
	}
	return s, nil
}

func aHost(_ *decoder, s string) (string, error) {
	host, port, err := net.SplitHostPort(s)
	if err != nil {
		host, port = strings.Trim(s, "[]"), "1"
	}
	_, numbers := netip.ParseAddr(host)
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 || host == "" || strings.ContainsAny(host, "/@ ") || strings.Contains(host, ":") && numbers != nil {
		return "", hint{fmt.Sprintf("%q is not the name of a server", fetch.Redact(s)), "write HOST, or HOST:PORT where the port is another than usual"}
	}
	return s, nil
}

func anAddress(_ *decoder, s string) (string, error) {
	if n := len(splitAddresses(s)); n > 1 {
		return "", hint{fmt.Sprintf("holds %d addresses, and takes one", n), "keep one; a list's address reaches all"}
	}
	if _, err := mail.ParseAddress(s); err != nil {
		return "", hint{fmt.Sprintf("%q is not a mail address", s), `write it as dev@example.org, or as "Name <dev@example.org>"`}
	}
	return s, nil
}

func aContact(_ *decoder, s string) (string, error) {
	if _, err := mail.ParseAddress(s); err != nil && WebURL(s) != nil {
		return "", hint{fmt.Sprintf("%q is neither a mail address nor a URL", s), "write where owners of the servers that are read can reach you"}
	}
	return s, nil
}

func aList(_ *decoder, s string) (string, error) {
	if strings.ContainsAny(s, ",;") {
		return "", hint{fmt.Sprintf("holds %d addresses, and takes one", len(splitAddresses(s))), "keep one, and make a source of its own for each other list"}
	}
	if strings.ContainsAny(s, " \t<>/") {
		return "", hint{fmt.Sprintf("%q is not the address of a list", s), "write it as dev@lists.example.org, without a name"}
	}
	return s, nil
}

func aZone(_ *decoder, s string) (string, error) {
	if _, err := time.LoadLocation(s); err != nil || s == "Local" {
		return "", hint{fmt.Sprintf("%q is not a time zone", s), "use an IANA name such as Europe/London, America/New_York or UTC"}
	}
	return s, nil
}

func aLanguage(_ *decoder, s string) (string, error) {
	if _, err := language.Parse(s); err != nil {
		return "", hint{fmt.Sprintf("%q is not a language tag", s), "use a BCP 47 tag such as en or de"}
	}
	return s, nil
}

func aHashtag(_ *decoder, s string) (string, error) {
	tag := strings.TrimLeft(s, "#＃")
	if tag == "" || strings.ContainsFunc(tag, func(r rune) bool {
		return r != '_' && r != '·' && !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r)
	}) {
		return "", hint{fmt.Sprintf("%q is not a hashtag", s), "write one word of letters, digits and _, the # may be left out"}
	}
	return tag, nil
}

func aTag(_ *decoder, s string) (string, error) {
	if tag := strings.TrimLeft(strings.TrimSpace(s), "#＃"); tag == "" || strings.ContainsAny(tag, " \t\n#/?\"(),") {
		return "", hint{fmt.Sprintf("%q is not a hashtag", s), "write one word, the # may be left out"}
	}
	return s, nil
}

// isDomain reports whether s is a domain of two labels or more, in any script. (An expression for it would take longer
// to compile than the rest of a configuration to check.)
func isDomain(s string) bool {
	labels := strings.Split(s, ".")
	for _, label := range labels {
		if label == "" || strings.ContainsFunc(label, func(r rune) bool { return r != '-' && !unicode.IsLetter(r) && !unicode.IsNumber(r) }) {
			return false
		}
	}
	return len(labels) > 1
}

// WebURL says why s is not an absolute http(s) URL; nil if it is one.
func WebURL(s string) error {
	u, err := url.Parse(s)
	var parse *url.Error
	switch {
	case errors.As(err, &parse):
		return parse.Err
	case u.Scheme != "http" && u.Scheme != "https":
		return errors.New("it does not start with http:// or https://")
	case u.Hostname() == "":
		return errors.New("it names no host")
	}
	return nil
}

// splitAddresses parts a text at the commas between addresses; those in quotes, in brackets and in comments belong to a
// name (RFC 5322). A text that holds nothing else but commas is one part.
func splitAddresses(s string) []string {
	var parts []string
	start, depth, quoted := 0, 0, false
	add := func(end int) {
		if part := strings.TrimSpace(s[start:end]); part != "" {
			parts = append(parts, part)
		}
	}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '<' || c == '(':
			depth++
		case c == '>' || c == ')':
			depth--
		case (c == ',' || c == ';') && depth <= 0:
			add(i)
			start = i + 1
		}
	}
	add(len(s))
	if len(parts) == 0 {
		return []string{s}
	}
	return parts
}
