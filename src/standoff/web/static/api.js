// Talks with the server: JSON both ways, errors as words, work followed by server-sent events.

/** A refusal of the server: `status`, `code`, `problems` and the whole `body` beside the message. */
export class ApiError extends Error {
  constructor(status, body) {
    const told = body?.error ?? {};
    super(told.message ?? `the server answered ${status}`);
    this.status = status;
    this.code = told.code ?? "";
    this.problems = told.problems ?? body?.problems ?? [];
    this.body = body;
  }
}

/** JSON of one request; throws ApiError where the server refuses or cannot be reached. */
async function ask(method, path, body, options = {}) {
  const form = body instanceof FormData;
  let response;
  try {
    response = await fetch(path, {
      method, credentials: "same-origin", signal: options.signal,
      headers: { accept: "application/json", ...(body === undefined || form ? {} : { "content-type": "application/json" }) },
      body: body === undefined ? undefined : form ? body : JSON.stringify(body),
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError(0, { error: { code: "offline",
      message: "The server does not answer. What you changed is kept in this browser." } });
  }
  const text = response.status === 204 ? "" : await response.text();
  const value = parsed(text);
  if (!response.ok) throw new ApiError(response.status, value);
  return value;
}

function parsed(text) {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return { error: { message: text.slice(0, 300) } };
  }
}

const named = (name) => `/api/cases/${encodeURIComponent(name)}`;

export const about = () => ask("GET", "/api/about");
export const listCases = () => ask("GET", "/api/cases");
export const readCase = (name) => ask("GET", named(name));
export const createCase = (given) => ask("POST", "/api/cases", given);
export const copyCase = (name, as) => ask("POST", `${named(name)}/copy`, { name: as });
export const putText = (name, text, digest) => ask("PUT", named(name), { text, digest });
export const checkText = (name, text, signal) => ask("POST", `${named(name)}/check`, { text }, { signal });
export const sendEdits = (name, digest, edits, save, signal) =>
  ask("POST", `${named(name)}/edits`, { digest, edits, save }, { signal });
export const undo = (name, digest) => ask("POST", `${named(name)}/undo`, { digest });
export const redo = (name, digest) => ask("POST", `${named(name)}/redo`, { digest });
export const draftText = (given) => ask("POST", "/api/draft", given);
export const scenarios = (name) => ask("GET", `/api/scenarios?case=${encodeURIComponent(name)}`);
export const saveScenario = (given) => ask("POST", "/api/scenarios", given);
export const outlet = (name, inCase) => ask("GET", `/api/outlets?${new URLSearchParams({ name, case: inCase })}`);
export const assumptions = () => ask("GET", "/api/assumptions");

/** Draft from a file; the case and the day may be known. */
export function draftFile(file, { inCase = "", published = "" } = {}) {
  const form = new FormData();
  form.append("page", file, file.name);
  if (inCase) form.append("case", inCase);
  if (published) form.append("published", published);
  return ask("POST", "/api/draft", form);
}

/** One name for this window, kept over a reload, so that its newer work cancels its older. */
function windowName() {
  let name = sessionStorage.getItem("standoff-window");
  if (!name) {
    name = crypto.randomUUID();
    sessionStorage.setItem("standoff-window", name);
  }
  return name;
}

/**
 * Start work and follow it. `on` has any of progress, rough, done, failed, cancelled.
 * Gives an object whose `stop()` follows no more; `stop(true)` also cancels the work.
 */
export function work(wanted, panel, on) {
  const state = { over: false, source: null, job: null };
  const stop = (cancel = false) => {
    if (state.over) return;
    state.over = true;
    state.source?.close();
    if (cancel && state.job) fetch(`/api/jobs/${encodeURIComponent(state.job)}`,
      { method: "DELETE", keepalive: true, credentials: "same-origin" }).catch(() => {});
  };
  ask("POST", "/api/jobs", { ...wanted, client: `${windowName()}:${panel}` }).then((given) => {
    state.job = given.job;
    if (!state.over) follow(state, on);
  }, (error) => { if (!state.over) on.failed?.(error.message, error); });
  return { stop };
}

function follow(state, on) {
  const source = new EventSource(`/api/jobs/${encodeURIComponent(state.job)}/events`);
  state.source = source;
  const end = () => { state.over = true; source.close(); };
  const listen = (name, act) => source.addEventListener(name, (event) => { if (!state.over) act(JSON.parse(event.data)); });
  listen("progress", (data) => on.progress?.(data));
  listen("rough", (data) => on.rough?.(result(data)));
  listen("done", (data) => { end(); on.done?.(result(data)); });
  listen("failed", (data) => { end(); on.failed?.(words(data)); });
  listen("cancelled", () => { end(); on.cancelled?.(); });
  source.onerror = () => {
    if (state.over || source.readyState !== EventSource.CLOSED) return;
    end();
    once(state.job, on);
  };
}

/** The stream broke for good: ask once how the work stands. */
async function once(job, on) {
  try {
    const given = await ask("GET", `/api/jobs/${encodeURIComponent(job)}`);
    if (given.state === "done") on.done?.(given.result);
    else if (given.state === "cancelled") on.cancelled?.();
    else on.failed?.(words(given.error) || "The server stopped telling how the work stands.");
  } catch (error) {
    on.failed?.(error.message, error);
  }
}

/** A result stands in the data itself, or under "result" in it. */
const result = (data) => data?.result ?? data;

const words = (error) => (typeof error === "string" ? error : error?.error?.message ?? error?.message
  ?? (typeof error?.error === "string" ? error.error : ""));
