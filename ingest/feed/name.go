package feed

import (
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"recap/ingest/machine"
	"recap/ingest/text"
	"recap/store"
)

// maxCredits is how many people are named of those who wrote one item together.
const maxCredits = 5

// credited returns the author that stands for all who are named by raw, each of which is a field of an item that names
// one or several people. With several, Name holds all of their names, parted by commas and " & " before the last.
func credited(raw ...string) store.Author {
	var people []store.Author
	for _, field := range raw {
		for _, name := range splitNames(text.Cut(feedTitle(field), 4*feedMaxTitle)) {
			a := writer(name)
			same := func(b store.Author) bool { return b.Name == a.Name && b.Handle == a.Handle }
			switch {
			case a.Name == "" && a.Handle == "" && len(people) > 0: // an address beside a name
			case len(people) > 0 && people[0].Name == "" && people[0].Handle == "":
				people[0] = a
			case !slices.ContainsFunc(people, same):
				people = append(people, a)
			}
		}
	}
	switch len(people) {
	case 0:
		return store.Author{}
	case 1:
		return people[0]
	}
	var names []string
	for _, a := range people {
		names = append(names, a.Display())
	}
	if len(names) > maxCredits {
		return store.Author{Name: strings.Join(names[:maxCredits], ", ") + " et al."}
	}
	last := len(names) - 1
	return store.Author{Name: text.Cut(strings.Join(names[:last], ", ")+" & "+names[last], text.MaxName)}
}

var (
	mailAddress = text.Lazily(`(?:mailto:)?([\pL\pN!#$%&'*+/=?^_{|}~.-]+@[\pL\pN-]+(?:\.[\pL\pN-]+)+)`)
	mailHidden  = text.Lazily(`(?i)^\S+(?: at | \(at\) | \[at\] |\(at\)|\[at\])\S+(?: dot |\(dot\)|\[dot\]|\.)\S+$`)
	emptyPairs  = text.Lazily(`\s*(?:\(\s*\)|\[\s*\]|<\s*>|（\s*）)`)
	creditLabel = text.Lazily(`^\pL+\s?[:：]\s*`)
	creditBy    = text.Lazily(`^(?:(?i:by|posted by|written by|submitted by)|[Pp]ar|[Pp]or|[Dd]oor|[Pp]rzez|Von|Di)\s+`)
	nameJoin    = text.Lazily(`\s*[;、，|]\s*|\s+(?:and|und|et|y|e|en|och|og|ja|i|и|та|ve|a|&|＆|\+)\s+`)
	handleForms = text.Lazily(`^@([\pL\pN_][\pL\pN_.-]*(?:@[\pL\pN-]+(?:\.[\pL\pN-]+)+)?)$`)
	redditUser  = text.Lazily(`^/?u/([\pL\pN_-]+)$`)
)

// writer returns the one person that a name, as a feed gives it, stands for: without the address, pronouns and words
// before it that stand around the name. Who is given by an account or the address of a profile has a handle. What is no
// name, such as an address or "admin", gives none.
func writer(raw string) store.Author {
	raw = strings.TrimSpace(raw)
	var a store.Author
	if at := strings.IndexByte(raw, '@'); at > 0 && raw[at-1] != ' ' {
		if m := mailAddress().FindStringSubmatchIndex(raw); m != nil && (m[0] == 0 || raw[m[0]-1] != '@') {
			a.Address = strings.ToLower(text.Cut(raw[m[2]:m[3]], 254))
			if machine.Author(store.Author{Address: a.Address}) != "" { // a blog's own, behind which everybody writes
				a.Address = ""
			}
			raw = raw[:m[0]] + raw[m[1]:]
		}
	}
	if strings.Contains(raw, "://") {
		if u, err := url.Parse(strings.Trim(raw, "<>() ")); err == nil && u.Host != "" && !strings.Contains(raw, " ") {
			a.URL, a.Handle = text.WebURL(nil, u.String()), profileHandle(u)
			return a
		}
	}
	raw = text.Pronouns().ReplaceAllString(raw, "")
	raw = emptyPairs().ReplaceAllString(raw, "")
	if l := creditLabel().FindString(raw); l != "" && len(l) < len(raw) && utf8.RuneCountInString(l) <= 16 {
		raw = raw[len(l):]
	}
	if by := creditBy().FindString(raw); by != "" && isCapital(raw[len(by):]) {
		if rest := raw[len(by):]; strings.HasSuffix(strings.ToLower(strings.TrimSpace(by)), "by") ||
			strings.Contains(rest, " ") && !strings.Contains(rest, ",") {
			raw = rest
		}
	}
	if strings.Contains(raw, "@") {
		raw, a.Handle = accountTitle(raw)
	}
	raw = strings.Trim(raw, " \t,;:\"“”<>")
	if strings.HasPrefix(raw, "(") && strings.HasSuffix(raw, ")") && strings.Count(raw, "(") == 1 { // what stood behind an address
		raw = strings.TrimSpace(raw[1 : len(raw)-1])
	}
	if m := redditUser().FindStringSubmatch(raw); m != nil {
		a.Handle = text.Cut(m[1], text.MaxName)
		return a
	}
	if isNobody(raw) || mailHidden().MatchString(raw) {
		return a
	}
	a.Name = text.Cut(givenFirst(raw), text.MaxName)
	return a
}

// isCapital reports whether s begins with a letter that is no small one.
func isCapital(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r) && !unicode.IsLower(r)
}

