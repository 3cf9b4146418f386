// Package post has a stored post as the digest sees it: its writer's name as it is printed, its words cut into
// sentences, and how common those words are in the community.
package post
