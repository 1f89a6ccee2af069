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


NOTHING = "  no query, request, blocking call or file access is known"


@pytest.mark.parametrize("arguments, code, message", [
    (["chain"], 2, "'bluetick debug chain' wants a function name and a folder"),
    (["chain", "nobody"], 2, "no function 'nobody'"),
    (["chain", "order_lists"], 2, "no function 'order_lists'; did you mean 'order_list'?"),
    (["summary", "views.Detail"], 2,
     "no function 'views.Detail': shop.views.Detail is a class; ask for one of its functions"),
    (["summary", "Orders.get"], 2, "no function 'Orders.get'; did you mean 'shop.views.Detail.get'?"),
    (["model", "Bok"], 2, "no model 'Bok'; did you mean 'Book'?"),
    (["model", "Detail"], 2, "no model 'Detail': shop.views.Detail is a class"),
    (["model", "collect"], 2, "no model 'collect': shop.services.collect is a function"),
    (["model", "Book", "nowhere"], 3, "nowhere: no such file or directory"),
])
def test_wrong_usage(shop, arguments, code, message):
    shop.write("shop/models.py", "from django.db import models\n\n\nclass Book(models.Model):\n    pass\n")
    done = shop("debug", *arguments)
    assert (done.returncode, done.stdout.decode(), done.stderr.decode()) == (code, "", f"bluetick: {message}\n")


def test_what_a_class_inherits(shop):
    shop.write("shop/more.py", "from .views import Detail\n\n\nclass Near(Detail):\n    pass\n")
    assert told(shop, "chain", "Near.rows")[0] == "shop.views.Detail.get: view orders/<int:pk>/"
    assert told(shop, "summary", "more.Near.rows")[0] == "shop.views.Detail.rows:"


RESULTS = """
from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=9)

    def __str__(self):
        return self.name

    @property
    def titles(self):
        return [book.title for book in self.books.all()]

    @classmethod
    def known(cls):
        return cls.objects.prefetch_related("books")


class Book(models.Model):
    title = models.CharField(max_length=9)
    author = models.ForeignKey(Author, models.CASCADE, related_name="books")


def listed():
    return Book.objects.select_related("author").filter(pk=1)


def pairs():
    return Book.objects.values("pk")


def first():
    return Book.objects.first()


def made():
    return Tool()


class Tool:
    pass
"""


@pytest.mark.parametrize("name, lines", [
    ("listed", [NOTHING, "  returns a query of shop.rows.Book, with author loaded"]),
    ("pairs", [NOTHING, "  returns a query of values of shop.rows.Book"]),
    ("first", ["  runs a query each time: shop/rows.py:34", "  returns a row of shop.rows.Book"]),
    ("made", [NOTHING, "  returns an instance of shop.rows.Tool"]),
    ("Author.__str__", [NOTHING]),
    ("Author.titles", ["  runs a query each time: shop/rows.py:13", "  returns list"]),
    ("Author.known", [NOTHING, "  returns a query of shop.rows.Author, with books loaded"]),
])
def test_results(shop, name, lines):
    shop.write("shop/rows.py", RESULTS)
    said = told(shop, "summary", "rows." + name)
    assert said == [f"shop.rows.{name}:"] + lines


def test_models_by_label(shop):
    shop.write("shop/models/__init__.py", "from .rows import Author, Book\n")
    shop.write("shop/models/rows.py", RESULTS)
    lines = told(shop, "model", "shop.Book")
    assert lines[0] == "shop.models.rows.Book: django app shop" and told(shop, "model", "rows.Book") == lines


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
    ("counts", ["  runs a query each time: effects.py:11", "  returns int"]),
    ("lazily", [NOTHING, "  returns a query of effects.Book"]),
    ("each", ["  runs a query each time: effects.py:19", "  returns None"]),
    ("perhaps", ["  runs a query, perhaps: effects.py:25", "  blocks, perhaps: effects.py:26",
                 "  does file IO, perhaps: effects.py:26"]),
    ("through", ["  runs a query, perhaps: effects.py:11", "  returns int"]),
    ("waits", ["  sends a request each time: effects.py:40", "  blocks each time: effects.py:40",
               "  returns requests.Response"]),
    ("later", ["  blocks each time: effects.py:44", "  does file IO, perhaps: effects.py:49",
               "  returns coroutine[str]"]),
    ("nothing", [NOTHING]),
    ("makes", [NOTHING, "  returns a function"]),
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


