package status

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/dghubble/go-twitter/twitter"
)

// A Tweet is a status of API v1.1 and what twitter.Tweet does not tell apart: counts that are absent from counts of
// zero.
type Tweet struct {
	twitter.Tweet
	Replies  *int `json:"reply_count"`
	Retweets *int `json:"retweet_count"`
	Likes    *int `json:"favorite_count"`

	// The versions of a status that was edited: in account archives, and as the web sites of X give them.
	EditInfo struct {
		Edit struct {
			Initial string `json:"initialTweetId"`
		} `json:"edit"`
	} `json:"edit_info"`
	EditControl struct {
		Initial string   `json:"initial_tweet_id"`
		IDs     []string `json:"edit_tweet_ids"`
	} `json:"edit_control"`

	Edited time.Time `json:"-"` // when it was last edited, where the API tells; zero if never
}

// first makes of a later version of a status, which has an id of its own, one of the first: it stays one post.
func (t *Tweet) first() {
	id := t.EditInfo.Edit.Initial
	if id == "" {
		id = t.EditControl.Initial
	}
	if id == "" && len(t.EditControl.IDs) > 1 {
		id = t.EditControl.IDs[0]
	}
	if id == "" || id == ID(&t.Tweet) || IDString(id, 0) == "" || SnowflakeTime(id).IsZero() {
		return
	}
	if at, err := Time(&t.Tweet); err == nil {
		t.Edited = at
		t.IDStr, t.ID, t.CreatedAt = id, 0, ""
	}
}

// Decode reads one status as it stands in a file. A field of the wrong type costs that field, not the
// status, as long as the id and the text are there.
func Decode(raw []byte) (*Tweet, error) {
	raw = unwrapTweet(raw)
	t := new(Tweet)
	err := json.Unmarshal(raw, t)
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		if loose, lerr := NumbersFromStrings(raw); lerr == nil {
			t = new(Tweet)
			err = json.Unmarshal(loose, t)
		}
	}
	if err != nil && !errors.As(err, &wrong) {
		return nil, fmt.Errorf("bad JSON: %w", err)
	}
	switch {
	case ID(&t.Tweet) == "" && bytes.Contains(raw[:min(len(raw), 1<<10)], []byte(`"data"`)):
		return nil, errors.New("is an answer of X API v2, not a v1.1 status")
	case ID(&t.Tweet) == "":
		return nil, errors.New("has no id")
	case t.Text == "" && t.FullText == "" && t.RetweetedStatus == nil:
		return nil, fmt.Errorf("status %s has no text", ID(&t.Tweet))
	}
	return t, nil
}

// unwrapTweet returns the status in {"tweet": {...}}, as account archives hold them, else raw.
func unwrapTweet(raw []byte) []byte {
	if !bytes.Contains(raw[:min(len(raw), 64)], []byte(`"tweet"`)) {
		return raw
	}
	var wrapped struct {
		Tweet json.RawMessage `json:"tweet"`
	}
	if json.Unmarshal(raw, &wrapped) == nil && len(wrapped.Tweet) > 0 && wrapped.Tweet[0] == '{' {
		return wrapped.Tweet
	}
	return raw
}

// numeric are the keys whose values account archives hold as strings of digits, and arrays of them.
var numeric = map[string]bool{
	"id": true, "in_reply_to_status_id": true, "in_reply_to_user_id": true, "quoted_status_id": true,
	"source_status_id": true, "source_user_id": true, "favorite_count": true, "retweet_count": true, "reply_count": true, "quote_count": true,
	"indices": true, "display_text_range": true, "aspect_ratio": true, "duration_millis": true, "bitrate": true, "w": true, "h": true,
	"followers_count": true, "friends_count": true, "listed_count": true, "statuses_count": true, "favourites_count": true,
}

// NumbersFromStrings returns the JSON object raw with the strings of digits under the numeric keys turned into numbers.
func NumbersFromStrings(raw []byte) ([]byte, error) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	var root any
	if err := dec.Decode(&root); err != nil {
		return nil, err
	}
	for todo := []any{root}; len(todo) > 0; {
		last := len(todo) - 1
		v := todo[last]
		todo = todo[:last]
		switch v := v.(type) {
		case map[string]any:
			for key, value := range v {
				switch value := value.(type) {
				case string:
					if n, ok := digits(value); ok && numeric[key] {
						v[key] = n
					}
				case []any:
					if numeric[key] {
						for i := range value {
							if s, ok := value[i].(string); ok {
								if n, ok := digits(s); ok {
									value[i] = n
								}
							}
						}
					}
					todo = append(todo, value)
				case map[string]any:
					todo = append(todo, value)
				}
			}
		case []any:
			todo = append(todo, v...)
		}
	}
	return json.Marshal(root)
}

// digits returns s as a JSON number if it is a whole number of 64 bits.
func digits(s string) (json.Number, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	return json.Number(strconv.FormatInt(n, 10)), err == nil
}

// ID returns the decimal id of a status, or "". The string form comes first: other programs round the number.
func ID(t *twitter.Tweet) string { return IDString(t.IDStr, t.ID) }

// IDString returns the decimal form of an id that a status holds as a string and as a number, or "" if neither is one.
func IDString(s string, n int64) string {
	if s = strings.TrimSpace(s); s != "" && len(s) <= 20 && strings.Trim(s, "0123456789") == "" {
		return s
	}
	if n > 0 {
		return strconv.FormatInt(n, 10)
	}
	return ""
}

// SnowflakeTime returns when the post of that id was written, the zero time if the id is none of X's. Ids since
// November 2010 hold the milliseconds since 2010-11-04T01:42:54.657Z above their lower 22 bits
// (https://github.com/twitter-archive/snowflake).
func SnowflakeTime(id string) time.Time {
	const firstSnowflake = 29700859247
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil || n < firstSnowflake {
		return time.Time{}
	}
	return time.UnixMilli(n>>22 + 1288834974657).UTC()
}
