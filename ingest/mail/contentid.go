package mail

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"
	"time"
	"unicode"
)

// Mail without a Message-ID gets one made up from what it says, so that its copies are one post. Archives that show
// such a mail give it an id of their own, each a different one, so those are passed over: the mail is known by its
// content wherever it was read.

// inventedDomain is the domain of keys that are made up. RFC 2606 reserves it, so no mail server has it.
const inventedDomain = "@recap.invalid"

// invented reports whether the key was made up from the content of a mail.
func invented(key string) bool { return strings.HasSuffix(key, inventedDomain) }

// archiveIDs are ids that no sender wrote: public-inbox writes the date and a hash "@z" (PublicInbox/V2Writable.pm),
// MHonArc a hash at a domain of its own, HyperKitty's import what Python's make_msgid("generated") gives, and this
// program a hash.
var archiveIDs = regexp.MustCompile(`^\d{14}\.[^@]{43}@z$|@NO-ID-FOUND\.mhonarc\.org$|^\d+\.\d+\.\d+\.generated@|` +
	`^[0-9a-f]{32}@recap\.invalid$`)

// archiveMade reports whether an archive, and not the sender, made the id up for a mail that had none.
func archiveMade(id string) bool {
	// only these can match, and most ids are none of them
	switch id[len(id)-1] {
	case 'z', 'g', 'd':
	default:
		if !strings.Contains(id, ".generated@") {
			return false
		}
	}
	return archiveIDs.MatchString(id)
}

// MessageID returns the id in the Message-ID field of a mail as it stands, "" if there is none. It is the one under
// which the archive that the mail came from knows it, and Parse's key unless the archive made it up.
func MessageID(raw []byte) string {
	h, _ := splitHeader(normalized(raw))
	for _, value := range h.all("message-id") {
		if id := messageID(value); id != "" {
			return id
		}
	}
	return ""
}

// contentSize is how many bytes of the own words are looked at for an invented id.
const contentSize = 1 << 10

// inventedID returns the id of a mail that brought none: a hash of what archives leave alone, which is the sender, the
// date in UTC, the subject without marks of replies and lists, and the letters and digits of the first own words. A
// mail that has no such words, or neither sender nor date, is known by its attachments and the bytes of its body, too.
func inventedID(outer, h header, body []byte) string {
	sum := sha256.New()
	write := func(s string) {
		sum.Write([]byte(s))
		sum.Write([]byte{0})
	}
	a := author(h, listAddresses(outer, ""))
	who := a.Address
	if who == "" {
		who = a.Name
	}
	write(strings.ToLower(who))
	when := ""
	if t, ok := ParseDate(line(h.get("date"))); ok {
		when = t.UTC().Format(time.RFC3339)
	}
	write(when)
	write(letters(baseSubject(line(h.get("subject"))), contentSize))
	said := letters(read(h, body, "", 64*contentSize, nil).Own, contentSize)
	write(said)
	if said == "" || when == "" && who == "" {
		write(h.get("content-type")) // what is attached may have its name here
		write(h.get("content-disposition"))
		sum.Write(bytes.TrimSpace(body))
	}
	return hex.EncodeToString(sum.Sum(nil)[:16]) + inventedDomain
}

// obfuscated are the forms that archives give the "@" of an address.
var obfuscated = strings.NewReplacer(" (a) ", "@", "(a)", "@", " at ", "@", "[at]", "@", " AT ", "@")

// letters returns the first size bytes of what is left of s when only letters and digits count, in lower case.
func letters(s string, size int) string {
	var out strings.Builder
	for _, r := range obfuscated.Replace(s) {
		if out.Len() >= size {
			break
		}
		if r != unicode.ReplacementChar && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			out.WriteRune(unicode.ToLower(r))
		}
	}
	return out.String()
}

// subjectMark is a mark of a reply, a forward or a list at the start of a subject (RFC 5256 section 2.1, and what
// programs write in other languages).
var subjectMark = regexp.MustCompile(`(?i)^\s*(?:(?:re|fwd?|aw|wg|sv|vs|vl|antw|tr|rv|enc|odp|pd|res|ref|rif|ynt|ilt|` +
	`r|i|回复|答复|转发|返信)(?:\[\d+\]|\^\d+|\(\d+\))?\s*[:：]|\[[^\[\]]{1,40}\])\s*`)

// baseSubject returns a subject without the marks before it.
func baseSubject(s string) string {
	for range 50 {
		end := subjectMark.FindStringIndex(s)
		if end == nil || end[1] == len(s) {
			break
		}
		s = s[end[1]:]
	}
	return strings.TrimSpace(s)
}
