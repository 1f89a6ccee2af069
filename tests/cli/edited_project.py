"""A Django project in which everything leans on something else, and edits that may be felt elsewhere."""

import random
import re

BASE = {
    "bluetick.toml": "",
    "core/__init__.py": "",
    "core/models.py": """from django.db import models
from django.conf import settings


class Named(models.Model):
    name = models.CharField(max_length=9)

    class Meta:
        abstract = True

    def label(self):
        return self.name.upper()


class Owner(Named):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    boss = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="staff")

    @property
    def chief(self):
        return self.boss.label()
""",
    "core/rows.py": """from core.models import Owner


def owners(**wanted):
    return Owner.objects.filter(**wanted)


def with_boss(rows):
    return rows.select_related("boss")


def first(rows):
    # the first of them
    return rows.first()


class Reader:
    def __init__(self, rows):
        self.rows = rows
        self.seen = []

    def names(self):
        return [row.boss.name for row in self.rows]

    def keep(self, name):
        self.seen.append(name)
""",
}
APP = {
    "{app}/__init__.py": "",
    "{app}/models.py": """from django.db import models

from core.models import Named, Owner


class {Name}Query(models.QuerySet):
    def open(self):
        return self.filter(is_open=True)

    def full(self):
        return self.select_related("owner")


class {Name}(Named):
    owner = models.ForeignKey(Owner, on_delete=models.CASCADE, related_name="{app}s")
    tags = models.ManyToManyField("core.Owner", related_name="tagged_{app}s")
    is_open = models.BooleanField(default=True)
    objects = {Name}Query.as_manager()

    def title(self):
        return self.owner.label()

    def total(self):
        return sum(line.price for line in self.lines.all())


class {Name}Line(models.Model):
    parent = models.ForeignKey({Name}, on_delete=models.CASCADE, related_name="lines")
    price = models.IntegerField()
    owner = models.OneToOneField(Owner, null=True, on_delete=models.SET_NULL)
""",
    "{app}/services.py": """import requests

from core.rows import first, owners, with_boss
from {app}.models import {Name}, {Name}Line


def titles(rows):
    return [row.title() for row in rows]


def open_rows(limit):
    rows = {Name}.objects.open()
    return rows[:limit]


def push(row):
    return requests.post("https://example.org/", data=row.title())


def push_all(rows):
    found = []
    for row in rows:
        found.append(push(row))
    return found


def lines_of(row):
    return {Name}Line.objects.filter(parent=row)


def chiefs():
    return [owner.chief for owner in owners(name="x")]
""",
    "{app}/views.py": """from django.shortcuts import render

from core.rows import Reader, owners
from {app} import services
from {app}.models import {Name}
from {other}.models import {Other}
from {other}.services import lines_of as other_lines


def index(request):
    rows = {Name}.objects.all()
    names = services.titles(rows)
    return render(request, "index.html", {{"names": names}})


def detail(request, pk):
    for row in services.open_rows(5):
        for line in services.lines_of(row):
            print(line.owner.name)
    return [other_lines(other) for other in {Other}.objects.full()]


def report(request):
    reader = Reader(owners())
    totals = [row.total() for row in {Name}.objects.full()]
    owned = [one.label() for owner in owners() for one in owner.{other}s.all()]
    return reader.names(), totals, owned


async def send(request):
    services.push_all({Name}.objects.open())
""",
    "{app}/urls.py": """from django.urls import path

from {app}.views import detail, index, report

urlpatterns = [path("", index), path("<int:pk>/", detail), path("report/", report)]
""",
}


def files(apps=("shop", "depot", "fleet")):
    made = dict(BASE)
    for number, app in enumerate(apps):
        other = apps[(number + 1) % len(apps)]
        for path, text in APP.items():
            made[path.format(app=app)] = text.format(
                app=app, Name=app.title(), other=other, Other=other.title())
    return made


def _lines(text, pattern):
    return [at for at, line in enumerate(text) if re.search(pattern, line)]


