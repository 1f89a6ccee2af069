"""`debug chain`: which functions a framework calls, and how they lead to another function; what findings
say of it; `debug summary`: what a function does."""

import json

import pytest

VIEWS = """\
from django.views import View
from rest_framework import viewsets
from .services import collect


def order_list(request):
    return collect(request)


def _helper(request):
    return request


class Base(View):
    pass


class Detail(Base):
    def get(self, request):
        return self.rows()

    def rows(self):
        return 1


class Orders(viewsets.ModelViewSet):
    def list(self, request):
        return []

    def unused(self):
        return []
"""

SERVICES = """\
def collect(rows):
    return [load(row) for row in rows]


def load(row):
    return lonely(row)


def lonely(row):
    return row


def front(request):
    return request


def unrouted(request):
    return request
"""

URLS = """\
from django.urls import path
from . import views
from .services import front

urlpatterns = [
    path("orders/", views.order_list),
    path("front/", front),
    path("orders/<int:pk>/", views.Detail.as_view()),
]
"""

APP = """\
from unittest import mock
from celery import shared_task
from django_rq import job
from fastapi import FastAPI
from flask import Blueprint

app = FastAPI()
blueprint = Blueprint("a", __name__)


@app.get("/items/{id}")
async def item(id: int):
    return await fetch(id)


async def fetch(id):
    return id


@blueprint.route("/page", methods=["GET"])
def page():
    return Made()


class Made:
    def __init__(self):
        self.one = 1


@shared_task
def tick():
    pass


@job("default")
def queued():
    pass


@mock.patch("shop.app")
def patched():
    pass


def lambda_handler(event, context):
    return ring(event)


def ring(x):
    return around(x)


def around(x):
    return ring(x)


def circle(x):
    return circle(x)


def main():
    pass


def at_import():
    pass


at_import()
if __name__ == "__main__":
    main()
"""

COMMAND = """\
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    def handle(self, *args, **options):
        self.work()

    def work(self):
        pass
"""


@pytest.fixture
def shop(bluetick):
    bluetick.write("shop/__init__.py", "")
    for name, text in (("views", VIEWS), ("services", SERVICES), ("urls", URLS), ("app", APP),
                       ("tidy", COMMAND)):
        bluetick.write(f"shop/{name}.py", text)
    return bluetick


def told(bluetick, view, name):
    return bluetick("debug", view, name).stdout.decode().splitlines()


@pytest.mark.parametrize("name, entry", [
    ("views.order_list", "shop.views.order_list: view orders/"),
    ("services.front", "shop.services.front: view front/"),
    ("services.unrouted", None),
    ("views._helper", None),
    ("Detail.get", "shop.views.Detail.get: view orders/<int:pk>/"),
    ("Orders.list", "shop.views.Orders.list: view"),
    ("Orders.unused", None),
    ("app.item", "shop.app.item: route /items/{id}"),
    ("app.page", "shop.app.page: route /page"),
    ("app.tick", "shop.app.tick: task"),
    ("app.queued", "shop.app.queued: task"),
    ("app.patched", None),
    ("app.lambda_handler", "shop.app.lambda_handler: lambda handler"),
    ("Command.handle", "shop.tidy.Command.handle: command"),
    ("app.circle", None),
    ("app.at_import", None),
])
def test_kinds(shop, name, entry):
    lines = told(shop, "chain", name)
    assert len(lines) == 1
    assert lines[0] == entry or (entry is None and lines[0].endswith(": no entry point leads to it"))


@pytest.mark.parametrize("name, chain", [
    ("services.lonely", ["shop.views.order_list: view orders/",
                         "  shop/views.py:7 calls shop.services.collect",
                         "  shop/services.py:2 calls shop.services.load",
                         "  shop/services.py:6 calls shop.services.lonely"]),
    ("Detail.rows", ["shop.views.Detail.get: view orders/<int:pk>/",
                     "  shop/views.py:20 calls shop.views.Detail.rows"]),
    ("app.fetch", ["shop.app.item: route /items/{id}", "  shop/app.py:13 calls shop.app.fetch"]),
    ("Made.__init__", ["shop.app.page: route /page", "  shop/app.py:22 calls shop.app.Made.__init__"]),
    ("app.around", ["shop.app.lambda_handler: lambda handler", "  shop/app.py:46 calls shop.app.ring",
                    "  shop/app.py:50 calls shop.app.around"]),
    ("app.main", ["shop.app.__main__: script", "  shop/app.py:71 calls shop.app.main"]),
    ("Command.work", ["shop.tidy.Command.handle: command",
                      "  shop/tidy.py:6 calls shop.tidy.Command.work"]),
])
def test_chains(shop, name, chain):
    assert told(shop, "chain", name) == chain


