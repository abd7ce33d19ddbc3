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
  compared,
  d,
  earlier,
  failed,
  go,
  kindOf,
  message,
  moment,
  now,
  previewed,
  route,
  t,
  tell,
  useFetched,
  w,
  y
} from "./c-chunk.js";

// src/views/compare/texts.ts
var DATES = /^(?:date|received|x-received|arc-.*|dkim-signature|x-google-.*)$/i, IDS = /^(?:message-id|x-message-id|x-request-id)$/i;
function textOf(message2, tab, noise = {}) {
  return tab === "source" ? message2.html ?? "" : tab === "headers" ? headers(message2, noise) : tab === "parts" ? outline(message2.parts ?? []) : message2.text ?? "";
}
function headers({ headers: fields = [] }, { date, id, boundaries }) {
  return fields.filter(({ name }) => !(date && DATES.test(name)) && !(id && IDS.test(name))).map(({ name, body }) => `${name}: ${boundaries ? body.replace(/boundary=(?:"[^"]*"|[^;\s]+)/gi, "boundary=…") : body}`).join(`
`);
}
function outline(parts, depth = 0) {
  return parts.map((part) => `${"  ".repeat(depth)}${part.type}${part.charset ? ` ${part.charset}` : ""}${part.encoding ? ` ${part.encoding}` : ""}${part.filename ? ` ${part.filename}` : ""}
${outline(part.children ?? [], depth + 1)}`).join("");
}
function numbered(changes) {
  let nth = -1;
  return changes.map((change, at) => (change.side && !changes[at - 1]?.side && nth++, { ...change, nth }));
}
function changesOf(changes) {
  return Math.max(-1, ...numbered(changes).filter(({ side }) => side).map(({ nth }) => nth)) + 1;
}

