package mail

import "strings"

// unflow joins the lines of format=flowed text (RFC 3676) that are one paragraph: a line that ends in a blank goes on
// in the next one of the same quote depth. Space-stuffing is undone, and "-- " is never flowed. Quote marks come out as
// ">>> text". By the RFC a ">" that was stuffed is no quote mark; but programs that stuff quotes, too, are the ones
// that are met, so it stays one.
func unflow(s string, delSp bool) string {
	var out strings.Builder
	out.Grow(len(s))
	open, depth := false, 0 // whether the last line goes on, and its quote depth
	for first := true; s != ""; first = false {
		var l string
		l, s, _ = strings.Cut(s, "\n")
		d := 0
		for d < len(l) && l[d] == '>' {
			d++
		}
		body := strings.TrimPrefix(l[d:], " ")
		signature := body == "-- "
		if !open || d != depth || signature {
			if !first {
				out.WriteByte('\n')
			}
			if d > 0 {
				out.WriteString(l[:d])
				out.WriteByte(' ')
			}
		}
		depth = d
		open = !signature && strings.HasSuffix(body, " ")
		if open && delSp {
			body = body[:len(body)-1]
		}
		out.WriteString(body)
	}
	return out.String()
}
