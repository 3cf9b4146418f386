package mail

import (
	"net/url"
	"slices"
	"strings"

	"recap/ingest/text"
)

// lists returns the lists that carried the mail, in lower case: the identifiers of List-Id (RFC 2919), else what older
// list software wrote, else the configured list. An identifier that means the configured list, "dev.lists.example.org"
// for dev@lists.example.org, is given as that.
func lists(h header, configured string) []string {
	var found []string
	add := func(id string) {
		id = strings.ToLower(line(strings.TrimSpace(id)))
		if id == strings.Replace(configured, "@", ".", 1) {
			id = configured
		}
		if id != "" && !slices.Contains(found, id) && len(found) < 20 {
			found = append(found, text.Cut(id, 320))
		}
	}
	for _, value := range h.all("list-id") {
		if i := strings.LastIndexByte(value, '<'); i >= 0 {
			value, _, _ = strings.Cut(value[i+1:], ">")
		}
		if !strings.ContainsAny(value, " \t") {
			add(value)
		}
	}
	if len(found) == 0 {
		for _, a := range listAddresses(h, "") {
			add(a)
			break
		}
	}
	if len(found) == 0 {
		add(configured)
	}
	return found
}

// listAddresses returns the addresses of the lists that carried the mail, the configured one first.
func listAddresses(h header, configured string) []string {
	var found []string
	add := func(a string) {
		if a = cleanAddress(a); a != "" && !slices.Contains(found, a) {
			found = append(found, a)
		}
	}
	add(configured)
	for _, value := range h.all("list-post") {
		_, value, _ = strings.Cut(value, "mailto:")
		if i := strings.IndexAny(value, ">?"); i >= 0 {
			value = value[:i]
		}
		add(value)
	}
	for _, name := range [...]string{"x-mailing-list", "x-beenthere", "x-loop"} {
		for _, value := range h.all(name) {
			for _, m := range mailboxes(value) {
				add(m.addr)
			}
		}
	}
	// ezmlm: "Mailing-List: contact dev-help@lists.example.org; run by ezmlm", "Delivered-To: mailing list
	// dev@lists.example.org"
	if f := strings.Fields(h.get("mailing-list")); len(f) >= 2 && f[0] == "contact" {
		local, domain, _ := strings.Cut(strings.TrimRight(f[1], ";"), "@")
		add(strings.TrimSuffix(local, "-help") + "@" + domain)
	}
	for _, value := range h.all("delivered-to") {
		if rest, ok := strings.CutPrefix(value, "mailing list "); ok {
			add(rest)
		}
	}
	return found
}

// permalink returns where a reader sees the mail: the template of the configuration with {message_id} replaced by the
// escaped key, else, of a mail that came by a list, Archived-At (RFC 5064) if it leads to a public place, else "". h is
// the header of the mail as it came, because the list writes there.
func permalink(h header, key, template string, byList bool) string {
	if template != "" {
		return strings.ReplaceAll(template, "{message_id}", url.PathEscape(key))
	}
	if !byList {
		return ""
	}
	for _, value := range h.all("archived-at") {
		if address := publicAddress(strings.Trim(strings.Join(strings.Fields(value), ""), "<>")); address != "" {
			return address
		}
	}
	return ""
}

// private reports whether the writer asked not to be archived.
func private(h header) bool {
	return h.has("x-no-archive") || strings.EqualFold(h.get("x-archive"), "no") || strings.EqualFold(h.get("archive"), "no")
}
