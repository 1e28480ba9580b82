"""Parse texts with a trained model, one after the other, as the server would: ``python parse_texts.py MODEL TEXTS OUT``.

TEXTS is a JSON list of strings; OUT becomes ``{"load_seconds", "memory_mb", "parsed": [{"intent", "confidence", "entities",
"ms"}]}``, ``parsed`` in the order of the texts. The time of a parse is that of Rasa's whole pipeline, without the network.
"""

import asyncio
import json
import resource
import sys
import time
from pathlib import Path
from typing import Any, Dict, List

WARM = 20  # the first parses fill caches; they are not timed


def resident_mb() -> float:
    """Memory of this process now, in MB; its peak where the system does not tell."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024
    except (OSError, StopIteration):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def parse_all(agent: Any, texts: List[str]) -> List[Dict[str, Any]]:
    from channel import neutral

    for text in texts[:WARM]:
        await agent.parse_message(neutral(text, ()))
    out = []
    for text in texts:
        started = time.perf_counter()
        parsed = await agent.parse_message(neutral(text, ()))
        took = time.perf_counter() - started
        intent = parsed.get("intent") or {}
        confidence = float(intent.get("confidence") or 0.0)
        entities = [
            {name: e.get(name) for name in ("entity", "value", "role", "start", "end")} for e in parsed.get("entities", [])
        ]
        out.append({"intent": intent.get("name"), "confidence": confidence, "entities": entities, "ms": 1000 * took})
    return out


def main() -> None:
    model, texts, out = sys.argv[1:4]
    sys.path.insert(0, str(Path(__file__).parent))
    from left_out import leave_out

    leave_out()
    from graph_runs import run_in_order
    from rasa.core.agent import Agent
    from rasa.utils.log_utils import configure_structlog

    # as the server does; without the second every parse prints a line
    run_in_order()
    configure_structlog()
    started = time.perf_counter()
    agent = Agent.load(model)
    load_seconds = time.perf_counter() - started
    parsed = asyncio.run(parse_all(agent, json.loads(Path(texts).read_text(encoding="utf-8"))))
    result = {"load_seconds": load_seconds, "memory_mb": resident_mb(), "parsed": parsed}
    Path(out).write_text(json.dumps(result, default=str), encoding="utf-8")


if __name__ == "__main__":
    main()
