package audit

import (
	"net/url"
	"slices"
	"strings"

	"recap/digest"
	"recap/digest/edit"
	"recap/digest/render"
)

// A Link is an address that the edition leads to.
type Link struct {
	URL      string   `json:"url"`
	Where    string   `json:"where"`    // introduction, or the title of what it stands in
	Writer   string   `json:"writer"`   // editor, or recap for addresses of posts
	Tracking []string `json:"tracking"` // parameters that only tell who came from where
	State    string   `json:"state"`    // unchecked, ok, dead, or unknown where the server would not say
	Why      string   `json:"why,omitempty"`
}

// Fails reports whether a link is one that should not go out: a dead one, or one with parameters of tracking that the
// editor can take off. Those of posts are their sources'.
func (l *Link) Fails() bool {
	return l.State == "dead" || l.Writer == edit.Editor && len(l.Tracking) > 0
}

// trackers are parameters that senders of newsletters, advertisers and networks put into addresses.
var trackers = []string{"fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid", "li_fat_id", "igshid", "igsh", "mc_cid", "mc_eid",
	"mkt_tok", "_hsenc", "_hsmi", "hsctatracking", "oly_anon_id", "oly_enc_id", "vero_id", "vero_conv", "rb_clickid", "s_cid", "ref_src", "ref_url", "wickedid", "__s", "trk", "ml_subscriber"}

// tracking returns the parameters of an address that track.
func tracking(address string) []string {
	out := []string{}
	u, err := url.Parse(address)
	if err != nil {
		return out
	}
	for key := range u.Query() {
		low := strings.ToLower(key)
		for _, prefix := range []string{"utm_", "pk_", "mtm_", "piwik_", "matomo_", "hsa_"} {
			if strings.HasPrefix(low, prefix) {
				out = append(out, key)
			}
		}
		if slices.Contains(trackers, low) {
			out = append(out, key)
		}
	}
	slices.Sort(out)
	return out
}

// links lists the addresses of the edition, each once.
func (a *auditor) links() {
	seen := map[string]bool{}
	add := func(address, where, writer string) {
		if address = render.Link(address); address == "" || seen[address] {
			return
		}
		seen[address] = true
		l := Link{URL: address, Where: where, Writer: writer, Tracking: tracking(address), State: "unchecked"}
		if l.Fails() {
			a.r.Failed++
		}
		a.r.Links = append(a.r.Links, l)
	}
	e := a.Edition
	_, own := render.Plain(e.Note)
	for _, u := range own {
		add(u, "introduction", edit.Editor)
	}
	for i := range e.Stories {
		s := &e.Stories[i]
		add(s.URL, s.Title, "recap")
		for _, p := range s.Paragraphs {
			for _, x := range p.Sentences {
				for _, id := range x.Sources {
					if ref := e.Post(id); ref != nil {
						add(ref.URL, s.Title, "recap")
					}
				}
			}
		}
	}
	for _, r := range e.Rest {
		add(r.URL, r.Title, "recap")
	}
	for _, l := range e.Late {
		add(l.URL, l.Title, "recap")
	}
	for _, u := range e.Upcoming {
		add(u.URL, u.Text, "recap")
	}
}

// repeats says what the last editions told already: the same words, or the same thread.
func (a *auditor) repeats() {
	for i := range a.Edition.Stories {
		s := &a.Edition.Stories[i]
		threads := map[string]bool{}
		for _, p := range s.Paragraphs {
			for _, x := range p.Sentences {
				for _, id := range x.Sources {
					if ref := a.Edition.Post(id); ref != nil {
						threads[ref.Thread] = true
					}
				}
			}
		}
		for _, t := range a.Told {
			if !threads[t.Thread] && t.Story != s.ID || t.Edition == a.Edition.ID {
				continue
			}
			words := repeated(s, t.Prints)
			if len(words) == 0 {
				words = []string{""}
			}
			for _, text := range words { // the newest edition that told it stands first
				if !slices.ContainsFunc(a.r.Repeats, func(r Repeat) bool { return r.Story == s.ID && (r.Text == text || text == "") }) {
					a.r.Repeats = append(a.r.Repeats, Repeat{s.ID, s.Title, t.Edition, text})
				}
			}
		}
	}
}

// repeated returns the sentences of a story that an earlier edition printed.
func repeated(s *digest.Story, prints []string) (out []string) {
	for _, p := range s.Paragraphs {
		for _, x := range p.Sentences {
			if slices.Contains(prints, digest.Print(x.Text)) {
				out = append(out, x.Text)
			}
		}
	}
	return out
}
