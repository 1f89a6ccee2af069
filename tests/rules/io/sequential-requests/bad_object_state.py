import requests


class A:
    def __init__(self, base):
        self.base = base
        self.rows = []
        self.token = None
        self.seen = set()

    def one(self, i):
        return requests.get(f"{self.base}/{i}", timeout=5).json()

    def two(self, i):
        return requests.get(f"{self.base}/{i}", params={"n": len(self.rows)}, timeout=5).json()

    def keep(self, row):
        self.rows.append(row)

    def a(self, ids):
        for i in ids:
            self.rows.append(self.one(i))  # expect: io/sequential-requests

    def b(self, ids):
        for i in ids:
            self.rows.append(self.two(i))

    def c(self, ids):
        for i in ids:
            row = self.one(i)  # expect: io/sequential-requests
            self.token = row["token"]

    def d(self, ids):
        for i in ids:
            if i in self.seen:
                continue
            self.seen.add(i)
            self.rows.extend(self.one(i))  # expect: io/sequential-requests

    def e(self, ids):
        for i in ids:
            r = requests.get(f"{self.base}/{i}", headers={"t": self.token}, timeout=5)
            self.token = r.headers["t"]

    def f(self, ids):
        for i in ids:
            self.keep(self.one(i))  # expect: io/sequential-requests

    def g(self, ids):
        for i in ids:
            self.keep(self.two(i))
