// Package bounds says how much of what a stranger sends is given to the parsers of others, and why. Those parsers read
// what they are made for well. What is made to hurt overflows their stack, which ends the program and cannot be
// recovered from, or takes their time or memory without end. So each of these inputs is looked over first, by code that
// neither recurses nor copies:
//
//   - XML of feeds, before gofeed: it calls itself for each level of an extension, copies an extension's text at each
//     piece of it and all namespaces that are in scope at each element, and makes up to half a kilobyte of an element
//     of four bytes;
//   - JSON, before encoding/json: an element of two bytes becomes a struct of hundreds;
//   - answers of IMAP servers, before go-imap: it calls itself for each opening bracket, also before the login;
//   - calendars, before golang-ical: it calls itself for each component, and makes a kilobyte of a line of two bytes.
//
// An input that exceeds a bound is an error of type *Error, which says what to do. Nothing of it is parsed.
package bounds

import "fmt"

// The bounds. Each is far beyond what honest inputs were seen to have, and low enough that the worst input below all of
// them takes less than 150 MB and two seconds.
const (
	// MaxXMLDepth is how deeply elements may be nested. XHTML made by word processors reaches 60; browsers stop at 512.
	MaxXMLDepth = 512
	// MaxXMLParts is how many elements and attributes a feed may have, those within its texts not counted. Five
	// thousand items of a podcast have 150,000.
	MaxXMLParts = 250_000
	// MaxXMLAttrs is how many attributes one element may have, declarations of namespaces among them.
	MaxXMLAttrs = 512
	// MaxXMLName is how long a name of an element may be, in bytes.
	MaxXMLName = 1 << 10
	// MaxXMLBase is how many bytes the xml:base attributes around an element may have together, against which each of
	// its addresses is resolved.
	MaxXMLBase = 4 << 10
	// MaxXMLCopies is how many bytes may be copied because text comes in pieces.
	MaxXMLCopies = 2 << 30
	// MaxXMLScopes is how many namespaces may be copied, at each element those in scope.
	MaxXMLScopes = 10_000_000

	// MaxJSONDepth is how deeply objects and arrays may be nested. Quotations within quotations of statuses reach 20.
	MaxJSONDepth = 200
	// MaxJSONContainers is how many objects and arrays there may be. Fifteen thousand rows of an archive's index have
	// 60,000.
	MaxJSONContainers = 150_000
	// MaxJSONValues is how many values there may be in all.
	MaxJSONValues = 1_000_000

	// MaxIMAPDepth is how deeply a mail server may nest brackets. An answer about a message nests two levels, one about
	// its parts two for each level of these.
	MaxIMAPDepth = 200

	// MaxCalendarDepth is how deeply components may be nested; RFC 5545 knows three levels.
	MaxCalendarDepth = 16
	// MaxCalendarLines is how many lines a calendar may have, the continued ones counted once. A conference of a week
	// has 20,000.
	MaxCalendarLines = 200_000
)

// An Error says which bound an input exceeds.
type Error struct {
	What string // such as "elements nested more than 512 deep"
	Hint string // what to do about it

	Pieces bool // it is MaxXMLCopies, below which Join may bring the document
}

// Error implements error.
func (e *Error) Error() string { return e.What + "; " + e.Hint }

// tooMany returns the error of a feed that exceeds a bound.
func tooMany(format string, args ...any) *Error {
	return &Error{What: "holds " + fmt.Sprintf(format, args...), Hint: "no feed needs that: check the address, or tell its owner"}
}

// tooMuchJSON returns the error of a JSON text that exceeds a bound.
func tooMuchJSON(format string, args ...any) *Error {
	return &Error{What: "holds " + fmt.Sprintf(format, args...), Hint: "no page needs that: check the address, or tell the server's owner"}
}

// tooMuchCalendar returns the error of a calendar that exceeds a bound.
func tooMuchCalendar(format string, args ...any) *Error {
	return &Error{What: "holds " + fmt.Sprintf(format, args...), Hint: "give the calendar of this event alone"}
}
