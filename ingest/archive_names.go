package ingest

import (
	"encoding/base64"
	"encoding/binary"
	"hash/fnv"
	"slices"
)

// A nameSet is a set of names, each kept as 8 bytes of a hash: a folder may hold a hundred thousand.
type nameSet map[uint64]struct{}

func hashName(name string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(name))
	return h.Sum64()
}

func (s nameSet) add(name string) { s[hashName(name)] = struct{}{} }

func (s nameSet) has(name string) bool {
	_, ok := s[hashName(name)]
	return ok
}

// text returns the hashes, sorted, in base64.
func (s nameSet) text() string {
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

// parseNameSet reads what text wrote; what it did not write is an empty set.
func parseNameSet(text string) nameSet {
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nameSet{}
	}
	s := make(nameSet, len(data)/8)
	for ; len(data) >= 8; data = data[8:] {
		s[binary.BigEndian.Uint64(data)] = struct{}{}
	}
	return s
}
