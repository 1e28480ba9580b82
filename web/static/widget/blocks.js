// @ts-check
// Draws the typed blocks of a reply. Text only ever goes in as text; addresses are http, https, mailto, tel or our own.

/** @param {string} tag @param {Record<string, any>} [attributes] @param {...(Node|string|null|undefined|false)} children */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(.../** @type {(Node|string)[]} */ (children.filter((child) => child !== null && child !== undefined && child !== false)));
  return made;
}

/** An address that may be opened or shown, or null. @param {string|null|undefined} given @param {string} base */
export function safeUrl(given, base) {
  if (!given) return null;
  try {
    const url = new URL(given, base + "/");
    return ["http:", "https:", "mailto:", "tel:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** @typedef {{base: string, press: (button: any) => void, submit: (payload: string, values: object, label: string) => void, live?: boolean}} Context */

const DRAW = { text, products, quick_replies: () => null, coupon, form, table, order };

/** A block as an element, or null where it is shown elsewhere. An unknown type shows its fallback. @param {any} block @param {Context} context */
export function drawBlock(block, context) {
  const draw = DRAW[block.type];
  return draw ? draw(block, context) : text({ text: block.fallback || "" }, context);
}

function text(block, _context) {
  const bubble = element("div", { class: "bubble" });
  for (const line of block.text.split("\n")) bubble.append(element("p", {}, line));
  return bubble;
}

export function priceOf(card) {
  if (!card.price) return element("span", { class: "soft" }, "Price on request");
  const old = card.compare_at && element("s", {}, element("span", { class: "visually-hidden" }, "was "), card.compare_at.text);
  return element("span", { class: "price" }, card.price_from ? "from " : "", element("strong", {}, card.price.text), old ? " " : "", old);
}

function product(card, context, single) {
  const picture = safeUrl(card.picture, context.base);
  const link = safeUrl(card.url, context.base);
  const options = Object.values(card.options || {}).join(", ");
  const name = element("span", { class: "name" }, card.name);
  const rating =
    card.rating != null &&
    element(
      "span",
      { class: "soft small" },
      element("span", { "aria-hidden": "true" }, "★ "),
      element("span", { class: "visually-hidden" }, "rated "),
      `${card.rating.toFixed(1)} (${card.rating_count || 0})`,
    );
  const stock = { low: "Only a few left", out: "Out of stock" }[card.stock];
  const sold = (card.buttons || []).some((each) => each.do === "add_to_cart");
  const buttons = (card.buttons || []).map((each, index) => drawButton(each, context, index === 0 && single && !sold, card.name));
  const adding = buttons.find((button) => button?.dataset.do === "add_to_cart");
  adding?.classList.add("primary");
  return element(
    "article",
    { class: "card", "data-product": card.product_id, "aria-label": card.name },
    element("div", { class: "picture" }, picture && element("img", { src: picture, alt: "", loading: "lazy", width: 240, height: 180 })),
    element(
      "div",
      { class: "about" },
      link ? element("a", { href: link, target: "_blank", rel: "noopener" }, name) : name,
      options && element("span", { class: "soft small" }, options),
      element("span", { class: "row" }, priceOf(card), rating),
      stock && element("span", { class: card.stock === "out" ? "bad small" : "warn small" }, stock),
      card.reason && element("span", { class: "reason small" }, card.reason),
      element("div", { class: "actions" }, ...buttons),
    ),
  );
}

function products(block, context) {
  if (block.layout !== "carousel" || block.cards.length === 1) {
    return element("div", { class: "cards list" }, ...block.cards.map((card) => product(card, context, true)));
  }
  const strip = element("div", { class: "cards strip", tabindex: "0", role: "group", "aria-label": `${block.cards.length} products` });
  for (const card of block.cards) strip.append(product(card, context, false));
  const move = (way) => strip.scrollBy({ left: way * strip.clientWidth * 0.8, behavior: "smooth" });
  return element(
    "div",
    { class: "carousel" },
    strip,
    element("button", { class: "turn back", type: "button", "aria-label": "Earlier products", onclick: () => move(-1) }, "‹"),
    element("button", { class: "turn on", type: "button", "aria-label": "More products", onclick: () => move(1) }, "›"),
  );
}

/** A quiet one stands back; what it is about is said to those who do not see it beside its card. @param {any} button @param {Context} context */
export function drawButton(button, context, primary = false, about = "") {
  const url = safeUrl(button.url, context.base);
  const shape = button.quiet ? "quiet" : primary ? "primary" : undefined;
  if (url) return element("a", { class: `button ${shape || ""}`, href: url, target: "_blank", rel: "noopener" }, button.label);
  if (!button.payload && !button.do) return null;
  return element(
    "button",
    {
      type: "button",
      class: shape,
      "data-do": button.do,
      "aria-label": button.quiet && about ? `${button.label}: ${about}` : undefined,
      disabled: context.live === false,
      onclick: () => context.press(button),
    },
    button.label,
  );
}

/** Quick replies stand above the composer, not in the flow. @param {any} block @param {Context} context */
export function drawQuickReplies(block, context) {
  return block.buttons.slice(0, 7).map((button) => drawButton(button, context));
}

function coupon(block, context) {
  const ends = block.ends_at && new Date(block.ends_at).toLocaleDateString(undefined, { day: "numeric", month: "long", year: "numeric" });
  const copy = block.code && drawButton({ label: "Copy code", do: "copy", value: block.code }, context);
  return element(
    "article",
    { class: "coupon", "aria-label": block.name },
    element("strong", {}, block.benefit),
    element("span", {}, block.name),
    block.code ? element("span", { class: "row" }, element("code", {}, block.code), copy) : element("span", { class: "soft" }, "Applied by itself"),
    block.conditions.length > 0 && element("ul", { class: "small soft" }, ...block.conditions.map((line) => element("li", {}, line))),
    ends && element("span", { class: "small soft" }, `Until ${ends}`),
    block.reason && element("span", { class: "reason small" }, block.reason),
  );
}

function form(block, context) {
  const inputs = block.fields.map((field) => {
    const id = `f-${field.name}-${Math.random().toString(36).slice(2)}`;
    const common = { id, name: field.name, required: field.required };
    let input;
    if (field.kind === "longtext") input = element("textarea", { ...common, rows: 3, maxlength: 2000 });
    else if (field.kind === "stars" || field.kind === "choice") {
      const choices = field.kind === "stars" ? ["5", "4", "3", "2", "1"] : field.choices || [];
      input = element("select", common, ...choices.map((choice) => element("option", { value: choice }, choice)));
    } else input = element("input", { ...common, maxlength: 500 });
    return element("div", {}, element("label", { for: id }, field.label), input);
  });
  return element(
    "form",
    {
      class: "form",
      onsubmit: (event) => {
        event.preventDefault();
        const values = Object.fromEntries(new FormData(event.target).entries());
        if (block.payload) context.submit(block.payload, values, block.submit || block.title);
      },
    },
    element("strong", {}, block.title),
    ...inputs,
    block.payload && element("button", { class: "primary", disabled: context.live === false }, block.submit || "Send"),
  );
}

function table(block, _context) {
  return element(
    "div",
    { class: "table", tabindex: "0", role: "group", "aria-label": block.title || "Table" },
    element(
      "table",
      {},
      block.title && element("caption", {}, block.title),
      element("thead", {}, element("tr", {}, ...block.columns.map((name) => element("th", { scope: "col" }, name)))),
      element("tbody", {}, ...block.rows.map((row) => element("tr", {}, ...row.map((cell) => element("td", {}, cell))))),
    ),
  );
}

function order(block, _context) {
  const day = (at) => new Date(at).toLocaleDateString(undefined, { day: "numeric", month: "long" });
  return element(
    "article",
    { class: "order", "aria-label": `Order ${block.order_id}` },
    element("span", { class: "row" }, element("strong", {}, `Order ${block.order_id}`), element("span", { class: "status" }, block.status)),
    element("span", { class: "small soft" }, `Placed on ${day(block.placed_at)}`, block.expected_at ? `, expected on ${day(block.expected_at)}` : ""),
    element("ul", { class: "small" }, ...block.lines.map((line) => element("li", {}, `${line.quantity} × ${line.name}, ${line.price.text}`))),
    element("span", { class: "row" }, element("span", { class: "soft" }, "Total"), element("strong", {}, block.total.text)),
    block.tracking && element("span", { class: "small soft" }, `Tracking ${block.tracking}`),
  );
}
