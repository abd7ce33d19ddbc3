import {
  Failure,
  Link,
  Screen,
  Segments,
  Waiting,
  a,
  charts,
  count,
  d,
  inbox,
  minute,
  now,
  quoted,
  shorten,
  size,
  stats,
  t,
  useFetched,
  visit
} from "./c-chunk.js";

// src/views/stats/Chart.tsx
var TALL = 100, STEP = 10;
function Area({ title, bars, wide }) {
  let [at, setAt] = d(-1), most = Math.max(1, ...bars.map((bar) => bar.n)), width = bars.length * STEP, y = (n) => TALL - n / most * (TALL - 4), line = bars.map((bar, index) => `${index ? "L" : "M"}${index * STEP + STEP / 2},${y(bar.n).toFixed(1)}`).join(""), press = (event) => {
    let by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0, to = bars[at]?.to;
    if (event.key === "Enter" && to) return visit(to);
    by && (event.preventDefault(), setAt(Math.max(0, Math.min(bars.length - 1, (at < 0 && by < 0 ? bars.length : at) + by))));
  }, point = (event) => {
    let box = event.currentTarget.getBoundingClientRect();
    setAt(Math.max(0, Math.min(bars.length - 1, Math.floor((event.clientX - box.left) / box.width * bars.length))));
  }, shown = bars[at], sum = bars.reduce((all, bar) => all + bar.n, 0);
  return /* @__PURE__ */ a("figure", { class: wide ? "chart wide" : "chart", children: [
    /* @__PURE__ */ a("figcaption", { children: [
      /* @__PURE__ */ a("span", { children: title }),
      /* @__PURE__ */ a("span", { class: "n", role: "status", children: shown ? `${shown.text} · ${count(shown.n)}` : t("stats.sum", { n: sum, most }) })
    ] }),
    /* @__PURE__ */ a("div", { class: "plot", tabIndex: 0, role: "group", "aria-label": t("stats.arrows", { title }), onKeyDown: press, onPointerMove: point, onPointerLeave: () => setAt(-1), onClick: () => shown?.to && shown.n > 0 && visit(shown.to), children: /* @__PURE__ */ a("svg", { viewBox: `0 0 ${width} ${TALL}`, preserveAspectRatio: "none", role: "img", "aria-labelledby": "area-title area-desc", children: [
      /* @__PURE__ */ a("title", { id: "area-title", children: title }),
      /* @__PURE__ */ a("desc", { id: "area-desc", children: t("stats.sum", { n: sum, most }) }),
      /* @__PURE__ */ a("pattern", { id: "hatch", width: "6", height: "6", patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)", children: [
        /* @__PURE__ */ a("rect", { class: "fill", width: "6", height: "6" }),
        /* @__PURE__ */ a("rect", { class: "stripe", width: "2", height: "6" })
      ] }),
      /* @__PURE__ */ a("path", { fill: "url(#hatch)", d: `${line}L${width - STEP / 2},${TALL}L${STEP / 2},${TALL}Z` }),
      /* @__PURE__ */ a("path", { class: "line", d: line, "vector-effect": "non-scaling-stroke" }),
      at >= 0 && /* @__PURE__ */ a("path", { class: "mark", d: `M${at * STEP + STEP / 2},0V${TALL}`, "vector-effect": "non-scaling-stroke" })
    ] }) }),
    /* @__PURE__ */ a(Data, { bars, first: t("sessions.time") })
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
    ] }, bar.text)) }),
    bars.length > 0 && /* @__PURE__ */ a(Data, { bars, first: title })
  ] });
}
function Data({ bars, first }) {
  let [open, setOpen] = d(!1);
  return /* @__PURE__ */ a("details", { class: "data", onToggle: (event) => setOpen(event.currentTarget.open), children: [
    /* @__PURE__ */ a("summary", { children: t("stats.data") }),
    open && /* @__PURE__ */ a("table", { class: "table", children: [
      /* @__PURE__ */ a("thead", { children: /* @__PURE__ */ a("tr", { children: [
        /* @__PURE__ */ a("th", { scope: "col", children: first }),
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
var EVERY = 5e3, SPANS = ["1h", "24h", "7d"];
function StatsScreen() {
  let [span, setSpan] = d("1h"), { data, problem, again } = useFetched(`charts ${span}`, (signal) => charts(span, signal), EVERY), stats2 = useFetched("stats", (signal) => stats(signal), EVERY), spans = SPANS.map((value) => ({ value, text: t(`stats.${value}`) }));
  return /* @__PURE__ */ a(Screen, { title: t("stats.title"), kind: "stats", tools: /* @__PURE__ */ a(Segments, { label: t("stats.span"), options: spans, value: span, onChange: setSpan }), children: [
    problem && /* @__PURE__ */ a(Failure, { text: problem, again }),
    /* @__PURE__ */ a("dl", { class: "cards", children: [
      /* @__PURE__ */ a(Card, { name: t("stats.now"), value: `${count(Math.round(inbox.rate.value))}/s` }),
      /* @__PURE__ */ a(Card, { name: t("stats.today"), value: data ? count(data.today) : "–" }),
      /* @__PURE__ */ a(Card, { name: t("stats.kept"), value: stats2.data ? count(stats2.data.messages) : "–" }),
      /* @__PURE__ */ a(Card, { name: t("stats.size"), value: stats2.data ? size(stats2.data.bytes) : "–" }),
      /* @__PURE__ */ a(Card, { name: t("stats.oldest"), value: data?.oldest ? since(data.oldest) : "–" }),
      /* @__PURE__ */ a(Card, { name: t("stats.rejected"), value: data ? count(data.rejected) : "–", to: { screen: "sessions", q: "is:refused" } }),
      /* @__PURE__ */ a(Card, { name: t("stats.unread"), value: stats2.data ? count(stats2.data.unread) : "–", to: { q: "is:unread" } }),
      /* @__PURE__ */ a(Card, { name: t("stats.read"), value: stats2.data ? share(stats2.data) : "–", to: { q: "is:read" } })
    ] }),
    !data && /* @__PURE__ */ a(Waiting, {}),
    data && /* @__PURE__ */ a(All, { data, span })
  ] });
}
function Card({ name, value, to }) {
  return /* @__PURE__ */ a("div", { children: [
    /* @__PURE__ */ a("dt", { children: name }),
    /* @__PURE__ */ a("dd", { children: to ? /* @__PURE__ */ a(Link, { to, children: value }) : value })
  ] });
}
function share({ messages, unread }) {
  if (messages === 0) return "–";
  let percent = (messages - unread) / messages * 100;
  return `${unread === 0 || unread === messages ? percent : Math.min(99, Math.max(1, Math.round(percent)))} %`;
}
function since(text) {
  let past = Math.max(0, now.value - Date.parse(text)), units = [[864e5, "day"], [36e5, "hour"], [6e4, "minute"], [1e3, "second"]], [span, unit] = units.find(([least]) => past >= least) ?? units[3];
  return new Intl.NumberFormat("en", { style: "unit", unit, unitDisplay: "short" }).format(Math.floor(past / span));
}
function All({ data, span }) {
  let start = Date.parse(data.start), arrivals = data.arrivals.map((n, at) => ({ text: minute(start + at * data.step), n, to: { q: between(start + at * data.step, start + (at + 1) * data.step) } }));
  return /* @__PURE__ */ a("div", { class: "charts", children: [
    /* @__PURE__ */ a(Area, { title: t(`stats.per.${span}`), bars: arrivals, wide: !0 }),
    /* @__PURE__ */ a(Bars, { title: t("stats.sizes"), bars: data.sizes.map((bar, at) => ({ text: band(data.sizes[at - 1]?.below, bar.below), n: bar.total, to: { q: sized(data.sizes[at - 1]?.below, bar.below) } })) }),
    /* @__PURE__ */ a(Bars, { title: t("stats.rcpt"), bars: links(data.rcpt, "rcpt") }),
    /* @__PURE__ */ a(Bars, { title: t("stats.from"), bars: links(data.from, "from") }),
    /* @__PURE__ */ a(Bars, { title: t("stats.mbox"), bars: data.mbox.map(({ value, total }) => ({ text: value, n: total, to: { account: value } })) }),
    /* @__PURE__ */ a(Bars, { title: t("stats.rule"), bars: data.rule.map(({ value, total }) => ({ text: shorten(value), n: total, to: { q: `rule:${quoted(value)}` } })) }),
    /* @__PURE__ */ a(Bars, { title: t("stats.refusals"), bars: data.refusals.map(({ value, total }) => ({ text: value, n: total, to: { screen: "sessions", q: `code:${value.slice(0, 3)}` } })) }),
    data.partial && /* @__PURE__ */ a("p", { class: "dim", children: t("stats.partial") })
  ] });
}
function between(from, to) {
  return `after:${new Date(from).toISOString()} before:${new Date(to).toISOString()}`;
}
function sized(from = 0, below) {
  return [from && `larger:${from - 1}`, below && `smaller:${below}`].filter(Boolean).join(" ");
}
function links(facets, field) {
  return facets.map(({ value, total }) => ({ text: value, n: total, to: { q: `${field}:${quoted(value)}` } }));
}
function band(from = 0, below) {
  return below === void 0 ? `≥ ${size(from)}` : from ? `${size(from)} – ${size(below)}` : `< ${size(below)}`;
}
export {
  StatsScreen as stats
};
