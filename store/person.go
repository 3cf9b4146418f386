package store

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Who wrote a post is what its header says, and anybody can write a header. So there are two rules for "the same
// person", one for each kind of use:
//
//   - SamePerson and Author.Voice take name and address together. They decide where somebody could do another harm:
//     which mails are copies of one, whose vote replaces whose, and whose wish not to be quoted counts.
//   - Author.Identity takes a name of two words or more alone, and the address where the name has fewer. It counts
//     people and remembers them, and does not split those who write from several addresses. Who is new by it may still
//     have written under another name: Reader.Sightings tells. An edition, which sees the posts side by side, takes those
//     for one who write from one address under several names that agree.
//
// An address that many write from, of a list, a forge or a tracker, says nothing about a person (Author.Relay): then
// the name stands alone.

// Identity returns the key under which posts of one person are counted together: the folded display name where it has
// at least two words, else the address if it is the person's own, else the handle, else the folded name. It is empty
// for nobody.
func (a Author) Identity() string {
	name := foldName(a.Name)
	switch {
	case strings.Contains(name, " "):
		return name
	case a.Address != "" && !a.Relay:
		return strings.ToLower(a.Address)
	case a.Handle != "":
		return "@" + strings.ToLower(a.Handle)
	}
	return name
}

// Voice returns the key of name and address together (for a network, of the account): equal for two authors exactly if
// they are one person by the strict rule and neither lacks anything. It is empty for nobody. It is no text to show.
func (a Author) Voice() string {
	switch name := foldName(a.Name); {
	case a.Address != "" && !a.Relay:
		return name + "\n" + strings.ToLower(a.Address)
	case a.Handle != "":
		return "@" + strings.ToLower(a.Handle)
	default:
		return name
	}
}

// foldName returns a display name in lower case with single spaces.
func foldName(name string) string {
	return strings.ToLower(evenSpace(name))
}

// SamePerson reports whether two authors are one person by the strict rule: nothing that both show differs, and they
// share their own address, their account or, where one shows neither, the name. Nobody is the same person as anybody.
//
// Names that differ only in accents, order, damaged characters or in what one leaves out ("Ann", "Lee, Ann", "Ann Lee
// (Norrvik)") agree where the address is the same.
func SamePerson(a, b Author) bool {
	x, y := a.OwnAddress(), b.OwnAddress()
	switch {
	case x != "" && y != "":
		return strings.EqualFold(x, y) && namesAgree(a.Name, b.Name)
	case a.Handle != "" && b.Handle != "":
		return strings.EqualFold(a.Handle, b.Handle)
	}
	return a.Name != "" && b.Name != "" && sameName(a.Name, b.Name)
}

// OwnAddress returns the address if it is the person's own.
func (a Author) OwnAddress() string {
	if a.Relay {
		return ""
	}
	return a.Address
}

// sameName reports whether two names are the same but for case, accents, punctuation and the order of their words.
func sameName(a, b string) bool {
	return foldName(a) == foldName(b) || slices.Equal(nameWords(a), nameWords(b))
}

// namesAgree reports whether two names can be those of one address' owner: one is missing, is part of the other, or was
// damaged on the way.
func namesAgree(a, b string) bool {
	if a == "" || b == "" || foldName(a) == foldName(b) || strings.ContainsAny(a+b, "?\ufffd") {
		return true
	}
	x, y := nameWords(a), nameWords(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	for _, w := range x {
		if !slices.Contains(y, w) {
			return false
		}
	}
	return true
}

// NameWords returns the words of a name in their order, in lower case, without accents and punctuation.
func NameWords(name string) []string {
	var plain strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(name)) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			plain.WriteRune(r)
		default:
			plain.WriteByte(' ')
		}
	}
	return strings.Fields(plain.String())
}

// nameWords returns the words of a name as NameWords does, sorted.
func nameWords(name string) []string {
	words := NameWords(name)
	slices.Sort(words)
	return words
}

// MayBe reports whether two authors who share neither name nor address may still be one person: the same account at two
// providers under a first name that is the same, a name with something behind it or left out of it, a first name cut to
// its initial. It is for whoever must not say too much, as that somebody is new; nothing is decided by it.
func MayBe(a, b Author) bool {
	x, y := NameWords(a.Name), NameWords(b.Name)
	const long = 4 // letters of an account that two people hardly share
	account, _, _ := strings.Cut(strings.ToLower(a.OwnAddress()), "@")
	other, _, _ := strings.Cut(strings.ToLower(b.OwnAddress()), "@")
	if account == other && len(account) >= long && (len(x) == 0 || len(y) == 0 || x[0] == y[0]) {
		return true
	}
	return NamesAgree(x, y, 2)
}

// NamesAgree reports whether two names, as NameWords reads them, can be one person's: the words of one, at least so many,
// all stand in the other, or the first name is cut to its initial.
func NamesAgree(a, b []string, least int) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) < least {
		return false
	}
	if last := len(a) - 1; last > 0 && a[last] == b[len(b)-1] && IsInitial(a[0], b[0]) {
		return true
	}
	return !slices.ContainsFunc(a, func(w string) bool { return utf8.RuneCountInString(w) < 2 && len(a) < 3 || !slices.Contains(b, w) })
}

// IsInitial reports whether one of two words is the first letter of the other.
func IsInitial(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	return utf8.RuneCountInString(a) == 1 && strings.HasPrefix(b, a)
}

// IsCalled reports whether name names a exactly.
func (a Author) IsCalled(name string) bool {
	name = evenSpace(name)
	account, isAccount := strings.CutPrefix(name, "@")
	address, isAddress := strings.CutPrefix(name, "<")
	address, closed := strings.CutSuffix(address, ">")
	switch {
	case isAccount:
		return account != "" && strings.EqualFold(a.Handle, account)
	case isAddress && closed:
		return address != "" && strings.EqualFold(a.Address, address)
	}
	return name != "" && (strings.EqualFold(evenSpace(a.Name), name) || strings.EqualFold(a.Address, name) ||
		strings.EqualFold(a.Handle, name))
}

// evenSpace returns s on one line with single spaces.
func evenSpace(s string) string { return strings.Join(strings.Fields(s), " ") }
