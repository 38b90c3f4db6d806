"""A browser without scripts, as tests of the login need one."""

from dataclasses import dataclass
from html import unescape
from re import DOTALL, findall, search

from fastapi.testclient import TestClient
from httpx import Response

from tests.care_api.village import PASSWORD


@dataclass(frozen=True, slots=True)
class Browser:
    """Sends forms with the token that the last page had; stays where it is led to."""

    client: TestClient

    def open(self, path: str) -> Response:
        """Load a page."""
        page: Response = self.client.get(path, headers={"Accept-Language": "nb"})
        return page

    def send(self, path: str, **fields: str) -> Response:
        """Send a form from one of our pages."""
        form = {"csrf_token": self.token, **fields}
        page: Response = self.client.post(path, data=form, headers={"Accept-Language": "nb"})
        return page

    def log_in(self, user_name: str = "kari", password: str = PASSWORD) -> Response:
        """Give user name and password."""
        return self.send("/login", user_name=user_name, password=password)

    @property
    def token(self) -> str:
        """What a form of ours must carry."""
        if "nabo_csrf" not in self.client.cookies:
            self.open("/login")
        return str(self.client.cookies["nabo_csrf"])


def hidden(page: Response, name: str) -> str:
    """Return the value of a hidden field."""
    found = search(rf'name="{name}" value="([^"]*)"', page.text)
    assert found is not None, name
    return unescape(found[1])


def outputs(page: Response) -> list[str]:
    """Return what the page gives out to be kept, in order."""
    return [unescape(text) for text in findall(r"<output>(.*?)</output>", page.text, DOTALL)]
