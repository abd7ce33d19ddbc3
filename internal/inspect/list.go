package inspect

import (
	"slices"
	"strings"

	"mailsink/internal/mime"
)

// A List says how recipients leave the list that a message was sent to. What
// it names is shown, and never asked.
type List struct {
	Unsubscribe []string `json:"unsubscribe"` // URIs of List-Unsubscribe, in their order (RFC 2369)
	OneClick    bool     `json:"oneClick"`    // a POST to the https: URI is enough (RFC 8058)
}

// listFields returns List-Unsubscribe and List-Unsubscribe-Post.
func listFields(root *mime.Part) (list, post string) {
	for _, f := range root.Fields {
		switch {
		case f.Is("List-Unsubscribe"):
			list = f.Text()
		case f.Is("List-Unsubscribe-Post"):
			post = f.Text()
		}
	}
	return list, post
}

// ListOf reads the fields of a message that let recipients leave a list
// (RFC 2369 §3.2, RFC 8058).
func ListOf(root *mime.Part) List {
	list, post := listFields(root)
	var l List
	for part := range strings.SplitSeq(list, "<") {
		if uri, _, ok := strings.Cut(part, ">"); ok {
			l.Unsubscribe = append(l.Unsubscribe, strings.Join(strings.Fields(uri), ""))
		}
	}
	web := slices.ContainsFunc(l.Unsubscribe, func(uri string) bool { return strings.HasPrefix(strings.ToLower(uri), "https:") })
	l.Unsubscribe, l.OneClick = some(l.Unsubscribe), web && oneClick(post)
	return l
}

func oneClick(post string) bool {
	return strings.EqualFold(strings.ReplaceAll(post, " ", ""), "List-Unsubscribe=One-Click")
}

// unsubscribe looks at the fields that let recipients leave a list.
func unsubscribe(root *mime.Part) []Finding {
	list, post := listFields(root)
	switch {
	case list == "" && post == "":
		return []Finding{found("list.none", "")}
	case list == "":
		return []Finding{found("list.post-alone", "")}
	case post == "":
		return []Finding{found("list.no-post", short(list))}
	case !oneClick(post):
		return []Finding{found("list.post-wrong", short(post))}
	case !strings.Contains(strings.ToLower(list), "<https:"):
		return []Finding{found("list.no-https", short(list))}
	case !signed(root):
		return []Finding{found("list.good", short(list)), found("list.unsigned", "")}
	}
	return []Finding{found("list.good", short(list))}
}

// signed reports whether a DKIM signature covers both fields. Whether it is
// valid was not looked at.
func signed(root *mime.Part) bool {
	for _, f := range root.Fields {
		if !f.Is("DKIM-Signature") {
			continue
		}
		for tag := range strings.SplitSeq(f.Unfolded(), ";") {
			name, value, _ := strings.Cut(tag, "=")
			covered := strings.Split(strings.ToLower(strings.Join(strings.Fields(value), "")), ":")
			if strings.TrimSpace(name) == "h" && slices.Contains(covered, "list-unsubscribe") && slices.Contains(covered, "list-unsubscribe-post") {
				return true
			}
		}
	}
	return false
}
