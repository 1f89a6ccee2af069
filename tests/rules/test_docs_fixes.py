"""Docstring fixes beyond the acceptance pairs: small texts before and after, one per behaviour."""

import os
import pathlib
import subprocess

import pytest

TOP = pathlib.Path(__file__).parents[2]
BLUETICK = os.environ.get("BLUETICK", str(TOP / "build" / "bluetick"))

# `|` ends a line, so that the examples stay readable.
PAIRS = {
    "summary": (
        "def clear_cache():|    print()|",
        'def clear_cache():|    """Clear cache."""|    print()|',
    ),
    "default": (
        "def get_user(user_id, strict=False):|    return user_id|",
        'def get_user(user_id, strict=False):|    """Get user.||    Args:|        user_id: TODO.|'
        '        strict: TODO. Defaults to False.||    Returns:|        TODO.|    """|    return user_id|',
    ),
    "defaults_that_can_be_read": (
        "def f(x=-1, y=\"\\n\", z='a', w=[1], v=None, u=b\"x\"):|    print(x)|",
        "def f(x=-1, y=\"\\n\", z='a', w=[1], v=None, u=b\"x\"):|    \"\"\"TODO: describe f.||    Args:|"
        "        x: TODO. Defaults to -1.|        y: TODO.|        z: TODO. Defaults to 'a'.|        w: TODO.|"
        '        v: TODO. Defaults to None.|        u: TODO.|    """|    print(x)|',
    ),
    "question": (
        "def is_empty(items):|    return not items|",
        'def is_empty(items):|    """Return whether empty.||    Args:|        items: TODO.||    Returns:|'
        '        TODO.|    """|    return not items|',
    ),
    "generator": (
        "def rows(t):|    yield t|",
        'def rows(t):|    """Yield the rows.||    Args:|        t: TODO.||    Yields:|        TODO.|    """|    yield t|',
    ),
    "async_generator": (
        "async def gen():|    yield 1|",
        'async def gen():|    """Yield the gen.||    Yields:|        TODO.|    """|    yield 1|',
    ),
    "stubs": (
        "class A(abc.ABC):|    @abc.abstractmethod|    def area(self, unit) -> float:|        ...||"
        "    def name(self):|        raise NotImplementedError|",
        'class A(abc.ABC):|    """A."""||    @abc.abstractmethod|    def area(self, unit) -> float:|'
        '        """Return the area.||        Args:|            unit: TODO.||        Returns:|            TODO.|'
        '        """|        ...||    def name(self):|        """Name."""|        raise NotImplementedError|',
    ),
    "suite_on_one_line": (
        "def double(v): return v * 2|",
        'def double(v):|    """Double.||    Args:|        v: TODO.||    Returns:|        TODO.|    """|    return v * 2|',
    ),
    "class_on_one_line": (
        "class ParseError(Exception): pass|",
        'class ParseError(Exception):|    """Parse error."""||    pass|',
    ),
    "class_gets_a_blank_line": (
        "class A:|    x = 1|",
        'class A:|    """A."""||    x = 1|',
    ),
    "class_keeps_its_blank_line": (
        "class A:||    x = 1|",
        'class A:|    """A."""||    x = 1|',
    ),
    "two_spaces": (
        "class A:|  def get(self, x):|    return x|",
        'class A:|  """A."""||  def get(self, x):|    """Get.||    Args:|      x: TODO.||    Returns:|      TODO.|    """|'
        "    return x|",
    ),
    "sections_of_two_spaces": (
        'def f(a):|    """Do it.||    Args:|      a: A.|    """|    print(a)|||def get(b):|    print(b)|',
        'def f(a):|    """Do it.||    Args:|      a: A.|    """|    print(a)|||def get(b):|    """Get.||    Args:|'
        '      b: TODO.|    """|    print(b)|',
    ),
    "no_final_newline": (
        "def f(): # hi|    # comment|    print()",
        'def f(): # hi|    """TODO: describe f."""|    # comment|    print()',
    ),
    "dataclass": (
        "@dataclass|class Circle:|    center: int|    radius: float = 1.0|    _x: int = 0|",
        '@dataclass|class Circle:|    """Circle.||    Attributes:|        center: TODO.|'
        '        radius: TODO. Defaults to 1.0.|    """||    center: int|    radius: float = 1.0|    _x: int = 0|',
    ),
    "dataclass_fields": (
        '@dataclass|class Circle:|    """A circle.||    Attributes:|        radius: R.|    """||    center: int|'
        "    radius: float|    x: int = 3|",
        '@dataclass|class Circle:|    """A circle.||    Attributes:|        center: TODO.|        radius: R.|'
        '        x: TODO. Defaults to 3.|    """||    center: int|    radius: float|    x: int = 3|',
    ),
    "stars": (
        'def f(*a, **k):|    """Do it."""|',
        'def f(*a, **k):|    """Do it.||    Args:|        *a: TODO.|        **k: TODO.|    """|',
    ),
    "entries_in_order": (
        'def f(a, b, c):|    """Do it.||    Args:|        b: B.|    """|',
        'def f(a, b, c):|    """Do it.||    Args:|        a: TODO.|        b: B.|        c: TODO.|    """|',
    ),
    "entry_after_continuation": (
        'def f(a, b, c):|    """Do it.||    Args:|        a: A|            more.|        c: C.|    """|',
        'def f(a, b, c):|    """Do it.||    Args:|        a: A|            more.|        b: TODO.|        c: C.|    """|',
    ),
    "typed_entry": (
        'def f(x: int, y: str):|    """Do it.||    Args:|        x (int): X.|    """|',
        'def f(x: int, y: str):|    """Do it.||    Args:|        x (int): X.|        y (str): TODO.|    """|',
    ),
    "keyword_section_and_bullets": (
        'def f(a, *, b, c):|    """Do it.||    Args:|        a: A.||    Keyword Args:|        - b: B.|    """|',
        'def f(a, *, b, c):|    """Do it.||    Args:|        a: A.||    Keyword Args:|        - b: B.|        - c: TODO.|    """|',
    ),
    "empty_entry": (
        'def f(x):|    """Do it.||    Args:|        x:|    """|',
        'def f(x):|    """Do it.||    Args:|        x: TODO.|    """|',
    ),
    "args_before_returns": (
        'def f(a):|    """Sum it.||    Returns:|        The sum.|    """|    return a|',
        'def f(a):|    """Sum it.||    Args:|        a: TODO.||    Returns:|        The sum.|    """|    return a|',
    ),
    "returns_between": (
        'def f(a):|    """Sum it.||    Args:|        a: A.||    Raises:|        KeyError: If.|    """|    return a|',
        'def f(a):|    """Sum it.||    Args:|        a: A.||    Returns:|        TODO.||    Raises:|        KeyError: If.|'
        '    """|    return a|',
    ),
    "second_exception": (
        'def f():|    """Do it.||    Raises:|        KeyError: If.|    """|    raise ValueError|',
        'def f():|    """Do it.||    Raises:|        KeyError: If.|        ValueError: TODO.|    """|    raise ValueError|',
    ),
    "args_before_example": (
        'def f(a):|    """Do it.||    Example:|        f(1)|    """|    print(a)|',
        'def f(a):|    """Do it.||    Args:|        a: TODO.||    Example:|        f(1)|    """|    print(a)|',
    ),
    "sections_without_blank_lines": (
        'def f(a):|    """Do it.|    Returns:|        X.|    Raises:|        KeyError: If.|    """|    return a|',
        'def f(a):|    """Do it.||    Args:|        a: TODO.||    Returns:|        X.|    Raises:|        KeyError: If.|'
        '    """|    return a|',
    ),
    "third_person": (
        'def f():|    """Loads it"""|    print()|',
        'def f():|    """Load it."""|    print()|',
    ),
    "third_person_and_arguments": (
        'def f(x):|    """Does it"""|    print(x)|',
        'def f(x):|    """Do it.||    Args:|        x: TODO.|    """|    print(x)|',
    ),
    "inline_section": (
        'def f():|    """Measure it.||    Returns: the size.|    """|    return 1|',
        'def f():|    """Measure it.||    Returns:|        the size.|    """|    return 1|',
    ),
    "nested_section": (
        'def f(path):|    """Measure a file.||    Args:|        path: File.||        Returns:|            Its size.|'
        '    """|    return path.size|',
        'def f(path):|    """Measure a file.||    Args:|        path: File.||    Returns:|        Its size.|    """|'
        "    return path.size|",
    ),
    "single_quotes": (
        "def f(words):|    'Join words.'|    print(words)|",
        'def f(words):|    """Join words.||    Args:|        words: TODO.|    """|    print(words)|',
    ),
    "raw_single_quotes": (
        "def f(words):|    r'Join \\d words.'|    print(words)|",
        'def f(words):|    r"""Join \\d words.||    Args:|        words: TODO.|    """|    print(words)|',
    ),
    "triple_single_quotes": (
        "def f(words):|    '''Join words.'''|    print(words)|",
        'def f(words):|    """Join words.||    Args:|        words: TODO.|    """|    print(words)|',
    ),
    "closing_quotes_on_text_line": (
        'def f(a):|    """Do it.||    More text."""|    print(a)|',
        'def f(a):|    """Do it.||    More text.||    Args:|        a: TODO.|    """|    print(a)|',
    ),
    "closing_quotes_on_entry_line": (
        'def f(a, b):|    """Do it.||    Args:|        a: A."""|    raise ValueError(b)|',
        'def f(a, b):|    """Do it.||    Args:|        a: A.|        b: TODO.||    Raises:|        ValueError: TODO.|'
        '    """|    raise ValueError(b)|',
    ),
    "stale_entry_renamed": (
        'def f(destination):|    """Do it.||    Args:|        destnation: New name.|    """|    print()|',
        'def f(destination):|    """Do it.||    Args:|        destination: New name.|    """|    print()|',
    ),
    "only_entry_deleted": (
        'def f():|    """Do it.||    Args:|        x: X.|    """|    print()|',
        'def f():|    """Do it.|    """|    print()|',
    ),
    "extra_returns_before_quotes": (
        'def f():|    """Do it.||    Returns:|        X."""|    print()|',
        'def f():|    """Do it."""|    print()|',
    ),
}

