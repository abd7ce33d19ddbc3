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
  O,
  Preview,
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
  about,
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
  checks,
  compare,
  complete,
  copy,
  copyCode,
  copyLink,
  count,
  cut,
  d,
  delay,
  direction,
  dress,
  extendTo,
  f,
  facets,
  facets2,
  failed,
  filesURL,
  filtered,
  fits,
  focusSearch,
  follow,
  following,
  go,
  headers,
  href,
  inbox,
  info,
  info2,
  inject,
  instant,
  joining,
  keysOf,
  layer,
  loadRemote,
  mark,
  messages,
  mineQuery,
  moment,
  nearest,
  notice,
  notify,
  now,
  onView,
  open,
  opened,
  partSource,
  partURL,
  pause,
  person,
  pickAll,
  pointed,
  prefer,
  prefs,
  previewed,
  query,
  question,
  quoted,
  rawURL,
  reach,
  remapped,
  remote,
  remove,
  room,
  route,
  sample,
  saved,
  say,
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
  title,
  toggle,
  toggleFollow,
  undo,
  useComputed,
  useFetched,
  useSignal,
  view,
  visit,
  visitLinks,
  w,
  wanted,
  wearBadge,
  without,
  x,
  x2,
  y
} from "./c-chunk.js";

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
  };
  let chosen = O(() => route.value.id);
  x2(() => {
    let id = chosen.value;
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
  }), document.addEventListener("visibilitychange", () => document.hidden || inbox.paused.peek() || stage.held() || inbox.release()), setInterval(() => now.value = Date.now(), 3e4), noticeCuts(), wearBadge(), notify(), returnKeys();
}
var SILENT = 3e3;
function noticeCuts() {
  let timer = 0;
  x2(() => {
    inbox.link.value === "live" ? (clearTimeout(timer), timer = 0, cut.value = !1) : timer ||= window.setTimeout(() => cut.value = !0, SILENT);
  });
}
function returnKeys() {
  addEventListener("blur", () => caged.value = document.activeElement instanceof HTMLIFrameElement), document.addEventListener("focusin", (event) => caged.value = event.target instanceof HTMLIFrameElement), document.addEventListener("pointermove", (event) => {
    event.buttons || !(document.activeElement instanceof HTMLIFrameElement) || (caged.value = !1, stage.focus());
  });
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
  let Shown2 = there.screens[screen];
  return Shown2 ? /* @__PURE__ */ a(Shown2, {}) : null;
}

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
  return /* @__PURE__ */ a(Button, { remote: !0, label: t("empty.forMe"), icon: "send", kind: "primary", disabled: busy, onClick: () => {
    send();
  } });
}

