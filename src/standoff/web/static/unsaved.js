// What is not in the file yet, kept in this browser so that a reload, a crash or a closed window loses nothing.

const key = (kind, name) => `standoff:${kind}:${name}`;
const memory = new Map();

/** Keep a value under a kind and a name; null forgets it. False where the browser had no room (it is then kept in memory). */
export function keep(kind, name, value) {
  const at = key(kind, name);
  memory.set(at, value);
  try {
    if (value === null) localStorage.removeItem(at);
    else localStorage.setItem(at, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

/** The value kept, or null. */
export function kept(kind, name) {
  const at = key(kind, name);
  try {
    const text = localStorage.getItem(at);
    return text === null ? memory.get(at) ?? null : JSON.parse(text);
  } catch {
    return memory.get(at) ?? null;
  }
}

/** Put aside what is given up, newest first, at most ten: a change taken back by mistake can still be read. */
export function putAside(name, value) {
  const before = kept("aside", name) ?? [];
  keep("aside", name, [{ when: new Date().toISOString(), value }, ...before].slice(0, 10));
}

/** Call when another window changed what is kept. */
export function onOtherWindow(kind, name, act) {
  addEventListener("storage", (event) => { if (event.key === key(kind, name)) act(); });
}

/** What this window keeps for its own run: small results by digest. */
export function remembered(name) {
  try {
    return JSON.parse(sessionStorage.getItem(key("seen", name)) ?? "null");
  } catch {
    return null;
  }
}

/** Remember for this window. */
export function remember(name, value) {
  try {
    sessionStorage.setItem(key("seen", name), JSON.stringify(value));
  } catch {
    memory.delete(key("seen", name));
  }
}
