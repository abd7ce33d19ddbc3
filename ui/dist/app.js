import {
  $,
  A,
  Button,
  Dialog,
  F,
  Failure,
  Icon,
  Keyboard,
  Link,
  LinkButton,
  Q,
  RecipientChip,
  Rule,
  SCHEMES,
  Segments,
  Stroke,
  T,
  TABS,
  THEMES,
  Tabs,
  Tag,
  Transcript,
  WIDTHS,
  Waiting,
  a,
  act,
  active,
  address,
  ago,
  announced,
  at,
  back,
  bindings,
  blank,
  boot,
  caged,
  compare,
  complete,
  copy,
  copyCode,
  copyLink,
  count,
  d,
  delay,
  direction,
  dress,
  extendTo,
  f,
  facets,
  facets2,
  filtered,
  fits,
  focusSearch,
  follow,
  following,
  go,
  href,
  inbox,
  info,
  info2,
  inject,
  instant,
  joining,
  layer,
  loadRemote,
  mark,
  messages,
  mineQuery,
  moment,
  nearest,
  notice,
  now,
  onView,
  open,
  opened,
  partURL,
  pause,
  person,
  pickAll,
  pointed,
  prefer,
  prefs,
  question,
  quoted,
  rawURL,
  reach,
  remote,
  remove,
  room,
  rooted,
  route,
  sample,
  saved,
  search,
  selection,
  session,
  sessions,
  setTab,
  settings,
  simple,
  size,
  slice,
  snippets,
  sought,
  source,
  spacer,
  stage,
  step,
  t,
  tagIt,
  takeBack,
  tell,
  termAt,
  terms,
  toggle,
  toggleFollow,
  undo,
  useComputed,
  useFetched,
  useSignal,
  view,
  visit,
  w,
  wanted,
  without,
  x,
  x2,
  y
} from "./c-chunk.js";

// src/views/Empty.tsx
function Empty() {
  let { host, port } = reach(info2.value?.smtp ?? "127.0.0.1:1025", location.hostname), all = snippets(host, port), chosen = all.find((snippet) => snippet.stack === prefs.value.stack) ?? all[0], items2 = all.map(({ stack }) => ({ value: stack, text: stack }));
  return /* @__PURE__ */ a("div", { class: "empty", children: [
    /* @__PURE__ */ a("h2", { children: t("empty.title") }),
    /* @__PURE__ */ a("p", { children: [
      t("empty.waiting"),
      " ",
      /* @__PURE__ */ a("code", { class: "where", children: `${host}:${port}` }),
      " ",
      t("empty.waitingAfter")
    ] }),
    /* @__PURE__ */ a(Knocked, {}),
    /* @__PURE__ */ a(Tabs, { label: t("empty.stacks"), id: "stack", items: items2, value: chosen.stack, onChange: (stack) => prefer({ stack }) }),
    /* @__PURE__ */ a("div", { role: "tabpanel", id: "stack-panel", "aria-labelledby": `stack-${chosen.stack}`, children: /* @__PURE__ */ a(Code, { text: chosen.code }) }),
    /* @__PURE__ */ a("p", { class: "row-of", children: /* @__PURE__ */ a(TestMessage, {}) }),
    /* @__PURE__ */ a("h3", { children: t("empty.environment") }),
    /* @__PURE__ */ a(Code, { text: settings(host, port) }),
    info2.value?.imap && /* @__PURE__ */ a("p", { class: "dim", children: t("empty.imap", { imap: info2.value.imap }) })
  ] });
}
function Knocked() {
  let { data } = useFetched("knocked", (signal) => sessions("", "", signal), 3e3), [last] = data?.sessions ?? [];
  return last ? /* @__PURE__ */ a("p", { class: "notebar knocked", role: "status", children: [
    t("empty.knocked", { client: last.client.address ?? "", result: last.result || t("sessions.nothing") }),
    " ",
    /* @__PURE__ */ a(Link, { to: { screen: "sessions", name: last.id }, children: t("session.transcript") })
  ] }) : null;
}
function Code({ text }) {
  return /* @__PURE__ */ a("div", { class: "code", children: [
    /* @__PURE__ */ a("pre", { tabIndex: 0, children: text }),
    /* @__PURE__ */ a(Button, { label: t("act.copy"), icon: "copy", onClick: () => {
      copy(text, t("what.snippet"));
    } })
  ] });
}
function TestMessage() {
  let [busy, setBusy] = d(!1), send = async () => {
    setBusy(!0);
    try {
      await inject(sample(/* @__PURE__ */ new Date())), tell(t("done.sent"));
    } catch (cause) {
      tell(cause instanceof Error ? cause.message : String(cause), !0);
    }
    setBusy(!1);
  };
  return /* @__PURE__ */ a(Button, { label: t("empty.forMe"), icon: "send", kind: "primary", disabled: busy, onClick: () => {
    send();
  } });
}

// src/views/Beside.tsx
var later = y(void 0);
function fetchScreens() {
  typeof later.peek() != "object" && (later.value = void 0, import("./c-screens.js").then(
    (there) => later.value = there,
    () => later.value = "failed"
  ));
}
function Beside({ screen }) {
  let there = later.value;
  if (there === void 0 && fetchScreens(), typeof there != "object")
    return /* @__PURE__ */ a("main", { class: "screen", id: "main", tabIndex: -1, children: there === "failed" ? /* @__PURE__ */ a(Failure, { text: t("screen.failed"), again: fetchScreens }) : /* @__PURE__ */ a(Waiting, {}) });
  let Shown = there.screens[screen];
  return Shown ? /* @__PURE__ */ a(Shown, {}) : null;
}

// src/views/KeySheet.tsx
function KeySheet({ onClose }) {
  return /* @__PURE__ */ a(Dialog, { title: t("keys.title"), class: "keys", onClose, children: [
    /* @__PURE__ */ a("label", { class: "switch", children: [
      /* @__PURE__ */ a("input", { type: "checkbox", checked: prefs.value.keys, onChange: (event) => prefer({ keys: event.currentTarget.checked }) }),
      t("keys.single")
    ] }),
    /* @__PURE__ */ a("dl", { class: "keylist", children: bindings.map((binding) => /* @__PURE__ */ a("div", { children: [
      /* @__PURE__ */ a("dt", { children: compact(binding.keys).map((name) => /* @__PURE__ */ a(Stroke, { name }, name)) }),
      /* @__PURE__ */ a("dd", { children: t(binding.text) })
    ] }, binding.text)) })
  ] });
}
function compact(keys) {
  return keys.length > 2 ? [`${keys[0]}…${keys[keys.length - 1].split(" ").pop()}`] : keys;
}

// src/views/Nav.tsx
function Nav() {
  let accounts = facets2.accounts.value, total = accounts.reduce((sum, account) => sum + account.total, 0), unread = accounts.reduce((sum, account) => sum + account.unread, 0);
  return /* @__PURE__ */ a($, { children: [
    /* @__PURE__ */ a("div", { class: "places", children: [
      /* @__PURE__ */ a("ul", { children: [
        /* @__PURE__ */ a(Entry, { to: {}, text: t("view.all"), n: total }),
        /* @__PURE__ */ a(Entry, { to: { q: "is:unread" }, text: t("view.unread"), n: unread }),
        /* @__PURE__ */ a(Mine, {}),
        /* @__PURE__ */ a("li", { children: /* @__PURE__ */ a(Link, { to: { screen: "sessions", q: "is:refused" }, current: route.value.screen === "sessions" && route.value.q === "is:refused", children: /* @__PURE__ */ a("span", { class: "name", children: t("view.rejected") }) }) })
      ] }),
      /* @__PURE__ */ a(Views, {}),
      /* @__PURE__ */ a(Recipients, {}),
      /* @__PURE__ */ a("h2", { children: t("nav.accounts") }),
      /* @__PURE__ */ a("ul", { children: accounts.map((account) => /* @__PURE__ */ a(Entry, { to: { account: account.name }, text: account.name, n: account.total, address: !0 }, account.name)) })
    ] }),
    /* @__PURE__ */ a(Tools, {})
  ] });
}
function Mine() {
  let { mine } = prefs.value;
  return mine.length ? /* @__PURE__ */ a(Entry, { to: { q: mineQuery(mine) }, text: t("view.mine") }) : /* @__PURE__ */ a("li", { children: /* @__PURE__ */ a("button", { type: "button", class: "entry", onClick: () => layer.value = "mine", children: [
    /* @__PURE__ */ a("span", { class: "name", children: t("view.mine") }),
    /* @__PURE__ */ a("span", { class: "n", children: t("mine.set") })
  ] }) });
}
function Views() {
  let list = saved.value;
  return list.length === 0 ? null : /* @__PURE__ */ a($, { children: [
    /* @__PURE__ */ a("h2", { class: "with", children: [
      t("nav.views"),
      /* @__PURE__ */ a(Button, { label: t("view.edit"), icon: "settings", bare: !0, kind: "quiet", onClick: () => layer.value = "save" })
    ] }),
    /* @__PURE__ */ a("ul", { children: list.map((one) => /* @__PURE__ */ a("li", { children: /* @__PURE__ */ a(Link, { to: { saved: one.name }, current: route.value.screen === "mail" && route.value.saved === one.name, title: one.q, children: /* @__PURE__ */ a("span", { class: "name", children: one.name }) }) }, one.name)) })
  ] });
}
var TOOLS = [
  ["rules", "rules"],
  ["sessions", "session"],
  ["run", "run"],
  ["stats", "stats"],
  ["settings", "settings"]
];
function Tools() {
  return /* @__PURE__ */ a("div", { class: "tools", children: [
    /* @__PURE__ */ a("h2", { class: "sr", children: t("nav.tools") }),
    /* @__PURE__ */ a("ul", { children: TOOLS.map(([screen, icon]) => /* @__PURE__ */ a("li", { children: /* @__PURE__ */ a(Link, { to: { screen }, current: route.value.screen === screen, class: "tool", children: [
      /* @__PURE__ */ a(Icon, { name: icon }),
      /* @__PURE__ */ a("span", { class: "name", children: t(`${screen}.title`) })
    ] }) }, screen)) })
  ] });
}
function Recipients() {
  let found = facets2.recipients.value;
  return /* @__PURE__ */ a($, { children: [
    /* @__PURE__ */ a("h2", { children: t("nav.recipients") }),
    /* @__PURE__ */ a(
      "input",
      {
        class: "find",
        type: "search",
        "aria-label": t("nav.find"),
        placeholder: t("nav.find"),
        autocomplete: "off",
        spellcheck: !1,
        value: facets2.prefix.value,
        onInput: (event) => facets2.find(event.currentTarget.value.trim())
      }
    ),
    /* @__PURE__ */ a("ul", { children: found.map((facet) => /* @__PURE__ */ a(Entry, { to: { q: `rcpt:${facet.value}` }, text: facet.value, n: facet.total, address: !0 }, facet.value)) }),
    facets2.prefix.value && found.length === 0 && /* @__PURE__ */ a("p", { class: "dim", children: t("nav.noRecipient") }),
    facets2.more.value && /* @__PURE__ */ a(Button, { label: t("nav.more"), kind: "quiet", class: "more", onClick: () => facets2.showMore() })
  ] });
}
function Entry({ to, text, n, address: address2 }) {
  let target = { q: "", account: "", mailbox: "", ...to }, here = route.value.screen === "mail" && !route.value.saved && view.value.q === target.q && view.value.account === target.account && view.value.mailbox === target.mailbox, click2 = (event) => {
    event.ctrlKey || event.metaKey || event.shiftKey || (event.preventDefault(), layer.value = "", visit(target));
  };
  return /* @__PURE__ */ a("li", { children: /* @__PURE__ */ a("a", { href: href(target), "aria-current": here ? "page" : void 0, title: address2 ? text : void 0, onClick: click2, children: [
    /* @__PURE__ */ a("span", { class: address2 ? "name address" : "name", children: text }),
    n !== void 0 && /* @__PURE__ */ a("span", { class: "n", children: count(n) })
  ] }) });
}

