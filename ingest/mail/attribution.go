package mail

import (
	"regexp"
	"strings"

	"recap/ingest/text"
)

// An attribution is what a mail program writes above the words that it quotes: "On Sunday, Ann wrote:".

// verbs say that somebody wrote, in the languages of common mail programs, in lower case. (The list follows those of
// the talon and email_reply_parser projects and what Gmail, Thunderbird and Apple Mail write.)
var verbs = [...]string{
	"wrote", "writes", "said", "says", "schrieb", "schreibt", "schreef", "geschreven", "écrit", "ecrit", "écrivait",
	"escribió", "escribio", "escribe",
	"escreveu", "scritto", "scrive", "skrev", "skriver", "napisał(a)", "napisał", "napisała", "napisali", "pisze",
	"kirjoitti", "написал(а)", "написал", "написала", "пишет", "писал", "писала",
	"さんは書きました", "書きました", "さんの書き込み", "写道", "寫道", "작성", "님이 작성", "napsal(a)", "napsal", "napsala", "napísal", "írta",
	"a scris", "έγραψε", "yazdı", "пише", "написа",
}

// verbsBeforeDates say so with the date behind them: "Ann schrieb am 1.11.2026:".
var verbsBeforeDates = [...]string{" wrote on ", " writes (", " schrieb am ", " schreef op ", " skrev den ",
	" kirjoitti ", " écrivait le ", " a écrit le ", " escribió el ", " escreveu em ", " ha scritto il ", " napisał dnia ", " napsal dne "}

// saysWrote reports whether s ends in a verb that says so, perhaps before a colon, or holds one that a date follows.
func saysWrote(s string) bool {
	lower := strings.ToLower(strings.TrimRight(s[max(0, len(s)-200):], ": *\u00a0"))
	if lower == "" {
		return false
	}
	last := lower[len(lower)-1]
	for _, v := range verbs {
		if v[len(v)-1] != last {
			continue
		}
		if rest, ok := strings.CutSuffix(lower, v); ok &&
			(rest == "" || v[0] >= 0xe3 || strings.ContainsAny(rest[len(rest)-1:], " \t\u00a0>\"'*)]")) {
			return true
		}
	}
	pairs := text.PairsOf(lower)
	for _, v := range verbsBeforeDates {
		if pairs.MayHold(v) && strings.Contains(lower, v) {
			return true
		}
	}
	return false
}

// openings begin an attribution that has its verb in the middle: "Am 1.11. schrieb Ann:".
var openings = regexp.MustCompile(`(?i)^(?:am|op|den|le|el|il|em|w dniu)\s.*\d.*\s(?:schrieb|schreef|skrev|écrit|` +
	`escribió|scritto|escreveu|napisał)\s.*:$`)

// onDate begins an attribution that stands behind own words on one line.
var onDate = regexp.MustCompile(`(?:\s|-)On (?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? |(?:Jan|Feb|Mar|Apr|May|Jun|` +
	`Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \d|\d{1,2}[ /.-])`)

// onDateIn returns where onDate matches in s, nil if it does not.
func onDateIn(s string) []int {
	if strings.LastIndex(s, "On ") < 1 {
		return nil
	}
	return onDate.FindStringIndex(s)
}

// dateLike reports whether s holds a time of day, a numeric date or a day of a month.
func dateLike(s string) bool {
	wasNumber, wasMonth := false, false
	for _, f := range strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ',' || r == '[' || r == '(' || r == '*' }) {
		isNumber := f[0] >= '0' && f[0] <= '9'
		isMonth := !isNumber && len(f) >= 3 && monthOf(strings.ToLower(f)) > 0
		if isNumber && (wasMonth || isClock(f)) || isMonth && wasNumber {
			return true
		}
		wasNumber, wasMonth = isNumber, isMonth
	}
	return false
}

// isClock reports whether a word that begins with a digit is a time of day or a date: 9:30, 2026-11-01, 1.11.2026,
// 11-Apr-2026.
func isClock(f string) bool {
	if i := strings.IndexByte(f, ':'); i > 0 && i+1 < len(f) && f[i+1] >= '0' && f[i+1] <= '9' {
		return true
	}
	i := strings.IndexAny(f, "-/.")
	j := strings.LastIndexAny(f, "-/.")
	return i > 0 && i <= 4 && j > i+1 && j+2 < len(f) && f[j+1] >= '0' && f[j+1] <= '9' && f[j+2] >= '0' && f[j+2] <= '9'
}

