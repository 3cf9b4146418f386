package status

import (
	"html"
	"regexp"
	"slices"
	"strings"

	"github.com/dghubble/go-twitter/twitter"

	"recap/ingest/social"
	"recap/ingest/text"
	"recap/store"
)

var screenName = regexp.MustCompile(`^[A-Za-z0-9_]{1,50}$`)

// URL returns the address of a status, which is its key. Without a known author it is the one that the site redirects.
func URL(u *twitter.User, id string) string {
	if u == nil || !screenName.MatchString(u.ScreenName) {
		return "https://twitter.com/i/status/" + id
	}
	return "https://twitter.com/" + u.ScreenName + "/status/" + id
}

// tweetAuthor returns who wrote a status, as far as it says.
func tweetAuthor(u *twitter.User) store.Author {
	if u == nil || !screenName.MatchString(u.ScreenName) {
		return store.Author{}
	}
	return store.Author{
		Name:   social.DisplayName(html.UnescapeString(u.Name)),
		Handle: u.ScreenName,
		URL:    "https://twitter.com/" + u.ScreenName,
	}
}

// unattended are the programs that write or pass on statuses with nobody at the keyboard. Schedulers of what a person
// wrote are not among them.
var unattended = []string{"IFTTT", "dlvr.it", "twitterfeed", "Paper.li", "RoundTeam", "TweetedTimes",
	"Zapier.com", "RSS2Twitter", "feed2tweet", "GitHub Actions"}

var (
	appMarkup = regexp.MustCompile(`<[^>]*>`)
	botHandle = regexp.MustCompile(`(?i:_bot)$|[a-z0-9]Bot$`)
	botBio    = regexp.MustCompile(`(?i)\b(?:i am a bot|i'm a bot|this is a bot|automated account|automated tweets|#bot)\b`)
)

// tweetMachine returns the evidence that a program wrote a status: the program that sent it, or what the account says
// of itself.
func tweetMachine(t *twitter.Tweet) string {
	app := text.Line(html.UnescapeString(appMarkup.ReplaceAllString(text.Cut(t.Source, 1000), "")))
	if slices.ContainsFunc(unattended, func(u string) bool { return strings.EqualFold(u, app) }) {
		return "sent by " + app
	}
	if t.User == nil {
		return ""
	}
	if botHandle.MatchString(t.User.ScreenName) {
		return "account name " + text.Line(t.User.ScreenName) + " says that it is a bot"
	}
	if botBio.MatchString(text.Cut(t.User.Description, social.MaxBio)) {
		return "profile says that the account is a bot"
	}
	return ""
}

// tweetPolicy returns how far a status may be used: protected accounts, statuses that were withheld and people who
// opted out are only counted, and what may be sensitive is only linked.
func tweetPolicy(t *twitter.Tweet) store.Policy {
	policy := store.PolicyQuote
	if t.PossiblySensitive {
		policy = store.PolicyLink
	}
	if u := t.User; t.WithheldCopyright || len(t.WithheldInCountries) > 0 || u != nil && (u.Protected || social.OptedOut(u.Description)) {
		policy = social.Stricter(policy, store.PolicyCount)
	}
	return policy
}
