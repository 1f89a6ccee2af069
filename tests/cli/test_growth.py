"""Twice as much of the same costs about twice as much: CPU time of the file, and of its double.

A step that is quadratic in these shapes takes four times as long; the bound is three. Time is that
of the child's processor, both halves of it, since a system counts them apart by ticks; the least of
three runs.
"""

import json
import os
import subprocess

import pytest
from binary import BLUETICK

RUNS = 3
BOUND = 3.0

AUTHOR = """from django.db import models

class Author(models.Model):
    name = models.CharField(max_length=9)

"""
BOOK = """class Book(models.Model):
    author = models.ForeignKey(Author, on_delete=models.CASCADE)

"""


def loops(count):
    return AUTHOR + BOOK + "".join(f"""def list_{i}():
    names = []
    for book in Book.objects.filter(title="{i}"):
        names.append(book.author.name)
    return names

""" for i in range(count))


def called(count, last):
    steps = "".join(f"def f{i}(x):\n    return f{i + 1}(x)\n\n" for i in range(count - 1))
    return f"""import requests

{steps}def f{count - 1}(x):
    return {last}

def work(xs):
    for x in xs:
        f0(x)

async def main(x):
    f0(x)
"""


def call_chain(count):
    return called(count, "requests.get(x)")


def call_cycle(count):
    return called(count, "f0(x) or requests.get(x)")


def members(count, link, last, shown):
    """A chain of members of a model, each of which gives what the next one gives."""
    steps = "".join(link.format(i=i, value=f"self.p{i + 1}") for i in range(count - 1))
    return f"""{AUTHOR}{BOOK}{steps}{link.format(i=count - 1, value=last)}
def show():
    names = []
    for book in Book.objects.all():
        names.append({shown})
    return names
"""


PROPERTY = "    @property\n    def p{i}(self):\n        return {value}\n\n"
METHOD = "    def p{i}(self):\n        return {value}()\n\n"


def property_chain(count):
    return members(count, PROPERTY, "self.author.name", "book.p0")


def property_cycle(count):
    return members(count, PROPERTY, "self.p0 or self.author.name", "book.p0")


def property_values(count):
    return members(count, PROPERTY, "self.author", "book.p0.name")


def methods(count, last):
    steps = "".join(METHOD.format(i=i, value=f"self.p{i + 1}") for i in range(count - 1))
    return f"""{AUTHOR}{BOOK}{steps}    def p{count - 1}(self):
        return {last}

def show():
    for book in Book.objects.all():
        book.p0()
"""


def method_chain(count):
    return methods(count, "self.author.name")


def method_cycle(count):
    return methods(count, "self.author.name or self.p0()")


def query_chain(count):
    return methods(count, "Author.objects.filter(pk=self.pk).count()")


def query_cycle(count):
    return methods(count, "self.p0() or Author.objects.filter(pk=self.pk).count()")


def stored_attributes(count):
    return "import requests\n\nclass Client:\n" + "".join(f"""    def set_{i}(self):
        self.x{i} = requests.Session()

    def use_{i}(self, urls):
        for url in urls:
            self.x{i}.get(url)

""" for i in range(count))


def serializer_chain(count):
    head = AUTHOR + "from rest_framework import serializers, viewsets\n\nM0 = Author\n\n"
    rows = "".join(f"""class M{i}(models.Model):
    up = models.ForeignKey({f"M{i - 1}" if i > 1 else "Author"}, on_delete=models.CASCADE)

class S{i}(serializers.ModelSerializer):
    up = S{i - 1}()
    class Meta:
        model = M{i}
        fields = ["up"]

""" for i in range(1, count))
    return f"""{head}class S0(serializers.ModelSerializer):
    class Meta:
        model = Author
        fields = ["name"]

{rows}class Shown(viewsets.ModelViewSet):
    queryset = M{count - 1}.objects.all()
    serializer_class = S{count - 1}
"""


def models(count):
    return AUTHOR + "".join(f"""class M{i}(models.Model):
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="m{i}s")
    next = models.ForeignKey("M{(i + 1) % count}", on_delete=models.CASCADE)

""" for i in range(count)) + """def show():
    for row in M0.objects.all():
        print(row.author.name, row.next.author.name)
"""


