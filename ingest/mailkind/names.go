package mailkind

import (
	"encoding/base64"
	"encoding/binary"
	"hash/fnv"
	"slices"
)

// A NameSet is a set of names, each kept as 8 bytes of a hash: a folder may hold a hundred thousand.
type NameSet map[uint64]struct{}

func hashName(name string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(name))
	return h.Sum64()
}

// Add puts a name into the set.
func (s NameSet) Add(name string) { s[hashName(name)] = struct{}{} }

// Has reports whether a name is in the set.
func (s NameSet) Has(name string) bool {
	_, ok := s[hashName(name)]
	return ok
}

// Text returns the hashes, sorted, in base64.
func (s NameSet) Text() string {
	hashes := make([]uint64, 0, len(s))
	for h := range s {
		hashes = append(hashes, h)
	}
	slices.Sort(hashes)
	data := make([]byte, 0, 8*len(hashes))
	for _, h := range hashes {
		data = binary.BigEndian.AppendUint64(data, h)
	}
	return base64.StdEncoding.EncodeToString(data)
}

// ParseNameSet reads what text wrote; what it did not write is an empty set.
func ParseNameSet(text string) NameSet {
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return NameSet{}
	}
	s := make(NameSet, len(data)/8)
	for ; len(data) >= 8; data = data[8:] {
		s[binary.BigEndian.Uint64(data)] = struct{}{}
	}
	return s
}
