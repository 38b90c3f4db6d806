"""What a login is checked with in tests: quick hashes."""

from datetime import timedelta

from argon2 import PasswordHasher

from care_api.sealing import Seal
from care_api.staff import second_factor
from care_api.staff.lasting import Lasting
from care_api.staff.passwords import Passwords
from care_api.staff.service import Gate
from tests.care_api.village import SECRET_KEY, Village

LASTING = Lasting(longest=timedelta(hours=10), idle=timedelta(hours=1))
PASSWORDS = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


def gate_of(village: Village, passwords: Passwords = PASSWORDS) -> Gate:
    """Return the gate to the village's database."""
    return Gate(
        database=village.database,
        passwords=passwords,
        seal=Seal(SECRET_KEY, second_factor.PURPOSE),
        lasting=LASTING,
    )
