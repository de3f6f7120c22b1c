"""The Wilson score interval at 95 %, with fixed digits. Pure.

E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the
American Statistical Association 22 (1927), pp. 209-212: the roots p of (p0 - p)² = z² p (1 - p) / n.
"""

from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

Z = Decimal("1.96")
CONTEXT = Context(prec=40, rounding=ROUND_HALF_UP)
DIGITS = Decimal("0.01")


def interval(share: Fraction, n: int) -> tuple[Decimal, Decimal]:
    """(low, high) in percent with two digits. Args: share — of n, from 0 to 1; n — at least 1."""
    p, count = _decimal(share), Decimal(n)
    z2 = CONTEXT.multiply(Z, Z)
    below = 1 + CONTEXT.divide(z2, count)
    middle = p + CONTEXT.divide(z2, 2 * count)
    under = CONTEXT.divide(CONTEXT.multiply(p, 1 - p), count) + CONTEXT.divide(z2, 4 * count * count)
    reach = CONTEXT.multiply(Z, under.sqrt(CONTEXT))
    low, high = ((middle + sign * reach) / below for sign in (-1, 1))
    return _percent(max(low, Decimal(0))), _percent(min(high, Decimal(1)))


def _decimal(share):
    return CONTEXT.divide(Decimal(share.numerator), Decimal(share.denominator))


def _percent(value):
    return (value * 100).quantize(DIGITS, context=CONTEXT)
