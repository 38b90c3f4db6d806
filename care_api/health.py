"""Whether the server is there: for those who watch it, and for robots that look for it."""

from datetime import datetime
from importlib.metadata import version
from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel
from sqlalchemy import text

from care_api.deps import Now, OpenToAnybody, Reading

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """The server answers, and so does its database."""

    status: Literal["ok"] = "ok"
    version: str
    now: datetime
    """By the server's clock."""


@router.get("/health", dependencies=[OpenToAnybody])
def health(session: Reading, now: Now) -> Health:
    """Return that all is well; 503 where the database does not answer."""
    session.scalar(text("SELECT 1"))
    return Health(version=version("nabo-care"), now=now)
