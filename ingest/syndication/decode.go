package syndication

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"regexp"
	"strings"

	"recap/ingest/charset"
)

var (
	illegalRef = regexp.MustCompile(`&#(?:[xX]0*(?:[0-8bcBCeEfF]|1[0-9a-fA-F]|[dD][89a-fA-F][0-9a-fA-F]{2}|[fF]{3}[eEfF])|` +
		`0*(?:[0-8]|1[124-9]|2[0-9]|3[01]|5529[6-9]|55[3-9][0-9]{2}|56[0-9]{3}|57[0-2][0-9]{2}|573[0-3][0-9]|5734[0-3]|6553[45]));`)
	entityDecl    = regexp.MustCompile(`<!ENTITY\s+([A-Za-z_][\w.-]*)\s+(?:"([^"&%<]*)"|'([^'&%<]*)')\s*>`)
	entityRef     = regexp.MustCompile(`&([A-Za-z_][\w.-]*);`)
	base64Tag     = regexp.MustCompile(`<[A-Za-z][\w:.-]*\s[^<>]*\bmode\s*=\s*["']base64["'][^<>]*>`)
	typeAttr      = regexp.MustCompile(`\stype\s*=\s*(?:"[^"]*"|'[^']*')`)
	predefinedXML = map[string]bool{"amp": true, "lt": true, "gt": true, "quot": true, "apos": true}
)

// decodeFeed returns the body of a feed as UTF-8 that an XML or JSON parser accepts: without byte order mark, without
// illegal characters and references to them, and with simple entities of its document type resolved. contentType is the
// header, or "".
func decodeFeed(body []byte, contentType string) (string, error) {
	body, err := gunzip(body)
	if err != nil {
		return "", err
	}
	s := strings.TrimPrefix(charset.UTF8(body, contentType), "\ufeff")
	if hasIllegal(s) {
		s = strings.Map(func(r rune) rune {
			if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == '\ufffe' || r == '\uffff' {
				return -1
			}
			return r
		}, s)
	}
	if strings.Contains(s, "&#") && illegalRef.MatchString(s) {
		s = illegalRef.ReplaceAllString(s, "")
	}
	// gofeed heeds the mode of Atom 0.3 only where no type of text stands beside it.
	if strings.Contains(s, "base64") {
		s = base64Tag.ReplaceAllStringFunc(s, func(tag string) string { return typeAttr.ReplaceAllString(tag, "") })
	}
	return expandEntities(strings.ReplaceAll(s, gmtDate, numericDate)), nil
}

// gofeed tries some hundred forms of dates one by one, those with names of zones last, which takes a third of its time.
// So GMT, which most feeds write, is put as a number, and as one that nobody else writes, so that it is known again.
const (
	gmtDate     = " GMT</pubDate>"
	numericDate = " -0000</pubDate>"
)

// AsDated returns a date as the feed has it.
func AsDated(date string) string {
	if day, ok := strings.CutSuffix(date, " -0000"); ok {
		return day + " GMT"
	}
	return date
}

// suspect holds the bytes that a character which XML forbids may begin with: controls, and the first of U+FFFE and
// U+FFFF.
var suspect = func() (table [256]bool) {
	for c := range byte(' ') {
		table[c] = c != '\t' && c != '\n' && c != '\r'
	}
	table["\ufffe"[0]] = true
	return table
}()

// hasIllegal reports whether s may hold characters that XML forbids.
func hasIllegal(s string) bool {
	for i := 0; i < len(s); i++ {
		if suspect[s[i]] && (s[i] < ' ' || strings.HasPrefix(s[i:], "\ufffe"[:2])) {
			return true
		}
	}
	return false
}

// gunzip unpacks a feed that is stored compressed, up to the usual limit.
func gunzip(body []byte) ([]byte, error) {
	if !bytes.HasPrefix(body, []byte("\x1f\x8b")) {
		return body, nil
	}
	z, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	out, err := io.ReadAll(io.LimitReader(z, MaxBytes+1))
	switch {
	case len(out) > MaxBytes:
		return nil, errors.New("too large when unpacked")
	case err != nil && len(out) == 0:
		return nil, err
	}
	return out, nil // a cut archive is repaired like a cut feed
}

// expandEntities resolves the entities that the document type declares as plain text, which feeds of old tools do to
// shorten their ids. Values with markup or other entities stay unresolved, and the text may at most double, so that no
// bomb goes off.
func expandEntities(s string) string {
	head := s[:min(len(s), 16<<10)]
	if !strings.Contains(head, "<!ENTITY") {
		return s
	}
	values := make(map[string]string)
	for _, m := range entityDecl.FindAllStringSubmatch(head, 100) {
		if _, ok := values[m[1]]; !ok && !predefinedXML[m[1]] && len(m[2]+m[3]) <= 1024 {
			values[m[1]] = m[2] + m[3]
		}
	}
	left := len(s)
	return entityRef.ReplaceAllStringFunc(s, func(ref string) string {
		v, ok := values[ref[1:len(ref)-1]]
		if !ok || left < len(v) {
			return ref
		}
		left -= len(v)
		return v
	})
}
