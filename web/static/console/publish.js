// @ts-check
// Publish: what would change in sentences, progress in seconds, then "live since".

import { call } from "../staff.js";
import { element } from "../widget/blocks.js";
import { waitFor } from "./jobs.js";

const NOUN = { intent: "meaning", answer: "answer", promotion: "promotion" };
const VERB = { added: "New", changed: "Changed", removed: "Removed" };

export async function publishView(main, shared) {
  const list = element("ul", { class: "changes" });
  const status = element("div", { class: "status", role: "status" });
  const history = element("div", {});
  const button = element("button", { class: "primary", type: "button", disabled: true, onclick: go }, "Publish");
  main.replaceChildren(element("div", { class: "head" }, element("div", { class: "grow" }, element("h2", {}, "Publish"), element("p", { class: "soft" }, "Brings your changes to customers. Everything is checked first; if anything fails, the assistant stays as it is.")), button), list, status, history);
  await show();

  async function show() {
    const items = await shared.pending();
    list.replaceChildren(...items.map((item) => element("li", {}, sentence(item), ...details(item))));
    if (!items.length) list.replaceChildren(element("li", { class: "soft" }, "Nothing to publish. Everything is live."));
    button.textContent = items.length ? `Publish ${items.length} ${items.length === 1 ? "change" : "changes"}` : "Publish";
    button.toggleAttribute("disabled", !items.length);
    const { items: past } = await call("GET", "/api/console/publications");
    history.replaceChildren(
      past.length ? element("h2", {}, "Published") : "",
      ...past.map((one) => element("details", {}, element("summary", {}, `${new Date(one.at).toLocaleString()} by ${one.by} (${one.changes.length})`), element("ul", {}, ...one.changes.map((line) => element("li", {}, line))))),
    );
  }

  async function go() {
    button.toggleAttribute("disabled", true);
    const started = Date.now();
    const seconds = () => Math.round((Date.now() - started) / 1000);
    try {
      const bar = /** @type {HTMLProgressElement} */ (element("progress", { max: 1, value: 0, "aria-label": "Publishing" }));
      const words = element("span", {});
      status.replaceChildren(bar, words);
      const done = await waitFor(await call("POST", "/api/console/publish", {}), (job) => {
        bar.value = job.progress;
        words.textContent = ` ${job.progress_text || "waiting for the worker"} (${seconds()} s)`;
      });
      if (done.status === "done") status.replaceChildren(element("p", { class: "good" }, `Live since ${new Date().toLocaleTimeString()}, after ${seconds()} s.`));
      else status.replaceChildren(element("p", { class: "bad", role: "alert" }, `Not published. ${done.error?.sentence || ""} Customers still get what was live before.`));
    } catch (error) {
      status.replaceChildren(element("p", { class: "bad", role: "alert" }, error.message));
    }
    await show();
  }
}

function sentence(item) {
  const value = item.draft || item.live;
  return element("span", {}, `${VERB[item.change]} ${NOUN[item.kind]}: `, element("strong", {}, value.label || value.name || item.key));
}

/** What of a list of lines came and went. */
function details(item) {
  const of = (value) => value?.examples || value?.texts || [];
  const [before, after] = [of(item.live), of(item.draft)];
  const came = after.filter((line) => !before.includes(line));
  const went = before.filter((line) => !after.includes(line));
  const shown = [...came.slice(0, 5).map((line) => element("li", { class: "good" }, `+ ${line}`)), ...went.slice(0, 5).map((line) => element("li", { class: "bad" }, `− ${line}`))];
  const more = came.length + went.length - shown.length;
  return shown.length ? [element("ul", { class: "small" }, ...shown, more > 0 && element("li", { class: "soft" }, `and ${more} more`))] : [];
}
