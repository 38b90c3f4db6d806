"""What an installation says about its OpenID provider, such as HelseID; `NABO_OIDC_<FIELD>`."""

from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

from care_api.staff.client_key import load_client_key


class OidcSettings(BaseSettings):
    """The fields; without them staff log in by password."""

    model_config = SettingsConfigDict(use_attribute_docstrings=True)

    oidc_issuer: str | None = None
    """The provider's issuer, e.g. `https://helseid-sts.nhn.no`; without one there is none."""
    oidc_client_id: str = ""
    """What the provider calls this installation."""
    oidc_key_file: Path | None = None
    """The private key that proves it: one JWK, or PEM (RSA, or EC with P-256)."""
    oidc_name: str = "HelseID"
    """What the button on the login page says: Log in with …"""
    oidc_scope: str = "openid"
    """What is asked for; of the answer nothing but the subject is used."""


def check(settings: OidcSettings, public_url: str | None) -> None:
    """Refuse what could not work or would not be safe; `check_address` has seen the issuer.

    Raises:
        ValueError: One line that names the setting and the remedy.
    """
    if settings.oidc_issuer is None:
        return
    if not settings.oidc_client_id:
        raise ValueError("NABO_OIDC_CLIENT_ID: set it, as NABO_OIDC_ISSUER is set")
    if public_url is None:
        raise ValueError("NABO_PUBLIC_URL: set it: the OpenID provider sends people back there")
    if "openid" not in settings.oidc_scope.split():
        raise ValueError("NABO_OIDC_SCOPE: must hold `openid`")
    if settings.oidc_key_file is None:
        raise ValueError("NABO_OIDC_KEY_FILE: set it, as NABO_OIDC_ISSUER is set")
    load_client_key(settings.oidc_key_file)
