package feed

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/mmcdole/gofeed"

	"recap/ingest/syndication"
	"recap/ingest/text"
	"recap/store"
)

// form returns what the item is, by the elements of its format first and by the form of its addresses second.
func (r *itemReader) form(it *gofeed.Item, o syndication.Original, page *url.URL, title string) string {
	path, at := strings.ToLower(page.Path), discussion(it, o)
	telling := tells(path)
	switch {
	case isAdvert(it):
		return store.FormAdvert
	case isComment(it, o, page.Fragment):
		return store.FormComment
	case mediaForm(it) != "":
		return mediaForm(it)
	case telling && (strings.Contains(path, "/releases/") || strings.Contains(path, "/-/tags/")), isRelease(title, path):
		return store.FormRelease
	case telling && hasNumber(path, "commit"):
		return store.FormCommit
	case telling && (issuePath().MatchString(path) || hasNumber(path, "pull") || hasNumber(path, "pulls") ||
		hasNumber(path, "merge_requests")):
		return store.FormIssue
	case len(it.Extensions["re"]["rank"]) > 0, telling && hasNumber(path, "questions"):
		return store.FormQuestion
	case isTopicID(it.GUID), telling &&
		(topicPath().MatchString(path) || hasNumber(path, "t") || hasNumber(path, "topic") || hasNumber(path, "d")):
		return store.FormForum
	case at != "" && otherSite(at, page.String()):
		return store.FormLink
	case at != "" && at == page.String() && !strings.Contains(at, "#"): // what is said about it is all of the page
		return store.FormForum
	case r.account || title == "" || telling && statusPath().MatchString(path) || strings.HasPrefix(it.GUID, "at://"):
		return store.FormStatus
	}
	return store.FormArticle
}

// mediaForm returns what an item is that brings a film or a sound; "" for any other.
func mediaForm(it *gofeed.Item) string {
	switch {
	case len(it.Extensions["yt"]["videoId"]) > 0, hasMedia(it, "video"):
		return store.FormVideo
	case hasMedia(it, "audio"):
		return store.FormPodcast
	}
	return ""
}

var (
	// statusPath is the path of a status of an account.
	statusPath = text.Lazily(`^/@[^/]+/(?:statuses/)?[\w-]+$|/status(?:es)?/\d+|^/notes/\w+$|^/notice/\w+$|^/profile/[^/]+/post/\w+$`)
	// issuePath is the path of an entry of a tracker: within a repository, or at the end.
	issuePath = text.Lazily(`^/[^/]+/[^/]+/(?:-/)?issues/\d+|/(?:issues|bugs|\+bug|ticket|browse)/(?:[a-z]+-)?\d+/?$|` +
		`/show_bug\.cgi$|/bugreport\.cgi$`)
	// topicPath is the path of a topic of a forum that has no number of its own there.
	topicPath = text.Lazily(`/viewtopic\.php$|/showthread\.php|/threads/[^/]+\.\d+|/comments/\w+/`)
	// topicID is how Discourse writes the identity of a topic or post.
	topicID = text.Lazily(`^[\w.-]+-(?:topic|post)-\d+$`)
)

// tellingParts are the elements of paths by which forges, trackers, forums and networks are known.
var tellingParts = map[string]bool{
	"releases": true, "tags": true, "commit": true, "issues": true, "bugs": true, "+bug": true, "ticket": true,
	"browse": true, "pull": true, "pulls": true, "merge_requests": true, "questions": true, "t": true, "topic": true,
	"d": true, "threads": true, "comments": true, "status": true, "statuses": true, "notes": true, "notice": true,
	"profile": true, "viewtopic.php": true, "showthread.php": true, "show_bug.cgi": true, "bugreport.cgi": true,
}

// tells reports whether a path has one of tellingParts, or the name of an account.
func tells(path string) bool {
	for part := range strings.SplitSeq(path, "/") {
		if tellingParts[part] || strings.HasPrefix(part, "@") {
			return true
		}
	}
	return false
}

// isTopicID reports whether an identity is one that Discourse gives.
func isTopicID(id string) bool {
	return (strings.Contains(id, "-topic-") || strings.Contains(id, "-post-")) && topicID().MatchString(id)
}

// hasNumber reports whether an element of the path is name, and the one after it, or after the next, a number or the
// hash of a commit.
func hasNumber(path, name string) bool {
	i := strings.Index(path, "/"+name+"/")
	if i < 0 {
		return false
	}
	for n, part := range strings.Split(path[i+len(name)+2:], "/") {
		if number, _, _ := strings.Cut(part, "-"); number != "" && strings.Trim(number, "0123456789") == "" || name == "commit" && n == 0 {
			return true
		}
		if n == 1 {
			break
		}
	}
	return false
}

// advertMark is how an item says that it was paid for.
var advertMark = text.Lazily(`(?i)^\s*[\[(【]\s*(?:sponsor(?:ed|s|isé|izzato)?(?: post)?|ad|advert(?:isement|orial)?|` +
	`anzeige|werbung|gesponsert|patrocinad[oa]|publicidad|publicidade|pubblicità|publicité|reklam\p{L}*|реклама|スポンサー|` +
	`広告|广告|광고|pr)\s*[\])】]|^(?i:sponsor(?:ed)?|anzeige|werbung|реклама)\s*:`)