def test_chain_is_capped(bluetick):
    calls = "".join(f"def f{i}(x):\n    return f{i + 1}(x)\n\n\n" for i in range(8))
    bluetick.write("a.py", calls + "def f8(x):\n    return x\n\n\ndef lambda_handler(event, context):\n    f0(event)\n")
    assert len(told(bluetick, "chain", "f5")) == 7
    assert told(bluetick, "chain", "f6") == ["a.f6: no entry point leads to it"]


def test_wrong_usage(shop):
    assert shop("debug", "chain", "nobody").returncode == 3
    assert shop("debug", "chain").returncode == 2


EFFECTS = """\
import requests
import time
from django.db import models


class Book(models.Model):
    pass


def counts():
    return Book.objects.count()


def lazily():
    return Book.objects.filter(pk=1)


def each():
    for book in Book.objects.all():
        pass


def perhaps(x):
    if x:
        return Book.objects.count()
    return open("x").read()


def through(x):
    return counts()


def waits(n):
    if n:
        time.sleep(n)
    return fetches(n)


def fetches(url):
    return requests.get(url, timeout=3)


async def later(n):
    time.sleep(1)
    return await inner(n)


async def inner(n):
    return open("x").read()


def nothing(x):
    return x + 1


def makes():
    def inside():
        requests.get("x")
    return inside
"""


@pytest.mark.parametrize("name, lines", [
    ("counts", ["  runs a query each time: effects.py:11"]),
    ("lazily", ["  nothing of the kind is known"]),
    ("each", ["  runs a query each time: effects.py:19"]),
    ("perhaps", ["  runs a query, perhaps: effects.py:25", "  blocks, perhaps: effects.py:26",
                 "  does file IO, perhaps: effects.py:26"]),
    ("through", ["  runs a query, perhaps: effects.py:11"]),
    ("waits", ["  sends a request each time: effects.py:40", "  blocks each time: effects.py:40"]),
    ("later", ["  blocks each time: effects.py:44", "  does file IO, perhaps: effects.py:49"]),
    ("nothing", ["  nothing of the kind is known"]),
    ("makes", ["  nothing of the kind is known"]),
])
def test_summaries(bluetick, name, lines):
    bluetick.write("effects.py", EFFECTS)
    assert told(bluetick, "summary", "effects." + name) == [f"effects.{name}:"] + lines


def test_findings_tell_where_they_are_reached_from(bluetick):
    bluetick.write("a/__init__.py", "")
    bluetick.write("a/net.py", "import requests\n\n\ndef fetch(url):\n    return requests.get(url)\n\n\n"
                   "def far(url):\n    return requests.get(url)\n\n\n"
                   "def lonely(url):\n    return requests.get(url)\n")
    bluetick.write("a/views.py", "import requests\nfrom .net import fetch, far\n\n\ndef page(request):\n"
                   "    return step(request)\n\n\ndef step(url):\n    again(url)\n    return fetch(url)\n\n\n"
                   "def again(url):\n    return far(url)\n\n\n"
                   "def direct(request):\n    return requests.get(request.path)\n")
    found = json.loads(bluetick("check", "--select", "io/missing-timeout", "--format", "json").stdout)["findings"]
    entries = {(finding["path"], finding["owner_line"]): finding["impact"].get("entry") for finding in found}
    assert entries == {("a/net.py", 5): "a.views.page", ("a/net.py", 9): None, ("a/net.py", 13): None,
                       ("a/views.py", 19): "a.views.direct"}
    text = bluetick("check", "--select", "io/missing-timeout").stdout.decode()
    assert text.count("reached from") == 2 and "a.views.page" in text
