"""Twice as much of the same costs about twice as much: CPU time of the file, and of its double.

A step that is quadratic in these shapes takes four times as long; the bound is three. Time is that
of the child's processor, both halves of it, since a system counts them apart by ticks; the least of
three runs.
"""

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


SHAPES = {
    loops: 5000, call_chain: 1000, call_cycle: 1000, serializer_chain: 500,
    models: 2500, one_name_called: 10000, indexed_querysets: 2000, one_queryset_indexed: 4000,
}
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


@pytest.mark.parametrize("shape", CHAINS, ids=lambda shape: shape.__name__)
def test_a_summary_grows_with_the_chain(tmp_path, shape):
    assert growth(tmp_path, shape, SHAPES[shape], "debug", "summary", "f0") <= BOUND
