// @ts-check
// Try it: talk to the draft. Customers do not see it, and nothing said here is kept.

import { call } from "../staff.js";
import { drawBlock, element } from "../widget/blocks.js";
import { waitFor } from "./jobs.js";

export function tryView(main, _shared) {
  const flow = element("div", { class: "flow", role: "log", "aria-live": "polite" });
  const text = /** @type {HTMLInputElement} */ (element("input", { maxlength: 2000, "aria-label": "What a customer would write", placeholder: "Write as a customer", autocomplete: "off" }));
  const status = element("div", { class: "status", role: "status" });
  const send = element("button", { class: "primary" }, "Ask the draft");
  const form = element("form", { class: "ask", onsubmit: (event) => (event.preventDefault(), ask()) }, text, send);
  main.replaceChildren(element("div", { class: "head" }, element("div", { class: "grow" }, element("h2", {}, "Try it"), element("p", { class: "soft" }, "Talk to the assistant with your changes. The first question starts it, which takes half a minute."))), flow, status, form);
  text.focus();

  async function ask() {
    const words = text.value.trim();
    if (!words) return;
    text.value = "";
    send.setAttribute("disabled", "");
    flow.append(element("div", { class: "message customer" }, element("div", { class: "bubble" }, element("p", {}, words))));
    const started = Date.now();
    try {
      let found = await call("POST", "/api/console/try", { text: words });
      while (found.job) {
        const done = await waitFor(found.job, (job) => {
          status.textContent = `${job.progress_text || "waiting for the worker"} (${Math.round((Date.now() - started) / 1000)} s)`;
        });
        if (done.status === "failed") throw new Error(done.error?.sentence || "The draft could not be started.");
        found = await call("POST", "/api/console/try", { text: words });
      }
      status.textContent = "";
      show(found);
    } catch (error) {
      status.textContent = "";
      flow.append(element("p", { class: "bad", role: "alert" }, error.message));
    }
    send.removeAttribute("disabled");
    flow.scrollTop = flow.scrollHeight;
    text.focus();
  }

  function show({ replies, debug }) {
    const context = { base: location.origin, press: () => {}, submit: () => {}, live: false };
    for (const reply of replies) {
      const blocks = reply.blocks?.length ? reply.blocks : [{ type: "text", text: reply.text }];
      flow.append(element("div", { class: "message bot" }, .../** @type {any[]} */ (blocks.map((block) => drawBlock(block, context)).filter(Boolean)), reply.hand_over && element("span", { class: "small soft" }, "Then a person is called.")));
    }
    const understood = debug?.intent;
    if (understood) {
      const name = typeof understood === "string" ? understood : understood.name;
      const sure = debug.confidence ?? understood.confidence;
      flow.append(element("p", { class: "small soft" }, `Understood as ${name}${sure == null ? "" : `, ${Math.round(sure * 100)}% sure`}`));
    }
  }
}