// src/views/Layers.tsx
var close = () => layer.value = "";
function Layers() {
  switch (layer.value) {
    case "":
      return null;
    case "keys":
      return /* @__PURE__ */ a(KeySheet, { onClose: close });
    case "nav":
      return /* @__PURE__ */ a(Dialog, { title: t("nav.open"), class: "side", onClose: close, children: /* @__PURE__ */ a("nav", { class: "nav", "aria-label": t("nav.label"), children: /* @__PURE__ */ a(Nav, {}) }) });
    case "more":
      return /* @__PURE__ */ a(More, {});
    case "confirm":
      return /* @__PURE__ */ a(Confirm, {});
  }
  let there = later.value;
  if (there === void 0 && fetchScreens(), typeof there != "object") return null;
  let Shown = there.layers[layer.value];
  return Shown ? /* @__PURE__ */ a(Shown, { onClose: close }) : null;
}
function More() {
  let themes = THEMES.map((value) => ({ value, text: t(`theme.${value}`) }));
  return /* @__PURE__ */ a(Dialog, { title: t("nav.moreMenu"), onClose: close, children: /* @__PURE__ */ a("div", { class: "stack", children: [
    /* @__PURE__ */ a("ul", { class: "more-tools", children: TOOLS.map(([screen, icon]) => /* @__PURE__ */ a("li", { onClick: close, children: /* @__PURE__ */ a(Link, { to: { screen }, class: "btn", children: [
      /* @__PURE__ */ a(Icon, { name: icon }),
      " ",
      t(`${screen}.title`)
    ] }) }, screen)) }),
    /* @__PURE__ */ a("p", { class: "field", children: [
      /* @__PURE__ */ a("span", { children: t("theme.label") }),
      /* @__PURE__ */ a(Segments, { label: t("theme.label"), options: themes, value: prefs.value.theme, onChange: (theme) => prefer({ theme }) })
    ] }),
    /* @__PURE__ */ a(Button, { label: t("inject.title"), icon: "send", onClick: () => layer.value = "inject" }),
    /* @__PURE__ */ a(Button, { label: t("act.keys"), icon: "keys", onClick: () => layer.value = "keys" })
  ] }) });
}
function Confirm() {
  let asked = question.value;
  return asked ? /* @__PURE__ */ a(Dialog, { title: t("ask.title"), onClose: close, children: /* @__PURE__ */ a("div", { class: "stack", children: [
    /* @__PURE__ */ a("p", { children: asked.text }),
    /* @__PURE__ */ a("p", { class: "answers", children: [
      /* @__PURE__ */ a(Button, { label: t("act.cancel"), onClick: close }),
      /* @__PURE__ */ a(Button, { label: asked.yes, kind: "danger", onClick: () => (close(), asked.then()) })
    ] })
  ] }) }) : null;
}

// src/store/slots.ts
var Slots = class {
  count = 1;
  base = 0;
  low = 0;
  high = -1;
  /** show says that the rows of the ranks from low to high are drawn, where there is room for count elements. */
  show(low, high, count2) {
    (low > this.high || high < this.low) && (this.base += high - this.high), this.count = Math.max(this.count, count2, high - low + 1), this.low = low, this.high = high;
  }
  /** of returns the number of the element for a rank. */
  of(rank) {
    return ((rank - this.base) % this.count + this.count) % this.count;
  }
};

// src/views/Row.tsx
function lead(rcpt, sought2, mine = []) {
  return sought2 && rcpt.find((address2) => address2.toLowerCase().includes(sought2)) || rcpt.find((address2) => mine.some((pattern) => fits(pattern, address2))) || rcpt[0] || "";
}
var Row = class extends x {
  shouldComponentUpdate(next) {
    let now2 = this.props;
    return Object.keys(next).some((key) => next[key] !== now2[key]);
  }
  render({ row, place, of, active: active2, current, picked, sought: sought2 }) {
    let unread = row.flags?.includes("unread"), name = ["row", unread && "unread", active2 && "active", current && "current"].filter(Boolean).join(" ");
    return /* @__PURE__ */ a("div", { class: name, role: "option", id: `m-${row.id}`, "aria-selected": picked, "aria-current": current || void 0, "aria-posinset": place, "aria-setsize": of, children: [
      /* @__PURE__ */ a("span", { class: "dot", "aria-hidden": "true" }),
      /* @__PURE__ */ a("span", { class: "box", "aria-hidden": "true", "data-pick": !0 }),
      /* @__PURE__ */ a("span", { class: "line", children: [
        unread && /* @__PURE__ */ a("span", { class: "sr", children: [
          t("row.unread"),
          " "
        ] }),
        /* @__PURE__ */ a(Pinned, { flags: row.flags }),
        /* @__PURE__ */ a("span", { class: "who", dir: "auto", children: person(row.from) }),
        row.tags?.map((tag) => /* @__PURE__ */ a(Tag, { name: tag }, tag)),
        /* @__PURE__ */ a("span", { class: "when", children: moment(row.t, Date.now()) })
      ] }),
      /* @__PURE__ */ a("span", { class: "line", children: [
        /* @__PURE__ */ a(RecipientChip, { address: lead(row.rcpt, sought2, prefs.value.mine), more: row.rcptN - 1 }),
        row.flags?.includes("rewritten") && /* @__PURE__ */ a("span", { class: "mbox", children: t("row.in", { mailbox: row.mbox.join(", ") }) }),
        row.flags?.includes("external") && /* @__PURE__ */ a("span", { class: "mark-external", children: t("row.external") }),
        /* @__PURE__ */ a(Extent, { row })
      ] }),
      /* @__PURE__ */ a("span", { class: "line", children: [
        /* @__PURE__ */ a("span", { class: "subject", dir: "auto", children: row.subj || t("row.noSubject") }),
        /* @__PURE__ */ a("span", { class: "snippet", dir: "auto", children: row.snip })
      ] })
    ] });
  }
};
function Pinned({ flags }) {
  return flags?.includes("pinned") ? /* @__PURE__ */ a($, { children: [
    /* @__PURE__ */ a(Icon, { name: "pin" }),
    /* @__PURE__ */ a("span", { class: "sr", children: [
      t("row.pinned"),
      " "
    ] })
  ] }) : null;
}
function Extent({ row }) {
  return /* @__PURE__ */ a("span", { class: "extent", children: [
    row.flags?.includes("warn") && /* @__PURE__ */ a("span", { class: "defect", children: [
      /* @__PURE__ */ a(Icon, { name: "warn" }),
      /* @__PURE__ */ a("span", { class: "sr", children: t("row.warn") })
    ] }),
    row.att ? /* @__PURE__ */ a("span", { class: "att", children: [
      /* @__PURE__ */ a(Icon, { name: "clip" }),
      row.att,
      /* @__PURE__ */ a("span", { class: "sr", children: [
        " ",
        t("row.attachments", { n: row.att })
      ] })
    ] }) : null,
    /* @__PURE__ */ a("span", { class: "size", children: size(row.size) })
  ] });
}
function Skeleton({ place, of }) {
  return /* @__PURE__ */ a("div", { class: "row skeleton", role: "option", "aria-selected": "false", "aria-busy": "true", "aria-posinset": place, "aria-setsize": of, children: [
    /* @__PURE__ */ a("span", { class: "line" }),
    /* @__PURE__ */ a("span", { class: "line" }),
    /* @__PURE__ */ a("span", { class: "line" })
  ] });
}

