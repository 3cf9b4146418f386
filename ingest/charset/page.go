// Package charset turns the bytes of pages, feeds and mails into UTF-8, whatever they claim to be.
package charset

import (
	"bytes"
	"cmp"
	"mime"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gogs/chardet"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// xmlEncoding is where an XML declaration names the encoding.
var xmlEncoding = regexp.MustCompile(`^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([^"'>]*)["']`)

// UTF8 decodes body by its byte order mark, else by the encoding that it or its transport declares, else by what the
// bytes look like. A feed that claims a one-byte encoding and yet is UTF-8 is taken for UTF-8: no other text is valid
// UTF-8 by accident.
func UTF8(body []byte, contentType string) string {
	if e := byMark(body); e != nil {
		return decodeWith(e, body)
	}
	declared, name := declaredEncoding(body, contentType)
	valid := utf8.Valid(body)
	switch {
	case valid && (declared == nil || name == "utf-8" || singleByte(name) && !IsASCII(body) && !hasControls(body)):
		return string(body)
	case declared != nil && name != "utf-8":
		return decodeWith(declared, body)
	case mostlyUTF8(body):
		return strings.ToValidUTF8(string(body), "\ufffd")
	}
	return decodeWith(guessEncoding(body), body)
}

// byMark returns the encoding that a byte order mark, or its absence in two-byte text, tells of.
func byMark(b []byte) encoding.Encoding {
	switch {
	case bytes.HasPrefix(b, []byte("\xff\xfe\x00\x00")), bytes.HasPrefix(b, []byte("<\x00\x00\x00")):
		return utf32.UTF32(utf32.LittleEndian, utf32.UseBOM)
	case bytes.HasPrefix(b, []byte("\x00\x00\xfe\xff")), bytes.HasPrefix(b, []byte("\x00\x00\x00<")):
		return utf32.UTF32(utf32.BigEndian, utf32.UseBOM)
	case bytes.HasPrefix(b, []byte("\xff\xfe")), bytes.HasPrefix(b, []byte("<\x00")), bytes.HasPrefix(b, []byte("{\x00")):
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case bytes.HasPrefix(b, []byte("\xfe\xff")), bytes.HasPrefix(b, []byte("\x00<")), bytes.HasPrefix(b, []byte("\x00{")):
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")) && utf8.Valid(b):
		return encoding.Nop
	}
	return nil
}

// declaredEncoding returns what the XML declaration says, else what the Content-Type says; nil if that is nothing that
// exists.
func declaredEncoding(body []byte, contentType string) (encoding.Encoding, string) {
	label := ""
	if m := xmlEncoding.FindSubmatch(body[:min(len(body), 1024)]); m != nil {
		label = string(m[1])
	} else if _, params, err := mime.ParseMediaType(contentType); err == nil {
		label = params["charset"]
	}
	e, name := charset.Lookup(named(label))
	if strings.HasPrefix(name, "utf-16") { // its bytes are no UTF-16, or byMark had seen it
		return nil, ""
	}
	return e, name
}

// guessEncoding takes bytes that nobody named for what they most resemble. Windows-1252 is what remains.
func guessEncoding(body []byte) encoding.Encoding {
	fallback, _ := charset.Lookup("windows-1252")
	sample := body[:min(len(body), 256<<10)]
	high := 0
	for _, c := range sample {
		if c >= utf8.RuneSelf {
			high++
		}
	}
	if high < 12 { // too little to tell
		return fallback
	}
	results, err := chardet.NewHtmlDetector().DetectAll(sample)
	if err != nil {
		return fallback
	}
	// The detector's order of equals depends on its goroutines.
	best := slices.MaxFunc(results, func(a, b chardet.Result) int {
		return cmp.Or(cmp.Compare(a.Confidence, b.Confidence), cmp.Compare(b.Charset, a.Charset))
	})
	if e, _ := charset.Lookup(best.Charset); e != nil && best.Confidence >= 20 {
		return e
	}
	return fallback
}

// decodeWith returns body decoded by e. Bytes that are wrong in e become U+FFFD.
func decodeWith(e encoding.Encoding, body []byte) string {
	out, err := e.NewDecoder().Bytes(body)
	if err != nil {
		out = body
	}
	return strings.ToValidUTF8(string(out), "\ufffd")
}
