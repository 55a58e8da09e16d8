"""Elementary functions whose every bit is the same on every processor: exponential, logarithm, power, sine of half turns.

The C library and NumPy choose other code for other processors (AVX2, AVX-512), and the last bit of a logarithm then
differs between machines. These use nothing but +, -, *, / and the bits of a number, in a fixed order, so that a run
gives the same bytes everywhere. They are branch-free, which lets compilers step several numbers at once.

`exp`, `log` and `logistic` take arrays (or numbers). The `*_of` functions are the same code for one number, for
compiled kernels and for plain Python.
Method and coefficients: Sun Microsystems' fdlibm (1993), after Remez; errors below one unit in the last place for
logarithm and exponential.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ploughshare.compiling import inlined, kernel, over_arrays

Floats = NDArray[np.float64]

_LN2_HIGH = 6.93147180369123816490e-01
_LN2_LOW = 1.90821492927058770002e-10
_INFINITE, _NOT_A_NUMBER = float("inf"), float("nan")
_INVERSE_LN2 = 1.44269504088896338700e00
_MANTISSA = np.uint64(0x000FFFFFFFFFFFFF)
_ONE = np.uint64(0x3FF0000000000000)
_BITS_52 = np.uint64(52)
_TWO_52_BITS = np.uint64(0x4330000000000000)
_TWO_52 = 4503599627370496.0
_ROUNDING = 6755399441055744.0  # 1.5 * 2^52: adding it rounds to a whole number, held in the low bits
_SQRT_2 = 1.4142135623730951
_LARGEST_EXPONENT = 709.782712893384
_SMALLEST_EXPONENT = -707.0


@inlined
def log_of(x: float) -> float:
    """Return ln x for x of at least 2.3e-308; -inf at 0, not a number below it."""
    bits = np.float64(x).view(np.uint64)
    exponent = float(np.uint64((bits >> _BITS_52) | _TWO_52_BITS).view(np.float64)) - _TWO_52 - 1023.0
    m = float(np.uint64((bits & _MANTISSA) | _ONE).view(np.float64))
    upper = m > _SQRT_2
    m = 0.5 * m if upper else m
    k = exponent + 1.0 if upper else exponent
    f = m - 1.0
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    odd = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01))
    even = z * (
        6.666666666666735130e-01
        + w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01))
    )
    half = 0.5 * f * f
    result = k * _LN2_HIGH - ((half - (s * (half + (odd + even)) + k * _LN2_LOW)) - f)
    result = result if x > 0.0 else (-_INFINITE if x == 0.0 else _NOT_A_NUMBER)
    return result if x < _INFINITE else x


@inlined
def exp_of(x: float) -> float:
    """Return e to the x; 0 below -707, infinite above 709.78."""
    bounded = min(max(x, _SMALLEST_EXPONENT), 709.9)
    shifted = bounded * _INVERSE_LN2 + _ROUNDING
    k = shifted - _ROUNDING
    high = bounded - k * _LN2_HIGH
    low = k * _LN2_LOW
    r = high - low
    t = r * r
    c = r - t * (
        1.66666666666666019037e-01
        + t
        * (
            -2.77777777770155933842e-03
            + t * (6.61375632143793436117e-05 + t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08))
        )
    )
    y = 1.0 - ((low - (r * c) / (2.0 - c)) - high)
    raised = np.float64(y).view(np.uint64) + (np.float64(shifted - 1.0).view(np.uint64) << _BITS_52)
    scaled = float(np.uint64(raised).view(np.float64)) * 2.0  # in two steps: 2^1024 alone is no number
    scaled = scaled if x >= _SMALLEST_EXPONENT else 0.0
    scaled = scaled if x <= _LARGEST_EXPONENT else _INFINITE
    return scaled if x == x else x


@inlined
def power_of(x: float, y: float) -> float:
    """Return x to the y for x above 0: e to the y ln x."""
    return exp_of(y * log_of(x))


@inlined
def logistic_of(x: float) -> float:
    """Return 1 / (1 + e to the -x)."""
    return 1.0 / (1.0 + exp_of(-x))


@inlined
def sine_of_half_turns(u: float) -> float:
    """Return sin(pi u) for u from 0 to 1."""
    v = 1.0 - u if u > 0.5 else u
    steep = v <= 0.25
    x = np.pi * (v if steep else 0.5 - v)
    z = x * x
    sine = x + x * z * (
        -1.66666666666666324348e-01
        + z
        * (
            8.33333333332248946124e-03
            + z
            * (
                -1.98412698298579493134e-04
                + z * (2.75573137070700676789e-06 + z * (-2.50507602534068634195e-08 + z * 1.58969099521155010221e-10))
            )
        )
    )
    cosine = (1.0 - 0.5 * z) + z * z * (
        4.16666666666666019037e-02
        + z
        * (
            -1.38888888888741095749e-03
            + z
            * (
                2.48015872894767294178e-05
                + z * (-2.75573143513906633035e-07 + z * (2.08757232129817482790e-09 + z * -1.13596475577881948265e-11))
            )
        )
    )
    return sine if steep else cosine


@inlined
def cosine_of_turns(v: float) -> float:
    """Return cos(2 pi v) for v from 0 to 1."""
    a = 2.0 * abs(v - 0.5)
    near = a <= 0.5
    sine = sine_of_half_turns(0.5 - a if near else a - 0.5)
    return -sine if near else sine


@kernel
def _exps(x: Floats) -> Floats:
    result = np.empty(len(x))
    for i in range(len(x)):
        result[i] = exp_of(x[i])
    return result


@kernel
def _logs(x: Floats) -> Floats:
    result = np.empty(len(x))
    for i in range(len(x)):
        result[i] = log_of(x[i])
    return result


@kernel
def _logistics(x: Floats) -> Floats:
    result = np.empty(len(x))
    for i in range(len(x)):
        result[i] = logistic_of(x[i])
    return result


exp = over_arrays(_exps)
"""e to the x, for numbers or arrays"""
log = over_arrays(_logs)
"""natural logarithm, for numbers or arrays"""
logistic = over_arrays(_logistics)
"""1 / (1 + e to the -x), for numbers or arrays"""