// src/views/KeySheet.tsx
function KeySheet({ onClose }) {
  return /* @__PURE__ */ a(Dialog, { title: t("keys.title"), class: "keys", onClose, children: [
    /* @__PURE__ */ a("label", { class: "switch", children: [
      /* @__PURE__ */ a("input", { type: "checkbox", checked: prefs.value.keys, onChange: (event) => prefer({ keys: event.currentTarget.checked }) }),
      t("keys.single")
    ] }),
    /* @__PURE__ */ a("dl", { class: "keylist", children: bindings.map((binding) => /* @__PURE__ */ a("div", { children: [
      /* @__PURE__ */ a("dt", { children: compact(keysOf(binding)).map((name) => /* @__PURE__ */ a(Stroke, { name }, name)) }),
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
  return mine.length ? /* @__PURE__ */ a(Entry, { to: { q: mineQuery(mine) }, text: t("view.mine"), n: facets2.mine.value?.unread, of: facets2.mine.value?.total }) : /* @__PURE__ */ a("li", { children: /* @__PURE__ */ a("button", { type: "button", class: "entry", onClick: () => layer.value = "mine", children: [
    /* @__PURE__ */ a("span", { class: "name", children: t("view.mine") }),
    /* @__PURE__ */ a("span", { class: "n", children: t("mine.set") })
  ] }) });
}
function Unread({ of }) {
  return of?.unread ? /* @__PURE__ */ a("span", { class: "n unread", title: t("nav.unreadOf", { n: of.unread, of: count(of.total ?? 0) }), children: [
    count(of.unread),
    /* @__PURE__ */ a("span", { class: "sr", children: [
      " ",
      t("nav.unread")
    ] })
  ] }) : null;
}
function Views() {
  let list = saved.value;
  return list.length === 0 ? null : /* @__PURE__ */ a($, { children: [
    /* @__PURE__ */ a("h2", { class: "with", children: [
      t("nav.views"),
      /* @__PURE__ */ a(Button, { label: t("view.edit"), icon: "settings", bare: !0, kind: "quiet", onClick: () => layer.value = "save" })
    ] }),
    /* @__PURE__ */ a("ul", { children: list.map((one) => /* @__PURE__ */ a("li", { children: /* @__PURE__ */ a(Link, { to: { saved: one.name }, current: route.value.screen === "mail" && route.value.saved === one.name, title: one.q, children: [
      /* @__PURE__ */ a("span", { class: "name", children: one.name }),
      /* @__PURE__ */ a(Unread, { of: facets2.views.value.find(({ name }) => name === one.name) })
    ] }) }, one.name)) })
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
    /* @__PURE__ */ a("ul", { children: TOOLS.map(([screen, icon2]) => /* @__PURE__ */ a("li", { children: /* @__PURE__ */ a(Link, { to: { screen }, current: route.value.screen === screen, class: "tool", children: [
      /* @__PURE__ */ a(Icon, { name: icon2 }),
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
function Entry({ to, text, n, of, address: address2 }) {
  let target = { q: "", account: "", mailbox: "", ...to }, here = route.value.screen === "mail" && !route.value.saved && view.value.q === target.q && view.value.account === target.account && view.value.mailbox === target.mailbox, click2 = (event) => {
    event.ctrlKey || event.metaKey || event.shiftKey || (event.preventDefault(), layer.value = "", visit(target));
  };
  return /* @__PURE__ */ a("li", { children: /* @__PURE__ */ a("a", { href: href(target), "aria-current": here ? "page" : void 0, title: address2 ? text : void 0, onClick: click2, children: [
    /* @__PURE__ */ a("span", { class: address2 ? "name address" : "name", children: text }),
    of !== void 0 ? /* @__PURE__ */ a(Unread, { of: { unread: n, total: of } }) : n !== void 0 && /* @__PURE__ */ a("span", { class: "n", children: count(n) })
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
  let Shown2 = there.layers[layer.value];
  return Shown2 ? /* @__PURE__ */ a(Shown2, { onClose: close }) : null;
}
function More() {
  let themes = THEMES.map((value) => ({ value, text: t(`theme.${value}`) }));
  return /* @__PURE__ */ a(Dialog, { title: t("nav.moreMenu"), onClose: close, children: /* @__PURE__ */ a("div", { class: "stack", children: [
    /* @__PURE__ */ a("ul", { class: "more-tools", children: TOOLS.map(([screen, icon2]) => /* @__PURE__ */ a("li", { onClick: close, children: /* @__PURE__ */ a(Link, { to: { screen }, class: "btn", children: [
      /* @__PURE__ */ a(Icon, { name: icon2 }),
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
  let { q } = view.value, [text, setText] = d(q), timer = T(0), typed = T(!1), box = T(null), offer = useOffers(), asked = T(q);
  A(() => {
    let now2 = view.peek().q;
    now2 !== asked.current && setText(asked.current = now2);
  }, [q]);
  let look = (value) => {
    clearTimeout(timer.current), asked.current = value.trim(), search(asked.current, typed.current), typed.current = !0;
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
    !selection.all.value && n < total && /* @__PURE__ */ a(Button, { label: t(filtered.value ? "list.selectMatching" : "list.selectN", { n: total }), kind: "quiet", class: "roomy", onClick: pickAll }),
    !selection.all.value && n < total && /* @__PURE__ */ a(Button, { label: t("list.selectShort", { n: total }), kind: "quiet", class: "cramped", onClick: pickAll }),
    /* @__PURE__ */ a("span", { class: "gap" }),
    /* @__PURE__ */ a(Button, { remote: !0, label: t("act.read"), icon: "read", bare: !0, kind: "quiet", keys: "Shift+I", onClick: () => mark("read") }),
    /* @__PURE__ */ a(Button, { remote: !0, label: t("act.unread"), icon: "unread", bare: !0, kind: "quiet", keys: "Shift+U", onClick: () => mark("unread") }),
    /* @__PURE__ */ a(Button, { remote: !0, label: t("act.pin"), icon: "pin", bare: !0, kind: "quiet", class: "roomy", keys: "s", onClick: () => mark("pin") }),
    /* @__PURE__ */ a(Button, { remote: !0, label: t("act.tag"), icon: "tag", bare: !0, kind: "quiet", keys: "t", onClick: () => layer.value = "tags" }),
    selection.all.value && /* @__PURE__ */ a(Export, {}),
    n === 2 && !selection.all.value && /* @__PURE__ */ a(Button, { label: t("act.compare"), icon: "compare", bare: !0, kind: "quiet", keys: "=", onClick: compare }),
    /* @__PURE__ */ a(Button, { remote: !0, label: t("act.delete"), icon: "trash", bare: !0, kind: "quiet", keys: "#", onClick: remove }),
    /* @__PURE__ */ a(Button, { label: t("act.clear"), icon: "close", bare: !0, kind: "quiet", class: "roomy", keys: "Esc", onClick: () => selection.clear() })
  ] });
}
function Export() {
  let { q, account, mailbox } = view.value;
  return /* @__PURE__ */ a(LinkButton, { label: t("act.export"), icon: "down", href: at("v1/export") + query({ q, account, mailbox, format: "tar" }), download: "mailsink.tar", bare: !0 });
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

// src/i18n/findings.ts
var findings = {
  "link.nowhere": "The link leads nowhere.",
  "link.anchor": "Nothing in the message has this name.",
  "link.malformed": "This is not a URL.",
  "link.scheme": "Mail programs do not follow {scheme}: links.",
  "link.relative": "The link has no scheme and host, and a message has no address that it could be relative to.",
  "link.http": "The link is not encrypted: http instead of https.",
  "link.placeholder": "A placeholder has not been filled in.",
  "link.local": "The host is not on the internet: recipients cannot reach {host}.",
  "link.mismatch": "The text names {shown}, but the link leads to {host}.",
  "link.tracking": "The link has parameters that tell who follows it: {names}.",
  "image.nosource": "The picture has no source.",
  "image.cid": "No part of the message has this Content-ID.",
  "image.http": "The picture is not encrypted: http instead of https.",
  "image.pixel": "This looks like a tracking pixel.",
  "image.alt": "There is no alt text: who sees no pictures does not know what is missing.",
  "image.size": "Width and height are not both given, so that the layout moves when the picture loads.",
  "reading.lang": "The html element has no lang: screen readers do not know how to pronounce the text.",
  "reading.title": "There is no title, which some programs read out first.",
  "reading.heading": "A heading skips levels: h{level} follows h{before}.",
  "reading.table": 'A table for layout has no role="presentation": it is read out as a table.',
  "reading.link": "A link has no name: neither text nor a picture with alt text is in it.",
  "reading.vague": "The text of a link does not say where it leads.",
  "reading.small": "Text is smaller than 12 pixels.",
  "reading.contrast": "Text and background have a contrast of {ratio}; 4.5 is the least that reads well.",
  "size.clipped": "The HTML has {kb} kB; Gmail cuts it off after 102 kB.",
  "size.large": "The message has {mb} MB; many servers refuse more than 25 MB.",
  "text.none": "There is no plain text beside the HTML; some programs show nothing else, and filters mind.",
  "text.differs": "The plain text has only {percent} % of the words of the HTML.",
  "list.none": "There is no List-Unsubscribe. Bulk mail needs it; single messages do not.",
  "list.post-alone": "List-Unsubscribe-Post without List-Unsubscribe means nothing (RFC 8058).",
  "list.no-post": "List-Unsubscribe without List-Unsubscribe-Post: large providers ask bulk senders for one click (RFC 8058).",
  "list.post-wrong": "List-Unsubscribe-Post must be List-Unsubscribe=One-Click (RFC 8058).",
  "list.no-https": "One click needs an https: address in List-Unsubscribe (RFC 8058).",
  "list.unsigned": "One click counts only with a DKIM signature that covers both fields (RFC 8058).",
  "list.good": "Recipients can leave with one click.",
  "spam.subject-none": "The subject is empty.",
  "spam.subject-capitals": "The subject is written in capital letters.",
  "spam.subject-marks": "The subject shouts: it has {n} exclamation or currency signs.",
  "spam.date": "There is no Date that can be read.",
  "spam.message-id": "There is no Message-ID.",
  "spam.to": "Neither To nor Cc names a recipient.",
  "spam.reply-to": "Answers go to another domain than the message comes from: {domain}.",
  "spam.html-alone": "There is HTML, and no plain text.",
  "spam.pictures": "There are pictures, and hardly any text.",
  "spam.link-address": "A link leads to a bare IP address.",
  "spam.link-mismatch": "A link names another host than it leads to.",
  "spam.shortener": "A link hides where it leads behind a shortener.",
  "spam.invisible": "Text has the colour of what is behind it.",
  "spam.form": "The HTML has a form.",
  "spam.script": "The HTML has a script.",
  "spam.executable": "An attachment is a program.",
  "spam.words": "It has words that filters have seen too often.",
  "spam.encoded": "Text that needs no encoding is in base64."
};

// src/views/message/ChecksTab.tsx
function ChecksTab({ message }) {
  let { data, problem, again } = useFetched(`checks ${message.id}`, (signal) => checks(message.id, signal));
  return problem && !data ? /* @__PURE__ */ a(Failure, { text: problem, again }) : data ? /* @__PURE__ */ a("div", { class: "checks", children: [
    /* @__PURE__ */ a(Links, { id: message.id, data }),
    /* @__PURE__ */ a(Images, { data }),
    message.preview && /* @__PURE__ */ a(Compatibility, { data }),
    message.preview && /* @__PURE__ */ a(Section, { name: t("checks.accessibility"), findings: data.accessibility, children: /* @__PURE__ */ a(Findings, { list: data.accessibility }) }),
    /* @__PURE__ */ a(Sizes, { data }),
    message.preview && /* @__PURE__ */ a(Text, { data }),
    /* @__PURE__ */ a(Spam, { data }),
    /* @__PURE__ */ a(Section, { name: t("checks.unsubscribe"), findings: data.unsubscribe, note: data.list.oneClick ? t("checks.oneClick") : void 0, children: [
      /* @__PURE__ */ a(Findings, { list: data.unsubscribe }),
      data.list.unsubscribe.length > 0 && /* @__PURE__ */ a("ul", { class: "things", children: data.list.unsubscribe.map((uri) => /* @__PURE__ */ a("li", { children: /* @__PURE__ */ a(Target, { url: uri }) }, uri)) }),
      data.list.unsubscribe.length > 0 && /* @__PURE__ */ a("p", { class: "dim pad-x", children: t("checks.neverCalled") })
    ] })
  ] }) : /* @__PURE__ */ a(Waiting, {});
}
function problems(findings2) {
  return findings2.filter(({ level }) => level !== "note").length;
}
function Section({ name, findings: findings2, note, children }) {
  let n = problems(findings2);
  return /* @__PURE__ */ a("details", { class: "check-of", open: n > 0, children: [
    /* @__PURE__ */ a("summary", { children: [
      /* @__PURE__ */ a("span", { class: n ? "verdict-of bad" : "verdict-of good", children: n ? count(n) : "✓" }),
      /* @__PURE__ */ a("span", { class: "name", children: name }),
      /* @__PURE__ */ a("span", { class: "dim", children: note ?? (n ? t("checks.problems", { n }) : t("checks.fine")) })
    ] }),
    children
  ] });
}
function Findings({ list }) {
  return list.length === 0 ? null : /* @__PURE__ */ a("ul", { class: "findings", children: list.map((finding, at2) => /* @__PURE__ */ a("li", { class: finding.level, children: [
    /* @__PURE__ */ a("span", { class: "sr", children: [
      t(`checks.${finding.level}`),
      " "
    ] }),
    sentence(finding),
    finding.points ? /* @__PURE__ */ a("span", { class: "n", children: [
      " ",
      t("checks.points", { points: finding.points.toFixed(1) })
    ] }) : null,
    finding.where && /* @__PURE__ */ a("code", { dir: "auto", children: finding.where })
  ] }, at2)) });
}
function sentence({ code, args, text }) {
  let known = findings[code];
  return known ? say(known, args) : text;
}
function Target({ url }) {
  let parts = /^(https?:\/\/)([^/?#]*)(.*)$/is.exec(url);
  if (!parts) return /* @__PURE__ */ a("code", { title: url, children: url || "–" });
  let [, scheme, host, rest] = parts;
  return /* @__PURE__ */ a("span", { class: "target", title: url, children: [
    scheme,
    /* @__PURE__ */ a("b", { children: host }),
    rest.length > MOST ? `${rest.slice(0, MOST)}…` : rest
  ] });
}
var MOST = 160;
function Spam({ data }) {
  let { points, limit, findings: list } = data.spam;
  return /* @__PURE__ */ a("details", { class: "check-of", open: points >= limit, children: [
    /* @__PURE__ */ a("summary", { children: [
      /* @__PURE__ */ a("span", { class: points >= limit ? "verdict-of bad" : "verdict-of good", children: points.toFixed(1) }),
      /* @__PURE__ */ a("span", { class: "name", children: t("checks.spam") }),
      /* @__PURE__ */ a("span", { class: "dim", children: t("checks.limit", { limit: limit.toFixed(0) }) })
    ] }),
    /* @__PURE__ */ a(Findings, { list }),
    /* @__PURE__ */ a("p", { class: "dim pad-x", children: t("checks.spamHint") })
  ] });
}
function Links({ id, data }) {
  let [visits, setVisits] = d(), [busy, setBusy] = d(!1), web = data.links.filter(({ url }) => /^https?:/.test(url)), visit2 = async () => {
    setBusy(!0);
    try {
      setVisits(new Map((await visitLinks(id)).map((one) => [one.url, one])));
    } catch (cause) {
      failed(cause);
    }
    setBusy(!1);
  };
  return /* @__PURE__ */ a(Section, { name: t("checks.links"), findings: data.links.flatMap(({ findings: findings2 }) => findings2), note: t("checks.count", { n: data.links.length }), children: [
    /* @__PURE__ */ a("ul", { class: "things", children: data.links.map((link, at2) => /* @__PURE__ */ a("li", { children: [
      /^https?:/.test(link.url) ? /* @__PURE__ */ a("a", { href: link.url, title: link.url, target: "_blank", rel: "noopener noreferrer nofollow", children: /* @__PURE__ */ a(Target, { url: link.url }) }) : /* @__PURE__ */ a(Target, { url: link.url }),
      visits?.has(link.url) && /* @__PURE__ */ a(Visited, { visit: visits.get(link.url) }),
      link.text && /* @__PURE__ */ a("span", { class: "dim", dir: "auto", children: link.text }),
      /* @__PURE__ */ a(Findings, { list: link.findings })
    ] }, at2)) }),
    web.length > 0 && /* @__PURE__ */ a("p", { class: "asking", children: [
      /* @__PURE__ */ a(Button, { label: t("checks.visit"), icon: "reload", disabled: busy, onClick: () => {
        visit2();
      } }),
      /* @__PURE__ */ a("span", { class: "dim", children: t("checks.visitHint") })
    ] })
  ] });
}
function Visited({ visit: visit2 }) {
  let good = !visit2.error && visit2.status !== void 0 && visit2.status < 400;
  return /* @__PURE__ */ a("span", { class: good ? "status ok" : "status bad", children: [
    visit2.error || visit2.status,
    visit2.redirects.length > 0 && ` → ${visit2.redirects[visit2.redirects.length - 1]}`
  ] });
}
var KINDS = { remote: "checks.remote", inline: "checks.inline", data: "checks.inline", missing: "checks.gone" };
function Images({ data }) {
  return data.images.length === 0 ? null : /* @__PURE__ */ a(Section, { name: t("checks.images"), findings: data.images.flatMap(({ findings: findings2 }) => findings2), note: t("checks.count", { n: data.images.length }), children: /* @__PURE__ */ a("ul", { class: "things", children: data.images.map((image, at2) => /* @__PURE__ */ a("li", { children: [
    /* @__PURE__ */ a(Target, { url: image.source }),
    " ",
    /* @__PURE__ */ a("span", { class: "dim", children: t(KINDS[image.kind]) }),
    image.hasAlt && image.alt && /* @__PURE__ */ a("span", { class: "dim", dir: "auto", children: [
      "“",
      image.alt,
      "”"
    ] }),
    /* @__PURE__ */ a(Findings, { list: image.findings })
  ] }, at2)) }) });
}
var FEW = 8;
function Compatibility({ data }) {
  let { compatibility: c } = data, [all, setAll] = d(!1), shown = all ? c.features : c.features.slice(0, FEW);
  return /* @__PURE__ */ a("details", { class: "check-of", open: c.score < 90, children: [
    /* @__PURE__ */ a("summary", { children: [
      /* @__PURE__ */ a("span", { class: c.score < 80 ? "verdict-of bad" : "verdict-of good", children: [
        Math.round(c.score),
        " %"
      ] }),
      /* @__PURE__ */ a("span", { class: "name", children: t("checks.compatibility") }),
      /* @__PURE__ */ a("span", { class: "dim", children: t("checks.used", { n: c.used, clients: c.clients }) })
    ] }),
    /* @__PURE__ */ a("table", { class: "table features", children: [
      /* @__PURE__ */ a("thead", { children: /* @__PURE__ */ a("tr", { children: [
        /* @__PURE__ */ a("th", { scope: "col", children: t("checks.feature") }),
        /* @__PURE__ */ a("th", { scope: "col", class: "num", children: t("checks.works") }),
        /* @__PURE__ */ a("th", { scope: "col", children: t("checks.without") })
      ] }) }),
      /* @__PURE__ */ a("tbody", { children: shown.map((feature) => /* @__PURE__ */ a("tr", { children: [
        /* @__PURE__ */ a("td", { children: [
          /* @__PURE__ */ a("a", { href: feature.url, target: "_blank", rel: "noopener noreferrer", children: feature.title }),
          " ",
          /* @__PURE__ */ a("span", { class: "dim", children: [
            "× ",
            feature.times
          ] })
        ] }),
        /* @__PURE__ */ a("td", { class: "num", children: [
          /* @__PURE__ */ a("meter", { min: 0, max: 100, low: 60, high: 85, optimum: 100, value: feature.score, "aria-hidden": "true" }),
          " ",
          Math.round(feature.score),
          " %"
        ] }),
        /* @__PURE__ */ a("td", { children: [
          feature.without.length > 0 && /* @__PURE__ */ a("span", { children: families(feature.without) }),
          feature.partly.length > 0 && /* @__PURE__ */ a("span", { class: "dim", children: [
            " ",
            t("checks.partly", { programs: families(feature.partly) })
          ] })
        ] })
      ] }, feature.slug)) })
    ] }),
    shown.length < c.features.length && /* @__PURE__ */ a(Button, { label: t("checks.more", { n: c.features.length - shown.length }), kind: "quiet", onClick: () => setAll(!0) }),
    /* @__PURE__ */ a("p", { class: "dim pad-x", children: t("checks.data", { source: c.source, date: c.updated, licence: c.licence }) })
  ] });
}
function families(programs) {
  let by = /* @__PURE__ */ new Map();
  for (let program of programs) {
    let [, name, platform] = /^(.*?) (Android|iOS|macOS|Windows Mail|Windows|Outlook\.com|mobile webmail|webmail)$/.exec(program) ?? [program, program, ""];
    by.set(name, [...by.get(name) ?? [], platform]);
  }
  return [...by].map(([name, platforms]) => platforms.join("") ? `${name} (${platforms.join(", ")})` : name).join(", ");
}
function Sizes({ data }) {
  let { size: s } = data;
  return /* @__PURE__ */ a(Section, { name: t("checks.size"), findings: s.findings, note: size(s.message), children: [
    /* @__PURE__ */ a("dl", { class: "facts", children: [
      /* @__PURE__ */ a("dt", { children: t("checks.message") }),
      /* @__PURE__ */ a("dd", { children: size(s.message) }),
      s.html > 0 && /* @__PURE__ */ a($, { children: [
        /* @__PURE__ */ a("dt", { children: "HTML" }),
        /* @__PURE__ */ a("dd", { children: size(s.html) })
      ] }),
      s.text > 0 && /* @__PURE__ */ a($, { children: [
        /* @__PURE__ */ a("dt", { children: t("tab.text") }),
        /* @__PURE__ */ a("dd", { children: size(s.text) })
      ] })
    ] }),
    /* @__PURE__ */ a(Findings, { list: s.findings })
  ] });
}
function Text({ data }) {
  let { text } = data;
  return /* @__PURE__ */ a(Section, { name: t("checks.text"), findings: text.findings, note: t("checks.shared", { n: Math.round(text.shared * 100) }), children: [
    /* @__PURE__ */ a(Findings, { list: text.findings }),
    text.missing.length > 0 && /* @__PURE__ */ a("p", { class: "pad-x", children: [
      t("checks.missing"),
      " ",
      /* @__PURE__ */ a("span", { class: "dim", dir: "auto", children: text.missing.join(" ") })
    ] })
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
function claims({ summary, envelope, headers: headers2 = [] }) {
  let from = domainOf(summary.from?.[0]?.address ?? ""), named = (name) => headers2.filter((field) => field.name.toLowerCase() === name).map(({ body }) => body), path = domainOf(envelope.reversePath);
  return {
    signatures: named("dkim-signature").map((body) => {
      let tags = new Map(body.split(";").map((tag) => [tag.split("=")[0].trim(), tag.slice(tag.indexOf("=") + 1).replace(/\s+/g, "")])), domain = (tags.get("d") ?? "").toLowerCase();
      return { domain, selector: tags.get("s") ?? "", aligned: related(domain, from) };
    }),
    lists: { domain: path, aligned: related(path, from) },
    results: named("authentication-results")
  };
}
function domainOf(address2) {
  return address2.slice(address2.lastIndexOf("@") + 1).toLowerCase();
}
function related(a2, b) {
  return a2 !== "" && b !== "" && (a2 === b || a2.endsWith(`.${b}`) || b.endsWith(`.${a2}`));
}

// src/views/message/DeliveryTab.tsx
function DeliveryTab({ message }) {
  return /* @__PURE__ */ a("div", { class: "delivery", children: [
    /* @__PURE__ */ a("section", { children: [
      /* @__PURE__ */ a("h3", { children: t("delivery.recipients") }),
      /* @__PURE__ */ a("ul", { class: "traces", children: message.envelope.recipients.map((recipient, at2) => /* @__PURE__ */ a(Trace, { recipient }, at2)) })
    ] }),
    /* @__PURE__ */ a(Compare, { message }),
    /* @__PURE__ */ a(Authentication, { message }),
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
function Authentication({ message }) {
  let { signatures, results, lists } = claims(message);
  return /* @__PURE__ */ a("section", { children: [
    /* @__PURE__ */ a("h3", { children: t("auth.title") }),
    /* @__PURE__ */ a("dl", { class: "facts", children: [
      /* @__PURE__ */ a(Fact, { name: "DKIM", children: [
        signatures.length === 0 && /* @__PURE__ */ a("span", { class: "dim", children: t("auth.unsigned") }),
        signatures.map(({ domain, selector, aligned }, at2) => /* @__PURE__ */ a("span", { class: "line", children: [
          /* @__PURE__ */ a("code", { children: t("auth.signature", { domain, selector }) }),
          " ",
          /* @__PURE__ */ a("span", { class: aligned ? "dim" : "mark-external", children: t(aligned ? "auth.aligned" : "auth.strange") })
        ] }, at2))
      ] }),
      /* @__PURE__ */ a(Fact, { name: "SPF", children: /* @__PURE__ */ a("span", { class: "dim", children: t(lists.aligned ? "auth.pathAligned" : "auth.pathStrange", { domain: lists.domain || "<>" }) }) }),
      results.map((body, at2) => /* @__PURE__ */ a(Fact, { name: t("auth.results"), children: /* @__PURE__ */ a("code", { children: body }) }, at2))
    ] }),
    /* @__PURE__ */ a("p", { class: "dim", children: t("auth.hint") })
  ] });
}
function Fact({ name, children }) {
  return children == null || children === "" ? null : /* @__PURE__ */ a($, { children: [
    /* @__PURE__ */ a("dt", { children: name }),
    /* @__PURE__ */ a("dd", { children })
  ] });
}

// src/views/message/headers.ts
function hops(headers2) {
  let out = [];
  for (let { body } of headers2.filter(({ name }) => name.toLowerCase() === "received").reverse()) {
    let end = body.lastIndexOf(";"), clauses = end < 0 ? body : body.slice(0, end), at2 = Date.parse(body.slice(end + 1).replace(/\(.*?\)/g, ""));
    out.push({ from: clause(clauses, "from"), by: clause(clauses, "by"), with: clause(clauses, "with"), at: at2, took: at2 - (out[out.length - 1]?.at ?? NaN) });
  }
  return out;
}
function clause(text, name) {
  return new RegExp(`(?:^|\\s)${name}\\s+(\\S+(?:\\s+\\([^)]*\\))?)`, "i").exec(text)?.[1]?.replace(/\s+/g, " ") ?? "";
}
var ONCE = ["date", "from", "sender", "reply-to", "to", "cc", "bcc", "message-id", "in-reply-to", "references", "subject", "mime-version", "content-type", "content-transfer-encoding"];
function twice(headers2) {
  let seen = /* @__PURE__ */ new Map();
  for (let { name } of headers2) seen.set(name.toLowerCase(), (seen.get(name.toLowerCase()) ?? 0) + 1);
  return ONCE.filter((name) => (seen.get(name) ?? 0) > 1);
}
function missing(headers2) {
  let there = new Set(headers2.map(({ name }) => name.toLowerCase()));
  return ["Date", "From", "Message-ID"].filter((name) => !there.has(name.toLowerCase()));
}
var RARE = /^(?:dkim-signature|arc-|x-google-|x-received|domainkey-signature|authentication-results-original|x-ms-|x-microsoft-|x-forefront|list-(?!unsubscribe)|feedback-id|thread-|content-language|autocrypt|x-report|x-sg-|x-ses-|x-mailgun-|x-mc-|precedence)/i;
function rare({ name }) {
  return RARE.test(name);
}
function query2({ name, body }) {
  let value = body.replace(/[\\"]/g, "\\$&").slice(0, 200), address2 = /<([^<>\s]+@[^<>\s]+)>/.exec(body)?.[1] ?? body.trim();
  switch (name.toLowerCase()) {
    case "message-id":
      return `message-id:"${address2}"`;
    case "subject":
      return `subject:"${value}"`;
    case "from":
    case "to":
    case "cc":
    case "reply-to":
      return `${name.toLowerCase()}:"${address2}"`;
  }
  return `header:"${name}=${value}"`;
}

// src/views/message/HeadersTab.tsx
function HeadersTab({ message }) {
  let [filter, setFilter] = d(""), [raw, setRaw] = d(!1), { data } = useFetched(`headers ${message.id}`, (signal) => headers(message.id, signal)), decoded = message.headers ?? [], fields = raw ? data?.raw ?? [] : decoded, wanted2 = filter.toLowerCase(), shown = fields.filter((field) => `${field.name}: ${field.body}`.toLowerCase().includes(wanted2)), rest = wanted2 || raw ? [] : shown.filter(rare), trace = raw || wanted2 ? [] : data?.trace ?? [];
  return /* @__PURE__ */ a($, { children: [
    /* @__PURE__ */ a("div", { class: "toolbar", children: [
      /* @__PURE__ */ a("input", { class: "inp", type: "search", "aria-label": t("headers.filter"), placeholder: t("headers.filter"), value: filter, onInput: (event) => setFilter(event.currentTarget.value) }),
      /* @__PURE__ */ a(Segments, { label: t("headers.form"), options: [{ value: !1, text: t("headers.decoded") }, { value: !0, text: t("headers.raw") }], value: raw, onChange: setRaw }),
      /* @__PURE__ */ a("span", { class: "gap" }),
      /* @__PURE__ */ a(Button, { label: t("headers.copyAll"), icon: "copy", onClick: () => {
        copy(fields.map(({ name, body }) => `${name}: ${body}`).join(`
`), t("tab.headers"));
      } })
    ] }),
    !wanted2 && /* @__PURE__ */ a(Oddities, { fields: decoded }),
    !wanted2 && !raw && /* @__PURE__ */ a(Way, { fields: decoded }),
    shown.length === 0 && /* @__PURE__ */ a("p", { class: "dim pad", children: t("headers.none") }),
    /* @__PURE__ */ a("dl", { class: "headers", children: [
      trace.map((field, at2) => /* @__PURE__ */ a(Line, { field, added: !0 }, `t${at2}`)),
      shown.filter((field) => !rest.includes(field)).map((field, at2) => /* @__PURE__ */ a(Line, { field, raw }, at2))
    ] }),
    rest.length > 0 && /* @__PURE__ */ a("details", { class: "rarely", children: [
      /* @__PURE__ */ a("summary", { children: t("headers.rare", { n: rest.length }) }),
      /* @__PURE__ */ a("dl", { class: "headers", children: rest.map((field, at2) => /* @__PURE__ */ a(Line, { field }, at2)) })
    ] })
  ] });
}
function Line({ field, raw, added }) {
  let { name, body } = field;
  return /* @__PURE__ */ a("div", { class: added ? "added" : void 0, children: [
    /* @__PURE__ */ a("dt", { children: name || "–" }),
    /* @__PURE__ */ a("dd", { children: [
      /* @__PURE__ */ a("span", { class: raw ? "value raw" : "value", dir: "auto", children: body }),
      added && /* @__PURE__ */ a("span", { class: "hop", children: t("headers.added") }),
      /* @__PURE__ */ a("span", { class: "ends", children: [
        !added && name && body && /* @__PURE__ */ a(Button, { label: t("headers.search", { name }), icon: "search", bare: !0, kind: "quiet", onClick: () => search(query2(field)) }),
        /* @__PURE__ */ a(Button, { label: t("headers.copy", { name }), icon: "copy", bare: !0, kind: "quiet", onClick: () => {
          copy(body, name);
        } })
      ] })
    ] })
  ] });
}
function Oddities({ fields }) {
  let lack = missing(fields), often = twice(fields);
  return lack.length + often.length === 0 ? null : /* @__PURE__ */ a("p", { class: "notebar", children: [
    lack.length > 0 && /* @__PURE__ */ a("span", { children: [
      t("headers.missing", { names: lack.join(", ") }),
      " "
    ] }),
    often.length > 0 && /* @__PURE__ */ a("span", { children: t("headers.twice", { names: often.join(", ") }) })
  ] });
}
function Way({ fields }) {
  let way = hops(fields);
  if (way.length === 0) return null;
  let slowest = Math.max(...way.map(({ took }) => Number.isFinite(took) ? took : 0));
  return /* @__PURE__ */ a("table", { class: "table way", children: [
    /* @__PURE__ */ a("caption", { class: "sr", children: t("headers.way") }),
    /* @__PURE__ */ a("thead", { children: /* @__PURE__ */ a("tr", { children: [
      /* @__PURE__ */ a("th", { scope: "col", class: "num", children: t("headers.hop") }),
      /* @__PURE__ */ a("th", { scope: "col", children: t("headers.from") }),
      /* @__PURE__ */ a("th", { scope: "col", children: t("headers.by") }),
      /* @__PURE__ */ a("th", { scope: "col", children: t("headers.with") }),
      /* @__PURE__ */ a("th", { scope: "col", children: t("headers.at") }),
      /* @__PURE__ */ a("th", { scope: "col", class: "num", children: t("headers.took") })
    ] }) }),
    /* @__PURE__ */ a("tbody", { children: way.map((hop, at2) => /* @__PURE__ */ a("tr", { children: [
      /* @__PURE__ */ a("td", { class: "num", children: at2 + 1 }),
      /* @__PURE__ */ a("td", { children: /* @__PURE__ */ a("code", { children: hop.from || "–" }) }),
      /* @__PURE__ */ a("td", { children: /* @__PURE__ */ a("code", { children: hop.by || "–" }) }),
      /* @__PURE__ */ a("td", { class: "tight", children: hop.with || "–" }),
      /* @__PURE__ */ a("td", { class: "tight", children: Number.isFinite(hop.at) ? /* @__PURE__ */ a("time", { title: instant(hop.at), children: moment(hop.at, way[way.length - 1].at || hop.at) }) : "–" }),
      /* @__PURE__ */ a("td", { class: "num", children: [
        /* @__PURE__ */ a("bdi", { dir: "ltr", children: Number.isFinite(hop.took) ? delay(hop.took) : "–" }),
        slowest > 0 && hop.took > 0 && /* @__PURE__ */ a("meter", { class: "took", min: 0, max: slowest, value: hop.took, "aria-hidden": "true" })
      ] })
    ] }, at2)) })
  ] });
}

// src/views/message/devices.ts
var DEVICES = [
  { name: "iPhone SE", width: 375, height: 667 },
  { name: "iPhone 16", width: 393, height: 852 },
  { name: "iPhone 16 Pro Max", width: 440, height: 956 },
  { name: "Galaxy S24", width: 360, height: 780 },
  { name: "Pixel 9", width: 412, height: 924 },
  { name: "iPad mini", width: 744, height: 1133 },
  { name: "iPad Air", width: 820, height: 1180 },
  { name: "Galaxy Tab S9", width: 800, height: 1280 }
];
function held(width) {
  for (let device of DEVICES) {
    if (device.width === width) return { device, turned: !1 };
    if (device.height === width) return { device, turned: !0 };
  }
}
var ZOOMS = [0.5, 0.75, 1, 1.25, 1.5, 2];

// src/views/message/HtmlTab.tsx
var zoom = y(1);
function HtmlTab({ message }) {
  let { width, scheme } = route.value;
  if (!message.preview) return /* @__PURE__ */ a("p", { class: "dim pad", children: t("html.none") });
  let loaded = remote.value === message.id, params = (more) => [scheme === "forced" && "force=dark", loaded && "remote=1", more].filter(Boolean).join("&"), at2 = previewed(message.preview), url = at2 + (params() && `?${params()}`), now2 = held(width);
  return /* @__PURE__ */ a($, { children: [
    /* @__PURE__ */ a("div", { class: "toolbar looks", children: [
      /* @__PURE__ */ a(Widths, { width }),
      /* @__PURE__ */ a(Segments, { label: t("html.scheme"), options: SCHEMES.map((value) => ({ value, text: t(`html.${value}`) })), value: scheme, onChange: (value) => go({ scheme: value }, !0) }),
      /* @__PURE__ */ a("span", { class: "ends", children: [
        /* @__PURE__ */ a(Zoom, {}),
        /* @__PURE__ */ a(LinkButton, { label: t("html.print"), icon: "print", href: `${at2}?${params("print=1")}`, bare: !0 }),
        /* @__PURE__ */ a(LinkButton, { label: t("html.alone"), icon: "out", href: url, bare: !0 })
      ] })
    ] }),
    caged.value && /* @__PURE__ */ a("p", { class: "hint", role: "status", children: t("html.keys") }),
    message.remote ? /* @__PURE__ */ a(Remote, { message, loaded }) : null,
    /* @__PURE__ */ a(
      Preview,
      {
        url,
        title: t("html.title", { subject: message.summary.subject }),
        width,
        height: now2 && (now2.turned ? now2.device.width : now2.device.height),
        dark: scheme === "dark",
        zoom: zoom.value
      }
    )
  ] });
}
var FREE = "free", USUAL = 600;
function Widths({ width }) {
  let now2 = held(width), free = !now2 && !WIDTHS.includes(width), to = (value) => go({ width: value }, !0);
  return /* @__PURE__ */ a($, { children: [
    /* @__PURE__ */ a(Segments, { label: t("html.width"), options: WIDTHS.map((value) => ({ value, text: value ? String(value) : t("html.fit") })), value: width, onChange: to }),
    /* @__PURE__ */ a("select", { class: "inp device", "aria-label": t("html.device"), value: now2?.device.name ?? (free ? FREE : ""), onChange: (event) => to(event.currentTarget.value === FREE ? USUAL : DEVICES.find(({ name }) => name === event.currentTarget.value)?.width ?? 0), children: [
      /* @__PURE__ */ a("option", { value: "", children: t("html.device") }),
      /* @__PURE__ */ a("option", { value: FREE, children: t("html.free") }),
      DEVICES.map((one) => /* @__PURE__ */ a("option", { value: one.name, children: `${one.name} · ${one.width}` }, one.name))
    ] }),
    free && /* @__PURE__ */ a(
      "input",
      {
        class: "inp width",
        type: "number",
        min: 200,
        max: 2e3,
        "aria-label": t("html.pixels"),
        value: width,
        onChange: (event) => to(Math.max(200, Math.min(2e3, event.currentTarget.valueAsNumber || USUAL)))
      }
    ),
    now2 && /* @__PURE__ */ a(Button, { label: t("html.rotate"), icon: "rotate", bare: !0, pressed: now2.turned, onClick: () => to(now2.turned ? now2.device.width : now2.device.height) })
  ] });
}
function Zoom() {
  return /* @__PURE__ */ a("select", { class: "inp zoom", "aria-label": t("html.zoom"), value: zoom.value, onChange: (event) => zoom.value = Number(event.currentTarget.value), children: ZOOMS.map((value) => /* @__PURE__ */ a("option", { value, children: `${value * 100} %` }, value)) });
}
function Remote({ message, loaded }) {
  let urls = message.remotes ?? [];
  return /* @__PURE__ */ a("details", { class: "notebar remotes", children: [
    /* @__PURE__ */ a("summary", { children: [
      /* @__PURE__ */ a(Icon, { name: "shield" }),
      " ",
      /* @__PURE__ */ a("span", { children: loaded ? t("html.loaded") : t("html.blocked", { n: message.remote }) }),
      info2.value?.remote && !loaded && /* @__PURE__ */ a(Button, { label: t("html.load"), keys: "i", onClick: (event) => (event.preventDefault(), loadRemote()) })
    ] }),
    /* @__PURE__ */ a("ul", { children: [
      urls.map((url) => /* @__PURE__ */ a("li", { children: /* @__PURE__ */ a("code", { children: url }) }, url)),
      urls.length < message.remote && /* @__PURE__ */ a("li", { children: t("checks.more", { n: message.remote - urls.length }) })
    ] })
  ] });
}

// src/views/message/PartView.tsx
var PICTURES = ["image/png", "image/jpeg", "image/gif", "image/webp"];
function PartView({ message, part }) {
  let [form, setForm] = d("preview"), { data, problem, again } = useFetched(`part ${message.id} ${part.id}`, (signal) => about(message.id, part.id, signal));
  if (problem && !data) return /* @__PURE__ */ a(Failure, { text: problem, again });
  if (!data) return /* @__PURE__ */ a(Waiting, {});
  let name = part.filename || t("parts.unnamed", { id: part.id }), forms = ["preview", "headers", "source"].map((value) => ({ value, text: t(`parts.${value}`) }));
  return /* @__PURE__ */ a("section", { class: "part", "aria-label": name, children: [
    /* @__PURE__ */ a("header", { children: [
      /* @__PURE__ */ a("h3", { dir: "auto", children: name }),
      /* @__PURE__ */ a(Segments, { label: t("parts.form"), options: forms, value: form, onChange: setForm }),
      /* @__PURE__ */ a(LinkButton, { label: t("parts.download", { name: "" }).trim(), icon: "down", href: partURL(message.id, part.id), download: part.filename || `part-${part.id}` })
    ] }),
    /* @__PURE__ */ a("dl", { class: "facts", children: [
      /* @__PURE__ */ a("dt", { children: t("parts.type") }),
      /* @__PURE__ */ a("dd", { children: /* @__PURE__ */ a("code", { children: part.type }) }),
      /* @__PURE__ */ a("dt", { children: t("delivery.size") }),
      /* @__PURE__ */ a("dd", { children: [
        size(data.decodedSize),
        data.decodedSize !== data.size && /* @__PURE__ */ a("span", { class: "dim", children: [
          " · ",
          t("parts.encoded", { size: size(data.size) })
        ] })
      ] }),
      /* @__PURE__ */ a("dt", { children: "SHA-256" }),
      /* @__PURE__ */ a("dd", { class: "sum", children: [
        /* @__PURE__ */ a("code", { children: data.sha256 }),
        /* @__PURE__ */ a(Button, { label: t("headers.copy", { name: "SHA-256" }), icon: "copy", bare: !0, kind: "quiet", onClick: () => {
          copy(data.sha256, "SHA-256");
        } })
      ] })
    ] }),
    form === "preview" && /* @__PURE__ */ a(Look, { message, part, about: data }),
    form === "headers" && /* @__PURE__ */ a(Fields, { about: data }),
    form === "source" && /* @__PURE__ */ a(Source, { message, part })
  ] });
}
function Look({ message, part, about: about2 }) {
  let page = about2.preview && /* @__PURE__ */ a(Preview, { url: previewed(about2.preview), title: part.filename || part.id, width: 0, dark: !1, zoom: 1 });
  return about2.letter ? /* @__PURE__ */ a($, { children: [
    /* @__PURE__ */ a("dl", { class: "facts letter", children: ["subject", "from", "to", "date"].map((name) => about2.letter[name] && [/* @__PURE__ */ a("dt", { children: t(`parts.${name}`) }, name), /* @__PURE__ */ a("dd", { dir: "auto", children: about2.letter[name] }, `${name}=`)]) }),
    page || /* @__PURE__ */ a("p", { class: "dim pad", children: t("parts.look") })
  ] }) : about2.events.length ? /* @__PURE__ */ a($, { children: about2.events.map((event, at2) => /* @__PURE__ */ a(Event, { event }, at2)) }) : PICTURES.includes(part.type) ? /* @__PURE__ */ a(Picture, { url: partURL(message.id, part.id), name: part.filename || part.id }) : page || (about2.text ? /* @__PURE__ */ a($, { children: [
    /* @__PURE__ */ a("pre", { class: "plain wrap boxed", tabIndex: 0, dir: "auto", children: about2.text }),
    about2.cut && /* @__PURE__ */ a("p", { class: "dim pad-x", children: t("parts.cut") })
  ] }) : /* @__PURE__ */ a("p", { class: "dim pad", children: t(part.children?.length ? "parts.inside" : "parts.unseen") }));
}
function Picture({ url, name }) {
  let [text, setText] = d("");
  return /* @__PURE__ */ a("figure", { class: "picture", children: [
    /* @__PURE__ */ a("img", { src: url, alt: name, onLoad: ({ currentTarget: { naturalWidth, naturalHeight } }) => setText(t("parts.pixels", { width: naturalWidth, height: naturalHeight })), onError: () => setText(t("parts.broken")) }),
    /* @__PURE__ */ a("figcaption", { class: "n", children: text })
  ] });
}
function Event({ event }) {
  let zone = event.zone ? ` (${event.zone})` : "", lines = [
    [t("event.start"), when(event.start) + zone],
    [t("event.end"), event.end && when(event.end)],
    [t("event.repeats"), event.repeats],
    [t("event.location"), event.location],
    [t("event.organizer"), event.organizer],
    [t("event.attendees"), event.attendees?.join(", ")],
    [t("event.status"), event.status]
  ];
  return /* @__PURE__ */ a("article", { class: "event", children: [
    /* @__PURE__ */ a("h4", { dir: "auto", children: [
      event.summary || t("event.unnamed"),
      event.method && /* @__PURE__ */ a("span", { class: "tag method", children: event.method })
    ] }),
    /* @__PURE__ */ a("dl", { class: "facts", children: lines.map(([name, value]) => value && [/* @__PURE__ */ a("dt", { children: name }, name), /* @__PURE__ */ a("dd", { dir: "auto", children: value }, `${name}=`)]) }),
    event.description && /* @__PURE__ */ a("p", { class: "plain wrap", dir: "auto", children: event.description })
  ] });
}
function when(at2) {
  return /Z$/.test(at2) ? `${at2.replace("T", " ").replace("Z", " UTC")} · ${instant(Date.parse(at2))}` : at2.replace("T", " ");
}
function Fields({ about: about2 }) {
  return /* @__PURE__ */ a("dl", { class: "headers", children: [
    about2.headers.map(({ name, body }, at2) => /* @__PURE__ */ a("div", { children: [
      /* @__PURE__ */ a("dt", { children: name }),
      /* @__PURE__ */ a("dd", { children: /* @__PURE__ */ a("span", { class: "value", dir: "auto", children: body }) })
    ] }, at2)),
    about2.headers.length === 0 && /* @__PURE__ */ a("p", { class: "dim pad", children: t("parts.noHeaders") })
  ] });
}
var MOST2 = 2e5;
function Source({ message, part }) {
  let [text, setText] = d();
  return A(() => {
    let loading = new AbortController();
    return partSource(message.id, part.id, loading.signal).then(setText, () => loading.signal.aborted || setText("")), () => loading.abort();
  }, [message.id, part.id]), text === void 0 ? /* @__PURE__ */ a(Waiting, {}) : /* @__PURE__ */ a($, { children: [
    /* @__PURE__ */ a("pre", { class: "plain boxed", tabIndex: 0, children: text.slice(0, MOST2) }),
    text.length > MOST2 && /* @__PURE__ */ a("p", { class: "dim pad-x", children: t("parts.more", { n: count(text.length - MOST2) }) })
  ] });
}

// src/views/message/PartsTab.tsx
function PartsTab({ message }) {
  let parts = flat(message.parts ?? []), first = parts.find(({ part }) => part.attachment) ?? parts.find(({ part }) => !part.children?.length) ?? parts[0], [chosen, setChosen] = d("");
  if (!first) return /* @__PURE__ */ a("p", { class: "dim pad", children: t("parts.none") });
  let now2 = parts.find(({ part }) => part.id === chosen)?.part ?? first.part, files = message.attachments?.length ?? 0, below = T(null), choose = (id) => (setChosen(id), below.current?.scrollIntoView({ block: "nearest" }));
  return /* @__PURE__ */ a($, { children: [
    /* @__PURE__ */ a(Tree, { parts, chosen: now2.id, onChoose: setChosen, onClick: choose }),
    files > 1 && /* @__PURE__ */ a("p", { class: "all", children: /* @__PURE__ */ a("a", { class: "btn quiet", href: filesURL(message.id), download: `${message.id}.zip`, children: [
      /* @__PURE__ */ a(Icon, { name: "down" }),
      " ",
      t("parts.all", { n: files })
    ] }) }),
    /* @__PURE__ */ a("div", { ref: below, children: /* @__PURE__ */ a(PartView, { message, part: now2 }, `${message.id} ${now2.id}`) })
  ] });
}
var STEPS = { ArrowDown: 1, ArrowUp: -1 };
function Tree({ parts, chosen, onChoose, onClick }) {
  let press = (event) => {
    let index = parts.findIndex(({ part }) => part.id === chosen), next = event.key === "Home" ? 0 : event.key === "End" ? parts.length - 1 : event.key === "ArrowLeft" ? parent(parts, index) : index + (STEPS[event.key] ?? NaN), there = parts[next];
    there && (event.preventDefault(), onChoose(there.part.id), event.currentTarget.querySelectorAll("[role=treeitem]")[next]?.focus());
  };
  return /* @__PURE__ */ a("ul", { class: "parts", role: "tree", "aria-label": t("parts.structure"), onKeyDown: press, children: parts.map(({ part, depth }, at2) => /* @__PURE__ */ a(
    "li",
    {
      role: "treeitem",
      "aria-level": depth + 1,
      "aria-selected": part.id === chosen,
      "aria-expanded": part.children?.length ? !0 : void 0,
      tabIndex: part.id === chosen ? 0 : -1,
      style: { "--depth": depth },
      onClick: () => onClick(part.id),
      "data-at": at2,
      children: [
        /* @__PURE__ */ a("span", { class: "n", children: /^\d/.test(part.id) && part.id }),
        /* @__PURE__ */ a("span", { class: "what", children: [
          /* @__PURE__ */ a(Icon, { name: icon(part) }),
          /* @__PURE__ */ a("span", { children: [
            /* @__PURE__ */ a("code", { children: part.type }),
            part.filename && /* @__PURE__ */ a("bdi", { class: "name", children: part.filename }),
            /* @__PURE__ */ a("span", { class: "dim", children: [part.charset, part.encoding, part.disposition, part.cid && `cid:${part.cid}`].filter(Boolean).join(" · ") })
          ] })
        ] }),
        /* @__PURE__ */ a("span", { class: "n", children: part.children?.length ? "" : size(part.size) })
      ]
    },
    part.id
  )) });
}
function parent(parts, index) {
  for (let at2 = index - 1; at2 >= 0; at2--) if (parts[at2].depth < parts[index].depth) return at2;
  return NaN;
}
function icon({ type, children }) {
  return type.startsWith("message/") ? "mail" : children?.length ? "menu" : type === "text/calendar" ? "calendar" : type.startsWith("image/") ? "image" : type === "text/html" ? "html" : type.startsWith("text/") ? "text" : "clip";
}
function flat(parts, depth = 0) {
  return parts.flatMap((part) => [{ part, depth }, ...flat(part.children ?? [], depth + 1)]);
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
      /* @__PURE__ */ a(People, { name: t("msg.replyTo"), people: summary.replyTo }),
      /* @__PURE__ */ a("dt", { children: t("msg.sentTo") }),
      /* @__PURE__ */ a("dd", { children: /* @__PURE__ */ a(Recipients2, { message }) }),
      /* @__PURE__ */ a("dt", { children: t("msg.received") }),
      /* @__PURE__ */ a("dd", { children: /* @__PURE__ */ a(Facts, { message }) }),
      /* @__PURE__ */ a(Leave, { list: message.list })
    ] }),
    /* @__PURE__ */ a(Actions, { message }),
    /* @__PURE__ */ a(Defects, { message }),
    /* @__PURE__ */ a(Attachments, { message })
  ] });
}
function Leave({ list }) {
  if (!list?.unsubscribe.length) return null;
  let first = list.unsubscribe.find((uri) => /^https:/i.test(uri)) ?? list.unsubscribe[0];
  return /* @__PURE__ */ a($, { children: [
    /* @__PURE__ */ a("dt", { children: t("msg.unsubscribe") }),
    /* @__PURE__ */ a("dd", { class: "leave", children: [
      /* @__PURE__ */ a("code", { title: list.unsubscribe.join(`
`), children: first }),
      /* @__PURE__ */ a(Button, { label: t("headers.copy", { name: first }), icon: "copy", bare: !0, kind: "quiet", onClick: () => {
        copy(first, t("what.link"));
      } }),
      /* @__PURE__ */ a("span", { class: "facts", children: [list.oneClick && t("checks.oneClick"), list.unsubscribe.length > 1 && t("msg.moreRecipients", { n: list.unsubscribe.length - 1 })].filter(Boolean).join(" · ") })
    ] })
  ] });
}
function People({ name, people, fallback }) {
  let text = people?.length ? people.map(address).join(", ") : fallback;
  return text ? /* @__PURE__ */ a($, { children: [
    /* @__PURE__ */ a("dt", { children: name }),
    /* @__PURE__ */ a("dd", { children: /* @__PURE__ */ a("bdi", { children: text }) })
  ] }) : null;
}
var FEW2 = 3;
function Recipients2({ message }) {
  let [all, setAll] = d(!1), recipients = byOriginal(message.envelope.recipients), shown = all ? recipients : recipients.slice(0, FEW2);
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
var LARGE = 2e6;
function Thumb({ id, file }) {
  return !/^image\/(?:png|jpeg|gif|webp)$/.test(file.type) || file.size > LARGE ? /* @__PURE__ */ a(Icon, { name: icon(file) }) : /* @__PURE__ */ a("img", { class: "thumb", src: partURL(id, file.part), alt: "", loading: "lazy", width: 28, height: 28 });
}
function Attachments({ message }) {
  let files = message.attachments ?? [];
  return files.length === 0 ? null : /* @__PURE__ */ a("ul", { class: "files", "aria-label": t("parts.attachments"), children: files.map((file) => {
    let name = file.filename || t("parts.unnamed", { id: file.part });
    return /* @__PURE__ */ a("li", { children: /* @__PURE__ */ a("a", { href: partURL(message.id, file.part), download: name, title: `${t("parts.download", { name })} (${file.type})`, children: [
      /* @__PURE__ */ a(Thumb, { id: message.id, file }),
      /* @__PURE__ */ a("span", { class: "name", dir: "auto", children: name }),
      /* @__PURE__ */ a("span", { class: "n", children: size(file.size) })
    ] }) }, file.part);
  }) });
}

// src/views/message/fold.ts
var BASE64 = /^[A-Za-z0-9+/]{40,}={0,2}$/;
function fold(lines, open2) {
  let out = [];
  for (let at2 = 0; at2 < lines.length; ) {
    let end = at2;
    for (; end < lines.length && BASE64.test(lines[end]); ) end++;
    if (end > at2 && /^[A-Za-z0-9+/]+={0,2}$/.test(lines[end] ?? "") && end++, end - at2 > 12 && !open2.has(at2)) {
      out.push({ at: at2, text: "", folded: end - at2 }), at2 = end;
      continue;
    }
    for (let stop = Math.max(end, at2 + 1); at2 < stop; at2++) out.push({ at: at2, text: lines[at2], folded: 0 });
  }
  return out;
}

// src/views/message/highlight.ts
var TOKENS = /<!--.*?(?:-->|$)|<![^>]*>?|<\/?[a-z][\w:-]*|\/?>|[\w:@-]+(?==)|"[^"]*"?|'[^']*'?|&(?:#\w+|\w+);/gi;
function html(line) {
  if (line.length > 4e3) return [{ kind: "", text: line }];
  let out = [], end = 0, inside = !/^[^<]*</.test(line) && /^[^<]*>/.test(line), plain = (upto) => upto > end && out.push({ kind: "", text: line.slice(end, upto) });
  for (let match of line.matchAll(TOKENS)) {
    let kind = kindOf(match[0], inside);
    match[0].startsWith("<") && kind === "tag" && (inside = !0), match[0].endsWith(">") && (inside = !1), kind && (plain(match.index), out.push({ kind, text: match[0] }), end = match.index + match[0].length);
  }
  return plain(line.length), out;
}
function kindOf(text, inside) {
  return text.startsWith("<!") ? "comment" : text.startsWith("<") || text.endsWith(">") ? "tag" : text.startsWith("&") ? "entity" : inside ? /^["']/.test(text) ? "value" : "name" : "";
}

// src/views/message/SourceTab.tsx
var LINE = 18;
function SourceTab({ message }) {
  let { id } = message, [form, setForm] = d("raw"), [raw, setRaw] = d(), [failed2, setFailed] = d(!1);
  A(() => {
    let loading = new AbortController();
    return setFailed(!1), setRaw(void 0), source(id, loading.signal).then(setRaw, () => loading.signal.aborted || setFailed(!0)), () => loading.abort();
  }, [id]);
  let forms = ["raw", "html", "text"].filter((one) => one === "raw" || message[one]), now2 = forms.includes(form) ? form : "raw";
  return failed2 ? /* @__PURE__ */ a("p", { class: "dim pad", role: "alert", children: t("source.failed") }) : raw === void 0 ? /* @__PURE__ */ a("p", { class: "dim pad", "aria-busy": "true" }) : /* @__PURE__ */ a(Text2, { text: now2 === "raw" ? raw : message[now2], form: now2, children: [
    forms.length > 1 && /* @__PURE__ */ a(Segments, { label: t("source.form"), options: forms.map((value) => ({ value, text: t(`source.${value}`) })), value: now2, onChange: setForm }),
    now2 === "raw" && /* @__PURE__ */ a(LinkButton, { label: t("source.file"), icon: "down", href: rawURL(id), download: `${id}.eml` })
  ] }, now2);
}
function Text2({ text, form, children }) {
  let [find, setFind] = d(""), [at2, setAt] = d(0), [open2, setOpen] = d(/* @__PURE__ */ new Set()), lines = w(() => text.replace(/\r?\n$/, "").split(/\r?\n/), [text]), hits = w(() => {
    let want = find.toLowerCase();
    return want ? lines.flatMap((line, index) => line.toLowerCase().includes(want) ? [index] : []) : [];
  }, [lines, find]), shown = w(() => find || form !== "raw" ? lines.map((line, index) => ({ at: index, text: line, folded: 0 })) : fold(lines, open2), [lines, open2, !!find, form]);
  return /* @__PURE__ */ a($, { children: [
    /* @__PURE__ */ a("div", { class: "toolbar", children: [
      children,
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
    /* @__PURE__ */ a(Lines, { shown, of: lines.length, head: form === "raw" ? lines.indexOf("") : 0, form, found: hits[at2] ?? -1, unfold: (line) => setOpen(/* @__PURE__ */ new Set([...open2, line])) })
  ] });
}
function Lines({ shown, of, head, form, found, unfold }) {
  let element = T(null), [top, setTop] = d(0), [view2, setView] = d(600);
  F(() => {
    let sized = new ResizeObserver(() => setView(element.current.clientHeight));
    return sized.observe(element.current), () => sized.disconnect();
  }, []), F(() => {
    found >= 0 && (element.current.scrollTop = Math.max(0, (found - 4) * LINE));
  }, [found]);
  let metrics = { total: shown.length, row: LINE, view: view2 }, { start: start2, end, y: y2 } = slice(top, metrics), numbers = { width: `${String(of).length + 1}ch` };
  return /* @__PURE__ */ a("div", { class: "source", ref: element, tabIndex: 0, role: "document", "aria-label": t("source.label"), onScroll: (event) => setTop(event.currentTarget.scrollTop), children: /* @__PURE__ */ a("div", { class: "spacer", style: { height: `${spacer(metrics)}px` }, children: /* @__PURE__ */ a("div", { class: "lines", style: { transform: `translateY(${y2}px)` }, children: shown.slice(start2, end).map((line) => /* @__PURE__ */ a("div", { class: line.at === found ? "ln found" : "ln", children: [
    /* @__PURE__ */ a("span", { class: "no", "aria-hidden": "true", style: numbers, children: line.at + 1 }),
    line.folded > 0 ? /* @__PURE__ */ a("button", { type: "button", class: "unfold", onClick: () => unfold(line.at), children: t("source.folded", { n: count(line.folded) }) }) : form === "html" ? /* @__PURE__ */ a(Html, { text: line.text }) : /* @__PURE__ */ a(Line2, { text: line.text, header: form === "raw" && (head < 0 || line.at < head), plain: form !== "raw" })
  ] }, line.at)) }) }) });
}
function Line2({ text, header, plain }) {
  let name = plain ? "" : /^[\x21-\x39\x3b-\x7e]+:/.exec(text)?.[0];
  return header && name ? /* @__PURE__ */ a("code", { children: [
    /* @__PURE__ */ a("b", { children: name }),
    text.slice(name.length)
  ] }) : /* @__PURE__ */ a("code", { class: !plain && !header && /^--\S/.test(text) ? "boundary" : void 0, children: text || " " });
}
function Html({ text }) {
  return /* @__PURE__ */ a("code", { children: [
    html(text).map(({ kind, text: run }, at2) => kind ? /* @__PURE__ */ a("span", { class: `h-${kind}`, children: run }, at2) : run),
    text === "" && " "
  ] });
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
  let [wrap, setWrap] = d(!0), text = w(() => wrap && message.flowed ? unflow(message.text ?? "") : message.text ?? "", [message, wrap]);
  return message.text ? /* @__PURE__ */ a($, { children: [
    /* @__PURE__ */ a("div", { class: "toolbar", children: [
      /* @__PURE__ */ a(Button, { label: t("text.wrap"), pressed: wrap, onClick: () => setWrap(!wrap) }),
      message.generated && /* @__PURE__ */ a("span", { class: "dim", children: t("text.generated") }),
      /* @__PURE__ */ a("span", { class: "gap" }),
      /* @__PURE__ */ a(Button, { label: t("act.copy"), icon: "copy", onClick: () => {
        copy(message.text, t("tab.text"));
      } })
    ] }),
    /* @__PURE__ */ a("div", { class: wrap ? "plain wrap" : "plain", tabIndex: 0, role: "document", "aria-label": t("tab.text"), dir: "auto", children: blocks(text).map((block, at2) => /* @__PURE__ */ a(Shown, { block }, at2)) })
  ] }) : /* @__PURE__ */ a("p", { class: "dim pad", children: t("text.none") });
}
var LONG = 6;
function Shown({ block }) {
  let n = block.text.split(`
`).length;
  return block.quoted ? n <= LONG ? /* @__PURE__ */ a("div", { class: "quoted", children: /* @__PURE__ */ a(Linked, { text: block.text }) }) : /* @__PURE__ */ a("details", { class: "quoted", children: [
    /* @__PURE__ */ a("summary", { children: t("text.quoted", { n }) }),
    /* @__PURE__ */ a(Linked, { text: block.text })
  ] }) : /* @__PURE__ */ a("div", { children: /* @__PURE__ */ a(Linked, { text: block.text }) });
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
function unflow(text) {
  let out = [], depth = 0, flows = !1;
  for (let line of text.replace(/\r\n/g, `
`).split(`
`)) {
    let quote = /^>*/.exec(line)[0], rest = line.slice(quote.length).replace(/^ /, "");
    flows && quote.length === depth && rest !== "-- " ? out[out.length - 1] += rest : out.push(quote ? `${quote} ${rest}` : rest), depth = quote.length, flows = rest.endsWith(" ") && rest !== "-- ";
  }
  return out.join(`
`);
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
      return /* @__PURE__ */ a(SourceTab, { message });
    case "headers":
      return /* @__PURE__ */ a(HeadersTab, { message });
    case "delivery":
      return /* @__PURE__ */ a(DeliveryTab, { message });
    case "parts":
      return /* @__PURE__ */ a(PartsTab, { message });
    case "checks":
      return /* @__PURE__ */ a(ChecksTab, { message });
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
var LEAST = 340, MOST3 = 640, USUAL2 = 440, STEP = 20, clamp = (width) => Math.max(LEAST, Math.min(MOST3, Math.round(width)));
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
      "aria-valuemax": MOST3,
      "aria-valuenow": prefs.value.list,
      onPointerDown: (event) => event.currentTarget.setPointerCapture(event.pointerId),
      onPointerMove: drag,
      onKeyDown: press,
      onDblClick: () => prefer({ list: USUAL2 })
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
    /* @__PURE__ */ a("span", { children: t("status.keys", { next: remapped("j"), previous: remapped("k"), search: remapped("/"), help: remapped("?") }) }),
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
  return /* @__PURE__ */ a("nav", { class: "bottombar", "aria-label": t("nav.main"), children: items2.map(({ icon: icon2, text, run, here }) => /* @__PURE__ */ a("button", { type: "button", "aria-current": here ? "page" : void 0, onClick: run, children: [
    /* @__PURE__ */ a(Icon, { name: icon2 }),
    text
  ] }, icon2)) });
}

// src/views/TopBar.tsx
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
  let waiting = inbox.waiting.value;
  return cut.value ? /* @__PURE__ */ a(Lost, {}) : inbox.paused.value ? /* @__PURE__ */ a(Chip2, { kind: "paused", text: waiting ? t("live.pausedN", { n: waiting }) : t("live.paused") }) : /* @__PURE__ */ a(Chip2, { kind: "live", text: t("live.live") });
}
function Lost() {
  let tick = useSignal(0);
  A(() => {
    let timer = setInterval(() => tick.value++, 1e3);
    return () => clearInterval(timer);
  }, []), tick.value;
  let left = Math.ceil((inbox.retry.value - performance.now()) / 1e3);
  return /* @__PURE__ */ a("span", { role: "status", children: /* @__PURE__ */ a("button", { type: "button", class: "chip offline", title: t("live.tryNow"), onClick: () => inbox.hurry(), children: [
    /* @__PURE__ */ a("span", { class: "mark", "aria-hidden": "true" }),
    t("live.offline"),
    left > 0 && /* @__PURE__ */ a("span", { class: "when", "aria-hidden": "true", children: t("live.retryIn", { n: left }) })
  ] }) });
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
