# enable: cpu/uncached-pure-function.non-recursive
"""With the option: pure functions called in a loop."""

from functools import lru_cache


@lru_cache(maxsize=1024)
def collatz_length(n: int) -> int:  # expect: cpu/uncached-pure-function
    steps = 1
    while n != 1:
        n = 3 * n + 1 if n % 2 else n // 2
        steps += 1
    return steps


def square(n: int) -> int:
    return n * n


def digits(n: int) -> int:
    return sum(int(digit) for digit in str(n))


def histogram(numbers):
    counts = {}
    for number in numbers:
        length = collatz_length(number % 50 + 1)
        counts[length] = counts.get(length, 0) + square(number)
    return counts, digits(len(counts))
