package sample

import (
	"cmp"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"
)

func TestCommunityIsLargeEnough(t *testing.T) {
	posts, people, perHost := map[string]bool{}, map[string]bool{}, map[string]int{}
	for _, p := range community(t) {
		if p.date.In(zone).Format(time.DateOnly) < FirstDay {
			continue
		}
		posts[p.host+" "+p.key], people[p.name] = true, true
		perHost[p.host+p.list]++
	}
	if len(posts) < 150 || len(people) < 38 {
		t.Errorf("the community has %d posts by %d people, want 150 by 38 at least", len(posts), len(people))
	}
	for host, least := range map[string]int{listsHost + "dev": 80, listsHost + "users": 40, blogHost: 6, planetHost: 6, socialHost: 45} {
		if perHost[host] < least {
			t.Errorf("%s has %d posts, want %d at least", host, perHost[host], least)
		}
	}
	t.Logf("%d posts by %d people, %v", len(posts), len(people), perHost)
}

func TestPostsLieInTheEightDays(t *testing.T) {
	busy, past, first := map[string]int{}, map[time.Weekday]int{}, FirstDay
	for _, p := range community(t) {
		day := p.date.In(zone).Format(time.DateOnly)
		if p.list != "" && day < FirstDay {
			past[p.date.In(zone).Weekday()]++
			first = min(first, day)
			continue
		}
		if day < FirstDay || day > LastDay {
			t.Errorf("%s %s by %s is of %s, want %s to %s", p.host, p.key, p.name, day, FirstDay, LastDay)
		}
		busy[day]++
	}
	if first != Archive || past[time.Friday] < 20 {
		t.Errorf("the archives begin on %s with %d mails of Fridays before the Hack Days, want %s and 20 at least", first, past[time.Friday], Archive)
	}
	if len(busy) != 8 {
		t.Errorf("posts on %d days, want 8", len(busy))
	}
	for day, n := range busy {
		if day != Day2 && n >= busy[Day2] {
			t.Errorf("%s has %d posts, want fewer than the %d of %s", day, n, busy[Day2], Day2)
		}
	}
	last, err := time.ParseInLocation(time.DateOnly, LastDay, zone)
	if end := last.AddDate(0, 0, 1); err != nil || Now().Before(end) || Now().After(end.Add(24*time.Hour)) {
		t.Errorf("Now() = %s, want the day after %s", Now(), LastDay)
	}
}

