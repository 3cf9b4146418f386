package feed

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/html/charset"

	"recap/ingest/fetch"
	"recap/ingest/text"
)

// An OPMLFeed is one feed of a list of feeds.
type OPMLFeed struct {
	Name string // one line, not empty: its title, else its text, else its host
	URL  string // http or https
}

// Limits of one list of feeds.
const (
	opmlMaxBytes = 4 << 20
	opmlMaxDepth = 100
	opmlMaxFeeds = 10000
	opmlMaxName  = 80 // bytes
)

// ParseOPML reads a list of feeds (OPML 1 or 2, http://opml.org/spec2.opml) with groups in groups, whatever the case of
// its attributes, in the order of the list and with its repetitions. Skipped holds an error for each feed that cannot
// be had: of another scheme, or at a private address, which only the configuration's own author may name. It is an
// error if data is no such list, is cut off, or is too large (4 MiB, 10,000 feeds, 100 levels).
func ParseOPML(data []byte) (feeds []OPMLFeed, skipped []error, err error) {
	if len(data) > opmlMaxBytes {
		return nil, nil, fmt.Errorf("the list has more than %d MiB", opmlMaxBytes>>20)
	}
	d := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	d.Strict, d.Entity, d.CharsetReader = false, xml.HTMLEntity, charset.NewReaderLabel
	for depth := 0; ; {
		token, err := d.Token()
		switch {
		case err == io.EOF && feeds == nil && skipped == nil:
			return nil, nil, errors.New("there is no feed in the list")
		case err == io.EOF:
			return feeds, skipped, nil
		case err != nil:
			return nil, nil, fmt.Errorf("the list is not OPML: %w", err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			if depth == 0 && !strings.EqualFold(e.Name.Local, "opml") {
				return nil, nil, fmt.Errorf("the list is not OPML: it begins with <%s>", text.Line(e.Name.Local))
			}
			if depth++; depth > opmlMaxDepth {
				return nil, nil, fmt.Errorf("the list has more than %d levels", opmlMaxDepth)
			}
			if feed, err := opmlFeed(e); err != nil {
				skipped = append(skipped, err)
			} else if feed.URL != "" {
				feeds = append(feeds, feed)
			}
			if len(feeds)+len(skipped) > opmlMaxFeeds {
				return nil, nil, fmt.Errorf("the list has more than %d feeds", opmlMaxFeeds)
			}
		case xml.EndElement:
			depth--
		}
	}
}

// opmlFeed returns the feed that an element stands for, the zero value for a group and anything else.
func opmlFeed(e xml.StartElement) (OPMLFeed, error) {
	if !strings.EqualFold(e.Name.Local, "outline") {
		return OPMLFeed{}, nil
	}
	attr := func(name string) string {
		for _, a := range e.Attr {
			if strings.EqualFold(a.Name.Local, name) {
				return text.Line(a.Value)
			}
		}
		return ""
	}
	address := withoutFeedScheme(attr("xmlUrl"))
	if address == "" {
		return OPMLFeed{}, nil
	}
	name := text.Cut(cmp.Or(attr("title"), attr("text")), opmlMaxName)
	u, err := url.Parse(address)
	switch {
	case err != nil || len(address) > text.MaxURL:
		return OPMLFeed{}, fmt.Errorf("%s: its address is no valid URL", cmp.Or(name, "a feed"))
	case u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "":
		return OPMLFeed{}, fmt.Errorf("%s: %s is not a web address", cmp.Or(name, "a feed"), fetch.Redact(address))
	case fetch.IsPrivateLiteral(u.Hostname()):
		return OPMLFeed{}, fmt.Errorf("%s: %s is a private address; add the source by hand if that is meant",
			cmp.Or(name, "a feed"), fetch.Redact(address))
	}
	return OPMLFeed{Name: cmp.Or(name, u.Hostname()), URL: address}, nil
}

// withoutFeedScheme returns the address that one of the scheme feed, which browsers once had, stands for: feed://… or
// feed:https://….
func withoutFeedScheme(address string) string {
	if len(address) < len("feed:") || !strings.EqualFold(address[:len("feed:")], "feed:") {
		return address
	}
	rest := address[len("feed:"):]
	if strings.HasPrefix(rest, "//") {
		return "http:" + rest
	}
	return rest
}

// WriteOPML writes feeds as OPML 2.0. created is left out if it is zero. Feeds whose address holds a secret are the
// caller's to leave out.
func WriteOPML(w io.Writer, title string, created time.Time, feeds []OPMLFeed) error {
	type outline struct {
		Type  string `xml:"type,attr"`
		Text  string `xml:"text,attr"`
		Title string `xml:"title,attr"`
		URL   string `xml:"xmlUrl,attr"`
	}
	type head struct {
		Title   string `xml:"title"`
		Created string `xml:"dateCreated,omitempty"`
	}
	list := struct {
		XMLName  xml.Name  `xml:"opml"`
		Version  string    `xml:"version,attr"`
		Head     head      `xml:"head"`
		Outlines []outline `xml:"body>outline"`
	}{Version: "2.0", Head: head{Title: title}}
	if !created.IsZero() {
		list.Head.Created = created.UTC().Format(time.RFC1123Z)
	}
	for _, f := range feeds {
		list.Outlines = append(list.Outlines, outline{"rss", f.Name, f.Name, f.URL})
	}
	data, err := xml.MarshalIndent(list, "", "  ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s%s\n", xml.Header, data)
	return err
}
