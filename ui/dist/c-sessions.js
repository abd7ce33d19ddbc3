import {
  $,
  A,
  Button,
  Failure,
  Link,
  LinkButton,
  Screen,
  Segments,
  T,
  Transcript,
  Waiting,
  a,
  d,
  fragmentURL,
  go,
  moment,
  now,
  route,
  session,
  sessions,
  size,
  t,
  useFetched
} from "./c-chunk.js";

// src/views/sessions/Arrived.tsx
function Arrived({ of }) {
  return of.fragments.length === 0 ? null : /* @__PURE__ */ a("ul", { class: "arrived", "aria-label": t("arrived.title"), children: of.fragments.map((one) => /* @__PURE__ */ a("li", { children: [
    /* @__PURE__ */ a("code", { class: one.reply ? "bad" : "dim", children: one.reply || t("arrived.noReply") }),
    one.kept > 0 ? /* @__PURE__ */ a(LinkButton, { remote: !0, label: t("arrived.download"), icon: "down", href: fragmentURL(of.id, one.number), download: `refused-${of.id}-${one.number}.eml` }) : null,
    /* @__PURE__ */ a("span", { class: "dim", children: extent(one) })
  ] }, one.number)) });
}
function extent({ kept, size: came }) {
  return kept === 0 ? t("arrived.gone", { size: size(came) }) : kept < came ? t("arrived.cut", { size: size(came), kept: size(kept) }) : t("arrived.all", { size: size(came) });
}

