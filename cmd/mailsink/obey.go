package main

import (
	"cmp"

	"mailsink/internal/smtp"
	"mailsink/internal/store/sqlite"
)

// obey lets the door for SMTP do what a main.cf says about clients and room.
func (s *sink) obey(in *smtp.Server) {
	door := s.router.Tables.Router().Door()
	if door.HardErrors > 0 {
		in.Errors = &smtp.Errors{
			Soft: door.SoftErrors, Hard: door.HardErrors, Overshoot: door.Overshoot, Sleep: door.ErrorSleep, Host: door.Hostname,
		}
	}
	if door.QueueMinFree > 0 {
		dir := cmp.Or(s.storeDir(), ".") // in memory: where the process runs
		in.HasRoom = func() bool {
			free, err := sqlite.Room(dir)
			if err != nil {
				s.log.Warn("nobody can tell how much room is left", "dir", dir, "error", err)
				return true
			}
			return free > int64(door.QueueMinFree)
		}
	}
}
