package config

import (
	"fmt"
	"time"
)

// Alerts say who is told when recap no longer does its work, and from when on. Without a channel nobody is told.
type Alerts struct {
	Webhook     Webhook       `yaml:"webhook"`      // a server that takes alerts; default none
	Command     []string      `yaml:"command"`      // a program and its arguments, which gets an alert on its stdin; default none
	SourceAfter time.Duration `yaml:"source_after"` // how long a source may fail, and be silent at least; default 24h
	QuietAfter  time.Duration `yaml:"quiet_after"`  // how long a digest may be without news; default 168h
}

// A Webhook is a server that takes JSON by POST. It is a value and no pointer, because it is no kind of anything.
type Webhook struct {
	URL        string `yaml:"url"`
	SecretFile string `yaml:"secret_file"` // what it shares with recap, to know it by
}

// setDefaults fills in from when on alerts are told unless their keys say otherwise.
func (a *Alerts) setDefaults() {
	*a = Alerts{SourceAfter: 24 * time.Hour, QuietAfter: 168 * time.Hour}
}

// Any reports whether there is a channel that takes alerts.
func (a *Alerts) Any() bool { return a.Webhook.URL != "" || len(a.Command) > 0 }

// checkAlerts demands channels that can be used.
func (c *Config) checkAlerts(d *decoder) error {
	a := &c.Alerts
	switch {
	case a.Webhook.SecretFile != "" && a.Webhook.URL == "":
		return d.fail("alerts.webhook.url", "is missing", "add the address that takes alerts: url: https://HOST/PATH")
	case len(a.Command) > 0 && a.Command[0] == "":
		return d.fail("alerts.command[0]", "is empty", "name the program that takes alerts, and its arguments behind it")
	case a.SourceAfter <= 0:
		return d.fail("alerts.source_after", "is nothing", "write how long a source may fail, for example 24h")
	case a.QuietAfter <= 0:
		return d.fail("alerts.quiet_after", "is nothing", "write how long a digest may be without news, for example 168h")
	}
	if c.Ping == "" {
		return nil
	}
	if err := WebURL(c.Ping); err != nil {
		return d.fail("ping", fmt.Sprintf("is not a web address: %v", err), "write it as https://HOST/PATH")
	}
	return nil
}
