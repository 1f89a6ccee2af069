"""Oracle of modules: importlib over the standard library, and over small projects that are hard."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

HERE = Path(__file__).parent
PROGRAM = Path(os.environ.get("BLUETICK_ORACLES", "build/release/tests/oracle")) / "module_files"


def compare(folder, *sources):
    command = [sys.executable, HERE / "module_oracle.py", PROGRAM.resolve(), folder, *sources]
    result = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert result.returncode == 0, result.stdout[-3000:] + result.stderr
    numbers = [word for word in result.stdout.splitlines()[-1].replace(",", "").split()
               if word.isdigit()]
    imports, files, alike, further, apart = map(int, numbers)
    return imports, further


def test_standard_library():
    imports, further = compare(sysconfig.get_paths()["stdlib"])
    assert imports > 15000
    assert further * 100 < imports


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
