package returns

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"regexp"
	"strings"
)

// Limits of what is looked at of one mail. A report stands in front of what it returns, of which the header comes first.
const (
	maxMail   = 1 << 20  // bytes
	maxNotice = 32 << 10 // of what a server writes to people, in front of what it returns
	maxParts  = 30
	maxDepth  = 4
	maxIDs    = 20
	maxFailed = 50  // recipients
	maxWords  = 200 // bytes of what a server said
)

// A message is what is read of a mail that came to the mailbox.
type message struct {
	subject   string
	from      string   // address in From; "" if there is not one that can be read
	automatic bool     // a program answered: a vacation, a receipt, a report
	ids       []string // Message-IDs with a signature that stand anywhere in it, with their angle brackets
	failed    []failure
}

// A failure is what a mail says about one recipient whom another mail did not reach.
type failure struct {
	addresses []string // as the one who reports it knows it, and as it was sent to
	status    string   // "5.1.1" (RFC 3463); "" if none is named
	words     string
}

// signedID is what Message-IDs with a signature look like.
var signedID = regexp.MustCompile(`<[A-Za-z0-9][A-Za-z0-9._-]*\.[0-9a-f]{32}@[A-Za-z0-9.-]+>`)

// read reads a mail. What is none gives nothing.
func read(raw []byte) (m message) {
	raw = raw[:min(len(raw), maxMail)]
	msg, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return m
	}
	h := textproto.MIMEHeader(msg.Header)
	m.subject = strings.TrimSpace(h.Get("Subject"))
	if from, err := mail.ParseAddress(h.Get("From")); err == nil {
		m.from = from.Address
	}
	m.automatic = isAutomatic(h)
	w := &walk{}
	w.part(h, msg.Body, 0)
	m.ids = signedID.FindAllString(w.text.String(), maxIDs)
	switch {
	case len(m.ids) == 0:
	case len(w.status) > 0:
		m.failed = w.failures()
	case !isReport(h) && byDaemon(h, m.from):
		m.failed = oldFailures(h, w.text.String())
	}
	return m
}

// isReport reports whether a mail is a report for programs, on whatever.
func isReport(h textproto.MIMEHeader) bool {
	media, _, _ := mime.ParseMediaType(h.Get("Content-Type"))
	return media == "multipart/report"
}

// isAutomatic reports whether a program answered (RFC 3834; the other fields are older than that).
func isAutomatic(h textproto.MIMEHeader) bool {
	auto := strings.ToLower(strings.TrimSpace(h.Get("Auto-Submitted")))
	precedence := strings.ToLower(strings.TrimSpace(h.Get("Precedence")))
	return strings.HasPrefix(auto, "auto-replied") || strings.HasPrefix(auto, "auto-notified") || isReport(h) ||
		precedence == "bulk" || precedence == "junk" || precedence == "list" || precedence == "auto_reply" ||
		h.Get("X-Autoreply") != "" || h.Get("X-Autorespond") != "" || h.Get("List-Id") != "" ||
		strings.TrimSpace(h.Get("Return-Path")) == "<>"
}

// A walk gathers what the parts of a mail hold.
type walk struct {
	text   bytes.Buffer // of all parts, each decoded
	status [][]byte     // parts that report (RFC 3464)
	parts  int
}

// part takes one part, and those in it.
func (w *walk) part(h textproto.MIMEHeader, body io.Reader, depth int) {
	if w.parts++; w.parts > maxParts || depth > maxDepth || w.text.Len() > maxMail {
		return
	}
	switch strings.ToLower(strings.TrimSpace(h.Get("Content-Transfer-Encoding"))) {
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable": // of a mail without parts; those of others come decoded
		body = quotedprintable.NewReader(body)
	}
	media, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err == nil && strings.HasPrefix(media, "multipart/") && params["boundary"] != "" {
		for parts := multipart.NewReader(body, params["boundary"]); w.parts <= maxParts; {
			p, err := parts.NextPart()
			if err != nil {
				return
			}
			w.part(p.Header, p, depth+1)
		}
		return
	}
	data, _ := io.ReadAll(io.LimitReader(body, maxMail)) // what is cut off is read as far as it goes
	if media == "message/delivery-status" || media == "message/global-delivery-status" {
		w.status = append(w.status, data)
	}
	w.text.Write(data)
	w.text.WriteByte('\n')
}

// failures returns whom the report says that the mail will not reach. Who is only told of a delay may get it yet.
func (w *walk) failures() (all []failure) {
	for _, data := range w.status {
		r := textproto.NewReader(bufio.NewReader(io.MultiReader(bytes.NewReader(data), strings.NewReader("\n\n"))))
		for len(all) < maxFailed {
			fields, err := r.ReadMIMEHeader()
			if len(fields) == 0 && err != nil {
				if errors.Is(err, io.EOF) {
					break
				}
				return all
			}
			if !strings.EqualFold(firstWord(fields.Get("Action")), "failed") {
				continue
			}
			f := failure{status: firstWord(fields.Get("Status")), words: fields.Get("Diagnostic-Code")}
			if f.status == "" || strings.HasSuffix(f.status, ".0.0") { // which says as good as nothing
				f.status = cmp.Or(statusIn(f.words), f.status)
			}
			for _, name := range []string{"Final-Recipient", "Original-Recipient"} {
				if kind, address, ok := strings.Cut(fields.Get(name), ";"); ok && strings.EqualFold(strings.TrimSpace(kind), "rfc822") {
					f.addresses = append(f.addresses, strings.Trim(strings.TrimSpace(address), "<>"))
				}
			}
			all = append(all, f)
		}
	}
	return all
}

func firstWord(s string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), " ")
	return s
}
