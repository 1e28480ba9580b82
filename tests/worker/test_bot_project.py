"""The Rasa project that training reads: ours, with marketing's intents and answers."""

from __future__ import annotations

from pathlib import Path

import yaml

from worker.bot_project import project_sha256, write_project
from worker.paths import BOT
from worker.seed_content import read_domain, read_examples


def content() -> dict:
    domain = read_domain(BOT)
    answers = {
        name: {"texts": [v["text"] for v in variations], "base": True}
        for name, variations in domain["responses"].items()
        if all("text" in v for v in variations)
    }
    answers["utter_trees"] = {"texts": ["One tree for each order."]}
    answers["utter_greet"] = {"texts": ["Good day."], "base": True}
    intents = {name: {"examples": examples, "base": True} for name, examples in read_examples(BOT / "data" / "nlu").items()}
    intents["trees"] = {"examples": ["do you plant trees", "tree"], "answer": "utter_trees", "base": False}
    return {"intent": intents, "answer": answers}


def test_a_new_meaning_gets_its_examples_its_rule_and_its_place_in_the_domain(tmp_path: Path):
    out = write_project(BOT, content(), tmp_path / "project")
    domain = yaml.safe_load((out / "domain.yml").read_text(encoding="utf-8"))
    assert "trees" in domain["intents"]
    assert domain["responses"]["utter_trees"] == [{"text": "One tree for each order."}]
    assert domain["responses"]["utter_greet"] == [{"text": "Good day."}]
    rules = yaml.safe_load((out / "data" / "published_rules.yml").read_text(encoding="utf-8"))["rules"]
    assert rules[0] == {"rule": "answer trees", "steps": [{"intent": "trees"}, {"action": "utter_trees"}]}
    assert rules[1]["condition"] == [{"active_loop": "review_form"}], "one message leaves a review that was begun"
    nlu = yaml.safe_load((out / "data" / "nlu.yml").read_text(encoding="utf-8"))["nlu"]
    assert {"intent": "trees", "examples": "- do you plant trees\n- tree\n"} in nlu
    assert not (out / "data" / "nlu").exists()


def test_what_was_removed_is_gone_when_the_project_is_written_again(tmp_path: Path):
    first = content()
    write_project(BOT, first, tmp_path)
    del first["intent"]["trees"], first["answer"]["utter_trees"]
    out = write_project(BOT, first, tmp_path)
    assert "trees" not in (out / "domain.yml").read_text(encoding="utf-8")
    assert "trees" not in (out / "data" / "nlu.yml").read_text(encoding="utf-8")


def test_the_same_content_has_the_same_sha256_and_a_promotion_does_not_change_it():
    first = project_sha256(BOT, content())
    assert first == project_sha256(BOT, {**content(), "promotion": {"x": {"name": "x"}}})
    changed = content()
    changed["answer"]["utter_greet"] = {"texts": ["Hi."], "base": True}
    assert first != project_sha256(BOT, changed)
