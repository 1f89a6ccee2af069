"""`bluetick check` from outside: files, config, options, exit codes, outputs."""

import json
import os
import stat
import subprocess

import pytest

from binary import known_rules

HEALTHY = "def healthy():\n    return 1\n"


def files(bluetick, *arguments, cwd=None):
    done = bluetick("check", "--show-files", *arguments, cwd=cwd)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode().split("\n")[:-1]


# ---- which files ----------------------------------------------------------------------------


def test_walk_takes_python_files_sorted(bluetick):
    for name in ("b.py", "a.pyi", "c.txt", "sub/z.py", "sub.py", "A.py"):
        bluetick.write(name)
    assert files(bluetick) == ["A.py", "a.pyi", "b.py", "sub.py", "sub/z.py"]


def test_default_excludes(bluetick):
    for folder in (".git", ".venv", "venv", "node_modules", "__pycache__", "build", "dist", ".tox",
                   ".mypy_cache", "env/lib/python3.11/site-packages", ".ipynb_checkpoints", "ok"):
        bluetick.write(f"{folder}/a.py")
        bluetick.write(f"deep/{folder}/a.py")
    assert files(bluetick) == ["deep/ok/a.py", "ok/a.py"]
    # Named folders and files are wanted, whatever they are called.
    assert files(bluetick, "build") == ["build/a.py"]
    assert files(bluetick, "venv/a.py") == ["venv/a.py"]
    assert files(bluetick, "--force-exclude", "venv/a.py", "ok/a.py") == ["ok/a.py"]


def test_excludes_of_flags_and_config(bluetick):
    for name in ("a.py", "gen/a.py", "sub/gen/a.py", "sub/b_pb2.py", "build/a.py"):
        bluetick.write(name)
    assert files(bluetick, "--extend-exclude", "gen,*_pb2.py") == ["a.py"]
    assert files(bluetick, "--exclude", "gen") == ["a.py", "build/a.py", "sub/b_pb2.py"]
    assert files(bluetick, "--extend-exclude", "/gen") == ["a.py", "sub/b_pb2.py", "sub/gen/a.py"]
    bluetick.write("bluetick.toml", 'extend-exclude = ["sub"]\n')
    assert files(bluetick) == ["a.py", "gen/a.py"]
    assert files(bluetick, "--isolated") == ["a.py", "gen/a.py", "sub/b_pb2.py", "sub/gen/a.py"]


@pytest.mark.parametrize("sub", ["", "/pages"])
def test_inside_of_a_package_it_is_seen_as_python_imports_it(bluetick, sub):
    bluetick.write("shop/__init__.py")
    bluetick.write("shop/models.py", "from django.db import models\n\n\nclass Maker(models.Model):\n    pass\n\n\n"
                   "class Toy(models.Model):\n    maker = models.ForeignKey(Maker, models.CASCADE)\n")
    bluetick.write("shop/pages/__init__.py")
    bluetick.write("shop/pages/toys.py", "from shop.models import Toy\n\n\ndef makers():\n"
                   "    return [toy.maker.name for toy in Toy.objects.all()]\n")

    def found(cwd, *arguments):
        done = bluetick("check", "--select", "query", "--format", "concise", "--no-cache", *arguments, cwd=cwd)
        return [line.split(": ")[0].rpartition("/")[2] for line in done.stdout.decode().splitlines()[:-1]]

    whole = found(bluetick.folder)
    assert whole == ["toys.py:5:13"]
    inside = bluetick.folder / f"shop{sub}"
    assert found(inside) == whole
    assert found(inside, inside / "../pages/toys.py" if sub else "pages/toys.py") == whole
    assert found(bluetick.folder.parent, inside) == whole


def git(bluetick, *arguments, cwd=None):
    subprocess.run(["git", *arguments], cwd=cwd or bluetick.folder, check=True, capture_output=True,
                   env={**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "HOME": str(bluetick.folder)})


