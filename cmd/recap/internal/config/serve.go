package config

import (
	"fmt"
	"net"

	"go.yaml.in/yaml/v3"
)

// Serve says where the links of the newsletter are answered, by which subscribers confirm, leave and choose.
type Serve struct {
	Addr      string `yaml:"addr" value:"text"`         // HOST:PORT to listen on; default 127.0.0.1:8025, behind a web server
	URL       string `yaml:"url" value:"url"`           // address under which people reach it; default none, then only this machine does
	TokenFile string `yaml:"token_file" value:"secret"` // a file with the secret that links are made from; needed by recap serve
	// a file with the secret of the link by which an editor reads and approves drafts; default none, then nobody does
	EditorFile string `yaml:"editor_file" value:"secret"`
}

// setDefaults fills in where it listens.
func (s *Serve) setDefaults() { *s = Serve{Addr: "127.0.0.1:8025"} }

// checkServe demands an address, and the secret without which there are no links.
func (c *Config) checkServe(r *report) {
	s := &c.Serve
	if _, _, err := net.SplitHostPort(s.Addr); err != nil && r.sound("serve.addr") {
		r.fail("serve.addr", fmt.Sprintf("%q is not HOST:PORT", s.Addr), "write it as 127.0.0.1:8025")
	}
	if s.URL != "" && s.TokenFile == "" {
		r.missing("serve.token_file", "name a file with a secret; \"openssl rand -hex 32\" makes one", yaml.ScalarNode)
	}
}
