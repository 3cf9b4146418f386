package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// TestWorkflows demands that the workflow of each forge is YAML, runs all verbs of the script, and puts nothing that
// somebody else may choose into a command: names of branches, titles and texts of pull requests.
func TestWorkflows(t *testing.T) {
	unsafe := regexp.MustCompile(`(?m)^\s*(run:|- ).*\$\{\{`)
	for _, forge := range []string{"github", "gitlab-ci", "forgejo"} {
		data, err := os.ReadFile(filepath.Join("packaging", "pull-request", forge+".yml"))
		if err != nil {
			t.Fatal(err)
		}
		var doc map[string]any
		if err := yaml.Unmarshal(data, &doc); err != nil {
			t.Errorf("%s: %v", forge, err)
		}
		for _, verb := range []string{"open", "check", "apply"} {
			if !strings.Contains(string(data), "recap-pr "+verb) {
				t.Errorf("%s does not run recap-pr %s", forge, verb)
			}
		}
		if found := unsafe.FindString(string(data)); found != "" {
			t.Errorf("%s has a value in a command: %s", forge, found)
		}
	}
}
