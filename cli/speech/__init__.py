"""`nabo speech`: try the voice and the ears, and choose a recogniser by what it measures."""

import typer

from cli.speech import models, record_test, trial

app = typer.Typer(
    help="Try the voice and the ears; list, add and measure recognisers.", no_args_is_help=True
)
app.command("test")(trial.trial)
app.command("models")(models.models)
app.command("record-test")(record_test.record_test)
