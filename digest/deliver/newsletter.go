package deliver

import (
	"bytes"
	"cmp"
	"crypto"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"net/mail"
	"net/url"
	"strings"

	"github.com/emersion/go-msgauth/dkim"

	"recap/digest"
	"recap/digest/deliver/output"
	"recap/digest/render"
	"recap/store"
)

// A DKIM configures the signature of mail (RFC 6376).
type DKIM struct {
	Domain   string `yaml:"domain" value:"text"`     // that signs; default that of the sender
	Selector string `yaml:"selector" value:"text"`   // by which the public key is found: SELECTOR._domainkey.DOMAIN
	KeyFile  string `yaml:"key_file" value:"secret"` // file with the private key, PEM, RSA or Ed25519; default: mail is not signed
}

// A newsletter makes the mail of an edition, one for each recipient.
type newsletter struct {
	output      string // name of the output
	from        string
	to          []string
	listID      string
	unsubscribe string
	dkim        DKIM
	subscribers bool
	bounces     *Bounces // nil: none are read
}

// check says what is wrong with the addresses.
func (n *newsletter) check() error {
	if err := need("from", n.from); err != nil {
		return err
	}
	if len(n.to) == 0 && !n.subscribers {
		return need("to", "")
	}
	seen := map[string]bool{}
	for key, addresses := range map[string][]string{"from": {n.from}, "to": n.to} {
		for _, s := range addresses {
			a, err := mail.ParseAddress(s)
			if err != nil {
				return fmt.Errorf("%s: %q is not a mail address; write it as name@example.org or \"Name <name@example.org>\"", key, s)
			}
			if low := strings.ToLower(a.Address); key == "to" && seen[low] {
				return fmt.Errorf("to: %s stands there twice", a.Address)
			} else if key == "to" {
				seen[low] = true
			}
		}
	}
	if n.bounces != nil {
		if err := n.bounces.check(); err != nil {
			return err
		}
	}
	if n.dkim.KeyFile != "" && n.dkim.Selector == "" {
		return fmt.Errorf("dkim: key_file needs a selector; write the name under which the public key stands in the DNS")
	}
	return nil
}

// about says what mail is.
func (n *newsletter) about(needs ...string) output.About {
	needs = append(needs, "from")
	if !n.subscribers {
		needs = append(needs, "to")
	}
	return output.About{Form: output.Message, Again: output.Never, Revised: output.Correct, Redacted: output.Never,
		Needs: needs, Where: strings.Join(n.to, ", "), To: bare(n.to), Readers: n.subscribers, Signed: true, Whole: true,
		Sender: n.sender(), ListID: n.listPattern()}
}

// bare returns addresses without the names before them.
func bare(addresses []string) []string {
	var all []string
	for _, s := range addresses {
		if a, err := mail.ParseAddress(s); err == nil {
			s = a.Address
		}
		all = append(all, s)
	}
	return all
}

// sender returns the address of the sender.
func (n *newsletter) sender() string { return bare([]string{n.from})[0] }

// domain returns the domain of the sender.
func (n *newsletter) domain() string {
	_, domain, _ := strings.Cut(n.sender(), "@")
	return domain
}

// listOf returns the List-Id of a digest's mail.
func (n *newsletter) listOf(digest string) string {
	id := cmp.Or(n.listID, "recap-"+digest+"."+n.domain())
	if n.listID == "" && strings.ContainsFunc(id, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune(`<>()[]:;@\,"`, r) }) {
		return "recap." + n.domain()
	}
	return id
}

// listPattern returns the List-Id with "*" for the name of the digest and what stands before it.
func (n *newsletter) listPattern() string { return cmp.Or(n.listID, "recap*."+n.domain()) }

// returns is the address to which mail comes back that the server took and could not bring further.
func (n *newsletter) returns() string { return n.bounces.address(n.from) }

// leave returns the address at which a reader leaves, "" if there is none: by one click, by a mail to the mailbox that
// the program reads, or as the configuration says.
func (n *newsletter) leave(r output.Reader, configured string) string {
	switch {
	case r.Leave != "":
		return r.Leave
	case r.Token != "" && n.bounces.read():
		return n.bounces.Leave(n.from, r.Token)
	}
	return configured
}

// envelope returns how the mail to one recipient is addressed.
func (n *newsletter) envelope(to string, in output.Input) render.Envelope {
	leave := strings.ReplaceAll(n.unsubscribe, "{recipient}", url.QueryEscape(bare([]string{to})[0]))
	return render.Envelope{From: n.from, To: to, ListID: n.listOf(in.Edition.Digest), Unsubscribe: leave, Look: in.Look, Date: in.Now,
		Output: n.output, Secret: in.Secret}
}

