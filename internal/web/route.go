package web

import (
	"maps"
	"net/http"
	"slices"
	"strings"
)

// A handler serves one method of one path. Its error becomes the reply.
type handler func(w http.ResponseWriter, r *http.Request) error

// A route is a path and what can be done with it.
type route struct {
	path    string
	methods map[string]handler
}

func get(h handler) map[string]handler  { return map[string]handler{http.MethodGet: h} }
func post(h handler) map[string]handler { return map[string]handler{http.MethodPost: h} }

// table lists every path there is. openapi.json says the same in public.
func (s *Server) table() []route {
	return []route{
		{"/healthz", get(s.healthz)},
		{"/readyz", get(s.readyz)},
		{"/login", map[string]handler{http.MethodGet: s.loginPage, http.MethodPost: s.login}},
		{"/logout", post(s.logout)},
		{"/openapi.json", get(s.openAPI)},
		{"/v1/info", get(s.info)},
		{"/v1/cursor", get(s.cursor)},
		{"/v1/rows", get(s.rows)},
		{"/v1/messages", map[string]handler{http.MethodGet: s.messages, http.MethodPost: s.send}},
		{"/v1/messages/{id}", map[string]handler{http.MethodGet: s.message, http.MethodPatch: s.patch, http.MethodDelete: s.expunge}},
		{"/v1/messages/{id}/raw", get(s.raw)},
		{"/v1/messages/{id}/html", get(s.html)},
		{"/v1/messages/{id}/text", get(s.text)},
		{"/v1/messages/{id}/headers", get(s.headers)},
		{"/v1/messages/{id}/structure", get(s.structure)},
		{"/v1/messages/{id}/parts/{part}", get(s.part)},
		{"/v1/messages/{id}/parts/{part}/about", get(s.about)},
		{"/v1/messages/{id}/attachments.zip", get(s.files)},
		{"/v1/messages/{id}/transcript", get(s.transcript)},
		{"/v1/messages/{id}/authentication", get(s.authentication)},
		{"/v1/messages/{id}/checks", get(s.checks)},
		{"/v1/messages/{id}/checks/links", post(s.visitLinks)},
		{"/v1/sessions", get(s.sessions)},
		{"/v1/sessions/{id}", get(s.session)},
		{"/v1/sessions/{id}/fragments/{n}", get(s.fragment)},
		{"/v1/faults", map[string]handler{http.MethodGet: s.faultRules, http.MethodPut: s.putFaults}},
		{"/v1/actions", post(s.actions)},
		{"/v1/undo/{token}", post(s.undo)},
		{"/v1/wait", get(s.wait)},
		{"/v1/feed", get(s.feed)},
		{"/v1/events", get(s.events)},
		{"/v1/accounts", get(s.accounts)},
		{"/v1/accounts/{account}/mailboxes", get(s.mailboxes)},
		{"/v1/accounts/{account}", map[string]handler{http.MethodDelete: s.dropAccount}},
		{"/v1/facets", get(s.facets)},
		{"/v1/stats", get(s.stats)},
		{"/v1/stats/charts", get(s.charts)},
		{"/v1/waits", get(s.listWaits)},
		{"/v1/views", map[string]handler{http.MethodGet: s.views, http.MethodPut: s.putViews}},
		{"/v1/export", get(s.export)},
		{"/v1/import", post(s.load)},
		{"/v1/backup", get(s.backup)},
		{"/v1/webhooks", get(s.webhooks)},
		{"/latest", get(s.latest)},
		{"/view/{file}", get(s.viewFile)},
		{"/metrics", get(s.metrics)},
		{"/v1/rules", get(s.rules)},
		{"/v1/rules/query", map[string]handler{http.MethodGet: s.ruleQuery, http.MethodPost: s.askRules}},
		{"/v1/rules/{file}", map[string]handler{http.MethodGet: s.rulesText, http.MethodPut: s.putRules}},
		{"/v1/rules/{file}/versions", get(s.rulesVersions)},
		{"/v1/rules/{file}/versions/{version}", get(s.rulesVersion)},
		{"/v1/rules/reload", post(s.reloadRules)},
		{"/preview/{token}/body.html", get(s.previewBody)},
		{"/preview/{token}/cid/{n}", get(s.previewInline)},
		{"/preview/{token}/part/{part}/body.html", get(s.previewPart)},
		{"/preview/{token}/remote/{n}", get(s.previewRemote)},
		{"/preview/{token}/remote/{n}/{m}", get(s.previewRemote)},
	}
}

// mux serves the table, what is mounted, and the page at every path that is in
// neither. It also returns how large bodies may be where they may be large.
func (s *Server) mux() (*http.ServeMux, map[string]int64) {
	mux := http.NewServeMux()
	sent := s.MaxSize*4/3 + maxBody // as JSON, attachments are in base64
	bounds := map[string]int64{"/v1/messages": sent, "/v1/import": endless, "/v1/rules/{file}": maxTable, "/v1/rules/query": maxTable}
	for _, rt := range append(s.table(), s.mounted(bounds, sent)...) {
		mux.HandleFunc(rt.path, s.dispatch(rt.methods))
	}
	mux.HandleFunc("/", s.dispatch(get(s.static)))
	return mux, bounds
}

// dispatch chooses by method. A path that cannot do it says what it can
// (RFC 9110 §15.5.6).
func (s *Server) dispatch(methods map[string]handler) http.HandlerFunc {
	allowed := slices.Sorted(maps.Keys(methods))
	if methods[http.MethodGet] != nil {
		allowed = append(allowed, http.MethodHead)
	}
	allow := strings.Join(allowed, ", ")
	return func(w http.ResponseWriter, r *http.Request) {
		method := r.Method
		if method == http.MethodHead {
			method = http.MethodGet
		}
		h := methods[method]
		if h == nil {
			w.Header().Set("Allow", allow)
			s.fail(w, r, newProblem(http.StatusMethodNotAllowed, "%.20s cannot be done here; this path knows %s.", r.Method, allow))
			return
		}
		if err := h(w, r); err != nil {
			s.fail(w, r, err)
		}
	}
}

func (s *Server) healthz(w http.ResponseWriter, _ *http.Request) error {
	return reply(w, http.StatusOK, map[string]string{"status": "ok"})
}

// readyz stays ready where mail is only read: a balancer that took every sink
// away would leave nobody to read, and nobody to tell clients to try again.
func (s *Server) readyz(w http.ResponseWriter, _ *http.Request) error {
	if s.life.Err() != nil || s.Ready != nil && !s.Ready() {
		return newProblem(http.StatusServiceUnavailable, "Not every door accepts connections; ask again in a moment.")
	}
	answer := map[string]string{"status": "ready", "intake": "open"}
	if s.Away != nil {
		if why := s.Away(); why != "" {
			answer["intake"], answer["detail"] = "closed", why
		}
	}
	return reply(w, http.StatusOK, answer)
}

func (s *Server) info(w http.ResponseWriter, _ *http.Request) error {
	return reply(w, http.StatusOK, s.Info)
}
