import {
  $,
  A,
  Button,
  Failure,
  Link,
  Problem,
  RecipientChip,
  Rule,
  Screen,
  T,
  Waiting,
  a,
  askRules,
  changed,
  count,
  d,
  diff,
  draft,
  failed,
  hits,
  hitsOf,
  marks,
  moment,
  putTable,
  quoted,
  reloadTables,
  route,
  save,
  second,
  shorten,
  size,
  t,
  tableText,
  tables,
  tell,
  useFetched,
  versionText,
  versions
} from "./c-chunk.js";

// src/views/rules/Versions.tsx
function Versions({ id, read, restore }) {
  let list = useFetched(`versions ${id} ${read.length} ${read}`, (signal) => versions(id, signal)), [shown, setShown] = d();
  if (!list.data?.length) return null;
  let text = (one, then) => {
    versionText(id, one.id).then(then, failed);
  }, show = (one) => shown?.id === one.id ? setShown(void 0) : text(one, (before) => setShown({ id: one.id, changes: shorten2(diff(lines(read), lines(before))) }));
  return /* @__PURE__ */ a("details", { class: "versions", children: [
    /* @__PURE__ */ a("summary", { children: t("rules.versions", { n: list.data.length }) }),
    /* @__PURE__ */ a("ol", { children: list.data.map((one) => {
      let time = second(Date.parse(one.at));
      return /* @__PURE__ */ a("li", { children: [
        /* @__PURE__ */ a("span", { class: "name", children: [
          time,
          " ",
          /* @__PURE__ */ a("span", { class: "dim", children: [
            t("rules.versionLines", { n: one.lines }),
            " · ",
            size(one.bytes)
          ] })
        ] }),
        one.current ? /* @__PURE__ */ a("span", { class: "tag", children: t("rules.inUse") }) : /* @__PURE__ */ a($, { children: [
          /* @__PURE__ */ a(Button, { remote: !0, label: t("rules.changes"), kind: "quiet", pressed: shown?.id === one.id, onClick: () => show(one) }),
          /* @__PURE__ */ a(Button, { remote: !0, label: t("rules.restore"), onClick: () => text(one, restore) })
        ] }),
        shown?.id === one.id && /* @__PURE__ */ a(Changes, { list: shown.changes })
      ] }, one.id);
    }) })
  ] });
}
function Changes({ list }) {
  return /* @__PURE__ */ a("pre", { class: "differ", tabIndex: 0, children: list.map(
    ({ side, text }, at) => side === 0 ? text : side > 0 ? /* @__PURE__ */ a("ins", { children: [
      /* @__PURE__ */ a("span", { class: "sr", children: [
        t("compare.ins"),
        " "
      ] }),
      text
    ] }, at) : /* @__PURE__ */ a("del", { children: [
      /* @__PURE__ */ a("span", { class: "sr", children: [
        t("compare.del"),
        " "
      ] }),
      text
    ] }, at)
  ) });
}
function lines(text) {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
var AROUND = 2;
function shorten2(changes) {
  return changes.map((change, at) => {
    let all = lines(change.text);
    if (change.side !== 0 || all.length <= 2 * AROUND + 1) return change;
    let head = at > 0 ? all.slice(0, AROUND) : [], tail = at < changes.length - 1 ? all.slice(-AROUND) : [];
    return { side: 0, text: [...head, `…
`, ...tail].join("") };
  });
}

// src/views/rules/Editor.tsx
var HITS = 5e3;
function Editor({ table, list, asked, onSaved }) {
  let [problem, setProblem] = d(""), [busy, setBusy] = d(!1), [stale, setStale] = d(!1), hits2 = useFetched("hits", (signal) => hits(signal), HITS), one = draft.value?.id === table.id ? draft.value : void 0, read = () => {
    setProblem(""), setStale(!1), tableText(table.id).then(({ text, tag }) => draft.value = { id: table.id, text, read: text, tag }, (cause) => setProblem(cause instanceof Error ? cause.message : String(cause)));
  };
  A(() => {
    one || read();
  }, [table.id]);
  let save2 = async () => {
    if (one) {
      setBusy(!0), setProblem("");
      try {
        let next = await putTable(one.id, one.text, one.tag), { text, tag } = await tableText(one.id);
        draft.value = { id: one.id, text, read: text, tag }, tell(t("rules.saved")), onSaved(next);
      } catch (cause) {
        setStale(cause instanceof Problem && cause.status === 412), setProblem(cause instanceof Error ? cause.message : String(cause));
      }
      setBusy(!1);
    }
  };
  if (!one) return problem ? /* @__PURE__ */ a("p", { class: "bad", children: problem }) : null;
  let led = hits2.data && !changed(one) ? hitsOf(hits2.data.values, table.table) : void 0, wrong = new Map(asked.problems.map(({ line, text }) => [line, text])), said = asked.draft ? asked.answer?.warnings ?? [] : list.warnings, clean = asked.problems.length === 0 && !asked.problem;
  return /* @__PURE__ */ a($, { children: [
    /* @__PURE__ */ a("header", { class: "sidehead", children: [
      /* @__PURE__ */ a("h2", { children: [
        /* @__PURE__ */ a("code", { title: table.table, children: shorten(table.table) }),
        " ",
        changed(one) && /* @__PURE__ */ a("span", { class: "tag draft", children: t("rules.draft") })
      ] }),
      changed(one) && /* @__PURE__ */ a(Button, { label: t("rules.discard"), kind: "quiet", onClick: read }),
      list.writable && /* @__PURE__ */ a(Button, { remote: !0, label: t("rules.save"), kind: "primary", disabled: !changed(one) || !clean || busy, onClick: () => {
        save2();
      } })
    ] }),
    problem && /* @__PURE__ */ a("p", { class: "notebar", role: "alert", children: [
      problem,
      " ",
      stale && /* @__PURE__ */ a(Button, { label: t("rules.readAgain"), kind: "quiet", onClick: read })
    ] }),
    /* @__PURE__ */ a(Lines, { text: one.text, wrong, warned: marks(said, table.file ?? ""), led, table: table.table, set: (text) => draft.value = { ...one, text } }),
    led && hits2.data?.since && /* @__PURE__ */ a("p", { class: "dim under-lines", children: t(hits2.data.partial ? "rules.hitsPartial" : "rules.hitsSince", { since: second(Date.parse(hits2.data.since)) }) }),
    (asked.problems.length > 0 || asked.draft && said.length > 0) && /* @__PURE__ */ a("ul", { class: "said-of", "aria-label": t("rules.said"), children: [
      asked.problems.map(({ line, text }) => /* @__PURE__ */ a("li", { class: "bad", children: [
        line > 0 && /* @__PURE__ */ a("b", { children: [
          t("rules.line", { n: line }),
          " "
        ] }),
        text
      ] }, `${line}${text}`)),
      asked.problems.length === 0 && said.map((warning) => /* @__PURE__ */ a("li", { class: "warned", children: shorten(warning) }, warning))
    ] }),
    /* @__PURE__ */ a(Versions, { id: one.id, read: one.read, restore: (text) => draft.value = { ...one, text } })
  ] });
}
function Led({ n, line, table }) {
  return /* @__PURE__ */ a(Link, { to: { q: `rule:${quoted(`${table}:${line}`)}` }, title: t("rules.hitsOf", { n, line }), children: [
    count(n),
    /* @__PURE__ */ a("span", { class: "sr", children: [
      " ",
      t("rules.hitsOf", { n, line })
    ] })
  ] });
}
function Lines({ text, wrong, warned, led, table, set }) {
  let gutter = T(null), counts = T(null), n = text.split(`
`).length, scrolled = (event) => {
    for (let side of [gutter.current, counts.current]) side && (side.scrollTop = event.currentTarget.scrollTop);
  };
  return /* @__PURE__ */ a("div", { class: "lines-edit", style: { "--rows": Math.min(28, Math.max(8, n + 1)) }, children: [
    /* @__PURE__ */ a("div", { class: "gutter", "aria-hidden": "true", ref: gutter, children: Array.from({ length: n }, (_, at) => {
      let bad = wrong.get(at + 1), odd = warned.get(at + 1);
      return /* @__PURE__ */ a("span", { class: bad ? "bad" : odd ? "warned" : void 0, title: bad ?? odd, children: at + 1 }, at);
    }) }),
    /* @__PURE__ */ a("textarea", { "aria-label": t("rules.text"), "aria-invalid": wrong.size > 0 || void 0, wrap: "off", spellcheck: !1, autocomplete: "off", autocapitalize: "off", value: text, onInput: (event) => set(event.currentTarget.value), onScroll: scrolled }),
    led && /* @__PURE__ */ a("div", { class: "hits", role: "group", "aria-label": t("rules.hits"), ref: counts, children: Array.from({ length: n }, (_, at) => /* @__PURE__ */ a("span", { children: led.has(at + 1) && /* @__PURE__ */ a(Led, { n: led.get(at + 1), line: at + 1, table }) }, at)) })
  ] });
}

// src/views/rules/Impact.tsx
function Impact({ impact }) {
  return /* @__PURE__ */ a("section", { class: "impact", "aria-label": t("rules.impact"), children: [
    /* @__PURE__ */ a("h3", { children: [
      t("rules.impactOf", { n: impact.changed, of: impact.messages }),
      impact.partial && ` ${t("rules.partial")}`
    ] }),
    impact.examples.length > 0 && /* @__PURE__ */ a("table", { class: "table", children: [
      /* @__PURE__ */ a("thead", { children: /* @__PURE__ */ a("tr", { children: [
        /* @__PURE__ */ a("th", { scope: "col", children: t("rules.recipient") }),
        /* @__PURE__ */ a("th", { scope: "col", children: t("rules.goesNow") }),
        /* @__PURE__ */ a("th", { scope: "col", children: t("rules.wouldGo") })
      ] }) }),
      /* @__PURE__ */ a("tbody", { children: impact.examples.map((one, at) => /* @__PURE__ */ a("tr", { children: [
        /* @__PURE__ */ a("td", { class: "mono", children: /* @__PURE__ */ a(Link, { to: { id: one.id, tab: "delivery" }, children: one.address }) }),
        /* @__PURE__ */ a("td", { class: "mono del", children: one.live.join(", ") || "–" }),
        /* @__PURE__ */ a("td", { class: "mono ins", children: one.draft.join(", ") || "–" })
      ] }, at)) })
    ] })
  ] });
}

// src/views/rules/Many.tsx
var MOST = 1e3;
function Many({ draft: draft2 }) {
  let [text, setText] = d(""), [answers, setAnswers] = d([]), addresses = text.split(/[\s,;]+/).filter(Boolean).slice(0, MOST), ask = () => askRules({ addresses, ...draft2 }).then(({ answers: all }) => setAnswers(all), failed);
  return /* @__PURE__ */ a("details", { class: "many", children: [
    /* @__PURE__ */ a("summary", { children: t("rules.many") }),
    /* @__PURE__ */ a("label", { children: [
      /* @__PURE__ */ a("span", { class: "dim", children: t("rules.paste") }),
      /* @__PURE__ */ a("textarea", { class: "inp", rows: 4, spellcheck: !1, value: text, onInput: (event) => setText(event.currentTarget.value) })
    ] }),
    /* @__PURE__ */ a("p", { class: "one-line", children: [
      /* @__PURE__ */ a(Button, { label: t("rules.testN", { n: addresses.length }), disabled: addresses.length === 0, onClick: () => {
        ask();
      } }),
      answers.length > 0 && /* @__PURE__ */ a(Button, { label: t("rules.export"), icon: "down", onClick: () => save("addresses.csv", csv(answers), "text/csv") })
    ] }),
    answers.length > 0 && /* @__PURE__ */ a("table", { class: "table", children: [
      /* @__PURE__ */ a("thead", { children: /* @__PURE__ */ a("tr", { children: [
        /* @__PURE__ */ a("th", { scope: "col", children: t("rules.recipient") }),
        /* @__PURE__ */ a("th", { scope: "col", children: t("rules.reply") }),
        /* @__PURE__ */ a("th", { scope: "col", children: t("rules.final") })
      ] }) }),
      /* @__PURE__ */ a("tbody", { children: answers.map((one, at) => /* @__PURE__ */ a("tr", { children: [
        /* @__PURE__ */ a("td", { class: "mono", children: one.address }),
        /* @__PURE__ */ a("td", { class: /^2/.test(one.reply) ? "mono" : "mono bad", children: one.reply }),
        /* @__PURE__ */ a("td", { class: "mono", children: one.final.join(", ") })
      ] }, at)) })
    ] })
  ] });
}
function csv(answers) {
  let cell = (value) => /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value, lines2 = answers.map((one) => [one.address, one.reply, one.final.join(" "), one.steps.map((step) => `${step.table}:${step.line}`).join(" ")]);
  return [["address", "reply", "final", "rules"], ...lines2].map((line) => line.map(cell).join(",")).join(`\r
`) + `\r
`;
}

// src/views/rules/Asked.tsx
function same(a2, b) {
  return a2.table === b.table && a2.key === b.key && a2.found === b.found && !a2.skipped && !b.skipped;
}
function told(lookups) {
  return lookups.filter((one, at) => !lookups.slice(0, at).some((before) => same(one, before) || one.skipped && before.table === one.table));
}
function AskedTables({ lookups }) {
  let list = told(lookups);
  if (list.length === 0) return null;
  let vain = list.filter((one) => !one.found).length;
  return /* @__PURE__ */ a("details", { class: "asked-tables", children: [
    /* @__PURE__ */ a("summary", { children: t("rules.asked", { n: list.length, vain }) }),
    /* @__PURE__ */ a("ol", { children: list.map((one, at) => /* @__PURE__ */ a("li", { class: one.found ? "hit" : one.error ? "wrong" : void 0, children: [
      /* @__PURE__ */ a(Rule, { table: one.table, line: one.found ? one.line ?? 0 : 0 }),
      /* @__PURE__ */ a("div", { children: [
        /* @__PURE__ */ a(Outcome, { one }),
        !one.found && one.tried && one.tried.length > 0 && /* @__PURE__ */ a(TriedRules, { list: one.tried }),
        one.found && one.tried && one.tried.length > 1 && /* @__PURE__ */ a(TriedRules, { list: one.tried.slice(0, -1) })
      ] })
    ] }, at)) })
  ] });
}
function Outcome({ one }) {
  return one.skipped ? /* @__PURE__ */ a("span", { class: "dim", children: t("rules.skipped") }) : /* @__PURE__ */ a($, { children: [
    /* @__PURE__ */ a("code", { children: one.key }),
    " ",
    one.found ? /* @__PURE__ */ a($, { children: [
      "→ ",
      /* @__PURE__ */ a("code", { children: one.value })
    ] }) : /* @__PURE__ */ a("span", { class: one.error ? "bad" : "dim", children: one.error ?? t(one.tried?.length ? "rules.noneMatches" : "rules.noKey") })
  ] });
}
function TriedRules({ list }) {
  return /* @__PURE__ */ a("ul", { class: "tried", children: list.map((rule, at) => /* @__PURE__ */ a("li", { children: [
    /* @__PURE__ */ a("span", { class: "n", children: rule.line }),
    /* @__PURE__ */ a("code", { children: rule.if ? `if ${rule.pattern}` : rule.pattern }),
    /* @__PURE__ */ a("span", { class: "dim", children: t(rule.if ? rule.matched ? "rules.ifHolds" : "rules.ifNot" : "rules.noMatch") })
  ] }, at)) });
}

// src/views/rules/Tester.tsx
function Tester({ address, sender, setAddress, setSender, answer, draft: draft2, problem, problems }) {
  let found = answer?.answers.find((one) => one.address.toLowerCase() === address.toLowerCase());
  return /* @__PURE__ */ a("section", { class: "tester", "aria-label": t("rules.test"), children: [
    /* @__PURE__ */ a("div", { class: "ask", children: [
      /* @__PURE__ */ a("label", { children: [
        /* @__PURE__ */ a("span", { children: t("rules.test") }),
        /* @__PURE__ */ a("input", { class: "inp", type: "text", inputMode: "email", autocomplete: "off", autocapitalize: "off", spellcheck: !1, placeholder: "anna@customers.example", value: address, onInput: (event) => setAddress(event.currentTarget.value.trim()) })
      ] }),
      /* @__PURE__ */ a("label", { children: [
        /* @__PURE__ */ a("span", { children: t("rules.from") }),
        /* @__PURE__ */ a("input", { class: "inp", type: "text", inputMode: "email", autocomplete: "off", autocapitalize: "off", spellcheck: !1, placeholder: t("rules.any"), value: sender, onInput: (event) => setSender(event.currentTarget.value.trim()) })
      ] })
    ] }),
    /* @__PURE__ */ a("div", { class: "found", role: "status", "aria-busy": !!address && !found, children: [
      address === "" && /* @__PURE__ */ a("p", { class: "dim", children: t("rules.hint") }),
      problem && problems.length === 0 && /* @__PURE__ */ a("p", { class: "bad", children: problem }),
      address && found && /* @__PURE__ */ a(Answer, { answer: found, drafted: draft2 !== void 0 })
    ] })
  ] });
}
function Answer({ answer, drafted }) {
  let refused = !/^2/.test(answer.reply);
  return /* @__PURE__ */ a($, { children: [
    /* @__PURE__ */ a("p", { class: "verdict", children: [
      drafted && /* @__PURE__ */ a("span", { class: "tag draft", children: t("rules.draft") }),
      /* @__PURE__ */ a("code", { class: refused ? "reply bad" : "reply ok", children: answer.reply }),
      answer.error && /* @__PURE__ */ a("span", { class: "bad", children: answer.error }),
      answer.failure && /* @__PURE__ */ a("span", { class: "bad", children: [
        t("rules.afterContent"),
        " ",
        /* @__PURE__ */ a("code", { children: answer.failure })
      ] })
    ] }),
    /* @__PURE__ */ a(Way, { answer, refused }),
    answer.reversePath !== void 0 && /* @__PURE__ */ a("p", { class: "dim", children: [
      t("rules.reverse"),
      " ",
      /* @__PURE__ */ a("code", { children: answer.reversePath || "<>" })
    ] }),
    answer.live && /* @__PURE__ */ a("p", { class: "was", children: [
      t("rules.now"),
      " ",
      /* @__PURE__ */ a("code", { children: answer.live.final.join(", ") || answer.live.reply })
    ] }),
    /* @__PURE__ */ a(AskedTables, { lookups: answer.lookups ?? [] }),
    /* @__PURE__ */ a("p", { children: /* @__PURE__ */ a(Link, { to: { q: `rcpt:${quoted(answer.address)}` }, children: t("rules.mails") }) })
  ] });
}
function Account({ answer, at, final }) {
  let account = answer.accounts?.[at]?.account;
  return !account || account === final ? null : /* @__PURE__ */ a("span", { class: "dim", children: t("rules.account", { account }) });
}
function Way({ answer, refused }) {
  let { address, steps } = answer;
  return /* @__PURE__ */ a("ol", { class: "steps", children: [
    /* @__PURE__ */ a("li", { children: [
      /* @__PURE__ */ a("span", { class: "label", children: "RCPT TO" }),
      /* @__PURE__ */ a(RecipientChip, { address })
    ] }),
    steps.map((step, at) => /* @__PURE__ */ a("li", { children: [
      /* @__PURE__ */ a(Rule, { table: step.table, line: step.line }),
      /* @__PURE__ */ a("code", { children: [
        step.from !== (steps[at - 1]?.to[0] ?? address) && `${step.from} `,
        "→ ",
        step.to.join(", ") || "–"
      ] })
    ] }, at)),
    steps.length === 0 && /* @__PURE__ */ a("li", { children: [
      /* @__PURE__ */ a("span", { class: "label", children: t("delivery.rule") }),
      /* @__PURE__ */ a("span", { class: "dim", children: t("delivery.noRule") })
    ] }),
    !refused && answer.final.map((final, at) => /* @__PURE__ */ a("li", { class: at === 0 ? "end" : void 0, children: [
      /* @__PURE__ */ a("span", { class: "label", children: t(answer.accounts?.[at]?.external ? "delivery.wouldGo" : "delivery.kept") }),
      /* @__PURE__ */ a("span", { children: [
        /* @__PURE__ */ a("code", { class: "final", children: final }),
        " ",
        /* @__PURE__ */ a(Account, { answer, at, final })
      ] })
    ] }, final))
  ] });
}

// src/views/rules/RulesScreen.tsx
var REST = 120, HELD = 1e3, WHOLE = /^(?:(?:[^@\s"]+|"(?:[^"\\]|\\.)*")@[^@\s]*[^@\s.]|postmaster)$/i;
function RulesScreen() {
  let list = useFetched("tables", (signal) => tables(signal)), [fresh, setFresh] = d(), known = fresh ?? list.data, asked = useAsked(), reload = () => reloadTables().then((next) => (setFresh({ ...known, ...next }), tell(t("rules.reloaded")), asked.again()), failed);
  return /* @__PURE__ */ a(
    Screen,
    {
      title: t("rules.title"),
      kind: "rules",
      tools: /* @__PURE__ */ a($, { children: [
        /* @__PURE__ */ a("span", { class: "gap" }),
        known?.loadedAt && /* @__PURE__ */ a("span", { class: "dim", children: t("rules.loaded", { time: moment(Date.parse(known.loadedAt), Date.now()) }) }),
        /* @__PURE__ */ a(Button, { remote: !0, label: t("rules.reload"), icon: "reload", onClick: () => {
          reload();
        } })
      ] }),
      children: [
        /* @__PURE__ */ a(Tester, { ...asked }),
        list.problem && /* @__PURE__ */ a(Failure, { text: list.problem, again: list.again }),
        !known && list.busy && /* @__PURE__ */ a(Waiting, {}),
        known && /* @__PURE__ */ a(Tables, { list: known, asked, onSaved: (next) => (setFresh(next), asked.again()) }),
        /* @__PURE__ */ a(Many, { draft: asked.draft })
      ]
    }
  );
}
function useAsked() {
  let [address, setAddress] = d(route.value.address), [sender, setSender] = d(""), [turn, setTurn] = d(0), [state, setState] = d({ problems: [], problem: "" }), one = draft.value, written = changed(one) ? { draft: one.text, file: one.id } : void 0;
  return A(() => setAddress(route.value.address), [route.value.address]), A(() => {
    let whole = WHOLE.test(address);
    if (!whole && !written) return setState({ problems: [], problem: "" });
    let asking = new AbortController(), timer = setTimeout(() => {
      let ask = { addresses: whole ? [address] : [], lookups: !0, ...sender && { sender }, ...written, ...written && { messages: HELD } };
      askRules(ask, asking.signal).then(
        (answer) => setState({ answer, problems: [], problem: "" }),
        (cause) => asking.signal.aborted || setState((old) => ({ ...old, problems: cause instanceof Problem ? cause.problems : [], problem: String(cause instanceof Error ? cause.message : cause) }))
      );
    }, REST);
    return () => (clearTimeout(timer), asking.abort());
  }, [address, sender, written?.draft, written?.file, turn]), { address, sender, setAddress, setSender, ...state, draft: written, again: () => setTurn((n) => n + 1) };
}
function phone() {
  return !matchMedia("(min-width: 720px)").matches;
}
function focused(table) {
  phone() && table?.focus({ preventScroll: !0 });
}
function Tables({ list, asked, onSaved }) {
  let tables2 = list.tables ?? [], [chosen, setChosen] = d(() => phone() ? "" : draft.value?.id ?? tables2.find((one) => one.id)?.id ?? ""), table = tables2.find((one) => one.id === chosen), back = () => {
    document.querySelector(".table-list .entry[aria-pressed=true]")?.focus(), setChosen("");
  };
  return /* @__PURE__ */ a("section", { class: "tables", "aria-label": t("rules.tables"), children: [
    /* @__PURE__ */ a("div", { class: "table-list", children: [
      /* @__PURE__ */ a("h2", { children: t("rules.tables") }),
      tables2.length === 0 && /* @__PURE__ */ a("p", { class: "dim", children: [
        t("rules.noTables"),
        " ",
        /* @__PURE__ */ a("code", { children: list.table })
      ] }),
      /* @__PURE__ */ a("ul", { children: tables2.map((one, at) => /* @__PURE__ */ a(TableEntry, { one, chosen: !!one.id && one.id === chosen, choose: () => setChosen(one.id ?? "") }, at)) }),
      list.warnings.length > 0 && /* @__PURE__ */ a("details", { class: "notebar", open: !0, children: [
        /* @__PURE__ */ a("summary", { children: t("rules.warnings", { n: list.warnings.length }) }),
        /* @__PURE__ */ a("ul", { children: list.warnings.map((warning) => /* @__PURE__ */ a("li", { title: warning, children: shorten(warning) }, warning)) })
      ] }),
      !list.writable && /* @__PURE__ */ a("p", { class: "dim", children: [
        t("rules.readOnly"),
        " ",
        /* @__PURE__ */ a("code", { children: "--rules-writable" })
      ] })
    ] }),
    table?.id && /* @__PURE__ */ a("div", { class: "table-text", onKeyDown: (event) => phone() && event.key === "Escape" && (event.stopPropagation(), back()), tabIndex: -1, ref: focused, children: [
      /* @__PURE__ */ a(Button, { label: t("rules.tables"), icon: "back", kind: "quiet", class: "to-tables", onClick: back }),
      /* @__PURE__ */ a(Editor, { table, list, asked, onSaved }, table.id),
      asked.draft && asked.answer?.impact && asked.problems.length === 0 && /* @__PURE__ */ a(Impact, { impact: asked.answer.impact })
    ] })
  ] });
}
function TableEntry({ one, chosen, choose }) {
  let written = draft.value?.id === one.id && changed(draft.value);
  return /* @__PURE__ */ a("li", { children: /* @__PURE__ */ a("button", { type: "button", class: "entry", "aria-pressed": chosen, disabled: !one.id, title: one.table, onClick: choose, children: [
    /* @__PURE__ */ a("span", { class: "name", children: [
      /* @__PURE__ */ a("code", { children: shorten(one.table) }),
      /* @__PURE__ */ a("span", { class: "dim", children: [
        one.use,
        written && ` · ${t("rules.draft")}`
      ] })
    ] }),
    one.rules >= 0 && /* @__PURE__ */ a("span", { class: "n", children: t("rules.count", { n: one.rules }) })
  ] }) });
}
export {
  RulesScreen as rules
};
