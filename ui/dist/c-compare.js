import {
  $,
  A,
  Button,
  Failure,
  Link,
  SANDBOX,
  SCHEMES,
  Screen,
  Segments,
  T,
  Tabs,
  WIDTHS,
  Waiting,
  a,
  d,
  diff,
  failed,
  go,
  message,
  moment,
  now,
  plain,
  previewed,
  quoted,
  route,
  rows,
  t,
  tell,
  useFetched,
  w,
  words
} from "./c-chunk.js";

// src/views/compare/earlier.ts
var MOST = 200;
async function earlier(message2) {
  let from = message2.summary.from?.[0]?.address, found = await rows({ q: from ? `from:${quoted(from)}` : "", account: "", mailbox: "" }, { offset: 0, limit: MOST, asof: message2.uid - 1 }), kind = (subject) => subject.replace(/\d+/g, "#");
  return found.rows.find((row) => row.id !== message2.id && kind(row.subj) === kind(message2.summary.subject));
}

// src/views/compare/Texts.tsx
function Texts({ a: a2, b, noise, onNoise }) {
  let [numbers, setNumbers] = d(!1), [space, setSpace] = d(!1), [at, setAt] = d(-1), changes = w(() => diff(words(plain(a2, { numbers, space })), words(plain(b, { numbers, space }))), [a2, b, numbers, space]), n = w(() => groups(changes), [changes]), text2 = T(null);
  A(() => setAt(-1), [changes]), A(() => {
    text2.current.querySelectorAll("[data-change]").forEach((one) => one.classList.toggle("here", Number(one.dataset.change) === at)), text2.current.querySelector(`[data-change="${at}"]`)?.scrollIntoView({ block: "center" });
  }, [at, changes]);
  let tick = (label, on, set) => /* @__PURE__ */ a("label", { class: "tick", children: [
    /* @__PURE__ */ a("input", { type: "checkbox", checked: on, onChange: (event) => set(event.currentTarget.checked) }),
    " ",
    label
  ] });
  return /* @__PURE__ */ a($, { children: [
    /* @__PURE__ */ a("div", { class: "toolbar", children: [
      /* @__PURE__ */ a("span", { class: "dim", role: "status", children: n ? at < 0 ? t("compare.changes", { n }) : t("compare.at", { at: at + 1, n }) : t("compare.same") }),
      /* @__PURE__ */ a(Button, { label: t("compare.before"), icon: "newer", bare: !0, kind: "quiet", disabled: n === 0, onClick: () => setAt((at + n + (at < 0 ? 0 : -1)) % n) }),
      /* @__PURE__ */ a(Button, { label: t("compare.next"), icon: "older", bare: !0, kind: "quiet", disabled: n === 0, onClick: () => setAt((at + 1) % n) }),
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
  return changes.map((change, at) => (change.side && !changes[at - 1]?.side && nth++, { ...change, nth }));
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
export {
  CompareScreen as compare
};
