"""Work of memory and cpu rules; run before and after their rewrites."""
import csv
import hashlib
import json
import re
import tempfile
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path


def written(folder, text="a,1\nb,2\n\nc,3\nlast"):
    p = Path(folder) / "x"
    p.write_text(text)
    return p


def f_for(base, ids):
    with tempfile.TemporaryDirectory() as d, open(written(d)) as f:
        return [l.strip() for l in f.readlines()]


def f_enumerate(base, ids):
    out = []
    with tempfile.TemporaryDirectory() as d, open(written(d)) as f:
        for i, l in enumerate(f.readlines(), 1):
            if not l.strip():
                continue
            out.append((i, l))
    return out


def f_slice(base, ids):
    with tempfile.TemporaryDirectory() as d, open(written(d)) as f:
        return [l for l in f.readlines()[1:]]


def f_head(base, ids):
    with tempfile.TemporaryDirectory() as d, open(written(d)) as f:
        return list(f.readlines()[:2])


def f_first(base, ids):
    with tempfile.TemporaryDirectory() as d, open(written(d)) as f:
        return f.readlines()[0]


def f_len(base, ids):
    with tempfile.TemporaryDirectory() as d, open(written(d)) as f:
        return len(f.readlines())


def f_csv(base, ids):
    with tempfile.TemporaryDirectory() as d, open(written(d)) as f:
        return [row for row in csv.reader(f.readlines())]


def f_local(base, ids):
    out = []
    with tempfile.TemporaryDirectory() as d, open(written(d)) as f:
        lines = f.readlines()
        for l in lines:
            out.append(l)
    return out


def f_split(base, ids):
    out = []
    with tempfile.TemporaryDirectory() as d, open(written(d)) as f:
        for l in f.read().splitlines():
            out.append(l)
    return out


def f_text(base, ids):
    with tempfile.TemporaryDirectory() as d:
        return [l for l in written(d).read_text().splitlines()]


def f_sorted(base, ids):
    with tempfile.TemporaryDirectory() as d, open(written(d)) as f:
        return sorted(f.readlines()), max(open(written(d)).readlines())


def f_copy(base, ids):
    with tempfile.TemporaryDirectory() as d:
        with open(written(d)) as a, open(d + "/y", "w") as b:
            b.write(a.read())
        return Path(d + "/y").read_text()


def f_hash(base, ids):
    with tempfile.TemporaryDirectory() as d:
        with open(written(d), "rb") as a:
            return hashlib.sha256(a.read()).hexdigest()


def l_any(base, ids):
    return any([n > 3 for n in ids]), all([n >= 0 for n in ids]), sum([n * n for n in ids], 5)


def l_set(base, ids):
    return sorted(set([n % 3 for n in ids])), dict([(n, str(n)) for n in ids]), tuple([n for n in ids])


def l_min(base, ids):
    return min([n for n in ids], default=None), max([(n, -n) for n in ids], default=0), sorted([n % 4 for n in ids], reverse=True)


def l_for(base, ids):
    out = []
    for n in [i + 1 for i in ids if i % 2]:
        out.append(n)
    for i, n in enumerate([i + 1 for i in ids]):
        out.append((i, n))
    return out


def k_for(base, ids):
    xs = list(ids)
    out = []
    for n in xs.copy():
        out.append(n)
    for n in xs[:]:
        out.append(n)
    d = {n: n for n in xs}
    for k in list(d):
        out.append(d[k])
    for k, v in list(d.items()):
        out.append(k + v)
    return out, sorted(list(set(xs))), len(list(d)), list([n for n in xs])


def k_local(base, ids):
    xs = [n for n in ids]
    ys = list(xs)
    return sum(ys), len(xs)


def m_seen(base, ids):
    seen = []
    out = []
    for n in [*ids, *ids]:
        if n not in seen:
            seen.append(n)
            out.append(n)
    return out


def m_list(base, ids):
    allowed = [n for n in ids if n % 2]
    return [n for n in range(50) if n in allowed], [n for n in ids if n not in allowed]


def m_param(base, ids):
    names = list(map(str, ids))
    return m_helper(names, [str(n) for n in range(30)])


def m_helper(names: list[str], wanted):
    found = []
    for w in wanted:
        if w in names:
            found.append(w)
    return found, names[:2]


def q_pop(base, ids):
    queue = list(ids)
    out = []
    while queue:
        n = queue.pop(0)
        out.append(n)
        if n and n % 7 == 0 and n < 30:
            queue.append(n + 100)
    return out


def q_del(base, ids):
    queue = [n for n in ids]
    total = 0
    while queue:
        total += len(queue)
        del queue[0]
    return total


def q_insert(base, ids):
    out = []
    for n in ids:
        out.insert(0, n)
    return out


def s_prepend(base, ids):
    text = ""
    for n in ids:
        text = str(n) + text
    return text


def s_two(base, ids):
    text = "start:"
    for n in ids:
        text = text + str(n) + "\n"
    return text


def s_bytes(base, ids):
    data = b""
    for n in ids:
        data += bytes([n])
    return data.hex()


class Doc:
    def __init__(self):
        self.text = ""

    def fill(self, ids):
        for n in ids:
            self.text += f"{n};"
        return self.text


def s_attribute(base, ids):
    return Doc().fill(ids)


def c_list(base, ids):
    out = []
    for n in ids:
        out = out + [n, n]
    return out


def c_tuple(base, ids):
    out = ()
    for n in ids:
        out += (n,)
    return out


def c_sum(base, ids):
    return sum([[n, n + 1] for n in ids], [])


@dataclass
class U:
    id: int
    name: str = "x"


def j_join(base, ids):
    users = [U(n % 5) for n in ids]
    orders = [{"user": n % 7, "n": n} for n in ids]
    out = []
    for u in users:
        for o in orders:
            if o["user"] == u.id:
                out.append((u.id, o["n"]))
    return out


def j_comp(base, ids):
    users = [U(n % 5) for n in ids]
    orders = [(n % 7, n) for n in ids]
    return [(u.id, o[1]) for u in users for o in orders if o[0] == u.id]


def x_index(base, ids):
    names = [str(n) for n in ids]
    return [names.index(str(n)) for n in ids], [names.count(str(n)) for n in ids]


def x_count(base, ids):
    xs = [n % 3 for n in ids]
    return {x: xs.count(x) for x in xs}


def x_next(base, ids):
    rows = [U(n % 6, str(n)) for n in ids]
    out = []
    for n in ids:
        row = next((r for r in rows if r.id == n), None)
        out.append(row and row.name)
    return out


def o_sort(base, ids):
    out = []
    for n in ids:
        out.append(-n)
        out.sort()
    return out


def i_compile(base, ids):
    out = []
    for n in ids:
        pattern = re.compile(r"\d")
        out.append(bool(pattern.match(str(n))))
    return out


def i_set(base, ids):
    names = [n % 4 for n in ids]
    out = []
    for n in ids:
        if n in set(names):
            out.append(n)
        out.append(Decimal("1.5") * n)
    return out


def r_json(base, ids):
    x = {"a": [1, {"b": ids}]}
    y = json.loads(json.dumps(x))
    y["a"].append(1)
    return x, y


def fib(n: int) -> int:
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def p_fib(base, ids):
    return [fib(n) for n in ids[:12]]
