package mail

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"

	"recap/ingest/text"
)

// labels maps charset names that mail uses and the WHATWG encoding standard does not know to names that it does.
var labels = map[string]string{
	"eucgb2312_cn": "gb2312", "cn-gb": "gb2312", "x-gbk": "gbk", "cp936": "gbk", "ms936": "gbk", "cp932": "shift_jis", "ms932": "shift_jis",
	"x-sjis-cp932": "shift_jis", "cp949": "euc-kr", "cp950": "big5", "ansi": "windows-1252", "win-1251": "windows-1251", "win-1252": "windows-1252",
	"x-mac-roman": "macintosh", "latin-1": "latin1", "iso-8859": "latin1", "iso8859_15": "iso-8859-15", "utf": "utf-8", "utf8mb4": "utf-8",
	"iso-2022-jp-1": "iso-2022-jp", "iso-2022-jp-2": "iso-2022-jp", "iso-2022-jp-ms": "iso-2022-jp", "cp50221": "iso-2022-jp",
	"koi8-ru": "koi8-u", "x-user-defined": "windows-1252",
}

// decode turns bytes in the declared charset into UTF-8. A declaration is a claim: bytes that are valid UTF-8 are UTF-8 unless a multi-byte charset was
// declared that fits them, ISO 2022 escapes are followed whatever was declared, Latin-1 means windows-1252 as browsers read it, and
// an unknown charset does, too. What cannot be decoded becomes U+FFFD.
func decode(b []byte, label string) string {
	plain := isASCII(b)
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
	case valid && (enc == nil || singleByte(enc) || name == "utf-8"):
		return string(b)
	case name == "utf-8":
		if looksUTF8(b) {
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

// isClean tells the bytes that are a character by themselves and may stand in a text.
var isClean = func() (t [256]bool) {
	for c := ' '; c < 0x7f; c++ {
		t[c] = true
	}
	t['\n'], t['\t'] = true, true
	return t
}()

// areVisible reports whether all of 8 bytes are from 0x20 to 0x7e, at once: a byte with its high bit set, one that adding 1 gives it, and one that
// borrows when 0x20 is taken off it are none.
func areVisible(s string) bool {
	_ = s[7]
	v := uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 | uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
	return (v|(v+0x0101010101010101)|(v-0x2020202020202020))&0x8080808080808080 == 0
}

// clean returns s as text.Clean does, and without its cost where nothing has to change, as in nearly all mail.
func clean(s string) string {
	for i := 0; i < len(s); {
		for i+8 <= len(s) && areVisible(s[i:i+8]) {
			i += 8
		}
		if i == len(s) {
			break
		}
		c := s[i]
		if isClean[c] {
			i++
			continue
		}
		if c == '\r' && i+1 < len(s) && s[i+1] == '\n' {
			i += 2
			continue
		}
		if c < utf8.RuneSelf {
			return text.Clean(s)
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if n == 1 || r < 0xa0 || r == 0xad || r >= 0x600 && (r < 0x2010 || r > 0x2027 && r < 0x2030 || r > 0x205f && r < 0x20a0 || r > 0xd7ff) {
			return text.Clean(s)
		}
		i += n
	}
	if strings.IndexByte(s, '\r') >= 0 {
		return strings.ReplaceAll(s, "\r\n", "\n")
	}
	return s
}

// lookup returns the encoding that label names, and its canonical name; nil where nobody knows it or it says nothing.
func lookup(label string) (encoding.Encoding, string) {
	switch label {
	case "", "us-ascii", "ascii", "unknown-8bit", "x-unknown", "default", "iso-8859-1", "latin1", "windows-1252":
		return nil, ""
	case "utf-8", "utf8":
		return encoding.Nop, "utf-8"
	}
	if known, ok := labels[label]; ok {
		label = known
	}
	enc, name := charset.Lookup(label)
	if name == "replacement" {
		return nil, ""
	}
	return enc, name
}

// singleByte reports whether enc has one byte a character, so that UTF-8 in it can be told by its look.
func singleByte(enc encoding.Encoding) bool {
	_, ok := enc.(*charmap.Charmap)
	return ok
}

// looksUTF8 reports whether b holds more well-formed multi-byte characters than bytes that fit none.
func looksUTF8(b []byte) bool {
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

// isASCII reports whether b has no byte beyond 0x7f.
func isASCII(b []byte) bool {
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
		for n < len(b) && base64Value[b[n]] >= 0 {
			n++
		}
		switch {
		case n == 0 && len(b) > 0 && b[0] == '-':
			out.WriteByte('+')
		case n == 0:
			out.WriteByte('+')
			continue
		default:
			writeUTF16(&out, decodeBase64(b[:n]))
		}
		if b = b[n:]; len(b) > 0 && b[0] == '-' {
			b = b[1:]
		}
	}
	out.Write(b)
	return out.String()
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
