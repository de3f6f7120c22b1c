"""Passwords: Argon2id, at least 8 characters, none of the common ones, no rules of composition.

Hashing takes about 0.1 s on purpose; it never runs inside `writing()`.
"""

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from flask import current_app

SHORTEST, LONGEST = 8, 128

# The heads of the public lists of leaked passwords, Chinese ones included (8 characters and more).
_COMMON = """
    12345678 123456789 1234567890 11111111 00000000 88888888 87654321 66666666 123123123
    12341234 password password1 password123 passw0rd p@ssw0rd qwertyui qwertyuiop qwerty123
    1q2w3e4r 1qaz2wsx 1qaz@wsx 1q2w3e4r5t qazwsxedc zaq12wsx asdfghjkl asdf1234 zxcvbnm1
    zxcvbnm123 abc12345 abcd1234 abc123456 abcdefgh a1234567 a12345678 a123456789 aa123456
    aa12345678 123456aa 123456789a 123qweasd qwe123456 qweasdzxc woaini1314 woaini520 5201314520
    1314520520 520131400 woaini123 aini1314 iloveyou iloveyou1 sunshine princess football
    baseball superman welcome1 letmein1 admin123 admin1234 administrator root1234 changeme
    test1234 dearbook 147258369 741852963 159357159 789456123 99999999 77777777 55555555
    22222222 33333333 44444444 112233445566 11223344 12121212 1357924680 13579246 31415926
    wang1234 zhang123 li123456 xingyuhuayuan jiefangyishi civic123 community beijing2008
    shanghai china123 zhongguo
"""
COMMON = frozenset(_COMMON.split())


def is_common(password: str) -> bool:
    """One of the passwords everybody tries first, or one character over and over."""
    return password.lower() in COMMON or len(set(password)) == 1


def hashed(password: str) -> str:
    """The Argon2id hash to store."""
    return _hasher().hash(password)


def fits(password: str, stored: str | None) -> bool:
    """Does it match? Without a stored hash the same work is done, and the answer is no."""
    try:
        return _hasher().verify(stored or _decoy(), password) and stored is not None
    except VerifyMismatchError:
        return False


def _hasher():
    config = current_app.config
    return PasswordHasher(
        time_cost=config["ARGON2_TIME_COST"], memory_cost=config["ARGON2_MEMORY_KIB"], parallelism=1
    )


def _cost():
    return current_app.config["ARGON2_TIME_COST"], current_app.config["ARGON2_MEMORY_KIB"]


def _decoy():
    return _decoys(*_cost())


@lru_cache(maxsize=4)
def _decoys(time_cost, memory_kib):
    return PasswordHasher(time_cost, memory_kib, parallelism=1).hash("nobody's")