// attribution sorts the attribution that line i ends or begins. It returns i if there is none.
func (p *splitter) attribution(i int, t string) int {
	from, end := p.attributionAt(i, t)
	if end == 0 {
		return i
	}
	return p.attribute(from, end)
}

// attribute sorts the lines [from, end), which are an attribution, and what they speak of: the marked lines that
// follow, or, without any, all of the rest where own words came before.
func (p *splitter) attribute(from, end int) int {
	head := p.lines[from]
	if at := onDateIn(head); at != nil && strings.TrimSpace(strings.Trim(head[:at[0]], "-")) != "" {
		// own words share the line
		p.lines[from] = strings.TrimRight(head[:at[0]], "- ")
		if p.first < 0 {
			p.first = from
		}
		from++
	}
	p.mark(from, end, dropped)
	next := p.skipBlank(end)
	switch {
	case next >= len(p.lines) || p.kinds[next] == quoted:
		return end
	case p.lastQuote <= next && p.ownBefore(from):
		return p.rest(end)
	case isIndented(p.lines[next]):
		return p.indented(next)
	}
	return end
}

// isIndented reports whether a line is set in, as some mail programs and people set what they quote.
func isIndented(l string) bool {
	return len(l) > 2 && (l[0] == '\t' || l[0] == ' ' && l[1] == ' ') && strings.TrimSpace(l) != ""
}

// indented sorts the lines from i on that are set in as quoted and returns where they end.
func (p *splitter) indented(i int) int {
	for i < len(p.lines) && p.kinds[i] == own {
		if isIndented(p.lines[i]) {
			p.kinds[i] = quoted
			i++
			continue
		}
		next := p.skipBlank(i)
		if next == i || next >= len(p.lines) || p.kinds[next] != own || !isIndented(p.lines[next]) {
			break
		}
		i = p.mark(i, next, quoted)
	}
	return i
}

// attributed reports whether an attribution begins at line i.
func (p *splitter) attributed(i int) bool {
	from, end := p.attributionAt(i, strings.TrimSpace(p.lines[i]))
	return end > 0 && from <= i
}

// attributionAt returns the lines [from, end) of the attribution that begins at line i, which trimmed is t; end is 0 if
// there is none.
func (p *splitter) attributionAt(i int, t string) (from, end int) {
	joined := ""
	for n := 0; n < 4 && i+n < len(p.lines) && p.kinds[i+n] == own; n++ {
		l := strings.TrimSpace(p.lines[i+n])
		if l == "" || len(l) > 400 {
			break
		}
		if n > 0 {
			// only an opening that promises a date goes on in the next line
			if n == 1 && !(l[0] == '<' && mayName(t)) && !p.opens(i, t) {
				break
			}
			joined += " " + l
		} else {
			joined = l
		}
		if p.isAttribution(joined, i+n) {
			return i, i + n + 1
		}
	}
	return i, 0
}

// opens reports whether an attribution may begin with line i, which trimmed is t, and end on a later one: it has an
// address or a number, as most lines have not.
func (p *splitter) opens(i int, t string) bool {
	if strings.IndexByte(t, '@') >= 0 || strings.IndexByte(t, '<') >= 0 {
		return true
	}
	return mayHaveDigit(t) && (opensAttribution(t) || p.opensStamp(i, t))
}

// opensAttribution reports whether an attribution may begin with this line and end on a later one.
func opensAttribution(t string) bool {
	if strings.IndexByte(t, '@') >= 0 || strings.IndexByte(t, '<') >= 0 {
		return true
	}
	rest := strings.TrimLeft(t, "- *")
	first, _, _ := strings.Cut(rest, " ")
	if !opensDate(first) && (!strings.Contains(rest, "On ") || onDateIn(rest) == nil) {
		return false
	}
	return strings.ContainsAny(t, "0123456789")
}

// mayName reports whether a line may be a name, whose address stands on the next one.
func mayName(t string) bool {
	return len(t) <= 60 && strings.Count(t, " ") < 4 && !strings.ContainsAny(t, ".:;!?")
}

// dateWords is how many words may stand before the date that an attribution begins with: "Il giorno mer 14 ott 2026".
const dateWords = 5

