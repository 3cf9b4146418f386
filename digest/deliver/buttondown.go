package deliver

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"recap/digest/deliver/outbox"
	"recap/digest/deliver/output"
	"recap/digest/render"
	"recap/store"
)

// Buttondown configures the newsletter as mail of the service of that name, which knows the subscribers and is told by
// a key when it is asked a second time.
type Buttondown struct {
	TokenFile string `yaml:"token_file" value:"secret"` // file with the API key
	URL       string `yaml:"url" value:"url"`           // address of the API; default https://api.buttondown.com
	Send      bool   `yaml:"send"`                      // whether mail goes out; default false: it stands there as a draft
}

// buttondownURL is where the service's API is.
const buttondownURL = "https://api.buttondown.com"

// About implements output.Kind.
func (m *Buttondown) About() output.About {
	where := PlaceOf(cmp.Or(m.URL, buttondownURL))
	return output.About{Form: output.Call, Again: output.Never, Revised: output.Correct, Redacted: output.Never,
		Needs: []string{"token_file"}, Where: where, To: []string{where}, Whole: true}
}

// Open implements output.Kind.
func (m *Buttondown) Open(name string, _ output.Digests) (output.Output, error) {
	return outbox.New(name, m.About(), &buttondown{*m}, outbox.Rules{Resends: outbox.Always}), need("token_file", m.TokenFile)
}

// A buttondown makes mail of the service.
type buttondown struct{ Buttondown }

// A buttondownMail is what the API takes.
type buttondownMail struct {
	Subject   string `json:"subject"`
	Body      string `json:"body"`
	Status    string `json:"status"`
	Slug      string `json:"slug,omitempty"`
	Canonical string `json:"canonical_url,omitempty"`
}

// Letters implements outbox.Sender.
func (m *buttondown) Letters(in output.Input) ([]store.Letter, error) {
	body := bytes.NewBufferString("<!-- buttondown-editor-mode: plaintext -->\n") // else its editor takes Markdown for rich text
	if err := render.Markdown(body, in.Edition); err != nil {
		return nil, err
	}
	mail := buttondownMail{Subject: render.Subject(in.Edition), Body: body.String(), Status: "draft",
		Slug: strings.ToLower(callKey(in.Edition)), Canonical: render.Link(in.Edition.URL)}
	if m.Buttondown.Send {
		mail.Status = "about_to_send"
	}
	raw, err := json.Marshal(mail)
	return []store.Letter{{Recipient: m.About().Where, Key: callKey(in.Edition), Raw: raw}}, err
}

// Open implements outbox.Sender.
func (m *buttondown) Open(context.Context) (outbox.Session, error) {
	token, err := secretIn(m.TokenFile)
	if err != nil {
		return nil, fmt.Errorf("token_file: %w", err)
	}
	return &buttondownAPI{strings.TrimSuffix(cmp.Or(m.URL, buttondownURL), "/") + "/v1/emails", token, m.Buttondown.Send, newCaller()}, nil
}

// A buttondownAPI is the session of a buttondown.
type buttondownAPI struct {
	url, token string
	live       bool
	client     *http.Client
}

// Send implements outbox.Session.
func (a *buttondownAPI) Send(ctx context.Context, l store.Letter, doubt func() error) (string, error) {
	req, err := http.NewRequest(http.MethodPost, a.url, bytes.NewReader(l.Raw))
	if err != nil {
		return "", withoutURL(err)
	}
	req.Header.Set("Authorization", "Token "+a.token)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "recap")
	req.Header.Set("X-Idempotency-Key", l.Key[:min(len(l.Key), 200)])
	if a.live {
		req.Header.Set("X-Buttondown-Live-Dangerously", "true") // asked for at the first use of a key
	}
	if err := doubt(); err != nil {
		return "", err
	}
	_, _, err = call(ctx, a.client, req)
	return "taken", err
}

// Close implements outbox.Session.
func (a *buttondownAPI) Close() error {
	a.client.CloseIdleConnections()
	return nil
}
