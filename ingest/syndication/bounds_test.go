package syndication

import (
	"context"
	"errors"
	"strings"
	"testing"

	"recap/ingest/bounds"
	"recap/ingest/fetch"
)

// inFeed returns an RSS feed whose only item holds body.
func inFeed(body string) string {
	return `<rss version="2.0" xmlns:x="urn:x"><channel><title>Moor news</title><item><guid>g</guid><title>Peat</title>` + body + `</item></channel></rss>`
}

func TestFeedsBeyondBoundsAreErrors(t *testing.T) {
	for name, body := range map[string]string{
		"deep extensions":            inFeed(strings.Repeat("<x:e>", 3_000_000)),
		"deep extensions, cut off":   strings.TrimSuffix(inFeed(strings.Repeat("<x:e>", 3_000_000)), "</item></channel></rss>"),
		"deep, in a damaged feed":    inFeed("]]>") + "<item>" + strings.Repeat("<x:e>", 3_000_000) + "</item>",
		"extensions without end":     inFeed(strings.Repeat("<x:e/>", 1_000_000)),
		"a text around its elements": inFeed("<x:e>" + strings.Repeat("text<b/>", 200_000) + "</x:e>"),
		"objects of JSON":            `{"version":"https://jsonfeed.org/version/1.1","items":[` + strings.Repeat("{},", 400_000) + "{}]}",
		"nested JSON":                `{"version":"https://jsonfeed.org/version/1.1","items":[{"_x":` + strings.Repeat("[", 500_000) + "]}]}",
	} {
		_, err := parseText(body)
		var fault *fetch.Error
		var beyond *bounds.Error
		if name == "deep, in a damaged feed" && err == nil {
			continue // what is whole of it was read
		}
		if !errors.As(err, &fault) || fault.Reason != fetch.TooLarge || !errors.As(err, &beyond) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestFeedWithinBoundsIsReadInPieces(t *testing.T) {
	doc, err := parseText(inFeed("<x:e>" + strings.Repeat("so<!-- -->me ", 60_000) + "</x:e>"))
	if err != nil || len(doc.Items) != 1 {
		t.Fatalf("parseFeed() = %v", err)
	}
	if got := Extension(doc.Items[0].Extensions, "x", "e"); got != strings.TrimSpace(strings.Repeat("some ", 60_000)) {
		t.Errorf("the text in pieces reads %.40q…", got)
	}
}

func TestFeedIsReadNoFurtherThanItsFirstItems(t *testing.T) {
	body := "<rss><channel>" + strings.Repeat("<item><guid>g</guid></item>", 800_000) + "</channel></rss>"
	doc, err := Parse(context.Background(), &fetch.Response{Body: []byte(body[:MaxBytes-1000])}, 700)
	if err != nil || len(doc.Items) != 700 || doc.Held < 500_000 || doc.Cut != nil {
		t.Errorf("parseFeed() = %v; %+v", err, doc)
	}
}

func TestParsingEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Parse(ctx, &fetch.Response{Body: []byte(inFeed(""))}, 10); !errors.Is(err, context.Canceled) {
		t.Errorf("parseFeed() = %v", err)
	}
}

// parseText parses a body that a server sent as a feed.
func parseText(body string) (*Document, error) {
	return Parse(context.Background(), &fetch.Response{URL: "https://feeds.example.org/x", Status: 200, Body: []byte(body)}, MaxItems)
}
