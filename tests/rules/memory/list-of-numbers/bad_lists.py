# enable: memory/list-of-numbers
"""Long lists that hold numbers only."""


def repeated(n):
    values = [0.0] * 1000000  # expect: memory/list-of-numbers
    counts = 100_000 * [0]  # expect: memory/list-of-numbers
    signs = [-1] * 200000  # expect: memory/list-of-numbers
    for i in range(n):
        values[i] += i * 0.5
        counts[i] = counts[i - 1] + 1
        signs[i] = 1
    print(values[0])
    return sum(counts), len(signs)


def ranges(order):
    parents = list(range(1000000))  # expect: memory/list-of-numbers
    for number in order:
        parents[number] = int(number)
    return max(parents), [parent for parent in parents]


def computed():
    steps = [i * 0.25 for i in range(1, 500001)]  # expect: memory/list-of-numbers
    halves = [i / 2 for i in range(100000)]  # expect: memory/list-of-numbers
    return steps[1] + halves[-1]