def test_git_ignores(bluetick):
    git(bluetick, "init", "-q")
    bluetick.write(".gitignore", "ignored/\n/top.py\n*.gen.py\n!keep.gen.py\n")
    for name in ("ignored/a.py", "top.py", "sub/top.py", "x.gen.py", "keep.gen.py", "tracked/x.gen.py"):
        bluetick.write(name)
    bluetick.write("sub/.gitignore", "local.py\n")
    bluetick.write("sub/local.py")
    git(bluetick, "add", "-f", "tracked/x.gen.py")
    kept = ["keep.gen.py", "sub/top.py", "tracked/x.gen.py"]
    assert files(bluetick) == kept
    assert files(bluetick, ".", cwd=bluetick.folder / "sub") == ["top.py"]
    # What is named is wanted.
    assert files(bluetick, "ignored") == ["ignored/a.py"]
    assert files(bluetick, "top.py") == ["top.py"]
    bluetick.write("bluetick.toml", "respect-gitignore = false\n")
    assert "ignored/a.py" in files(bluetick)


def test_git_of_a_repository_inside(bluetick):
    inside = bluetick.folder / "inside"
    bluetick.write("inside/.gitignore", "ignored.py\n")
    bluetick.write("inside/ignored.py")
    bluetick.write("inside/kept.py")
    git(bluetick, "init", "-q", cwd=inside)
    assert files(bluetick) == ["inside/kept.py"]


def test_without_git(bluetick):
    bluetick.write(".gitignore", "a.py\n")
    bluetick.write("a.py")
    git(bluetick, "init", "-q")
    done = bluetick("check", "--show-files", env={"PATH": "/nowhere"})
    assert done.returncode == 0 and done.stdout == b"a.py\n"


