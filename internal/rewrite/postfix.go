package rewrite

import (
	"bytes"
	"errors"
	"fmt"
	"net/netip"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// LoadPostfix reads a main.cf and returns c with what it says. The warnings
// name the parameters that change where mail goes and are not followed here.
func LoadPostfix(c Config, file string) (Config, []Warning, error) {
	text, err := c.readFile(file)
	if errors.Is(err, syscall.EISDIR) {
		return c, nil, fmt.Errorf("%s is a directory; name the file in it: %s", file, filepath.Join(file, "main.cf"))
	}
	if err != nil {
		return c, nil, fmt.Errorf("cannot read %s; name the main.cf of the Postfix that is to be followed: %w", file, err)
	}
	if bytes.IndexByte(text, 0) >= 0 {
		return c, nil, fmt.Errorf("%s is no text, or text in UTF-16; save it as UTF-8", file)
	}
	p, warnings := ParseMainCF(file, string(text))
	if len(p.values) == 0 && len(warnings) > 0 {
		return c, nil, fmt.Errorf("%s has no line \"name = value\"; name a main.cf, or a file with the output of postconf -n", file)
	}
	c.Files = append(slices.Clone(c.Files), file)
	return p.Config(c), slices.Concat(fewer(warnings), p.misspelt(file), p.ignored(file), p.rest(file)), nil
}

// maxSaid is how many lines of a main.cf that are no settings are named.
const maxSaid = 5

// fewer keeps the first warnings of a long list, and says how many more there
// are.
func fewer(list []Warning) []Warning {
	if len(list) <= maxSaid {
		return list
	}
	more := Warning{File: list[0].File, Mistake: true, Text: fmt.Sprintf("%d more lines are not settings", len(list)-maxSaid)}
	return append(list[:maxSaid:maxSaid], more)
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
		PropagateUnmatched: p.list("propagate_unmatched_extensions"), HideOriginal: !p.yes("enable_original_recipient", true),
		CanonicalClasses: p.list("canonical_classes"), SenderCanonicalClasses: p.list("sender_canonical_classes"),
		RecipientCanonicalClasses: p.list("recipient_canonical_classes"), MasqueradeDomains: p.list("masquerade_domains"),
		MasqueradeExceptions: p.list("masquerade_exceptions"), MasqueradeClasses: p.list("masquerade_classes"),
		Transports: Transports{
			Local: get("local_transport"), Mailbox: get("mailbox_transport"), Virtual: get("virtual_transport"),
			Relay: get("relay_transport"), Default: get("default_transport"), Relayhost: get("relayhost"),
			SenderRelayhostMaps: p.list("sender_dependent_relayhost_maps"),
			SenderDefaultMaps:   p.list("sender_dependent_default_transport_maps"),
		},
	}
	if parseHop(c.Transports.Local).transport == "local" {
		c.AliasMaps = slices.DeleteFunc(p.list("alias_maps"), isNIS)
	}
	if domain, ok := p.Get("mydomain"); !ok || domain == "" {
		_, c.MyDomain, _ = strings.Cut(c.MyHostname, ".")
	}
	c.Interfaces = append(addresses(p.list("inet_interfaces")), addresses(p.list("proxy_interfaces"))...)
	p.switches(c)
	p.limits(c)
	return c
}

// isNIS reports whether a table is one of NIS, which alias_maps names by default
// on many systems that have no NIS.
func isNIS(spec string) bool { return strings.HasPrefix(spec, "nis:") }

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
	c.Door, c.Boxes = p.door(), p.boxes()
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
