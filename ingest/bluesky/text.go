package bluesky

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"recap/ingest/social"
	"recap/ingest/text"
)

// A skyFacet says what a part of a text is (app.bsky.richtext.facet). Its ends count bytes of UTF-8.
type skyFacet struct {
	Index struct {
		Start int `json:"byteStart"`
		End   int `json:"byteEnd"`
	} `json:"index"`
	Features []struct {
		Type string `json:"$type"`
		Tag  string `json:"tag"`
		URI  string `json:"uri"`
	} `json:"features"`
}

// skyWords are the words of a post.
type skyWords struct {
	own         string
	tags, links []string
}

// maxFacets is how many parts of a text are looked at.
const maxFacets = 500

// words returns the words of r. A link that the author's program shortened is spelt out, because the words that stand
// for it lead nowhere.
func (r *skyRecord) words() skyWords {
	body := text.Cut(r.Text, social.MaxWords)
	facets := r.Facets[:min(len(r.Facets), maxFacets)]
	facets = slices.DeleteFunc(slices.Clone(facets), func(f skyFacet) bool { return !f.within(body) })
	slices.SortStableFunc(facets, func(a, b skyFacet) int { return cmp.Compare(a.Index.Start, b.Index.Start) })
	var w skyWords
	var b strings.Builder
	done := 0 // bytes of body that are written
	for _, f := range facets {
		for _, x := range f.Features {
			switch x.Type {
			case "app.bsky.richtext.facet#tag":
				w.tags = append(w.tags, x.Tag)
			case "app.bsky.richtext.facet#link":
				link := social.FirstWeb(x.URI)
				if link == "" {
					continue
				}
				w.links = append(w.links, link)
				if f.Index.Start >= done && shortensURL(body[f.Index.Start:f.Index.End], link) {
					b.WriteString(body[done:f.Index.Start] + link)
					done = f.Index.End
				}
			}
		}
	}
	b.WriteString(body[done:])
	w.own = strings.TrimSpace(text.Clean(b.String()))
	w.tags = append(w.tags, r.Tags...)
	return w
}

// within reports whether f is a part of body that begins and ends between two characters.
func (f *skyFacet) within(body string) bool {
	start, end := f.Index.Start, f.Index.End
	return start >= 0 && start < end && end <= len(body) && utf8.RuneStart(body[start]) && (end == len(body) || utf8.RuneStart(body[end]))
}

// shortensURL reports whether shown is link without its scheme, and perhaps without its end.
func shortensURL(shown, link string) bool {
	_, bare, _ := strings.Cut(link, "://")
	bare = strings.TrimPrefix(strings.ToLower(bare), "www.")
	shown = strings.TrimPrefix(strings.ToLower(strings.TrimSpace(shown)), "www.")
	begin, cut := strings.CutSuffix(strings.TrimSuffix(shown, "…"), "...")
	cut = cut || strings.HasSuffix(shown, "…")
	return begin != "" && strings.HasPrefix(bare, begin) && (cut || strings.TrimSuffix(bare, "/") == strings.TrimSuffix(begin, "/"))
}

// A skyEmbed is what a post shows below its words (app.bsky.embed.*#view): a card of a page, another post, or media
// with one of these.
type skyEmbed struct {
	External struct {
		URI string `json:"uri"`
	} `json:"external"`
	Images []struct {
		Alt string `json:"alt"`
	} `json:"images"`
	Alt    string          `json:"alt"` // of a film
	Media  json.RawMessage `json:"media"`
	Record json.RawMessage `json:"record"`
}

// embedded returns the address of the page whose card v shows, the words of the post that it quotes, as far as its
// author still lets others see it, and those by which the author describes what it shows.
func (v *skyPost) embedded() (card []string, quoted, pictures string) {
	var e, media skyEmbed
	if json.Unmarshal(v.Embed, &e) != nil {
		return nil, "", ""
	}
	_ = json.Unmarshal(e.Media, &media) // there may be none
	for _, uri := range []string{e.External.URI, media.External.URI} {
		if link := social.FirstWeb(uri); link != "" {
			card = append(card, link)
		}
	}
	var other struct {
		Value  *skyRecord      `json:"value"`
		Record json.RawMessage `json:"record"` // with media, the post lies one level deeper
	}
	if json.Unmarshal(e.Record, &other) == nil && other.Value == nil {
		_ = json.Unmarshal(other.Record, &other)
	}
	if other.Value != nil && (other.Value.Type == "" || other.Value.Type == skyPosts) {
		quoted = other.Value.words().own
	}
	alts := []string{text.Line(e.Alt), text.Line(media.Alt)}
	for _, image := range append(e.Images, media.Images...) {
		alts = append(alts, text.Line(text.Cut(image.Alt, social.MaxBio)))
	}
	return card, quoted, strings.Join(social.Capped(alts, social.MaxPictures), "\n\n")
}
