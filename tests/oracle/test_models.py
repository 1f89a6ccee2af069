"""Class facts equal what the libraries themselves know: Django's _meta and SQLAlchemy's mappers.

Every difference that is meant stands in KNOWN with its reason; a row that no longer differs fails."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "models"))
import ours  # noqa: E402

sys.path.insert(0, str(HERE.parent))
from binary import BLUETICK  # noqa: E402

CASES = HERE.parent / "acceptance" / "query"

# (model, field): why it differs.
KNOWN = {
    ("tables.Place", "entry_count"): "is added to the class after its body",
}


def run_real(script, *arguments):
    command = [sys.executable, str(HERE / "models" / script), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


# ---- Django -----------------------------------------------------------------------------------


def django_real(field):
    fact = {key: field.get(key) for key in ("name", "kind", "target")}
    if field["kind"] == "column":
        fact |= {"null": field["null"], "primary": field["primary"]}
    elif field["kind"] != "generic" and field["reverse"]:
        fact |= {"side": "reverse", "query": field["query"]}
    elif field["kind"] != "generic":
        fact |= {"side": "field", "back": field["back"], "null": field.get("null", False), "key": field.get("key", "")}
    return fact


def django_ours(field):
    fact = {key: field.get(key) for key in ("name", "kind", "target")}
    if field["kind"] == "column":
        fact |= {"null": field.get("nullable", False), "primary": field.get("primary", False)}
    elif field["kind"] == "generic":
        fact["target"] = None
    elif field["side"] == "reverse":
        fact |= {"side": "reverse", "query": field.get("query", field["name"])}
    else:
        fact |= {
            "side": "field",
            "back": field.get("back", ""),
            "null": field.get("nullable", False),
            "key": field.get("key", ""),
        }
    return fact


def differences(real, mine, real_fact, our_fact, seen):
    found = []
    for name, model in sorted(real.items()):
        if name not in mine:
            found.append(f"{name}: not found")
            continue
        left = {(f["name"], f.get("reverse", False)): real_fact(f) for f in model["fields"]}
        right = {(f["name"], f["side"] == "reverse"): our_fact(f) for f in mine[name]["fields"]}
        if real_fact is not django_real:
            left = {key[0]: fact for key, fact in left.items()}
            right = {key[0]: fact for key, fact in right.items()}
        for key in sorted(left.keys() | right.keys(), key=str):
            known = (name, key if isinstance(key, str) else key[0])
            if left.get(key) != right.get(key):
                seen.add(known)
                if known not in KNOWN:
                    found.append(f"{name}.{known[1]}:\n  real {left.get(key)}\n  ours {right.get(key)}")
    return found


def hidden(field):
    """A reverse side without an accessor is none for us."""
    return field.get("reverse") and not field["name"]


def check_django(folder, settings, apps, seen):
    real = run_real("real_django.py", folder, json.dumps(settings), *apps)
    mine = ours.models_of(BLUETICK, folder)
    real = {name: model for name, model in real.items() if name.split(".")[0] in apps}
    for model in real.values():
        model["fields"] = [field for field in model["fields"] if not hidden(field)]
    found = differences(real, mine, django_real, django_ours, seen)
    for name, model in real.items():
        if name not in mine:
            continue
        for key in ("app", "managers"):
            if model[key] != mine[name][key]:
                found.append(f"{name}: {key}: real {model[key]} ours {mine[name][key]}")
        if model["ordering"] != (mine[name]["ordering"] or []):
            found.append(f"{name}: ordering: real {model['ordering']} ours {mine[name]['ordering']}")
        if model["proxy"] != ("proxy" in mine[name]["words"]):
            found.append(f"{name}: proxy")
    assert len(real) > 0
    assert not found, "\n".join(found)


def test_django_shapes():
    seen = set()
    check_django(HERE / "models" / "django_site", {"AUTH_USER_MODEL": "people.Member"}, ["library", "people", "shelf", "extra"], seen)


def test_django_sample(tmp_path):
    shutil.copytree(HERE.parent / "sample" / "shop", tmp_path / "shop")
    check_django(tmp_path, {}, ["shop"], set())


def test_django_cases(tmp_path):
    """Each acceptance file as an app of its own."""
    apps = []
    for path in sorted(CASES.glob("*.py")):
        text = path.read_text()
        if "models.Model)" in text and "django.db" in text:
            (tmp_path / path.stem).mkdir()
            (tmp_path / path.stem / "__init__.py").write_text("")
            (tmp_path / path.stem / "models.py").write_text(text)
            apps.append(path.stem)
    assert len(apps) > 15
    check_django(tmp_path, {}, apps, set())


def test_django_contrib(tmp_path):
    """Django's own apps, read as a project, the library around them known by its name only."""
    import django

    contrib = Path(django.__file__).parent / "contrib"
    shutil.copytree(contrib, tmp_path / "django" / "contrib", ignore=shutil.ignore_patterns("locale", "static", "gis"))
    (tmp_path / "django" / "__init__.py").write_text("")
    real = run_real("real_django.py", tmp_path / "nowhere", "{}")
    mine = ours.models_of(BLUETICK, tmp_path)
    for model in real.values():
        model["fields"] = [field for field in model["fields"] if not hidden(field)]
    found = differences(real, mine, django_real, django_ours, set())
    assert len(real) >= 8
    assert not found, "\n".join(found)


