"""How long the faults go on."""

import os

import pytest

from tests.care_api.conftest import postgresql_url

__all__ = ["is_full", "postgresql_url"]


@pytest.fixture
def is_full() -> bool:
    """Whether the faults go on for a week: `make faults` says so."""
    return os.environ.get("NABO_FAULTS", "short") == "full"
