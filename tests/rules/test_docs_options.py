"""Each docs option through a config: the marked lines are reported, all others are silent."""

import json
import re

import pytest

# name: (keys of [docs], module)
OPTIONS = {
    'attrall': (
        'attributes = "all"',
        '@dataclass\n'
        'class A:  # expect: missing-attributes\n'
        '    """A."""\n'
        '\n'
        '    x: int\n'
        'class B(NamedTuple):  # expect: missing-attributes\n'
        '    """A."""\n'
        '\n'
        '    x: int\n'
        'class C(TypedDict):  # expect: missing-attributes\n'
        '    """A."""\n'
        '\n'
        '    x: int\n'
        'class D(pydantic.BaseModel):  # expect: missing-attributes\n'
        '    """A."""\n'
        '\n'
        '    x: int\n'
        'class E:  # expect: missing-attributes\n'
        '    """A."""\n'
        '\n'
        '    def __init__(self):\n'
        '        self.x = 1\n'
        'class F(Enum):\n'
        '    """A."""\n'
        '\n'
        '    A = 1\n'
        'class G:\n'
        '    """A."""\n'
        '\n'
        '    def __init__(self):\n'
        '        self._x = 1\n'
        'class H(D):\n'
        '    """A."""\n'
        '\n'
        '    x = 1\n'
    ),
    'attroff': (
        'attributes = "off"',
        '@dataclass\n'
        'class A:\n'
        '    """A.\n'
        '\n'
        '    Attributes:\n'
        '        x: X.\n'
        '    """\n'
        '\n'
        '    x: int\n'
        '    y: int\n'
    ),
    'excl': (
        'exclude = ["module.py"]',
        'def visit_x(a): ...\n'
    ),
    'igndec': (
        'ignore-decorators = ["route"]',
        '@app.route("/x")\n'
        'def f(a): ...\n'
        '@app.route\n'
        'def g(a):\n'
        '    """does it"""\n'
    ),
    'ignnames': (
        'ignore-names = "^visit_"',
        'def visit_x(a): ...\n'
        'def x_visit_x(a): ...  # expect: missing-docstring\n'
    ),
    'initalways': (
        'init = "always"',
        'class C:\n'
        '    """A."""\n'
        '    def __init__(self): ...  # expect: missing-docstring\n'
    ),
    'initnever': (
        'init = "never"',
        'class C:\n'
        '    """A."""\n'
        '    def __init__(self, a): ...\n'
    ),
    'magic': (
        'magic = true',
        'class C:\n'
        '    """A."""\n'
        '    def __repr__(self): ...  # expect: missing-docstring\n'
    ),
    'minl': (
        'min-lines = 3',
        'def f():\n'
        '    x = 1\n'
        '    y = 2\n'
        'def g():  # expect: missing-docstring\n'
        '    x = 1\n'
        '    y = 2\n'
        '    z = 3\n'
    ),
    'modules': (
        'modules = true',
        'x = 1  # expect: missing-docstring\n'
        'def f():\n'
        '    """Do it."""\n'
    ),
    'nested': (
        'nested = true',
        'def f():\n'
        '    """Do it."""\n'
        '    def g(): ...  # expect: missing-docstring\n'
        '    class C: ...  # expect: missing-docstring\n'
    ),
    'oneline': (
        'one-line = "allow"',
        'def f(a):\n'
        '    """Do it."""\n'
        '    raise ValueError\n'
        'def g(a):  # expect: missing-args\n'
        '    """Do it.\n'
        '\n'
        '    More.\n'
        '    """\n'
        '    return None\n'
    ),
    'private': (
        'private = "off"',
        'def _p(): ...\n'
        'class _C:\n'
        '    def m(self): ...\n'
        'def p(): ...  # expect: missing-docstring\n'
    ),
    'propdec': (
        'property-decorators = ["slot"]',
        'class A:\n'
        '    """A."""\n'
        '    @x.slot\n'
        '    def f(self, a):\n'
        '        """The f."""\n'
        '        return 1\n'
    ),
    'props': (
        'properties = false',
        'class C:\n'
        '    """A."""\n'
        '    @property\n'
        '    def a(self): ...\n'
    ),
    'reportph': (
        'report-placeholder = true',
        'def f(a, b):  # expect: missing-args\n'
        '    """Print it.\n'
        '\n'
        '    Args:\n'
        '        a: TODO.\n'
        '        b: B.\n'
        '    """\n'
    ),
    'reqret': (
        'require-returns = "always"',
        'def f():  # expect: missing-returns\n'
        '    """Return it."""\n'
        '    return 1\n'
    ),
    'scope': (
        'scope = "public"',
        'def _p(): ...\n'
        'class _C:\n'
        '    def m(self): ...\n'
        'def p(): ...  # expect: missing-docstring\n'
    ),
    'secdec': (
        'section-ignore-decorators = ["tool"]',
        '@x.tool()\n'
        'def f(a):\n'
        '    """Do it."""\n'
        '@cli.command\n'
        'def g(a):  # expect: missing-args\n'
        '    """Do it."""\n'
    ),
    'styleauto': (
        'style = "auto"',
        'def f(a):\n'
        '    """Print it.\n'
        '\n'
        '    Parameters\n'
        '    ----------\n'
        '    x\n'
        '    """\n'
        '    return 1\n'
        'def g(a):\n'
        '    """Print it."""\n'
    ),
    'styleauto2': (
        'style = "auto"',
        'def f(a):\n'
        '    """Print it.\n'
        '\n'
        '    Args:\n'
        '        a: A.\n'
        '    """\n'
        'def g(a):  # expect: missing-args\n'
        '    """Print it."""\n'
    ),
    'stylenumpy': (
        'style = "numpy"',
        'def f(a):  # expect: summary-line, imperative-mood\n'
        '    """Returns it\n'
        '\n'
        '    Args:\n'
        '    x\n'
        '\n'
        '    Parameters\n'
        '    ----------\n'
        '    x\n'
        '    """\n'
        '    return 1\n'
    ),
    'tests': (
        'tests = true',
        'def test_p(): ...  # expect: missing-docstring\n'
    ),
    'varargs': (
        'ignore-var-args = true',
        'def f(*a, **k):\n'
        '    """Do it."""\n'
    ),
}


