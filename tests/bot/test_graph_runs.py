"""The graph run in order gives what dask gives, for parses and for predictions."""

import asyncio

import pytest
from graph_runs import _run, _run_planned_anew, run_in_order, steps_of
from rasa.core.channels.channel import UserMessage
from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
from rasa.engine.exceptions import GraphRunError
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

TEXTS = [
    "hi",
    "a red jacket under $50 but not Northway",
    "where is my order 10023?",
    "¿dónde está mi pedido?",
    "asdkjh",
    "/greet",
]


@pytest.mark.parametrize("text", TEXTS)
def test_a_parse_and_a_prediction_are_the_same(agent, text):
    runner, about = agent.processor.graph_runner, agent.processor.model_metadata
    tracker = DialogueStateTracker.from_events("a", [ActionExecuted("action_listen")], agent.domain.slots)
    given = {PLACEHOLDER_MESSAGE: [UserMessage(text)], PLACEHOLDER_TRACKER: tracker}
    parses = [run(runner, given, [about.nlu_target])[about.nlu_target][0].as_dict(True) for run in (_run_planned_anew, _run)]
    assert parses[0] == parses[1]
    tracker.update(UserUttered(text, parses[0]["intent"], parses[0]["entities"]))
    given = {PLACEHOLDER_TRACKER: tracker}
    plans = [run(runner, given, [about.core_target])[about.core_target] for run in (_run_planned_anew, _run)]
    assert plans[0].probabilities == plans[1].probabilities
    assert plans[0].policy_name == plans[1].policy_name


def test_each_node_comes_after_what_it_needs(agent):
    runner = agent.processor.graph_runner
    done = set()
    for name, needs in steps_of(runner._graph_schema):
        assert {need for need in needs if need in runner._graph_schema.nodes} <= done
        done.add(name)
    assert done == set(runner._graph_schema.nodes)


def test_a_failing_node_is_the_error_that_rasa_makes_of_it(agent, monkeypatch):
    runner, target = agent.processor.graph_runner, agent.processor.model_metadata.nlu_target

    def broken(*given):
        raise RuntimeError("broken")

    monkeypatch.setitem(runner._instantiated_nodes, target, broken)
    with pytest.raises(GraphRunError):
        _run(runner, {PLACEHOLDER_MESSAGE: [UserMessage("hi")], PLACEHOLDER_TRACKER: None}, [target])


def test_it_stands_in_rasas_place(agent):
    run_in_order()
    assert DaskGraphRunner.run is _run
    assert asyncio.run(agent.parse_message("hello"))["intent"]["name"] == "greet"
