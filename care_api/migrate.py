"""Bring the tables up to date; nothing happens where they are."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine
from sqlmodel import Session

from care_api.db import Database, Lock, lock

_SCRIPTS = Path(__file__).parent / "migrations"


def upgrade(engine: Engine) -> None:
    """Apply every migration that is missing; servers that start together wait for each other."""
    with Database(engine).writing() as session:
        lock(session, Lock.MIGRATION)
        command.upgrade(_config(session), "head")


def _config(session: Session) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.attributes["connection"] = session.connection()
    return config
