package rewrite

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// unfollowed returns why a parameter is not followed although it changes who
// gets a message, or what it looks like; empty for any other.
func unfollowed(name string) string {
	switch name {
	case "smtp_generic_maps", "lmtp_generic_maps":
		return "addresses are shown as they are before mail leaves"
	case "mailbox_transport_maps", "fallback_transport", "fallback_transport_maps", "mailbox_command", "mailbox_command_maps",
		"home_mailbox", "forward_path", "allow_mail_to_commands", "allow_mail_to_files":
		return "every local name has a mailbox in this sink"
	case "content_filter", "smtpd_milters", "non_smtpd_milters", "header_checks", "mime_header_checks", "nested_header_checks", "body_checks",
		"smtp_header_checks", "smtp_body_checks", "smtpd_proxy_filter":
		return "messages are stored as they came"
	case "smtpd_client_restrictions", "smtpd_helo_restrictions", "smtpd_sender_restrictions", "smtpd_data_restrictions",
		"smtpd_end_of_data_restrictions", "smtpd_etrn_restrictions", "smtpd_sender_login_maps", "postscreen_access_list", "postscreen_dnsbl_sites":
		return "clients and senders are not checked"
	case "local_header_rewrite_clients", "remote_header_rewrite_domain":
		return "only the envelope is rewritten"
	}
	return ""
}

// usual returns the value that Postfix gives a parameter which is not followed,
// where that is not empty: to set it says nothing.
func usual(name string) string {
	switch name {
	case "nested_header_checks", "mime_header_checks":
		return "$header_checks"
	case "forward_path":
		return "$home/.forward${recipient_delimiter}${extension}, $home/.forward"
	case "allow_mail_to_commands", "allow_mail_to_files":
		return "alias, forward"
	case "local_header_rewrite_clients":
		return "permit_inet_interfaces"
	case "postscreen_access_list":
		return "permit_mynetworks"
	case "smtpd_client_restrictions", "smtpd_helo_restrictions", "smtpd_sender_restrictions", "smtpd_data_restrictions",
		"smtpd_end_of_data_restrictions", "smtpd_recipient_restrictions":
		return "permit"
	}
	return ""
}

// ignored returns a note for each reason why parameters that are set are not
// followed, and one of the restrictions that are not.
func (p Parameters) ignored(file string) []Warning {
	byReason := map[string][]string{}
	for _, name := range slices.Sorted(maps.Keys(p.values)) {
		value := strings.TrimSpace(p.values[name])
		if reason := unfollowed(name); reason != "" && value != "" && value != "0" && value != usual(name) {
			byReason[reason] = append(byReason[reason], name)
		}
	}
	var out []Warning
	for reason, names := range byReason {
		out = append(out, p.ignoredFor(file, reason, names))
	}
	out = append(out, p.unasked(file)...)
	if slices.ContainsFunc(p.list("local_recipient_maps"), isAccounts) && !p.standardLocal() {
		out = append(out, Warning{File: file, Line: p.lines["local_recipient_maps"], Text: "local_recipient_maps: the accounts of a machine are not asked; every local name has a mailbox in this sink"})
	}
	slices.SortFunc(out, func(a, b Warning) int { return cmp.Compare(a.Line, b.Line) })
	return out
}

// ignoredFor returns the note for the parameters that one reason is for.
func (p Parameters) ignoredFor(file, reason string, names []string) Warning {
	slices.SortFunc(names, func(a, b string) int { return cmp.Compare(p.lines[a], p.lines[b]) })
	w := Warning{File: file, Line: p.lines[names[0]]}
	if len(names) == 1 {
		w.Text = fmt.Sprintf("%s is ignored: %s", names[0], reason)
		return w
	}
	var rest []string
	for _, name := range names[1:] {
		rest = append(rest, fmt.Sprintf("%s (line %d)", name, p.lines[name]))
	}
	w.Text = fmt.Sprintf("%s, %s are ignored: %s", names[0], strings.Join(rest, ", "), reason)
	return w
}

// unasked notes the restrictions of recipients that are not followed: those
// that ask a service, or about the client or the sender.
func (p Parameters) unasked(file string) []Warning {
	var out []Warning
	for _, name := range []string{"smtpd_relay_restrictions", "smtpd_recipient_restrictions"} {
		var list []string
		for _, word := range p.list(name) {
			word, _, _ = strings.Cut(word, ":")
			if askedElsewhere(word) && !slices.Contains(list, word) {
				list = append(list, word)
			}
		}
		if len(list) > 0 {
			text := fmt.Sprintf("%s: %s: ignored; clients and senders are not checked, and no service is asked", name, strings.Join(list, ", "))
			out = append(out, Warning{File: file, Line: p.lines[name], Text: text})
		}
	}
	return out
}

// askedElsewhere reports whether a word of a list of restrictions is one that
// is not followed.
func askedElsewhere(word string) bool {
	for _, prefix := range []string{"reject_", "check_", "permit_", "warn_if_reject", "defer_if_", "sleep"} {
		if !strings.HasPrefix(word, prefix) {
			continue
		}
		switch word {
		case "reject_unauth_destination", "reject_unlisted_recipient", "check_recipient_access", "permit_mynetworks", "permit_sasl_authenticated",
			"permit_auth_destination", "reject_non_fqdn_recipient", "reject_unknown_recipient_domain":
			return false
		}
		return true
	}
	return false
}

// standardLocal reports whether local_recipient_maps says what it does by
// default.
func (p Parameters) standardLocal() bool {
	return slices.Equal(splitList(p.values["local_recipient_maps"]), []string{"proxy:unix:passwd.byname", "$alias_maps"})
}

// maxNamed is how many parameters a remark names.
const maxNamed = 60

// rest remarks which settings are of no consequence here.
func (p Parameters) rest(file string) []Warning {
	known := followed()
	var names []string
	for _, name := range slices.Sorted(maps.Keys(p.values)) {
		if !slices.Contains(known, name) && unfollowed(name) == "" {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return nil
	}
	n := len(names)
	list := strings.Join(names[:min(n, maxNamed)], ", ")
	if n > maxNamed {
		list += fmt.Sprintf(" and %d more", n-maxNamed)
	}
	return []Warning{{File: file, Remark: true, Text: fmt.Sprintf("settings that do not decide where mail goes, and are not looked at (%d): %s", n, list)}}
}