def test_a_repository_that_git_will_not_open_is_told(bluetick):
    bluetick.write(".gitignore", "a.py\n")
    bluetick.write("a.py", HEALTHY)
    git(bluetick, "init", "-q")
    # As for a repository of another user: git ends with 128, and says why.
    strangers = {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1", "GIT_CONFIG_GLOBAL": "/dev/null"}
    done = bluetick("check", "--isolated", "--format", "concise", env=strangers)
    assert "git does not tell what it ignores: fatal: " in done.stdout.decode()
    assert done.returncode in (0, 1) and "a.py:1" in done.stdout.decode()
    # No repository at all is nothing to tell.
    (bluetick.folder / ".git").rename(bluetick.folder / "x")
    done = bluetick("check", "--isolated", "--format", "concise", env=strangers)
    assert b"git does not tell" not in done.stdout


def test_git_config_runs_nothing(bluetick):
    bluetick.write("a.py")
    git(bluetick, "init", "-q")
    bluetick.write("evil.sh", f"#!/bin/sh\ntouch {bluetick.folder}/ran\n").chmod(0o755)
    git(bluetick, "config", "core.fsmonitor", str(bluetick.folder / "evil.sh"))
    assert files(bluetick) == ["a.py"]
    assert not (bluetick.folder / "ran").exists()


def test_each_file_once_in_any_order(bluetick):
    for name in ("a.py", "b.py", "sub/c.py"):
        bluetick.write(name)
    expected = ["a.py", "b.py", "sub/c.py"]
    assert files(bluetick, "sub/c.py", ".", "b.py", "./sub/../a.py", bluetick.folder / "b.py") == expected


def test_files_from(bluetick):
    for name in ("a.py", "b c.py", "d\ne.py"):
        bluetick.write(name)
    bluetick.write("lines", "a.py\r\nb c.py\n\n")
    bluetick.write("nuls", b"a.py\0d\ne.py\0")
    assert files(bluetick, "--files-from", "lines") == ["a.py", "b c.py"]
    assert files(bluetick, "--files-from", "nuls") == ["a.py", "d", "e.py"]  # one name, two lines
    done = bluetick("check", "--show-files", "--files-from", "-", stdin=b"a.py\n")
    assert done.stdout == b"a.py\n"
    bluetick.write("none", "")
    assert files(bluetick, "--files-from", "none") == []
    assert bluetick("check", "--files-from", "missing").returncode == 2


def test_standard_input(bluetick):
    done = bluetick("check", "--isolated", "--format", "json", "-", stdin=HEALTHY.encode())
    assert json.loads(done.stdout)["summary"]["files"] == 1
    assert done.returncode == 0
    assert bluetick("check", "-", "a.py").returncode == 2


# ---- config ---------------------------------------------------------------------------------


def settings(bluetick, *arguments, cwd=None):
    done = bluetick("check", "--show-settings", *arguments, cwd=cwd)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def test_nearest_config_wins(bluetick):
    bluetick.write("pyproject.toml", '[tool.bluetick]\nmin-severity = "error"\n')
    bluetick.write("sub/deep/a.py")
    assert "# config: pyproject.toml" in settings(bluetick)
    assert 'min-severity = "error"' in settings(bluetick, cwd=bluetick.folder / "sub/deep")
    # A pyproject.toml without our table is passed by.
    bluetick.write("sub/pyproject.toml", "[tool.other]\nx = 1\n")
    assert 'min-severity = "error"' in settings(bluetick, cwd=bluetick.folder / "sub/deep")
    bluetick.write("sub/bluetick.toml", 'min-severity = "warning"\n')
    assert 'min-severity = "warning"' in settings(bluetick, cwd=bluetick.folder / "sub/deep")
    bluetick.write("bluetick.toml", 'min-severity = "info"\n')
    assert "# config: bluetick.toml" in settings(bluetick)
    assert "# config: none" in settings(bluetick, "--isolated")
    assert 'min-severity = "error"' in settings(bluetick, "--config", "pyproject.toml")
    # Flags stand above every file.
    assert 'min-severity = "hint"' in settings(bluetick, "--min-severity", "hint")


@pytest.mark.parametrize("name, text, place", [
    ("pyproject.toml", '[tool.bluetick]\nselekt = ["docs"]\n', "pyproject.toml:2:1"),
    ("bluetick.toml", 'selekt = ["docs"]\n', "bluetick.toml:1:1"),
])
def test_wrong_key(bluetick, name, text, place):
    bluetick.write(name, text)
    done = bluetick("check", ".")
    assert done.returncode == 2 and done.stdout == b""
    assert place in done.stderr.decode()
    assert "selekt" in done.stderr.decode() and "'select'" in done.stderr.decode()


def test_broken_toml(bluetick):
    bluetick.write("bluetick.toml", "select = [\n")
    done = bluetick("check", ".")
    assert done.returncode == 2 and b"bluetick.toml:" in done.stderr


def test_config_must_exist(bluetick):
    bluetick.write("pyproject.toml", "[project]\n")
    assert bluetick("check", "--config", "none.toml").returncode == 2
    assert bluetick("check", "--config", "pyproject.toml").returncode == 2


# ---- options --------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments, told", [
    (["--formt", "json"], "did you mean '--format'?"),
    (["--format", "jsn"], "did you mean 'json'?"),
    (["--format", "json", "--format", "text"], "two formats"),
    (["--format", "json:"], "needs a file"),
    (["--jobs", "0"], "from 1 to"),
    (["--jobs", "many"], "from 1 to"),
    (["--fix=yes"], "takes no value"),
    (["-x"], "unknown option '-x'"),
    (["--sort", "size"], "place and impact"),
    (["--color", "red"], "auto, always and never"),
    (["--docs", "warning"], "knows error"),
    (["--select", "docs/mising-docstring"], "docs/missing-docstring"),
    (["--ignore", "dosc"], "docs"),
    (["--min-severity", "loud"], "min-severity"),
    (["--min-certainty", "sure"], "min-certainty"),
    (["--isolated", "--config", "x"], "exclude each other"),
])
def test_wrong_options(bluetick, arguments, told):
    bluetick.write("a.py", HEALTHY)
    done = bluetick("check", *arguments, "a.py")
    assert done.returncode == 2 and done.stdout == b""
    assert told in done.stderr.decode()


def test_a_value_that_is_missing(bluetick):
    done = bluetick("check", "--jobs")
    assert done.returncode == 2 and b"needs a value" in done.stderr


def test_options_end_at_two_dashes(bluetick):
    bluetick.write("--fix")
    done = bluetick("check", "--isolated", "--show-files", "--", "--fix")
    assert done.stdout == b"--fix\n"


def test_commands(bluetick):
    assert bluetick().returncode == 2
    assert bluetick("--version").stdout.startswith(b"bluetick ")
    done = bluetick("chek")
    assert done.returncode == 2 and b"did you mean 'check'?" in done.stderr
    done = bluetick("rule", "docs/missing-docstrin")
    assert done.returncode == 2 and b"did you mean 'docs/missing-docstring'?" in done.stderr
    assert bluetick("rule", "--format", "yaml").returncode == 2
    assert bluetick("debug", "outlin", "x").returncode == 2
    assert bluetick("debug", "outline", "missing.py").returncode == 3


