// Package digest makes the edition of a period from stored posts.
package digest