def marked(module):
    return {
        (number, f"docs/{rule.strip()}")
        for number, line in enumerate(module.splitlines(), 1)
        if (match := re.search(r"# expect: (.+)$", line))
        for rule in match.group(1).split(",")
    }


def reported(bluetick, name="module.py"):
    done = bluetick("check", "--no-cache", "--select", "docs", "--format", "json", name)
    assert done.returncode in (0, 1), done.stderr.decode()
    return json.loads(done.stdout)["findings"]


def places(findings):
    return {(item["owner_line"], item["rule"]) for item in findings}


@pytest.mark.parametrize("name", OPTIONS)
def test_option(bluetick, name):
    keys, module = OPTIONS[name]
    bluetick.write("bluetick.toml", f"[docs]\n{keys}\n")
    bluetick.write("module.py", module)
    assert places(reported(bluetick)) == marked(module)


NUMPY = '''def add(a, b):
    """Add two numbers.

    Parameters
    ----------
    a : int
        The first.
    """


def negate(a):
    """Negate a number."""
'''
RUFF = '[tool.ruff.lint.pydocstyle]\nconvention = "{}"\n'
OURS = '[tool.bluetick.docs]\nstyle = "google"\n'
CHECKED = {(1, "docs/not-google-style"), (11, "docs/missing-args")}


@pytest.mark.parametrize("files, folder, expected", [
    ({"pyproject.toml": RUFF.format("numpy")}, "", set()),
    ({"pyproject.toml": RUFF.format("pep257")}, "", set()),
    ({"pyproject.toml": RUFF.format("google")}, "", CHECKED),
    ({"pyproject.toml": '[tool.ruff.lint]\npydocstyle.convention = "numpy"\n'}, "", set()),
    # What is set for us counts more, wherever it stands in the file.
    ({"pyproject.toml": OURS + RUFF.format("numpy")}, "", CHECKED),
    ({"pyproject.toml": RUFF.format("numpy") + OURS}, "", CHECKED),
    # Beside a bluetick.toml, above it and below it.
    ({"pyproject.toml": RUFF.format("numpy"), "bluetick.toml": ""}, "", set()),
    ({"pyproject.toml": RUFF.format("numpy")}, "a/b/", set()),
    ({"a/pyproject.toml": RUFF.format("numpy"), "bluetick.toml": ""}, "a/b/", set()),
    ({"a/pyproject.toml": RUFF.format("numpy"), "bluetick.toml": ""}, "", CHECKED),
    ({"a/bluetick.toml": "", "pyproject.toml": RUFF.format("numpy")}, "a/", CHECKED),
    ({"a/pyproject.toml": RUFF.format("google"), "pyproject.toml": RUFF.format("numpy")}, "a/",
     CHECKED),
])
def test_convention_of_ruff(bluetick, files, folder, expected):
    for name, text in files.items():
        bluetick.write(name, text)
    bluetick.write(f"{folder}module.py", NUMPY)
    assert places(reported(bluetick, f"{folder}module.py")) == expected


PRIVATE = '''def _hidden():
    return 1


def shown(a):
    """Show it."""
'''


@pytest.mark.parametrize("config, expected", [
    ("", {"docs/missing-docstring": "hint", "docs/missing-args": "hint"}),
    ('preset = "strict"', {"docs/missing-docstring": "info", "docs/missing-args": "info"}),
    ('preset = "quiet"', {"docs/missing-docstring": "hint", "docs/missing-args": "hint"}),
    ('severity.missing-args = "error"',
     {"docs/missing-docstring": "hint", "docs/missing-args": "error"}),
    ('preset = "strict"\nseverity.missing-docstring = "warning"',
     {"docs/missing-docstring": "warning", "docs/missing-args": "info"}),
])
def test_severities(bluetick, config, expected):
    bluetick.write("bluetick.toml", f"[docs]\n{config}\n")
    bluetick.write("module.py", PRIVATE)
    assert {item["rule"]: item["severity"] for item in reported(bluetick)} == expected


def test_completion_adds_what_was_asked(bluetick):
    bluetick.write("module.py", 'def add(a):\n    """Add one."""\n    return a + 1\n')
    bluetick("check", "--no-cache", "--select", "docs/missing-returns", "--fix", "module.py")
    text = (bluetick.folder / "module.py").read_text()
    assert "Returns:" in text and "Args:" not in text
    bluetick("check", "--no-cache", "--select", "docs", "--fix", "module.py")
    assert "Args:" in (bluetick.folder / "module.py").read_text()


def test_completion_adds_nothing_that_a_comment_silences(bluetick):
    bluetick.write("module.py", "def add(a):  # bluetick: ignore[docs/missing-raises] obvious\n"
                   '    """Add one."""\n    if not a:\n        raise ValueError\n    return a + 1\n')
    bluetick("check", "--no-cache", "--select", "docs", "--fix", "module.py")
    text = (bluetick.folder / "module.py").read_text()
    assert "Args:" in text and "Returns:" in text and "Raises:" not in text