def one_name_called(count):
    return """import requests

def get(x):
    return requests.get(x)

async def main(xs):
    for x in xs:
""" + "        get(x)\n" * count


def indexed_querysets(count):
    return AUTHOR + "def show():\n    out = []\n" + "".join(
        f'    rows{i} = Author.objects.filter(name="{i}")\n'
        f"    out.append(rows{i}[0])\n    out.append(rows{i}[1])\n" for i in range(count))


def one_queryset_indexed(count):
    return AUTHOR + "def show():\n    out = []\n    rows = Author.objects.filter(name='x')\n" + "".join(
        f"    out.append(rows[{i % 9}])\n" for i in range(count))


ONE_FINDING = (property_chain, property_cycle, property_values, method_chain, method_cycle,
               query_chain, query_cycle)
SHAPES = {
    **{shape: 1000 for shape in ONE_FINDING}, stored_attributes: 2000,
    loops: 5000, call_chain: 1000, call_cycle: 1000, serializer_chain: 500,
    models: 2500, one_name_called: 10000, indexed_querysets: 2000, one_queryset_indexed: 4000,
}
FIXED = {loops: 1000, indexed_querysets: 1000, one_queryset_indexed: 2000}
CHAINS = (call_chain, call_cycle)


def seconds(folder, *arguments):
    """CPU time of one run that says something of the file, not of the command line."""
    with open(os.devnull, "wb") as nowhere, open(folder / "errors", "w+b") as errors:
        child = subprocess.Popen([str(BLUETICK), *arguments], cwd=folder, stdout=nowhere, stderr=errors)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        assert child.returncode in (0, 1), errors.read().decode()
    return used.ru_utime + used.ru_stime


def growth(folder, shape, count, *arguments):
    least = []
    for times in (1, 2):
        (folder / f"times_{times}.py").write_text(shape(count * times))
        least.append(min(seconds(folder, *arguments, f"times_{times}.py") for _ in range(RUNS)))
    print(f"{shape.__name__} {count}: {least[0]:.3f} s, {count * 2}: {least[1]:.3f} s, "
          f"ratio {least[1] / least[0]:.2f}")
    return least[1] / least[0]


@pytest.mark.parametrize("selected", ["query", "io,memory,cpu"])
@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_check_grows_with_the_file(tmp_path, shape, selected):
    ratio = growth(tmp_path, shape, SHAPES[shape], "check", "--no-cache", "--isolated", "--format",
                   "concise", "--select", selected)
    assert ratio <= BOUND


@pytest.mark.parametrize("output", [["--format", "json"], ["--format", "text"], ["--diff"]],
                         ids=lambda output: output[-1].strip("-"))
@pytest.mark.parametrize("shape", FIXED, ids=lambda shape: shape.__name__)
def test_fixes_grow_with_the_file(tmp_path, shape, output):
    assert growth(tmp_path, shape, FIXED[shape], "check", "--no-cache", "--isolated", "--select", "query",
                  *output) <= BOUND


@pytest.mark.parametrize("count", [1, 30, 1000])
@pytest.mark.parametrize("shape", ONE_FINDING, ids=lambda shape: shape.__name__)
def test_a_chain_is_followed_to_its_end(tmp_path, shape, count):
    (tmp_path / "chain.py").write_text(shape(count))
    ran = subprocess.run([str(BLUETICK), "check", "--no-cache", "--isolated", "--format", "json",
                          "--select", "query", "chain.py"], cwd=tmp_path, capture_output=True, check=False)
    findings = json.loads(ran.stdout)["findings"]
    assert [finding["range"]["start"]["line"] for finding in findings] == [
        next(number for number, line in enumerate(shape(count).splitlines(), 1) if "book.p0" in line)]


@pytest.mark.parametrize("shape", CHAINS, ids=lambda shape: shape.__name__)
def test_a_summary_grows_with_the_chain(tmp_path, shape):
    assert growth(tmp_path, shape, SHAPES[shape], "debug", "summary", "f0") <= BOUND
