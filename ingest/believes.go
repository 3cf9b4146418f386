// # What recap believes, and whom
//
// Anybody can write any header, and whoever runs a server can say anything of a post. Nothing is believed beyond the
// post that it stands in. For each field that decides something: who can set it, and what it can do at most.
//
//   - Message-ID: the sender. It names the mail. One that another post has makes a post of its own, with a suffix,
//     unless person (name and address) and nine tenths of the words agree; then it is a copy, which may give less
//     damaged words and a stricter consent, and moves no date and makes no program of a person. The bare key is that
//     of the source which stands first in the configuration; what an edition cited keeps it.
//   - From: the sender. Name and address together are a person where somebody could do another harm: copies, votes,
//     consent. A name of two words or more, else the address, counts people (store.SamePerson, store.Author). A name
//     that is a sentence or an address of the web is none (text.IsName). Addresses of lists, forges and trackers are
//     nobody's (store.Author.Relay).
//   - X-Original-From, Reply-To, Cc: the sender or the list. They name the person only where From holds the list's own
//     address.
//   - In-Reply-To, References: the sender. They place this mail, under the nearest one that is stored; they join no
//     others and move nobody else.
//   - Date, Received: the sender, and servers on the way. A date that cannot be is passed over. The first source's
//     copy sets it, once.
//   - X-No-Archive, X-Archive: the sender. The mail is only counted. It does so to a copy of another mail only if the
//     person is the same.
//   - Auto-Submitted and fields of trackers: the sender. They make this mail a program's; of copies all must say so.
//   - Organization: the sender. Kept and shown to nobody as a fact; organisations go by mail domain and configuration.
//   - List-Id, List-Post and their like: the sender, in what no list sent. They label the mail, and say from which
//     addresses a list itself speaks.
//   - Archived-At: the list. A configured archive wins; else it is a link if it leads by http or https to a public
//     host and names no user.
//   - Enclosed mails: whoever sent the whole. They are the sender's quotation, unless list, sender and form say that a
//     list itself sent or wrapped them: then each is a post that has no bare key, yields to the mail itself and does
//     not vote (store.Post.Within).
//   - GUIDs of feeds: the feed, and in its own scope alone. A feed that reads the same address under another name
//     keeps its scope.
//   - Addresses of statuses: the server that tells of them. Another account with the same address is another post.
//   - Counts of replies, shares and likes: the server. They are figures of this post, and rank it at most.
//   - Configuration: whoever runs recap. It is believed.
package ingest
