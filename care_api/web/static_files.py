"""Styles, scripts and marks: a browser may keep them, as the address changes with the content."""

import os

from fastapi import Response
from fastapi.staticfiles import StaticFiles
from starlette.types import Scope

KEPT_FOR_GOOD = "public, max-age=31536000, immutable"
"""A year, the longest that browsers keep anything."""


class AddressedFiles(StaticFiles):
    """Files that a browser need not ask for again where the address says which content it wants."""

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """Return the file, and that it may be kept if `rendering.asset` made its address."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        if scope["query_string"].startswith(b"v="):
            response.headers["Cache-Control"] = KEPT_FOR_GOOD
        return response