// src/views/sessions/SessionsScreen.tsx
var EVERY = 3e3;
function SessionsScreen() {
  let { q, name } = route.value, [older, setOlder] = d([]), [next, setNext] = d(), newest = useFetched(`sessions ${q}`, (signal) => sessions(q, "", signal), EVERY);
  A(() => (setOlder([]), setNext(void 0)), [q]);
  let more = async () => {
    let page = await sessions(q, next ?? newest.data?.next ?? "");
    setOlder([...older, ...page.sessions]), setNext(page.next);
  }, first = newest.data?.sessions ?? [], seen = new Set(first.map((one) => one.id)), list = [...first, ...older.filter((one) => !seen.has(one.id))];
  return /* @__PURE__ */ a(Screen, { title: t("sessions.title"), kind: "sessions", tools: /* @__PURE__ */ a(Filter, {}), children: /* @__PURE__ */ a("div", { class: name ? "split detail" : "split", children: [
    /* @__PURE__ */ a("section", { class: "left-side", "aria-label": t("sessions.list"), children: [
      newest.problem && /* @__PURE__ */ a(Failure, { text: newest.problem, again: newest.again }),
      !newest.data && newest.busy && /* @__PURE__ */ a(Waiting, {}),
      newest.data && list.length === 0 && /* @__PURE__ */ a("p", { class: "state", children: q ? t("sessions.noMatch") : t("sessions.none") }),
      list.length > 0 && /* @__PURE__ */ a(Table, { list, chosen: name }),
      (next ?? newest.data?.next) && /* @__PURE__ */ a(Button, { label: t("sessions.more"), kind: "quiet", class: "more", onClick: () => {
        more();
      } })
    ] }),
    name && /* @__PURE__ */ a(Detail, { id: name })
  ] }) });
}
var KINDS = ["", "is:refused", "is:empty"];
function Filter() {
  let { q } = route.value, timer = T(0), kinds = KINDS.map((value) => ({ value, text: t(value === "" ? "sessions.all" : value === "is:refused" ? "sessions.refused" : "sessions.empty") })), words = q.split(/\s+/).filter((word) => word && !KINDS.includes(word)), kind = KINDS.find((one) => one && q.split(/\s+/).includes(one)) ?? "", say = (parts) => go({ q: parts.filter(Boolean).join(" ") }, !0), type = (text) => {
    clearTimeout(timer.current), timer.current = window.setTimeout(() => say([kind, ...text.split(/\s+/)]), 150);
  };
  return /* @__PURE__ */ a($, { children: [
    /* @__PURE__ */ a(Segments, { label: t("sessions.kind"), options: kinds, value: kind, onChange: (value) => say([value, ...words]) }),
    /* @__PURE__ */ a("input", { class: "inp", type: "search", "aria-label": t("sessions.filter"), placeholder: t("sessions.filterHint"), defaultValue: words.join(" "), onInput: (event) => type(event.currentTarget.value) })
  ] });
}
function Table({ list, chosen }) {
  return /* @__PURE__ */ a("table", { class: "table", children: [
    /* @__PURE__ */ a("thead", { children: /* @__PURE__ */ a("tr", { children: [
      /* @__PURE__ */ a("th", { scope: "col", children: t("sessions.time") }),
      /* @__PURE__ */ a("th", { scope: "col", children: t("sessions.client") }),
      /* @__PURE__ */ a("th", { scope: "col", class: "roomy", children: "EHLO" }),
      /* @__PURE__ */ a("th", { scope: "col", class: "roomy", children: "TLS" }),
      /* @__PURE__ */ a("th", { scope: "col", class: "roomy", children: t("sessions.user") }),
      /* @__PURE__ */ a("th", { scope: "col", class: "num", children: t("sessions.mails") }),
      /* @__PURE__ */ a("th", { scope: "col", children: t("sessions.result") }),
      /* @__PURE__ */ a("th", { scope: "col", class: "num roomy", children: t("sessions.took") })
    ] }) }),
    /* @__PURE__ */ a("tbody", { children: list.map((one) => /* @__PURE__ */ a(Line, { one, chosen: one.id === chosen }, one.id)) })
  ] });
}
function Line({ one, chosen }) {
  let { client } = one;
  return /* @__PURE__ */ a("tr", { class: chosen ? "chosen" : void 0, onClick: (event) => {
    event.target.closest("a") || getSelection()?.toString() || go({ name: one.id });
  }, children: [
    /* @__PURE__ */ a("td", { children: /* @__PURE__ */ a(Link, { to: { screen: "sessions", q: route.value.q, name: one.id }, current: chosen, children: moment(Date.parse(one.start), now.value) }) }),
    /* @__PURE__ */ a("td", { class: "mono tight", children: host(client.address) }),
    /* @__PURE__ */ a("td", { class: "mono roomy hello", children: client.hello || "–" }),
    /* @__PURE__ */ a("td", { class: "roomy", children: client.tls?.replace("TLS", "").trim() || "–" }),
    /* @__PURE__ */ a("td", { class: "roomy", children: client.identity || "–" }),
    /* @__PURE__ */ a("td", { class: "num", children: one.accepted }),
    /* @__PURE__ */ a("td", { class: "outcome", children: /* @__PURE__ */ a(Result, { one }) }),
    /* @__PURE__ */ a("td", { class: "num roomy duration", children: took(one.took) })
  ] });
}
function Result({ one }) {
  let bad = /^[45]/.test(one.result);
  return /* @__PURE__ */ a("span", { class: bad ? "result bad" : "result", children: [
    one.open && /* @__PURE__ */ a("span", { class: "chip live small", children: [
      /* @__PURE__ */ a("span", { class: "mark", "aria-hidden": "true" }),
      t("sessions.open")
    ] }),
    one.result ? /* @__PURE__ */ a("span", { class: "mono", children: one.result }) : !one.open && /* @__PURE__ */ a("span", { class: "dim", children: t("sessions.nothing") }),
    one.refused > 0 && !bad && /* @__PURE__ */ a("span", { class: "warned", children: t("sessions.nRefused", { n: one.refused }) })
  ] });
}
function host(address = "") {
  return address.replace(/:\d+$/, "").replace(/^\[|\]$/g, "") || "–";
}
function took(ms) {
  return ms < 10 ? `${ms.toFixed(1)} ms` : ms < 1e4 ? `${Math.round(ms)} ms` : ms < 12e4 ? `${(ms / 1e3).toFixed(1)} s` : `${Math.round(ms / 6e4)} min`;
}
function Detail({ id }) {
  let { data, problem, again } = useFetched(`session ${id}`, (signal) => session(id, signal), EVERY);
  return /* @__PURE__ */ a("section", { class: "right-side", "aria-label": t("session.transcript"), children: [
    /* @__PURE__ */ a("header", { class: "sidehead", children: [
      /* @__PURE__ */ a("h2", { children: t("session.name", { id }) }),
      /* @__PURE__ */ a(Button, { label: t("act.close"), icon: "close", bare: !0, kind: "quiet", keys: "Esc", onClick: () => go({ name: "" }) })
    ] }),
    problem && !data && /* @__PURE__ */ a(Failure, { text: problem, again }),
    data && /* @__PURE__ */ a($, { children: [
      /* @__PURE__ */ a("dl", { class: "facts", children: [
        /* @__PURE__ */ a("dt", { children: t("sessions.client") }),
        /* @__PURE__ */ a("dd", { children: [
          /* @__PURE__ */ a("code", { children: data.client.address }),
          " · ",
          data.door,
          data.client.tls && ` · ${data.client.tls}`
        ] }),
        data.client.identity && /* @__PURE__ */ a($, { children: [
          /* @__PURE__ */ a("dt", { children: t("delivery.identity") }),
          /* @__PURE__ */ a("dd", { children: /* @__PURE__ */ a("code", { children: data.client.identity }) })
        ] }),
        /* @__PURE__ */ a("dt", { children: t("sessions.took") }),
        /* @__PURE__ */ a("dd", { children: [
          took(data.took),
          data.open && ` · ${t("sessions.open")}`
        ] }),
        data.messages.length > 0 && /* @__PURE__ */ a($, { children: [
          /* @__PURE__ */ a("dt", { children: t("sessions.mails") }),
          /* @__PURE__ */ a("dd", { class: "links", children: data.messages.map((message) => /* @__PURE__ */ a(Link, { to: { id: message }, children: /* @__PURE__ */ a("code", { children: message }) }, message)) })
        ] })
      ] }),
      /* @__PURE__ */ a(Arrived, { of: data }),
      /* @__PURE__ */ a(Transcript, { of: data })
    ] })
  ] });
}
export {
  SessionsScreen as sessions
};
