import {
  $,
  Button,
  Failure,
  Icon,
  Link,
  RecipientChip,
  Screen,
  Waiting,
  a,
  ago,
  at,
  copy,
  count,
  d,
  facets2 as facets,
  failed,
  href,
  moment,
  now,
  query,
  quoted,
  route,
  rows,
  search,
  t,
  useFetched,
  waits
} from "./c-chunk.js";

// src/views/runs/Waits.tsx
function alike(one, over) {
  let terms = new Set(one.q.split(" ")), best = { id: "", shared: 0 };
  for (let other of over) {
    let shared = other.q.split(" ").filter((term) => terms.has(term)).length;
    other.outcome === "found" && shared > best.shared && (best = { id: other.found[0] ?? "", shared });
  }
  return best.id;
}
function Hint() {
  return /* @__PURE__ */ a("div", { class: "state", children: [
    /* @__PURE__ */ a("p", { children: t("run.none") }),
    /* @__PURE__ */ a("code", { children: `curl '${new URL(at("v1/wait"), location.href).href}?q=rcpt:anna&timeout=30s'` })
  ] });
}
function Going({ one }) {
  return /* @__PURE__ */ a("li", { class: "going", children: [
    /* @__PURE__ */ a("span", { class: "sign", "aria-hidden": "true", children: "…" }),
    /* @__PURE__ */ a("div", { children: [
      /* @__PURE__ */ a(Query, { one }),
      /* @__PURE__ */ a("p", { class: "dim", children: t("run.going", { since: ago(Date.parse(one.began), now.value) }) })
    ] })
  ] });
}
var SIGNS = { found: "✓", quiet: "✓", timeout: "✗", unwanted: "✗" };
function Over({ one, like }) {
  let [answer, setAnswer] = d(), good = one.outcome === "found" || one.outcome === "quiet", replay = () => rows({ q: one.q, account: one.account ?? "", mailbox: one.mailbox ?? "" }, { offset: 0, limit: 5, asof: 0 }).then(setAnswer, failed);
  return /* @__PURE__ */ a("li", { class: good ? "good" : "wrong", children: [
    /* @__PURE__ */ a("span", { class: "sign", "aria-hidden": "true", children: SIGNS[one.outcome] }),
    /* @__PURE__ */ a("div", { children: [
      /* @__PURE__ */ a(Query, { one, replay: () => {
        replay();
      } }),
      /* @__PURE__ */ a("p", { class: "dim", children: [
        moment(Date.parse(one.began), now.value),
        " · ",
        /* @__PURE__ */ a("span", { class: good ? void 0 : "bad", children: t(`run.${one.outcome}`, { s: (one.took / 1e3).toFixed(2) }) }),
        " ",
        one.found.map((id) => /* @__PURE__ */ a(Link, { to: { id }, children: /* @__PURE__ */ a("code", { children: id }) }, id))
      ] }),
      answer && /* @__PURE__ */ a(Answer, { one, answer }),
      one.near?.map((near) => /* @__PURE__ */ a("div", { class: "near", children: [
        /* @__PURE__ */ a("p", { children: [
          t("run.near"),
          " ",
          /* @__PURE__ */ a(Link, { to: { id: near.id }, children: /* @__PURE__ */ a("bdi", { children: near.subject || t("row.noSubject") }) }),
          " ",
          /* @__PURE__ */ a(RecipientChip, { address: near.rcpt[0] ?? "" })
        ] }),
        /* @__PURE__ */ a("p", { class: "dim", children: [
          near.matched.map((term) => /* @__PURE__ */ a("code", { class: "hit", children: term }, term)),
          near.missed.map((term) => /* @__PURE__ */ a("code", { class: "miss", children: term }, term)),
          like && like !== near.id && /* @__PURE__ */ a(Link, { to: { screen: "compare", name: near.id, other: like, tab: "text" }, children: t("run.compare") })
        ] })
      ] }, near.id))
    ] })
  ] });
}
function Answer({ one, answer }) {
  let good = answer.total >= one.count != !!one.absent;
  return /* @__PURE__ */ a("div", { class: "near", role: "status", children: [
    /* @__PURE__ */ a("p", { class: good ? "ok" : "bad", children: t("run.again", { n: answer.total }) }),
    answer.rows.map((row) => /* @__PURE__ */ a("p", { children: [
      /* @__PURE__ */ a(Link, { to: { id: row.id }, children: /* @__PURE__ */ a("bdi", { children: row.subj || t("row.noSubject") }) }),
      " ",
      /* @__PURE__ */ a(RecipientChip, { address: row.rcpt[0] ?? "", more: row.rcptN - 1 })
    ] }, row.id))
  ] });
}
function Query({ one, replay }) {
  let words = [one.account && `in:${one.account}`, one.q].filter(Boolean).join(" ");
  return /* @__PURE__ */ a("p", { class: "asked", children: [
    /* @__PURE__ */ a("code", { children: words || t("run.any") }),
    (one.count > 1 || one.absent) && /* @__PURE__ */ a("span", { class: "tag draft", children: one.absent ? t("run.absent") : t("run.count", { n: one.count }) }),
    /* @__PURE__ */ a("span", { class: "gap" }),
    replay && /* @__PURE__ */ a(Button, { remote: !0, label: t("run.replay"), icon: "reload", bare: !0, kind: "quiet", onClick: replay }),
    /* @__PURE__ */ a(Button, { label: t("run.copy"), icon: "copy", bare: !0, kind: "quiet", onClick: () => {
      copy(one.q, t("what.query"));
    } }),
    /* @__PURE__ */ a(Button, { label: t("run.search"), icon: "search", bare: !0, kind: "quiet", onClick: () => search(words) })
  ] });
}

