package syndication

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"recap/ingest/bounds"
)

var (
	jsonVersion = regexp.MustCompile(`"version"\s*:\s*"https?:(?:\\?/){2}(?:www\.)?jsonfeed\.org`)
	jsonNumber  = regexp.MustCompile(`^1(?:\.[01])?$`)
	jsonItems   = regexp.MustCompile(`"items"\s*:\s*\[`)
)

// parseJSONFeed reads a JSON Feed (https://www.jsonfeed.org/version/1.1/). gofeed takes any JSON object for an empty
// feed, so the version decides. An object with items is let in if it has another version and a title, or gives the
// version as a number.
func parseJSONFeed(ctx context.Context, s string) (*Document, error) {
	if err := bounds.CheckJSON(s); err != nil {
		return nil, err
	}
	named := jsonVersion.MatchString(s)
	feed, err := callGofeed(ctx, s)
	switch {
	case err == nil && (named || jsonItems.MatchString(s) &&
		(feed.FeedVersion != "" && feed.Title != "" || jsonNumber.MatchString(feed.FeedVersion))):
		return newDocument(feed), nil
	case !named:
		return nil, errors.New("JSON, but no feed; check the address")
	}
	return parseJSONItems(ctx, s, err)
}

// parseJSONItems reads each item by itself, as far as the text goes, so that a damaged one costs no other. whole is
// what the feed as a whole failed with.
func parseJSONItems(ctx context.Context, s string, whole error) (*Document, error) {
	at := jsonItems.FindStringIndex(s)
	if at == nil {
		return nil, fmt.Errorf("JSON Feed: %w", whole)
	}
	items := json.NewDecoder(strings.NewReader(s[at[1]-1:]))
	if _, err := items.Token(); err != nil {
		return nil, fmt.Errorf("JSON Feed: %w", whole)
	}
	doc := &Document{Cut: whole}
	for n := 1; items.More() && n <= MaxItems; n++ {
		var item json.RawMessage
		if items.Decode(&item) != nil {
			break
		}
		feed, err := callGofeed(ctx, `{"version":"https://jsonfeed.org/version/1.1","items":[`+string(item)+`]}`)
		if err != nil {
			doc.Skipped = append(doc.Skipped, fmt.Errorf("item %d: %w", n, err))
			continue
		}
		doc.add(feed)
	}
	if doc.Feed == nil {
		return nil, fmt.Errorf("JSON Feed: %w", whole)
	}
	return doc, nil
}
