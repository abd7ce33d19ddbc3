import {
  $,
  ALL,
  Button,
  CLOCKS,
  DENSITIES,
  FIXED,
  LANGUAGES,
  Link,
  MINE,
  MyAddresses,
  PANES,
  SCHEMES,
  Screen,
  Segments,
  Stroke,
  T,
  THEMES,
  WIDTHS,
  a,
  bindings,
  count,
  d,
  info2 as info,
  keysOf,
  layer,
  logout,
  minute,
  now,
  prefer,
  prefs,
  reset,
  saved,
  size,
  stroke,
  t,
  tables,
  taken,
  told,
  useFetched
} from "./c-chunk.js";

// src/views/settings/KeyTable.tsx
function put(binding, key, from) {
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
  let [editing, setEditing] = d(""), changed = Object.keys(prefs.value.remap).length;
  return /* @__PURE__ */ a("details", { class: "keytable", children: [
    /* @__PURE__ */ a("summary", { children: [
      t("keys.change"),
      changed > 0 && /* @__PURE__ */ a("span", { class: "n", children: t("keys.changed", { n: changed }) })
    ] }),
    /* @__PURE__ */ a("p", { class: "dim", children: t("keys.how") }),
    /* @__PURE__ */ a("ul", { children: bindings.filter((binding) => !FIXED.includes(binding.text)).map((binding) => /* @__PURE__ */ a(Line, { binding, editing: editing === binding.text, edit: (on) => setEditing(on ? binding.text : "") }, binding.text)) }),
    /* @__PURE__ */ a(Button, { label: t("keys.resetAll"), disabled: changed === 0, onClick: () => (setEditing(""), prefer({ remap: {} })) })
  ] });
}
function Line({ binding, editing, edit }) {
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
    put(binding, key), done();
  };
  if (clash) {
    let fixed = FIXED.includes(clash.by.text) || clash.by.keys[0] !== clash.key && !(clash.by.keys[0] in prefs.value.remap);
    return /* @__PURE__ */ a("span", { class: "clash", role: "alert", children: [
      /* @__PURE__ */ a(Stroke, { name: clash.key }),
      " ",
      t(fixed ? "keys.fixed" : "keys.taken", { by: t(clash.by.text) }),
      !fixed && /* @__PURE__ */ a(Button, { label: t("keys.take"), onClick: () => (put(binding, clash.key, clash.by), done()) }),
      /* @__PURE__ */ a(Button, { label: t("act.cancel"), kind: "quiet", onClick: done })
    ] });
  }
  return /* @__PURE__ */ a("input", { class: "inp capture", readOnly: !0, autofocus: !0, "aria-label": t("keys.press"), placeholder: prefix ? t("keys.second") : t("keys.press"), ref: (element) => element?.focus(), onKeyDown: press, onBlur: () => asking.current || done() });
}

// src/views/settings/Language.tsx
var LOCALES = ["ar", "cs", "da", "de", "de-CH", "en-GB", "en-IN", "en-US", "es", "fi", "fr", "he", "hi", "it", "ja", "ko", "nb", "nl", "pl", "pt", "pt-BR", "sv", "tr", "uk", "zh-CN"];
function Language() {
  let { language, locale } = prefs.value, names = new Intl.DisplayNames("en", { type: "language" }), own = new Intl.DateTimeFormat().resolvedOptions().locale;
  return /* @__PURE__ */ a($, { children: [
    /* @__PURE__ */ a("label", { class: "setting", children: [
      /* @__PURE__ */ a("span", { children: t("settings.language") }),
      /* @__PURE__ */ a("select", { class: "inp", value: language, onChange: (event) => prefer({ language: event.currentTarget.value }), children: LANGUAGES.map((value) => /* @__PURE__ */ a("option", { value, children: t(`language.${value}`) }, value)) })
    ] }),
    /* @__PURE__ */ a("label", { class: "setting", children: [
      /* @__PURE__ */ a("span", { children: t("settings.locale") }),
      /* @__PURE__ */ a("select", { class: "inp", value: locale, onChange: (event) => prefer({ locale: event.currentTarget.value }), children: [
        /* @__PURE__ */ a("option", { value: "", children: t("settings.localeOwn", { locale: own }) }),
        LOCALES.map((value) => /* @__PURE__ */ a("option", { value, children: names.of(value) }, value))
      ] })
    ] }),
    /* @__PURE__ */ a("p", { class: "dim", children: [
      minute(now.value),
      " · ",
      count(12345678e-1)
    ] })
  ] });
}

