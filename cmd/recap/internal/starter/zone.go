package starter

import (
	"os"
	"strings"
	"time"
)

// MachineZone returns the IANA name of the zone that this machine is in, UTC if nothing says it: that of TZ, else of
// /etc/localtime, else of /etc/timezone.
func MachineZone(env func(string) (string, bool)) string {
	tz, _ := env("TZ")
	link, _ := os.Readlink("/etc/localtime")
	_, link, _ = strings.Cut(link, "zoneinfo/")
	named, _ := os.ReadFile("/etc/timezone")
	for _, name := range []string{strings.TrimPrefix(tz, ":"), link, string(named)} {
		if name = strings.TrimSpace(name); IsZone(name) && strings.Contains(name, "/") && name != "Etc/UTC" {
			return name
		}
	}
	return "UTC"
}

// IsZone reports whether name is that of a zone which the configuration takes.
func IsZone(name string) bool {
	if name == "" || name == "Local" {
		return false
	}
	_, err := time.LoadLocation(name)
	return err == nil
}