func TestDay2IsBusy(t *testing.T) {
	roots, threads, people, before := map[string]string{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
	posts := 0
	all := community(t)
	slices.SortFunc(all, func(a, b read) int { return cmp.Or(a.date.Compare(b.date), strings.Compare(a.key, b.key)) })
	all = slices.CompactFunc(all, func(a, b read) bool { return a.key == b.key }) // the second copy of a cross-post
	for _, p := range all {
		root := roots[p.parent]
		if root == "" {
			root = p.key
		}
		roots[p.key] = root
		switch day := p.date.In(zone).Format(time.DateOnly); {
		case day < Day2:
			before[p.name] = true
		case day == Day2:
			posts++
			threads[root], people[p.name] = true, true
		}
	}
	if posts < 30 || len(people) < 18 || len(threads) < 8 {
		t.Errorf("%s has %d posts by %d people in %d threads, want 30 by 18 in 8 at least", Day2, posts, len(people), len(threads))
	}
	if before["Noor Rahmani"] || !people["Noor Rahmani"] {
		t.Errorf("Noor Rahmani, who introduces herself on %s, wrote before or not on that day", Day2)
	}
	known := 0
	for name := range people {
		if before[name] {
			known++
		}
	}
	if known < len(people)-3 {
		t.Errorf("only %d of the %d people of %s wrote before", known, len(people), Day2)
	}
	t.Logf("%s: %d posts by %d people in %d threads", Day2, posts, len(people), len(threads))
}

func TestMessageIDsAreUniqueButForCrossPosts(t *testing.T) {
	dev, users := mails(t, "dev"), mails(t, "users")
	byID := map[string]read{}
	for _, list := range [][]read{dev, users} {
		seen := map[string]bool{}
		for _, p := range list {
			if p.key == "" || seen[p.key] {
				t.Errorf("Message-ID %q is empty or stands twice on %s", p.key, p.list)
			}
			seen[p.key] = true
		}
	}
	for _, p := range dev {
		byID[p.key] = p
	}
	shared := 0
	for _, p := range users {
		d, ok := byID[p.key]
		if !ok {
			continue
		}
		shared++
		if own(d.body) != own(p.body) || d.name != p.name || !d.date.Equal(p.date) {
			t.Errorf("cross-post %s differs between the lists", p.key)
		}
		if to := p.header.Get("To"); !strings.Contains(to, "dev@") || !strings.Contains(to, "users@") {
			t.Errorf("cross-post %s is To: %s, want both lists", p.key, to)
		}
	}
	if shared == 0 {
		t.Error("there is no cross-post")
	}
}

// own returns a mail without the footer of its list.
func own(body string) string {
	text, _, _ := strings.Cut(body, "\n____")
	return text
}

func TestListsHoldWhatRealListsHold(t *testing.T) {
	all := append(mails(t, "dev"), mails(t, "users")...)
	known := map[string]int{}
	for i, p := range all {
		known[p.key] = i + 1
	}
	count := map[string]int{}
	for i, p := range all {
		h := p.header
		if h.Get("List-Id") == "" || !strings.HasPrefix(h.Get("Archived-At"), "<https://"+listsHost+"/"+p.list+"/") {
			t.Errorf("mail %s has List-Id %q and Archived-At %q", p.key, h.Get("List-Id"), h.Get("Archived-At"))
		}
		for what, found := range map[string]bool{
			"mail of a machine":       h.Get("Auto-Submitted") == "auto-generated",
			"HTML without text":       strings.HasPrefix(h.Get("Content-Type"), "text/html"),
			"multipart":               strings.HasPrefix(h.Get("Content-Type"), "multipart/alternative"),
			"Latin-1":                 strings.Contains(h.Get("Content-Type"), "iso-8859-1"),
			"flowed text":             strings.Contains(h.Get("Content-Type"), "format=flowed"),
			"base64":                  h.Get("Content-Transfer-Encoding") == "base64",
			"munged From":             strings.Contains(h.Get("From"), " via "),
			"quoted words":            strings.HasPrefix(p.body, "> ") || strings.Contains(p.body, "\n> "),
			"escaped From":            strings.Contains(p.body, "\n>From "),
			"diff":                    strings.Contains(p.body, "\ndiff --git "),
			"reply without parent":    p.parent != "" && known[p.parent] == 0,
			"reply before its parent": known[p.parent] > i+1,
			"late arrival":            i > 0 && all[i-1].list == p.list && p.date.Before(all[i-1].date),
			"vote":                    strings.HasPrefix(p.title, "[VOTE]"),
			"ballot for":              strings.HasPrefix(p.body, "+1"),
			"ballot against":          strings.HasPrefix(p.body, "-1"),
			"result":                  strings.HasPrefix(p.title, "[RESULT]"),
			"release":                 strings.HasPrefix(p.title, "[ANNOUNCE]"),
			"security notice":         strings.HasPrefix(p.title, "[SECURITY]"),
			"spam":                    strings.Contains(p.body, "!!!") && strings.Count(p.body, "http://") >= 5,
		} {
			if found {
				count[what]++
			}
		}
	}
	for what, least := range map[string]int{"mail of a machine": 8, "HTML without text": 1, "multipart": 1, "Latin-1": 1, "flowed text": 1, "base64": 1,
		"munged From": 1, "quoted words": 10, "escaped From": 1, "diff": 2, "reply without parent": 1, "reply before its parent": 1, "late arrival": 3, "vote": 2,
		"ballot for": 8, "ballot against": 1, "result": 2, "release": 1, "security notice": 1, "spam": 2} {
		if count[what] < least {
			t.Errorf("the lists have %d of %q, want %d at least", count[what], what, least)
		}
	}
}

// TestOrganisationsShow checks that the evidence for everybody's organisation, or for having none, is where it is meant to be: in the
// configuration, in a header, in the signature, or in a mail domain that anybody can use.
func TestOrganisationsShow(t *testing.T) {
	var cfg struct {
		Community struct {
			Organizations map[string]string `yaml:"organizations"`
		} `yaml:"community"`
	}
	if err := yaml.Unmarshal(Config(), &cfg); err != nil {
		t.Fatal(err)
	}
	private := []string{"pobox.example.net"}                                                        // a mail provider
	nobody := []string{"larkspur.example.org", "lucky-cloud.example.com", "rank-first.example.net"} // machines and spam
	signed := regexp.MustCompile(`\n-- ?(?:=20)?\n[^\n]+, ([A-Z][\w ]+)`)
	of := map[string]string{}
	for _, p := range append(mails(t, "dev"), mails(t, "users")...) {
		_, domain, _ := strings.Cut(p.address, "@")
		org := cfg.Community.Organizations[domain]
		if o := p.header.Get("Organization"); org == "" && o != "" {
			org = o
		}
		if m := signed.FindStringSubmatch(p.body); org == "" && m != nil {
			org = m[1]
		}
		if slices.Contains(private, domain) || slices.Contains(nobody, domain) {
			if org != "" {
				t.Errorf("%s writes from %s and belongs to %s", p.name, domain, org)
			}
			continue
		}
		if org != "" || of[domain] == "" {
			of[domain] = org
		}
	}
	names := map[string]bool{}
	for domain, org := range of {
		if org == "" {
			t.Errorf("nothing shows whose domain %s is", domain)
		}
		names[org] = true
	}
	if len(names) < 10 {
		t.Errorf("%d organisations, want 10 at least", len(names))
	}
}

var (
	hostInURL  = regexp.MustCompile(`https?://([\w.-]+)`)
	hostInMail = regexp.MustCompile(`[\w.+-]+@([\w-]+(?:\.[\w-]+)+)`)
	reserved   = regexp.MustCompile(`(?:^|\.)example\.(?:org|com|net)$`)
)

func TestNoDomainIsReal(t *testing.T) {
	entries, err := content.ReadDir("content")
	if err != nil {
		t.Fatal(err)
	}
	vocabularies := []string{"www.w3.org", "purl.org"} // names of XML namespaces, not addresses
	for _, e := range entries {
		text := string(file(e.Name()))
		for _, m := range append(hostInURL.FindAllStringSubmatch(text, -1), hostInMail.FindAllStringSubmatch(text, -1)...) {
			if host := strings.TrimRight(m[1], "."); !reserved.MatchString(host) && !slices.Contains(vocabularies, host) {
				t.Errorf("%s names the host %s", e.Name(), host)
			}
		}
	}
	for _, p := range community(t) {
		if p.address != "" && !reserved.MatchString(p.address[strings.Index(p.address, "@")+1:]) {
			t.Errorf("%s writes from %s", p.name, p.address)
		}
		for _, m := range hostInURL.FindAllStringSubmatch(p.body, -1) {
			if host := strings.TrimRight(m[1], "."); !reserved.MatchString(host) {
				t.Errorf("%s of %s links to %s", p.key, p.host, host)
			}
		}
	}
}

func TestConfigNamesOnlyWhatIsServed(t *testing.T) {
	var cfg struct {
		Database string                 `yaml:"database"`
		Sources  []map[string]yaml.Node `yaml:"sources"`
	}
	if err := yaml.Unmarshal(Config(), &cfg); err != nil {
		t.Fatal(err)
	}
	if cfg.Database == "" || filepath.IsAbs(cfg.Database) {
		t.Errorf("database: %q, want a relative path", cfg.Database)
	}
	if len(cfg.Sources) != 5 {
		t.Errorf("%d sources, want 5", len(cfg.Sources))
	}
	used := map[string]bool{}
	for _, s := range cfg.Sources {
		for kind, node := range s {
			var place struct{ Path, URL, Server, Tag string }
			if kind == "name" {
				continue
			}
			if err := node.Decode(&place); err != nil {
				t.Fatalf("%s: %v", kind, err)
			}
			address := place.Path + place.URL + place.Server
			u, err := url.Parse(address)
			if err != nil || !slices.Contains(Hosts(), u.Host) {
				t.Errorf("%s reads %s, want one of %v", kind, address, Hosts())
				continue
			}
			used[u.Host] = true
			if kind == "mastodon" {
				address += "/api/v1/timelines/tag/" + place.Tag
			}
			if len(body(t, address)) < 1000 {
				t.Errorf("%s reads %s, where hardly anything is served", kind, address)
			}
		}
	}
	if used[modelHost] = true; len(used) != len(Hosts()) { // no source reads the model
		t.Errorf("the sources read %d hosts of %v", len(used), Hosts())
	}
}
