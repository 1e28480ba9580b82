// @ts-check
// What desk and console share: calls with the CSRF token, and how an error reads.

const csrf = document.querySelector('meta[name="csrf-token"]')?.getAttribute("content") || "";

/** @param {string} method @param {string} path @param {any} [body] */
export async function call(method, path, body) {
  let answer;
  try {
    answer = await fetch(path, {
      method,
      headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw Object.assign(new Error("No connection to the service. Nothing is lost; try again in a moment."), { code: "offline" });
  }
  if (answer.status === 401) {
    location.assign(`/staff/login?next=${encodeURIComponent(location.pathname)}`);
    throw new Error("Please sign in again.");
  }
  const found = answer.status === 204 ? {} : await answer.json().catch(() => ({}));
  if (!answer.ok) {
    const fields = Object.values(found.error?.fields || {});
    const sentence = found.error?.message || "This did not work. Try again.";
    throw Object.assign(new Error(sentence), { code: found.error?.code, status: answer.status, fields });
  }
  return found;
}

export async function signOut() {
  await call("POST", "/staff/logout").catch(() => {});
  location.assign("/staff/login");
}

/** "now", "4 min", "2 h", "3 d". @param {string|null|undefined} at */
export function ago(at) {
  if (!at) return "";
  const seconds = (Date.now() - new Date(at).getTime()) / 1000;
  if (seconds < 60) return "now";
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86400)} d`;
}

export function byId(id) {
  return /** @type {any} */ (document.getElementById(id));
}