// src/views/List.tsx
var FETCH = 50, AHEAD = 24;
function List() {
  let element = T(null);
  return F(() => stage.mount(element.current), []), /* @__PURE__ */ a(
    "div",
    {
      class: "list",
      ref: element,
      role: "listbox",
      tabIndex: 0,
      "aria-label": t("list.label"),
      "aria-multiselectable": "true",
      "aria-activedescendant": pointed.value ? `m-${pointed.value}` : void 0,
      onScroll: scrolled,
      onPointerMove: () => stage.pointer("move"),
      onPointerDown: () => stage.pointer("down"),
      onPointerUp: () => stage.pointer("up"),
      onPointerLeave: () => stage.pointer("up"),
      onClick: click,
      children: [
        /* @__PURE__ */ a(Probe, {}),
        /* @__PURE__ */ a(Window, {})
      ]
    }
  );
}
function scrolled() {
  stage.scrolled(), stage.held() && (following.value = !1);
}
function click(event) {
  let target = event.target, id = target.closest(".row")?.id.slice(2);
  id && (active.value = id, event.shiftKey ? extendTo(id) : event.ctrlKey || event.metaKey || target.matches("[data-pick]") ? toggle(id) : open(id));
}
function Window() {
  let { start: start2, end, y: y2 } = stage.slice.value, { rows, version } = inbox, timer = T(0);
  A(() => {
    timer.current ||= window.setTimeout(() => {
      timer.current = 0;
      let now2 = stage.slice.peek();
      inbox.need(now2.start - AHEAD, now2.end + AHEAD);
    }, FETCH);
  }, [start2, end, version.value]);
  let slots = T(new Slots()).current;
  slots.show(rows.total - end, rows.total - 1 - start2, room({ total: rows.total, row: stage.row.value, view: stage.height.value }));
  let out = [];
  for (let index = start2; index < end; index++) out.push(cell(index, slots.of(rows.total - 1 - index)));
  let away = active.value ? rows.indexOf(active.value) : -1, height = spacer({ total: rows.total, row: stage.row.value, view: stage.height.value });
  return /* @__PURE__ */ a("div", { class: "spacer", role: "presentation", style: { height: `${height}px` }, children: [
    /* @__PURE__ */ a("div", { class: "window", role: "presentation", style: { transform: `translateY(${y2}px)` }, children: out }),
    away >= 0 && (away < start2 || away >= end) && /* @__PURE__ */ a("div", { class: "away", role: "presentation", style: { transform: `translateY(${away < start2 ? 0 : height - stage.row.value}px)` }, children: cell(away, -1) })
  ] });
}
function cell(index, slot) {
  let { rows } = inbox, row = rows.at(index);
  return row ? /* @__PURE__ */ a(
    Row,
    {
      row,
      place: index + 1,
      of: rows.total,
      active: row.id === active.value,
      current: row.id === route.value.id,
      picked: selection.has(row.id),
      sought: sought.value
    },
    slot
  ) : /* @__PURE__ */ a(Skeleton, { place: index + 1, of: rows.total }, slot);
}
function Probe() {
  let element = T(null);
  return F(() => {
    let measure = () => {
      let height = element.current.offsetHeight;
      height && (stage.row.value = height), element.current.parentElement.style.setProperty("--row", `${stage.row.value}px`);
    }, sized = new ResizeObserver(measure);
    return sized.observe(element.current), measure(), () => sized.disconnect();
  }, []), /* @__PURE__ */ a("div", { class: "row probe", ref: element, "aria-hidden": "true", children: [
    /* @__PURE__ */ a("span", { class: "line", children: "M" }),
    /* @__PURE__ */ a("span", { class: "line", children: /* @__PURE__ */ a("span", { class: "rcpt", children: "M" }) }),
    /* @__PURE__ */ a("span", { class: "line", children: "M" })
  ] });
}

// src/views/Search.tsx
var REST = 80, OFFERS = 8;
async function offers(q, caret, signal) {
  let term = termAt(q, caret), want = wanted(q.slice(term.from, caret));
  return want ? "fields" in want ? want.fields.slice(0, OFFERS).map((name) => ({ text: `${name}:`, shown: `${name}:` })) : "values" in want ? want.values.slice(0, OFFERS).map((value) => ({ text: `${want.field}:${value}`, shown: value })) : (await facets(want.facet, want.prefix, OFFERS, signal)).filter(({ value }) => value.toLowerCase() !== want.prefix).map(({ value, total }) => ({ text: `${want.field}:${quoted(value)}`, shown: value, n: total })) : [];
}
function useOffers() {
  let [list, setList] = d([]), [picked, setPicked] = d(-1), asking = T(void 0), set = (next) => (setList(next), setPicked(-1));
  return { list, picked, setPicked, ask: (q, caret) => {
    asking.current?.abort();
    let mine = asking.current = new AbortController();
    offers(q, caret, mine.signal).then((found) => mine.signal.aborted || set(found), () => {
    });
  }, close: () => (asking.current?.abort(), set([])) };
}
function Search() {
  let { q } = view.value, [text, setText] = d(q), timer = T(0), typed = T(!1), box = T(null), offer = useOffers();
  A(() => setText((old) => old.trim() === q ? old : q), [q]);
  let look = (value) => {
    clearTimeout(timer.current), search(value.trim(), typed.current), typed.current = !0;
  }, input = (value) => {
    setText(value), offer.ask(value, box.current.selectionStart ?? value.length), clearTimeout(timer.current), value.trim().length !== 1 && !/(?:^|\s)[\w-]+:$/.test(value) && (timer.current = window.setTimeout(() => look(value), REST));
  }, take = (one) => {
    let element = box.current, done = complete(text, termAt(text, element.selectionStart ?? text.length), one.text);
    element.value = done.q, element.setSelectionRange(done.caret, done.caret), input(done.q), element.focus();
  }, press = (event) => {
    let open2 = offer.list.length > 0, picked = offer.list[offer.picked];
    if (event.key === "Escape")
      open2 ? offer.close() : text ? (setText(""), look("")) : stage.focus();
    else if (open2 && event.key === "ArrowDown") offer.setPicked(Math.min(offer.picked + 1, offer.list.length - 1));
    else if (open2 && event.key === "ArrowUp") offer.setPicked(Math.max(offer.picked - 1, -1));
    else if (picked && (event.key === "Enter" || event.key === "Tab")) take(picked);
    else if (event.key === "ArrowDown") stage.focus();
    else return;
    event.preventDefault();
  }, submit = (event) => {
    event.preventDefault(), offer.close(), look(text), stage.focus();
  }, bad = inbox.problem.value.status === 400 && route.value.screen === "mail";
  return /* @__PURE__ */ a("form", { class: bad ? "search bad" : "search", role: "search", onSubmit: submit, onFocusOut: (event) => event.currentTarget.contains(event.relatedTarget) || offer.close(), children: [
    /* @__PURE__ */ a(Icon, { name: "search" }),
    /* @__PURE__ */ a(
      "input",
      {
        id: "search",
        ref: box,
        type: "text",
        role: "combobox",
        enterkeyhint: "search",
        autocomplete: "off",
        autocapitalize: "off",
        spellcheck: !1,
        "aria-label": t("search.label"),
        "aria-expanded": offer.list.length > 0,
        "aria-controls": "search-offers",
        "aria-autocomplete": "list",
        "aria-activedescendant": offer.picked >= 0 ? `offer-${offer.picked}` : void 0,
        "aria-invalid": bad || void 0,
        placeholder: t("search.hint"),
        value: text,
        onFocus: () => typed.current = !1,
        onInput: (event) => input(event.currentTarget.value),
        onKeyDown: press
      }
    ),
    text ? /* @__PURE__ */ a($, { children: [
      /* @__PURE__ */ a("button", { type: "button", class: "btn quiet bare", title: t("view.save"), onClick: () => layer.value = "save", children: [
        /* @__PURE__ */ a(Icon, { name: "save" }),
        /* @__PURE__ */ a("span", { class: "sr", children: t("view.save") })
      ] }),
      /* @__PURE__ */ a("button", { type: "button", class: "btn quiet bare", title: t("search.clear"), onClick: () => (setText(""), look("")), children: [
        /* @__PURE__ */ a(Icon, { name: "close" }),
        /* @__PURE__ */ a("span", { class: "sr", children: t("search.clear") })
      ] })
    ] }) : /* @__PURE__ */ a("kbd", { "aria-hidden": "true", children: "/" }),
    /* @__PURE__ */ a("ul", { class: "offers", id: "search-offers", role: "listbox", "aria-label": t("search.offers"), hidden: offer.list.length === 0, children: offer.list.map((one, at2) => /* @__PURE__ */ a("li", { id: `offer-${at2}`, role: "option", "aria-selected": at2 === offer.picked, onPointerDown: (event) => (event.preventDefault(), take(one)), children: [
      /* @__PURE__ */ a("span", { class: "name", children: one.shown }),
      one.n !== void 0 && /* @__PURE__ */ a("span", { class: "n", children: count(one.n) })
    ] }, one.text)) })
  ] });
}
function Chips() {
  let { q, account, mailbox } = view.value, named = saved.value.some((one) => one.name === route.value.saved), list = terms(q);
  if (named || list.length === 0 && !account) return null;
  let alone = simple(list);
  return /* @__PURE__ */ a("ul", { class: "chips", "aria-label": t("search.terms"), children: [
    account && /* @__PURE__ */ a(Chip, { text: `in:${account}${mailbox && `/${mailbox}`}`, drop: () => search(q) }),
    alone ? list.map((term) => /* @__PURE__ */ a(Chip, { text: term.text, drop: () => search(without(q, term)) }, term.from)) : list.length > 0 && /* @__PURE__ */ a("li", { class: "whole", children: [
      list.map((term) => joining(term.text) ? /* @__PURE__ */ a("b", { children: term.text }, term.from) : /* @__PURE__ */ a("span", { children: term.text }, term.from)),
      /* @__PURE__ */ a(Drop, { text: q, drop: () => search("") })
    ] })
  ] });
}
function Chip({ text, drop }) {
  let rcpt = /^[-!]?rcpt:/.test(text);
  return /* @__PURE__ */ a("li", { class: rcpt ? "rcpt" : void 0, children: [
    /* @__PURE__ */ a("span", { children: text }),
    /* @__PURE__ */ a(Drop, { text, drop })
  ] });
}
function Drop({ text, drop }) {
  return /* @__PURE__ */ a("button", { type: "button", title: t("search.drop", { term: text }), onClick: drop, children: [
    /* @__PURE__ */ a(Icon, { name: "close" }),
    /* @__PURE__ */ a("span", { class: "sr", children: t("search.drop", { term: text }) })
  ] });
}