def test_every_option_is_in_the_help(bluetick):
    told = bluetick("check", "--help").stdout.decode()
    for name in ("--select", "--fix", "--files-from", "--min-certainty", "--exit-zero", "-j, --jobs N"):
        assert name in told
    assert bluetick("help", "check").stdout.decode() == told


def test_rule_list_is_complete(bluetick):
    listed = json.loads(bluetick("rule", "--format", "json").stdout)
    table = bluetick("rule").stdout.decode().split("\n")[:-1]
    assert [line.split()[0] for line in table] == [rule["rule"] for rule in listed]
    assert listed == sorted(listed, key=lambda rule: rule["rule"])
    for rule in listed:
        assert json.loads(bluetick("rule", rule["rule"], "--format", "json").stdout) == rule
        assert rule["title"] in bluetick("rule", rule["rule"]).stdout.decode()


def test_a_rule_that_is_on_in_part(bluetick):
    """io/client-per-call: engines by default, every client when the rule is selected by its id."""
    bluetick.write("a.py", """\
from requests import Session
from sqlalchemy import create_engine


def heavy(sku):
    return create_engine("sqlite://").connect().execute(sku)


def light(url):
    return Session().get(url, timeout=5).text


def both(names):
    return [heavy(name) + light(name) for name in names]
""")
    heavy, light = "a.py:6:12", "a.py:10:12"

    def places(*arguments):
        done = check(bluetick, "--format", "concise", "--min-severity", "hint", *arguments, "a.py")
        return [row.split(": ")[0] for row in done.stdout.decode().splitlines()
                if "client-per-call" in row]

    assert places() == [heavy]
    assert places("--select", "io") == [heavy]
    assert places("--select", "io/client-per-call.heavy") == [heavy]
    assert places("--select", "io/client-per-call") == [heavy, light]
    assert places("--extend-select", "io/client-per-call") == [heavy, light]
    assert places("--ignore", "io/client-per-call.heavy") == []
    assert places("--ignore", "io/client-per-call") == []


def test_debug_views(bluetick):
    bluetick.write("a.py", "import os\n\nclass A:\n    def f(self):\n        for x in y:\n            pass\n")
    outline = bluetick("debug", "outline", "a.py").stdout.decode()
    assert "class A 3:1" in outline and "function f 4:5" in outline and "hole at" in outline
    ast = bluetick("debug", "ast", "a.py").stdout.decode()
    assert "ClassDef" in ast and "For" in ast


def test_debug_model_follows_files(bluetick):
    bluetick.write("shop/__init__.py", "")
    bluetick.write("shop/models.py", "from django.db import models\nfrom .base import Owned\n\n\n"
                   "class Order(Owned):\n    note = models.TextField(null=True)\n")
    bluetick.write("shop/base.py", "from django.db import models\n\n\nclass Owned(models.Model):\n"
                   "    owner = models.ForeignKey('auth.User', models.CASCADE, related_name='%(class)ss')\n\n"
                   "    class Meta:\n        abstract = True\n")
    told = bluetick("debug", "model", "Order").stdout.decode()
    assert told.splitlines()[0] == "shop.models.Order: django app shop"
    assert "field owner: to-one -> django.contrib.auth.models.User, loads at access back orders key owner_id" in told
    assert "field note: column class django.db.models.TextField nullable" in told
    assert bluetick("debug", "model", "base.Owned", "shop").stdout.startswith(b"shop.base.Owned: django app shop abstract")
    assert bluetick("debug", "model", "Nobody").returncode == 2
    assert bluetick("debug", "model").returncode == 2


def test_debug_kind_says_where_a_belief_comes_from(bluetick):
    bluetick.write("a.py", "import requests\n\n\nclass Api:\n    def __init__(self):\n"
                   "        self.session = requests.Session()\n\n    def get(self, url):\n"
                   "        return self.session.get(url)\n")
    told = bluetick("debug", "kind", "a.py:9:16").stdout.decode()
    assert told.splitlines()[0] == "line 9: `self.session.get(url)`: requests.Response"
    assert "calls requests.Session.get, known to the catalog" in told
    assert "given `requests.Session()`: requests.Session" in told
    assert "instance of `Api` of line 4" in told
    nothing = bluetick("debug", "kind", "a.py:2:1")
    assert nothing.returncode == 3 and b"no expression stands at 2:1" in nothing.stderr
    for place in ("a.py", "a.py:9", "a.py:0:0", "a.py:x:1", ":1:1"):
        assert bluetick("debug", "kind", place).returncode == 2, place
    assert bluetick("debug", "kind", "a.py:999:999").returncode == 3


