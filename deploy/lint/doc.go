// Package lint holds the files of this directory against the types of the
// programs that read them. It is a module of its own, so that those stay out of
// mailsink's.
package lint
