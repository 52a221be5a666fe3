// Text of a document on the page: what it says as it stands, addresses that may be followed, commands to copy.
import { button, h } from "./dom.js";

/** Text as it stands, except that signs which steer or hide text are made visible, as in the report. */
export function shown(text) {
  return String(text ?? "")
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
      (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .replace(/(\d) (?=%)/g, "$1\u00a0");
}

/** The address if it is of the web, else "". */
export function webAddress(text) {
  if (!text || text.length > 2000 || /[\s<>"`\\]/.test(text)) return "";
  try {
    const address = new URL(text);
    return ["http:", "https:"].includes(address.protocol) && address.hostname && !address.username ? text : "";
  } catch {
    return "";
  }
}

/** The words to type, with a button that copies them. */
export function commandElement(words) {
  const code = h("code", {}, shown(words.join(" ")));
  const copy = button("Copy", async () => {
    try {
      await navigator.clipboard.writeText(code.textContent);
      copy.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(code);
      copy.textContent = "Selected";
    }
    setTimeout(() => { copy.textContent = "Copy"; }, 2000);
  }, { aria: { label: "Copy the command" } });
  return h("div", { class: "command", data: { role: "command" } }, h("pre", { tabindex: "0" }, code), copy);
}
