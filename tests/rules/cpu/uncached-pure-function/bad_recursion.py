"""Functions that compute the same again."""
import math

LIMIT = 3


def fib(n: int) -> int:  # expect: cpu/uncached-pure-function
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


def by_use(n, k):  # expect: cpu/uncached-pure-function
    return 1 if k == 0 or n == k else by_use(n - 1, k - 1) + by_use(n - 1, k)


def stairs(n: int, step: int) -> int:  # expect: cpu/uncached-pure-function
    if n <= 0:
        return 1 if n == 0 else 0
    ways = 0
    for size in range(1, step + 1):
        ways += stairs(n - size, step)
    return ways


def distance(a: str, b: str) -> float:  # expect: cpu/uncached-pure-function
    if not a or not b:
        return len(a) + len(b) + math.pi
    if len(a) > LIMIT:
        raise ValueError("too long")
    best = distance(a[1:], b)
    if a[0].lower() != b[0].lower():
        best = min(best, distance(a, b[1:]))
    return best


def summed(rows: tuple[int, ...]) -> int:  # expect: cpu/uncached-pure-function
    return sum(summed(rows[:i]) for i in range(len(rows)))
