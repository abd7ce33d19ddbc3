package rewrite

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// followed are the parameters of a main.cf that decide where mail goes here.
func followed() []string {
	return strings.Fields(`
always_bcc alias_maps allow_percent_hack append_at_myorigin append_dot_mydomain canonical_classes canonical_maps default_transport
enable_original_recipient inet_interfaces local_recipient_maps local_transport luser_relay mail_spool_directory mailbox_size_limit mailbox_transport masquerade_classes
masquerade_domains masquerade_exceptions message_size_limit mydestination mydomain myhostname mynetworks myorigin owner_request_special
propagate_unmatched_extensions proxy_interfaces queue_minfree receive_override_options recipient_bcc_maps recipient_canonical_classes
recipient_canonical_maps recipient_delimiter relay_domains relay_recipient_maps relay_transport relayhost relocated_maps sender_bcc_maps
sender_canonical_classes sender_canonical_maps sender_dependent_default_transport_maps sender_dependent_relayhost_maps
show_user_unknown_table_name smtpd_command_filter smtpd_error_sleep_time smtpd_hard_error_limit smtpd_recipient_limit
smtpd_recipient_overshoot_limit smtpd_recipient_restrictions smtpd_reject_unlisted_recipient smtpd_relay_restrictions
smtpd_soft_error_limit smtputf8_enable soft_bounce strict_rfc821_envelopes swap_bangpath transport_maps
unknown_local_recipient_reject_code unknown_relay_recipient_reject_code unknown_virtual_alias_reject_code
unknown_virtual_mailbox_reject_code virtual_alias_address_length_limit virtual_alias_domains virtual_alias_expansion_limit
virtual_alias_maps virtual_alias_recursion_limit virtual_mailbox_base virtual_mailbox_domains virtual_mailbox_limit virtual_mailbox_maps virtual_transport`)
}

// misspelt warns of settings whose names are nearly those of parameters that
// decide where mail goes. A name that another setting refers to is one that
// its author made up.
func (p Parameters) misspelt(file string) []Warning {
	known := followed()
	all := strings.Join(slices.Collect(maps.Values(p.values)), " ")
	var out []Warning
	for _, name := range slices.Sorted(maps.Keys(p.values)) {
		if slices.Contains(known, name) || strings.HasPrefix(name, "smtp_") || unfollowed(name) != "" || strings.Contains(all, "$"+name) || strings.Contains(all, "${"+name) {
			continue
		}
		for _, k := range known {
			if nearly(name, k) {
				out = append(out, Warning{File: file, Line: p.lines[name], Text: fmt.Sprintf("%s is no parameter of Postfix; is %s meant?", name, k)})
				break
			}
		}
	}
	return out
}

// nearly reports whether one letter is missing, too many or another, or two
// have changed places.
func nearly(a, b string) bool {
	start := 0
	for start < len(a) && start < len(b) && a[start] == b[start] {
		start++
	}
	a, b = a[start:], b[start:]
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	if len(a) == 2 && len(b) == 2 {
		return a[0] == b[1] && a[1] == b[0]
	}
	return len(a)+len(b) > 0 && len(a) <= 1 && len(b) <= 1
}
