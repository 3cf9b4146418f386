package config

import (
	"bytes"
	"fmt"
	"os"
	"time"

	"go.yaml.in/yaml/v3"

	"recap/digest/model"
	"recap/digest/model/ask"
)

// A Writer says which language model writes for the digests that want one.
type Writer struct {
	Model  Model       `yaml:"model"`  // who writes or chooses
	Reader ModelServer `yaml:"reader"` // who checks what is written, if another one; default the same
}

// A Model is a language model that writes, and what it may cost.
type Model struct {
	BaseURL         string        `yaml:"base_url" value:"url"`                    // as http://localhost:11434/v1; required
	Name            string        `yaml:"name" value:"text"`                       // as the server calls it; required
	APIKeyFile      string        `yaml:"api_key_file" value:"secret"`             // file with the key; default none
	Check           bool          `yaml:"check"`                                   // each sentence is read by a second reader; default false
	MaxTokensPerDay int           `yaml:"max_tokens_per_day" value:"0-1000000000"` // both ways, 0 for no limit; default 200000
	MaxCallsPerDay  int           `yaml:"max_calls_per_day" value:"0-1000000"`     // 0 for no limit; default 500
	Parallel        int           `yaml:"parallel" value:"1-16"`                   // requests at once; default 2
	Timeout         time.Duration `yaml:"timeout"`                                 // of one request; default 60s
}

// A ModelServer is where a language model is: a server that speaks OpenAI's chat completions.
type ModelServer struct {
	BaseURL    string `yaml:"base_url" value:"url"`        // required
	Name       string `yaml:"name" value:"text"`           // required
	APIKeyFile string `yaml:"api_key_file" value:"secret"` // file with the key; default none
}

// setDefaults fills in what a model is unless its keys say otherwise.
func (m *Model) setDefaults() {
	*m = Model{MaxTokensPerDay: 200_000, MaxCallsPerDay: 500, Parallel: 2, Timeout: ask.DefaultTimeout}
}

// Server returns where the model is.
func (m *Model) Server() ModelServer { return ModelServer{m.BaseURL, m.Name, m.APIKeyFile} }

// Set reports whether there is such a model.
func (m *ModelServer) Set() bool { return m.BaseURL != "" }

// Key reads the key of the server; "" if it wants none.
func (m *ModelServer) Key() (string, error) {
	if m.APIKeyFile == "" {
		return "", nil
	}
	data, err := os.ReadFile(m.APIKeyFile)
	if err != nil {
		return "", fmt.Errorf("api_key_file: %s", Reason(err))
	}
	return string(bytes.TrimSpace(data)), nil
}

// HasModel reports whether there is a model to write.
func (w *Writer) HasModel() bool { return w.Model.BaseURL != "" }

// writers are what a digest may say of who writes it.
const (
	WriterExcerpts = "excerpts"
	WriterChosen   = model.Chosen
	WriterModel    = model.Prose
)

// checkWriter demands a model where a digest wants one.
func (c *Config) checkWriter(r *report) {
	m := &c.Writer.Model
	r.checkModelServer("writer.model", m.Server())
	r.checkModelServer("writer.reader", c.Writer.Reader)
	if at := "writer.model.timeout"; r.set(at) && r.sound(at) && (m.Timeout < time.Second || m.Timeout > 10*time.Minute) {
		r.fail(at, fmt.Sprintf("%s is too short or too long for a request", m.Timeout), "write one from 1s to 10m")
	}
	for i := range c.Digests {
		at := fmt.Sprintf("digests[%d].writer", i)
		if w := c.Digests[i].Writer; w != "" && w != WriterExcerpts && !r.set("writer.model") && r.sound(at) {
			r.fail(at, fmt.Sprintf("%q needs a model, and there is none", w), "add writer: {model: {base_url: URL, name: NAME}}, or write excerpts")
		}
	}
}

// checkModelServer demands what a server of models has to have, where the key at path is set.
func (r *report) checkModelServer(path string, m ModelServer) {
	if !r.set(path) || !r.sound(path) {
		return
	}
	if m.BaseURL == "" {
		r.missing(path+".base_url", "add where the model is, as base_url: http://localhost:11434/v1", yaml.ScalarNode)
	}
	if m.Name == "" {
		r.missing(path+".name", "add what the server calls the model", yaml.ScalarNode)
	}
	if m.BaseURL == "" || m.Name == "" {
		return
	}
	if _, err := ask.NewClient(ask.Server{BaseURL: m.BaseURL}); err != nil {
		r.blame(path, "model", err)
	}
}
