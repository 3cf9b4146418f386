package mail

import (
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"recap/ingest/text"
	"recap/store"
)

// What a header says was written by whoever sent the mail. This file decides what of it is believed to be a list's: its
// digests, what it wrapped, where it shows a mail; and which addresses are no person's.

// roles are what lists and their programs add to the address of a list.
var roles = [...]string{"-request", "-owner", "-bounces", "-bounce", "-admin", "-digest", "-digests", "-errors",
	"-return", "-help", "-list", "+owner", "+noreply", "-noreply", "-no-reply"}

// programs are addresses that the programs of lists send from, at the domain of the list.
var programs = map[string]bool{"majordomo": true, "listserv": true, "mailman": true, "sympa": true, "ecartis": true,
	"lyris": true, "ezmlm": true, "mlmmj": true, "listmaster": true, "noreply": true, "no-reply": true, "notify": true}

// sentByList reports whether a mail came from a list itself: from one of its addresses, one of those that its program
// has beside them, or that of the program.
func sentByList(h header, addresses []string) bool {
	from := mailboxes(h.get("from"))
	return len(from) > 0 && slices.ContainsFunc(addresses, func(list string) bool { return speaksFor(from[0].addr, list) })
}

// ownAddresses returns the addresses of the lists that carried a mail: the known ones and what List-Id (RFC 2919) means
// by "dev.lists.example.org".
func ownAddresses(known, carriers []string) []string {
	addresses := known
	for _, id := range carriers {
		if local, domain, ok := strings.Cut(id, "."); ok && strings.Contains(domain, ".") && !strings.Contains(id, "@") {
			addresses = append(addresses, local+"@"+domain)
		}
	}
	return addresses
}

// speaksFor reports whether an address is that of a list or of its program.
func speaksFor(address, list string) bool {
	local, domain, _ := strings.Cut(address, "@")
	name, host, ok := strings.Cut(list, "@")
	if !ok || local == "" || domain != host && !strings.HasSuffix(domain, "."+host) && !strings.HasSuffix(host, "."+domain) {
		return false
	}
	return programs[local] || withoutRole(local) == withoutRole(name)
}

// withoutRole returns the local part of a list's address without what its program adds.
func withoutRole(local string) string {
	local = strings.TrimPrefix(strings.TrimPrefix(local, "owner-"), "notify-dg-")
	for range 3 {
		before := local
		for _, role := range roles {
			local = strings.TrimSuffix(local, role)
		}
		if local == before {
			break
		}
	}
	return local
}

// relayLocals are local parts of addresses from which trackers, forges and forums pass on what people write.
var relayLocals = map[string]bool{
	"notifications": true, "notification": true, "notify": true, "noreply": true, "no-reply": true, "no_reply": true,
	"donotreply": true, "do-not-reply": true, "bugzilla": true, "bugzilla-daemon": true,
	"jira": true, "gitlab": true, "gitea": true, "github": true, "gitbox": true, "git": true, "svn": true, "trac": true,
	"redmine": true, "mantis": true, "gerrit": true, "phabricator": true, "reviews": true,
	"reviewboard": true, "patchwork": true, "launchpad": true, "discourse": true, "forum": true, "forums": true,
	"tracker": true, "bugs": true, "issues": true, "roundup": true, "nobody": true,
}

// relayDomains are domains where the addresses stand for posts or threads and not for people.
var relayDomains = [...]string{"public.gmane.org", "bugs.launchpad.net", "bugs.debian.org", "reply.github.com",
	"code.launchpad.net", "answers.launchpad.net"}

// isRelay reports whether many people write from an address, because a list, forge, tracker or forum passes on what
// they say under it. lists are the addresses of those that carried the mail.
func isRelay(address string, lists []string) bool {
	local, domain, _ := strings.Cut(address, "@")
	if local == "" {
		return false
	}
	base, _, _ := strings.Cut(local, "+")
	switch {
	case relayLocals[base] || strings.HasSuffix(base, "-noreply") || strings.HasPrefix(base, "noreply-") ||
		strings.HasPrefix(base, "no-reply-"):
		return true
	case slices.ContainsFunc(relayDomains[:], func(d string) bool { return domain == d || strings.HasSuffix(domain, "."+d) }):
		return true
	}
	return slices.ContainsFunc(lists, func(list string) bool { return speaksFor(address, list) })
}

// person returns the author of a mail as far as it may be one: a display name that says something else, or nothing, is
// none (but the address itself may stand there), and an address that many write from is marked.
func person(a store.Author, lists []string) store.Author {
	if a.Name != "" && !text.IsName(a.Name) && !strings.EqualFold(strings.Replace(a.Name, " at ", "@", 1), a.Address) {
		a.Name = ""
	}
	a.Relay = isRelay(a.Address, lists)
	return a
}

// publicAddress returns a web address that a mail gives, without what it must not have: it leads to a host with a
// public name or number, by http or https, and names no user. It is "" for any other.
func publicAddress(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.User != nil || !isPublicHost(u.Hostname()) {
		return ""
	}
	return u.String()
}

// carrierGrade are addresses between a provider and its customers (RFC 6598).
var carrierGrade = netip.MustParsePrefix("100.64.0.0/10")

// isPublicHost reports whether a host can be reached by everybody, as far as its name shows.
func isPublicHost(host string) bool {
	if ip, err := netip.ParseAddr(host); err == nil {
		ip = ip.Unmap()
		return ip.IsGlobalUnicast() && !ip.IsPrivate() && !carrierGrade.Contains(ip)
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	dot := strings.LastIndexByte(host, '.')
	if dot <= 0 || strings.ContainsAny(host, "%_ \\@") {
		return false
	}
	switch top := host[dot+1:]; {
	case top == "localhost", top == "local", top == "internal", top == "intranet", top == "lan", top == "home", top == "corp", top == "onion":
		return false
	default:
		return top != "" && strings.Trim(top, "0123456789") != "" && !strings.HasPrefix(top, "0x") // a number in another form
	}
}
