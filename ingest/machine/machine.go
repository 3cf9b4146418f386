// Package machine tells what programs wrote from what people wrote, for every source alike: by who signs a post, by how
// its title is built and by the shape of its text. What only one kind of source knows, such as a field of a mail's
// header or the mark of an account, that source asks first.
package machine

import (
	"strings"

	"recap/store"
)

// Evidence returns what shows that a program wrote the post, "" if a person did. It looks at Author, Title, Text,
// Quoted and InReplyTo, takes time linear in them, and errs on the side of the person: a program that writes as people
// do under a person's name is not found.
func Evidence(p *store.Post) string {
	if evidence := Author(p.Author); evidence != "" {
		return evidence
	}
	if evidence := title(p); evidence != "" {
		return evidence
	}
	if isAway(p) {
		return "Subject: " + p.Title + " (somebody is away)"
	}
	return shape(p)
}

// names are display names of programs, in lower case.
var names = map[string]bool{
	"kernel test robot": true, "kbuild test robot": true, "syzbot": true, "buildbot": true, "jenkins": true,
	"hudson": true, "apache jenkins server": true, "patchwork": true, "bugzilla": true,
	"gitbox": true, "github": true, "gitlab": true, "kernelci bot": true, "travis ci": true, "dependabot": true,
	"dependabot-preview": true, "renovate": true, "greenkeeper": true, "mergify": true,
	"github-actions": true, "github actions": true, "weblate": true, "hosted weblate": true, "codecov": true,
	"snyk": true, "semantic-release": true, "bors": true, "cron": true,
	"mail delivery subsystem": true, "mail delivery system": true, "lkft": true, "tinderbox": true, "gerrit": true,
	"autobuild": true, "jira": true, "redmine": true, "phabricator": true, "sentry": true,
	"bot": true, "robot": true, "mailer-daemon": true, "postmaster": true, "noreply": true, "no-reply": true,
}

// endings are how the display names of programs end, in lower case: what they do, in place of a family name.
var endings = [...]string{
	"[bot]", "-bot", "_bot", " bot", "(bot)", " robot", "-robot", " daemon", " tracker", " tracking system",
	" bugtracker", " autobuild", " autobuilder", " notification", " notifications", " notifier",
	" autoresponder", " (code review)", " ci", "-ci", " ci server", " build server", " build system", " delivery system",
	" delivery subsystem", " benachrichtigung", " benachrichtigungen",
	" notificaciones", " notificações", " уведомления", " powiadomienia",
}

// locals are local parts of addresses that no person answers for.
var locals = map[string]bool{
	"noreply": true, "no-reply": true, "no_reply": true, "donotreply": true, "do-not-reply": true, "mailer-daemon": true,
	"bugzilla": true, "bugzilla-daemon": true, "jira": true, "jenkins": true,
	"hudson": true, "buildbot": true, "gitbox": true, "gerrit": true, "patchwork": true, "trac": true, "syzbot": true,
	"lkp": true, "kernelci": true, "cron": true, "nobody": true, "rssfeeds": true,
	"notifications": true, "listbot": true, "majordomo": true, "robot": true, "bot": true, "autobuild": true,
	"tinderbox": true, "nagios": true, "mailman": true, "mailman-owner": true, "postmaster": true,
	"autoreply": true, "auto-reply": true, "autoresponder": true, "redmine": true, "mantis": true, "zuul": true,
	"weblate": true, "notification": true, "notifier": true, "automation": true,
}

// Author returns what shows in the name, handle or address of who signs that a program does, "" if nothing does.
func Author(a store.Author) string {
	if a.Bot {
		return "account is marked as a bot"
	}
	if isProgram(a.Name) {
		return "From: " + a.Name
	}
	if a.Name == "" && isProgram(a.Handle) {
		return "From: " + a.Handle
	}
	local, domain, _ := strings.Cut(strings.ToLower(a.Address), "@")
	base, _, _ := strings.Cut(local, "+")
	if locals[base] || strings.HasSuffix(base, "-bot") || strings.HasSuffix(base, "_bot") ||
		strings.HasSuffix(base, "-noreply") || strings.HasPrefix(base, "noreply-") || strings.HasPrefix(base, "no-reply-") ||
		strings.HasPrefix(domain, "syzkaller.") {
		return "From: " + local + " at " + domain
	}
	return ""
}

// isProgram reports whether a display name is a program's: a known one, one that ends as those of programs do, or one
// word that ends in "Bot" as no word does.
func isProgram(name string) bool {
	if name == "" || len(name) > 200 {
		return false
	}
	lower := strings.ToLower(strings.TrimSpace(name))
	if names[lower] || strings.HasPrefix(lower, "jenkins ") {
		return true
	}
	for _, e := range endings {
		if len(lower) > len(e) && strings.HasSuffix(lower, e) {
			return true
		}
	}
	stem, ok := strings.CutSuffix(name, "Bot")
	return ok && stem != "" && stem[len(stem)-1] >= 'a' && stem[len(stem)-1] <= 'z'
}