// src/views/ListPane.tsx
function ListPane() {
  return /* @__PURE__ */ a("section", { class: "listpane", "aria-label": t("list.region"), children: [
    selection.size.value ? /* @__PURE__ */ a(SelectionBar, {}) : /* @__PURE__ */ a(ListHeader, {}),
    /* @__PURE__ */ a(Chips, {}),
    /* @__PURE__ */ a("div", { class: "under", children: [
      /* @__PURE__ */ a(NewPill, {}),
      /* @__PURE__ */ a(State, {}),
      /* @__PURE__ */ a(List, {})
    ] })
  ] });
}
function ListHeader() {
  inbox.version.value;
  let { total } = inbox.rows;
  return /* @__PURE__ */ a("div", { class: "listhead", children: [
    /* @__PURE__ */ a("input", { type: "checkbox", class: "check", checked: !1, disabled: total === 0, "aria-label": t("list.selectAll"), onChange: (event) => (pickAll(), event.currentTarget.checked = !1) }),
    /* @__PURE__ */ a("span", { class: "count", children: t(inbox.partial.value ? "list.countMore" : "list.count", { n: total + inbox.waiting.value }) }),
    /* @__PURE__ */ a("span", { class: "gap" }),
    /* @__PURE__ */ a(Button, { label: t("live.follow"), icon: "up", kind: "quiet", keys: "f", pressed: following.value, onClick: toggleFollow }),
    /* @__PURE__ */ a(Button, { label: inbox.paused.value ? t("live.resume") : t("live.pause"), icon: inbox.paused.value ? "play" : "pause", kind: "quiet", keys: ".", onClick: pause })
  ] });
}
function SelectionBar() {
  let { total } = inbox.rows, n = selection.size.value;
  return /* @__PURE__ */ a("div", { class: "listhead picked", role: "toolbar", "aria-label": t("list.actions"), children: [
    /* @__PURE__ */ a("input", { type: "checkbox", class: "check", checked: !0, "aria-label": t("act.clear"), onChange: () => selection.clear() }),
    /* @__PURE__ */ a("span", { class: "count", children: t("list.selected", { n }) }),
    !selection.all.value && n < total && /* @__PURE__ */ a(Button, { label: t("list.selectN", { n: total }), kind: "quiet", onClick: pickAll }),
    /* @__PURE__ */ a("span", { class: "gap" }),
    /* @__PURE__ */ a(Button, { label: t("act.read"), icon: "read", bare: !0, kind: "quiet", keys: "Shift+I", onClick: () => mark("read") }),
    /* @__PURE__ */ a(Button, { label: t("act.unread"), icon: "unread", bare: !0, kind: "quiet", keys: "Shift+U", onClick: () => mark("unread") }),
    /* @__PURE__ */ a(Button, { label: t("act.pin"), icon: "pin", bare: !0, kind: "quiet", keys: "s", onClick: () => mark("pin") }),
    /* @__PURE__ */ a(Button, { label: t("act.tag"), icon: "tag", bare: !0, kind: "quiet", keys: "t", onClick: () => layer.value = "tags" }),
    n === 2 && !selection.all.value && /* @__PURE__ */ a(Button, { label: t("act.compare"), icon: "compare", bare: !0, kind: "quiet", keys: "=", onClick: compare }),
    /* @__PURE__ */ a(Button, { label: t("act.delete"), icon: "trash", bare: !0, kind: "quiet", keys: "#", onClick: remove }),
    /* @__PURE__ */ a(Button, { label: t("act.clear"), icon: "close", bare: !0, kind: "quiet", keys: "Esc", onClick: () => selection.clear() })
  ] });
}
function NewPill() {
  let n = inbox.waiting.value;
  return !n || inbox.paused.value ? null : /* @__PURE__ */ a("button", { type: "button", class: "pill", onClick: () => (stage.home(), stage.focus()), children: [
    t("live.new", { n }),
    " ",
    /* @__PURE__ */ a("span", { "aria-hidden": "true", children: "↑" })
  ] });
}
function Problem() {
  let { status, text } = inbox.problem.value;
  return status === 400 ? /* @__PURE__ */ a("p", { class: "state hint", role: "alert", children: text }) : /* @__PURE__ */ a("div", { class: "state", role: "alert", children: [
    /* @__PURE__ */ a("p", { children: t("list.failed") }),
    /* @__PURE__ */ a("p", { children: text }),
    /* @__PURE__ */ a(Button, { label: t("list.retry"), onClick: () => {
      inbox.reload();
    } })
  ] });
}
function Meant() {
  let word = sought.value, { data } = useFetched(`meant ${word}`, async (signal) => word ? nearest(word, await facets("rcpt", "", 500, signal)) : void 0);
  return !word || !data ? null : /* @__PURE__ */ a("p", { children: [
    t("list.meant"),
    " ",
    /* @__PURE__ */ a(Link, { to: { q: `rcpt:${quoted(data.value)}` }, children: data.value }),
    " (",
    t("list.count", { n: data.total }),
    ")"
  ] });
}
function State() {
  return inbox.version.value, inbox.status.value === "failed" ? /* @__PURE__ */ a(Problem, {}) : inbox.status.value !== "ready" || inbox.rows.total || !filtered.value ? null : /* @__PURE__ */ a("div", { class: "state", children: [
    /* @__PURE__ */ a("p", { children: view.value.q ? t("list.none", { q: view.value.q }) : t("list.noneHere") }),
    /* @__PURE__ */ a(Meant, {}),
    /* @__PURE__ */ a(Button, { label: t("list.showAll"), onClick: () => search("") })
  ] });
}

// src/views/message/envelope.ts
function compare2(message) {
  let { summary, envelope } = message, named = lower([...summary.to ?? [], ...summary.cc ?? []]), given = envelope.recipients.map((recipient) => recipient.original.toLowerCase()), from = lower(summary.from ?? []), path = envelope.reversePath.toLowerCase();
  return {
    differ: !path || from.includes(path) ? void 0 : { path: `<${envelope.reversePath}>`, from: from.join(", ") || "–" },
    hidden: given.filter((address2) => !named.includes(address2)),
    absent: named.filter((address2) => !given.includes(address2))
  };
}
function byOriginal(recipients) {
  let groups = /* @__PURE__ */ new Map();
  for (let recipient of recipients) groups.set(recipient.original, [...groups.get(recipient.original) ?? [], recipient]);
  return [...groups].map(([original, finals]) => ({ original, finals }));
}
function lower(addresses) {
  return addresses.map(({ address: address2 }) => address2.toLowerCase());
}

// src/views/message/DeliveryTab.tsx
function DeliveryTab({ message }) {
  return /* @__PURE__ */ a("div", { class: "delivery", children: [
    /* @__PURE__ */ a("section", { children: [
      /* @__PURE__ */ a("h3", { children: t("delivery.recipients") }),
      /* @__PURE__ */ a("ul", { class: "traces", children: message.envelope.recipients.map((recipient, at2) => /* @__PURE__ */ a(Trace, { recipient }, at2)) })
    ] }),
    /* @__PURE__ */ a(Compare, { message }),
    /* @__PURE__ */ a(Session, { message }),
    /* @__PURE__ */ a(Storage, { message })
  ] });
}
function Trace({ recipient }) {
  let steps = recipient.trace ?? [];
  return /* @__PURE__ */ a("li", { children: /* @__PURE__ */ a("ol", { class: "steps", children: [
    /* @__PURE__ */ a("li", { children: [
      /* @__PURE__ */ a("span", { class: "label", children: "RCPT TO" }),
      /* @__PURE__ */ a("span", { children: [
        /* @__PURE__ */ a(RecipientChip, { address: recipient.original }),
        /* @__PURE__ */ a(Params, { params: recipient.params })
      ] }),
      /* @__PURE__ */ a(Link, { class: "try", to: { screen: "rules", address: recipient.original }, children: t("rules.testThis") })
    ] }),
    steps.map((step2, at2) => /* @__PURE__ */ a("li", { children: [
      /* @__PURE__ */ a("span", { class: "label", children: /* @__PURE__ */ a(Rule, { table: step2.table, line: step2.line }) }),
      /* @__PURE__ */ a("code", { children: [
        step2.from !== (steps[at2 - 1]?.to[0] ?? recipient.original) && `${step2.from} `,
        "→ ",
        step2.to.join(", ")
      ] })
    ] }, at2)),
    steps.length === 0 && /* @__PURE__ */ a("li", { children: [
      /* @__PURE__ */ a("span", { class: "label", children: t("delivery.rule") }),
      /* @__PURE__ */ a("span", { class: "dim", children: t("delivery.noRule") })
    ] }),
    /* @__PURE__ */ a("li", { class: recipient.external ? "end external" : "end", children: [
      /* @__PURE__ */ a("span", { class: "label", children: t(recipient.external ? "delivery.wouldGo" : "delivery.kept") }),
      /* @__PURE__ */ a("span", { children: [
        /* @__PURE__ */ a("code", { class: "final", children: recipient.final }),
        recipient.external && /* @__PURE__ */ a(Via, { delivery: recipient.delivery }),
        recipient.external && " ",
        recipient.external && /* @__PURE__ */ a("span", { class: "mark-external", children: t("delivery.external") })
      ] })
    ] }),
    recipient.delivery?.bounce && /* @__PURE__ */ a("li", { class: "external", children: [
      /* @__PURE__ */ a("span", { class: "label", children: t("delivery.bounced") }),
      /* @__PURE__ */ a("code", { children: recipient.delivery.bounce })
    ] })
  ] }) });
}
function Via({ delivery }) {
  let { transport, nextHop } = delivery ?? {};
  return transport ? /* @__PURE__ */ a("span", { class: "dim", children: [
    " ",
    nextHop ? t("delivery.via", { transport, nextHop }) : t("delivery.by", { transport })
  ] }) : null;
}
function Params({ params }) {
  return params?.length ? /* @__PURE__ */ a("code", { class: "params", children: params.map(({ name, value }) => value ? `${name}=${value}` : name).join(" ") }) : null;
}
function Session({ message }) {
  let { client, reversePath, originalReversePath, reverseTrace = [], params } = message.envelope;
  return /* @__PURE__ */ a("section", { children: [
    /* @__PURE__ */ a("h3", { children: t("delivery.session") }),
    /* @__PURE__ */ a("dl", { class: "facts", children: [
      /* @__PURE__ */ a(Fact, { name: t("delivery.mailFrom"), children: reversePath ? /* @__PURE__ */ a("code", { children: reversePath }) : /* @__PURE__ */ a("span", { class: "dim", children: [
        "<> ",
        t("delivery.nullPath")
      ] }) }),
      originalReversePath && /* @__PURE__ */ a(Fact, { name: "", children: [
        /* @__PURE__ */ a("code", { children: originalReversePath }),
        " ",
        /* @__PURE__ */ a("span", { class: "dim", children: t("delivery.givenPath") }),
        " ",
        reverseTrace.map((step2) => /* @__PURE__ */ a(Rule, { table: step2.table, line: step2.line }, `${step2.table}:${step2.line}`))
      ] }),
      /* @__PURE__ */ a(Fact, { name: t("delivery.params"), children: params?.length ? /* @__PURE__ */ a(Params, { params }) : null }),
      /* @__PURE__ */ a(Fact, { name: t("delivery.client"), children: client.address && /* @__PURE__ */ a("code", { children: client.address }) }),
      /* @__PURE__ */ a(Fact, { name: t("delivery.hello"), children: client.hello && /* @__PURE__ */ a("code", { children: client.hello }) }),
      /* @__PURE__ */ a(Fact, { name: t("delivery.protocol"), children: client.protocol }),
      /* @__PURE__ */ a(Fact, { name: t("delivery.tls"), children: client.tls || /* @__PURE__ */ a("span", { class: "dim", children: t("delivery.noTLS") }) }),
      /* @__PURE__ */ a(Fact, { name: t("delivery.identity"), children: client.identity ? /* @__PURE__ */ a("code", { children: client.identity }) : /* @__PURE__ */ a("span", { class: "dim", children: t("delivery.noIdentity") }) }),
      /* @__PURE__ */ a(Fact, { name: t("delivery.sessionID"), children: client.session && /* @__PURE__ */ a(Link, { to: { screen: "sessions", name: client.session }, children: /* @__PURE__ */ a("code", { children: client.session }) }) })
    ] }),
    client.session && /* @__PURE__ */ a(Said, { id: client.session })
  ] });
}
function Said({ id }) {
  let { data, problem } = useFetched(`session ${id}`, (signal) => session(id, signal));
  return problem ? /* @__PURE__ */ a("p", { class: "dim", children: t("session.failed") }) : data ? /* @__PURE__ */ a(Transcript, { of: data, open: !0 }) : null;
}
function Storage({ message }) {
  return /* @__PURE__ */ a("section", { children: [
    /* @__PURE__ */ a("h3", { children: t("delivery.storage") }),
    /* @__PURE__ */ a("dl", { class: "facts", children: [
      /* @__PURE__ */ a(Fact, { name: t("delivery.account"), children: /* @__PURE__ */ a("code", { children: message.account }) }),
      /* @__PURE__ */ a(Fact, { name: t("delivery.mailbox"), children: /* @__PURE__ */ a("code", { children: message.mailbox }) }),
      /* @__PURE__ */ a(Fact, { name: t("delivery.uid"), children: /* @__PURE__ */ a("code", { children: message.uid }) }),
      /* @__PURE__ */ a(Fact, { name: t("delivery.size"), children: [
        size(message.size),
        " ",
        /* @__PURE__ */ a("span", { class: "dim", children: [
          "(",
          t("delivery.octets", { n: message.size }),
          ")"
        ] })
      ] })
    ] })
  ] });
}
function Compare({ message }) {
  let { differ, hidden, absent } = compare2(message), lines = [
    differ ? t("delivery.differ", differ) : message.envelope.reversePath && t("delivery.same"),
    hidden.length ? t("delivery.hidden", { addresses: hidden.join(", ") }) : "",
    absent.length ? t("delivery.absent", { addresses: absent.join(", ") }) : ""
  ].filter(Boolean);
  return /* @__PURE__ */ a("section", { children: [
    /* @__PURE__ */ a("h3", { children: t("delivery.compare") }),
    /* @__PURE__ */ a("ul", { class: "notes", children: lines.map((line) => /* @__PURE__ */ a("li", { children: line }, line)) })
  ] });
}
function Fact({ name, children }) {
  return children == null || children === "" ? null : /* @__PURE__ */ a($, { children: [
    /* @__PURE__ */ a("dt", { children: name }),
    /* @__PURE__ */ a("dd", { children })
  ] });
}

