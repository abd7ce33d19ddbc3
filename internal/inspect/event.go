package inspect

import (
	"strings"
	"time"
)

// An Event is an entry of a calendar that was sent along (RFC 5545, RFC 5546).
type Event struct {
	Method      string   `json:"method,omitempty"` // REQUEST, CANCEL, REPLY and so on
	Summary     string   `json:"summary"`
	Start       string   `json:"start"` // 2006-01-02 for a whole day, else 2006-01-02T15:04:05, with Z if it is UTC
	End         string   `json:"end,omitempty"`
	Zone        string   `json:"zone,omitempty"` // as the calendar calls it
	Location    string   `json:"location,omitempty"`
	Organizer   string   `json:"organizer,omitempty"`
	Attendees   []string `json:"attendees,omitempty"`
	Repeats     string   `json:"repeats,omitempty"` // the rule as it is written: FREQ=WEEKLY
	Status      string   `json:"status,omitempty"`
	Description string   `json:"description,omitempty"`
}

// Bounds of what is read of a calendar.
const (
	maxEvents    = 20
	maxAttendees = 200
)

// Events returns the events of a calendar. What cannot be read is left out.
func Events(calendar string) []Event {
	var events []Event
	var open []string // components that have begun
	method := ""
	for _, line := range contentLines(calendar) {
		name, params, value := contentLine(line)
		switch name {
		case "BEGIN":
			open = append(open, strings.ToUpper(value))
			if strings.EqualFold(value, "VEVENT") {
				if len(events) == maxEvents {
					return events
				}
				events = append(events, Event{Method: method})
			}
			continue
		case "END":
			open = open[:max(0, len(open)-1)]
			continue
		case "METHOD":
			method = strings.ToUpper(value)
		}
		if n := len(open); n > 0 && open[n-1] == "VEVENT" {
			events[len(events)-1].property(name, params, value)
		}
	}
	return events
}

// contentLines undoes folding (RFC 5545 §3.1).
func contentLines(calendar string) []string {
	calendar = strings.ReplaceAll(strings.ReplaceAll(calendar, "\r\n", "\n"), "\r", "\n")
	calendar = strings.NewReplacer("\n ", "", "\n\t", "").Replace(calendar)
	return strings.Split(calendar, "\n")
}

// contentLine parts a line into name, parameters and value; a colon in quotes
// is none.
func contentLine(line string) (name string, params map[string]string, value string) {
	quoted, end := false, -1
	for i := range len(line) {
		if line[i] == '"' {
			quoted = !quoted
		} else if line[i] == ':' && !quoted {
			end = i
			break
		}
	}
	if end < 0 {
		return "", nil, ""
	}
	name, rest, _ := strings.Cut(line[:end], ";")
	params = make(map[string]string)
	for param := range strings.SplitSeq(rest, ";") {
		key, v, _ := strings.Cut(param, "=")
		params[strings.ToUpper(key)] = strings.Trim(v, `"`)
	}
	return strings.ToUpper(name), params, strings.TrimSpace(line[end+1:])
}

// property takes over a property of the event.
func (e *Event) property(name string, params map[string]string, value string) {
	switch name {
	case "SUMMARY":
		e.Summary = unescape(value)
	case "LOCATION":
		e.Location = unescape(value)
	case "DESCRIPTION":
		e.Description = unescape(value)
	case "DTSTART":
		e.Start, e.Zone = moment(value), params["TZID"]
	case "DTEND":
		e.End = moment(value)
	case "DURATION":
		e.End = value
	case "RRULE":
		e.Repeats = value
	case "STATUS":
		e.Status = strings.ToUpper(value)
	case "ORGANIZER":
		e.Organizer = person(params, value)
	case "ATTENDEE":
		if len(e.Attendees) < maxAttendees {
			e.Attendees = append(e.Attendees, person(params, value))
		}
	}
}

// moment writes a date or a time as ISO 8601 does; what is neither stays.
func moment(value string) string {
	for form, out := range map[string]string{"20060102": time.DateOnly, "20060102T150405": "2006-01-02T15:04:05", "20060102T150405Z": "2006-01-02T15:04:05Z"} {
		if at, err := time.Parse(form, value); err == nil {
			return at.Format(out)
		}
	}
	return value
}

// person writes a calendar address with its name: Anna <anna@x.example>.
func person(params map[string]string, value string) string {
	if scheme, rest, ok := strings.Cut(value, ":"); ok && strings.EqualFold(scheme, "mailto") {
		value = rest
	}
	if name := params["CN"]; name != "" && name != value {
		return name + " <" + value + ">"
	}
	return value
}

// unescape undoes what RFC 5545 §3.3.11 does to text.
func unescape(value string) string {
	return strings.NewReplacer(`\\`, `\`, `\;`, ";", `\,`, ",", `\n`, "\n", `\N`, "\n").Replace(value)
}