// src/views/runs/RunScreen.tsx
var EVERY = 2e3;
function runQuery(name) {
  return `(tag:${quoted(name)} OR tag:${quoted(`run-${name}`)} OR header:X-Mailsink-Run=${quoted(name)} OR in:${quoted(name)})`;
}
function about(wait, name) {
  return !name || wait.account === name || wait.q.toLowerCase().includes(name.toLowerCase());
}
function RunScreen() {
  let { name } = route.value, { data, problem, again } = useFetched("waits", (signal) => waits(signal), EVERY), waits2 = (data?.waits ?? []).filter((one) => about(one, name)), over = (data?.over ?? []).filter((one) => about(one, name)), failed2 = over.filter((one) => one.outcome === "timeout" || one.outcome === "unwanted").length, title = name ? t("run.name", { name }) : t("run.title");
  return /* @__PURE__ */ a(
    Screen,
    {
      title,
      kind: "runs",
      tools: /* @__PURE__ */ a($, { children: [
        failed2 > 0 && /* @__PURE__ */ a("span", { class: "chip offline", children: [
          /* @__PURE__ */ a("span", { class: "mark", "aria-hidden": "true" }),
          t("run.failed", { n: failed2 })
        ] }),
        /* @__PURE__ */ a("span", { class: "gap" }),
        name && /* @__PURE__ */ a($, { children: [
          /* @__PURE__ */ a(Button, { label: t("act.copyLink"), icon: "link", onClick: () => {
            copy(new URL(href({ screen: "run", name }), location.href).href, t("what.link"));
          } }),
          /* @__PURE__ */ a("a", { class: "btn", href: at("v1/export") + query({ run: name, format: "report" }), title: t("run.downloadWhat"), download: `run-${name}.zip`, children: [
            /* @__PURE__ */ a(Icon, { name: "down" }),
            " ",
            t("run.download")
          ] })
        ] })
      ] }),
      children: [
        problem && /* @__PURE__ */ a(Failure, { text: problem, again }),
        /* @__PURE__ */ a("div", { class: "split two", children: [
          /* @__PURE__ */ a("section", { class: "left-side", "aria-label": t("run.waits"), children: [
            /* @__PURE__ */ a("h2", { class: "sidehead", children: t("run.waits") }),
            !data && !problem && /* @__PURE__ */ a(Waiting, {}),
            data && waits2.length + over.length === 0 && /* @__PURE__ */ a(Hint, {}),
            /* @__PURE__ */ a("ul", { class: "waits", children: [
              waits2.map((one) => /* @__PURE__ */ a(Going, { one }, one.began + one.q)),
              over.map((one) => /* @__PURE__ */ a(Over, { one, like: alike(one, over) }, one.began + one.q + one.took))
            ] })
          ] }),
          /* @__PURE__ */ a("section", { class: "right-side", "aria-label": t("run.mails"), children: name ? /* @__PURE__ */ a(Mails, { name }) : /* @__PURE__ */ a(Names, {}) })
        ] })
      ]
    }
  );
}
function Mails({ name }) {
  let q = runQuery(name), { data } = useFetched(`run ${name}`, (signal) => rows({ q, account: "", mailbox: "" }, { offset: 0, limit: 200, asof: 0 }, signal), EVERY);
  return /* @__PURE__ */ a($, { children: [
    /* @__PURE__ */ a("h2", { class: "sidehead", children: t("run.mailsN", { n: data?.total ?? 0 }) }),
    data && data.rows.length === 0 && /* @__PURE__ */ a("p", { class: "state", children: t("run.noMails", { name }) }),
    /* @__PURE__ */ a("ul", { class: "mails", children: data?.rows.map((row) => /* @__PURE__ */ a("li", { children: [
      /* @__PURE__ */ a("span", { class: "n", children: moment(row.t, now.value) }),
      /* @__PURE__ */ a(RecipientChip, { address: row.rcpt[0] ?? "", more: row.rcptN - 1 }),
      /* @__PURE__ */ a(Link, { to: { id: row.id, q }, children: /* @__PURE__ */ a("bdi", { children: row.subj || t("row.noSubject") }) })
    ] }, row.id)) })
  ] });
}
function Names() {
  let accounts = facets.accounts.value;
  return /* @__PURE__ */ a($, { children: [
    /* @__PURE__ */ a("h2", { class: "sidehead", children: t("run.accounts") }),
    /* @__PURE__ */ a("p", { class: "dim pad", children: t("run.what") }),
    /* @__PURE__ */ a("ul", { class: "mails", children: accounts.map(({ name, total }) => /* @__PURE__ */ a("li", { children: [
      /* @__PURE__ */ a(Link, { to: { screen: "run", name }, children: name }),
      /* @__PURE__ */ a("span", { class: "n", children: count(total) })
    ] }, name)) })
  ] });
}
export {
  RunScreen as run
};
