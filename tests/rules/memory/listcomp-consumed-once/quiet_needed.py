"""Lists that are needed, or that cost nothing worth a word."""
import asyncio
import threading


def kept(rows, extra):
    names = [row.name for row in rows]
    text = ", ".join([row.name for row in rows])
    print(*[row.name for row in rows])
    top = max([row.size for row in rows], [row.age for row in rows])
    flat = dict([(row.name, row) for row in rows], **extra)
    copied = list([row.name for row in rows])
    seen = any([(last := row) for row in rows])
    return names, text, top, flat, copied, seen, len([row for row in rows if row.bad])


def any_of_ours(rows):
    def any(values):
        return values[0]

    return any([row.bad for row in rows])


def spied(rows, sum):
    return sum([row.size for row in rows])


async def awaited(rows):
    return all([await row.ready() for row in rows])


async def tasks(fetch, urls):
    for task in [asyncio.create_task(fetch(url)) for url in urls]:
        await task


def threads(work, jobs):
    for thread in [threading.Thread(target=work, args=(job,)) for job in jobs]:
        thread.start()


def results(pool, work, jobs):
    for future in [pool.submit(work, job) for job in jobs]:
        print(future.result())


def expired(table, now):
    for key in [key for key, value in table.items() if value < now]:
        del table[key]


class Store:
    def purge(self):
        for key in [key for key in self.table if self.old(key)]:
            self.drop(key)


def shared(rows, state):
    for value in [state.step(row) for row in rows]:
        print(value, state.total)


def rebound(rows, factor):
    for value in [row.size * factor for row in rows]:
        factor = value
    return factor


def paths(folder, scan):
    for number, name in enumerate([scan(item) for item in folder]):
        folder.discard(name)
        print(number)


def later(rows, scale):
    return (text for text in [row.name for row in rows]), [scale(size) for size in [scale(row) for row in rows]]


TABLE = {}


def drop(key):
    del TABLE[key]


def purge_alias(now):
    table = TABLE
    for key in [key for key in table if key < now]:
        drop(key)


def purge_items(table, now):
    for key, _ in [(key, value) for key, value in table.items() if value < now]:
        table.pop(key)


def handed_out(rows):
    for text in [row.strip() for row in rows]:
        yield text
