"""Read texts and write what the bot finds in them, without a trained model: one JSON object a line, in and out.

``python read_entities.py LOOKUPS ENCODER [DAY]`` reads ``{"text": …}`` from standard input and writes ``{"entities": […],
"ms": CPU milliseconds}``; DAY (ISO) is the day that "tomorrow" is counted from. Run in this folder.
"""

import json
import sys
import time
from datetime import date, datetime, timezone
from pathlib import Path

from components.catalogue_words import CatalogueWords
from components.entities import entities_of
from components.spelling import Spelling, read_vocabulary


def main() -> None:
    lookups, encoder = Path(sys.argv[1]), Path(sys.argv[2])
    today = date.fromisoformat(sys.argv[3]) if len(sys.argv) > 3 else datetime.now(timezone.utc).date()
    words = CatalogueWords(lookups, spelling=Spelling(read_vocabulary(encoder)))
    words.find("")  # reads the lists
    for line in sys.stdin:
        text = json.loads(line)["text"]
        started = time.process_time()
        found = entities_of(text, words, today)
        spent = 1000 * (time.process_time() - started)
        sys.stdout.write(json.dumps({"entities": found, "ms": round(spent, 3)}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
