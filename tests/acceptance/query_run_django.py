"""One function or view of a Django case file, run against SQLite in memory."""

import datetime
import importlib
import inspect
import itertools

import django
from django.apps import apps
from django.conf import settings

from query_runner import arguments, literals, plain

settings.configure(
    ALLOWED_HOSTS=["*"], DEFAULT_AUTO_FIELD="django.db.models.BigAutoField", ROOT_URLCONF=None,
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "lab"],
    USE_TZ=True,
)

# Everything that may be imported before the registry is filled: a fork has it at once.
for _module in ("django.db.models", "django.db.backends.sqlite3.base", "django.db.models.sql.compiler",
                "django.views.generic", "django.test.client", "django.core.paginator",
                "django.contrib.auth.password_validation", "rest_framework.settings"):
    importlib.import_module(_module)


def make_tables(models):
    from django.db import connection
    with connection.schema_editor() as editor:
        for model in models:
            editor.create_model(model)


def in_order(models):
    """A model comes after those that its foreign keys point to."""
    done, left = [], list(models)
    while left:
        ready = [model for model in left if all(
            field.related_model in (model, *done) for field in model._meta.concrete_fields
            if field.is_relation)]
        done += ready
        left = [model for model in left if model not in ready]
        assert ready or not left, left
    return done


def field_value(field, number, texts, target):
    """Row `number` points to row `number`, so that no two rows share what they load."""
    kind = field.get_internal_type()
    if field.is_relation:
        if field.related_model is field.model:
            return number - 1 or None
        return target.pk if field.related_model is type(target) else number
    if "Boolean" in kind:
        return number % 2 == 1
    if "Date" in kind:
        return None if field.null else datetime.datetime(2026, 1, number, tzinfo=datetime.timezone.utc)
    if "Char" in kind or "Text" in kind:
        is_asked = field.name in texts and not field.unique and number % 2 == 1
        return texts[field.name] if is_asked else f"x{number}"
    return number


def fill(models, count, texts):
    from django.contrib.contenttypes.models import ContentType
    own = [model for model in models if model._meta.app_label != "contenttypes"]
    ContentType.objects.clear_cache()
    target = ContentType.objects.get_for_model(own[0])
    for model in own:
        for number in range(1, count + 1):
            model.objects.create(pk=number, **{
                field.attname: field_value(field, number, texts, target)
                for field in model._meta.concrete_fields if not field.primary_key})
    for model in own:
        for field in model._meta.local_many_to_many:
            for number in range(1, count + 1) if model._meta.app_label == "lab" else ():
                getattr(model.objects.get(pk=number), field.name).set([number, number % count + 1])
    ContentType.objects.clear_cache()


def row(value):
    from django.db import models
    if not isinstance(value, models.Model):
        return None
    return {field.attname: value.__dict__[field.attname] for field in value._meta.concrete_fields
            if field.attname in value.__dict__}


def serve(view):
    """The answer of a class-based view to a plain GET."""
    from django.test import RequestFactory
    serves_list = hasattr(view, "list")
    answer = (view.as_view({"get": "list"}) if serves_list else view.as_view())(RequestFactory().get("/"))
    return answer.data if serves_list else answer.content.decode()


def contents(models):
    from django.db import models as kinds
    through = [field.remote_field.through for model in models
               for field in model._meta.local_many_to_many]
    return {model._meta.label: sorted(
        (list(each) for each in kinds.QuerySet(model).order_by().values_list()), key=repr)
        for model in itertools.chain(models, through) if model._meta.app_label == "lab"}


def prepare():
    django.setup()


def work(module, one):
    from django.db import connection, connections
    del connections["default"]  # the next one starts with an empty database
    models = in_order(apps.get_models())
    make_tables(models)
    fill(models, one["rows"], literals(one["source"], one["name"]))
    target = getattr(module, one["name"])
    given = [] if inspect.isclass(target) else arguments(target, {}, one["rows"])
    statements = []

    def count(execute, sql, parameters, many, context):
        statements.append(sql)
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(count):
        value = serve(target) if inspect.isclass(target) else target(*given)
        value = plain(value, row)
    return {"value": value, "statements": statements, "tables": contents(models)}
