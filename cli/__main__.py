"""The ``shoptalk`` command: every subcommand reads settings, does one thing, says what it did, and ends with 0, 1 or 2."""

from __future__ import annotations

import sys

import typer
from rich.console import Console

from cli import agents, build, importing, keys, publish, up
from shop.errors import ShopError

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="Shoptalk for your shop.")
app.command("up")(up.up)
app.command("import")(importing.import_file)
app.command("build")(build.build_command)
app.command("train")(publish.train_command)
app.command("publish")(publish.publish_command)
app.add_typer(agents.app, name="agent", help="People who work at the desk and in the console.")
app.add_typer(keys.app, name="key", help="API keys for the shop's own server.")


def main() -> None:
    try:
        app(standalone_mode=True)
    except ShopError as error:
        console = Console(stderr=True)
        console.print(f"[red]{error.message}[/red]", highlight=False)
        for field, why in list(error.fields.items())[:20]:
            console.print(f"  {field}: {why}", highlight=False, markup=False)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
