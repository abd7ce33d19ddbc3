package mail

import "errors"

// Why a message could not be kept. A store wraps them; a door answers them
// (in SMTP with 452 4.3.1 and 552 5.3.4).
var (
	ErrFull     = errors.New("mail: no room is left to store the message")
	ErrTooLarge = errors.New("mail: the message exceeds the maximum size")
)
