package mail

import (
	"regexp"
	"strings"
)

// An attribution is what a mail program writes above the words that it quotes: "On Sunday, Ann wrote:".

// verbs say that somebody wrote, in the languages of common mail programs, in lower case. (The list follows those of the talon and
// email_reply_parser projects and what Gmail, Thunderbird and Apple Mail write.)
var verbs = [...]string{
	"wrote", "writes", "said", "says", "schrieb", "schreibt", "schreef", "geschreven", "écrit", "ecrit", "écrivait", "escribió", "escribio", "escribe",
	"escreveu", "scritto", "scrive", "skrev", "skriver", "napisał(a)", "napisał", "napisała", "napisali", "pisze", "kirjoitti", "написал(а)", "написал", "написала", "пишет", "писал", "писала",
	"さんは書きました", "書きました", "さんの書き込み", "写道", "寫道", "작성", "님이 작성", "napsal(a)", "napsal", "napsala", "napísal", "írta", "a scris", "έγραψε", "yazdı", "пише", "написа",
}

// verbsBeforeDates say so with the date behind them: "Ann schrieb am 1.11.2026:".
var verbsBeforeDates = [...]string{" wrote on ", " writes (", " schrieb am ", " schreef op ", " skrev den ", " kirjoitti ", " écrivait le ", " a écrit le ", " escribió el ", " escreveu em ", " ha scritto il ", " napisał dnia ", " napsal dne "}

// saysWrote reports whether s ends in a verb that says so, perhaps before a colon, or holds one that a date follows.
func saysWrote(s string) bool {
	lower := strings.ToLower(strings.TrimRight(s[max(0, len(s)-200):], ": *\u00a0"))
	for _, v := range verbs {
		if rest, ok := strings.CutSuffix(lower, v); ok && (rest == "" || v[0] >= 0xe3 || strings.ContainsAny(rest[len(rest)-1:], " \t\u00a0>\"'*)]")) {
			return true
		}
	}
	for _, v := range verbsBeforeDates {
		if strings.Contains(lower, v) {
			return true
		}
	}
	return false
}

// openings begin an attribution that has its verb in the middle: "Am 1.11. schrieb Ann:".
var openings = regexp.MustCompile(`(?i)^(?:am|op|den|le|el|il|em|w dniu)\s.*\d.*\s(?:schrieb|schreef|skrev|écrit|escribió|scritto|escreveu|napisał)\s.*:$`)

// onDate begins an attribution that stands behind own words on one line.
var onDate = regexp.MustCompile(`(?:\s|-)On (?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? |(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \d|\d{1,2}[ /.-])`)

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

// isClock reports whether a word that begins with a digit is a time of day or a date: 9:30, 2026-11-01, 1.11.2026, 11-Apr-2026.
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

// attribute sorts the lines [from, end), which are an attribution, and what they speak of: the marked lines that follow, or, without any, all of the rest
// where own words came before.
func (p *splitter) attribute(from, end int) int {
	head := p.lines[from]
	if at := onDateIn(head); at != nil && strings.TrimSpace(strings.Trim(head[:at[0]], "-")) != "" {
		// own words share the line
		p.lines[from] = strings.TrimRight(head[:at[0]], "- ")
		p.words = true
		from++
	}
	p.mark(from, end, dropped)
	next := p.skipBlank(end)
	if next >= len(p.lines) || p.kinds[next] == quoted || p.lastQuote > next || !p.ownBefore(from) {
		return end
	}
	return p.rest(end)
}

// attributed reports whether an attribution begins at line i.
func (p *splitter) attributed(i int) bool {
	from, end := p.attributionAt(i, strings.TrimSpace(p.lines[i]))
	return end > 0 && from <= i
}

// attributionAt returns the lines [from, end) of the attribution that begins at line i, which trimmed is t; end is 0 if there is none.
func (p *splitter) attributionAt(i int, t string) (from, end int) {
	joined := ""
	for n := 0; n < 4 && i+n < len(p.lines) && p.kinds[i+n] == own; n++ {
		l := strings.TrimSpace(p.lines[i+n])
		if l == "" || len(l) > 400 {
			break
		}
		if n > 0 {
			// only an opening that promises a date goes on in the next line
			if n == 1 && !opensAttribution(t) {
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

// isAttribution reports whether s, the joined lines up to line last, is an attribution. With a verb and a date it is one in any case, with only one of them or an
// address where quoted lines follow.
func (p *splitter) isAttribution(s string, last int) bool {
	if wide, ok := strings.CutSuffix(s, "："); ok {
		s = wide + ":"
	}
	if c := s[len(s)-1]; c != ':' && c != '-' && c != 'e' {
		return false
	}
	s = strings.TrimRight(s, "- ")
	colon := strings.HasSuffix(s, ":")
	if !colon && !strings.HasSuffix(p.lines[last], "-") && !strings.HasSuffix(s, "wrote") {
		return false
	}
	verb := saysWrote(s) || openings.MatchString(s)
	if !verb && !strings.Contains(s, "@") && !strings.HasSuffix(s, "]:") && !strings.HasSuffix(s, "):") && !opensAttribution(s) {
		return false
	}
	dated := dateLike(s)
	dashed := !colon && strings.HasSuffix(strings.TrimSpace(p.lines[last]), "--")
	address := strings.Contains(s, "@") || strings.Contains(s, " at ") && strings.Contains(s, "(")
	switch {
	case verb && dated && (colon || dashed):
		return true
	case colon && dated && strings.Contains(s, "@") && strings.Count(s, ":") >= 2:
		return true
	}
	next := p.skipBlank(last + 1)
	if next >= len(p.lines) || p.kinds[next] != quoted {
		return false
	}
	words := len(strings.Fields(s))
	switch {
	case verb && (address || dated || dashed):
		return true
	case verb && (strings.HasSuffix(s, "said:") || strings.HasSuffix(s, "says:")):
		// "The manual says:" is the writer's own
		return words <= 4 && !strings.HasPrefix(s, "The ")
	case verb:
		return words <= 8
	}
	return colon && words <= 14 && (address || dated && (strings.HasSuffix(s, "]:") || strings.HasSuffix(s, "):") || opensAttribution(s)))
}

// ownBefore reports whether own words stand before line i.
func (p *splitter) ownBefore(i int) bool {
	return p.words && i > 0
}

// originals are the words between dashes that begin an earlier mail, in lower case.
var originals = [...]string{
	"original message", "original-nachricht", "ursprüngliche nachricht", "originalnachricht", "ursprungligt meddelande", "message d'origine", "message original", "mensaje original", "mensagem original",
	"messaggio originale", "oorspronkelijk bericht", "oprindelig meddelelse", "opprinnelig melding", "alkuperäinen viesti", "wiadomość oryginalna", "исходное сообщение", "пересылаемое сообщение",
	"forwarded message", "forwarded by", "weitergeleitete nachricht", "message transféré", "mensaje reenviado", "messaggio inoltrato", "reply message", "original appointment", "forwarded from", "begin forwarded", "begin quoted", "message forwarded",
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

// original sorts an earlier mail that begins with a line such as "-----Original Message-----": that line, its header, its words.
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
