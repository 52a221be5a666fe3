// Opens the page that the address names: home, one case, or two beside each other.
import { about } from "./api.js";
import { h, replace } from "./dom.js";

/** Fill the shell for the address it was opened under. */
async function open() {
  const app = document.getElementById("app");
  const path = location.pathname;
  const known = await about();
  if (path.startsWith("/c/")) {
    const { openCase } = await import("./casepage.js");
    await openCase(app, decodeURIComponent(path.slice(3)), known);
  } else if (path === "/compare") {
    const { openCompare } = await import("./compare.js");
    await openCompare(app, known);
  } else {
    const { openHome } = await import("./home.js");
    await openHome(app, known);
  }
  document.documentElement.dataset.ready = "yes";
}

/** What went wrong, in words, where the page would have been. */
function failed(error) {
  const signedOut = error.status === 401;
  const words = signedOut ? "This window is not signed in. Open the address that standoff serve printed." : error.message;
  replace(document.getElementById("app"), h("main", { id: "main", class: "frame plain", tabindex: "-1" },
    h("h1", {}, signedOut ? "Not signed in" : "This page could not be opened"),
    h("p", { role: "alert", data: { role: "failed" } }, words),
    h("p", {}, h("a", { href: "/" }, "All cases"))));
  console.warn(error);
}

open().catch(failed);