# Every way in which a framework comes into a project: a file, and what is said of its functions.
WAYS = {
    "django_urls": ("""
from django.urls import include, path, re_path
from rest_framework.routers import SimpleRouter
from . import handlers

router = SimpleRouter()
router.register("carts", handlers.Carts)
urlpatterns = [
    path("plain/", handlers.plain),
    re_path(r"^old/(?P<pk>[0-9]+)$", handlers.old),
    path("class/", handlers.Page.as_view()),
    path("api/", include(router.urls)),
    path("drf/", handlers.Listed.as_view()),
    path("called/", handlers.called),
]
""", {
        "handlers.plain": "view plain/",
        "handlers.old": "view old/(?P<pk>[0-9]+)",
        "Page.get_context_data": "view class/",
        "Carts.list": "view api/carts",
        "Carts.perform_create": "view api/carts",
        "Carts.pay": "view api/carts",
        "Listed.get_queryset": "view drf/",
        "handlers.called": "view called/",
    }),
    "handlers": ("""
from django.views.generic import TemplateView
from rest_framework import generics, viewsets
from rest_framework.decorators import action, api_view


def plain(request):
    pass


def old(request, pk):
    pass


class Page(TemplateView):
    def get_context_data(self, **kwargs):
        pass


class Carts(viewsets.ModelViewSet):
    def list(self, request):
        pass

    def perform_create(self, serializer):
        pass

    @action(detail=True)
    def pay(self, request, pk=None):
        pass


class Listed(generics.ListAPIView):
    def get_queryset(self):
        pass


@api_view(["GET"])
def called(request):
    pass
""", {}),
    "admin": ("""
from django.contrib import admin


class BookAdmin(admin.ModelAdmin):
    def get_queryset(self, request):
        pass

    def save_model(self, request, obj, form, change):
        pass
""", {"BookAdmin.get_queryset": "view", "BookAdmin.save_model": "view"}),
    "fast": ("""
from fastapi import APIRouter, FastAPI

app = FastAPI()
router = APIRouter(prefix="/r")


@app.get("/a")
async def got():
    pass


@router.post("/b")
def posted():
    pass


@app.websocket("/ws")
async def talked(socket):
    pass


@router.api_route("/c", methods=["GET"])
def either():
    pass


def added():
    pass


app.include_router(router, prefix="/v1")
app.add_api_route("/added", added)
""", {"fast.got": "route /a", "fast.posted": "route /v1/r/b", "fast.talked": "route /ws",
      "fast.either": "route /v1/r/c", "fast.added": "view /added"}),
    "flasks": ("""
from flask import Blueprint, Flask
from flask.views import MethodView

app = Flask(__name__)
blue = Blueprint("blue", __name__, url_prefix="/blue")


@blue.route("/a")
def routed():
    pass


@app.get("/b")
def got():
    pass


class Items(MethodView):
    def get(self):
        pass


def ruled():
    pass


app.register_blueprint(blue)
app.add_url_rule("/items", view_func=Items.as_view("items"))
app.add_url_rule("/ruled", "ruled", ruled)
""", {"flasks.routed": "route /blue/a", "flasks.got": "route /b", "Items.get": "view /items",
      "flasks.ruled": "view /ruled"}),
    "stars": ("""
from starlette.applications import Starlette
from starlette.endpoints import HTTPEndpoint
from starlette.routing import Mount, Route, WebSocketRoute


class Home(HTTPEndpoint):
    async def get(self, request):
        pass


async def inner(request):
    pass


async def socket(websocket):
    pass


app = Starlette(routes=[
    Route("/home", Home),
    Mount("/deep", routes=[Route("/inner", inner)]),
    WebSocketRoute("/ws", socket),
])
""", {"Home.get": "view /home", "stars.inner": "view /deep/inner", "stars.socket": "view /ws"}),
    "queues": ("""
import celery
import dramatiq
from celery import Celery, shared_task
from rq.decorators import job

app = Celery("x")


@app.task
def plain():
    pass


@app.task(bind=True, name="x")
def bound(self):
    pass


@shared_task
def shared():
    pass


class Heavy(celery.Task):
    def run(self):
        pass


@job("low", timeout=5)
def queued():
    pass


@dramatiq.actor
def acted():
    pass
""", {"queues.plain": "task", "queues.bound": "task", "queues.shared": "task", "Heavy.run": "task",
      "queues.queued": "task", "queues.acted": "task"}),
    "rqs": ("""
from redis import Redis
from rq import Queue


def start():
    Queue(connection=Redis()).enqueue(put, 1)


def put(n):
    pass
""", {"rqs.put": "task"}),
    "management/commands/tidy": ("""
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    def handle(self, *args, **options):
        pass
""", {"Command.handle": "command"}),
    "clicks": ("""
import click


@click.command()
def top():
    pass


@click.group()
def group():
    pass


@group.command("x")
def below():
    pass
""", {"clicks.top": "command", "clicks.below": "command"}),
    "functions": ("""
def handler(event, context):
    pass
""", {"functions.handler": "lambda handler"}),
}


