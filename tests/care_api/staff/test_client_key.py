import json
from pathlib import Path

import pytest
from joserfc.jwk import ECKey, OctKey, RSAKey

from care_api.staff.client_key import load_client_key

EC, RSA = ECKey.generate_key("P-256"), RSAKey.generate_key(2048)


def kept(folder: Path, text: str) -> Path:
    path = folder / "key"
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    ("text", "algorithm"),
    [
        (json.dumps(EC.as_dict(private=True)), "ES256"),
        (json.dumps(RSA.as_dict(private=True, alg="RS512")), "RS512"),
        (json.dumps(RSA.as_dict(private=True)), "PS256"),
        (EC.as_pem(private=True).decode(), "ES256"),
        (RSA.as_pem(private=True).decode(), "PS256"),
    ],
    ids=["EC as JWK", "RSA as JWK, with its algorithm", "RSA as JWK", "EC as PEM", "RSA as PEM"],
)
def test_jwk_and_pem_are_read_and_sign_as_they_say(
    tmp_path: Path, text: str, algorithm: str
) -> None:
    assert load_client_key(kept(tmp_path, text)).algorithm == algorithm


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "nonsense",
        json.dumps(EC.as_dict(private=False)),
        RSA.as_pem(private=False).decode(),
        json.dumps(OctKey.generate_key(256).as_dict(private=True)),
    ],
    ids=["empty", "no key", "nonsense", "public JWK", "public PEM", "shared secret"],
)
def test_what_is_no_private_key_of_ours_is_refused_without_being_told(
    tmp_path: Path, text: str
) -> None:
    with pytest.raises(ValueError, match=r"NABO_OIDC_KEY_FILE: .* is not one JWK or PEM"):
        load_client_key(kept(tmp_path, text))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="NABO_OIDC_KEY_FILE: cannot read"):
        load_client_key(tmp_path / "none")
