import {
  $,
  Button,
  Failure,
  Link,
  PartsTab,
  Problem,
  RecipientChip,
  Rule,
  Segments,
  T,
  Transcript,
  Waiting,
  a,
  authentication,
  checks,
  compare,
  copy,
  count,
  cut,
  d,
  delay,
  failed,
  format,
  go,
  headers,
  instant,
  moment,
  prefer,
  prefs,
  route,
  say,
  search,
  session,
  size,
  t,
  useFetched,
  visitLinks
} from "./c-chunk.js";

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

// src/store/programs.ts
function familiesOf(programs) {
  let by = /* @__PURE__ */ new Map();
  for (let program of programs) by.set(program.family, [...by.get(program.family) ?? [], program]);
  return [...by].map(([name, all]) => ({ name, programs: all }));
}
function picked(programs, chosen) {
  return new Set(programs.filter(({ name, family }) => chosen.includes(name) || chosen.includes(family)).map(({ name }) => name));
}
function choose(programs, chosen, names, on) {
  let now = picked(programs, chosen);
  for (let name of names) on ? now.add(name) : now.delete(name);
  return now.size === programs.length ? [] : familiesOf(programs).flatMap(({ name, programs: all }) => {
    let here = all.filter((one) => now.has(one.name));
    return here.length === all.length ? [name] : here.map((one) => one.name);
  });
}
function toldOf(programs, chosen) {
  let now = picked(programs, chosen);
  return familiesOf(programs).flatMap(({ name, programs: all }) => {
    let here = all.filter((one) => now.has(one.name));
    return here.length === 0 ? [] : here.length === all.length ? [name] : [`${name} (${here.map(({ platform }) => platform).join(", ")})`];
  }).join(", ");
}