def _swap(before, after):
    def change(text, pick):
        found = _lines(text, re.escape(before))
        if found:
            at = pick(found)
            text[at] = text[at].replace(before, after, 1)
    return change


def _delete(text, pick):
    del text[pick(_lines(text, r"\S") or [0])]


def _double(text, pick):
    at = pick(_lines(text, r"\S") or [0])
    text.insert(at, text[at])


def _rename(text, pick):
    found = _lines(text, r"\.[a-z]\w*")
    if found:
        at = pick(found)
        name = pick(re.findall(r"\.([a-z]\w*)", text[at]))
        text[at] = text[at].replace("." + name, "." + pick(["name", "owner", "boss", "rows", "label", "other"]), 1)


def _rename_definition(text, pick):
    found = _lines(text, r"^\s*(async )?(def|class) ")
    if found:
        at = pick(found)
        text[at] = re.sub(r"(def|class) (\w+)", r"\1 \2_too", text[at])


def _add_statement(text, pick):
    found = [at + 1 for at in _lines(text, r"^\s*(async )?def .*:$") if at + 1 < len(text)]
    if found:
        at = pick(found)
        indent = re.match(r"\s*", text[at])[0]
        text.insert(at, indent + pick([
            "value = 1", "# a remark", "# bluetick: ignore", "self.rows = set()", "rows = list(rows)", "", '"""Text."""']))


def _remove_definition(text, pick):
    found = _lines(text, r"^(class|def|async def) ")
    if found:
        at = pick(found)
        end = at + 1
        while end < len(text) and not re.match(r"[^\s]", text[end]):
            end += 1
        del text[at:end]


def _add_definition(text, pick):
    text.extend(["", "", pick([
        "def more(rows):\n    return [row.owner.name for row in rows]",
        "class Extra(models.Model):\n    owner = models.ForeignKey(Owner, on_delete=models.CASCADE)",
        "def push(row):\n    return row.title()",
        "for row in owners():\n    print(row.boss.name)",
    ])])


def _decorate(text, pick):
    found = _lines(text, r"^\s*def ")
    if found:
        at = pick(found)
        indent = re.match(r"\s*", text[at])[0]
        text.insert(at, indent + pick(["@property", "@staticmethod", "@lru_cache()", "@cached_property"]))


EDITS = [
    _delete, _double, _rename, _rename_definition, _add_statement, _add_statement, _remove_definition,
    _add_definition, _decorate,
    _swap("ForeignKey", "OneToOneField"), _swap("OneToOneField", "ForeignKey"), _swap("Owner", "Named"),
    _swap('select_related("owner")', 'select_related("tags")'), _swap(".all()", ".full()"),
    _swap(".filter(", ".exclude("), _swap("Named)", "models.Model)"), _swap("related_name", "related_query_name"),
    _swap("requests.post", "print"), _swap(".objects.full()", ".objects.all()"), _swap("import first, ", "import "),
]


class Editor:
    """Edits files of a folder at random; the same seed gives the same edits."""

    def __init__(self, folder, seed):
        self.folder = folder
        self.random = random.Random(seed)
        self.moved = {}

    def _sources(self):
        return sorted(path for path in self.folder.rglob("*.py") if path.stat().st_size)

    def edit(self):
        """Changes one file, renames one, or takes an earlier change back; says what was done."""
        path = self.random.choice(self._sources())
        text = path.read_text()
        kind = self.random.randrange(12)
        if kind == 0 and self.moved:
            path, text = self.moved.popitem()
            path.write_text(text)
            return f"{path.name} is as it was"
        if kind == 1:
            path.rename(path.with_name(path.stem + "_moved.py"))
            self.moved[path] = text
            return f"{path.name} has moved"
        self.moved.setdefault(path, text)
        lines = text.split("\n")
        change = self.random.choice(EDITS)
        change(lines, self.random.choice)
        path.write_text("\n".join(lines))
        return f"{getattr(change, '__name__', change)} in {path}"
