import {
  Keyboard,
  Q,
  Shell,
  a,
  attend,
  base,
  boot,
  direction,
  dress,
  fetchAll,
  follow,
  go,
  inbox,
  info,
  info2,
  named,
  onView,
  prefs,
  saved
} from "./c-chunk.js";

// src/app.tsx
function start() {
  let atHand = boot();
  info2.value = atHand.info, saved.value = atHand.views ?? [];
  let { home } = prefs.peek();
  location.pathname === base && !location.search && saved.value.some(({ name }) => name === home) && go({ saved: home }, !0), atHand.info || info().then((known) => info2.value = known, () => {
  });
  let first = atHand.rows;
  onView((view) => {
    let whole = !view.q && !view.account && !view.mailbox && !view.sort;
    inbox.open(view, whole ? first : void 0), first = void 0;
  }), document.documentElement.dir = direction, dress(() => named.value?.density ?? 0), follow(), attend();
  let keyboard = new Keyboard();
  document.addEventListener("keydown", (event) => keyboard.press(event) && event.preventDefault()), Q(/* @__PURE__ */ a(Shell, {}), document.getElementById("app")), setTimeout(() => {
    fetchAll();
  }, 1e3);
}
start();
