package stream

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"recap/digest/internal/lazyregexp"
	"recap/digest/post"
	"recap/digest/prose"
)

const maxWords = 60 // of what is printed of one status

var (
	counter = lazyregexp.New(`^[(\[]?\d{1,2}/(?:\d{1,2}|[nN])?[)\]]?[.:]?$`)
	chapter = lazyregexp.New(`(?:^|\s)\d{1,2}:\d\d(?::\d\d)? \S.*?\s\d{1,2}:\d\d(?::\d\d)? \S`)
	picture = lazyregexp.New(`^(?::\w+:)+$`)
	bridge  = lazyregexp.New(`(?i)\s*(?:\[|🌉 )?bridged from\b.*$`)
	passed  = lazyregexp.New(`^["“]?(?:RT|MT) ?@([\w.-]+):? *`)
)

// Text returns what is printed of a status: prose.Status without what is no words of its writer's, such as the
// counter of a numbered thread, the chapter marks of a video, the mark of a bridge between networks and "RT @x:". It
// is "" where no words are left.
func Text(p *post.Post) string {
	t := p.Text
	if strings.Count(t, ":") > 1 {
		t = withoutChapters(t)
	}
	if strings.Contains(t, "ridged from") {
		t = bridge.ReplaceAllString(t, "")
	}
	if i := strings.Index(t, " RT @"); i > 0 { // a remark, and what it is on
		t = t[:i]
	}
	t = withoutPassed(t)
	s := strings.TrimRight(withoutMarks(withSubject(prose.Status(t, p.Language), t)), " ,;:–-")
	if prose.StatusWords(s) == 0 {
		return ""
	}
	return s
}

// withSubject gives a printed status that begins in the middle of a sentence its subject back: the last of the
// hashtags before it.
func withSubject(s, text string) string {
	if r, _ := utf8.DecodeRuneInString(s); !unicode.IsLower(r) {
		return s
	}
	subject := ""
	for _, w := range strings.Fields(text) {
		if !strings.HasPrefix(w, "#") && !strings.HasPrefix(w, "＃") {
			if subject != "" && strings.HasPrefix(s, w) {
				return subject + " " + s
			}
			return s
		}
		subject = w
	}
	return s
}

// withoutPassed takes the mark of a share that was made by hand off its beginning.
func withoutPassed(t string) string {
	if passesOn(t) {
		t = passed.ReplaceAllString(t, "")
	}
	return t
}

// passesOn is a cheap look for what passed could match.
func passesOn(t string) bool {
	return len(t) > 6 && strings.Contains(t[:6], "T") && strings.Contains(t[:6], "@")
}

// withoutChapters cuts a text before its first two clock times that each have a title behind them.
func withoutChapters(t string) string {
	if at := chapter.FindString(t); at != "" {
		return t[:strings.Index(t, at)]
	}
	return t
}

// withoutMarks takes "1/4", the picture of a thread and pictures that a server gives a name (":blobcat:") off both
// ends.
func withoutMarks(s string) string {
	if !containsOne(s, "/", "🧵", ":") {
		return s
	}
	words := strings.Fields(s)
	mark := func(w string) bool {
		return counter.MatchString(w) || w == "🧵" || w == "🧵👇" || w[0] == ':' && picture.MatchString(w)
	}
	for len(words) > 0 && mark(words[0]) {
		words = words[1:]
	}
	for len(words) > 0 && mark(words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	return strings.Join(words, " ")
}

// Excerpt returns what is printed of a status as a quotation: its Text, or of one of more than sixty words the window
// of whole sentences that says most. It is "" where there is none.
func Excerpt(p *post.Post) string {
	t := Text(p)
	if prose.Count(t) <= maxWords {
		return t
	}
	best, score := "", 0.0
	for _, w := range p.Windows(true) {
		text := withoutMarks(prose.Status(withoutPassed(w.Text()), p.Language))
		if text == "" || !strings.Contains(t, text) {
			continue
		}
		if v := windowValue(&w); best == "" || v > score {
			best, score = text, v
		}
	}
	return best
}

// windowValue prefers what claims and counts, then the beginning, then the longer.
func windowValue(w *prose.Window) float64 {
	v := .6*float64(min(w.Words(), 25))/25 - .2*float64(w.Index)
	for i := range w.Units {
		if w.Units[i].Acts.Any(claims...) {
			v += .3
		}
		if strings.ContainsFunc(w.Units[i].Text, unicode.IsDigit) {
			v += .2
		}
		if w.Units[i].Cues.Any(empty...) {
			v -= .5
		}
	}
	if first := w.Units[0].Cues; first.Any(dangling...) && !first.Any(standing...) {
		v -= 1
	}
	return v
}

// Speaker returns the name to print for the writer of p, the real one where it is known, and whose words p passes on:
// "" if its own.
func (s *Stream) Speaker(p *post.Post) (name, relaying string) {
	name = speakerName(p, s.names)
	of := relayed(p)
	switch {
	case of == "":
		return name, s.cited[p]
	case sameAccount(of, p.Author.Handle):
		return name, ""
	}
	return name, accountName(of, s.names)
}

// relayed returns the account whose words p passes on, "" if there is none.
func relayed(p *post.Post) string {
	t := p.Text
	if passesOn(t) {
		if m := passed.FindStringSubmatch(t); m != nil {
			return strings.TrimRight(m[1], ".-")
		}
	}
	if !strings.Contains(t, "@") || !containsOne(t, "\"", "“") && !strings.HasPrefix(strings.TrimLeft(t, ". \n"), "@") {
		return ""
	}
	return prose.Relayed(t)
}

func speakerName(p *post.Post, names map[string]string) string {
	if n := names[strings.ToLower(p.Author.Handle)]; n != "" {
		return n
	}
	if n := plainName(p.Who); n != "" && n != p.Author.Handle && n != local(p.Author.Handle) {
		return n
	}
	if p.Author.Handle != "" {
		return "@" + local(p.Author.Handle)
	}
	return p.Who
}

// accountName returns the real name behind an account, else the account without its server.
func accountName(handle string, names map[string]string) string {
	if n := names[strings.ToLower(handle)]; n != "" {
		return n
	}
	if n := names[strings.ToLower(local(handle))]; n != "" {
		return n
	}
	return "@" + local(handle)
}

// plainName takes pictures off a display name.
func plainName(s string) string {
	words := strings.Fields(strings.Map(func(r rune) rune {
		if pictorial(r) {
			return -1
		}
		return r
	}, s))
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return w[0] == ':' && picture.MatchString(w) }), " ")
}

// pictorial reports whether r is part of an emoji.
func pictorial(r rune) bool {
	return r >= 0x2190 && (unicode.In(r, unicode.So, unicode.Sk) || r >= 0xFE00 && r <= 0xFE0F || r == 0x200D || r == 0x20E3)
}

// local returns an account without its server.
func local(handle string) string {
	name, _, _ := strings.Cut(strings.TrimPrefix(handle, "@"), "@")
	return name
}

func sameAccount(a, b string) bool {
	return strings.EqualFold(a, b) || strings.EqualFold(local(a), local(b))
}
