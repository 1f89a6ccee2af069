"""io rules over the files of a project: what another file says of a session, a socket, a caller."""

import json
import os
import pathlib
import subprocess

BLUETICK = os.environ.get("BLUETICK", str(pathlib.Path(__file__).parents[2] / "build" / "bluetick"))


def findings(folder, rule, **files):
    """(file, line) of each finding; `a__b` names a/b.py, folders are packages."""
    for name, text in files.items():
        path = folder / (name.replace("__", "/") + ".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.parent != folder:
            (path.parent / "__init__.py").touch()
        path.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [BLUETICK, "check", "--isolated", "--no-cache", "--select", rule, "--format", "json", "."],
        cwd=folder, capture_output=True, text=True, timeout=60, check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return {(item["path"], item["owner_line"]) for item in json.loads(done.stdout)["findings"]}


PARAMETER = """\
from requests import Session


def load(session: Session, url):
    return session.get(url)


def own(url):
    with Session() as session:
        return session.get(url)
"""
ADAPTER = """\
from requests import Session
from requests.adapters import HTTPAdapter


class TimeoutAdapter(HTTPAdapter):
    def send(self, request, **options):
        options.setdefault("timeout", 5)
        return super().send(request, **options)


def make():
    session = Session()
    session.mount("https://", TimeoutAdapter())
    return session
"""
SUBCLASS = """\
import requests


class ApiSession(requests.Session):
    def request(self, method, url, **options):
        options.setdefault("timeout", 5)
        return super().request(method, url, **options)
"""
PLAIN = """\
from requests import Session
from requests.adapters import HTTPAdapter


def make():
    session = Session()
    session.mount("https://", HTTPAdapter(max_retries=3))
    return session
"""


def test_sessions_that_the_project_gives_a_default(tmp_path):
    both = {("app/load.py", 5), ("app/load.py", 10)}
    assert findings(tmp_path / "a", "io/missing-timeout", app__load=PARAMETER) == both
    assert findings(tmp_path / "b", "io/missing-timeout", app__load=PARAMETER, app__make=PLAIN) == both
    web = 'def build(app, files):\n    app.mount("/static", files)\n'
    assert findings(tmp_path / "w", "io/missing-timeout", app__load=PARAMETER, app__web=web) == both
    own = {("app/load.py", 10)}
    assert findings(tmp_path / "c", "io/missing-timeout", app__load=PARAMETER, app__make=ADAPTER) == own
    assert findings(tmp_path / "d", "io/missing-timeout", app__load=PARAMETER, app__make=SUBCLASS) == own


URLOPEN = """\
from urllib.request import urlopen


def page(url):
    return urlopen(url).read()


def patient(url):
    return urlopen(url, timeout=None).read()
"""


def test_the_socket_default_of_another_file(tmp_path):
    patient = {("app/page.py", 9)}
    both = {("app/page.py", 5), *patient}
    setting = "import socket\n\nsocket.setdefaulttimeout({})\n"
    in_function = "import socket\n\n\ndef later():\n    socket.setdefaulttimeout(5)\n"
    rule = "io/missing-timeout"
    assert findings(tmp_path / "a", rule, app__page=URLOPEN, app__main=setting.format("10")) == patient
    assert findings(tmp_path / "b", rule, app__page=URLOPEN, app__main=setting.format("None")) == both
    assert findings(tmp_path / "c", rule, app__page=URLOPEN, app__main=in_function) == both


def test_scripts_beside_each_other_are_no_program(tmp_path):
    setting = "import socket\n\nsocket.setdefaulttimeout(10)\n"
    both = {("page.py", 5), ("page.py", 9)}
    rule = "io/missing-timeout"
    assert findings(tmp_path / "a", rule, page=URLOPEN, other=setting) == both
    assert findings(tmp_path / "b", rule, page=URLOPEN, main="import page\n" + setting) == {("page.py", 9)}
    assert findings(tmp_path / "c", rule, load=PARAMETER, make=ADAPTER) == {("load.py", 5), ("load.py", 10)}


def test_a_session_of_another_file(tmp_path):
    found = findings(
        tmp_path, "io/missing-timeout",
        app__http="import requests\n\nsession = requests.Session()\n",
        app__users="from app.http import session\n\n\ndef user(url):\n    return session.get(url)\n",
    )
    assert found == {("app/users.py", 5)}


def test_a_helper_of_another_file_blocks(tmp_path):
    found = findings(
        tmp_path, "io/blocking-call-in-async",
        app__http="import requests\n\n\ndef load(url):\n    return requests.get(url, timeout=5)\n",
        app__views="from app.http import load\n\n\nasync def view(url):\n    return load(url)\n",
    )
    assert found == {("app/views.py", 5)}


ENGINE = """\
from sqlalchemy import create_engine


def rows(query):
    return create_engine("sqlite://").connect().execute(query)
"""


def test_a_loop_of_another_file(tmp_path):
    caller = "from app.db import rows\n\n\ndef report(queries):\n    {}\n"
    once = caller.format("return rows(queries)")
    loop = caller.format("return [rows(query) for query in queries]")
    rule = "io/client-per-call"
    assert findings(tmp_path / "a", rule, app__db=ENGINE, app__report=once) == set()
    assert findings(tmp_path / "b", rule, app__db=ENGINE, app__report=loop) == {("app/db.py", 5)}


def test_a_gate_of_another_file(tmp_path):
    api = """\
import asyncio

import httpx

turns = asyncio.Semaphore(10)


async def free(client: httpx.AsyncClient, url):
    return await client.get(url)


async def gated(client: httpx.AsyncClient, url):
    async with turns:
        return await client.get(url)
"""
    crawl = """\
import asyncio

from app.api import free, gated


async def crawl(client, urls):
    await asyncio.gather(*(gated(client, url) for url in urls))
    await asyncio.gather(*(free(client, url) for url in urls))
"""
    assert findings(tmp_path, "io/unbounded-gather", app__api=api, app__crawl=crawl) == {("app/crawl.py", 8)}


API = """\
import functools

import requests


class Api:
    def __init__(self):
        self.http = requests.Session()
        {}


class Other:
    def __init__(self):
        self.http = requests.Session()

    def page(self, url):
        return self.http.get(url)
"""
USES_API = """\
from app.api import Api


class Kid(Api):
    def page(self, url):
        return self.http.get(url)


def page(url):
    return Api().http.get(url)
"""


def test_a_session_of_a_class_of_another_file(tmp_path):
    rule = "io/missing-timeout"
    users = {("app/users.py", 6), ("app/users.py", 10)}
    other = {("app/api.py", 17)}
    plain = API.format("self.http.headers['a'] = 'b'")
    assert findings(tmp_path / "a", rule, app__api=plain, app__users=USES_API) == users | other
    partial = API.format("self.http.request = functools.partial(self.http.request, timeout=5)")
    assert findings(tmp_path / "b", rule, app__api=partial, app__users=USES_API) == other


LOCAL = """\
import requests


def slow(url, adapter):
    session = requests.Session()
    session.mount("https://", adapter)
    return session.get(url)


def plain(url):
    session = requests.Session()
    return session.get(url)


def prepared(url, prepare):
    session = requests.Session()
    prepare(session)
    return session.get(url)


def entered(url):
    if session := requests.Session():
        return session.get(url)
"""


def test_a_session_of_one_function_is_not_that_of_another(tmp_path):
    found = findings(tmp_path, "io/missing-timeout", app__page=LOCAL)
    assert found == {("app/page.py", 12), ("app/page.py", 23)}


def test_a_helper_with_some_of_its_arguments(tmp_path):
    found = findings(
        tmp_path, "io/blocking-call-in-async",
        app__http="import requests\n\n\ndef load(url):\n    return requests.get(url, timeout=5)\n",
        app__views="""\
import asyncio
from functools import partial

from app.http import load

home = partial(load, "https://a.example")


async def view():
    await asyncio.to_thread(home)
    await asyncio.get_running_loop().run_in_executor(None, partial(load, "https://b.example"))
    return home()
""",
    )
    assert found == {("app/views.py", 12)}
