"""`nabo administrator`: how a municipality begins."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from cli.api import DatabaseUrl
from schedules.locale import Locale

if TYPE_CHECKING:
    from care_api.db import Database
    from care_api.settings import Settings
    from care_api.staff.founding import Founder

Name = Annotated[str | None, typer.Option(help="What she is called, e.g. Anne Vik.")]
UserName = Annotated[str | None, typer.Option(help="With which she logs in, e.g. anne.vik.")]
Municipality = Annotated[str | None, typer.Option(help="E.g. Fjordvik kommune.")]
Unit = Annotated[str | None, typer.Option(help="A first unit; the others are made on the pages.")]
PagesLocale = Annotated[Locale, typer.Option(help="In which she reads the pages.")]
Link = Annotated[
    bool, typer.Option("--link", help="Ask for no password: print a link with which she sets one.")
]
Another = Annotated[bool, typer.Option("--another", help="Though there is an administrator.")]

NEXT = """
Next:
  1. Start the server with the same settings: nabo api
  2. {enter}
  3. Administration, Units: add the other units.
  4. Administration, Staff: add a leader and nurses to each unit; each gets a link.
  5. Today, as a nurse: register the residents, and plan.
  6. Robots, as leader or nurse: add a robot. The page shows a code, which is typed on the robot:
     nabo pair CODE --server {address}
docs/login.md says what else an installation decides."""


def administrator(  # noqa: PLR0913 - each is an option of the command
    name: Name = None,
    user_name: UserName = None,
    municipality: Municipality = None,
    unit: Unit = None,
    locale: PagesLocale = Locale.NB_NO,
    database: DatabaseUrl = None,
    *,
    link: Link = False,
    another: Another = False,
) -> None:
    """Make the administrator with whom a municipality begins; what is left out is asked for.

    Settings are those of `nabo api`. An empty database gets its tables first.
    """
    from care_api.settings import load_settings
    from care_api.staff import founding, staff_form

    settings = load_settings(**({"database_url": database} if database else {}))
    with _opened(settings) as opened:
        if not another:
            with opened.reading() as session:
                founding.refuse_second(session)
        founder = founding.Founder(
            name=staff_form.name_of(name or typer.prompt("Name")),
            user_name=staff_form.user_name_of(user_name or typer.prompt("User name")),
            municipality=staff_form.name_of(municipality or typer.prompt("Municipality")),
            unit=staff_form.name_of(unit or typer.prompt("First unit")),
            locale=locale,
        )
        _found(settings, opened, founder, None if link else _password(founder.user_name))


@contextmanager
def _opened(settings: "Settings") -> Iterator["Database"]:
    from care_api.db import Database, check_database, make_engine
    from care_api.migrate import upgrade

    engine = make_engine(settings.database_url)
    try:
        check_database(engine)
        upgrade(engine)
        yield Database(engine)
    finally:
        engine.dispose()


def _password(user_name: str) -> str:
    """Return the password that was typed twice.

    Raises:
        FormFault: It is none that the pages would take.
    """
    from care_api.care_plans.form_fault import FormFault
    from care_api.staff.staff_form import password_fault

    typed = typer.prompt(
        "Password, at least 12 characters", hide_input=True, confirmation_prompt=True
    )
    if fault := password_fault(user_name, "", typed, typed):
        raise FormFault("password", fault)
    return str(typed)


def _found(
    settings: "Settings", database: "Database", founder: "Founder", password: str | None
) -> None:
    from uuid import uuid4

    from care_api.db import Work
    from care_api.serve import server_clock
    from care_api.staff import founding, invitations
    from care_api.staff.passwords import NO_PASSWORD, Passwords

    address = (settings.public_url or "").rstrip("/") or f"http://{settings.host}:{settings.port}"
    password_hash = Passwords().hash(password) if password else NO_PASSWORD
    enter = f"Log in at {address}/login as {founder.user_name}."
    with database.writing() as session:
        work = Work(session=session, now=server_clock(settings).now(), boot_id=uuid4())
        staff_id = founding.found(work, founder, password_hash)
        if password is None:
            token = invitations.make(work, staff_id)
            hours = invitations.LASTS.total_seconds() / 3600
            enter = (
                f"Within {hours:g} hours {founder.name}, and nobody else, opens {address}/welcome/"
                f"{token} and sets a password; then she logs in as {founder.user_name}."
            )
    typer.echo(f"{founder.name} administers {founder.municipality} as {founder.user_name}.")
    typer.echo(NEXT.format(enter=enter, address=address))
