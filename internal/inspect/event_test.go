package inspect

import (
	"reflect"
	"strings"
	"testing"
)

func TestEventsAreRead(t *testing.T) {
	calendar := strings.ReplaceAll(`BEGIN:VCALENDAR
METHOD:request
BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:STANDARD
DTSTART:19701025T030000
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
SUMMARY;LANGUAGE=en:Planning\, part 2\; and a very
  long name
DTSTART;TZID="Europe/Berlin":20261123T100000
DTEND;TZID=Europe/Berlin:20261123T110000
ORGANIZER;CN="Berg: Anna":mailto:anna@x.example
ATTENDEE;PARTSTAT=NEEDS-ACTION:MAILTO:bob@x.example
ATTENDEE;CN=Cy:mailto:cy@x.example
LOCATION:Room 1\nfirst floor
RRULE:FREQ=WEEKLY;COUNT=4
STATUS:confirmed
BEGIN:VALARM
DESCRIPTION:not of the event
END:VALARM
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20261224
DURATION:P1D
END:VEVENT
END:VCALENDAR
`, "\n", "\r\n")
	want := []Event{
		{Method: "REQUEST", Summary: "Planning, part 2; and a very long name", Start: "2026-11-23T10:00:00", End: "2026-11-23T11:00:00", Zone: "Europe/Berlin", Organizer: "Berg: Anna <anna@x.example>",
			Attendees: []string{"bob@x.example", "Cy <cy@x.example>"}, Location: "Room 1\nfirst floor", Repeats: "FREQ=WEEKLY;COUNT=4", Status: "CONFIRMED"},
		{Method: "REQUEST", Start: "2026-12-24", End: "P1D"},
	}
	if got := Events(calendar); !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
}

func TestACalendarThatIsNoneHasNoEvents(t *testing.T) {
	for _, calendar := range []string{"", "x", "END:VEVENT\nEND:VEVENT\nSUMMARY:x", "BEGIN:VCALENDAR\nSUMMARY:x", ":", "BEGIN:VTODO\nSUMMARY:x\nEND:VTODO"} {
		if got := Events(calendar); len(got) != 0 {
			t.Errorf("%q: %+v", calendar, got)
		}
	}
	if got := Events(strings.Repeat("BEGIN:VEVENT\nATTENDEE:x\nEND:VEVENT\n", 100)); len(got) != maxEvents {
		t.Errorf("%d events", len(got))
	}
	if got := Events("BEGIN:VEVENT\n" + strings.Repeat("ATTENDEE:x\n", 1000)); len(got) != 1 || len(got[0].Attendees) != maxAttendees {
		t.Errorf("%d attendees", len(got[0].Attendees))
	}
}

func FuzzEvents(f *testing.F) {
	for _, seed := range []string{"BEGIN:VEVENT\r\nSUMMARY:x\r\n y\r\nEND:VEVENT", `ATTENDEE;CN="a:b":c`, "END:VEVENT", "BEGIN:VEVENT\nBEGIN:VALARM\nEND:VEVENT\nSUMMARY:x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, calendar string) {
		if got := Events(calendar); len(got) > maxEvents {
			t.Errorf("%d events", len(got))
		}
	})
}
