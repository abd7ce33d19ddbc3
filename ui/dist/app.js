import {
  Keyboard,
  Q,
  Shell,
  a,
  active,
  announced,
  boot,
  caged,
  cut,
  direction,
  dress,
  f,
  facets2 as facets,
  fetchScreens,
  follow,
  following,
  inbox,
  info,
  info2,
  messages,
  notify,
  now,
  onView,
  open,
  opened,
  prefs,
  route,
  saved,
  selection,
  stage,
  t,
  view,
  wearBadge,
  x
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
  }, x(() => {
    let { id } = route.value;
    f(() => {
      messages.open(id);
    });
  }), x(() => {
    let { id, message } = messages.shown.value;
    message && id === route.peek().id && f(() => opened(id));
  }), x(() => {
    inbox.version.value, inbox.waiting.value, f(() => facets.refresh());
  }), x(() => {
    view.value, active.value = f(() => route.value.id);
  }), document.addEventListener("visibilitychange", () => document.hidden || inbox.paused.peek() || stage.held() || inbox.release()), setInterval(() => now.value = Date.now(), 3e4), noticeCuts(), wearBadge(), notify(), returnKeys();
}
var SILENT = 3e3;
function noticeCuts() {
  let timer = 0;
  x(() => {
    inbox.link.value === "live" ? (clearTimeout(timer), timer = 0, cut.value = !1) : timer ||= window.setTimeout(() => cut.value = !0, SILENT);
  });
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
