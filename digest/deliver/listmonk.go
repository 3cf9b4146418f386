package deliver

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"recap/digest"
	"recap/digest/deliver/outbox"
	"recap/digest/deliver/output"
	"recap/digest/render"
	"recap/store"
)

// Listmonk configures the newsletter as campaigns of a listmonk server, which knows the subscribers. A campaign is
// named and tagged after its edition, and looked for before it is made: listmonk itself would make it twice.
type Listmonk struct {
	URL       string `yaml:"url" value:"url"`           // address of the server
	User      string `yaml:"user" value:"text"`         // API user
	TokenFile string `yaml:"token_file" value:"secret"` // file with its token
	Lists     []int  `yaml:"lists"`                     // ids of the lists that get it
	Template  int    `yaml:"template"`                  // id of the campaign template; default the server's
	From      string `yaml:"from" value:"address"`      // sender; default the server's
	Send      bool   `yaml:"send"`                      // whether campaigns are started; default false: they stand there as drafts
}

// About implements output.Kind.
func (m *Listmonk) About() output.About {
	a := output.About{Form: output.Call, Again: output.Never, Revised: output.Correct, Redacted: output.Never,
		Needs: []string{"url", "user", "token_file", "lists"}, Where: PlaceOf(m.URL), Whole: true}
	if m.URL != "" {
		a.To = []string{a.Where}
	}
	if m.From != "" {
		a.Sender = bare([]string{m.From})[0]
	}
	return a
}

// Open implements output.Kind.
func (m *Listmonk) Open(name string, _ output.Digests) (output.Output, error) {
	if len(m.Lists) == 0 {
		return nil, need("lists", "")
	}
	return outbox.New(name, m.About(), &listmonk{*m}, outbox.Rules{Resends: outbox.Always}), need("url", m.URL)
}

// A listmonk makes campaigns.
type listmonk struct{ Listmonk }

// A campaign is what listmonk's API takes.
type campaign struct {
	Name        string   `json:"name"`
	Subject     string   `json:"subject"`
	Lists       []int    `json:"lists"`
	Type        string   `json:"type"`
	ContentType string   `json:"content_type"`
	Body        string   `json:"body"`
	AltBody     string   `json:"altbody"`
	From        string   `json:"from_email,omitempty"`
	Template    int      `json:"template_id,omitempty"`
	Tags        []string `json:"tags"`
}

// callKey names a revision of an edition to other programs.
func callKey(e *digest.Edition) string { return fmt.Sprintf("recap-%s-r%d", e.ID, e.Revision) }

// plainTemplate returns s such that Go's text/template, which listmonk runs over it, gives s.
func plainTemplate(s string) string { return strings.ReplaceAll(s, "{{", `{{ "{{" }}`) }

// Letters implements outbox.Sender.
func (m *listmonk) Letters(in output.Input) ([]store.Letter, error) {
	var body, text bytes.Buffer
	if err := render.Markdown(&body, in.Edition); err != nil {
		return nil, err
	}
	if err := render.Text(&text, in.Edition); err != nil {
		return nil, err
	}
	key := callKey(in.Edition)
	raw, err := json.Marshal(campaign{Name: key, Subject: plainTemplate(render.Subject(in.Edition)), Lists: m.Lists,
		Type: "regular", ContentType: "markdown",
		Body: plainTemplate(body.String()), AltBody: plainTemplate(text.String()), From: m.From, Template: m.Template, Tags: []string{key}})
	return []store.Letter{{Recipient: PlaceOf(m.URL), Key: key, Raw: raw}}, err
}

// Open implements outbox.Sender.
func (m *listmonk) Open(context.Context) (outbox.Session, error) {
	token, err := secretIn(m.TokenFile)
	if err != nil {
		return nil, fmt.Errorf("token_file: %w", err)
	}
	return &listmonkAPI{strings.TrimSuffix(m.URL, "/") + "/api/campaigns", m.User, token, m.Listmonk.Send, newCaller()}, nil
}

// A listmonkAPI is the session of a listmonk.
type listmonkAPI struct {
	url, user, token string
	send             bool
	client           *http.Client
}

// A listed is a campaign as the server lists it.
type listed struct {
	ID     int      `json:"id"`
	Name   string   `json:"name"`
	Status string   `json:"status"`
	Tags   []string `json:"tags"`
}

// Send implements outbox.Session.
func (a *listmonkAPI) Send(ctx context.Context, l store.Letter, doubt func() error) (string, error) {
	var found struct {
		Data struct {
			Results []listed `json:"results"`
		} `json:"data"`
	}
	if err := a.ask(ctx, http.MethodGet, "?no_body=true&per_page=all&tags="+url.QueryEscape(l.Key), nil, &found); err != nil {
		return "", err
	}
	if err := doubt(); err != nil {
		return "", err
	}
	var one listed
	if i := slices.IndexFunc(found.Data.Results, func(c listed) bool { return c.Name == l.Key }); i >= 0 {
		one = found.Data.Results[i]
	} else {
		var made struct {
			Data listed `json:"data"`
		}
		if err := a.ask(ctx, http.MethodPost, "", l.Raw, &made); err != nil {
			return "", err
		}
		one = made.Data
	}
	if a.send && one.Status == "draft" { // what somebody started, stopped or cancelled stays so
		if err := a.ask(ctx, http.MethodPut, fmt.Sprintf("/%d/status", one.ID), []byte(`{"status":"running"}`), nil); err != nil {
			return "", err
		}
	}
	return fmt.Sprintf("campaign %d", one.ID), nil
}

// ask calls the API and reads the answer into a value, which may be nil.
func (a *listmonkAPI) ask(ctx context.Context, method, path string, body []byte, into any) error {
	req, err := http.NewRequest(method, a.url+path, bytes.NewReader(body))
	if err != nil {
		return withoutURL(err)
	}
	req.SetBasicAuth(a.user, a.token)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "recap")
	answer, _, err := call(ctx, a.client, req)
	if err != nil || into == nil {
		return err
	}
	if err := json.Unmarshal(answer, into); err != nil {
		return &outbox.Later{Answer: "the answer is not what listmonk says: " + err.Error(), Stop: true}
	}
	return nil
}

// Close implements outbox.Session.
func (a *listmonkAPI) Close() error {
	a.client.CloseIdleConnections()
	return nil
}
