package rewrite

import (
	"fmt"
	"strconv"
	"strings"
)

// accessTables opens the tables that check_recipient_access names in lists of
// restrictions.
func (o *opener) accessTables(lists ...[]string) map[string]tableList {
	tables := map[string]tableList{}
	for _, list := range lists {
		for i := 1; i < len(list); i++ {
			if list[i-1] == "check_recipient_access" && tables[list[i]] == nil {
				tables[list[i]] = o.tables(list[i : i+1])
			}
		}
	}
	return tables
}

// accessTo asks an access(5) table about a recipient.
func (q *trip) accessTo(table, typed, addr string) (reply Reply, decided bool, err error) {
	local, domain, _ := split(addr)
	keys := []string{external(addr)}
	user, extension := q.r.splitExtension(local)
	if extension != "" {
		keys = append(keys, quoteLocal(user)+"@"+domain)
	}
	for name := domain; name != ""; name = parent(name) {
		keys = append(keys, name)
	}
	keys = append(keys, quoteLocal(local)+"@")
	if extension != "" {
		keys = append(keys, quoteLocal(user)+"@")
	}
	for i, key := range keys {
		res, err := q.ask(q.r.access[table], key, i > 0)
		if err != nil {
			return Reply{}, false, err
		}
		if res.Found {
			reply, decided = q.action(res, typed, addr)
			return reply, decided, nil
		}
	}
	return replyOK(), false, nil
}

// action does what the right side of an access table says.
func (q *trip) action(res Result, typed, addr string) (reply Reply, decided bool) {
	word, text := firstWord(res.Value)
	step := func(to string) {
		q.steps = append(q.steps, Step{Table: res.Table, Line: res.Line, From: external(addr), To: []string{to}})
	}
	switch code, err := strconv.Atoi(word); {
	case err == nil && text != "" && code >= 400 && code < 600:
		enhanced, text := splitEnhanced(text)
		return rejected(code, enhanced, typed, text), true
	case err == nil:
		return replyOK(), true
	}
	switch strings.ToUpper(word) {
	case "OK":
		return replyOK(), true
	case "REJECT":
		return q.denied(554, typed, text), true
	case "DEFER":
		return q.denied(450, typed, text), true
	case "DISCARD":
		q.discarded = true
		return replyOK(), true
	case "REDIRECT":
		q.redirect = text
		step(text)
	}
	return replyOK(), false
}

func (q *trip) denied(code int, typed, text string) Reply {
	if text == "" {
		text = "Access denied"
	}
	enhanced, rest := splitEnhanced(text)
	if rest == text {
		enhanced = fmt.Sprintf("%d.7.1", code/100)
	}
	return rejected(code, enhanced, typed, rest)
}
