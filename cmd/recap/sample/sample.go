// Package sample is the invented community of "recap demo": Larkspur, an open project for community weather stations,
// in the eight days around its Hack Days of October 2026. Two mailing lists, a blog, a planet and a hashtag are served
// as real servers serve them, so that the real adapters read them and nothing is prepared for the builder. The archives
// of the lists begin in June with a few mails a week, from which a recap learns who is new and what is usual.
//
// The words stand in content, one file a source, in the form in which the servers send them; only the statuses of the
// hashtag are kept short, and status.go makes the entities of the Mastodon API of them. Edit those files to change the
// demonstration. All people, organisations and hosts are invented; hosts are below example.org, example.com and
// example.net (RFC 2606).
package sample

import (
	"embed"
	"slices"
	"time"
)

// The days of the community, as the dates of its zone (Europe/Oslo).
const (
	Archive  = "2026-06-29" // the first mail in the archives of the lists
	FirstDay = "2026-10-12" // a Monday, with the first posts of the eight days
	LastDay  = "2026-10-19" // the Monday after, with the last ones
	Day2     = "2026-10-16" // the second day of the Hack Days, the busiest of all
)

//go:embed content
var content embed.FS

// Now returns the moment at which the demonstration takes place: the morning after LastDay, 08:00 in Oslo. Whoever
// reads the community by another clock finds some of its posts too old or not written yet.
func Now() time.Time { return time.Date(2026, time.October, 20, 6, 0, 0, 0, time.UTC) }

// Config returns the configuration of the demonstration, a complete recap.yaml. Its sources have the addresses of
// Hosts, by plain http; its database and its outputs lie beside it.
func Config() []byte { return file("recap.yaml") }

// Programme returns the programme of the Hack Days, an iCalendar file that the configuration looks for beside itself as
// programme.ics.
func Programme() []byte { return file("programme.ics") }

// Hosts returns the names of the hosts that Handler answers for, sorted. They resolve nowhere: who reads the community
// has to connect to where Handler is served instead.
func Hosts() []string {
	var names []string
	for name := range sites() {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// file returns an embedded file, which is there or the program would not have been built with it.
func file(name string) []byte {
	data, err := content.ReadFile("content/" + name)
	if err != nil {
		panic(err)
	}
	return data
}
