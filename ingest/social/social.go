// Package social has what the kinds of sources share that read social networks and searches: hashtags, names, consent,
// and a walk through a search that lists the newest first.
package social

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"recap/ingest/text"
	"recap/store"
)

// FoldTag returns the form in which two spellings of one hashtag agree: without "#" or the full-width "＃", in lower
// case, with compatibility forms and Latin accents folded, as Mastodon folds them (app/lib/hashtag_normalizer.rb).
func FoldTag(tag string) string {
	tag = strings.TrimLeft(strings.TrimSpace(tag), "#＃")
	return strings.ToLower(strings.Map(func(r rune) rune {
		if r >= 0x300 && r <= 0x36f { // combining diacritical marks
			return -1
		}
		return r
	}, norm.NFKD.String(tag)))
}

// FoldTags returns the folded tags that are not empty.
func FoldTags(tags []string) []string {
	var folded []string
	for _, t := range tags {
		if f := FoldTag(t); f != "" {
			folded = append(folded, f)
		}
	}
	return folded
}

// A TagFilter says which hashtags a status must have. All of its own are folded.
type TagFilter struct {
	Tag  string   // "" with no any: every status will do
	any  []string // these will do as well
	all  []string // these must be there, too
	none []string // these must not be there
}

// NewTagFilter returns the filter for hashtags as the configuration of that kind writes them.
func NewTagFilter(kind, tag string, any, all, none []string) (TagFilter, error) {
	f := TagFilter{Tag: FoldTag(tag), any: FoldTags(any), all: FoldTags(all), none: FoldTags(none)}
	given := append(append(append([]string(nil), any...), all...), none...)
	if tag != "" {
		given = append(given, tag)
	}
	for _, t := range given {
		if f := FoldTag(t); f == "" || strings.ContainsAny(f, " \t\n#/?\"()") {
			return TagFilter{}, fmt.Errorf("%s: tag %q is no hashtag; write one word, such as twisted", kind, t)
		}
	}
	return f, nil
}

// Wants reports whether a status with these tags is asked for; servers differ in what they filter.
func (f *TagFilter) Wants(tags []string) bool {
	found := f.Tag == "" && len(f.any) == 0 || f.Tag != "" && hasTag(tags, f.Tag)
	for _, t := range f.any {
		found = found || hasTag(tags, t)
	}
	for _, t := range f.all {
		found = found && hasTag(tags, t)
	}
	for _, t := range f.none {
		found = found && !hasTag(tags, t)
	}
	return found
}

// Query returns f in a form that changes when what it wants does: the cursor of another query is of no use.
func (f *TagFilter) Query() string {
	return f.Tag + "?" + url.Values{"any[]": f.any, "all[]": f.all, "none[]": f.none}.Encode()
}

// MergeTags returns tags in the form of Post.Tags, followed by the hashtags in body that are not among them.
func MergeTags(tags []string, body string) []string {
	var merged []string
	seen := make(map[string]bool)
	add := func(tag string) {
		tag = strings.ToLower(norm.NFC.String(text.Line(strings.TrimLeft(tag, "#＃"))))
		if tag != "" && len(tag) <= maxTag && !seen[tag] && len(merged) < MaxTags {
			seen[tag] = true
			merged = append(merged, tag)
		}
	}
	for _, t := range tags {
		add(t)
	}
	for _, t := range text.Tags(body) {
		add(t)
	}
	return merged
}

// Limits of what one status may carry; what lies beyond them is left out.
const (
	maxTag   = 200      // bytes of one hashtag
	MaxTags  = 100      // hashtags
	MaxLinks = 100      // links
	MaxWords = 1 << 20  // bytes of text
	MaxBio   = 16 << 10 // bytes of a profile text that are looked at
)

// hasTag reports whether want, which is folded, is among tags.
func hasTag(tags []string, want string) bool {
	for _, t := range tags {
		if FoldTag(t) == want {
			return true
		}
	}
	return false
}

// optOut are the marks by which people say in their profile that programs shall leave them alone.
var optOut = regexp.MustCompile(`(?i)#(?:<[^>]*>)*(?:nobots?|noindex|nobridge|nosearch)\b`)

// OptedOut reports whether a profile text, plain or HTML, asks programs to stay away.
func OptedOut(bio string) bool {
	return optOut.MatchString(text.Cut(bio, MaxBio))
}

