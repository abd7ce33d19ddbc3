// Package jsonbody reads the JSON that a request brings.
//
// What is misunderstood must change nothing: a body that is empty, cut off,
// followed by more or nested deeper than [MaxNesting] is refused, with a
// sentence that says what is wrong. How large a body may be is for the gate
// before the handler to say ([http.MaxBytesReader]); its error comes back as
// it is.
//
// # Standards
//
// RFC 8259 (JSON), RFC 9110 §8.3 (Content-Type) and §15.5 (statuses).
package jsonbody