# Nothing is offered: the text stays as it is.
LEFT_ALONE = {
    "concatenated": 'def f(a):|    "Do " "it."|    print(a)|',
    "second_statement": 'def f(a):|    """Do it."""; print(a)|',
    "named_escape": 'def f(a):|    """Do \\N{BULLET} it."""|    print(a)|',
    "three_quotes_inside": "def f(a):|    '''Say \"\"\"it\"\"\".'''|    print(a)|",
    "broken_header": "def f(a:|    return a|",
    "wrapped_summary": 'def f():|    """Do it and|    more of it.|    """|    print()|',
}


def fixed(path):
    done = subprocess.run(
        [BLUETICK, "check", "--isolated", "--no-cache", "--fix", "--unsafe-fixes", "--select", "docs", path.name],
        cwd=path.parent, capture_output=True, text=True, timeout=60, check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return path.read_bytes()


def written(folder, text):
    path = folder / "module.py"
    path.write_bytes(text.replace("|", "\n").encode())
    return path


@pytest.mark.parametrize("name", PAIRS)
def test_text_before_becomes_text_after(name, tmp_path):
    before, after = PAIRS[name]
    wanted = after.replace("|", "\n").encode()
    path = written(tmp_path, before)
    assert fixed(path) == wanted
    assert fixed(path) == wanted, "not idempotent"


@pytest.mark.parametrize("name", PAIRS)
def test_line_ends_stay(name, tmp_path):
    before, after = PAIRS[name]
    path = tmp_path / "module.py"
    path.write_bytes(before.replace("|", "\r\n").encode())
    assert fixed(path) == after.replace("|", "\r\n").encode()


@pytest.mark.parametrize("name", LEFT_ALONE)
def test_text_is_left_alone(name, tmp_path):
    path = written(tmp_path, LEFT_ALONE[name])
    text = path.read_bytes()
    assert fixed(path) == text


HELP = """import click


@click.command()
def serve():
    \"\"\"Starts the server\"\"\"
    print("up")
"""


def test_help_text_is_changed_only_when_asked_for(tmp_path):
    for options, wanted in (([], "Starts the server"), (["--unsafe-fixes"], "Start the server.")):
        (tmp_path / "cli.py").write_text(HELP, encoding="utf-8")
        subprocess.run([BLUETICK, "check", "--isolated", "--no-cache", "--select",
                        "docs/summary-line,docs/imperative-mood", "--fix", *options, "cli.py"],
                       cwd=tmp_path, check=False, timeout=60, capture_output=True)
        assert (tmp_path / "cli.py").read_text(encoding="utf-8") == HELP.replace("Starts the server", wanted)
