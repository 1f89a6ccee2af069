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
    sarif = json.loads(bluetick("check", "--select", "io/missing-timeout", "--format", "sarif").stdout)
    properties = [result["properties"].get("entry") for result in sarif["runs"][0]["results"]]
    assert properties == ["a.views.page", None, None, "a.views.direct"]
    text = bluetick("check", "--select", "io/missing-timeout").stdout.decode()
    assert text.count("reached from") == 2 and "a.views.page" in text


DJANGO_ROUTES = {
    "site/__init__.py": "",
    "site/urls.py": """\
from django.urls import include, path, re_path
from rest_framework.routers import DefaultRouter
from shop import views
from shop.api import OrderViewSet

listed = [path("listed/", views.listed)]
router = DefaultRouter()
router.register(r"orders", OrderViewSet)

urlpatterns = [
    path("shop/", include("shop.urls")),
    path("api/", include(router.urls)),
    path("in/", include([path("line/", views.inline)])),
    re_path(r"^old/$", views.old),
    path("v1/", include(listed)),
]
""",
    "shop/__init__.py": "",
    "shop/urls.py": """\
from django.urls import include, path
from . import views

urlpatterns = [
    path("<int:pk>/", views.detail),
    path("deep/", include(("shop.deep", "deep"))),
]
""",
    "shop/deep.py": "from django.urls import path\nfrom .views import deep\n\nurlpatterns = [path('x/', deep)]\n",
    "shop/views.py": "".join(f"def {name}(request):\n    return request\n\n\n"
                             for name in ("detail", "deep", "inline", "old", "listed", "nowhere")),
    "shop/api.py": """\
from rest_framework import viewsets


class OrderViewSet(viewsets.ModelViewSet):
    def list(self, request):
        return []
""",
}


@pytest.mark.parametrize("name, route", [
    ("views.detail", "shop/<int:pk>/"),
    ("views.deep", "shop/deep/x/"),
    ("views.inline", "in/line/"),
    ("views.old", "old/"),
    ("views.listed", "v1/listed/"),
    ("views.nowhere", None),
    ("OrderViewSet.list", "api/orders"),
])
def test_routes_are_joined_over_includes(bluetick, name, route):
    for path, text in DJANGO_ROUTES.items():
        bluetick.write(path, text)
    first = told(bluetick, "chain", name)[0]
    assert first.endswith(f": view {route}" if route else ": view"), first


ROUTERS = {
    "svc/__init__.py": "",
    "svc/items.py": """\
from fastapi import APIRouter

router = APIRouter(prefix="/items", tags=["x"])
BASE = "/base"


@router.get("/{id}")
async def item(id):
    return id


@router.get(BASE)
async def named():
    return 1
""",
    "svc/main.py": """\
from fastapi import APIRouter, FastAPI
from . import items
from .pages import pages

app = FastAPI()
api = APIRouter(prefix="/v1")
api.include_router(items.router, prefix="/shop")
app.include_router(api, prefix="/api")


def create(flask_app):
    flask_app.register_blueprint(pages, url_prefix="/p")
""",
    "svc/pages.py": """\
from flask import Blueprint

pages = Blueprint("pages", __name__)


@pages.route("/home")
def home():
    return ""
""",
    "svc/views.py": "async def one(request):\n    return request\n",
    "svc/star.py": """\
from starlette.routing import Mount, Route
from .views import one

routes = [Mount("/m", routes=[Route("/one", endpoint=one)])]
""",
}


@pytest.mark.parametrize("name, route", [
    ("items.item", "svc.items.item: route /api/v1/shop/items/{id}"),
    ("items.named", "svc.items.named: route /api/v1/shop/items"),
    ("pages.home", "svc.pages.home: route /p/home"),
    ("views.one", "svc.views.one: view /m/one"),
])
def test_routes_are_joined_over_routers(bluetick, name, route):
    for path, text in ROUTERS.items():
        bluetick.write(path, text)
    assert told(bluetick, "chain", name) == [route]
