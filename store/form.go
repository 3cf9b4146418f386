package store

// The forms of a post say what a reader would call it, whichever kind of source it came by: a feed brings articles,
// releases, videos and comments alike. A source that cannot tell gives what it mostly has. Who asks what a post is asks
// for its form, never for the kind of its source.
const (
	FormMail     = "mail"     // a message to a mailing list or newsgroup
	FormForum    = "forum"    // a post in a topic of a forum
	FormQuestion = "question" // a question on a site for questions and answers, or what opens a topic that a forum marks as one
	FormArticle  = "article"  // a text with a title on a site or blog
	FormComment  = "comment"  // what somebody wrote under an article, link, issue or question
	FormLink     = "link"     // somebody else's page that was submitted to a site for links: its title is not the submitter's
	FormStatus   = "status"   // a short post of an account on a social network
	FormRelease  = "release"  // a version of a program, as a forge or package registry announces it
	FormIssue    = "issue"    // a bug report, task or change that was proposed in a tracker or forge
	FormVideo    = "video"    // a film with the words that describe it
	FormPodcast  = "podcast"  // an episode to listen to with the words that describe it
	FormPicture  = "picture"  // a picture with the words that describe it, if any
	FormCommit   = "commit"   // a change to the source of a program, as a forge announces it
	FormAdvert   = "advert"   // what was paid for, or offers a job: it counts and may be listed, and is never a story
)

// Forms returns all forms.
func Forms() []string {
	return []string{FormMail, FormForum, FormQuestion, FormArticle, FormComment, FormLink, FormStatus, FormRelease,
		FormIssue, FormVideo, FormPodcast, FormPicture,
		FormCommit, FormAdvert}
}
