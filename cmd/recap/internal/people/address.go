package people

import (
	"errors"
	"net/mail"
	"regexp"
	"strings"
)

// addressable is an address that every server takes: a dot-atom at a domain (RFC 5321), in ASCII. What begins otherwise
// than with a letter, a digit or an underscore is left out, though it would be allowed: spreadsheets take it for a
// formula, and programs for an option.
var addressable = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9!#$%&'*+/=?^_{|}~-]*(\.[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+)*` +
	`@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$`)

const (
	maxAddress = 254 // bytes of an address (RFC 5321, with its erratum 1690)
	maxLocal   = 64  // bytes before the @
)

var errAddress = errors.New("is no mail address that can be written to")

// Address returns the address in s, which may also be written as "Name <address>". The error does not repeat it.
func Address(s string) (string, error) {
	s = strings.Trim(s, " \t")
	if strings.ContainsAny(s, "\r\n\x00") {
		return "", errAddress
	}
	if strings.HasSuffix(s, ">") {
		a, err := mail.ParseAddress(s)
		if err != nil {
			return "", errAddress
		}
		s = a.Address
	}
	local, _, _ := strings.Cut(s, "@")
	if len(s) > maxAddress || len(local) > maxLocal || !addressable.MatchString(s) {
		return "", errAddress
	}
	return s, nil
}
