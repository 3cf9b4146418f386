package digest

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// name gives the edition its id, title, slug and address.
func (b *builder) name(e *Edition) {
	slug := b.in.Window.slug()
	e.ID = safeName(b.opt.Digest) + "-" + slug
	e.Slug = safeName(b.opt.Community.Name) + "-recap-" + slug
	what := b.opt.Community.Name
	when := b.in.Window.label(b.lang)
	if i := strings.Index(when, ", "); i >= 0 && b.in.Window.days() == 1 {
		when = when[i+2:]
	}
	switch {
	case e.Event != nil && e.Event.Days > 1:
		e.Title = Fill(b.lang.dayTitle, "n", strconv.Itoa(e.Event.Day), "event", e.Event.Name)
		if b.in.Window.days() > 1 {
			e.Title = e.Event.Name
		}
		e.Slug = safeName(e.Event.Name) + "-" + slug
	case e.Event != nil:
		e.Title = e.Event.Name
	default:
		e.Title = Fill(b.lang.title, "community", what, "day", when)
	}
	if len(e.Stories) > 0 {
		e.Title += ": " + clip(e.Stories[0].Title, 70)
	}
	if b.opt.URL != "" {
		last := b.in.Window.lastDay()
		e.URL = strings.NewReplacer("{slug}", e.Slug, "{date}", last.Format(time.DateOnly), "{year}", last.Format("2006"), "{month}", last.Format("01"), "{day}", last.Format("02"), "{id}", e.ID).Replace(b.opt.URL)
	}
}

// safeName turns a name into a part of a file name and URL: lower-case letters and digits, words joined by hyphens.
func safeName(s string) string {
	var out strings.Builder
	dash := false
	for _, r := range strings.ToLower(s) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			if dash && out.Len() > 0 {
				out.WriteByte('-')
			}
			dash = false
			out.WriteRune(r)
		case r >= 0x80 && utf8.ValidRune(r):
			if f, ok := folds[r]; ok {
				out.WriteString(f)
				dash = false
			} else {
				dash = true
			}
		default:
			dash = true
		}
	}
	if out.Len() == 0 {
		return "recap"
	}
	return out.String()
}

var folds = map[rune]string{'ä': "ae", 'ö': "oe", 'ü': "ue", 'ß': "ss", 'é': "e", 'è': "e", 'ê': "e", 'á': "a", 'à': "a", 'â': "a", 'å': "a", 'í': "i", 'ó': "o", 'ô': "o", 'ø': "o", 'ú': "u", 'ñ': "n", 'ç': "c", 'š': "s", 'ž': "z", 'č': "c", 'ł': "l"}