// Letters implements the first part of outbox.Sender: one letter to each recipient of the configuration, then one to
// each reader who wants anything that the edition tells.
func (n *newsletter) Letters(in output.Input) ([]store.Letter, error) {
	sign, err := n.signer()
	if err != nil {
		return nil, fmt.Errorf("dkim: %w", err)
	}
	var letters []store.Letter
	named := map[string]bool{}
	for _, to := range n.to {
		l, err := letter(in.Edition, n.envelope(to, in), sign)
		if err != nil {
			return nil, err
		}
		letters = append(letters, l)
		named[strings.ToLower(l.Recipient)] = true
	}
	if !n.subscribers {
		return letters, nil
	}
	for _, r := range in.Readers {
		e := digest.OfSections(in.Edition, r.Sections)
		if e == nil || named[strings.ToLower(r.Address)] {
			continue
		}
		env := n.envelope(r.Address, in)
		env.Choose = r.Choose
		if env.Unsubscribe = n.leave(r, env.Unsubscribe); env.Unsubscribe == "" {
			return nil, errors.New("no reader could leave: set serve.url to an https: address, or the key bounces or unsubscribe")
		}
		l, err := letter(e, env, sign)
		if err != nil {
			return nil, err
		}
		l.Reader = true
		letters = append(letters, l)
	}
	return letters, nil
}

// Trial implements outbox.Addresser.
func (n *newsletter) Trial(in output.Input, to string) (store.Letter, error) {
	sign, err := n.signer()
	if err != nil {
		return store.Letter{}, fmt.Errorf("dkim: %w", err)
	}
	env := n.envelope(to, in)
	env.Test = true
	return letter(in.Edition, env, sign)
}

// letter makes one mail.
func letter(e *digest.Edition, env render.Envelope, sign *dkim.SignOptions) (store.Letter, error) {
	var b bytes.Buffer
	if err := render.Mail(&b, e, env); err != nil {
		return store.Letter{}, err
	}
	key, err := render.MessageID(e, env)
	if err != nil {
		return store.Letter{}, err
	}
	raw := b.Bytes()
	if sign != nil {
		if raw, err = signed(raw, sign); err != nil {
			return store.Letter{}, fmt.Errorf("dkim: %w", err)
		}
	}
	return store.Letter{Recipient: bare([]string{env.To})[0], Key: key, Raw: raw}, nil
}

// signedHeaders are the header fields that a signature covers. From and Subject stand twice, so that nobody can add
// another; both that let a reader leave have to be covered (RFC 8058, section 4).
var signedHeaders = []string{"From", "From", "To", "Subject", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type", "List-Id",
	"List-Unsubscribe", "List-Unsubscribe-Post", "List-Archive"}

// signer returns how mail is signed, nil if it is not.
func (n *newsletter) signer() (*dkim.SignOptions, error) {
	if n.dkim.KeyFile == "" {
		return nil, nil
	}
	text, err := secretIn(n.dkim.KeyFile)
	if err != nil {
		return nil, err
	}
	key, err := privateKey([]byte(text))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", n.dkim.KeyFile, err)
	}
	return &dkim.SignOptions{Domain: cmp.Or(n.dkim.Domain, n.domain()), Selector: n.dkim.Selector, Signer: key, HeaderKeys: signedHeaders,
		HeaderCanonicalization: dkim.CanonicalizationRelaxed, BodyCanonicalization: dkim.CanonicalizationRelaxed}, nil
}

// privateKey reads a key in PEM: PKCS #1 or PKCS #8.
func privateKey(text []byte) (crypto.Signer, error) {
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, errors.New("it holds no key in PEM")
	}
	if key, err := x509.ParsePKCS1PrivateKey(block.Bytes); err == nil {
		return key, nil
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, errors.New("it holds no private key of RSA or Ed25519")
	}
	if short, ok := key.(*rsa.PrivateKey); ok && short.N.BitLen() < 1024 {
		return nil, errors.New("the key is too short; make one of 2048 bits")
	}
	signer, ok := key.(crypto.Signer)
	if !ok {
		return nil, errors.New("the key cannot sign")
	}
	return signer, nil
}

// signed returns mail with its signature in front.
func signed(raw []byte, o *dkim.SignOptions) ([]byte, error) {
	var b bytes.Buffer
	err := dkim.Sign(&b, bytes.NewReader(raw), o)
	return b.Bytes(), err
}
