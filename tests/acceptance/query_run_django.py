"""One function or view of a Django case file, run against SQLite in memory."""

import datetime
import importlib
import inspect
import itertools
import tempfile

import django
from django.apps import apps
from django.conf import settings

from query_recorder import STARTED_BY
from query_runner import arguments, literals, parameters, plain

settings.configure(
    ALLOWED_HOSTS=["*"], DEFAULT_AUTO_FIELD="django.db.models.BigAutoField", ROOT_URLCONF="lab.models",
    SECRET_KEY="lab",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.admin", "lab"],
    USE_TZ=True,
)

# Everything that may be imported before the registry is filled: a fork has it at once.
for _module in ("django.db.models", "django.db.backends.sqlite3.base", "django.db.models.sql.compiler",
                "django.views.generic", "django.test.client", "django.core.paginator",
                "django.contrib.auth.password_validation", "rest_framework.settings",
                "django.db.backends.signals", "asgiref.sync"):
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
    own = [model for model in models if model._meta.app_label not in ("contenttypes", "admin")]
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


def request_of(models):
    """A GET of the first user."""
    from django.contrib.auth.models import User
    from django.test import RequestFactory
    request = RequestFactory().get("/")
    request.user = User.objects.get(pk=1)
    return request


def serve_view(view, request):
    """The answer of a class-based view; a parameter of the URL is a primary key."""
    is_set = not hasattr(view, "get")
    given = {} if is_set else {name: 1 for name in parameters(view.get) if name not in ("self", "request")}
    answer = (view.as_view({"get": "list"}) if is_set else view.as_view())(request, **given)
    return answer.data if hasattr(answer, "data") else answer.content.decode()


def serve_admin(admin, request):
    """The cells of the list page, every action on all rows, and the rows below one object."""
    from django.contrib.admin import site
    from django.contrib.admin.utils import lookup_field
    model = next(one for one, page in site._registry.items() if type(page) is admin)
    page = site._registry[model]
    cells = [[str(lookup_field(name, row, page)[2]) for name in page.get_list_display(request)]
             for row in page.get_changelist_instance(request).result_list]
    done = [action(page, request, page.get_queryset(request)) if callable(action)
            else getattr(page, action)(request, page.get_queryset(request)) for action in page.actions or ()]
    return cells, done, list(inline_rows(page, request))


def inline_rows(page, request):
    """Of each row below the first object what is written out: its text and its read-only fields."""
    first = page.model._base_manager.filter(pk=1).first()
    for inline in page.get_inline_instances(request):
        key = inline.get_formset(request, first).fk
        inline.model._base_manager.update(**{key.name: 1})
    for formset in page.get_inline_formsets(request, *page_formsets(page, request, first), obj=first):
        for form in formset:
            if form.original:
                yield str(form.original), [field.contents() for fields in form for line in fields
                                           for field in line if hasattr(field, "model_admin")]


def page_formsets(page, request, first):
    pairs = list(page.get_formsets_with_inlines(request, first))
    return [made(instance=first, queryset=inline.get_queryset(request)) for made, inline in pairs], \
        [inline for _, inline in pairs]


def contents(models):
    from django.db import models as kinds
    through = [field.remote_field.through for model in models
               for field in model._meta.local_many_to_many]
    return {model._meta.label: sorted(
        (list(each) for each in kinds.QuerySet(model).order_by().values_list()), key=repr)
        for model in itertools.chain(models, through) if model._meta.app_label == "lab"}


def prepare():
    django.setup()


def watch(module, recorder):
    """Every connection, the one of the thread that serves async code too."""
    from asgiref.sync import SyncToAsync
    from django.db.backends.signals import connection_created

    def wrapper(execute, sql, parameters, many, context):
        recorder.sent(sql)
        return execute(sql, parameters, many, context)

    def made(connection, **_):
        connection.execute_wrappers.append(wrapper)

    connection_created.connect(made, weak=False)
    in_thread = SyncToAsync.__call__

    async def known_caller(self, *given, **named):
        token = STARTED_BY.set(recorder.lines())
        try:
            return await in_thread(self, *given, **named)
        finally:
            STARTED_BY.reset(token)

    SyncToAsync.__call__ = known_caller


def call(target, known, one):
    from django.contrib import admin
    if not inspect.isclass(target):
        return target(*arguments(target, known, one["rows"]))
    serve = serve_admin if issubclass(target, admin.ModelAdmin) else serve_view
    return serve(target, known["request"])


async def call_async(target, known, one, recorder):
    from asgiref.sync import sync_to_async
    from django.db import connections

    def begin():  # this thread has its own connection, perhaps to the database of the last run
        if hasattr(connections._connections, "default"):
            connections["default"].close()
            del connections["default"]

    await sync_to_async(begin)()
    recorder.start()
    value = target(*arguments(target, known, one["rows"]))
    value = [each async for each in value] if inspect.isasyncgen(value) else await value
    recorder.stop()
    kept = await sync_to_async(plain)(value, row)
    await sync_to_async(begin)()
    return kept


def work(module, one, recorder):
    with tempfile.TemporaryDirectory() as folder:
        return work_in(folder, module, one, recorder)


def work_in(folder, module, one, recorder):
    from django.db import connections
    target = getattr(module, one["name"])
    is_async = inspect.iscoroutinefunction(target) or inspect.isasyncgenfunction(target)
    if hasattr(connections._connections, "default"):
        connections["default"].close()
        del connections["default"]  # the next one starts with an empty database
    # Async code is served by another thread, and another connection.
    connections.settings["default"]["NAME"] = f"{folder}/rows.sqlite3" if is_async else ":memory:"
    models = in_order(model for model in apps.get_models() if not model._meta.proxy)
    make_tables(models)
    fill(models, one["rows"], literals(one["source"], one["name"]))
    known = {"request": request_of(models)}
    if is_async:
        value = recorder.run(call_async(target, known, one, recorder))
    else:
        recorder.start()
        value = plain(call(target, known, one), row)
        recorder.stop()
    return {"value": value, "tables": contents(models)}