// isAdvert reports whether the item says that it was paid for, in its title or its categories.
func isAdvert(it *gofeed.Item) bool {
	if mayBegin(it.Title, "[(saw") && strings.ContainsAny(it.Title[:min(len(it.Title), 24)], "[(【:") && advertMark().MatchString(it.Title) {
		return true
	}
	return slices.ContainsFunc(it.Categories, func(c string) bool {
		return len(c) < 40 && mayBegin(c, "sawgpr") && advertMark().MatchString("["+c+"]")
	})
}

// mayBegin reports whether s begins, after white space, with one of initials, in either case, or with what is not
// ASCII: it spares nearly all texts a pattern whose words begin so.
func mayBegin(s, initials string) bool {
	s = strings.TrimLeft(s, " \t\n\f\r")
	return s != "" && (s[0] >= utf8.RuneSelf || strings.IndexByte(initials, s[0]) >= 0 ||
		s[0] <= 'Z' && strings.IndexByte(initials, s[0]|' ') >= 0)
}

// isComment reports whether the item stands under another one.
func isComment(it *gofeed.Item, o syndication.Original, fragment string) bool {
	if o.Entry != nil && len(inReplyTo(it.Extensions)) > 0 {
		return true
	}
	if strings.HasPrefix(fragment, "comment") || strings.HasPrefix(fragment, "c") && len(fragment) > 1 &&
		strings.Trim(fragment[1:], "0123456789") == "" || strings.HasPrefix(fragment, "issuecomment-") {
		return true
	}
	_, fragment, _ = strings.Cut(it.GUID, "#")
	return strings.HasPrefix(fragment, "comment")
}

// hasMedia reports whether the item is there for the sound or the film that comes with it.
func hasMedia(it *gofeed.Item, kind string) bool {
	for _, e := range it.Enclosures {
		if e != nil && strings.HasPrefix(e.Type, kind+"/") {
			return true
		}
	}
	contents := it.Extensions["media"]["content"]
	for _, g := range it.Extensions["media"]["group"] {
		contents = append(slices.Clip(contents), g.Children["content"]...)
	}
	for _, c := range contents {
		if strings.HasPrefix(c.Attrs["type"], kind+"/") || c.Attrs["medium"] == kind {
			return true
		}
	}
	return false
}

// otherSite reports whether two addresses are of different sites.
func otherSite(a, b string) bool {
	a, b = siteName(a), siteName(b)
	return a != "" && b != "" && a != b && !strings.HasSuffix(a, "."+b) && !strings.HasSuffix(b, "."+a)
}

// discussion returns the page on which people talk about the item, "" if there is none.
func discussion(it *gofeed.Item, o syndication.Original) string {
	if o.Item != nil && isAbsolute(o.Item.Comments) {
		return strings.TrimSpace(o.Item.Comments)
	}
	if o.Entry != nil {
		for _, l := range o.Entry.Links {
			if l.Rel == "replies" && (l.Type == "" || strings.HasPrefix(l.Type, "text/html")) {
				return l.Href
			}
		}
	}
	return ""
}

// version is the number of a release, with what may stand before and behind it.
const version = `v?\d+(?:\.\d+)+(?:[-+.~_]?(?:[a-z]+[-.]?\d*|\d+))*`

var (
	onlyVersion = text.Lazily(`^(?i:(?:version|release|ver\.?|rel\.?|версия|релиз|バージョン|版本)\s*[-_]?\s*)?(?i:` + version + `)$`)
	endsVersion = text.Lazily(`(?i)^(\S+)[\s:@-]+(` + version + `)$`)
)

// isRelease reports whether a title is that of a version: its number alone, or the name of what was released and its
// number where the address of the item has both.
func isRelease(title, path string) bool {
	if digit := strings.IndexAny(title, "0123456789"); digit < 0 || digit > 100 || strings.IndexByte(title[digit:], '.') < 0 {
		return false
	}
	if onlyVersion().MatchString(title) {
		return true
	}
	m := endsVersion().FindStringSubmatch(title)
	return m != nil && strings.Contains(path, strings.ToLower(m[2])) &&
		strings.Contains(path, strings.ToLower(m[1][strings.LastIndexByte(m[1], '/')+1:]))
}

// Named returns the title of a release with the name of what was released, where it has only a number: the repository
// that the address names, else the feed's title.
func (r *itemReader) named(title, link string) string {
	project := repository(link)
	if project == "" {
		project = r.self.Name
	}
	if project == "" || strings.Contains(strings.ToLower(title), strings.ToLower(project)) ||
		strings.Count(title, " ") > 2 || !onlyVersion().MatchString(title) && repository(link) == "" {
		return title
	}
	return strings.TrimSpace(project + " " + title)
}

// repository returns the name of the repository of which an address shows a release or tag.
func repository(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return ""
	}
	for _, mark := range []string{"/-/releases/", "/-/tags/", "/releases/", "/src/tag/", "/tags/"} {
		if before, _, ok := strings.Cut(u.Path, mark); ok {
			parts := strings.Split(strings.Trim(before, "/"), "/")
			if len(parts) >= 2 {
				return parts[len(parts)-1]
			}
		}
	}
	return ""
}
