package mime

// Codes is completed later.
func (d *Document) Codes() []string { return nil }
