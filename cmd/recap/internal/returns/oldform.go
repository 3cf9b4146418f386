package returns

import (
	"net/textproto"
	"regexp"
	"strings"
)

// Before there were reports for programs (RFC 3464) mail servers wrote to people, and some still do: qmail (QSBMF,
// https://cr.yp.to/proto/qsbmf.txt), older versions of Exim, and many appliances. Each has its own words, and in front
// of a copy of the mail, or of its header, the addresses that failed.

// daemons are from whom such mail is, in front of the @.
var daemons = map[string]bool{"mailer-daemon": true, "mailerdaemon": true, "mail-daemon": true, "postmaster": true}

// byDaemon reports whether a mail server wrote a mail.
func byDaemon(h textproto.MIMEHeader, from string) bool {
	local, _, _ := strings.Cut(strings.ToLower(from), "@")
	return daemons[local] || h.Get("X-Failed-Recipients") != ""
}

var (
	// copied begins the copy of the mail, by a field of its header.
	copied = regexp.MustCompile(`(?mi)^[ >|]*(?:return-path|received|dkim-signature|from|to|subject|date|message-id|mime-version):[ \t]`)
	// written matches addresses in a text.
	written = regexp.MustCompile(`[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]+@[A-Za-z0-9.-]+`)
	// enhanced matches a status (RFC 3463), but no part of an IP address.
	enhanced = regexp.MustCompile(`(?:^|[^0-9.])([45]\.[0-9]{1,3}\.[0-9]{1,3})(?:[^0-9.]|\.?$|\.\s)`)
	// reply matches the code of a reply (RFC 5321, section 4.2).
	reply = regexp.MustCompile(`(?:^|[^0-9.])([45][0-5][0-9])(?:[ -]|$)`)
)

// statusIn returns the status that stands in what a server said, "" if none does. Of codes without one only those are
// taken that speak of the mailbox.
func statusIn(words string) string {
	if m := enhanced.FindStringSubmatch(words); m != nil {
		return m[1]
	}
	m := reply.FindStringSubmatch(words)
	switch {
	case m == nil:
		return ""
	case m[1][0] == '4':
		return "4.0.0"
	case m[1] == "552":
		return mailboxFull
	case m[1] == "550", m[1] == "551", m[1] == "553":
		return "5.1.0"
	}
	return ""
}

// oldFailures returns the addresses that a mail of an old form names in front of the copy, each with the status that
// stands in its paragraph or the next one.
func oldFailures(h textproto.MIMEHeader, text string) (all []failure) {
	text = text[:min(len(text), maxNotice)]
	if at := copied.FindStringIndex(text); at != nil {
		text = text[:at[0]]
	}
	paragraphs := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n")
	add := func(addresses []string, words string) {
		for _, a := range addresses {
			if len(all) < maxFailed {
				all = append(all, failure{addresses: []string{a}, status: statusIn(words), words: words})
			}
		}
	}
	for i, p := range paragraphs {
		addresses := written.FindAllString(p, maxFailed)
		if len(addresses) > 0 && statusIn(p) == "" && i+1 < len(paragraphs) {
			p += "\n" + paragraphs[i+1]
		}
		add(addresses, p)
	}
	add(written.FindAllString(h.Get("X-Failed-Recipients"), maxFailed), text)
	return all
}
