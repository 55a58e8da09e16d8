"""Exponential, logarithm, power, logistic and sine of half turns by the same polynomials as the engine's, in Python floats.

Plain +, -, *, / of IEEE doubles in a fixed order give the same bits on every machine; the C library does not.
Method and coefficients: Sun Microsystems' fdlibm (1993), after Remez.
"""

from __future__ import annotations

import math

_LN2_HIGH, _LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
"""ln 2 in two parts, of which whole multiples of the first are exact"""
_INVERSE_LN2 = 1.44269504088896338700e00
_SQRT_2 = 1.4142135623730951
_LOG_ODD = (3.999999999940941908e-01, 2.222219843214978396e-01, 1.531383769920937332e-01)
_LOG_EVEN = (6.666666666666735130e-01, 2.857142874366239149e-01, 1.818357216161805012e-01, 1.479819860510658591e-01)
_EXP = (
    1.66666666666666019037e-01,
    -2.77777777770155933842e-03,
    6.61375632143793436117e-05,
    -1.65339022054652515390e-06,
    4.13813679705723846039e-08,
)
_SINE = (
    -1.66666666666666324348e-01,
    8.33333333332248946124e-03,
    -1.98412698298579493134e-04,
    2.75573137070700676789e-06,
    -2.50507602534068634195e-08,
    1.58969099521155010221e-10,
)
_COSINE = (
    4.16666666666666019037e-02,
    -1.38888888888741095749e-03,
    2.48015872894767294178e-05,
    -2.75573143513906633035e-07,
    2.08757232129817482790e-09,
    -1.13596475577881948265e-11,
)


def log(x: float) -> float:
    """Return ln x: with x = 2^k m and m near 1, k ln 2 + ln m; -inf at 0, not a number below it."""
    if not 0.0 < x < math.inf:
        return x if x == math.inf else (-math.inf if x == 0.0 else math.nan)
    half, exponent = math.frexp(x)
    m, k = 2.0 * half, float(exponent - 1)
    if m > _SQRT_2:
        m, k = 0.5 * m, k + 1.0
    f = m - 1.0
    s = f / (2.0 + f)
    square = s * s
    fourth = square * square
    series = fourth * _polynomial(_LOG_ODD, fourth) + square * _polynomial(_LOG_EVEN, fourth)
    half_square = 0.5 * f * f
    return k * _LN2_HIGH - ((half_square - (s * (half_square + series) + k * _LN2_LOW)) - f)


def exp(x: float) -> float:
    """Return e to the x: with x = k ln 2 + r, 2^k e^r; 0 below -707, infinite above 709.78."""
    if math.isnan(x) or x > 709.782712893384:
        return x if math.isnan(x) else math.inf
    if x < -707.0:
        return 0.0
    k = round(x * _INVERSE_LN2)
    high, low = x - k * _LN2_HIGH, k * _LN2_LOW
    r = high - low
    square = r * r
    c = r - square * _polynomial(_EXP, square)
    return math.ldexp(1.0 - ((low - (r * c) / (2.0 - c)) - high), k)


def power(x: float, y: float) -> float:
    """Return x to the y for x above 0."""
    return exp(y * log(x))


def logistic(x: float) -> float:
    """Return 1 / (1 + e to the -x)."""
    return 1.0 / (1.0 + exp(-x))


def sine_of_half_turns(u: float) -> float:
    """Return sin(pi u) for u from 0 to 1: by the sine up to 1/4, by the cosine of what lacks to 1/2 beyond."""
    v = 1.0 - u if u > 0.5 else u
    if v <= 0.25:
        x = math.pi * v
        square = x * x
        return x + x * square * _polynomial(_SINE, square)
    x = math.pi * (0.5 - v)
    square = x * x
    return (1.0 - 0.5 * square) + square * square * _polynomial(_COSINE, square)


def cosine_of_turns(v: float) -> float:
    """Return cos(2 pi v) for v from 0 to 1."""
    a = 2.0 * abs(v - 0.5)
    return -sine_of_half_turns(0.5 - a) if a <= 0.5 else sine_of_half_turns(a - 0.5)


def _polynomial(coefficients: tuple[float, ...], x: float) -> float:
    """Return c0 + c1 x + c2 x^2 ..., from the last coefficient inwards."""
    total = coefficients[-1]
    for coefficient in reversed(coefficients[:-1]):
        total = coefficient + x * total
    return total
