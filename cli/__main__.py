"""The ``shoptalk`` command: every subcommand reads settings, does one thing, says what it did, and ends with 0, 1 or 2."""

from __future__ import annotations

import io
import sys

import typer
from rich.console import Console

from cli import agents, build, customers, importing, keys, models, publish, segments, snapshots, spark, training, up
from cli.evaluate.app import app as evaluate_app
from cli.troubles import machine_trouble, what_to_do
from shop.errors import ShopError

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="Shoptalk for your shop.")
app.command("up")(up.up)
app.command("import")(importing.import_file)
app.command("build")(build.build_command)
app.command("snapshots")(snapshots.snapshots_command)
app.command("publish")(publish.publish_command)
app.add_typer(agents.app, name="agent", help="People who work at the desk and in the console.")
app.add_typer(customers.exporting, name="export", help="What is kept of a customer.")
app.add_typer(customers.erasing, name="erase", help="Forget a customer.")
app.add_typer(evaluate_app, name="evaluate")
app.add_typer(models.app, name="models", help="Versions of what was learnt: how each was judged, and the way back.")
app.add_typer(segments.app, name="segments", help="Customers as groups, and audiences for promotions and messages.")
app.add_typer(spark.app, name="spark")
app.add_typer(training.app, name="train")
app.add_typer(keys.app, name="key", help="API keys for the shop's own server.")


def _say(sentence: str, style: str | None = None) -> None:
    Console(stderr=True, highlight=False, soft_wrap=True).print(sentence, style=style, markup=False)


def main() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that cannot show a tick gets a question mark, not a traceback
    try:
        app(standalone_mode=True)
    except ShopError as error:
        _say(error.message, "red")
        for field, why in list(error.fields.items())[:20]:
            _say(f"  {field}: {why}")
        if more := what_to_do(error):
            _say(more)
        sys.exit(1)
    except OSError as error:
        _say(machine_trouble(error), "red")
        sys.exit(1)


if __name__ == "__main__":
    main()
