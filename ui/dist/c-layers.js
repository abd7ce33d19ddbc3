import {
  $,
  A,
  Button,
  DENSITIES,
  Dialog,
  FIELDS,
  Icon,
  LinkButton,
  MyAddresses,
  SORTS,
  Stroke,
  T,
  a,
  active,
  at,
  bindings,
  copy,
  count,
  d,
  facets,
  facets2,
  failed,
  focusSearch,
  go,
  href,
  hue,
  inbox,
  info2 as info,
  keysOf,
  layer,
  logout,
  messages,
  mineQuery,
  named,
  prefer,
  prefs,
  putViews,
  quoted,
  route,
  saved,
  say,
  search,
  selection,
  spoken,
  t,
  tagged,
  tell,
  view,
  visit,
  w
} from "./c-chunk.js";

// src/views/layers/LinkSheet.tsx
function LinkSheet({ onClose }) {
  let links = messages.shown.value.message?.links ?? [];
  return /* @__PURE__ */ a(Dialog, { title: t("links.title"), onClose, children: /* @__PURE__ */ a("div", { class: "stack", children: [
    links.length === 0 && /* @__PURE__ */ a("p", { class: "dim", children: t("links.none") }),
    /* @__PURE__ */ a("ul", { class: "lines-of", children: links.map(({ url, text }, at2) => /* @__PURE__ */ a("li", { children: [
      /* @__PURE__ */ a("span", { children: [
        /^https?:/.test(url) ? /* @__PURE__ */ a("a", { href: url, target: "_blank", rel: "noopener noreferrer nofollow", children: url }) : /* @__PURE__ */ a("code", { children: url }),
        text && text !== url && /* @__PURE__ */ a("span", { class: "dim", dir: "auto", children: text })
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

// src/views/layers/MineSheet.tsx
function MineSheet({ onClose }) {
  return /* @__PURE__ */ a(Dialog, { title: t("mine.title"), onClose, children: /* @__PURE__ */ a("div", { class: "stack", children: [
    /* @__PURE__ */ a("p", { class: "dim", children: t("mine.why") }),
    /* @__PURE__ */ a(MyAddresses, {}),
    /* @__PURE__ */ a("p", { class: "answers", children: /* @__PURE__ */ a(Button, { label: t("mine.show"), kind: "primary", disabled: prefs.value.mine.length === 0, onClick: () => (onClose(), search(mineQuery(prefs.value.mine))) }) })
  ] }) });
}

// src/i18n/en/help.ts
var topics = {
  api: "The HTTP API (openapi.json)",
  views: "Saved views: names, order, who is told",
  mine: "My addresses",
  first: "How to send mail here: the address for SMTP is {address}",
  combine: 'side by side: all · OR: either · ( ) · -not · "a phrase" · * anything · /regular expression/'
}, words = {
  rcpt: "recipient as given in RCPT TO, before rewriting",
  in: "account that keeps it",
  final: "address after rewriting",
  from: "address or name in From",
  to: "address or name in To",
  cc: "address or name in Cc",
  bcc: "recipient that the header does not name",
  "reply-to": "address or name in Reply-To",
  addressed: "any address of the header, or a recipient",
  mailfrom: "reverse-path; <> is the null one",
  subject: "words in the subject",
  body: "words in the text",
  code: "one-time code in it",
  link: "part of a link in it",
  filename: "name of an attached file",
  type: "media type of a part, such as application/pdf",
  "message-id": "its Message-ID",
  header: "any header field: X-Mailer, or X-Mailer=acme",
  tag: "tag that somebody gave it",
  run: "run of tests",
  rule: "rule that led it, as table:line",
  session: "SMTP session that it came in",
  user: "user of SMTP AUTH",
  ip: "address of the client",
  helo: "name that the client gave",
  is: "unread, pinned, tagged, rewritten, duplicate, mine …",
  has: "attachment, html, remote, ics, code, link …",
  after: "arrived since a day or time",
  before: "arrived before a day or time",
  on: "arrived on a day",
  newer: "younger than 10m, 2h, 3d, 1w",
  older: "older than 10m, 2h, 3d, 1w",
  larger: "more octets than 500, 10k, 2M",
  smaller: "fewer octets than 500, 10k, 2M"
};

// src/views/layers/Palette.tsx
var MOST = 6, PREFIX = { ">": ["command"], "@": ["rcpt"], "#": ["tag"], "?": ["help", "word", "command"] };
function score(text, typed) {
  let [low, want] = [text.toLowerCase(), typed.toLowerCase().replace(/\s+/g, "")];
  if (!want) return 1;
  let [sum, at2] = [0, -1];
  for (let letter of want) {
    let next = low.indexOf(letter, at2 + 1);
    if (next < 0) return 0;
    sum += next === at2 + 1 ? 5 : /\W|^$/.test(low[next - 1] ?? "") ? 4 : 1, at2 = next;
  }
  return sum / (1 + low.length / 100);
}
function commands(all) {
  return bindings.filter(({ text }) => all || text !== "key.tab" && text !== "key.saved" && text !== "key.palette").map((binding) => ({ group: "command", text: t(binding.text), icon: "command", key: keysOf(binding)[0], run: binding.run }));
}
function leaving() {
  return info.value?.login ? [{ group: "command", text: t("settings.logout"), icon: "out", run: logout }] : [];
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
function topics2() {
  return [
    [t("keys.title"), "keys", () => layer.value = "keys"],
    [t("keys.change"), "keys", () => visit({ screen: "settings" })],
    [say(topics.combine), "search", focusSearch],
    [say(topics.views), "save", () => layer.value = "save"],
    [say(topics.mine), "user", () => layer.value = "mine"],
    [say(topics.first, { address: info.value?.smtp ?? "" }), "send", () => layer.value = "inject"],
    [say(topics.api), "code", () => open(at("openapi.json"), "_blank", "noopener")]
  ].map(([text, icon, run]) => ({ group: "help", text, icon, run }));
}
function words2() {
  return FIELDS.filter((name) => name in words).map((name) => ({
    group: "word",
    text: `${name}: ${say(words[name])}`,
    icon: "search",
    run: () => begin(`${name}:`)
  }));
}
function begin(term) {
  let box = document.getElementById("search");
  box instanceof HTMLInputElement && (box.focus(), box.setSelectionRange(box.value.length, box.value.length), document.execCommand("insertText", !1, (box.value && !box.value.endsWith(" ") ? " " : "") + term));
}
function rank(all, typed, most) {
  let groups = /* @__PURE__ */ new Map();
  for (let entry of all) {
    let fit = score(entry.text, typed);
    fit > 0 && groups.set(entry.group, [...groups.get(entry.group) ?? [], { entry, fit }]);
  }
  let best = (list) => Math.max(...list.map(({ fit }) => fit));
  return [...groups.values()].map((list) => typed ? list.sort((a2, b) => b.fit - a2.fit) : list).sort((a2, b) => typed ? best(b) - best(a2) : 0).flatMap((list) => list.slice(0, most).map(({ entry }) => entry));
}
function Palette({ onClose }) {
  let [text, setText] = d(""), [found, setFound] = d(facets2.recipients.value), [at2, setAt] = d(0), box = T(null), only = PREFIX[text[0] ?? ""], typed = (only ? text.slice(1) : text).trim(), chosen = T(void 0);
  A(() => (box.current?.focus(), () => {
    chosen.current && setTimeout(chosen.current);
  }), []), A(() => {
    if (typed.length < 2) return setFound(facets2.recipients.value);
    let asking = new AbortController();
    return facets("rcpt", typed.toLowerCase(), 12, asking.signal).then(setFound, () => {
    }), () => asking.abort();
  }, [typed]);
  let list = w(() => {
    let help = only === PREFIX["?"], all = [...help ? topics2() : [], ...commands(help), ...leaving(), ...places(), ...recipients(found), ...tags(), ...mails(), ...help ? words2() : topics2()];
    return rank(only ? all.filter((entry) => only.includes(entry.group)) : all, typed, only ? 60 : MOST);
  }, [text, found]), choose = (entry) => {
    entry && (chosen.current = entry.run, onClose());
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
          value: text,
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
  let [text, setText] = d(""), { on, all } = known(), wrong = text !== "" && !LEGAL.test(text), add = (event) => {
    event.preventDefault(), !(!text || wrong) && (tagged(text, !0), onClose());
  };
  return /* @__PURE__ */ a(Dialog, { title: selection.size.value > 1 ? t("tags.titleN", { n: selection.size.value }) : t("tags.title"), onClose, children: /* @__PURE__ */ a("form", { class: "stack", onSubmit: add, children: [
    /* @__PURE__ */ a("label", { children: [
      t("tags.new"),
      /* @__PURE__ */ a("span", { class: "one-line", children: [
        /* @__PURE__ */ a("input", { class: "inp", value: text, autofocus: !0, autocomplete: "off", spellcheck: !1, "aria-invalid": wrong || void 0, "aria-describedby": "tag-wrong", onInput: (event) => setText(event.currentTarget.value.trim()) }),
        /* @__PURE__ */ a(Button, { label: t("tags.add"), kind: "primary", submit: !0, disabled: !text || wrong })
      ] })
    ] }),
    /* @__PURE__ */ a("p", { id: "tag-wrong", class: "dim", children: wrong ? t("tags.wrong") : "" }),
    all.length > 0 && /* @__PURE__ */ a("div", { class: "choices", role: "group", "aria-label": t("tags.known"), children: all.map((tag) => /* @__PURE__ */ a("button", { type: "button", class: "tag", style: { "--h": hue(tag) }, "aria-pressed": on.has(tag), onClick: () => tagged(tag, !on.has(tag)), children: tag }, tag)) })
  ] }) });
}

// src/store/views.ts
function drafted({ q, account, mailbox, sort = "" }, mine) {
  return { name: "", q: spoken(q, mine), account, mailbox, sort };
}
function placedIn(list, view2, before) {
  let at2 = list.findIndex((one) => one.name === before);
  return at2 < 0 ? [...list, view2] : list.with(at2, view2);
}
function movedTo(list, name, by) {
  let from = list.findIndex((one) => one.name === name), to = Math.max(0, Math.min(list.length - 1, from + by));
  return from < 0 || from === to ? list : list.toSpliced(from, 1).toSpliced(to, 0, list[from]);
}
function plain({ name, q, account, mailbox, sort, density, notify }) {
  return { name, q, account, mailbox, ...sort && sort !== "newest" && { sort }, ...density && { density }, ...notify && { notify } };
}

// src/views/layers/ViewForm.tsx
function ViewForm({ of, onSave }) {
  let [next, setNext] = d(of), [home, setHome] = d(!!of.name && prefs.value.home === of.name), change = (part) => setNext({ ...next, ...part }), name = next.name.trim(), taken = name !== of.name && saved.value.some((one) => one.name === name);
  return /* @__PURE__ */ a("form", { class: "viewform", onSubmit: (event) => {
    event.preventDefault(), name && !taken && onSave({ ...next, name, q: next.q.trim() }, home);
  }, children: [
    /* @__PURE__ */ a("label", { children: [
      t("view.name"),
      /* @__PURE__ */ a("span", { class: "one-line", children: [
        /* @__PURE__ */ a("input", { class: "inp", value: next.name, maxLength: 100, autofocus: !0, autocomplete: "off", "aria-invalid": taken || void 0, "aria-describedby": "view-taken", onInput: (event) => change({ name: event.currentTarget.value }) }),
        /* @__PURE__ */ a(Button, { remote: !0, label: t("view.keep"), kind: "primary", submit: !0, disabled: !name || taken })
      ] })
    ] }),
    /* @__PURE__ */ a("p", { class: "dim", id: "view-taken", children: taken && t("view.taken") }),
    /* @__PURE__ */ a("label", { children: [
      t("view.query"),
      " ",
      next.account && /* @__PURE__ */ a("code", { children: [
        "in:",
        next.account,
        next.mailbox && `/${next.mailbox}`
      ] }),
      /* @__PURE__ */ a("input", { class: "inp mono", value: next.q, maxLength: 1024, autocomplete: "off", spellcheck: !1, onInput: (event) => change({ q: event.currentTarget.value }) })
    ] }),
    /* @__PURE__ */ a("div", { class: "one-line", children: [
      /* @__PURE__ */ a("label", { children: [
        t("view.order"),
        /* @__PURE__ */ a("select", { class: "inp", value: next.sort || "newest", onChange: (event) => change({ sort: event.currentTarget.value }), children: SORTS.map((one) => /* @__PURE__ */ a("option", { value: one, children: t(`sort.${one}`) }, one)) })
      ] }),
      /* @__PURE__ */ a("label", { children: [
        t("view.lines"),
        /* @__PURE__ */ a("select", { class: "inp", value: next.density ?? 0, onChange: (event) => change({ density: Number(event.currentTarget.value) }), children: [
          /* @__PURE__ */ a("option", { value: 0, children: t("view.own") }),
          DENSITIES.map((one) => /* @__PURE__ */ a("option", { value: one, children: t("settings.lines", { n: one }) }, one))
        ] })
      ] })
    ] }),
    /* @__PURE__ */ a("label", { class: "tick", children: [
      /* @__PURE__ */ a("input", { type: "checkbox", class: "check", checked: next.notify ?? !1, onChange: (event) => change({ notify: event.currentTarget.checked }) }),
      t("view.tell")
    ] }),
    /* @__PURE__ */ a("label", { class: "tick", children: [
      /* @__PURE__ */ a("input", { type: "checkbox", class: "check", checked: home, onChange: (event) => setHome(event.currentTarget.checked) }),
      t("view.home")
    ] })
  ] });
}

// src/views/layers/ViewSheet.tsx
async function put(list) {
  try {
    return saved.value = await putViews(list.map(plain)), !0;
  } catch (cause) {
    return failed(cause), !1;
  }
}
function renamed(before, name) {
  let { home, notify } = prefs.value, other = (one) => one === before ? name : one === `-${before}` ? `-${name}` : one;
  prefer({ home: other(home), notify: notify.map(other) });
}
function ViewSheet({ onClose }) {
  let { q, account, sort } = view.value, here = named.value ?? (q || account || sort ? drafted(view.value, prefs.value.mine) : void 0), [edited, setEdited] = d(here && { ...here, sort: sort || here.sort }), save = async (next, home) => {
    let before = edited.name;
    await put(placedIn(saved.value, next, before)) && (before && renamed(before, next.name), home !== (prefs.value.home === next.name) && prefer({ home: home ? next.name : "" }), tell(t("view.saved", { name: next.name })), !before || before === route.value.saved ? (onClose(), go({ saved: next.name, q: "", account: "", mailbox: "", sort: "" })) : setEdited(void 0));
  };
  return /* @__PURE__ */ a(Dialog, { title: t("view.save"), onClose, children: /* @__PURE__ */ a("div", { class: "stack", children: [
    edited && /* @__PURE__ */ a(ViewForm, { of: edited, onSave: (next, home) => {
      save(next, home);
    } }, edited.name),
    saved.value.length > 0 && /* @__PURE__ */ a(Kept, { onEdit: setEdited }),
    /* @__PURE__ */ a("p", { class: "dim", children: [
      t("view.shared"),
      " ",
      saved.value.length > 1 && t("view.how")
    ] })
  ] }) });
}
function Kept({ onEdit }) {
  let list = saved.value, rows = T(null), [moved, setMoved] = d(void 0), move = async (name, by) => {
    let next = movedTo(list, name, by);
    next === list || !await put(next) || setMoved({ name, by });
  };
  A(() => {
    let row = moved && rows.current?.children[list.findIndex(({ name }) => name === moved.name)], [up, down] = row?.querySelectorAll(".ends .move") ?? [], [first, second] = moved && moved.by < 0 ? [up, down] : [down, up];
    (first?.disabled ? second : first)?.focus();
  }, [moved]);
  let press = (event, name) => {
    let by = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    !event.altKey || !by || (event.preventDefault(), move(name, by));
  }, drop = async (name) => {
    await put(list.filter((one) => one.name !== name)) && prefs.value.home === name && prefer({ home: "" });
  };
  return /* @__PURE__ */ a($, { children: [
    /* @__PURE__ */ a("ul", { class: "lines-of", "aria-label": t("nav.views"), ref: rows, children: list.map((one, at2) => /* @__PURE__ */ a("li", { onKeyDown: (event) => press(event, one.name), children: [
      /* @__PURE__ */ a("span", { children: [
        /* @__PURE__ */ a("bdi", { children: one.name }),
        " ",
        at2 < 9 && /* @__PURE__ */ a("kbd", { children: [
          "g ",
          at2 + 1
        ] }),
        /* @__PURE__ */ a("span", { class: "dim", children: [
          /* @__PURE__ */ a("code", { children: [one.account && `in:${one.account}`, one.q].filter(Boolean).join(" ") }),
          one.sort && ` · ${t(`sort.${one.sort}`)}`
        ] })
      ] }),
      /* @__PURE__ */ a("span", { class: "ends", children: [
        /* @__PURE__ */ a(Button, { remote: !0, label: t("view.up", { name: one.name }), icon: "newer", bare: !0, kind: "quiet", class: "move", disabled: at2 === 0, onClick: () => {
          move(one.name, -1);
        } }),
        /* @__PURE__ */ a(Button, { remote: !0, label: t("view.down", { name: one.name }), icon: "older", bare: !0, kind: "quiet", class: "move", disabled: at2 === list.length - 1, onClick: () => {
          move(one.name, 1);
        } }),
        /* @__PURE__ */ a(Button, { label: t("view.first", { name: one.name }), icon: "check", bare: !0, kind: "quiet", pressed: prefs.value.home === one.name, onClick: () => prefer({ home: prefs.value.home === one.name ? "" : one.name }) }),
        /* @__PURE__ */ a(Button, { label: t("view.share", { name: one.name }), icon: "link", bare: !0, kind: "quiet", onClick: () => {
          copy(new URL(href({ saved: one.name }), location.href).href, t("what.view"));
        } }),
        /* @__PURE__ */ a(Button, { label: t("view.change", { name: one.name }), icon: "settings", bare: !0, kind: "quiet", onClick: () => onEdit(one) }),
        /* @__PURE__ */ a(Button, { remote: !0, label: t("view.drop", { name: one.name }), icon: "trash", bare: !0, kind: "quiet", onClick: () => {
          drop(one.name);
        } })
      ] })
    ] }, one.name)) }),
    /* @__PURE__ */ a("p", { class: "sr", role: "status", children: moved && t("view.moved", { name: moved.name, n: list.findIndex(({ name }) => name === moved.name) + 1, of: list.length }) })
  ] });
}
export {
  LinkSheet as links,
  MineSheet as mine,
  Palette as palette,
  ViewSheet as save,
  TagSheet as tags
};