// Stricter returns the one of two policies that allows less.
func Stricter(a, b store.Policy) store.Policy { return max(a, b) }

// CutName returns s on one line and no longer than a name may be.
func CutName(s string) string { return text.Cut(text.Line(s), text.MaxName) }

// DisplayName returns the name that people give themselves, without the pronouns behind it.
func DisplayName(s string) string {
	s = CutName(s)
	if !strings.Contains(s, "/") {
		return s
	}
	if bare := strings.TrimSpace(text.Pronouns().ReplaceAllString(s, "")); bare != "" {
		return bare
	}
	return s
}

// Wordless reports whether a status has nothing to read but hashtags and signs.
func Wordless(body string) bool {
	return text.OnlyTags(body) || strings.IndexFunc(body, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) < 0
}

// MaxPictures is how many pictures of a status are described.
const MaxPictures = 20

// ShowPictures adds to a status that has no words those by which its author describes its pictures.
func ShowPictures(p *store.Post, described string) {
	if described == "" {
		return
	}
	p.Text = text.Cut(strings.TrimSpace(p.Text+"\n\n"+described), MaxWords)
	p.Form = store.FormPicture
}

// quoteMark is how servers write a quotation for those that know none: "RE:" and the address of the other status, alone
// in a paragraph.
var quoteMark = text.Lazily(`^(?i:re|qt|qrt|qp|quote|quoting)\s?:\s*[\[<]?(https?://[^\s\]>]+)[\]>]?$`)

// bridgeMark is what bridges between networks add: that they do, and the page of the account on its own network.
var bridgeMark = text.Lazily(`^\[?\P{L}{0,8}(?i:bridged|cross-?posted|crossposté|gespiegelt|mirrored|originally ` +
	`posted)[^.!?\n]{0,40}\s?https?://\S+[^.!?]{0,60}$|^\P{L}{1,8}\p{L}+ \p{L}+ \P{L}{1,8} ?https?://\S+$`)

// OwnParagraphs leaves out of the words of a status the paragraphs that are not its author's: the address of a status
// that it quotes, which is among quotes where these are known, what a bridge says, and the marks of the chapters of a
// film.
func OwnParagraphs(body string, quotes ...string) string {
	if !strings.Contains(body, "://") && !strings.Contains(body, "0:00") {
		return body
	}
	parts := strings.Split(body, "\n\n")
	kept := parts[:0]
	for i, part := range parts {
		line := strings.TrimSpace(part)
		edge := i == 0 || i == len(parts)-1
		switch {
		case edge && quoteMark().MatchString(line):
		case slices.Contains(quotes, line) && line != "":
		case i > 0 && i == len(parts)-1 && bridgeMark().MatchString(text.Line(line)):
		case len(parts) > 1 && text.IsChapters(line):
		default:
			kept = append(kept, part)
		}
	}
	return strings.TrimSpace(strings.Join(kept, "\n\n"))
}

// Capped returns at most limit strings of s, each once.
func Capped(s []string, limit int) []string {
	var out []string
	seen := make(map[string]bool)
	for _, v := range s {
		if v != "" && !seen[v] && len(out) < limit {
			seen[v] = true
			out = append(out, v)
		}
	}
	return out
}

// StatusLanguage returns the BCP 47 tag of what the network took the language for, or "" where it took it for none.
func StatusLanguage(lang string) string {
	switch lang = strings.ToLower(strings.TrimSpace(lang)); lang {
	case "und", "zxx", "art", "qam", "qct", "qht", "qme", "qst":
		return ""
	case "in": // codes that ISO 639 has withdrawn
		return "id"
	case "iw":
		return "he"
	case "ji":
		return "yi"
	}
	if !languageTag.MatchString(lang) {
		return ""
	}
	return lang
}

var languageTag = regexp.MustCompile(`^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$`)

// Count returns a count of reactions, -1 if the status does not tell it.
func Count(n *int) int {
	if n == nil || *n < 0 {
		return -1
	}
	return *n
}

// AllBefore reports whether rows have dates and all of them are before t. A row without a date says nothing.
func AllBefore[R any](t time.Time, rows []R, dated func(R) time.Time) bool {
	before := false
	for _, r := range rows {
		switch at := dated(r); {
		case at.IsZero():
		case at.Before(t):
			before = true
		default:
			return false
		}
	}
	return before
}