# ---- the same bytes, however it is run ------------------------------------------------------


@pytest.mark.parametrize("form", ["json", "text", "concise", "jsonl", "sarif"])
def test_any_number_of_workers_gives_the_same_bytes(bluetick, form):
    for number in range(120):
        text = f"def f{number}(a, b):\n    return a + b\n\n\nclass C{number}:\n    def m(self):\n        return 1\n"
        bluetick.write(f"p{number % 7}/m{number}.py", text if number % 10 else "def broken(:\n")
    outputs = {bluetick("check", "--isolated", "--no-cache", "--format", form, "--jobs", jobs,
                        *paths).stdout
               for jobs in (1, 2, 3, 8)
               for paths in (["."], [f"p{number}" for number in reversed(range(7))])}
    assert len(outputs) == 1


# ---- what findings do; on the rule that stands from the start -------------------------------

UNDOCUMENTED = '''"""Module."""


def area(width, height):
    total = width * height
    total += 1
    return total
'''

def check(bluetick, *arguments, **more):
    return bluetick("check", "--isolated", "--no-cache", *arguments, **more)


def test_exit_codes_of_docs_findings(bluetick):
    assert "docs/missing-docstring" in known_rules()
    bluetick.write("a.py", UNDOCUMENTED)
    assert check(bluetick, "a.py").returncode == 0
    assert b"docs/missing-docstring" in check(bluetick, "a.py").stdout
    assert check(bluetick, "--docs=error", "a.py").returncode == 1
    assert check(bluetick, "--select", "docs", "a.py").returncode == 1
    assert check(bluetick, "--select", "docs", "--exit-zero", "a.py").returncode == 0
    assert check(bluetick, "--select", "docs", "--ignore", "docs/missing-docstring", "a.py").returncode == 0
    assert check(bluetick, "--select", "docs", "--min-severity", "error", "a.py").returncode == 0
    assert check(bluetick, "--select", "docs", "a.py", "missing.py").returncode == 3


def test_formats_and_files(bluetick):
    bluetick.write("a.py", UNDOCUMENTED)
    done = check(bluetick, "--select", "docs", "--format", "concise", "--format", "json:out.json", "a.py")
    assert done.stdout.decode().startswith("a.py:4:")
    report = json.loads((bluetick.folder / "out.json").read_bytes())
    finding = report["findings"][0]
    assert finding["rule"] == "docs/missing-docstring" and finding["owner_line"] == 4
    assert finding["path"] == "a.py" and finding["fixes"]
    lines = check(bluetick, "--select", "docs", "--format", "jsonl", "a.py").stdout.splitlines()
    assert json.loads(lines[0]) == finding
    done = check(bluetick, "--select", "docs", "--format", "json", "--output", "o.json", "a.py")
    assert done.stdout == b"" and json.loads((bluetick.folder / "o.json").read_bytes()) == report
    assert b"docs/missing-docstring" in check(bluetick, "--select", "docs", "--statistics", "a.py").stdout


def test_paths_are_relative_to_the_working_directory(bluetick):
    bluetick.write("top/sub/a.py", UNDOCUMENTED)
    bluetick.write("top/other/b.py", UNDOCUMENTED)
    done = check(bluetick, "--select", "docs", "--format", "json", ".", cwd=bluetick.folder / "top/sub")
    assert [f["path"] for f in json.loads(done.stdout)["findings"]] == ["a.py"]


def test_fix_writes_and_keeps_mode(bluetick):
    path = bluetick.write("a.py", UNDOCUMENTED)
    path.chmod(0o754)
    done = check(bluetick, "--fix", "--select", "docs", "a.py")
    assert '"""' in path.read_text().split("def area")[1]
    assert stat.S_IMODE(path.stat().st_mode) == 0o754
    assert "Fixed 1 finding in 1 file" in done.stderr.decode()
    assert done.returncode == 0, done.stdout.decode()
    assert os.listdir(bluetick.folder) == ["a.py"]


