"use strict";
// Without this each key is sent by itself; with it they are pressed here and sent together.
const keypad = document.querySelector("[data-keys]");
if (keypad) keypad.addEventListener("click", (event) => {
  const key = event.target.closest("[name=key]");
  if (!key) return;
  event.preventDefault();
  const box = keypad.querySelector("[name=pin]");
  box.value = key.value === "back" ? box.value.slice(0, -1) : box.value + key.value;
  if (box.value.length > 3) keypad.querySelector(".main").click();
});
