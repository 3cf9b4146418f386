package syndication

import (
	"context"
	"strconv"
	"strings"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/rss"
)

// The XML parser takes a text byte by byte and copies it several times, which is most of the time that a feed takes,
// although character data stands for itself. So the long texts of RSS that are character data are laid aside before,
// and put in their places behind it.

const (
	asideLeast = 256      // bytes from which on it pays
	asideMark  = "\ue000" // begins and ends what stands for the words meanwhile
	dataBegin  = "<![CDATA["
	dataEnd    = "]]>"
)

// layAside returns the document s with a short mark in place of the character data in each long text, and what these
// were.
func layAside(s string) (short string, aside []string) {
	if strings.Contains(s, asideMark) {
		return s, nil
	}
	var b strings.Builder
	for {
		head, rest, found := strings.Cut(s, dataBegin)
		if !found {
			break
		}
		data, tail, ended := strings.Cut(rest, dataEnd)
		if !ended {
			break
		}
		s = tail
		b.WriteString(head)
		b.WriteString(dataBegin)
		if len(data) >= asideLeast && (strings.HasSuffix(head, "<content:encoded>") && strings.HasPrefix(tail, "</content:encoded>") ||
			strings.HasSuffix(head, "<description>") && strings.HasPrefix(tail, "</description>")) {
			data, aside = asideMark+strconv.Itoa(len(aside))+asideMark, append(aside, data)
		}
		b.WriteString(data)
		b.WriteString(dataEnd)
	}
	b.WriteString(s)
	return b.String(), aside
}

// putInPlace puts back into feed what layAside took out, and reports whether all of it was found.
func putInPlace(feed *gofeed.Feed, aside []string) bool {
	original, ok := feed.OriginalFeed().(*rss.Feed)
	if !ok {
		return false
	}
	found := 0
	put := func(texts ...*string) {
		n, err := strconv.Atoi(strings.Trim(*texts[0], asideMark))
		if !strings.HasPrefix(*texts[0], asideMark) || err != nil || n >= len(aside) {
			return
		}
		for _, t := range texts {
			*t = aside[n]
		}
		found++
	}
	put(&feed.Description, &original.Description)
	for i, it := range feed.Items {
		put(&it.Content, &original.Items[i].Content)
		put(&it.Description, &original.Items[i].Description)
	}
	return found == len(aside)
}

// read has gofeed parse the document as a whole.
func (r feedRoot) read(ctx context.Context) (*gofeed.Feed, error) {
	if r.name == "feed" {
		return callGofeed(ctx, r.data)
	}
	short, aside := layAside(r.data)
	feed, err := callGofeed(ctx, short)
	if len(aside) > 0 && (err != nil || !putInPlace(feed, aside)) { // damaged, or one of them stands where none is expected
		return callGofeed(ctx, r.data)
	}
	return feed, err
}
