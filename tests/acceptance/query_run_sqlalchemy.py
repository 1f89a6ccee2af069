"""One function of a SQLAlchemy or SQLModel case file, run against SQLite."""

import inspect
import tempfile
from asyncio import run

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
    engine = sqlalchemy.create_engine(f"sqlite:///{path}")
    metadata.create_all(engine)
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            connection.execute(table.insert(), [
                {column.name: column_value(column, number, texts) for column in table.columns}
                for number in range(1, count + 1)])
    return engine


def row(value):
    state = sqlalchemy.inspect(value, raiseerr=False)
    if not isinstance(state, orm.InstanceState):
        return None
    return {name: state.dict[name] for name in state.mapper.column_attrs.keys() if name in state.dict}


def contents(engine, metadata):
    with engine.connect() as connection:
        return {table.name: sorted((list(each) for each in connection.execute(table.select())), key=repr)
                for table in metadata.sorted_tables}


class Statements(list):
    """What the engine is sent from now on; a commit counts too.

    SQLite gets the rows of one flush one by one, where other databases take them in one statement:
    within a flush the same text counts once.
    """

    def __init__(self, engine):
        super().__init__()
        self.flushed = None  # texts of the flush that is under way
        sqlalchemy.event.listen(engine, "before_cursor_execute", self.sent)

    def watch(self, session):
        sqlalchemy.event.listen(session, "before_flush", self.flush_begins)
        sqlalchemy.event.listen(session, "after_flush", self.flush_ends)
        sqlalchemy.event.listen(session, "after_commit", lambda _: self.append("COMMIT"))

    def sent(self, connection, cursor, sql, *_):
        if self.flushed is None:
            self.append(sql)
        elif sql not in self.flushed:
            self.append(sql)
            self.flushed.add(sql)

    def flush_begins(self, *_):
        self.flushed = set()

    def flush_ends(self, *_):
        self.flushed = None


def call(module, engine, function, count):
    uses_sqlmodel = getattr(module, "SQLModel", None) is sqlmodel.SQLModel
    statements = Statements(engine)
    with (sqlmodel.Session if uses_sqlmodel else orm.Session)(engine) as session:
        statements.watch(session)
        value = plain(function(*arguments(function, {"session": session}, count)), row)
        told = list(statements)
        session.commit()
    return value, told


async def call_async(path, function, count):
    engine = asyncio.create_async_engine(f"sqlite+aiosqlite:///{path}")
    statements = Statements(engine.sync_engine)
    async with asyncio.AsyncSession(engine) as session:
        value = plain(await function(*arguments(function, {"session": session}, count)), row)
    await engine.dispose()
    return value, statements


def prepare():
    pass


def work(module, one):
    function = getattr(module, one["name"])
    with tempfile.TemporaryDirectory() as folder:
        is_async = inspect.iscoroutinefunction(function)  # its connections live in another thread
        path = f"{folder}/rows.sqlite3" if is_async else ""
        metadata = getattr(module, "Base", sqlmodel.SQLModel).metadata
        engine = make_engine(metadata, path, one["rows"], literals(one["source"], one["name"]))
        if is_async:
            value, statements = run(call_async(path, function, one["rows"]))
        else:
            value, statements = call(module, engine, function, one["rows"])
        tables = contents(engine, metadata)
        engine.dispose()
    return {"value": value, "statements": statements, "tables": tables}
