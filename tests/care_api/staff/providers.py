"""A real OpenID provider beside the tests, and a server's settings that know it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from joserfc.jwk import ECKey

import care_api.web
from care_api.settings import Settings
from tools.setup.front_end import node_program

WEB = Path(care_api.web.__file__).parent
KEY = ECKey.generate_key("P-256", {"kid": "nabo-1", "alg": "ES256", "use": "sig"})


@contextmanager
def provider_for(public_url: str, folder: Path) -> Iterator[str]:
    """Give the issuer of a provider that knows a Nabo at that address; its log goes to `folder`."""
    node = node_program(os.environ, Path(sys.prefix))
    script = Path(__file__).with_name("provider.mjs")
    log = folder / "stderr"
    with (
        log.open("w") as stderr,
        subprocess.Popen(
            [node, script, WEB, json.dumps(_client(public_url))],
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        ) as process,
    ):
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:"), log.read_text()
        yield address
        process.terminate()


def settings_with(settings: Settings, public_url: str, issuer: str, key_file: Path) -> Settings:
    """Return settings with the provider; they ask for its user name too, which opens nothing."""
    key_file.write_text(json.dumps(KEY.as_dict(private=True)))
    return Settings.model_validate(
        settings.model_dump()
        | {
            "public_url": public_url,
            "oidc_issuer": issuer,
            "oidc_client_id": "nabo",
            "oidc_key_file": key_file,
            "oidc_scope": "openid profile",
        }
    )


def _client(public_url: str) -> dict[str, object]:
    return {
        "client_id": "nabo",
        "token_endpoint_auth_method": "private_key_jwt",
        "token_endpoint_auth_signing_alg": "ES256",
        "jwks": {"keys": [KEY.as_dict(private=False)]},
        "redirect_uris": [f"{public_url}/login/oidc/callback"],
        "post_logout_redirect_uris": [f"{public_url}/login"],
        "response_types": ["code"],
        "grant_types": ["authorization_code"],
    }