// src/views/message/HeadersTab.tsx
function HeadersTab({ message }) {
  let [filter, setFilter] = d(""), headers = message.headers ?? [], wanted2 = filter.toLowerCase(), shown = headers.filter((header) => `${header.name}: ${header.body}`.toLowerCase().includes(wanted2)), hops = delays(headers);
  return /* @__PURE__ */ a($, { children: [
    /* @__PURE__ */ a("div", { class: "toolbar", children: /* @__PURE__ */ a("input", { class: "inp", type: "search", "aria-label": t("headers.filter"), placeholder: t("headers.filter"), value: filter, onInput: (event) => setFilter(event.currentTarget.value) }) }),
    shown.length === 0 && /* @__PURE__ */ a("p", { class: "dim pad", children: t("headers.none") }),
    /* @__PURE__ */ a("dl", { class: "headers", children: shown.map((header, at2) => /* @__PURE__ */ a("div", { children: [
      /* @__PURE__ */ a("dt", { children: header.name }),
      /* @__PURE__ */ a("dd", { children: [
        /* @__PURE__ */ a("span", { class: "value", dir: "auto", children: [
          header.body,
          hops.has(header) && /* @__PURE__ */ a("span", { class: "hop", children: t("headers.hop", { delay: delay(hops.get(header)) }) })
        ] }),
        /* @__PURE__ */ a(Button, { label: t("headers.copy", { name: header.name }), icon: "copy", bare: !0, kind: "quiet", onClick: () => {
          copy(header.body, header.name);
        } })
      ] })
    ] }, at2)) })
  ] });
}
function delays(headers) {
  let hops = headers.filter((header) => header.name.toLowerCase() === "received"), times = hops.map((hop) => Date.parse(hop.body.slice(hop.body.lastIndexOf(";") + 1).replace(/\(.*?\)/g, ""))), out = /* @__PURE__ */ new Map();
  return hops.forEach((hop, at2) => {
    let span = times[at2] - times[at2 + 1];
    Number.isFinite(span) && out.set(hop, span);
  }), out;
}

// src/views/message/Preview.tsx
var SANDBOX = "allow-popups allow-popups-to-escape-sandbox", LATEST = 400;
function Preview({ url, title: title2, width, dark }) {
  let [shown, setShown] = d(url), frames = shown === url ? [url] : [shown, url], timer = T(0);
  return A(() => {
    if (shown !== url)
      return timer.current = window.setTimeout(() => setShown(url), LATEST), () => clearTimeout(timer.current);
  }, [url, shown]), /* @__PURE__ */ a("div", { class: width ? "preview sized" : "preview", children: /* @__PURE__ */ a("div", { class: "frames", style: { width: width ? `${width}px` : "100%" }, children: frames.map((frame) => /* @__PURE__ */ a(
    "iframe",
    {
      class: [frame === shown ? "now" : "next", dark && "dark"].filter(Boolean).join(" "),
      title: title2,
      sandbox: SANDBOX,
      referrerpolicy: "no-referrer",
      src: frame,
      "aria-hidden": frame !== url || void 0,
      onLoad: () => frame === url && setShown(url)
    },
    frame
  )) }) });
}

// src/views/message/HtmlTab.tsx
function HtmlTab({ message }) {
  let { width, scheme } = route.value;
  if (!message.preview) return /* @__PURE__ */ a("p", { class: "dim pad", children: t("html.none") });
  let loaded = remote.value === message.id, params = [scheme === "forced" && "force=dark", loaded && "remote=1"].filter(Boolean).join("&"), url = rooted(message.preview) + (params && `?${params}`), widths = WIDTHS.map((value) => ({ value, text: value ? String(value) : t("html.fit") })), schemes = SCHEMES.map((value) => ({ value, text: t(`html.${value}`) }));
  return /* @__PURE__ */ a($, { children: [
    /* @__PURE__ */ a("div", { class: "toolbar", children: [
      /* @__PURE__ */ a(Segments, { label: t("html.width"), options: widths, value: width, onChange: (value) => go({ width: value }, !0) }),
      /* @__PURE__ */ a(
        "input",
        {
          class: "inp width",
          type: "number",
          min: 200,
          max: 2e3,
          "aria-label": t("html.pixels"),
          placeholder: "px",
          value: width && !WIDTHS.includes(width) ? width : "",
          onChange: (event) => go({ width: Math.max(0, Math.min(2e3, event.currentTarget.valueAsNumber || 0)) }, !0)
        }
      ),
      /* @__PURE__ */ a(Segments, { label: t("html.scheme"), options: schemes, value: scheme, onChange: (value) => go({ scheme: value }, !0) }),
      /* @__PURE__ */ a("span", { class: "gap hint", children: caged.value && t("html.keys") }),
      /* @__PURE__ */ a(LinkButton, { label: t("html.alone"), icon: "out", href: url, bare: !0 })
    ] }),
    message.remote ? /* @__PURE__ */ a("p", { class: "notebar", children: [
      /* @__PURE__ */ a(Icon, { name: "shield" }),
      " ",
      loaded ? t("html.loaded") : t("html.blocked", { n: message.remote }),
      " ",
      info2.value?.remote && !loaded && /* @__PURE__ */ a(Button, { label: t("html.load"), kind: "quiet", keys: "i", onClick: loadRemote })
    ] }) : null,
    /* @__PURE__ */ a(Preview, { url, title: t("html.title", { subject: message.summary.subject }), width, dark: scheme === "dark" })
  ] });
}

