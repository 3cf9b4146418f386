package bounds

import "strings"

// An XML holds what may still be read of one feed, which may come in several documents: where one is damaged, its items
// are parsed each by itself.
type XML struct {
	parts, scopes, copies int // so much was counted until now
}

// Items says where the items of a document are.
type Items struct {
	N   int // items: the item and entry elements below the root or its channel
	End int // offset behind the last that was asked for; 0 if there is none
}

// a level is an element that is open.
type level struct {
	name   string
	text   int  // bytes of text directly in it
	spaces int  // namespaces that it declares
	base   int  // bytes of xml:base that it adds
	inner  bool // it stands within a text, which is decoded as a whole, so that its parts cost nothing more
	fixed  bool // neither it nor what it stands in has declared another default namespace than the root's
	frame  bool // the elements below it are read one by one
}

// Check counts the parts of the document s, which begins with its root element, and reports the first bound that it
// exceeds. What follows the first most items, if that is not 0, is counted as items but not otherwise. It reads markup
// exactly as encoding/xml does that is not strict, as far as that gets; behind what is an error there, nothing counts.
func (x *XML) Check(s string, most int) (Items, error) {
	c := xmlCheck{XML: x, s: s, most: most, depth: MaxXMLDepth}
	err := c.run()
	return c.items, err
}

// An xmlCheck is one document that is looked over.
type xmlCheck struct {
	*XML
	s      string
	at     int // offset of the next byte
	open   []level
	spaces int // namespaces in scope
	base   int // bytes of xml:base in scope
	items  Items
	most   int
	depth  int  // how deeply elements may be nested
	full   bool // all items that were asked for are read
	done   bool // the root is closed, or what follows is no XML
}