// profileHandle returns the account whose page u is, as far as the form of the address shows one.
func profileHandle(u *url.URL) string {
	parts := strings.FieldsFunc(u.Path, func(r rune) bool { return r == '/' })
	if len(parts) == 0 {
		return ""
	}
	name := parts[len(parts)-1]
	switch {
	case len(name) > 1 && (name[0] == '@' || name[0] == '~'):
		name = name[1:]
	case len(parts) < 2:
		return ""
	default:
		switch strings.ToLower(parts[len(parts)-2]) {
		case "u", "user", "users", "profile", "profiles", "people", "author", "authors", "member", "members", "channel",
			"c", "accounts", "account":
		default:
			return ""
		}
	}
	if len(name) > 100 || strings.Trim(name, "0123456789") == "" || strings.IndexFunc(name, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("_.-", r)
	}) >= 0 {
		return ""
	}
	return name + "@" + strings.TrimPrefix(strings.ToLower(u.Host), "www.")
}

// nobodies are what programs write where they know no name, and the offices behind which nobody is known.
var nobodies = map[string]bool{
	"admin": true, "administrator": true, "webmaster": true, "root": true, "postmaster": true, "hostmaster": true,
	"noreply": true, "no-reply": true, "no reply": true,
	"donotreply": true, "info": true, "contact": true, "support": true, "editor": true, "news": true, "unknown": true,
	"anonymous": true, "anon": true, "nobody": true,
	"author": true, "user": true, "undefined": true, "null": true, "none": true, "n/a": true, "(unknown)": true,
	"not specified": true, "untitled": true,
}

// isNobody reports whether s names nobody: it has no letter that can be seen, or stands for a name that is not known.
func isNobody(s string) bool {
	if len(s) < 16 && nobodies[strings.ToLower(s)] {
		return true
	}
	return strings.IndexFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) < 0
}

// afterComma are the words that follow a name behind a comma and are no name.
var afterComma = map[string]bool{
	"jr": true, "sr": true, "phd": true, "ph.d": true, "md": true, "msc": true, "bsc": true, "ii": true, "iii": true,
	"esq": true, "inc": true, "ltd": true, "llc": true,
	"gmbh": true, "ag": true, "e.v": true, "co": true, "corp": true, "s.a": true, "plc": true, "bv": true, "ab": true, "oy": true,
}

// splitNames returns the people that a field names. A comma parts people, unless it parts a surname from the given name
// before which it stands, or a title from the name. A word such as "and" parts people where what stands around it are
// names of one form: either all of one word or all of several.
func splitNames(field string) []string {
	var groups [][]string
	words := make(map[bool]int) // of one word, of several
	for _, group := range nameJoin().Split(field, -1) {
		parts := strings.Split(group, ",")
		for i := range parts {
			parts[i] = strings.TrimSpace(parts[i])
		}
		parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
		for len(parts) > 1 && afterComma[strings.ToLower(strings.TrimSuffix(parts[1], "."))] {
			parts = slices.Concat([]string{parts[0] + ", " + parts[1]}, parts[2:])
		}
		if len(parts) > 0 {
			groups = append(groups, parts)
			words[strings.Contains(strings.Join(parts, ","), " ")]++
		}
	}
	if len(words) == 2 && !strings.ContainsAny(field, ",;、，|") {
		return []string{field} // "Arts and Crafts Team"
	}
	pairs := !slices.ContainsFunc(groups, func(parts []string) bool { return len(parts) != 2 })
	var names []string
	for _, parts := range groups {
		switch {
		case pairs && (isGiven(parts[1]) || !strings.Contains(parts[0], " ")):
			names = append(names, parts[0]+", "+parts[1])
		case len(parts) >= 4 && len(parts)%2 == 0 && everyOther(parts, isInitials):
			for i := 0; i < len(parts); i += 2 {
				names = append(names, parts[i]+", "+parts[i+1])
			}
		default:
			names = append(names, parts...)
		}
	}
	return names
}

// isGiven reports whether s can be a given name that stands behind a surname and a comma: one word, perhaps with
// initials.
func isGiven(s string) bool {
	words := strings.Fields(s)
	return len(words) == 1 || len(words) > 1 && isInitials(strings.Join(words[1:], ""))
}

// isInitials reports whether s is made of single letters with full stops.
func isInitials(s string) bool {
	letters := 0
	for part := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == '.' || r == ' ' || r == '-' }) {
		if utf8.RuneCountInString(part) > 1 {
			return false
		}
		letters++
	}
	return letters > 0 && (strings.Contains(s, ".") || letters > 0 && utf8.RuneCountInString(s) <= 2)
}

func everyOther(parts []string, is func(string) bool) bool {
	for i := 1; i < len(parts); i += 2 {
		if !is(parts[i]) {
			return false
		}
	}
	return true
}

// givenFirst returns a name that is given with the surname first in its usual order, where that is beyond doubt: the
// surname is one word or has a small one in it.
func givenFirst(name string) string {
	last, given, ok := strings.Cut(name, ", ")
	if !ok || strings.Contains(given, ",") || afterComma[strings.ToLower(strings.TrimSuffix(given, "."))] || !isGiven(given) {
		return name
	}
	first, _, several := strings.Cut(last, " ")
	if several && isCapital(first) {
		return name
	}
	return given + " " + last
}

// accountTitle takes apart the title of a feed that names an account, such as "Ann Lee / @ann", "Ann Lee
// (@ann@social.example)" or "@ann - Ann Lee".
func accountTitle(title string) (name, handle string) {
	var words []string
	for w := range strings.FieldsSeq(title) {
		bare := strings.Trim(w, "()[]（）:,|")
		if m := handleForms().FindStringSubmatch(bare); m != nil && handle == "" {
			handle = m[1]
			continue
		}
		words = append(words, w)
	}
	if handle == "" {
		return title, ""
	}
	return strings.Trim(strings.Join(words, " "), " /|·•–—-:"), handle
}