// opensStamp reports whether line i, which trimmed is t, begins with a date, in whatever language, and an attribution
// that it may be the first line of ends within the next ones: with a colon, and with the address of who is quoted.
func (p *splitter) opensStamp(i int, t string) bool {
	if len(t) > 120 {
		return false
	}
	address := false
	for n := 1; n < 4 && i+n < len(p.lines) && p.kinds[i+n] == own; n++ {
		l := strings.TrimRight(p.lines[i+n], " \t")
		if l == "" {
			return false
		}
		address = address || strings.IndexByte(l, '@') >= 0
		if c := l[len(l)-1]; c == ':' || c == 0x9a && strings.HasSuffix(l, "：") {
			if !address {
				return false
			}
			st := stampOf(t)
			return st.date && st.first <= dateWords
		}
	}
	return false
}

// opensDate reports whether a date may follow this word in an attribution.
func opensDate(word string) bool {
	if len(word) > len("quoting") {
		return false
	}
	switch strings.ToLower(word) {
	case "on", "at", "in", "le", "am", "op", "el", "em", "il", "den", "w", "quoting", "at,":
		return true
	}
	return false
}

// isAttribution reports whether s, the joined lines up to line last, is an attribution. A colon at its end, a date and
// an address in angle brackets make it one in any language and in any case, and so do a verb that says so and a date;
// with less it is one where quoted lines follow.
func (p *splitter) isAttribution(s string, last int) bool {
	if wide, ok := strings.CutSuffix(s, "："); ok {
		s = wide + ":"
	}
	if (strings.HasSuffix(s, ".") || strings.HasSuffix(s, "…")) && strings.IndexByte(s, '@') > 0 {
		if dots := strings.TrimRight(s, ".…"); len(dots) < len(s)-1 && saysWrote(dots) {
			s = dots + ":"
		}
	}
	if c := s[len(s)-1]; c != ':' && c != '-' && c != 'e' {
		return strings.IndexByte(s, '@') > 0 && len(s) < 200 && p.quoteFollows(last) && bracketedAddress(s) &&
			stampOf(s).date && strings.Count(s, " ") < 16
	}
	s = strings.TrimRight(s, "- ")
	colon := strings.HasSuffix(s, ":")
	if !colon && !strings.HasSuffix(p.lines[last], "-") && !strings.HasSuffix(s, "wrote") {
		return false
	}
	verb := saysWrote(s) || colon && strings.ContainsAny(s, "0123456789") && openings.MatchString(s)
	address := strings.Contains(s, "@")
	var st stamp
	if colon && len(s) <= 300 {
		st = stampOf(s)
	}
	if !verb && !address && !st.date && !isNamed(s) && !strings.HasSuffix(s, "]:") && !strings.HasSuffix(s, "):") && !opensAttribution(s) {
		return false
	}
	dated := st.date || dateLike(s)
	dashed := !colon && strings.HasSuffix(strings.TrimSpace(p.lines[last]), "--")
	word := strings.TrimRight(s, ": \u00a0")
	says := strings.HasSuffix(word, " said") || strings.HasSuffix(word, " says")
	switch {
	case says && !address:
		// "The manual says:" is the writer's own
		return verb && p.quoteFollows(last) &&
			(strings.Count(s, " ") < 4 && !strings.HasPrefix(s, "The ") || st.date && st.clock && st.first <= dateWords)
	case verb && dated && (colon || dashed):
		return true
	case colon && dated && address && strings.Count(s, ":") >= 2:
		return true
	case st.date && bracketedAddress(s) && strings.Count(s, " ") < 30:
		return true
	}
	if !p.quoteFollows(last) {
		return verb && colon && isName(strings.TrimRight(strings.TrimSuffix(s, lastWord(s)), " ")) && p.indentFollows(last)
	}
	address = address || strings.Contains(s, " at ") && strings.Contains(s, "(")
	words := len(strings.Fields(s))
	switch {
	case verb && (address || dated || dashed):
		return true
	case verb:
		return words <= 8
	case st.date && st.clock && st.first <= dateWords && words <= 20, isNamed(s):
		return true
	}
	return colon && words <= 14 && (address || dated && (strings.HasSuffix(s, "]:") || strings.HasSuffix(s, "):") || opensAttribution(s)))
}

// isNamed reports whether s is no more than a name and a colon. It may be that of somebody whom the next lines quote,
// and not a shout or a call in a program.
func isNamed(s string) bool {
	name, ok := strings.CutSuffix(s, ":")
	return ok && isName(name) && !strings.ContainsAny(name, "()_=") && name != strings.ToUpper(name)
}

