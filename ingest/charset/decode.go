package charset

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
)

// labels maps charset names that mail and feeds use and the WHATWG encoding standard does not know to names that it
// does.
var labels = map[string]string{
	"eucgb2312_cn": "gb2312", "cn-gb": "gb2312", "x-gbk": "gbk", "cp936": "gbk", "ms936": "gbk", "cp932": "shift_jis", "ms932": "shift_jis",
	"x-sjis-cp932": "shift_jis", "cp949": "euc-kr", "cp950": "big5", "ansi": "windows-1252", "win-1251": "windows-1251",
	"win-1252":    "windows-1252",
	"x-mac-roman": "macintosh", "latin-1": "latin1", "iso-8859": "latin1", "iso8859_15": "iso-8859-15", "utf": "utf-8", "utf8mb4": "utf-8",
	"iso-2022-jp-1": "iso-2022-jp", "iso-2022-jp-2": "iso-2022-jp", "iso-2022-jp-ms": "iso-2022-jp", "cp50221": "iso-2022-jp",
	"koi8-ru": "koi8-u", "x-user-defined": "windows-1252",
}

// Decode turns bytes in the declared charset into UTF-8. A declaration is a claim: bytes that are valid UTF-8 are UTF-8
// unless a multi-byte charset was declared that fits them, ISO 2022 escapes are followed whatever was declared, Latin-1
// means windows-1252 as browsers read it, and an unknown charset does, too. What cannot be decoded becomes U+FFFD.
func Decode(b []byte, label string) string {
	plain := IsASCII(b)
	if plain && bytes.IndexByte(b, 0x1b) < 0 && !strings.HasPrefix(label, "utf-") && !strings.HasPrefix(label, "UTF-") {
		return string(b)
	}
	label = strings.ToLower(strings.Trim(label, " \t\"'"))
	if plain {
		if bytes.Contains(b, []byte("\x1b$")) || bytes.Contains(b, []byte("\x1b(")) {
			if s, err := japanese.ISO2022JP.NewDecoder().Bytes(b); err == nil && !bytes.Contains(s, []byte("\ufffd")) {
				return string(s)
			}
		}
		switch label {
		case "utf-7", "unicode-1-1-utf-7", "x-unicode-2-0-utf-7":
			return decodeUTF7(b)
		}
		if !strings.HasPrefix(label, "utf-16") {
			return string(b)
		}
	}
	valid := utf8.Valid(b)
	enc, name := lookup(label)
	switch {
	case valid && (enc == nil || name == "utf-8" || singleByte(name) && !hasControls(b)):
		return string(b)
	case name == "utf-8":
		if mostlyUTF8(b) {
			return strings.ToValidUTF8(string(b), "\ufffd")
		}
		enc = charmap.Windows1252
	case enc == nil:
		enc = charmap.Windows1252
	}
	s, err := enc.NewDecoder().Bytes(b)
	if valid && (err != nil || bytes.Contains(s, []byte("\ufffd"))) {
		return string(b)
	}
	if err != nil {
		return strings.ToValidUTF8(string(b), "\ufffd")
	}
	return string(s)
}

// lookup returns the encoding that label names, and its canonical name; nil where nobody knows it or it says nothing.
func lookup(label string) (encoding.Encoding, string) {
	switch label {
	case "", "us-ascii", "ascii", "unknown-8bit", "x-unknown", "default", "iso-8859-1", "latin1", "windows-1252":
		return nil, ""
	case "utf-8", "utf8":
		return encoding.Nop, "utf-8"
	}
	enc, name := charset.Lookup(named(label))
	if name == "replacement" {
		return nil, ""
	}
	return enc, name
}

// named returns the name that the standard has for a charset, or label itself.
func named(label string) string {
	if known, ok := labels[strings.ToLower(label)]; ok {
		return known
	}
	return label
}

// singleByte reports whether the encoding of that canonical name has one byte a character, so that nearly any bytes are
// valid in it and UTF-8 is told by its look.
func singleByte(name string) bool {
	for _, p := range []string{"windows-", "iso-8859-", "koi8-", "macintosh", "x-mac-", "ibm866"} {
		if strings.HasPrefix(name, p) {
			return true
		}
	}
	return false
}

// hasControls reports whether b, which is valid UTF-8, holds control characters beyond ASCII. No text does: it is in
// another encoding by accident.
func hasControls(b []byte) bool {
	for i := bytes.IndexByte(b, 0xc2); i >= 0; i = bytes.IndexByte(b, 0xc2) {
		if b[i+1] < 0xa0 {
			return true
		}
		b = b[i+1:]
	}
	return false
}

// mostlyUTF8 reports whether b holds as many well-formed multi-byte characters as bytes that fit none: text pasted
// together from two encodings.
func mostlyUTF8(b []byte) bool {
	good, bad := 0, 0
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			good++
		}
		b = b[n:]
	}
	return good >= bad
}

// IsASCII reports whether b has no byte beyond 0x7f.
func IsASCII(b []byte) bool {
	for ; len(b) >= 8; b = b[8:] {
		if binary.LittleEndian.Uint64(b)&0x8080808080808080 != 0 {
			return false
		}
	}
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// decodeUTF7 decodes UTF-7 (RFC 2152). Shifted runs that are malformed stay as they stand.
func decodeUTF7(b []byte) string {
	var out strings.Builder
	for len(b) > 0 {
		i := bytes.IndexByte(b, '+')
		if i < 0 {
			break
		}
		out.Write(b[:i])
		b = b[i+1:]
		n := 0
		for n < len(b) && isBase64(b[n]) {
			n++
		}
		switch {
		case n == 0 && len(b) > 0 && b[0] == '-':
			out.WriteByte('+')
		case n == 0:
			out.WriteByte('+')
			continue
		default:
			writeUTF16(&out, shifted(b[:n]))
		}
		if b = b[n:]; len(b) > 0 && b[0] == '-' {
			b = b[1:]
		}
	}
	out.Write(b)
	return out.String()
}

// isBase64 reports whether c is a character of base64.
func isBase64(c byte) bool {
	return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '/'
}

// shifted returns the bytes that a run of base64 without padding holds; a last character that is no byte is left out.
func shifted(run []byte) []byte {
	if len(run)%4 == 1 {
		run = run[:len(run)-1]
	}
	out := make([]byte, base64.RawStdEncoding.DecodedLen(len(run)))
	n, _ := base64.RawStdEncoding.Decode(out, run) // all of its characters are known
	return out[:n]
}

// writeUTF16 writes big-endian UTF-16 as UTF-8; a lone surrogate becomes U+FFFD.
func writeUTF16(out *strings.Builder, b []byte) {
	for ; len(b) >= 2; b = b[2:] {
		r := rune(b[0])<<8 | rune(b[1])
		if r >= 0xd800 && r < 0xdc00 && len(b) >= 4 {
			if low := rune(b[2])<<8 | rune(b[3]); low >= 0xdc00 && low < 0xe000 {
				r = (r-0xd800)<<10 | (low - 0xdc00) + 0x10000
				b = b[2:]
			}
		}
		out.WriteRune(r)
	}
}

// Known reports whether a word of that charset can be decoded.
func Known(label string) bool {
	label = strings.ToLower(label)
	switch label {
	case "us-ascii", "ascii", "iso-8859-1", "latin1", "windows-1252", "unknown-8bit", "x-unknown", "none", "utf-7":
		return true
	}
	enc, _ := lookup(label)
	return enc != nil
}