// src/views/message/Compatibility.tsx
var FEW = 8;
function Compatibility({ of: c }) {
  let [all, setAll] = d(!1), shown = all ? c.features : c.features.slice(0, FEW);
  return /* @__PURE__ */ a("details", { class: "check-of compatibility", open: c.score < 90, children: [
    /* @__PURE__ */ a("summary", { children: [
      /* @__PURE__ */ a("span", { class: c.score < 80 ? "verdict-of bad" : "verdict-of good", children: [
        Math.round(c.score),
        " %"
      ] }),
      /* @__PURE__ */ a("span", { class: "name", children: t("checks.compatibility") }),
      /* @__PURE__ */ a("span", { class: "dim", children: toldOf(c.programs, prefs.value.programs) || t("checks.used", { n: c.used, clients: c.clients }) })
    ] }),
    /* @__PURE__ */ a(Programs, { programs: c.programs }),
    c.features.length === 0 ? /* @__PURE__ */ a("p", { class: "dim pad-x", children: t("checks.allShown") }) : /* @__PURE__ */ a("table", { class: "table features", children: [
      /* @__PURE__ */ a("thead", { children: /* @__PURE__ */ a("tr", { children: [
        /* @__PURE__ */ a("th", { scope: "col", children: t("checks.feature") }),
        /* @__PURE__ */ a("th", { scope: "col", class: "num", children: t("checks.works") }),
        /* @__PURE__ */ a("th", { scope: "col", children: t("checks.without") })
      ] }) }),
      /* @__PURE__ */ a("tbody", { children: shown.map((feature) => /* @__PURE__ */ a(Used, { feature }, feature.slug)) })
    ] }),
    shown.length < c.features.length && /* @__PURE__ */ a(Button, { label: t("checks.more", { n: c.features.length - shown.length }), kind: "quiet", onClick: () => setAll(!0) }),
    /* @__PURE__ */ a("p", { class: "dim pad-x", children: t("checks.data", { source: c.source, date: c.updated, licence: c.licence }) })
  ] });
}
function Used({ feature }) {
  return /* @__PURE__ */ a("tr", { children: [
    /* @__PURE__ */ a("td", { children: [
      /* @__PURE__ */ a("a", { href: feature.url, target: "_blank", rel: "noopener noreferrer", children: feature.title }),
      " ",
      /* @__PURE__ */ a("span", { class: "dim", children: [
        "× ",
        feature.times
      ] }),
      /* @__PURE__ */ a(Places, { lines: feature.lines })
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
  ] });
}
var LINES = 6;
function Places({ lines }) {
  return lines.length === 0 ? null : /* @__PURE__ */ a("span", { class: "at-lines", children: [
    t("checks.lines", { n: lines.length }),
    " ",
    lines.slice(0, LINES).map((line) => {
      let there = { tab: "source", form: "html", line };
      return /* @__PURE__ */ a("a", { href: format({ ...route.value, ...there }), "aria-label": t("checks.line", { line }), onClick: (event) => plain(event) && (event.preventDefault(), go(there)), children: line }, line);
    }),
    lines.length > LINES && " …"
  ] });
}
function plain(event) {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}
function Programs({ programs }) {
  let chosen = prefs.value.programs;
  return /* @__PURE__ */ a("details", { class: "programs", children: [
    /* @__PURE__ */ a("summary", { children: t("checks.programs") }),
    /* @__PURE__ */ a(Button, { remote: !0, label: t("checks.allPrograms"), kind: "quiet", pressed: chosen.length === 0, onClick: () => prefer({ programs: [] }) }),
    /* @__PURE__ */ a("ul", { children: familiesOf(programs).map((family) => /* @__PURE__ */ a(Choice, { family, programs }, family.name)) })
  ] });
}
function Choice({ family, programs }) {
  let now = picked(programs, prefs.value.programs), names = family.programs.map(({ name }) => name), some = names.some((name) => now.has(name)), all = names.every((name) => now.has(name)), set = (which, on) => prefer({ programs: choose(programs, prefs.value.programs, which, on) });
  return /* @__PURE__ */ a("li", { role: "group", "aria-label": family.name, children: [
    /* @__PURE__ */ a("label", { class: "tick", children: [
      /* @__PURE__ */ a("input", { type: "checkbox", disabled: cut.value, checked: all, ref: (box) => {
        box && (box.indeterminate = some && !all);
      }, onChange: (event) => set(names, event.currentTarget.checked) }),
      " ",
      /* @__PURE__ */ a("b", { children: family.name })
    ] }),
    /* @__PURE__ */ a("span", { children: family.programs.map(({ name, platform, score }) => /* @__PURE__ */ a("label", { class: "tick", children: [
      /* @__PURE__ */ a("input", { type: "checkbox", disabled: cut.value, "aria-label": name, checked: now.has(name), onChange: (event) => set([name], event.currentTarget.checked) }),
      " ",
      platform,
      " ",
      /* @__PURE__ */ a("span", { class: "n", children: [
        Math.round(score),
        " %"
      ] })
    ] }, name)) })
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

// src/views/message/ChecksTab.tsx
function ChecksTab({ message }) {
  let { programs } = prefs.value, { data: fetched, problem, again } = useFetched(`checks ${message.id} ${programs.join()}`, (signal) => checked(message.id, programs, signal)), kept = T(void 0);
  fetched && (kept.current = { id: message.id, data: fetched });
  let data = fetched ?? (kept.current?.id === message.id ? kept.current.data : void 0);
  return problem && !data ? /* @__PURE__ */ a(Failure, { text: t("checks.failed"), why: problem, again }) : data ? /* @__PURE__ */ a("div", { class: "checks", children: [
    /* @__PURE__ */ a(Links, { id: message.id, data }),
    /* @__PURE__ */ a(Images, { data }),
    message.preview && /* @__PURE__ */ a(Compatibility, { of: data.compatibility }),
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
async function checked(id, programs, signal) {
  try {
    return await checks(id, programs, signal);
  } catch (cause) {
    throw cause instanceof Problem && cause.status === 400 && prefer({ programs: [] }), cause;
  }
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
  return list.length === 0 ? null : /* @__PURE__ */ a("ul", { class: "findings", children: list.map((finding, at) => /* @__PURE__ */ a("li", { class: finding.level, children: [
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
  ] }, at)) });
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
  let [visits, setVisits] = d(), [busy, setBusy] = d(!1), web = data.links.filter(({ url }) => /^https?:/.test(url)), visit = async () => {
    setBusy(!0);
    try {
      setVisits(new Map((await visitLinks(id)).map((one) => [one.url, one])));
    } catch (cause) {
      failed(cause);
    }
    setBusy(!1);
  };
  return /* @__PURE__ */ a(Section, { name: t("checks.links"), findings: data.links.flatMap(({ findings: findings2 }) => findings2), note: t("checks.count", { n: data.links.length }), children: [
    /* @__PURE__ */ a("ul", { class: "things", children: data.links.map((link, at) => /* @__PURE__ */ a("li", { children: [
      /^https?:/.test(link.url) ? /* @__PURE__ */ a("a", { href: link.url, title: link.url, target: "_blank", rel: "noopener noreferrer nofollow", children: /* @__PURE__ */ a(Target, { url: link.url }) }) : /* @__PURE__ */ a(Target, { url: link.url }),
      visits?.has(link.url) && /* @__PURE__ */ a(Visited, { visit: visits.get(link.url) }),
      link.text && /* @__PURE__ */ a("span", { class: "dim", dir: "auto", children: link.text }),
      /* @__PURE__ */ a(Findings, { list: link.findings })
    ] }, at)) }),
    web.length > 0 && /* @__PURE__ */ a("p", { class: "asking", children: [
      /* @__PURE__ */ a(Button, { remote: !0, label: t("checks.visit"), icon: "reload", disabled: busy, onClick: () => {
        visit();
      } }),
      /* @__PURE__ */ a("span", { class: "dim", children: t("checks.visitHint") })
    ] })
  ] });
}
function Visited({ visit }) {
  let good = !visit.error && visit.status !== void 0 && visit.status < 400;
  return /* @__PURE__ */ a("span", { class: good ? "status ok" : "status bad", children: [
    visit.error || visit.status,
    visit.redirects.length > 0 && ` → ${visit.redirects[visit.redirects.length - 1]}`
  ] });
}
var KINDS = { remote: "checks.remote", inline: "checks.inline", data: "checks.inline", missing: "checks.gone" };
function Images({ data }) {
  return data.images.length === 0 ? null : /* @__PURE__ */ a(Section, { name: t("checks.images"), findings: data.images.flatMap(({ findings: findings2 }) => findings2), note: t("checks.count", { n: data.images.length }), children: /* @__PURE__ */ a("ul", { class: "things", children: data.images.map((image, at) => /* @__PURE__ */ a("li", { children: [
    /* @__PURE__ */ a(Target, { url: image.source }),
    " ",
    /* @__PURE__ */ a("span", { class: "dim", children: t(KINDS[image.kind]) }),
    image.hasAlt && image.alt && /* @__PURE__ */ a("span", { class: "dim", dir: "auto", children: [
      "“",
      image.alt,
      "”"
    ] }),
    /* @__PURE__ */ a(Findings, { list: image.findings })
  ] }, at)) }) });
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

// src/views/message/Authentication.tsx
function Authentication({ message }) {
  let { data, problem, again } = useFetched(`authentication ${message.id}`, (signal) => authentication(message.id, signal));
  return /* @__PURE__ */ a("section", { class: "authentication", children: [
    /* @__PURE__ */ a("h3", { children: t("auth.title") }),
    problem && !data && /* @__PURE__ */ a(Failure, { text: t("auth.failed"), why: problem, again }),
    !problem && !data && /* @__PURE__ */ a(Waiting, {}),
    data && /* @__PURE__ */ a(Claimed, { of: data })
  ] });
}
var METHODS = ["spf", "dkim", "dmarc"];
function Claimed({ of: data }) {
  let by = (method) => data.results.filter((one) => one.method === method), others = data.results.filter(({ method }) => !METHODS.includes(method));
  return /* @__PURE__ */ a($, { children: [
    /* @__PURE__ */ a("dl", { class: "facts", children: [
      /* @__PURE__ */ a(Fact, { name: "SPF", children: [
        /* @__PURE__ */ a(Results, { list: by("spf") }),
        /* @__PURE__ */ a("span", { class: "claim dim", children: spf(data) })
      ] }),
      /* @__PURE__ */ a(Fact, { name: "DKIM", children: [
        /* @__PURE__ */ a(Results, { list: by("dkim") }),
        data.signatures.length === 0 && /* @__PURE__ */ a("span", { class: "claim dim", children: t("auth.unsigned") }),
        data.signatures.map((one, at) => /* @__PURE__ */ a(Signed, { signature: one }, at))
      ] }),
      /* @__PURE__ */ a(Fact, { name: "DMARC", children: [
        /* @__PURE__ */ a(Results, { list: by("dmarc") }),
        /* @__PURE__ */ a("span", { class: "claim dim", children: dmarc(data) })
      ] }),
      others.length > 0 && /* @__PURE__ */ a(Fact, { name: t("auth.others"), children: /* @__PURE__ */ a(Results, { list: others, named: !0 }) })
    ] }),
    /* @__PURE__ */ a("p", { class: "dim", children: t("auth.hint") })
  ] });
}
function spf({ from, reversePath, aligned }) {
  return reversePath ? from ? t(aligned ? "auth.pathAligned" : "auth.pathStrange", { domain: reversePath, from }) : t("auth.pathAlone", { domain: reversePath }) : t("auth.pathNull");
}
function dmarc({ from, aligned, signatures }) {
  if (!from) return t("auth.noFrom");
  let signed = signatures.find((one) => one.aligned);
  return !aligned && !signed ? t("auth.neither", { from }) : t("auth.could", { from, by: [signed && `DKIM (d=${signed.domain})`, aligned && "SPF"].filter(Boolean).join(", ") });
}
function Results({ list, named }) {
  return /* @__PURE__ */ a($, { children: list.map((one, at) => /* @__PURE__ */ a("span", { class: "claim", children: [
    named && /* @__PURE__ */ a("code", { children: one.method }),
    " ",
    /* @__PURE__ */ a("b", { class: one.result === "pass" ? "told ok" : /fail|error/.test(one.result) ? "told bad" : "told", children: one.result }),
    " ",
    /* @__PURE__ */ a("span", { class: "dim", children: t(one.server ? "auth.saidBy" : "auth.said", { server: one.server, field: one.field }) }),
    " ",
    /* @__PURE__ */ a("code", { children: Object.entries(one.properties).map(([name, value]) => `${name}=${value}`).join(" ") }),
    " ",
    one.reason && /* @__PURE__ */ a("q", { children: one.reason })
  ] }, at)) });
}
function Signed({ signature: s }) {
  return /* @__PURE__ */ a("span", { class: "claim", children: [
    /* @__PURE__ */ a("code", { children: t("auth.signature", { domain: s.domain || "–", selector: s.selector || "–" }) }),
    " ",
    /* @__PURE__ */ a("code", { class: "dim", children: s.algorithm }),
    " ",
    /* @__PURE__ */ a("span", { class: s.aligned ? "dim" : "mark-external", children: t(s.aligned ? "auth.aligned" : "auth.strange") }),
    /* @__PURE__ */ a("ul", { class: "notes", children: [
      /* @__PURE__ */ a("li", { class: s.body === "changed" ? "warn" : void 0, children: [
        t(`auth.${s.body}`),
        s.partial && ` ${t("auth.partial")}`
      ] }),
      s.unsigned.length > 0 && /* @__PURE__ */ a("li", { class: s.unsigned.includes("From") ? "warn" : void 0, children: t("auth.unsignedFields", { names: s.unsigned.join(", ") }) }),
      s.expires && /* @__PURE__ */ a("li", { class: s.expired ? "warn" : void 0, children: t(s.expired ? "auth.expired" : "auth.expires", { time: instant(Date.parse(s.expires)) }) }),
      /* @__PURE__ */ a("li", { children: t("auth.key", { name: `${s.selector || "–"}._domainkey.${s.domain || "–"}` }) })
    ] })
  ] });
}

// src/views/message/DeliveryTab.tsx
function DeliveryTab({ message }) {
  return /* @__PURE__ */ a("div", { class: "delivery", children: [
    /* @__PURE__ */ a("section", { children: [
      /* @__PURE__ */ a("h3", { children: t("delivery.recipients") }),
      /* @__PURE__ */ a("ul", { class: "traces", children: message.envelope.recipients.map((recipient, at) => /* @__PURE__ */ a(Trace, { recipient }, at)) })
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
    steps.map((step, at) => /* @__PURE__ */ a("li", { children: [
      /* @__PURE__ */ a("span", { class: "label", children: /* @__PURE__ */ a(Rule, { table: step.table, line: step.line }) }),
      /* @__PURE__ */ a("code", { children: [
        step.from !== (steps[at - 1]?.to[0] ?? recipient.original) && `${step.from} `,
        "→ ",
        step.to.join(", ")
      ] })
    ] }, at)),
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
        reverseTrace.map((step) => /* @__PURE__ */ a(Rule, { table: step.table, line: step.line }, `${step.table}:${step.line}`))
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
  return problem && !data ? /* @__PURE__ */ a("p", { class: "dim", children: t("session.failed") }) : data ? /* @__PURE__ */ a(Transcript, { of: data, open: !0 }) : null;
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
  let { differ, hidden, absent } = compare(message), lines = [
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

// src/views/message/headers.ts
function hops(headers2) {
  let out = [];
  for (let { body } of headers2.filter(({ name }) => name.toLowerCase() === "received").reverse()) {
    let end = body.lastIndexOf(";"), clauses = end < 0 ? body : body.slice(0, end), at = Date.parse(body.slice(end + 1).replace(/\(.*?\)/g, ""));
    out.push({ from: clause(clauses, "from"), by: clause(clauses, "by"), with: clause(clauses, "with"), at, took: at - (out[out.length - 1]?.at ?? NaN) });
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
function query({ name, body }) {
  let value = body.replace(/[\\"]/g, "\\$&").slice(0, 200), address = /<([^<>\s]+@[^<>\s]+)>/.exec(body)?.[1] ?? body.trim();
  switch (name.toLowerCase()) {
    case "message-id":
      return `message-id:"${address}"`;
    case "subject":
      return `subject:"${value}"`;
    case "from":
    case "to":
    case "cc":
    case "reply-to":
      return `${name.toLowerCase()}:"${address}"`;
  }
  return `header:"${name}=${value}"`;
}

// src/views/message/HeadersTab.tsx
function HeadersTab({ message }) {
  let [filter, setFilter] = d(""), [raw, setRaw] = d(!1), { data, problem, again } = useFetched(`headers ${message.id}`, (signal) => headers(message.id, signal)), decoded = message.headers ?? [], fields = raw ? data?.raw ?? [] : decoded, wanted = filter.toLowerCase(), shown = fields.filter((field) => `${field.name}: ${field.body}`.toLowerCase().includes(wanted)), rest = wanted || raw ? [] : shown.filter(rare), trace = raw || wanted ? [] : data?.trace ?? [];
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
    !wanted && /* @__PURE__ */ a(Oddities, { fields: decoded }),
    !wanted && !raw && /* @__PURE__ */ a(Way, { fields: decoded }),
    !data && problem && /* @__PURE__ */ a(Failure, { text: t(raw ? "headers.failed" : "headers.noTrace"), why: problem, again }),
    raw && !data && !problem && /* @__PURE__ */ a(Waiting, {}),
    shown.length === 0 && (data || !raw) && /* @__PURE__ */ a("p", { class: "dim pad", children: t("headers.none") }),
    /* @__PURE__ */ a("dl", { class: "headers", children: [
      trace.map((field, at) => /* @__PURE__ */ a(Line, { field, added: !0 }, `t${at}`)),
      shown.filter((field) => !rest.includes(field)).map((field, at) => /* @__PURE__ */ a(Line, { field, raw }, at))
    ] }),
    rest.length > 0 && /* @__PURE__ */ a("details", { class: "rarely", children: [
      /* @__PURE__ */ a("summary", { children: t("headers.rare", { n: rest.length }) }),
      /* @__PURE__ */ a("dl", { class: "headers", children: rest.map((field, at) => /* @__PURE__ */ a(Line, { field }, at)) })
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
        !added && name && body && /* @__PURE__ */ a(Button, { label: t("headers.search", { name }), icon: "search", bare: !0, kind: "quiet", onClick: () => search(query(field)) }),
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
    /* @__PURE__ */ a("tbody", { children: way.map((hop, at) => /* @__PURE__ */ a("tr", { children: [
      /* @__PURE__ */ a("td", { class: "num", children: at + 1 }),
      /* @__PURE__ */ a("td", { children: /* @__PURE__ */ a("code", { children: hop.from || "–" }) }),
      /* @__PURE__ */ a("td", { children: /* @__PURE__ */ a("code", { children: hop.by || "–" }) }),
      /* @__PURE__ */ a("td", { class: "tight", children: hop.with || "–" }),
      /* @__PURE__ */ a("td", { class: "tight", children: Number.isFinite(hop.at) ? /* @__PURE__ */ a("time", { title: instant(hop.at), children: moment(hop.at, way[way.length - 1].at || hop.at) }) : "–" }),
      /* @__PURE__ */ a("td", { class: "num", children: [
        /* @__PURE__ */ a("bdi", { dir: "ltr", children: Number.isFinite(hop.took) ? delay(hop.took) : "–" }),
        slowest > 0 && hop.took > 0 && /* @__PURE__ */ a("meter", { class: "took", min: 0, max: slowest, value: hop.took, "aria-hidden": "true" })
      ] })
    ] }, at)) })
  ] });
}
export {
  ChecksTab as checks,
  DeliveryTab as delivery,
  HeadersTab as headers,
  PartsTab as parts
};
