package people

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"time"

	"recap/digest/deliver/output"
	"recap/store"
)

// Keys make the tokens of links from a secret, and what Message-IDs are signed with. The database holds only hashes of
// tokens, so that who reads it can follow no link; who has the secret as well can make them all. It lies in a file of its
// own, or in the database where no file is named.
type Keys struct{ secret []byte }

const (
	leastSecret = 16      // bytes, as many as a token has
	mostSecret  = 4 << 10 // bytes
	tokenBytes  = 16      // 128 bits
)

// ReadKeys reads the secret in a file.
func ReadKeys(file string) (*Keys, error) {
	data, info, err := output.ReadFile(file)
	if err != nil {
		return nil, err
	}
	secret := bytes.TrimSpace(data)
	if len(secret) < leastSecret || info.Size() > mostSecret {
		return nil, fmt.Errorf("%s holds no secret of %d to %d bytes; \"openssl rand -hex 32\" makes one", file, leastSecret, mostSecret)
	}
	return &Keys{secret}, nil
}

// secretKey is under what the secret stands in the database.
const secretKey = "secret"

// KeysOf returns the keys of the secret in a file, or in the database where file is "". There it is made when it is
// asked for first; of a database that is only looked at, the keys of one that has none yet are good for nothing but to
// show what would be done.
func KeysOf(ctx context.Context, db store.Notes, file string) (*Keys, error) {
	if file != "" {
		k, err := ReadKeys(file)
		if err != nil {
			return nil, fmt.Errorf("serve.token_file: %w", err)
		}
		return k, nil
	}
	secret, err := db.Meta(ctx, secretKey)
	if errors.Is(err, store.ErrNotFound) {
		secret = rand.Text() + rand.Text()
		err = db.SetMeta(ctx, secretKey, secret)
	}
	if err != nil && !errors.Is(err, store.ErrReadOnly) {
		return nil, err
	}
	return &Keys{[]byte(secret)}, nil
}

// MessageSecret returns what Message-IDs are signed with.
func (k *Keys) MessageSecret() []byte { return []byte(k.token("message-id")) }

// token returns the token for words.
func (k *Keys) token(words ...string) string {
	mac := hmac.New(sha256.New, k.secret)
	for _, w := range words {
		fmt.Fprintf(mac, "%q", w)
	}
	return hex.EncodeToString(mac.Sum(nil)[:tokenBytes])
}

// EditorToken returns the token of the link to the drafts that wait.
func (k *Keys) EditorToken() string { return k.token("editor") }

// Token returns the token of the links in the newsletter to an address. It is always the same: links of old mails must
// work for ever.
func (k *Keys) Token(address string) string { return k.token("reader", Folded(address)) }

// AskToken returns the token of the mail that asks an address for confirmation, asked for at that time.
func (k *Keys) AskToken(address string, asked time.Time) string {
	return k.token("ask", Folded(address), strconv.FormatInt(asked.UnixMicro(), 10))
}

// Sign notes the hash of the token of s, so that its links are known. It reports whether that changes anything.
func (k *Keys) Sign(s *store.Subscriber) bool {
	hash, _ := HashOf(k.Token(s.Address))
	if s.Token == hash {
		return false
	}
	s.Token = hash
	return true
}

// HashOf returns by what the store knows a token. What is none is an error.
func HashOf(token string) ([32]byte, error) {
	b, err := hex.DecodeString(token)
	if err != nil || len(b) != tokenBytes || hex.EncodeToString(b) != token {
		return [32]byte{}, errors.New("is no token")
	}
	return sha256.Sum256(b), nil
}

// SignAll notes the tokens of all subscribers, so that the links of the newsletter are known.
func SignAll(ctx context.Context, db store.Subscribers, k *Keys) error {
	all, err := db.Subscribers(ctx)
	if err != nil {
		return err
	}
	var addresses []string
	for _, s := range all {
		if k.Sign(&s) {
			addresses = append(addresses, s.Address)
		}
	}
	if len(addresses) == 0 {
		return nil
	}
	return db.ChangeSubscribers(ctx, addresses, func(s *store.Subscriber) error {
		if s.State != "" {
			k.Sign(s)
		}
		return nil
	})
}
