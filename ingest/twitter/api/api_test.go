package api

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
)

// TestDecimalLess compares ids, which may have more digits than a number of the machine.
func TestDecimalLess(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		a, b := rng.Uint64()>>rng.IntN(64), rng.Uint64()>>rng.IntN(64)
		if got := DecimalLess(strconv.FormatUint(a, 10), strconv.FormatUint(b, 10)); got != (a < b) {
			t.Errorf("DecimalLess(%d, %d) = %t", a, b, got)
		}
	}
	if !DecimalLess("", "0") || DecimalLess("0", "") || DecimalLess("7", "7") || !DecimalLess("99999999999999999999", "100000000000000000000") {
		t.Error("nothing is less than any number, a number is not less than itself, and long ones count, too")
	}
}

// TestRefusal reads what servers of several makes say, on one line and not at length.
func TestRefusal(t *testing.T) {
	for _, tc := range []struct{ body, want string }{
		{`{"title": "Unauthorized", "detail": "The token has\nexpired"}`, ": Unauthorized: The token has expired"},
		{`{"errors": [{"code": 32, "message": "Could not authenticate you"}]}`, ": Could not authenticate you"},
		{`{"error": "This method requires a login", "request": "/search"}`, ": This method requires a login"},
		{`{"error": {"code": 7}}`, ""},
		{`{"errors": []}`, ""},
		{`<html>Bad gateway</html>`, ""},
		{``, ""},
	} {
		if got := Refusal([]byte(tc.body)); got != tc.want {
			t.Errorf("Refusal(%s) = %q, want %q", tc.body, got, tc.want)
		}
	}
	if got := Refusal([]byte(`{"detail": "` + strings.Repeat("word ", 1000) + `"}`)); len(got) > 210 {
		t.Errorf("Refusal(a long one) has %d bytes", len(got))
	}
}

// TestEndpoint takes addresses of interfaces, and sends no secret in the clear.
func TestEndpoint(t *testing.T) {
	token := Config{BearerToken: "swordfish"}
	for _, tc := range []struct {
		config    Config
		raw, want string // "" for an error
	}{
		{Config{}, " https://social.example.org/api/1.1/ ", "https://social.example.org/api/1.1"},
		{Config{}, "http://social.example.org/api", "http://social.example.org/api"},
		{token, "https://social.example.org/api", "https://social.example.org/api"},
		{token, "http://127.0.0.1:8080/api", "http://127.0.0.1:8080/api"},
		{token, "http://social.example.org/api", ""},
		{Config{User: "ann"}, "http://social.example.org/api", ""},
		{Config{}, "social.example.org/api", ""},
		{Config{}, "ftp://social.example.org/api", ""},
		{Config{}, "https://ann:swordfish@social.example.org/api", ""},
		{Config{}, "https://social.example.org/api?key=swordfish", ""},
	} {
		got, err := tc.config.Endpoint("base_url", tc.raw)
		switch {
		case err != nil && (tc.want != "" || strings.Contains(err.Error(), "swordfish") || !strings.Contains(err.Error(), "base_url")):
			t.Errorf("Endpoint(%q) = %v", tc.raw, err)
		case err == nil && got.String() != tc.want:
			t.Errorf("Endpoint(%q) = %s, want %q", tc.raw, got, tc.want)
		}
	}
}
