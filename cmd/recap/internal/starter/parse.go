package starter

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"recap/cmd/recap/internal/config"
	"recap/ingest"
	"recap/ingest/source"
)

// ParseSource returns the source that KIND=ADDRESS names, or an address alone whose shape says of what kind it is.
func ParseSource(s string) (ingest.Config, error) {
	kind, address, ok := strings.Cut(s, "=")
	if kind = strings.ToLower(strings.TrimSpace(kind)); !ok || strings.ContainsAny(kind, ":/.") {
		likely := ingest.Recognise(source.Link{Address: strings.TrimSpace(s)})
		if len(likely) == 0 {
			return ingest.Config{}, fmt.Errorf("%q does not say of what kind it is; write KIND=ADDRESS, for example feed=https://planet.example.org/atom.xml; the kinds are %s", s, strings.Join(ingest.Kinds(), ", "))
		}
		return likely[0], nil
	}
	c, err := ingest.At(kind, source.Link{Address: strings.TrimSpace(address)})
	if err != nil {
		return c, err
	}
	named := c
	named.Name = NameFor(&c)
	if _, err := named.Open(source.Env{Now: time.Now}); err != nil {
		return c, err
	}
	for _, key := range c.About().Needs {
		if _, keys := keysOf(&c); !slices.ContainsFunc(strings.Split(keys, ", "), func(k string) bool { return strings.HasPrefix(k, key+": ") }) {
			return c, fmt.Errorf("%s wants a %s as well, which %q does not say; config.example.yaml shows what it takes", kind, key, address)
		}
	}
	return c, nil
}

// CheckName demands that a community has a name.
func CheckName(s string) (string, error) {
	if s == "" {
		return "", errors.New("it needs a name, which the recaps call it by")
	}
	return s, nil
}

// CheckURL takes an address of the web, also without https://, or none.
func CheckURL(s string) (string, error) {
	if s != "" && !strings.Contains(s, "://") {
		s = "https://" + s
	}
	if s == "" {
		return "", nil
	}
	if err := config.WebURL(s); err != nil {
		return "", fmt.Errorf("%q is not a web address: %w; write it as https://HOST/PATH", s, err)
	}
	return s, nil
}

// CheckZone demands the name of a zone.
func CheckZone(s string) (string, error) {
	if !IsZone(s) {
		return "", fmt.Errorf("%q is not a time zone; use an IANA name such as Europe/London, America/New_York or UTC", s)
	}
	return s, nil
}
