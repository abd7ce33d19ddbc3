package rewrite

import (
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"
)

// LoadPostfix reads a main.cf and returns c with what it says. The warnings
// name the parameters that change where mail goes and are not followed here.
func LoadPostfix(c Config, file string) (Config, []Warning, error) {
	text, err := c.readFile(file)
	if err != nil {
		return c, nil, fmt.Errorf("cannot read %s; name the main.cf of the Postfix that is to be followed: %w", file, err)
	}
	p, warnings := ParseMainCF(file, string(text))
	c.Files = append(slices.Clone(c.Files), file)
	return p.Config(c), append(warnings, p.ignored(file)...), nil
}

// Config returns c with what the parameters say.
func (p Parameters) Config(c Config) Config {
	c.VirtualAliasMaps = p.list("virtual_alias_maps")
	if _, set := p.Get("virtual_maps"); set && len(c.VirtualAliasMaps) == 0 {
		c.VirtualAliasMaps = p.list("virtual_maps")
	}
	c.RecipientDelimiter, _ = p.Get("recipient_delimiter")
	c.NoSMTPUTF8 = !p.yes("smtputf8_enable", true)
	c.Lenient = true
	c.Postfix = p.postfix()
	return c
}

func (p Parameters) postfix() *Postfix {
	get := func(name string) string { v, _ := p.Get(name); return v }
	c := &Postfix{
		MyHostname: get("myhostname"), MyDomain: get("mydomain"), MyOrigin: get("myorigin"),
		MyDestination: p.list("mydestination"), MyNetworks: p.list("mynetworks"),
		VirtualAliasDomains: p.list("virtual_alias_domains"), VirtualMailboxDomains: p.list("virtual_mailbox_domains"),
		VirtualMailboxMaps: p.list("virtual_mailbox_maps"), RelayDomains: p.list("relay_domains"),
		RelayRecipientMaps: p.list("relay_recipient_maps"), LocalRecipientMaps: p.list("local_recipient_maps"),
		CanonicalMaps: p.list("canonical_maps"), RecipientCanonicalMaps: p.list("recipient_canonical_maps"),
		SenderCanonicalMaps: p.list("sender_canonical_maps"), RecipientBccMaps: p.list("recipient_bcc_maps"),
		SenderBccMaps: p.list("sender_bcc_maps"), AlwaysBcc: get("always_bcc"),
		TransportMaps: p.list("transport_maps"), RelocatedMaps: p.list("relocated_maps"),
		LuserRelay: p.values["luser_relay"], RelayRestrictions: p.list("smtpd_relay_restrictions"),
		RecipientRestrictions: p.list("smtpd_recipient_restrictions"), CommandFilter: p.list("smtpd_command_filter"),
		PropagateUnmatched: p.list("propagate_unmatched_extensions"),
	}
	if local := get("local_transport"); local == "" || strings.HasPrefix(local, "local") {
		c.AliasMaps = p.list("alias_maps")
	}
	if domain, ok := p.Get("mydomain"); !ok || domain == "" {
		_, c.MyDomain, _ = strings.Cut(c.MyHostname, ".")
	}
	c.Interfaces = append(addresses(p.list("inet_interfaces")), addresses(p.list("proxy_interfaces"))...)
	p.switches(c)
	p.limits(c)
	return c
}

func (p Parameters) switches(c *Postfix) {
	overrides := p.list("receive_override_options")
	c.AppendAtMyOrigin = p.yes("append_at_myorigin", true)
	c.AppendDotMyDomain = p.yes("append_dot_mydomain", false)
	c.SwapBangpath = p.yes("swap_bangpath", true)
	c.AllowPercentHack = p.yes("allow_percent_hack", true)
	c.OwnerRequestSpecial = p.yes("owner_request_special", true)
	c.ShowUnknownTable = p.yes("show_user_unknown_table_name", true)
	c.SoftBounce = p.yes("soft_bounce", false)
	c.StrictEnvelopes = p.yes("strict_rfc821_envelopes", false)
	c.RejectUnlisted = p.yes("smtpd_reject_unlisted_recipient", true) && !slices.Contains(overrides, "no_unknown_recipient_checks")
	c.NoAddressMappings = slices.Contains(overrides, "no_address_mappings")
}

func (p Parameters) limits(c *Postfix) {
	c.RecursionLimit = p.number("virtual_alias_recursion_limit", 1000)
	c.ExpansionLimit = p.number("virtual_alias_expansion_limit", 1000)
	c.AddressLengthLimit = p.number("virtual_alias_address_length_limit", 1000)
	c.MessageSizeLimit = p.number("message_size_limit", 0)
	c.RecipientLimit = p.number("smtpd_recipient_limit", 0)
	c.UnknownCodes = UnknownCodes{
		Local:          p.number("unknown_local_recipient_reject_code", 550),
		VirtualAlias:   p.number("unknown_virtual_alias_reject_code", 550),
		VirtualMailbox: p.number("unknown_virtual_mailbox_reject_code", 550),
		Relay:          p.number("unknown_relay_recipient_reject_code", 550),
	}
}

// addresses returns the members of a list that are IP addresses.
func addresses(list []string) []netip.Addr {
	var out []netip.Addr
	for _, s := range list {
		switch s {
		case "all", "loopback-only":
			out = append(out, netip.AddrFrom4([4]byte{127, 0, 0, 1}), netip.IPv6Loopback())
		}
		if a, ok := parseIP(strings.Trim(s, "[]")); ok {
			out = append(out, a)
		}
	}
	return out
}

// unfollowed are the parameters that change who gets a message, or what it
// looks like, and are not followed here; each with the reason.
func unfollowed(name string) string {
	switch name {
	case "smtp_generic_maps", "lmtp_generic_maps":
		return "addresses are shown as they are before mail leaves"
	case "masquerade_domains", "masquerade_classes":
		return "sender domains are not masqueraded"
	case "relayhost", "default_transport", "sender_dependent_relayhost_maps", "virtual_transport", "local_transport",
		"mailbox_transport", "mailbox_transport_maps", "fallback_transport", "mailbox_command", "home_mailbox", "mail_spool_directory":
		return "everything is delivered into this sink"
	case "content_filter", "smtpd_milters", "non_smtpd_milters", "header_checks", "body_checks", "smtpd_proxy_filter":
		return "messages are stored as they came"
	case "queue_minfree", "virtual_mailbox_limit", "mailbox_size_limit":
		return "the limits of the store are flags of their own"
	case "smtpd_soft_error_limit", "smtpd_hard_error_limit", "smtpd_recipient_overshoot_limit":
		return "errors of a client are not counted"
	case "forward_path", "recipient_canonical_classes", "canonical_classes", "sender_canonical_classes":
		return "only the envelope is rewritten"
	case "smtpd_client_restrictions", "smtpd_helo_restrictions", "smtpd_sender_restrictions", "smtpd_data_restrictions",
		"smtpd_end_of_data_restrictions", "check_policy_service":
		return "clients and senders are not checked"
	}
	return ""
}

// ignored returns a note for each parameter that is set and not followed.
func (p Parameters) ignored(file string) []Warning {
	var out []Warning
	for _, name := range slices.Sorted(maps.Keys(p.values)) {
		if reason := unfollowed(name); reason != "" {
			out = append(out, Warning{File: file, Line: p.lines[name], Text: fmt.Sprintf("%s is ignored: %s", name, reason)})
		}
	}
	return out
}
