"""Queues that become deques, and those that cannot."""
from collections import OrderedDict, deque


def walk(graph, start):
    queue = deque([start])
    while queue:
        node = queue.popleft()  # expect: cpu/list-front-operation
        queue.extend(graph.get(node, ()))
        if node in queue:
            print(len(queue))


def drain(lines):
    pending = deque(lines)
    seen = OrderedDict()
    while len(pending) > 0:
        line = pending.popleft()  # expect: cpu/list-front-operation
        seen[line] = line.strip()
        if not line:
            pending.clear()
    for line in pending:
        print(line)
    return seen


def both_ends(jobs):
    todo = deque()
    for job in jobs:
        if job.urgent:
            todo.appendleft(job)  # expect: cpu/list-front-operation
        else:
            todo.append(job)
    while todo:
        print(todo.pop())
        todo.popleft()  # expect: cpu/list-front-operation


def indexed(lines):
    pending = sorted(lines)
    while pending:
        print(pending[-1])
        del pending[0]  # expect: cpu/list-front-operation


def returned(lines):
    pending = [line.strip() for line in lines]
    while pending and not pending.pop(0):  # expect: cpu/list-front-operation
        pass
    return pending


def given(queue: list, handle):
    while queue:
        handle(queue.pop(0))  # expect: cpu/list-front-operation


def mutated_while_iterated(rows):
    queue = [row for row in rows]
    for row in queue:
        queue.append(row.next)
        queue.pop(0)  # expect: cpu/list-front-operation


def shifts(values: list[int], more):
    while values:
        print(values[0])
        values = values[1:]  # expect: cpu/list-front-operation
    for value in more:
        values = [value] + values  # expect: cpu/list-front-operation
    return values


class Buffer:
    def __init__(self):
        self.lines = []

    def flush(self, out):
        while self.lines:
            out.write(self.lines.pop(0))  # expect: cpu/list-front-operation

    def trim(self, keep):
        while keep(self.lines):
            self.lines[:] = self.lines[1:]  # expect: cpu/list-front-operation


def pairs(weights):
    heap = deque(sorted(weights))
    while len(heap) > 1:
        first = heap.popleft()  # expect: cpu/list-front-operation
        second = heap.popleft()  # expect: cpu/list-front-operation
        heap.append(first + second)


async def crawl(start, fetch):
    queue = deque([start])
    while queue:
        queue.extend(await fetch(queue.popleft()))  # expect: cpu/list-front-operation