// src/views/compare/TextDiff.tsx
var ignored = y({ date: !0, id: !0, boundaries: !0, numbers: !0, space: !1 }), OF_HEADERS = ["date", "id", "boundaries"], OF_ALL = ["numbers", "space"];
function Texts({ a: a2, b, tab }) {
  let noise = ignored.value, [at, setAt] = d(-1), changes = w(() => compared(textOf(a2, tab, noise), textOf(b, tab, noise), noise), [a2, b, tab, noise]), n = w(() => changesOf(changes), [changes]), more = w(() => noise.numbers || noise.space ? changesOf(compared(textOf(a2, tab, noise), textOf(b, tab, noise))) - n : 0, [changes]), text = T(null);
  return A(() => setAt(-1), [changes]), A(() => {
    text.current.querySelectorAll("[data-change]").forEach((one) => one.classList.toggle("here", Number(one.dataset.change) === at)), text.current.querySelector(`[data-change="${at}"]`)?.scrollIntoView({ block: "center" });
  }, [at, changes]), /* @__PURE__ */ a($, { children: [
    /* @__PURE__ */ a("div", { class: "toolbar", children: [
      /* @__PURE__ */ a("span", { class: "dim", role: "status", children: n ? at < 0 ? t("compare.changes", { n }) : t("compare.at", { at: at + 1, n }) : t("compare.same") }),
      /* @__PURE__ */ a(Button, { label: t("compare.before"), icon: "newer", bare: !0, kind: "quiet", disabled: n === 0, onClick: () => setAt((at + n + (at < 0 ? 0 : -1)) % n) }),
      /* @__PURE__ */ a(Button, { label: t("compare.next"), icon: "older", bare: !0, kind: "quiet", disabled: n === 0, onClick: () => setAt((at + 1) % n) }),
      more > 0 && /* @__PURE__ */ a("span", { class: "dim", children: t("compare.ignored", { n: more }) }),
      /* @__PURE__ */ a("span", { class: "gap" }),
      /* @__PURE__ */ a("span", { class: "dim", id: "ignore", children: t("compare.ignore") }),
      /* @__PURE__ */ a("span", { class: "ticks", role: "group", "aria-labelledby": "ignore", children: [...tab === "headers" ? OF_HEADERS : [], ...OF_ALL].map((one) => /* @__PURE__ */ a("label", { class: "tick", children: [
        /* @__PURE__ */ a("input", { type: "checkbox", checked: noise[one], onChange: (event) => ignored.value = { ...noise, [one]: event.currentTarget.checked } }),
        " ",
        t(`compare.${one}`)
      ] }, one)) })
    ] }),
    /* @__PURE__ */ a("pre", { class: "plain wrap differ", tabIndex: 0, ref: text, children: numbered(changes).map(
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

// src/views/compare/CompareScreen.tsx
var KINDS = ["html", "text", "source", "headers", "parts"];
function CompareScreen() {
  let { name, other } = route.value, a2 = useFetched(`message ${name}`, (signal) => message(name, signal)), b = useFetched(`message ${other}`, (signal) => message(other, signal)), problem = a2.problem ?? b.problem, tab = route.value.tab || (a2.data?.preview && b.data?.preview ? "html" : "text"), items = KINDS.map((value) => ({ value, text: t(value === "html" ? "compare.visual" : value === "source" ? "tab.html" : `tab.${value}`) }));
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
          a2.data && /* @__PURE__ */ a(Button, { remote: !0, label: t("compare.earlier"), icon: "older", bare: !0, kind: "quiet", onClick: () => {
            further(a2.data);
          } })
        ] })
      ] }),
      children: [
        problem && /* @__PURE__ */ a(Failure, { text: t("compare.failed"), why: problem, again: () => (a2.again(), b.again()) }),
        !problem && (!a2.data || !b.data) && /* @__PURE__ */ a(Waiting, {}),
        a2.data && b.data && /* @__PURE__ */ a($, { children: [
          /* @__PURE__ */ a(Tabs, { label: t("compare.kinds"), id: "cmp", items, value: tab, onChange: (value) => go({ tab: value }, !0) }),
          /* @__PURE__ */ a("div", { class: "panel", role: "tabpanel", id: "cmp-panel", "aria-labelledby": `cmp-${tab}`, "data-tab": tab, children: tab === "html" ? /* @__PURE__ */ a(Visual, { a: a2.data, b: b.data }) : long(a2.data, tab) || long(b.data, tab) ? /* @__PURE__ */ a("p", { class: "dim pad", children: t("compare.long") }) : /* @__PURE__ */ a(Texts, { a: a2.data, b: b.data, tab }, tab) })
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
    let found = await earlier(kindOf(a2));
    found ? go({ name: found.id }, !0) : tell(t("compare.none"));
  } catch (cause) {
    failed(cause);
  }
}
function long(message2, tab) {
  return tab === "text" && !message2.text && !!message2.textSize || tab === "source" && !message2.html && !!message2.htmlSize;
}
var TALLEST = 12e3, DENSE = 0.25, SHORT = 4e4, LOOKS = ["side", "over", "difference", "swipe"];
function Visual({ a: a2, b }) {
  let [how, setHow] = d("side"), [part, setPart] = d(50), { width, scheme } = route.value, stacked = how !== "side", changes = w(() => {
    let [one, other] = [textOf(a2, "text"), textOf(b, "text")];
    return one.length + other.length > SHORT ? void 0 : changesOf(compared(one, other));
  }, [a2, b]), tall = Math.max(a2.htmlSize ?? 0, b.htmlSize ?? 0) * DENSE;
  if (!a2.preview || !b.preview) return /* @__PURE__ */ a("p", { class: "dim pad", children: t("compare.noHtml") });
  let frame = (message2, mark) => /* @__PURE__ */ a(
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
      (how === "swipe" || how === "over") && /* @__PURE__ */ a("input", { type: "range", "aria-label": t("compare.part"), min: 0, max: 100, value: part, onInput: (event) => setPart(event.currentTarget.valueAsNumber) }),
      /* @__PURE__ */ a("span", { class: "ends", children: [
        (a2.remote || b.remote) && /* @__PURE__ */ a("span", { class: "dim", children: t("compare.remote") }),
        changes !== void 0 && /* @__PURE__ */ a(Button, { label: changes ? t("compare.inText", { n: changes }) : t("compare.textSame"), kind: "quiet", onClick: () => go({ tab: "text" }, !0) })
      ] })
    ] }),
    /* @__PURE__ */ a("div", { class: `both ${how}`, style: { "--part": `${part}%`, "--see": part / 100, "--wide": width ? `${width}px` : "100%", "--tall": `${Math.round(Math.min(TALLEST, tall))}px` }, tabIndex: 0, role: "group", "aria-label": t("compare.visual"), children: [
      /* @__PURE__ */ a("div", { class: "one", children: frame(a2, "A") }),
      /* @__PURE__ */ a("div", { class: stacked ? "one upper" : "one", children: frame(b, "B") })
    ] })
  ] });
}
export {
  CompareScreen as compare
};
