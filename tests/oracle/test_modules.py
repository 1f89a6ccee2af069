"""Oracle of modules: importlib over the standard library, over public projects, and over small ones
that are hard; and what the names of imported modules are."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PROGRAMS = Path(os.environ.get("BLUETICK_ORACLES", "build/release/tests/oracle")).resolve()


def run(script, program, *arguments):
    """What the oracle printed: its lines, and the counts of the last one."""
    command = [sys.executable, HERE / script, PROGRAMS / program, *arguments]
    result = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert result.returncode in (0, 1) and result.stdout, result.stderr[-3000:]
    *lines, last = result.stdout.splitlines()
    return lines, [int(number) for number in re.findall(r"\b\d+\b", last)]


def compare(folder, *sources):
    lines, (imports, _files, _alike, further, apart) = run("module_oracle.py", "module_files", folder, *sources)
    assert apart == 0, "\n".join(lines)
    return imports, further


def test_standard_library():
    imports, further = compare(sysconfig.get_paths()["stdlib"])
    assert imports > 15000
    assert further * 100 < imports


# ---- public projects --------------------------------------------------------------------------


def copy_of(package, folder):
    origin = Path(importlib.util.find_spec(package).origin).parent
    shutil.copytree(origin, folder / package, ignore=shutil.ignore_patterns("__pycache__", "*.?o"))
    return folder


PUBLIC = {"django": (8000, 5000), "sqlalchemy": (9000, 6000), "rest_framework": (500, 300)}
# Which of two it is depends on what is installed, or on the version of Python.
BY_CONDITION = {
    "rest_framework/compat.py: split_header_value",
    "sqlalchemy/engine/processors.py: to_decimal_processor_factory",
    "sqlalchemy/testing/plugin/pytestplugin.py: plugin_base",
    # The variable of a loop over a list.
    "sqlalchemy/sql/coercions.py: cls",
}


@pytest.mark.parametrize("package", PUBLIC)
def test_public_projects(tmp_path, package):
    imports, further = compare(copy_of(package, tmp_path))
    assert imports > PUBLIC[package][0] and further == 0


@pytest.mark.parametrize("package", PUBLIC)
def test_names_of_public_projects(tmp_path, package):
    lines, (names, _modules, _alike, silent, _apart) = run(
        "name_oracle.py", "module_names", copy_of(package, tmp_path), package)
    apart = {line.split(": ", 1)[1] for line in lines if line.startswith("apart: ")}
    assert not {line for line in apart if ": ".join(line.split(": ")[:2]) not in BY_CONDITION}
    assert names > PUBLIC[package][1] and silent * 500 < names


# ---- small projects ---------------------------------------------------------------------------


def write(folder, names, text=""):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def test_layouts(tmp_path):
    every = """
import app, app.models, app.views.pages, app.missing, company.billing, company.site.pages, json, tools
from app import models, views, missing
from app.views import pages
from company import billing, site
import helpers, conftest, calendar
"""
    write(tmp_path, ["src/app/__init__.py", "src/app/models.py", "src/app/json.py",
                     "src/app/views/__init__.py", "src/app/views/pages.py",
                     "src/company/billing/__init__.py", "lib/company/site/pages.py",
                     "lib/tools.py", "tests/helpers.py", "tests/conftest.py",
                     "tests/unit/test_models.py", "calendar/__init__.py", "manage.py"], every)
    inside = every + "from . import models, views, json\nfrom .views import pages\nfrom .. import app\n"
    write(tmp_path, ["src/app/__init__.py", "src/app/models.py"], inside)
    imports, _ = compare(tmp_path, "src", "lib", "tests")
    assert imports > 190


# A file, and the names of others in it that importing leads to a class, a function or a module.
NAMES = {
    "kit/__init__.py": """
from .base import Base, make as build
from .listed import *
from .plain import *
from .grown import *
from . import late, shadow
from .shadow import shadow
from .shadow import Inner as Late
""",
    "kit/base.py": "class Base: pass\nimport kit.late\ndef make(): return kit.late.Late()\nclass _Own: pass\n",
    # Only what is listed, private names too; not what the module itself imports.
    "kit/listed.py": """
from .base import Base as Hidden, make
__all__ = ["Listed", "_private"] + ["Summed"]
class Listed: pass
class _private: pass
class Summed: pass
class late: pass
""",
    # No list: what has no underscore, imports included.
    "kit/plain.py": "from .base import _Own, Base as Shared\nclass Plain: pass\nclass _Unseen: pass\n",
    "kit/grown.py": """
from . import listed
__all__ = ["Grown"]
class Grown: pass
class Added: pass
class Left: pass
__all__ += ("Added",)
__all__.extend(listed.__all__)
from .listed import *
""",
    "kit/late.py": "import kit\nfrom kit.base import Base\nclass Late(Base): pass\n",
    "kit/shadow.py": """
from .late import Late
def shadow(): return Late
class Inner(Late): pass
class Late(Late): pass
""",
    "kit/deep/one.py": "from kit import Base, Late, Listed, build\nfrom .two import Two, Again\n",
    "kit/deep/two.py": "from ..base import Base\nfrom kit.deep import one\nclass Two(Base): pass\nAgain = Two\n",
    "kit/conditions.py": """
import sys
if sys.version_info > (2,):
    class Kept: pass
    def kept(): pass
try:
    from kit.base import Base as Chosen
except ImportError:
    Chosen = None
""",
    "kit/user.py": """
from kit.plain import *
from kit.grown import *
from kit.listed import *
from kit.deep.one import Two, Again
from kit.conditions import Chosen, Kept, kept
import kit.deep.two as two, kit.base
from kit import deep
""",
}


def test_names_of_a_small_project(tmp_path):
    for name, text in NAMES.items():
        write(tmp_path, [name], text)
    write(tmp_path, ["kit/deep/__init__.py"], "")
    lines, (names, modules, alike, silent, apart) = run("name_oracle.py", "module_names", tmp_path, "kit")
    assert (silent, apart) == (0, 0), "\n".join(lines)
    assert modules == len(NAMES) + 1 and alike == names > 60