// src/views/settings/Server.tsx
function Server() {
  let tables2 = useFetched("tables", (signal) => tables(signal)), known = info.value;
  if (!known) return null;
  let facts = factsOf(known, tables2.data?.files ?? []);
  return /* @__PURE__ */ a("section", { children: [
    /* @__PURE__ */ a("h2", { children: t("settings.server") }),
    /* @__PURE__ */ a("div", { children: [
      /* @__PURE__ */ a("dl", { class: "facts", children: facts.filter(([, value]) => value).map(([name, value]) => /* @__PURE__ */ a($, { children: [
        /* @__PURE__ */ a("dt", { children: name }),
        /* @__PURE__ */ a("dd", { children: /* @__PURE__ */ a("code", { children: value }) })
      ] })) }),
      known.login && /* @__PURE__ */ a(Button, { remote: !0, label: t("settings.logout"), icon: "out", onClick: logout })
    ] })
  ] });
}
function factsOf(known, files) {
  let { limits } = known, tls = { "": t("settings.tlsNone"), offered: t("settings.tlsOffered"), required: t("settings.tlsRequired") }, auth = { any: t("settings.authAny"), off: t("settings.authOff"), users: t("settings.authUsers") };
  return [
    [t("settings.version"), known.version],
    [t("settings.doors"), known.doors?.map(({ name, address }) => `${name} ${address}`).join(", ") || [known.smtp, known.imap, known.http].filter(Boolean).join(", ")],
    [t("settings.tls"), tls[known.tls ?? ""]],
    [t("settings.auth"), known.auth && auth[known.auth] + (known.authRequired ? t("settings.authRequired") : "")],
    [t("settings.login"), t(known.login ? "settings.loginYes" : "settings.loginNo")],
    [t("settings.store"), known.store],
    [t("settings.keep"), [limits?.age, limits?.messages && t("list.count", { n: limits.messages }), limits?.bytes && size(limits.bytes)].filter(Boolean).join(", ") || t("settings.all")],
    [t("settings.messageSize"), limits?.messageSize && size(limits.messageSize)],
    [t("settings.recipients"), limits?.recipients && count(limits.recipients)],
    [t("rules.title"), known.table && /* @__PURE__ */ a(Link, { to: { screen: "rules" }, children: known.table })],
    [t("settings.files"), files.join(", ")],
    [t("settings.relay"), t("settings.relayNone")],
    [t("html.remote"), t(known.remote ? "settings.byProxy" : "settings.never")]
  ];
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
        /* @__PURE__ */ a("p", { class: "dim", children: saved.value.length ? /* @__PURE__ */ a("bdi", { children: saved.value.map((one) => one.name).join(", ") }) : t("settings.noViews") }),
        saved.value.length > 0 && /* @__PURE__ */ a(Button, { label: t("view.edit"), icon: "save", onClick: () => layer.value = "save" })
      ] })
    ] }),
    /* @__PURE__ */ a(Notify, {}),
    /* @__PURE__ */ a(Keys, {}),
    /* @__PURE__ */ a(Preview, {}),
    /* @__PURE__ */ a(Server, {})
  ] }) });
}
function Field({ name, children }) {
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
      /* @__PURE__ */ a(Field, { name: t("theme.label"), children: /* @__PURE__ */ a(Segments, { label: t("theme.label"), options: THEMES.map((value) => ({ value, text: t(`theme.${value}`) })), value: theme, onChange: (value) => prefer({ theme: value }) }) }),
      /* @__PURE__ */ a(Field, { name: t("settings.density"), children: /* @__PURE__ */ a(Segments, { label: t("settings.density"), options: DENSITIES.map((value) => ({ value, text: t("settings.lines", { n: value }) })), value: density, onChange: (value) => prefer({ density: value }) }) }),
      /* @__PURE__ */ a(Field, { name: t("settings.pane"), children: /* @__PURE__ */ a(Segments, { label: t("settings.pane"), options: PANES.map((value) => ({ value, text: t(`settings.${value}`) })), value: pane, onChange: (value) => prefer({ pane: value }) }) }),
      /* @__PURE__ */ a(Field, { name: t("settings.clock"), children: /* @__PURE__ */ a(Segments, { label: t("settings.clock"), options: CLOCKS.map((value) => ({ value, text: `${value} h` })), value: clock, onChange: (value) => prefer({ clock: value }) }) }),
      /* @__PURE__ */ a("label", { class: "setting", children: [
        /* @__PURE__ */ a("span", { children: t("settings.zone") }),
        /* @__PURE__ */ a("select", { class: "inp", value: zone, onChange: (event) => prefer({ zone: event.currentTarget.value }), children: [
          /* @__PURE__ */ a("option", { value: "", children: t("settings.zoneOwn", { zone: Intl.DateTimeFormat().resolvedOptions().timeZone }) }),
          ["UTC", ...Intl.supportedValuesOf("timeZone").filter((one) => one !== "UTC")].map((one) => /* @__PURE__ */ a("option", { children: one }, one))
        ] })
      ] }),
      /* @__PURE__ */ a(Language, {}),
      /* @__PURE__ */ a("label", { class: "setting", children: [
        /* @__PURE__ */ a("span", { children: t("settings.announce") }),
        /* @__PURE__ */ a("input", { type: "checkbox", checked: announce, onChange: (event) => prefer({ announce: event.currentTarget.checked }) })
      ] })
    ] })
  ] });
}
function Notify() {
  let { notify, mine } = prefs.value, secure = typeof Notification < "u" && isSecureContext, [denied, setDenied] = d(secure && Notification.permission === "denied"), choices = [[ALL, t("view.all")], ...mine.length ? [[MINE, t("view.mine")]] : [], ...saved.value.map(({ name }) => [name, name])], choose = async (key, on) => {
    let rest = notify.filter((one) => one !== key && one !== `-${key}`), itself = saved.value.find(({ name }) => name === key)?.notify;
    prefer({ notify: on === !!itself ? rest : [...rest, on ? key : `-${key}`] }), on && secure && setDenied(await Notification.requestPermission() === "denied");
  };
  return /* @__PURE__ */ a("section", { children: [
    /* @__PURE__ */ a("h2", { children: t("settings.notify") }),
    /* @__PURE__ */ a("div", { children: [
      /* @__PURE__ */ a("p", { class: "dim", children: t(secure ? "settings.notifyWhy" : "settings.notifyPlain") }),
      choices.map(([key, text]) => /* @__PURE__ */ a("label", { class: "setting", children: [
        key === text ? /* @__PURE__ */ a("bdi", { children: text }) : /* @__PURE__ */ a("span", { children: text }),
        /* @__PURE__ */ a("input", { type: "checkbox", checked: notify.includes(key) || saved.value.some((one) => one.name === key && told(one, notify)), onChange: (event) => {
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
  let { width, scheme, remote } = prefs.value;
  return /* @__PURE__ */ a("section", { children: [
    /* @__PURE__ */ a("h2", { children: t("settings.preview") }),
    /* @__PURE__ */ a("div", { children: [
      /* @__PURE__ */ a(Field, { name: t("html.width"), children: /* @__PURE__ */ a(Segments, { label: t("html.width"), options: WIDTHS.map((value) => ({ value, text: value ? String(value) : t("html.fit") })), value: width, onChange: (value) => prefer({ width: value }) }) }),
      /* @__PURE__ */ a(Field, { name: t("html.scheme"), children: /* @__PURE__ */ a(Segments, { label: t("html.scheme"), options: SCHEMES.map((value) => ({ value, text: t(`html.${value}`) })), value: scheme, onChange: (value) => prefer({ scheme: value }) }) }),
      info.value?.remote ? /* @__PURE__ */ a(Field, { name: t("html.remote"), children: /* @__PURE__ */ a(Segments, { label: t("html.remote"), options: [{ value: "blocked", text: t("html.remoteBlocked") }, { value: "proxy", text: t("html.remoteProxy") }], value: remote, onChange: (value) => prefer({ remote: value }) }) }) : /* @__PURE__ */ a(Field, { name: t("html.remote"), children: t("html.remoteBlocked") }),
      /* @__PURE__ */ a("p", { class: "dim", children: t(info.value?.remote ? "html.direct" : "html.never") }),
      /* @__PURE__ */ a(Button, { label: t("settings.reset"), kind: "quiet", onClick: reset })
    ] })
  ] });
}
export {
  SettingsScreen as settings
};
