import {
  Keyboard,
  Q,
  Shell,
  a,
  attend,
  boot,
  direction,
  dress,
  fetchAll,
  follow,
  inbox,
  info,
  info2,
  onView,
  saved
} from "./c-chunk.js";

// src/app.tsx
function start() {
  let atHand = boot();
  info2.value = atHand.info, saved.value = atHand.views ?? [], atHand.info || info().then((known) => info2.value = known, () => {
  });
  let first = atHand.rows;
  onView((view) => {
    let whole = !view.q && !view.account && !view.mailbox;
    inbox.open(view, whole ? first : void 0), first = void 0;
  }), document.documentElement.dir = direction, dress(), follow(), attend();
  let keyboard = new Keyboard();
  document.addEventListener("keydown", (event) => keyboard.press(event) && event.preventDefault()), Q(/* @__PURE__ */ a(Shell, {}), document.getElementById("app")), setTimeout(() => {
    fetchAll();
  }, 1e3);
}
start();
