// @ts-check
// How the recommender came into use, and whether what it was learnt from still holds.

import { element } from "../widget/blocks.js";
import { capital, command, count, day, empty, listed, number, plain } from "./views.js";

const DEEDS = {
  promoted: "learnt and in use",
  refused: "learnt and kept aside",
  rolled_back: "gone back to",
  brought_forward: "brought into use again",
  renewed: "renewed",
  counted_anew: "counted anew",
};

/** Why a version waits, by its verdict. */
const ASIDE = { worse: ", as worse", shrunk: ", as people are missing in what it was learnt from", held: ", as somebody went back to another" };

/** @param {{history: any[], drift: any}} found */
export function modelPanel(found) {
  if (!found.history.length) return [empty("Nothing was learnt yet.", command("shoptalk build"), " learns what goes together; from then on it is learnt anew by itself.")];
  const learnt = found.history.find((note) => note.deed === "promoted" || note.deed === "refused");
  return [
    learnt && element("p", { class: "finding" }, `Learnt last on ${day(learnt.at)}, and ${learnt.deed !== "refused" ? "in use" : `kept aside${ASIDE[learnt.verdict.code] || ""}; the version before stays in use`}`),
    learnt && listed([["Why", learnt.cause], ["Verdict", learnt.verdict.sentence], ["Foresees (NDCG@10)", foresees(learnt.verdict)]]),
    element("h4", {}, "Does it still hold?"),
    ...drift(found.drift),
    element("h4", {}, "Lately"),
    element("ul", { class: "small" }, ...found.history.slice(0, 5).map((note) => element("li", {}, `${day(note.at)}: ${DEEDS[note.deed] || plain(note.deed)}${note.cause ? ` (${note.cause})` : ""}`))),
    element("p", { class: "small soft" }, "Where the service runs, ", command("shoptalk models list"), " shows every version; ", command("shoptalk models rollback recommender"), " goes back to the one before, with the name of a version behind it to that one."),
  ];
}

function foresees(verdict) {
  const one = verdict.metrics?.ndcg_at_10;
  if (!one) return null;
  const beside = one.present === undefined ? "" : `, the version before ${number(one.present, 3)}`;
  return `${number(one.new, 3)}${beside}, by ${count(verdict.people, "person", "people")}`;
}

function drift(check) {
  if (!check) return [element("p", { class: "soft" }, "Not looked at yet; the worker does twice a day.")];
  const told = (part) => (part.value === null ? "too few people to tell" : `${number(part.value, 3)}, ${part.kind === "quality" ? "at least" : "at most"} ${number(part.threshold, 3)} is well`);
  return [
    element("p", { class: check.causes.length ? "bad" : "soft" }, check.causes.length ? check.causes.join(" ") : `As when it was learnt, as of ${day(check.at)}.`),
    listed(Object.entries(check.parts).map(([name, part]) => [capital(plain(name)), told(part)])),
  ];
}
