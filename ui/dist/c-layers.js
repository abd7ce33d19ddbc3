import {
  A,
  Button,
  Dialog,
  Icon,
  LinkButton,
  MyAddresses,
  Stroke,
  T,
  a,
  active,
  bindings,
  copy,
  count,
  d,
  facets,
  facets2,
  failed,
  go,
  hue,
  inbox,
  keysOf,
  messages,
  mineQuery,
  prefs,
  putViews,
  quoted,
  route,
  saved,
  search,
  selection,
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
    /* @__PURE__ */ a("ul", { class: "lines-of", children: links.map(({ url, text }, at) => /* @__PURE__ */ a("li", { children: [
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
    ] }, at)) })
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

// src/views/layers/Palette.tsx
var MOST = 6, PREFIX = { ">": "command", "@": "rcpt", "#": "tag" };
function score(text, typed) {
  let [low, want] = [text.toLowerCase(), typed.toLowerCase().replace(/\s+/g, "")];
  if (!want) return 1;
  let [sum, at] = [0, -1];
  for (let letter of want) {
    let next = low.indexOf(letter, at + 1);
    if (next < 0) return 0;
    sum += next === at + 1 ? 5 : /\W|^$/.test(low[next - 1] ?? "") ? 4 : 1, at = next;
  }
  return sum / (1 + low.length / 100);
}
function commands() {
  return bindings.filter((binding) => binding.text !== "key.tab" && binding.text !== "key.palette").map((binding) => ({ group: "command", text: t(binding.text), icon: "command", key: keysOf(binding)[0], run: binding.run }));
}
function places() {
  let out = saved.value.map((one, at) => ({ group: "place", text: one.name, icon: "save", key: at < 9 ? `g ${at + 1}` : void 0, run: () => visit({ saved: one.name }) }));
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
  let groups = /* @__PURE__ */ new Map();
  for (let entry of all) {
    let fit = score(entry.text, typed);
    fit > 0 && groups.set(entry.group, [...groups.get(entry.group) ?? [], { entry, fit }]);
  }
  let best = (list) => Math.max(...list.map(({ fit }) => fit));
  return [...groups.values()].map((list) => typed ? list.sort((a2, b) => b.fit - a2.fit) : list).sort((a2, b) => typed ? best(b) - best(a2) : 0).flatMap((list) => list.slice(0, groups.size === 1 ? 40 : MOST).map(({ entry }) => entry));
}
function Palette({ onClose }) {
  let [text, setText] = d(""), [found, setFound] = d(facets2.recipients.value), [at, setAt] = d(0), box = T(null), only = PREFIX[text[0] ?? ""], typed = (only ? text.slice(1) : text).trim();
  A(() => box.current?.focus(), []), A(() => {
    if (typed.length < 2) return setFound(facets2.recipients.value);
    let asking = new AbortController();
    return facets("rcpt", typed.toLowerCase(), 12, asking.signal).then(setFound, () => {
    }), () => asking.abort();
  }, [typed]);
  let list = w(() => {
    let all = [...commands(), ...places(), ...recipients(found), ...tags(), ...mails()];
    return rank(only ? all.filter((entry) => entry.group === only) : all, typed);
  }, [text, found]), choose = (entry) => {
    entry && (onClose(), entry.run());
  }, press = (event) => {
    let step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step) setAt((at + step + list.length) % Math.max(1, list.length));
    else if (event.key === "Enter") choose(list[at]);
    else return;
    event.preventDefault();
  };
  return A(() => document.getElementById(`pal-${at}`)?.scrollIntoView({ block: "nearest" }), [at]), /* @__PURE__ */ a(Dialog, { title: t("palette.title"), class: "palette", onClose, children: [
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
          "aria-activedescendant": list.length ? `pal-${at}` : void 0,
          placeholder: t("palette.hint"),
          autocomplete: "off",
          spellcheck: !1,
          value: text,
          onInput: (event) => (setText(event.currentTarget.value), setAt(0)),
          onKeyDown: press
        }
      )
    ] }),
    /* @__PURE__ */ a("div", { class: "results", id: "pal", role: "listbox", "aria-label": t("palette.title"), children: list.map((entry, index) => /* @__PURE__ */ a("div", { id: `pal-${index}`, role: "option", "aria-selected": index === at, onPointerMove: () => setAt(index), onClick: () => choose(entry), children: [
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

// src/views/layers/ViewSheet.tsx
async function put(list) {
  try {
    return saved.value = await putViews(list), !0;
  } catch (cause) {
    return failed(cause), !1;
  }
}
function ViewSheet({ onClose }) {
  let [name, setName] = d(route.value.saved), save = async (event) => {
    event.preventDefault();
    let { q: q2, account: account2, mailbox } = view.value, rest = saved.value.filter((one) => one.name !== name.trim());
    await put([...rest, { name: name.trim(), q: q2, account: account2, mailbox }]) && (tell(t("view.saved", { name: name.trim() })), onClose(), go({ saved: name.trim(), q: "", account: "", mailbox: "" }));
  }, { q, account } = view.value;
  return /* @__PURE__ */ a(Dialog, { title: t("view.save"), onClose, children: /* @__PURE__ */ a("div", { class: "stack", children: [
    (q || account) && /* @__PURE__ */ a("form", { onSubmit: (event) => {
      save(event);
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
  let list = saved.value, swap = (at, by) => {
    let next = [...list];
    [next[at], next[at + by]] = [next[at + by], next[at]], put(next);
  };
  return /* @__PURE__ */ a("ul", { class: "lines-of", "aria-label": t("nav.views"), children: list.map((one, at) => /* @__PURE__ */ a("li", { children: [
    /* @__PURE__ */ a("span", { children: [
      one.name,
      " ",
      at < 9 && /* @__PURE__ */ a("kbd", { children: [
        "g ",
        at + 1
      ] }),
      /* @__PURE__ */ a("span", { class: "dim", children: /* @__PURE__ */ a("code", { children: [
        one.account && `in:${one.account} `,
        one.q
      ] }) })
    ] }),
    /* @__PURE__ */ a("span", { class: "ends", children: [
      /* @__PURE__ */ a(Button, { label: t("view.up", { name: one.name }), icon: "newer", bare: !0, kind: "quiet", disabled: at === 0, onClick: () => swap(at, -1) }),
      /* @__PURE__ */ a(Button, { label: t("view.down", { name: one.name }), icon: "older", bare: !0, kind: "quiet", disabled: at === list.length - 1, onClick: () => swap(at, 1) }),
      /* @__PURE__ */ a(Button, { label: t("view.drop", { name: one.name }), icon: "trash", bare: !0, kind: "quiet", onClick: () => {
        put(list.filter((other) => other !== one));
      } })
    ] })
  ] }, one.name)) });
}
export {
  LinkSheet as links,
  MineSheet as mine,
  Palette as palette,
  ViewSheet as save,
  TagSheet as tags
};
