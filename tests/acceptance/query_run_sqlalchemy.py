"""One function of a SQLAlchemy, SQLModel or Flask-SQLAlchemy case file, run against SQLite."""

import contextlib
import inspect
import tempfile

import flask
import sqlalchemy
import sqlmodel
from sqlalchemy import orm
from sqlalchemy.ext import asyncio

from query_runner import arguments, literals, plain


def column_value(column, number, texts):
    """Row `number` points to row `number`, so that no two rows share what they load."""
    if column.foreign_keys:
        is_own = any(key.column.table is column.table for key in column.foreign_keys)
        return (number - 1 or None) if is_own else number
    if isinstance(column.type, sqlalchemy.Boolean):
        return number % 2 == 1
    if isinstance(column.type, sqlalchemy.String):
        is_asked = column.name in texts and not column.unique and number % 2 == 1
        return texts[column.name] if is_asked else f"x{number}"
    return number


def make_engine(metadata, path, count, texts):
    """A database at the path, or in memory when that is empty."""
    return fill(sqlalchemy.create_engine(f"sqlite:///{path}"), metadata, count, texts)


def fill(engine, metadata, count, texts):
    metadata.create_all(engine)
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            connection.execute(table.insert(), [
                {column.name: column_value(column, number, texts) for column in table.columns}
                for number in range(1, count + 1)])
    return engine


def row(value):
    state = sqlalchemy.inspect(value, raiseerr=False)
    if not isinstance(state, orm.state.InstanceState):
        return None
    return {name: state.dict[name] for name in state.mapper.column_attrs.keys() if name in state.dict}


def contents(engine, metadata):
    with engine.connect() as connection:
        return {table.name: sorted((list(each) for each in connection.execute(table.select())), key=repr)
                for table in metadata.sorted_tables}


class Watch:
    """Tells the recorder what the engine is sent; a commit counts too.

    SQLite gets the rows of one flush one by one, where other databases take them in one statement:
    within a flush the same text counts once.
    """

    def __init__(self, recorder, engine, session):
        self.recorder = recorder
        self.flushed = None  # texts of the flush that is under way
        sqlalchemy.event.listen(engine, "before_cursor_execute", self.sent)
        sqlalchemy.event.listen(session, "before_flush", self.flush_begins)
        sqlalchemy.event.listen(session, "after_flush", self.flush_ends)
        sqlalchemy.event.listen(session, "after_commit", lambda _: recorder.sent("COMMIT"))

    def sent(self, connection, cursor, sql, *_):
        if self.flushed is None:
            self.recorder.sent(sql)
        elif sql not in self.flushed:
            self.recorder.sent(sql)
            self.flushed.add(sql)

    def flush_begins(self, *_):
        self.flushed = set()

    def flush_ends(self, *_):
        self.flushed = None


def call(session, function, count, recorder):
    recorder.start()
    value = plain(function(*arguments(function, {"session": session}, count)), row)
    recorder.stop()
    session.commit()
    return value


async def call_async(path, function, count, recorder):
    engine = asyncio.create_async_engine(f"sqlite+aiosqlite:///{path}")
    async with asyncio.AsyncSession(engine) as session:
        Watch(recorder, engine.sync_engine, session.sync_session)
        recorder.start()
        value = plain(await function(*arguments(function, {"session": session}, count)), row)
        recorder.stop()
    await engine.dispose()
    return value


def prepare():
    pass


def watch(module, recorder):
    pass


def work(module, one, recorder):
    function = getattr(module, one["name"])
    metadata = metadata_of(module)
    texts = literals(one["source"], one["name"])
    if hasattr(module, "db"):
        return work_in_flask(module.db, function, one, texts, recorder)
    with tempfile.TemporaryDirectory() as folder:
        is_async = inspect.iscoroutinefunction(function)  # its connections live in another thread
        path = f"{folder}/rows.sqlite3" if is_async else ""
        engine = make_engine(metadata, path, one["rows"], texts)
        if is_async:
            value = recorder.run(call_async(path, function, one["rows"], recorder))
        else:
            uses_sqlmodel = getattr(module, "SQLModel", None) is sqlmodel.SQLModel
            with (sqlmodel.Session if uses_sqlmodel else orm.Session)(engine) as session:
                Watch(recorder, engine, session)
                value = call(session, function, one["rows"], recorder)
        tables = contents(engine, metadata)
        engine.dispose()
    return {"value": value, "tables": tables}


def metadata_of(module):
    return next(getattr(module, name) for name in ("Base", "db", "SQLModel") if hasattr(module, name)).metadata


def work_in_flask(db, function, one, texts, recorder):
    app = flask.Flask("lab")
    app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
    db.init_app(app)
    with app.app_context(), contextlib.closing(db.session) as session:
        fill(db.engine, db.metadata, one["rows"], texts)
        Watch(recorder, db.engine, session())
        value = call(session, function, one["rows"], recorder)
        return {"value": value, "tables": contents(db.engine, db.metadata)}