// src/views/message/MessageHeader.tsx
function MessageHeader({ message }) {
  let { summary } = message;
  return /* @__PURE__ */ a("header", { class: "msghead", children: [
    /* @__PURE__ */ a("h2", { children: /* @__PURE__ */ a("bdi", { children: summary.subject || t("row.noSubject") }) }),
    /* @__PURE__ */ a("dl", { children: [
      /* @__PURE__ */ a(People, { name: t("msg.from"), people: summary.from, fallback: message.envelope.reversePath }),
      /* @__PURE__ */ a(People, { name: t("msg.to"), people: summary.to }),
      /* @__PURE__ */ a(People, { name: t("msg.cc"), people: summary.cc }),
      /* @__PURE__ */ a("dt", { children: t("msg.sentTo") }),
      /* @__PURE__ */ a("dd", { children: /* @__PURE__ */ a(Recipients2, { message }) }),
      /* @__PURE__ */ a("dt", { children: t("msg.received") }),
      /* @__PURE__ */ a("dd", { children: /* @__PURE__ */ a(Facts, { message }) })
    ] }),
    /* @__PURE__ */ a(Actions, { message }),
    /* @__PURE__ */ a(Defects, { message }),
    /* @__PURE__ */ a(Attachments, { message })
  ] });
}
function People({ name, people, fallback }) {
  let text = people?.length ? people.map(address).join(", ") : fallback;
  return text ? /* @__PURE__ */ a($, { children: [
    /* @__PURE__ */ a("dt", { children: name }),
    /* @__PURE__ */ a("dd", { children: /* @__PURE__ */ a("bdi", { children: text }) })
  ] }) : null;
}
var FEW = 3;
function Recipients2({ message }) {
  let [all, setAll] = d(!1), recipients = byOriginal(message.envelope.recipients), shown = all ? recipients : recipients.slice(0, FEW);
  return /* @__PURE__ */ a("ul", { class: "rcpts", children: [
    shown.map(({ original, finals }) => /* @__PURE__ */ a("li", { children: [
      /* @__PURE__ */ a(RecipientChip, { address: original }),
      finals.map((recipient) => /* @__PURE__ */ a(Fate, { recipient }, recipient.final))
    ] }, original)),
    shown.length < recipients.length && /* @__PURE__ */ a("li", { children: /* @__PURE__ */ a(Button, { label: t("msg.moreRecipients", { n: recipients.length - shown.length }), kind: "quiet", onClick: () => setAll(!0) }) })
  ] });
}
function Fate({ recipient }) {
  return recipient.external ? /* @__PURE__ */ a("span", { class: "mbox", children: t("msg.forwarded", { address: recipient.final }) }) : recipient.final === recipient.original ? null : /* @__PURE__ */ a("span", { class: "mbox", children: t("msg.storedIn", { mailbox: recipient.final }) });
}
function Facts({ message }) {
  let received = Date.parse(message.internalDate), { client } = message.envelope, facts = [ago(received, now.value), size(message.size), client.tls, client.address].filter(Boolean);
  return /* @__PURE__ */ a($, { children: [
    /* @__PURE__ */ a("time", { dateTime: message.internalDate, children: instant(received) }),
    /* @__PURE__ */ a("span", { class: "facts", children: [
      " · ",
      facts.join(" · ")
    ] })
  ] });
}
function Actions({ message }) {
  let flags = useComputed(() => (inbox.version.value, inbox.rows.find(route.value.id)?.flags?.join(" ") ?? "")).value, code = message.codes?.[0], link = message.links?.find((candidate) => /^https?:/.test(candidate.url)), unread = flags.includes("unread"), pinned = flags.includes("pinned"), on = (op) => () => {
    act(op, { ids: [message.id] });
  };
  return /* @__PURE__ */ a("div", { class: "acts", role: "group", "aria-label": t("msg.actions"), children: [
    code && /* @__PURE__ */ a(Button, { label: t("act.copyCode", { code }), icon: "code", kind: "primary", keys: "c", onClick: copyCode }),
    link && /* @__PURE__ */ a(LinkButton, { label: t("act.openLink"), icon: "out", href: link.url }),
    /* @__PURE__ */ a(Button, { label: t("act.copyLink"), icon: "link", keys: "y", onClick: () => copyLink(message.id) }),
    /* @__PURE__ */ a(LinkButton, { label: t("act.download"), icon: "down", href: rawURL(message.id), download: `${message.id}.eml` }),
    /* @__PURE__ */ a(Button, { label: unread ? t("act.read") : t("act.unread"), icon: unread ? "read" : "unread", bare: !0, keys: unread ? "Shift+I" : "Shift+U", onClick: on(unread ? "read" : "unread") }),
    /* @__PURE__ */ a(Button, { label: pinned ? t("act.unpin") : t("act.pin"), icon: "pin", bare: !0, keys: "s", onClick: on(pinned ? "unpin" : "pin") }),
    /* @__PURE__ */ a(Button, { label: t("act.tag"), icon: "tag", bare: !0, keys: "t", onClick: tagIt }),
    /* @__PURE__ */ a(Button, { label: t("act.compare"), icon: "compare", bare: !0, keys: "=", onClick: () => {
      compare();
    } }),
    /* @__PURE__ */ a(Button, { label: t("act.delete"), icon: "trash", kind: "danger", keys: "#", onClick: remove })
  ] });
}
function Defects({ message }) {
  let defects = message.defects ?? [];
  return defects.length === 0 ? null : /* @__PURE__ */ a("details", { class: "notebar", children: [
    /* @__PURE__ */ a("summary", { children: [
      /* @__PURE__ */ a(Icon, { name: "warn" }),
      " ",
      t("msg.defects", { n: defects.length })
    ] }),
    /* @__PURE__ */ a("ul", { children: defects.map((defect) => /* @__PURE__ */ a("li", { children: defect }, defect)) })
  ] });
}
function Attachments({ message }) {
  let files = message.attachments ?? [];
  return files.length === 0 ? null : /* @__PURE__ */ a("ul", { class: "files", "aria-label": t("parts.attachments"), children: files.map((file) => {
    let name = file.filename || t("parts.unnamed", { id: file.part });
    return /* @__PURE__ */ a("li", { children: /* @__PURE__ */ a("a", { href: partURL(message.id, file.part), download: name, title: `${t("parts.download", { name })} (${file.type})`, children: [
      /* @__PURE__ */ a(Icon, { name: "clip" }),
      /* @__PURE__ */ a("span", { class: "name", dir: "auto", children: name }),
      /* @__PURE__ */ a("span", { class: "n", children: size(file.size) })
    ] }) }, file.part);
  }) });
}

// src/views/message/PartsTab.tsx
function PartsTab({ message }) {
  let parts = flat(message.parts ?? []);
  return parts.length === 0 ? /* @__PURE__ */ a("p", { class: "dim pad", children: t("parts.none") }) : /* @__PURE__ */ a("ul", { class: "parts", "aria-label": t("parts.structure"), children: parts.map(({ part, depth }) => /* @__PURE__ */ a(Line, { part, depth, message: message.id }, part.id)) });
}
function Line({ part, depth, message }) {
  let name = part.filename || t("parts.unnamed", { id: part.id }), facts = [part.charset, part.encoding, part.disposition, part.cid && `cid:${part.cid}`].filter(Boolean);
  return /* @__PURE__ */ a("li", { style: { "--depth": depth }, children: [
    /* @__PURE__ */ a("span", { class: "n", children: /^\d/.test(part.id) && part.id }),
    /* @__PURE__ */ a("span", { class: "what", children: [
      /* @__PURE__ */ a("code", { children: part.type }),
      part.filename && /* @__PURE__ */ a("span", { class: "name", dir: "auto", children: part.filename }),
      /* @__PURE__ */ a("span", { class: "dim", children: facts.join(" · ") })
    ] }),
    /* @__PURE__ */ a("span", { class: "n", children: part.children?.length ? "" : size(part.size) }),
    part.children?.length ? /* @__PURE__ */ a("span", {}) : /* @__PURE__ */ a(LinkButton, { label: t("parts.download", { name }), icon: "down", bare: !0, href: partURL(message, part.id), download: part.filename || `part-${part.id}` })
  ] });
}
function flat(parts, depth = 0) {
  return parts.flatMap((part) => [{ part, depth }, ...flat(part.children ?? [], depth + 1)]);
}

// src/views/message/SourceTab.tsx
var LINE = 18;
function SourceTab({ id }) {
  let [text, setText] = d(), [failed, setFailed] = d(!1);
  A(() => {
    let loading = new AbortController();
    return setFailed(!1), source(id, loading.signal).then(setText, () => loading.signal.aborted || setFailed(!0)), () => loading.abort();
  }, [id]);
  let [find, setFind] = d(""), [at2, setAt] = d(0), lines = w(() => (text ?? "").replace(/\r?\n$/, "").split(/\r?\n/), [text]), hits = w(() => {
    let want = find.toLowerCase();
    return want ? lines.flatMap((line, index) => line.toLowerCase().includes(want) ? [index] : []) : [];
  }, [lines, find]);
  return failed ? /* @__PURE__ */ a("p", { class: "dim pad", role: "alert", children: t("source.failed") }) : text === void 0 ? /* @__PURE__ */ a("p", { class: "dim pad", "aria-busy": "true" }) : /* @__PURE__ */ a($, { children: [
    /* @__PURE__ */ a("div", { class: "toolbar", children: [
      /* @__PURE__ */ a("span", { class: "dim", children: t("source.lines", { n: lines.length }) }),
      /* @__PURE__ */ a("span", { class: "gap" }),
      /* @__PURE__ */ a("form", { class: "finder", onSubmit: (event) => (event.preventDefault(), setAt((at2 + 1) % Math.max(1, hits.length))), children: [
        /* @__PURE__ */ a("input", { class: "inp", type: "search", "aria-label": t("source.find"), placeholder: t("source.find"), value: find, onInput: (event) => (setFind(event.currentTarget.value), setAt(0)) }),
        /* @__PURE__ */ a("span", { class: "n", role: "status", children: find && t("source.hits", { at: hits.length ? at2 + 1 : 0, n: hits.length }) }),
        /* @__PURE__ */ a(Button, { label: t("source.before"), icon: "newer", bare: !0, kind: "quiet", disabled: hits.length === 0, onClick: () => setAt((at2 - 1 + hits.length) % hits.length) }),
        /* @__PURE__ */ a(Button, { label: t("source.next"), icon: "older", bare: !0, kind: "quiet", submit: !0, disabled: hits.length === 0 })
      ] }),
      /* @__PURE__ */ a(Button, { label: t("act.copy"), icon: "copy", onClick: () => {
        copy(text, t("what.source"));
      } })
    ] }),
    /* @__PURE__ */ a(Lines, { lines, found: hits[at2] ?? -1 })
  ] });
}
function Lines({ lines, found }) {
  let element = T(null), [top, setTop] = d(0), [view2, setView] = d(600);
  F(() => {
    let sized = new ResizeObserver(() => setView(element.current.clientHeight));
    return sized.observe(element.current), () => sized.disconnect();
  }, []), F(() => {
    found >= 0 && (element.current.scrollTop = Math.max(0, (found - 4) * LINE));
  }, [found]);
  let metrics = { total: lines.length, row: LINE, view: view2 }, { start: start2, end, y: y2 } = slice(top, metrics), numbers = { width: `${String(lines.length).length + 1}ch` }, head = lines.indexOf("");
  return /* @__PURE__ */ a("div", { class: "source", ref: element, tabIndex: 0, role: "document", "aria-label": t("source.label"), onScroll: (event) => setTop(event.currentTarget.scrollTop), children: /* @__PURE__ */ a("div", { class: "spacer", style: { height: `${spacer(metrics)}px` }, children: /* @__PURE__ */ a("div", { class: "lines", style: { transform: `translateY(${y2}px)` }, children: lines.slice(start2, end).map((line, at2) => /* @__PURE__ */ a("div", { class: start2 + at2 === found ? "ln found" : "ln", children: [
    /* @__PURE__ */ a("span", { class: "no", "aria-hidden": "true", style: numbers, children: start2 + at2 + 1 }),
    /* @__PURE__ */ a(Line2, { text: line, header: head < 0 || start2 + at2 < head })
  ] }, start2 + at2)) }) }) });
}
function Line2({ text, header }) {
  let name = /^[\x21-\x39\x3b-\x7e]+:/.exec(text)?.[0];
  return header && name ? /* @__PURE__ */ a("code", { children: [
    /* @__PURE__ */ a("b", { children: name }),
    text.slice(name.length)
  ] }) : /* @__PURE__ */ a("code", { class: !header && /^--\S/.test(text) ? "boundary" : void 0, children: text || " " });
}

