package mail

import (
	"testing"

	"recap/store"
)

func TestCommitSubjects(t *testing.T) {
	for title, want := range map[string]bool{
		"svn commit: r12 - trunk/x.c":         true,
		"SVN commit 12":                       true,
		"[project] [web] git push: main":      true,
		"r123 - trunk/docs":                   true,
		"R5 - branches":                       true,
		"[svn:trunk] r5":                      true,
		"svn: trunk":                          true,
		"cvs commit: src x.c":                 true,
		"hg push to main":                     true,
		"Build failed in Jenkins: project #5": true,
		"build success":                       true,
		"Re: svn commit: r12 - trunk/x.c":     false,
		"r123 of the trunk":                   false,
		"Building failed for me":              false,
		"github or not":                       false,
		"[project] a question":                false,
		"reading":                             false,
		"r":                                   false,
		"":                                    false,
	} {
		if got := machine(nil, nil, store.Author{Name: "Ann Lee", Address: "ann@example.org"}, title, Words{}); (got != "") != want {
			t.Errorf("machine() of %q = %q, want evidence: %t", title, got, want)
		}
	}
}
