// The state of a page. What a link should carry is in the address; all else is in memory.

const IN_ADDRESS = ["asof", "order", "tab", "side", "row", "filter", "scenarios", "a", "b"];
const A_STEP = new Set(["tab", "order", "a", "b"]);

/** A store: get(), set(patch), on(keys, act). Going back in the browser goes back in the state. */
export function createStore(given = {}) {
  let state = { ...given, ...fromAddress() };
  const listeners = [];

  const tell = (changed, before) => {
    for (const { keys, act } of [...listeners]) {
      if (keys.some((key) => changed.has(key))) act(state, before, changed);
    }
  };

  const set = (patch, { address = true } = {}) => {
    const changed = new Set(Object.keys(patch).filter((key) => patch[key] !== state[key]));
    if (!changed.size) return;
    const before = state;
    state = { ...state, ...patch };
    if (address && [...changed].some((key) => IN_ADDRESS.includes(key))) toAddress(state, given,
      [...changed].some((key) => A_STEP.has(key)));
    tell(changed, before);
  };

  addEventListener("popstate", () => {
    const from = fromAddress();
    set(Object.fromEntries(IN_ADDRESS.map((key) => [key, from[key] ?? given[key] ?? ""])), { address: false });
  });

  return {
    get: () => state,
    set,
    on: (keys, act) => {
      const one = { keys, act };
      listeners.push(one);
      return () => listeners.splice(listeners.indexOf(one), 1);
    },
  };
}

/** What the address says. */
function fromAddress() {
  const query = new URLSearchParams(location.search);
  return Object.fromEntries(IN_ADDRESS.filter((key) => query.has(key)).map((key) => [key, query.get(key)]));
}

let last = 0;
let waiting = 0;

/** Write the state into the address; a browser refuses more than about a hundred writes in half a minute. */
function toAddress(state, usual, step) {
  const query = new URLSearchParams();
  for (const key of IN_ADDRESS) if (state[key] && state[key] !== usual[key]) query.set(key, state[key]);
  const text = query.toString();
  const address = text ? `${location.pathname}?${text}` : location.pathname;
  clearTimeout(waiting);
  if (step) {
    history.pushState(null, "", address);
    return;
  }
  const write = () => { last = Date.now(); history.replaceState(null, "", address); };
  if (Date.now() - last > 350) write();
  else waiting = setTimeout(write, 350);
}
