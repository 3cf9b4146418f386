package status

import (
	"bytes"
	"encoding/json"
	"html"
	"slices"
	"strings"

	"github.com/dghubble/go-twitter/twitter"

	"recap/ingest/social"
	"recap/ingest/text"
)

// tweetText returns the words of a status and the addresses that it links to. The words are the full ones, not those
// cut for old programs, with the characters that the API escapes, with the addresses behind t.co's, and without the
// links to its own media and quoted status at their end. note, if not empty, is the text to take; find finds addresses
// in a text of that network.
func tweetText(t *twitter.Tweet, note Note, find func(string) []string) (body string, links []string) {
	entities := []*twitter.Entities{t.Entities}
	body = t.FullText
	if x := t.ExtendedTweet; x != nil && x.FullText != "" {
		body = x.FullText
		entities = append(entities, x.Entities)
	}
	if note.text != "" {
		body = note.text
		entities = append(entities, &twitter.Entities{Urls: note.urls})
	} else if body == "" {
		body = t.Text
	}
	body = text.Cut(text.Clean(html.UnescapeString(body)), social.MaxWords)

	var swaps, media []string
	expansions := make(map[string]string)
	quoted := IDString(t.QuotedStatusIDStr, t.QuotedStatusID)
	for _, e := range entities {
		if e == nil {
			continue
		}
		for _, m := range e.Media {
			media = append(media, m.URL)
		}
		for _, u := range e.Urls {
			expanded := text.Links(u.ExpandedURL)
			if u.URL == "" || len(expanded) != 1 {
				continue
			}
			if quoted != "" && strings.Contains(expanded[0], "/status/"+quoted) {
				media = append(media, u.URL)
				links = append(links, expanded[0])
			}
			swaps = append(swaps, u.URL, expanded[0])
			expansions[u.URL] = expanded[0]
		}
	}
	if t.ExtendedEntities != nil {
		for _, m := range t.ExtendedEntities.Media {
			media = append(media, m.URL)
		}
	}
	body = trimEnd(strings.TrimSpace(body), media)
	var own []string
	for _, l := range find(body) {
		switch expanded := expansions[l]; {
		case expanded != "":
			own = append(own, expanded)
		case slices.Contains(media, l):
		case strings.Contains(l, "://"):
			own = append(own, social.FirstWeb(l))
		default:
			own = append(own, social.FirstWeb("http://"+l))
		}
	}
	for _, m := range media { // those inside the text lead nowhere that a reader cannot see
		if m != "" {
			swaps = append(swaps, " "+m, "", m, "")
		}
	}
	body = strings.TrimSpace(strings.NewReplacer(swaps...).Replace(body))
	return body, social.Capped(append(own, links...), social.MaxLinks)
}

// trimEnd takes those addresses off the end of body.
func trimEnd(body string, addresses []string) string {
	for {
		before := body
		for _, a := range addresses {
			if a != "" {
				body = strings.TrimSpace(strings.TrimSuffix(body, a))
			}
		}
		if body == before {
			return body
		}
	}
}

// tweetTags returns the hashtags that the network found in a status.
func tweetTags(t *twitter.Tweet) []string {
	var tags []string
	add := func(e *twitter.Entities) {
		if e != nil {
			for _, h := range e.Hashtags {
				tags = append(tags, h.Text)
			}
		}
	}
	add(t.Entities)
	if t.ExtendedTweet != nil {
		add(t.ExtendedTweet.Entities)
	}
	return tags
}

// tweetPictures returns the words by which the author of a status, which was received as raw, describes its pictures.
func tweetPictures(raw []byte) string {
	type media struct {
		Media []struct {
			Alt string `json:"ext_alt_text"`
		} `json:"media"`
	}
	var t struct {
		Entities media `json:"extended_entities"`
		Extended struct {
			Entities media `json:"entities"`
		} `json:"extended_tweet"`
	}
	if !bytes.Contains(raw, []byte("ext_alt_text")) || json.Unmarshal(unwrapTweet(raw), &t) != nil {
		return ""
	}
	var words []string
	for _, m := range append(t.Entities.Media, t.Extended.Entities.Media...) {
		words = append(words, text.Line(m.Alt))
	}
	return strings.Join(social.Capped(words, social.MaxPictures), "\n\n")
}
