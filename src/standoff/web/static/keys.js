// Keys of the page, and the sheet that lists them.
import { h, typing } from "./dom.js";
import { sheet } from "./dialogs.js";

/** Bind keys: [keys, words, act] each; a key is its name as in KeyboardEvent.key, with "Ctrl+" where it needs it. */
export function bindKeys(bindings) {
  const all = [...bindings, [["?"], "these keys", () => showKeys(all)]];
  document.addEventListener("keydown", (event) => {
    if (document.querySelector("dialog[open]")) return;
    const ctrl = event.ctrlKey || event.metaKey;
    const key = event.key.length === 1 && ctrl ? event.key.toLowerCase() : event.key;
    const name = `${ctrl ? "Ctrl+" : ""}${ctrl && event.shiftKey ? "Shift+" : ""}${key}`;
    const found = all.find(([keys]) => keys.includes(name));
    if (!found || event.altKey || (typing(event) && !(ctrl && event.key.toLowerCase() === "s"))) return;
    event.preventDefault();
    found[2](event);
  });
  return () => showKeys(all);
}

const SIGNS = { ArrowDown: "↓", ArrowUp: "↑", Escape: "Esc" };

/** A key as it is printed on a keyboard. */
const signs = (key) => SIGNS[key] ?? key.replace(/^(Ctrl.*\+)([a-z])$/, (_, before, last) => before + last.toUpperCase());

function showKeys(bindings) {
  if (document.querySelector("[data-role=keys]")) return;
  sheet("Keys", () => h("dl", { class: "keys" },
    bindings.map(([keys, words]) => [h("dt", {}, keys.map((key) => h("kbd", {}, signs(key)))), h("dd", {}, words)])),
    { role: "keys", wide: false });
}