// run looks over the document.
func (c *xmlCheck) run() error {
	for !c.done {
		i := strings.IndexByte(c.s[c.at:], '<')
		if i < 0 {
			return nil
		}
		if err := c.text(i); err != nil {
			return err
		}
		if c.at += i + 1; c.at == len(c.s) {
			return nil
		}
		var err error
		switch c.s[c.at] {
		case '/':
			c.at++
			c.endTag()
		case '?':
			c.at++
			err = c.instruction()
		case '!':
			c.at++
			err = c.declaration()
		default:
			err = c.startTag()
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// text counts n bytes of text in the open element. gofeed appends each piece to those before, which it copies.
func (c *xmlCheck) text(n int) error {
	if n == 0 || len(c.open) == 0 {
		return nil
	}
	l := &c.open[len(c.open)-1]
	if l.inner || l.frame || c.full {
		return nil
	}
	l.text += n
	if c.copies += l.text; c.copies > MaxXMLCopies {
		err := tooMany("a text in so many pieces that they cannot be put together")
		err.Pieces = true
		return err
	}
	return nil
}

// instruction passes over a processing instruction.
func (c *xmlCheck) instruction() error {
	rest := c.s[c.at:]
	target := rest[:nameLen(rest)]
	end := strings.Index(rest[len(target):], "?>")
	if target == "" || end < 0 {
		c.done = true
		return nil
	}
	content := rest[len(target) : len(target)+end]
	c.at += len(target) + end + len("?>")
	// What declares an encoding is believed by the parser, wherever it stands; what follows would be other markup than
	// what is counted here.
	if target == "xml" && strings.Contains(content, "encoding") && !strings.Contains(strings.ToLower(content), "utf-8") {
		return &Error{What: "declares a second encoding in its middle", Hint: "tell its owner"}
	}
	return nil
}

// declaration passes over a comment, a section of character data or another declaration.
func (c *xmlCheck) declaration() error {
	rest := c.s[c.at:]
	pass := func(begin, end string) int {
		if n := strings.Index(rest[len(begin):], end); n >= 0 {
			c.at += len(begin) + n + len(end)
			return n
		}
		c.done = true
		return 0
	}
	switch {
	case strings.HasPrefix(rest, "--"):
		pass("--", "-->")
	case strings.HasPrefix(rest, "[CDATA["):
		return c.text(pass("[CDATA[", "]]>"))
	case rest == "", rest[0] == '-', rest[0] == '[':
		c.done = true
	default:
		c.directive()
	}
	return nil
}

// directive passes over a declaration such as <!ENTITY>, in which others may stand, quoted text and comments.
func (c *xmlCheck) directive() {
	depth, quote := 0, byte(0)
	for i := c.at + 1; i < len(c.s); i++ {
		switch b := c.s[i]; {
		case quote != 0:
			if b == quote {
				quote = 0
			}
		case b == '"' || b == '\'':
			quote = b
		case b == '>':
			if depth == 0 {
				c.at = i + 1
				return
			}
			depth--
		case b == '<' && strings.HasPrefix(c.s[i:], "<!--"):
			n := strings.Index(c.s[i+len("<!--"):], "-->")
			if n < 0 {
				c.done = true
				return
			}
			i += len("<!--") + n + len("-->") - 1
		case b == '<':
			depth++
		}
	}
	c.done = true
}

// endTag closes the open elements up to the one that it names; one that names none closes the root.
func (c *xmlCheck) endTag() {
	name := c.s[c.at:]
	name = name[:nameLen(name)]
	c.at += len(name)
	c.space()
	if name == "" || c.at == len(c.s) || c.s[c.at] != '>' {
		c.done = true
		return
	}
	c.at++
	for len(c.open) > 0 {
		last := c.open[len(c.open)-1].name
		c.pop()
		if local(last) == local(name) {
			return
		}
	}
	c.done = true
}

// pop closes the innermost element.
func (c *xmlCheck) pop() {
	l := c.open[len(c.open)-1]
	c.open = c.open[:len(c.open)-1]
	c.spaces -= l.spaces
	c.base -= l.base
	if isItem(l.name) && c.itemPlace() && !c.full {
		c.items.End, c.full = c.at, c.items.N == c.most
	}
	c.done = len(c.open) == 0
}

// itemPlace reports whether what stands directly in the innermost element can be an item of the feed.
func (c *xmlCheck) itemPlace() bool {
	return len(c.open) == 1 || len(c.open) == 2 && strings.EqualFold(local(c.open[1].name), "channel")
}

// startTag opens an element.
func (c *xmlCheck) startTag() error {
	rest := c.s[c.at:]
	l := level{name: rest[:nameLen(rest)]}
	if l.name == "" {
		c.done = true
		return nil
	}
	c.at += len(l.name)
	if isItem(l.name) && c.itemPlace() {
		c.items.N++
	}
	attrs, closed, space := c.attributes(&l)
	if c.done {
		return nil
	}
	parent := level{fixed: true, frame: true}
	if n := len(c.open); n > 0 {
		parent = c.open[n-1]
	}
	root := len(c.open) == 0
	l.fixed = parent.fixed && (space == nil || root && nativeSpaces[strings.TrimSpace(*space)])
	native := parent.frame && l.fixed && !strings.Contains(l.name, ":")
	l.frame = root || native && frames[strings.ToLower(l.name)]
	l.inner = parent.inner || native && !l.frame
	c.spaces += l.spaces
	c.base += l.base
	c.open = append(c.open, l)
	if err := c.count(parent.inner, attrs, len(l.name)); err != nil {
		return err
	}
	if closed {
		c.pop()
	}
	return nil
}

// count counts an element that was opened.
func (c *xmlCheck) count(inner bool, attrs, name int) error {
	if len(c.open) > c.depth {
		return tooMany("elements that are nested more than %d deep", c.depth)
	}
	if c.full {
		return nil
	}
	switch {
	case attrs > MaxXMLAttrs:
		return tooMany("an element with more than %d attributes", MaxXMLAttrs)
	case name > MaxXMLName:
		return tooMany("an element with a name of more than %d bytes", MaxXMLName)
	case c.base > MaxXMLBase:
		return tooMany("more than %d bytes of xml:base around one element", MaxXMLBase)
	case inner:
		return nil
	}
	c.parts += 1 + attrs
	c.scopes += c.spaces
	switch {
	case c.parts > MaxXMLParts:
		return tooMany("more than %d elements and attributes", MaxXMLParts)
	case c.scopes > MaxXMLScopes:
		return tooMany("too many namespaces for so many elements")
	}
	return nil
}

// attributes passes over the attributes of a start tag and its end. It notes in l what they declare, and returns how
// many there are, whether the element is empty, and the default namespace that it declares, if any.
func (c *xmlCheck) attributes(l *level) (n int, closed bool, space *string) {
	for {
		c.space()
		if c.at == len(c.s) {
			c.done = true
			return
		}
		switch c.s[c.at] {
		case '>':
			c.at++
			return
		case '/':
			closed = true
			if !strings.HasPrefix(c.s[c.at:], "/>") {
				c.done = true
				return
			}
			c.at += len("/>")
			return
		}
		rest := c.s[c.at:]
		name := rest[:nameLen(rest)]
		if name == "" {
			c.done = true
			return
		}
		c.at += len(name)
		c.space()
		value := name
		if strings.HasPrefix(c.s[c.at:], "=") {
			c.at++
			c.space()
			value = c.value()
			if c.done {
				return
			}
		}
		n++
		switch {
		case name == "xmlns":
			l.spaces++
			space = &value
		case strings.HasPrefix(name, "xmlns:"):
			l.spaces++
		case local(name) == "base":
			l.base += len(value)
		}
	}
}

// value passes over the value of an attribute and returns it.
func (c *xmlCheck) value() string {
	rest := c.s[c.at:]
	if rest == "" {
		c.done = true
		return ""
	}
	if quote := rest[0]; quote == '"' || quote == '\'' {
		end := strings.IndexByte(rest[1:], quote)
		if end < 0 || strings.IndexByte(rest[1:1+end], '<') >= 0 {
			c.done = true
			return ""
		}
		c.at += end + 2
		return rest[1 : 1+end]
	}
	n := 0
	for n < len(rest) && bareValue[rest[n]] {
		n++
	}
	c.at += n
	return rest[:n]
}

// space passes over white space.
func (c *xmlCheck) space() {
	for c.at < len(c.s) {
		switch c.s[c.at] {
		case ' ', '\t', '\r', '\n':
			c.at++
		default:
			return
		}
	}
}

// nativeSpaces are the default namespaces of a root in which gofeed reads the elements of feeds themselves; in others
// it may take them for extensions.
var nativeSpaces = map[string]bool{
	"": true, "http://www.w3.org/2005/Atom": true, "http://purl.org/atom/ns#": true, "http://purl.org/rss/1.0/": true,
	"http://channel.netscape.com/rdf/simple/0.9/": true, "http://my.netscape.com/rdf/simple/0.9/": true,
}

// frames are the elements in which gofeed reads each element that it finds; the others it decodes as one text, or
// passes over.
var frames = map[string]bool{"channel": true, "item": true, "entry": true, "source": true}

// isItem reports whether an element of this name may be an item of a feed.
func isItem(name string) bool {
	name = local(name)
	return len(name) == 4 && strings.EqualFold(name, "item") || len(name) == 5 && strings.EqualFold(name, "entry")
}

// local returns a name without its prefix.
func local(name string) string {
	if prefix, rest, ok := strings.Cut(name, ":"); ok && prefix != "" && rest != "" {
		return rest
	}
	return name
}

// nameLen returns how many bytes at the beginning of s are of a name, as encoding/xml reads it.
func nameLen(s string) int {
	n := 0
	for n < len(s) && nameByte[s[n]] {
		n++
	}
	return n
}

// nameByte holds the bytes of names, bareValue those of values without quotation marks.
var nameByte, bareValue = func() (names, values [256]bool) {
	for c := range 256 {
		b := byte(c)
		alnum := 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || '0' <= b && b <= '9'
		names[c] = alnum || b == '_' || b == ':' || b == '.' || b == '-' || b >= 0x80
		values[c] = alnum || b == '_' || b == ':' || b == '-'
	}
	return
}()