// src/parts/Linked.tsx
var URLS = /\bhttps?:\/\/[^\s<>"'`]+[^\s<>"'`.,;:!?)\]}]/g;
function Linked({ text }) {
  let out = [], from = 0;
  for (let match of text.matchAll(URLS))
    out.push(text.slice(from, match.index)), out.push(
      /* @__PURE__ */ a("a", { href: match[0], target: "_blank", rel: "noopener noreferrer nofollow", children: match[0] })
    ), from = match.index + match[0].length;
  return out.push(text.slice(from)), /* @__PURE__ */ a($, { children: out });
}

// src/views/message/TextTab.tsx
function TextTab({ message }) {
  let [wrap, setWrap] = d(!0);
  return message.text ? /* @__PURE__ */ a($, { children: [
    /* @__PURE__ */ a("div", { class: "toolbar", children: /* @__PURE__ */ a(Button, { label: t("text.wrap"), pressed: wrap, onClick: () => setWrap(!wrap) }) }),
    /* @__PURE__ */ a("div", { class: wrap ? "plain wrap" : "plain", tabIndex: 0, role: "document", "aria-label": t("tab.text"), dir: "auto", children: blocks(message.text).map((block, at2) => /* @__PURE__ */ a("div", { class: block.quoted ? "quoted" : void 0, children: /* @__PURE__ */ a(Linked, { text: block.text }) }, at2)) })
  ] }) : /* @__PURE__ */ a("p", { class: "dim pad", children: t("text.none") });
}
function blocks(text) {
  let out = [];
  for (let line of text.replace(/\r\n/g, `
`).split(`
`)) {
    let quoted2 = line.startsWith(">"), last = out[out.length - 1];
    last && last.quoted === quoted2 ? last.text += `
` + line : out.push({ quoted: quoted2, text: line });
  }
  return out;
}

// src/views/message/MessagePane.tsx
function MessagePane() {
  let { id, message, problem } = messages.shown.value, pane = T(null);
  return A(() => {
    pane.current?.scrollTo(0, 0);
  }, [id]), /* @__PURE__ */ a("article", { class: "msg", "aria-label": t("msg.label"), ref: pane, children: [
    route.value.id ? /* @__PURE__ */ a(Bar, {}) : /* @__PURE__ */ a(Nothing, {}),
    route.value.id && problem && /* @__PURE__ */ a(Gone, { status: problem.status, text: problem.text }),
    route.value.id && message && /* @__PURE__ */ a($, { children: [
      /* @__PURE__ */ a(MessageHeader, { message }),
      /* @__PURE__ */ a(Body, { message })
    ] })
  ] });
}
function Later({ message }) {
  let there = later.value;
  return there === void 0 && fetchScreens(), typeof there == "object" ? /* @__PURE__ */ a(there.ChecksTab, { message }) : /* @__PURE__ */ a(Waiting, {});
}
function Bar() {
  let index = useComputed(() => (inbox.version.value, inbox.rows.indexOf(route.value.id))).value;
  return /* @__PURE__ */ a("div", { class: "msgbar", children: [
    /* @__PURE__ */ a(Button, { label: t("act.back"), icon: "back", bare: !0, kind: "quiet", keys: "u", onClick: back }),
    /* @__PURE__ */ a("span", { class: "gap" }),
    index >= 0 && /* @__PURE__ */ a("span", { class: "n", children: t("msg.position", { at: index + 1, n: inbox.rows.total }) }),
    /* @__PURE__ */ a(Button, { label: t("act.newer"), icon: "newer", bare: !0, kind: "quiet", keys: "]", disabled: index <= 0, onClick: () => step(-1) }),
    /* @__PURE__ */ a(Button, { label: t("act.older"), icon: "older", bare: !0, kind: "quiet", keys: "[", disabled: index < 0 || index + 1 >= inbox.rows.total, onClick: () => step(1) })
  ] });
}
function Nothing() {
  return /* @__PURE__ */ a("div", { class: "state", children: [
    /* @__PURE__ */ a("p", { children: t("msg.none") }),
    /* @__PURE__ */ a("p", { class: "dim", children: [
      t("msg.noneHint"),
      " ",
      /* @__PURE__ */ a("kbd", { children: "j" }),
      " ",
      /* @__PURE__ */ a("kbd", { children: "Enter" })
    ] })
  ] });
}
function Gone({ status, text }) {
  return /* @__PURE__ */ a("div", { class: "state", role: "alert", children: [
    /* @__PURE__ */ a("p", { children: status === 404 ? t("msg.gone") : t("msg.failed") }),
    /* @__PURE__ */ a("p", { class: "dim", children: status === 404 ? t("msg.goneHint") : text }),
    status !== 404 && /* @__PURE__ */ a(Button, { label: t("list.retry"), onClick: () => {
      messages.open(route.value.id);
    } }),
    /* @__PURE__ */ a(Button, { label: t("act.back"), onClick: back })
  ] });
}
function best(message) {
  return message.preview ? "html" : message.text || !message.defects?.length ? "text" : "source";
}
function items(message) {
  return TABS.map((value) => {
    let item = { value, text: t(`tab.${value}`) };
    return value === "html" && (item.void = !message.preview), value === "text" && (item.void = !message.text), value === "parts" && (item.count = message.attachments?.length), item;
  });
}
function Body({ message }) {
  let tab = route.value.tab || best(message);
  return /* @__PURE__ */ a($, { children: [
    /* @__PURE__ */ a(Tabs, { label: t("msg.tabs"), id: "tab", items: items(message), value: tab, onChange: setTab }),
    /* @__PURE__ */ a("div", { class: "panel", "data-tab": tab, role: "tabpanel", id: "tab-panel", "aria-labelledby": `tab-${tab}`, children: /* @__PURE__ */ a(Panel, { tab, message }) })
  ] });
}
function Panel({ tab, message }) {
  switch (tab) {
    case "html":
      return /* @__PURE__ */ a(HtmlTab, { message });
    case "text":
      return /* @__PURE__ */ a(TextTab, { message });
    case "source":
      return /* @__PURE__ */ a(SourceTab, { id: message.id });
    case "headers":
      return /* @__PURE__ */ a(HeadersTab, { message });
    case "delivery":
      return /* @__PURE__ */ a(DeliveryTab, { message });
    case "parts":
      return /* @__PURE__ */ a(PartsTab, { message });
    case "checks":
      return /* @__PURE__ */ a(Later, { message });
  }
}

// src/views/Notice.tsx
var STAY = 5e3, REGRET = 1e4;
function Notice() {
  let told = notice.value, [looked, setLooked] = d(!1);
  A(() => {
    if (!told || told.bad || looked) return;
    let timer = setTimeout(() => notice.value = void 0, told.undo ? REGRET : STAY);
    return () => clearTimeout(timer);
  }, [told, looked]);
  let look = { onPointerEnter: () => setLooked(!0), onPointerLeave: () => setLooked(!1), onFocusIn: () => setLooked(!0), onFocusOut: () => setLooked(!1) };
  return /* @__PURE__ */ a($, { children: [
    /* @__PURE__ */ a("div", { class: "toasts", role: told?.bad ? "alert" : "status", children: told && /* @__PURE__ */ a("div", { class: told.bad ? "toast bad" : "toast", ...look, children: [
      /* @__PURE__ */ a("span", { children: told.text }),
      told.undo && undo.value && /* @__PURE__ */ a(Button, { label: t("undo.do"), kind: "quiet", class: "undo", keys: "z", onClick: () => {
        takeBack();
      } }),
      /* @__PURE__ */ a(Button, { icon: "close", label: t("act.close"), bare: !0, kind: "quiet", onClick: () => notice.value = void 0 })
    ] }) }),
    /* @__PURE__ */ a("div", { class: "sr", "aria-live": "polite", children: announced.value })
  ] });
}

// src/views/Splitter.tsx
var LEAST = 340, MOST = 640, USUAL = 440, STEP = 20, clamp = (width) => Math.max(LEAST, Math.min(MOST, Math.round(width)));
function Splitter() {
  let drag = (event) => {
    let handle = event.currentTarget;
    if (!handle.hasPointerCapture(event.pointerId)) return;
    let left = handle.previousElementSibling.getBoundingClientRect().left;
    prefer({ list: clamp(event.clientX - left) });
  }, press = (event) => {
    let step2 = event.key === "ArrowLeft" ? -STEP : event.key === "ArrowRight" ? STEP : 0;
    step2 && (event.preventDefault(), prefer({ list: clamp(prefs.value.list + step2) }));
  };
  return /* @__PURE__ */ a(
    "div",
    {
      class: "splitter",
      role: "separator",
      tabIndex: 0,
      "aria-orientation": "vertical",
      "aria-label": t("pane.resize"),
      "aria-valuemin": LEAST,
      "aria-valuemax": MOST,
      "aria-valuenow": prefs.value.list,
      onPointerDown: (event) => event.currentTarget.setPointerCapture(event.pointerId),
      onPointerMove: drag,
      onKeyDown: press,
      onDblClick: () => prefer({ list: USUAL })
    }
  );
}

// src/views/StatusBar.tsx
function StatusBar() {
  let rate = inbox.rate.value;
  return A(() => {
    if (!rate) return;
    let timer = setInterval(() => inbox.tally(), 1e3);
    return () => clearInterval(timer);
  }, [rate > 0]), /* @__PURE__ */ a("footer", { class: "statusbar", "aria-label": t("status.label"), children: [
    info2.value?.smtp && /* @__PURE__ */ a("span", { children: t("status.smtp", { address: info2.value.smtp }) }),
    info2.value?.imap && /* @__PURE__ */ a("span", { children: t("status.imap", { address: info2.value.imap }) }),
    rate > 0 && /* @__PURE__ */ a("span", { class: "rate", children: t("status.rate", { n: rate }) }),
    /* @__PURE__ */ a("span", { class: "gap" }),
    /* @__PURE__ */ a("span", { children: t("status.keys") }),
    info2.value?.version && /* @__PURE__ */ a("span", { children: info2.value.version })
  ] });
}
function BottomBar() {
  let items2 = [
    { icon: "mail", text: t("nav.mail"), run: () => search(""), here: route.value.screen === "mail" && !filtered.value },
    { icon: "menu", text: t("nav.open"), run: () => layer.value = "nav" },
    { icon: "search", text: t("nav.search"), run: () => focusSearch() },
    { icon: inbox.paused.value ? "play" : "pause", text: inbox.paused.value ? t("live.resume") : t("live.pause"), run: pause },
    { icon: "dots", text: t("nav.moreMenu"), run: () => layer.value = "more" }
  ];
  return /* @__PURE__ */ a("nav", { class: "bottombar", "aria-label": t("nav.main"), children: items2.map(({ icon, text, run, here }) => /* @__PURE__ */ a("button", { type: "button", "aria-current": here ? "page" : void 0, onClick: run, children: [
    /* @__PURE__ */ a(Icon, { name: icon }),
    text
  ] }, icon)) });
}

// src/views/TopBar.tsx
var SILENT = 3e3;
function TopBar() {
  let home = (event) => {
    event.ctrlKey || event.metaKey || (event.preventDefault(), search(""));
  };
  return /* @__PURE__ */ a("header", { class: "head", children: [
    /* @__PURE__ */ a("a", { class: "skip", href: "#main", onClick: (event) => (event.preventDefault(), stage.focus()), children: t("app.skip") }),
    /* @__PURE__ */ a(Strip, {}),
    /* @__PURE__ */ a("div", { class: "top", children: [
      /* @__PURE__ */ a(Button, { label: t("nav.open"), icon: "menu", bare: !0, kind: "quiet", class: "drawer", onClick: () => layer.value = "nav" }),
      /* @__PURE__ */ a("a", { class: "brand", href: href({}), onClick: home, children: "mailsink" }),
      /* @__PURE__ */ a(Environment, {}),
      /* @__PURE__ */ a(Search, {}),
      /* @__PURE__ */ a(LiveChip, {}),
      /* @__PURE__ */ a(ThemeButton, {}),
      /* @__PURE__ */ a(Button, { label: t("act.keys"), icon: "keys", bare: !0, kind: "quiet", class: "wide", keys: "?", onClick: () => layer.value = "keys" })
    ] })
  ] });
}
function Environment() {
  let environment = info2.value?.environment;
  return environment?.name ? /* @__PURE__ */ a("span", { class: "environment", children: environment.name }) : null;
}
function Strip() {
  let environment = info2.value?.environment;
  return environment?.name ? /* @__PURE__ */ a("div", { class: "strip", style: { background: environment.color || void 0 } }) : null;
}
function LiveChip() {
  let patient = useSignal(!0), link = inbox.link.value;
  A(() => {
    patient.value = !0;
    let timer = setTimeout(() => patient.value = !1, SILENT);
    return () => clearTimeout(timer);
  }, [link]);
  let waiting = inbox.waiting.value;
  return inbox.paused.value ? /* @__PURE__ */ a(Chip2, { kind: "paused", text: waiting ? t("live.pausedN", { n: waiting }) : t("live.paused") }) : link === "live" || patient.value ? /* @__PURE__ */ a(Chip2, { kind: "live", text: t("live.live") }) : /* @__PURE__ */ a(Chip2, { kind: "offline", text: link === "offline" ? t("live.offline") : t("live.connecting") });
}
function Chip2({ kind, text }) {
  return /* @__PURE__ */ a("span", { class: `chip ${kind}`, role: "status", children: [
    /* @__PURE__ */ a("span", { class: "mark", "aria-hidden": "true" }),
    text
  ] });
}
var NEXT = { auto: "light", light: "dark", dark: "auto" }, ICONS = { auto: "auto", light: "sun", dark: "moon" };
function ThemeButton() {
  let { theme } = prefs.value, label = `${t("theme.label")}: ${t(`theme.${theme}`)}`;
  return /* @__PURE__ */ a(Button, { label, icon: ICONS[theme], bare: !0, kind: "quiet", class: "wide", onClick: () => prefer({ theme: NEXT[theme] }) });
}

// src/views/Shell.tsx
function title() {
  let { screen, saved: name } = route.value;
  if (screen !== "mail") return t(`${screen}.title`);
  if (name && saved.value.some((one) => one.name === name)) return name;
  let { q, account, mailbox } = view.value;
  return q === "is:unread" ? t("view.unread") : q ? t("view.search", { q }) : [account, mailbox].filter(Boolean).join(" / ") || t("view.all");
}
function Shell() {
  let { screen, id, name } = route.value;
  return /* @__PURE__ */ a("div", { class: "app", "data-screen": screen, "data-pane": id || screen === "sessions" && name ? "msg" : "list", children: [
    /* @__PURE__ */ a(TopBar, {}),
    /* @__PURE__ */ a("div", { class: "cols", style: { "--list": `${prefs.value.list}px` }, children: [
      /* @__PURE__ */ a("nav", { class: "nav side", "aria-label": t("nav.label"), children: /* @__PURE__ */ a(Nav, {}) }),
      screen === "mail" ? /* @__PURE__ */ a(Mail, {}) : /* @__PURE__ */ a(Beside, { screen })
    ] }),
    /* @__PURE__ */ a(StatusBar, {}),
    /* @__PURE__ */ a(BottomBar, {}),
    /* @__PURE__ */ a(Notice, {}),
    /* @__PURE__ */ a(Layers, {})
  ] });
}
function Mail() {
  let bare = blank.value && !route.value.id;
  return /* @__PURE__ */ a("main", { class: bare ? "main blank" : "main", id: "main", tabIndex: -1, children: [
    /* @__PURE__ */ a("h1", { class: "sr", children: title() }),
    /* @__PURE__ */ a(ListPane, {}),
    /* @__PURE__ */ a(Splitter, {}),
    bare ? /* @__PURE__ */ a(Empty, {}) : /* @__PURE__ */ a(MessagePane, {})
  ] });
}

// src/live/badge.ts
var REST2 = 1e3, DOTTED = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="4" fill="#1b4fd1"/><path d="M3.5 5h9v6.5h-9z" fill="none" stroke="#fff" stroke-width="1.3" stroke-linejoin="round"/><path d="m3.7 5.2 4.3 3.6 4.3-3.6" fill="none" stroke="#fff" stroke-width="1.3" stroke-linejoin="round"/><circle cx="12.5" cy="3.5" r="3" fill="#d92d20" stroke="#fff"/></svg>'
)}`;
function lazily(gap) {
  let last = -1 / 0, timer;
  return (run) => {
    clearTimeout(timer);
    let act2 = () => {
      last = performance.now(), run();
    }, wait = last + gap - performance.now();
    wait <= 0 ? act2() : timer = setTimeout(act2, wait);
  };
}
function counted(unread, text) {
  return unread ? `(${unread}) ${text}` : text;
}
function wearBadge() {
  let later2 = lazily(REST2), shown = "";
  x2(() => {
    let place = title(), unread = inbox.unread.value, wear = () => {
      document.title = counted(unread, t("app.title", { view: place })), dot(unread > 0);
    };
    place !== shown ? wear() : later2(wear), shown = place;
  });
}
function dot(on) {
  let link = document.querySelector("link[rel=icon]"), wanted2 = on ? DOTTED : at("favicon.svg");
  link && link.getAttribute("href") !== wanted2 && link.setAttribute("href", wanted2);
}

// src/live/presence.ts
var SPEAK = 1e4;
function speaker() {
  let gathered = 0, timer = 0, last = -1 / 0;
  return (newest, n) => {
    gathered += n, clearTimeout(timer), timer = window.setTimeout(() => {
      prefs.peek().announce && (announced.value = t("live.announce", { n: gathered, subject: newest.subj, rcpt: newest.rcpt[0] ?? "" })), gathered = 0, last = performance.now();
    }, Math.max(0, last + SPEAK - performance.now()));
  };
}
function attend() {
  let speak = speaker();
  inbox.arrived = (newest, n) => {
    speak(newest, n), following.value && open(newest.id, !0);
  }, inbox.gone = (ids) => {
    messages.forget([...ids]), selection.forget([...ids]), ids.has(route.peek().id) && messages.open(route.peek().id);
  }, x2(() => {
    let { id } = route.value;
    f(() => {
      messages.open(id);
    });
  }), x2(() => {
    let { id, message } = messages.shown.value;
    message && id === route.peek().id && f(() => opened(id));
  }), x2(() => {
    inbox.version.value, inbox.waiting.value, f(() => facets2.refresh());
  }), x2(() => {
    view.value, active.value = f(() => route.value.id);
  }), document.addEventListener("visibilitychange", () => document.hidden || inbox.paused.peek() || stage.held() || inbox.release()), setInterval(() => now.value = Date.now(), 3e4), wearBadge(), returnKeys();
}
function returnKeys() {
  addEventListener("blur", () => caged.value = document.activeElement instanceof HTMLIFrameElement), document.addEventListener("focusin", (event) => caged.value = event.target instanceof HTMLIFrameElement), document.addEventListener("pointermove", (event) => {
    event.buttons || !(document.activeElement instanceof HTMLIFrameElement) || (caged.value = !1, stage.focus());
  });
}

// src/app.tsx
function start() {
  let atHand = boot();
  info2.value = atHand.info, saved.value = atHand.views ?? [], atHand.info || info().then((known) => info2.value = known, () => {
  });
  let first = atHand.rows;
  onView((view2) => {
    let whole = !view2.q && !view2.account && !view2.mailbox;
    inbox.open(view2, whole ? first : void 0), first = void 0;
  }), document.documentElement.dir = direction, dress(), follow(), attend();
  let keyboard = new Keyboard();
  document.addEventListener("keydown", (event) => keyboard.press(event) && event.preventDefault()), Q(/* @__PURE__ */ a(Shell, {}), document.getElementById("app")), setTimeout(fetchScreens, 1e3);
}
start();
