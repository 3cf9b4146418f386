package deliver

import (
	"bytes"
	"io"
	"mime"
	"net/mail"
	"strings"
	"testing"
	"time"
)

// TestPostmanMail demands mail that no name and no subject can break out of.
func TestPostmanMail(t *testing.T) {
	p := &Postman{From: "Moor & Fen <recap@example.org>"}
	text := "Zähe Wörter.\n.\nFrom here on: https://example.org/" + strings.Repeat("x", 100) + "\n"
	note := Note{To: "Ann Lee <ann@example.org>", Subject: "Grüße\r\nBcc: eve@example.org\n\n" + strings.Repeat("lang ", 60), Text: text, Language: "de",
		Date: time.Date(2026, 10, 19, 8, 0, 0, 0, time.UTC), Key: "k"}
	raw, err := p.Mail(note)
	if err != nil {
		t.Fatal(err)
	}
	again, err := p.Mail(note)
	if err != nil || !bytes.Equal(raw, again) {
		t.Errorf("the same note is another mail, %v", err)
	}
	msg, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(msg.Header.Get("Subject"))
	if err != nil || !strings.HasPrefix(subject, "Grüße Bcc: eve@example.org lang lang") || len(msg.Header["Bcc"]) > 0 {
		t.Errorf("the subject is %q, %v, with %q", subject, err, msg.Header["Bcc"])
	}
	if len([]rune(subject)) > longestSubject {
		t.Errorf("the subject has %d characters", len([]rune(subject)))
	}
	for _, l := range bytes.Split(raw, []byte("\r\n")) {
		if len(l) > 998 || bytes.ContainsFunc(l, func(r rune) bool { return r > '~' || r < ' ' && r != '\t' }) {
			t.Errorf("a line is too long or not plain: %q", l)
		}
	}
	body, err := io.ReadAll(msg.Body)
	if err != nil || !bytes.Contains(body, []byte("Z=C3=A4he")) {
		t.Errorf("the text is %q, %v", body, err)
	}
	for _, to := range []string{"ann@example.org\r\nBcc: eve@example.org", "ann", "", "ann@example.org, eve@example.org"} {
		note.To = to
		if _, err := p.Mail(note); err == nil || to != "" && strings.Contains(err.Error(), to) {
			t.Errorf("Mail(to %q) = %v, want an error without it", to, err)
		}
	}
}