@pytest.mark.parametrize("file, name, entry", [(file, name, entry) for file, (_, names) in WAYS.items()
                                               for name, entry in names.items()])
def test_every_way_in(bluetick, file, name, entry):
    bluetick.write("web/__init__.py", "")
    for other, (text, _) in WAYS.items():
        path = other.replace("django_urls", "urls")
        bluetick.write(f"web/{path}.py", text)
    lines = told(bluetick, "chain", name)
    assert len(lines) == 1 and lines[0].endswith(f".{name}: {entry}"), lines


def test_main_blocks(bluetick):
    bluetick.write("web/__main__.py", "from .run import go\n\ngo()\n")
    bluetick.write("web/__init__.py", "")
    bluetick.write("web/run.py", "def go():\n    pass\n\n\ndef last():\n    pass\n\n\n"
                                 "if __name__ == '__main__':\n    last()\n")
    assert told(bluetick, "chain", "run.last")[0] == "web.run.__main__: script"
    assert told(bluetick, "chain", "run.go")[0] == "web.__main__.__main__: script"


def test_a_summary_names_what_is_loaded_of_what_callers_give(bluetick):
    bluetick.write("shop/__init__.py")
    bluetick.write("shop/models.py", "from django.db import models\n\n\nclass Maker(models.Model):\n"
                   "    name = models.TextField()\n\n\nclass Toy(models.Model):\n"
                   "    maker = models.ForeignKey(Maker, models.CASCADE)\n\n    def label(self):\n"
                   "        return self.maker.name\n")
    bluetick.write("shop/rows.py", "def row(toy, depth):\n    return [toy.label(), depth]\n")
    bluetick.write("shop/pages.py", "from shop.models import Toy\nfrom shop.rows import row\n\n\ndef page():\n"
                   "    return [row(toy, 1) for toy in Toy.objects.all()]\n")
    told = bluetick("debug", "summary", "shop.rows.row").stdout.decode()
    assert "  loads toy.maker: shop/models.py:12\n" in told
    assert "no query" not in told
    assert "  loads Toy.maker: shop/models.py:12\n" in bluetick("debug", "summary", "shop.pages.page").stdout.decode()
