package machine

import (
	"strings"

	"recap/store"
)

// Words of notices that somebody is away, in lower case.
var (
	// copulas stand between the name of who is away and what they are, in a title that no person writes of themselves.
	copulas = [...]string{" is ", " ist ", " est ", " está ", " è ", " är ", " er ", " jest "}
	// firsts are how a notice begins, in whose text the same person says "I".
	firsts = [...]string{
		"i ", "i'", "i’", "ich ", "je ", "j'", "j’", "ik ", "jag ", "jeg ", "estar", "estoy ", "sono ", "sarò ",
	}
	// toWhom are what a notice says to whoever wrote, and nobody says to a list.
	toWhom = [...]string{
		"your message", "your e-mail", "your email", "your mail", "in my absence", "during my absence", "urgent matters",
		"immediate assistance", "immediate attention", "ihre nachricht", "ihre e-mail", "ihre mail", "ihre anfrage",
		"deine nachricht", "deine mail", "in meiner abwesenheit", "während meiner abwesenheit", "in dringenden fällen",
		"votre message", "votre mail", "en mon absence", "su mensaje", "su correo", "tu mensaje", "sua mensagem",
		"il suo messaggio", "la sua mail", "uw bericht", "uw e-mail", "ditt meddelande", "ditt mejl",
	}
)

const (
	noticeBytes = 800 // of the text of a notice at most
	noticeHead  = 160 // of these the ones in which it says that somebody is away
)

// isAway reports whether a post without the marks of a program is its notice that somebody is away: its title says it of
// them as of a third person and its text as they would, or it answers a mail of which it quotes nothing and speaks to
// who wrote that, not of what.
func isAway(p *store.Post) bool {
	if p.Quoted != "" || len(p.Text) > 8*noticeBytes {
		return false
	}
	third := saysAway(p.Title)
	if !third && (len(p.InReplyTo) == 0 || len(p.Text) > noticeBytes) {
		return false
	}
	words := strings.TrimSpace(p.Text)
	if l, rest, ok := strings.Cut(words, "\n"); ok && strings.Count(strings.TrimSpace(l), " ") < 3 { // a greeting
		words = strings.TrimSpace(rest)
	}
	if !startsAsI(words) {
		return false
	}
	words = strings.ToLower(words)
	away, tells := opens(words[:min(len(words), noticeHead)], absent[:]), within(words, toWhom[:])
	return away && tells || third && (away || tells)
}

// saysAway reports whether a title says of somebody that they are away: "Ben Frost/Vienna is out of the office".
func saysAway(title string) bool {
	for _, is := range copulas {
		if i := strings.Index(title, is); i > 0 {
			after := strings.ToLower(title[i+len(is):])
			for _, stem := range absent {
				if strings.HasPrefix(after, stem) || strings.HasPrefix(after, "on "+stem) || strings.HasPrefix(after, "im "+stem) {
					return true
				}
			}
		}
	}
	return false
}

// startsAsI reports whether a text begins by speaking of its writer.
func startsAsI(words string) bool {
	head := strings.ToLower(words[:min(len(words), 8)])
	for _, first := range firsts {
		if strings.HasPrefix(head, first) {
			return true
		}
	}
	return false
}