// lastWord returns the last word of s.
func lastWord(s string) string { return s[strings.LastIndexByte(s, ' ')+1:] }

// bracketedAddress reports whether s holds a mail address in angle or square brackets or in parentheses, as a program
// writes it behind a name.
func bracketedAddress(s string) bool {
	at := strings.IndexByte(s, '@')
	if at < 0 {
		return false
	}
	open := strings.LastIndexAny(s[:at], "<([ ")
	return open >= 0 && s[open] != ' ' && strings.IndexAny(s[at:], ">)]") > 0
}

// quoteFollows reports whether the next line behind line last that is not blank is marked as quoted.
func (p *splitter) quoteFollows(last int) bool {
	next := p.skipBlank(last + 1)
	return next < len(p.lines) && p.kinds[next] == quoted
}

// indentFollows reports whether the next line behind line last that is not blank is set in.
func (p *splitter) indentFollows(last int) bool {
	next := p.skipBlank(last + 1)
	return next < len(p.lines) && p.kinds[next] == own && isIndented(p.lines[next])
}

// ownBefore reports whether own words stand before line i.
func (p *splitter) ownBefore(i int) bool {
	return p.first >= 0 && p.first < i
}

// originals are the words between dashes that begin an earlier mail, in lower case.
var originals = [...]string{
	"original message", "original-nachricht", "ursprüngliche nachricht", "originalnachricht", "ursprungligt meddelande",
	"message d'origine", "message original", "mensaje original", "mensagem original",
	"messaggio originale", "oorspronkelijk bericht", "oprindelig meddelelse", "opprinnelig melding",
	"alkuperäinen viesti", "wiadomość oryginalna", "исходное сообщение", "пересылаемое сообщение",
	"forwarded message", "forwarded by", "weitergeleitete nachricht", "message transféré", "mensaje reenviado",
	"messaggio inoltrato", "reply message", "original appointment", "forwarded from", "begin forwarded", "begin quoted",
	"message forwarded",
}

// isOriginal reports whether a line says that an earlier mail begins.
func isOriginal(t string) bool {
	if strings.HasPrefix(t, "Begin forwarded message:") || strings.HasPrefix(t, "Anfang der weitergeleiteten Nachricht:") {
		return true
	}
	if len(t) < 12 || len(t) > 120 || t[0] != '-' || t[1] != '-' {
		return false
	}
	words := strings.ToLower(strings.Trim(t, "- "))
	for _, o := range originals {
		if strings.HasPrefix(words, o) {
			return true
		}
	}
	return false
}

// isLabel reports whether a line is a few words between two rules, as "----- Original Message -----" is in every
// language.
func isLabel(t string) bool {
	if len(t) < 8 || len(t) > 120 {
		return false
	}
	inner := strings.TrimLeft(t, "-_=*~")
	if len(t)-len(inner) < 2 {
		return false
	}
	words := strings.TrimRight(inner, "-_=*~")
	return len(words) < len(inner)-1 && strings.TrimSpace(words) != "" && strings.Count(words, " ") < 10
}

// aboveLine are how a helpdesk asks to answer above a line, in lower case.
var aboveLine = [...]string{"above this line", "über dieser linie", "über dieser zeile", "oberhalb dieser",
	"au-dessus de cette ligne", "encima de esta línea", "acima desta linha", "sopra questa riga", "sopra questa linea",
	"boven deze lijn", "boven deze regel", "ovanför denna rad", "over denne linje", "выше этой", "powyżej tej linii", "この行より上"}

// isAboveLine reports whether a line between rules asks to answer above it.
func isAboveLine(t string) bool {
	if len(t) > 120 || len(t) < 12 || strings.Trim(t[len(t)-2:], "-_=*#") != "" {
		return false
	}
	lower := strings.ToLower(t)
	for _, a := range aboveLine {
		if strings.Contains(lower, a) {
			return true
		}
	}
	return false
}

// isFenced reports whether a line is a rule or has words between two.
func isFenced(t string) bool { return isRule(t) || isLabel(t) }

// original sorts an earlier mail that begins with a line such as "-----Original Message-----": that line, its header,
// its words.
func (p *splitter) original(i int) int {
	p.mark(i, i+1, dropped)
	next := p.skipBlank(i + 1)
	if next < len(p.lines) && p.kinds[next] == own {
		if n := p.headerAt(next); n > 0 {
			p.mark(next, next+n, dropped)
			next += n
		}
	}
	return p.rest(next)
}
