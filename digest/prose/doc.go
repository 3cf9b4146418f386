// Package prose cuts what people write into the sentences that may be printed.
//
// A Unit is one sentence of a post, letter for letter but for white space, footnote marks and addresses. A Window is
// one to three units that stand next to each other. Nothing else of a post is ever printed, so that nothing can be
// joined, cut or moved.
package prose
