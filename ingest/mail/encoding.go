package mail

import "bytes"

// base64Value holds the value of each character of the base64 alphabet (RFC 4648 section 4), -1 for others.
var base64Value = func() (t [256]int8) {
	for i := range t {
		t[i] = -1
	}
	for i, c := range "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/" {
		t[c] = int8(i)
	}
	return t
}()

// decodeBase64 decodes base64 and passes over whatever else stands in it. Padding may be missing or stand in the
// middle.
func decodeBase64(b []byte) []byte {
	out := make([]byte, 0, len(b)*3/4+3)
	var acc uint32
	n := 0
	for _, c := range b {
		v := base64Value[c]
		if v < 0 {
			if c == '=' {
				out, n = flushBase64(out, acc, n), 0
			}
			continue
		}
		acc = acc<<6 | uint32(v)
		if n++; n == 4 {
			out = append(out, byte(acc>>16), byte(acc>>8), byte(acc))
			n = 0
		}
	}
	return flushBase64(out, acc, n)
}

// flushBase64 appends what the last n characters of an unfinished group hold.
func flushBase64(out []byte, acc uint32, n int) []byte {
	switch n {
	case 2:
		return append(out, byte(acc>>4))
	case 3:
		return append(out, byte(acc>>10), byte(acc>>2))
	}
	return out
}

// decodeBase64Text decodes a base64 body and keeps the plain lines that list software appended to it.
func decodeBase64Text(b []byte) []byte {
	for pos := 0; pos < len(b); {
		end, next := lineAt(b, pos)
		if !base64Line(b[pos:end]) {
			return append(append(decodeBase64(b[:pos]), '\n'), b[pos:]...)
		}
		pos = next
	}
	return decodeBase64(b)
}

// base64Line reports whether the line can be base64: only its alphabet, padding and white space.
func base64Line(line []byte) bool {
	for _, c := range line {
		if base64Value[c] < 0 && c != '=' && c != ' ' && c != '\t' && c != '\r' && c != 0 {
			return false
		}
	}
	return true
}

// decodeQuotedPrintable decodes quoted-printable (RFC 2045 section 6.7). Malformed escapes stay as they stand.
func decodeQuotedPrintable(b []byte) []byte {
	if bytes.IndexByte(b, '=') < 0 {
		return b
	}
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		c := b[i]
		if c != '=' {
			out = append(out, c)
			continue
		}
		if i+2 < len(b) {
			if hi, lo := hexValue(b[i+1]), hexValue(b[i+2]); hi >= 0 && lo >= 0 {
				out = append(out, byte(hi<<4|lo))
				i += 2
				continue
			}
		}
		// a soft line break, with the white space that transport may have added
		j := i + 1
		for j < len(b) && (b[j] == ' ' || b[j] == '\t' || b[j] == '\r') {
			j++
		}
		switch {
		case j < len(b) && b[j] == '\n':
			i = j
		case j == len(b):
			return out
		default:
			out = append(out, c)
		}
	}
	return out
}

// longQuoted is from which length on a line that ends in an escape was wrapped by a mail program, and is no line of
// code.
const longQuoted = 60

// seemsQuotedPrintable reports whether a body is quoted-printable although nothing says so, because an archive dropped
// the header: two long lines end in soft breaks or in the escape of a blank, and no "=" stands for itself.
func seemsQuotedPrintable(b []byte) bool {
	if !bytes.Contains(b, []byte("=\n")) && !bytes.Contains(b, []byte("=20\n")) {
		return false
	}
	wrapped := 0
	for pos := 0; pos < len(b); {
		end, next := lineAt(b, pos)
		line := b[pos:end]
		pos = next
		for i := bytes.IndexByte(line, '='); i >= 0; {
			soft := i == len(line)-1
			if !soft && (i+2 >= len(line) || hexValue(line[i+1]) < 0 || hexValue(line[i+2]) < 0) {
				return false
			}
			if len(line) >= longQuoted && (soft || i == len(line)-3 && line[i+1] == '2' && line[i+2] == '0') {
				wrapped++
			}
			more := bytes.IndexByte(line[i+1:], '=')
			if more < 0 {
				break
			}
			i += 1 + more
		}
	}
	return wrapped >= 2
}

// hexValue returns the value of a hexadecimal digit, -1 for others.
func hexValue(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	}
	return -1
}

// decodeUU decodes a uuencoded body: the lines between "begin" and "end", and all others as they stand.
func decodeUU(b []byte) []byte {
	var out []byte
	inside := false
	for pos := 0; pos < len(b); {
		end, next := lineAt(b, pos)
		line := b[pos:end]
		switch {
		case !inside && bytes.HasPrefix(line, []byte("begin ")):
			inside = true
		case inside && bytes.Equal(line, []byte("end")):
			inside = false
		case inside:
			out = appendUU(out, line)
		default:
			out = append(out, b[pos:next]...)
		}
		pos = next
	}
	return out
}

// appendUU appends what one uuencoded line holds.
func appendUU(out, line []byte) []byte {
	if len(line) == 0 {
		return out
	}
	want := int(line[0]-' ') & 63
	line = line[1:]
	for ; want > 0 && len(line) >= 2; want -= 3 {
		var q [4]byte
		for i := range q {
			if i < len(line) {
				q[i] = (line[i] - ' ') & 63
			}
		}
		group := [3]byte{q[0]<<2 | q[1]>>4, q[1]<<4 | q[2]>>2, q[2]<<6 | q[3]}
		out = append(out, group[:min(want, 3)]...)
		line = line[min(4, len(line)):]
	}
	return out
}
