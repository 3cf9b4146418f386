package config

import (
	"fmt"
	"time"

	"go.yaml.in/yaml/v3"
)

// Alerts say who is told when recap no longer does its work, and from when on. Without a channel nobody is told.
type Alerts struct {
	To          []string      `yaml:"to" value:"address"`   // who gets alerts by mail; default nobody
	Via         string        `yaml:"via" value:"text"`     // the output, email or sendmail, by which that mail goes out; needed with to
	Webhook     Webhook       `yaml:"webhook"`              // a server that takes alerts; default none
	Command     []string      `yaml:"command" value:"text"` // a program and its arguments, which gets an alert on its stdin; default none
	SourceAfter time.Duration `yaml:"source_after"`         // how long a source may fail, and be silent at least; default 24h
	QuietAfter  time.Duration `yaml:"quiet_after"`          // how long a digest may be without news; default 168h
}

// A Webhook is a server that takes JSON by POST. It is a value and no pointer, because it is no kind of anything.
type Webhook struct {
	URL        string `yaml:"url" value:"url"`
	SecretFile string `yaml:"secret_file" value:"secret"` // what it shares with recap, to know it by
}

// Any reports whether there is a channel that takes alerts.
func (a *Alerts) Any() bool { return a.Webhook.URL != "" || len(a.Command) > 0 || len(a.To) > 0 }

// checkAlerts demands channels that can be used.
func (c *Config) checkAlerts(r *report) {
	a := &c.Alerts
	if a.Webhook.SecretFile != "" && a.Webhook.URL == "" {
		r.missing("alerts.webhook.url", "add the address that takes alerts: url: https://HOST/PATH", yaml.ScalarNode)
	}
	c.checkVia(r)
	if len(a.Command) > 0 && a.Command[0] == "" && r.sound("alerts.command[0]") {
		r.fail("alerts.command[0]", "is empty", "name the program that takes alerts, and its arguments behind it")
	}
	if a.SourceAfter <= 0 && r.sound("alerts.source_after") {
		r.fail("alerts.source_after", "is nothing", "write how long a source may fail, for example 24h")
	}
	if a.QuietAfter <= 0 && r.sound("alerts.quiet_after") {
		r.fail("alerts.quiet_after", "is nothing", "write how long a digest may be without news, for example 168h")
	}
}

// checkVia demands an output that is mail, by which alerts go out.
func (c *Config) checkVia(r *report) {
	a := &c.Alerts
	switch {
	case a.Via == "" && len(a.To) > 0:
		r.missing("alerts.via", "name an output of the kind email or sendmail, by which the mail goes out", yaml.ScalarNode)
	case a.Via != "" && len(a.To) == 0:
		r.missing("alerts.to", "write who gets the mail: to: [ann@example.org]", yaml.SequenceNode)
	}
	if a.Via == "" || len(a.To) == 0 || !r.sound("alerts.via") {
		return
	}
	t := c.OutputNamed(a.Via)
	if t == nil || t.Email == nil && t.Sendmail == nil {
		r.fail("alerts.via", fmt.Sprintf("%q is no output that sends mail", a.Via), "name one of the kind email or sendmail")
	}
}
