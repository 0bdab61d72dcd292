package schema

// Parse reads the text of a schema; name is its file, for positions. Nothing
// is decoded: the YAML is held against the descriptor table of the language,
// every mistake is reported, and what could be read is in the Document. The
// Document is nil if the text cannot be read at all.
func Parse(name string, src []byte) (*Document, Diagnostics) {
	r := &reader{report: newReport(name)}
	text, ok := r.admit(src)
	if !ok {
		return nil, r.diagnostics()
	}
	root := r.load(text)
	if root == nil || !r.inspect(root, 1) {
		return nil, r.diagnostics()
	}
	whole := r.source.span(0, len(text))
	if isNull(root) {
		r.empty(whole)
		return nil, r.diagnostics()
	}
	doc, ok := language().read(r, Range{Start: whole.Start, End: whole.Start}, root)
	if !ok {
		return nil, r.diagnostics()
	}
	found := r.diagnostics()
	doc.File = name
	doc.Range = whole
	doc.Broken = found.HasErrors()
	return &doc, found
}
