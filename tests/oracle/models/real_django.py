"""Prints what Django knows of the models of some apps, as JSON: real_django.py FOLDER SETTINGS APP...

SETTINGS is a JSON object; its key "from" names a module whose settings are taken."""

import importlib
import json
import sys

folder, settings_text, *apps = sys.argv[1:]
sys.path.insert(0, folder)

import django
from django.conf import settings

CONTRIB = ["admin", "auth", "contenttypes", "flatpages", "messages", "redirects", "sessions", "sites"]
more = json.loads(settings_text)
if "from" in more:
    more = {**vars(importlib.import_module(more["from"])), **more}
own = {
    "INSTALLED_APPS": [f"django.contrib.{name}" for name in CONTRIB] + apps,
    "DEFAULT_AUTO_FIELD": "django.db.models.AutoField",
    "SITE_ID": 1,
    "STATIC_URL": "/static/",
}
theirs = {name: value for name, value in more.items() if name.isupper()}
database = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
settings.configure(**{**own, **theirs, "DATABASES": database})
django.setup()

from django.apps import registry
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRel, GenericRelation


def label(model):
    return f"{model.__module__}.{model.__name__}"


def describe(field):
    if isinstance(field, GenericForeignKey):
        return {"name": field.name, "kind": "generic"}
    if not field.is_relation:
        return {
            "name": field.name,
            "kind": "column",
            "null": field.null,
            "primary": field.primary_key,
            "unique": field.unique,
        }
    one = field.many_to_one or field.one_to_one
    fact = {
        "name": field.get_accessor_name() if field.auto_created and not field.concrete else field.name,
        "kind": "to-one" if one else "to-many",
        "target": label(field.related_model),
        "reverse": bool(field.auto_created and not field.concrete),
    }
    if fact["reverse"]:
        fact["query"] = field.name
    else:
        remote = getattr(field, "remote_field", None)
        known = remote and not remote.hidden and not isinstance(field, GenericRelation)
        fact["back"] = (remote.get_accessor_name() if known else None) or ""
        if field.many_to_one or field.one_to_one:
            fact["null"] = field.null
            fact["key"] = field.attname
    return fact


facts = {}
for model in registry.apps.get_models():
    meta = model._meta
    facts[label(model)] = {
        "app": meta.app_label,
        "proxy": meta.proxy,
        "ordering": [str(name) for name in meta.ordering],
        "managers": [manager.name for manager in meta.managers],
        "default": meta.default_manager.name if meta.default_manager else "",
        "fields": [describe(field) for field in meta.get_fields() if not isinstance(field, GenericRel)],
    }
print(json.dumps(facts))
