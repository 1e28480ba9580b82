"""The subcommands of ``shoptalk evaluate``; each lives in a file of its own name."""

from __future__ import annotations

import typer

from cli.evaluate import answers, aspects, coverage, customers, data, entities, faq, nlu, recommend, said, search, sentiment

app = typer.Typer(
    no_args_is_help=True, pretty_exceptions_enable=False, help="Measure quality on any data set; see docs/quality.md."
)
app.command("aspects")(aspects.aspects_command)
app.command("coverage")(coverage.coverage_command)
app.command("customers")(customers.customers_command)
app.command("nlu")(nlu.nlu_command)
app.command("search")(search.search_command)
app.command("entities")(entities.entities_command)
app.command("faq")(faq.faq_command)
app.command("answers")(answers.answers_command)
app.command("data")(data.data_command)
app.command("recommend")(recommend.recommend_command)
app.command("said")(said.said_command)
app.command("sentiment")(sentiment.sentiment_command)
