"""How tests fill in a page's form without a browser."""

from fastapi.testclient import TestClient
from httpx import Response

from tests.care_api.village import Village


def staff_pages(village: Village, client: TestClient, user_name: str = "kari") -> TestClient:
    """Log in, so that pages open; forms are to be sent by `submit`."""
    village.log_in(client, user_name)
    client.headers["Accept-Language"] = "nb"
    return client


def submit(client: TestClient, path: str, **fields: str) -> Response:
    """Send a form as one of our own pages would; a redirect is not followed."""
    form = {"csrf_token": client.cookies["nabo_csrf"], **fields}
    answer: Response = client.post(path, data=form, follow_redirects=False)
    return answer