def test_built_in_models(tmp_path):
    """The same models from the catalog: what a project sees that only uses them."""
    (tmp_path / "use").mkdir()
    (tmp_path / "use" / "__init__.py").write_text("")
    real = run_real("real_django.py", tmp_path, "{}", "use")
    lines = ["from django.db import models"]
    for name in real:
        module, cls = name.rsplit(".", 1)
        lines += [f"from {module} import {cls}", f"class {cls}Proxy({cls}):", "    class Meta:", "        proxy = True"]
    (tmp_path / "use" / "models.py").write_text("\n".join(lines) + "\n")
    mine = ours.models_of(BLUETICK, tmp_path)
    renamed = {name: mine.get(f"use.models.{name.rsplit('.', 1)[1]}Proxy") for name in real}
    assert all(renamed.values()), renamed
    for model in real.values():
        model["fields"] = [field for field in model["fields"] if not hidden(field)]
    found = differences(real, renamed, django_real, django_ours, set())
    assert not found, "\n".join(found)


# ---- public applications, on demand: ORACLE_PUBLIC=allauth,jupyterhub with them installed -----------

PUBLIC_DJANGO = {
    "allauth": (["allauth.account", "allauth.socialaccount", "allauth.mfa", "allauth.usersessions"],
                {"MIDDLEWARE": ["allauth.account.middleware.AccountMiddleware"]}),
    "django_celery_beat": (["django_celery_beat"], {}),
    "reversion": (["reversion"], {}),
}
PUBLIC_MAPPED = {"jupyterhub": ["jupyterhub.orm"]}
# Made by type() in a loop.
MADE = {f"jupyterhub.orm.{name}RoleMap: not found" for name in ("Group", "Service", "User")}


def public_copy(name, folder):
    origin = Path(importlib.util.find_spec(name).origin).parent
    shutil.copytree(origin, folder / name, ignore=shutil.ignore_patterns("migrations", "locale", "static"))


def check_public(name, folder):
    public_copy(name, folder)
    mine = ours.models_of(BLUETICK, folder)
    if name in PUBLIC_MAPPED:
        real = run_real("real_sqlalchemy.py", folder / "nowhere", *PUBLIC_MAPPED[name])
        return real, differences(real, mine, mapped_fact, mapped_fact, set())
    apps, settings = PUBLIC_DJANGO[name]
    real = run_real("real_django.py", folder / "nowhere", json.dumps(settings), *apps)
    real = {label: model for label, model in real.items() if label.startswith(name)}
    for model in real.values():
        model["fields"] = [field for field in model["fields"] if not hidden(field)]
    return real, differences(real, mine, django_real, django_ours, set())


if os.environ.get("ORACLE_PUBLIC"):

    @pytest.mark.parametrize("name", os.environ["ORACLE_PUBLIC"].split(","))
    def test_public(name, tmp_path):
        real, found = check_public(name, tmp_path)
        assert real
        assert not set(found) - MADE, "\n".join(found)


# ---- SQLAlchemy -------------------------------------------------------------------------------


def mapped_fact(field):
    fact = {key: field.get(key) for key in ("name", "kind", "target")}
    if field["kind"].startswith("to-"):
        fact["loads"] = field["loads"]
        fact["holds"] = bool(field.get("holds") or field.get("holds-key"))
    elif field["kind"] == "column":
        fact["deferred"] = bool(field.get("deferred"))
    return fact


def check_mapped(folder, modules, seen):
    real = run_real("real_sqlalchemy.py", folder, *modules)
    mine = ours.models_of(BLUETICK, folder, *[f"{module}.py" for module in modules])
    assert len(real) > 0
    return differences(real, mine, mapped_fact, mapped_fact, seen)


def test_sqlalchemy_shapes():
    seen = set()
    found = check_mapped(HERE / "models" / "mapped", ["tables"], seen)
    assert not found, "\n".join(found)
    assert seen == set(KNOWN), "no longer differs"


def mapped_cases():
    words = ("declarative_base", "DeclarativeBase", "SQLModel", "SQLAlchemy()")
    return [path for path in sorted(CASES.glob("*.py")) if any(word in path.read_text() for word in words)]


@pytest.mark.parametrize("path", mapped_cases(), ids=lambda path: path.stem)
def test_sqlalchemy_cases(path, tmp_path):
    shutil.copy(path, tmp_path)
    found = check_mapped(tmp_path, [path.stem], set())
    assert not found, "\n".join(found)


def test_sqlalchemy_sample(tmp_path):
    sample = HERE.parent / "sample" / "shop"
    shutil.copy(sample / "reports.py", tmp_path)
    found = check_mapped(tmp_path, ["reports"], set())
    assert not found, "\n".join(found)


def test_there_are_cases():
    assert len(mapped_cases()) > 12
