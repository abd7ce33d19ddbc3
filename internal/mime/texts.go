package mime

// Texts are what a message can be searched for besides its header.
type Texts struct {
	Body  []string // what is read as the message: [Document.Text] in its pieces
	Parts []PartText
}

// A PartText is the body of a part that is text, or of one that says it is a
// multipart or a message and is not.
type PartText struct {
	*Part
	Source string // decoded, as UTF-8; of HTML with its markup
	Text   string // as it is read: of HTML without the markup
}

// Texts returns the texts of the message, embedded messages included. Each
// body is decoded once.
func (d *Document) Texts() Texts {
	var t Texts
	read := make(map[*Part]string)
	d.Root.Walk(func(p *Part) bool {
		if !p.IsText() {
			return true
		}
		piece := PartText{Part: p, Source: p.Text(d.Content)}
		if piece.Text = piece.Source; p.isHTML() {
			piece.Text = htmlText(piece.Source, len(piece.Source)+1)
		}
		read[p] = piece.Text
		t.Parts = append(t.Parts, piece)
		return true
	})
	t.Body = reading{d, func(p *Part) string { return read[p] }}.pieces(d.Root)
	return t
}

// IsText reports whether the body of p is searched as text: it is of a text
// type, or calls itself a multipart or a message and is none.
func (p *Part) IsText() bool {
	return !p.IsMultipart() && p.Message == nil && (p.Type == "text" || p.Type == "multipart" || p.Type == "message")
}

// AddressText writes the addresses of the field in their plainest form, as
// ENVELOPE of IMAP has them: without comments, with names decoded, and groups.
func (f *Field) AddressText() string {
	var b []byte
	for a := range addresses(f.Unfolded()) {
		switch {
		case a.Kind == GroupStart:
			b = append(append(b, f.decode(a.Name)...), ": "...)
		case a.Kind == GroupEnd:
			b = append(b, "; "...)
		default:
			if a.Name != "" {
				b = append(append(b, f.decode(a.Name)...), ' ')
			}
			b = append(append(append(append(append(b, '<'), a.Mailbox...), '@'), a.Host...), ">, "...)
		}
	}
	return string(b)
}