def test_skeletons_only_when_docs_are_named(bluetick):
    path = bluetick.write("a.py", UNDOCUMENTED)
    check(bluetick, "--fix", "--unsafe-fixes", "a.py")
    assert path.read_text() == UNDOCUMENTED


def test_diff_changes_nothing(bluetick):
    path = bluetick.write("a.py", UNDOCUMENTED)
    done = check(bluetick, "--diff", "--select", "docs", "a.py")
    assert path.read_text() == UNDOCUMENTED
    assert done.returncode == 1
    assert done.stdout.decode().startswith("--- a/a.py\n+++ b/a.py\n@@")
    applied = subprocess.run(["git", "apply", "-p1"], cwd=bluetick.folder, input=done.stdout,
                             check=False, capture_output=True)
    assert applied.returncode == 0, applied.stderr
    text = path.read_text()
    path.write_text(UNDOCUMENTED)
    check(bluetick, "--fix", "--select", "docs", "a.py")
    assert path.read_text() == text


def test_diff_of_a_file_elsewhere(bluetick, tmp_path_factory):
    path = tmp_path_factory.mktemp("elsewhere") / "a.py"
    path.write_text(UNDOCUMENTED)
    done = check(bluetick, "--diff", "--select", "docs", path)
    assert done.stdout.decode().startswith(f"--- a{path}\n+++ b{path}\n@@")
    applied = subprocess.run(["git", "apply", "-p1", "--unsafe-paths", "--directory=/"], cwd="/",
                             input=done.stdout, check=False, capture_output=True)
    assert applied.returncode == 0, applied.stderr
    assert path.read_text() != UNDOCUMENTED


def test_fix_only_and_exit_code(bluetick):
    bluetick.write("a.py", UNDOCUMENTED)
    done = check(bluetick, "--fix-only", "--exit-non-zero-on-fix", "--select", "docs", "a.py")
    assert done.returncode == 1 and done.stdout == b""
    assert check(bluetick, "--fix-only", "--exit-non-zero-on-fix", "--select", "docs", "a.py").returncode == 0


def test_fix_of_standard_input(bluetick):
    done = check(bluetick, "--fix", "--select", "docs", "-", stdin=UNDOCUMENTED.encode())
    assert done.stdout.decode().startswith('"""Module."""') and done.stdout.count(b'"""') == 4


def test_read_only_file_is_not_written(bluetick):
    path = bluetick.write("a.py", UNDOCUMENTED)
    link = bluetick.folder / "link.py"
    link.symlink_to("a.py")
    check(bluetick, "--fix", "--select", "docs", "link.py")
    assert link.is_symlink() and path.read_text() != UNDOCUMENTED


@pytest.mark.parametrize("mark, ending", [(b"", b"\r\n"), (b"\xef\xbb\xbf", b"\n"), (b"", b"\r")])
def test_fix_keeps_encoding_mark_and_line_ends(bluetick, mark, ending):
    text = mark + UNDOCUMENTED.encode().replace(b"\n", ending)
    path = bluetick.write("a.py", text)
    check(bluetick, "--fix", "--select", "docs", "a.py")
    result = path.read_bytes()
    assert result != text and result.startswith(mark + b'"""Module')
    assert result.replace(ending, b"").count(b"\n") == 0
    assert result.replace(ending, b"").count(b"\r") == 0


def test_fix_keeps_latin_1(bluetick):
    text = ("# coding: latin-1\n" + UNDOCUMENTED.replace("Module", "Modulé")).encode("latin-1")
    path = bluetick.write("a.py", text)
    check(bluetick, "--fix", "--select", "docs", "a.py")
    assert path.read_bytes() != text and "Modulé".encode("latin-1") in path.read_bytes()


def test_colors(bluetick):
    bluetick.write("a.py", UNDOCUMENTED)
    plain = check(bluetick, "--select", "docs", "a.py").stdout
    assert b"\x1b" not in plain
    assert b"\x1b" in check(bluetick, "--select", "docs", "a.py", env={"FORCE_COLOR": "1"}).stdout
    assert b"\x1b" in check(bluetick, "--select", "docs", "--color", "always", "a.py").stdout
    assert b"\x1b" not in check(bluetick, "--select", "docs", "a.py",
                                env={"FORCE_COLOR": "1", "NO_COLOR": "1"}).stdout
