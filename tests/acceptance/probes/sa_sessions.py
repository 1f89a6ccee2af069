"""Where sessions of SQLAlchemy come from, and queries that are made in steps."""
import contextlib
from typing import Annotated, Optional

from sqlalchemy import ForeignKey, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, joinedload, mapped_column, relationship, sessionmaker


class Base(DeclarativeBase):
    pass


class Hub(Base):
    __tablename__ = "hubs"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Leaf(Base):
    __tablename__ = "leaves"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    hub_id: Mapped[int] = mapped_column(ForeignKey("hubs.id"))
    hub: Mapped["Hub"] = relationship()


# ---- sessions

Db = Annotated[Session, "the database"]
MaybeDb = Optional[Session]


def annotated(session: Db):
    return [leaf.hub.name for leaf in session.scalars(select(Leaf))]  # expect: query/n-plus-one


def optional(session: MaybeDb):
    return [leaf.hub.name for leaf in session.scalars(select(Leaf))]  # expect: query/n-plus-one


@contextlib.contextmanager
def _scope(engine):
    own = sessionmaker(engine)()
    try:
        yield own
    finally:
        own.close()


def scoped(session: Session):
    with _scope(session.bind) as own:
        return [leaf.hub.name for leaf in own.query(Leaf)]  # expect: query/n-plus-one


class _Service:
    def __init__(self, db: Session):
        self.db = db

    def names(self):
        return [leaf.hub.name for leaf in self.db.scalars(select(Leaf))]  # expect: query/n-plus-one

    def hubs(self, ids):
        return [self.db.get(Hub, one) for one in ids]  # expect: query/query-in-loop


def served(session: Session):
    return _Service(session).names()


def served_each(session: Session, ids):
    return _Service(session).hubs(ids)


# ---- in steps


def narrowed_in_loop(session: Session, names):
    query = session.query(Leaf)
    for name in names:
        query = query.filter(Leaf.name != name + "!")
    return [leaf.hub.name for leaf in query]  # expect: query/n-plus-one


def statement_narrowed_in_loop(session: Session, names):
    stmt = select(Leaf)
    for name in names:
        if name:
            stmt = stmt.where(Leaf.name != name + "!")
    return [leaf.hub.name for leaf in session.scalars(stmt)]  # expect: query/n-plus-one


def _narrowed(query, names):
    for name in names:
        query = query.filter(Leaf.name != name + "!")
    return query


def narrowed_elsewhere(session: Session, names):
    return [leaf.hub.name for leaf in _narrowed(session.query(Leaf), names).all()]  # expect: query/n-plus-one


def narrowed_and_loaded(session: Session, names):
    query = session.query(Leaf).options(joinedload(Leaf.hub))
    for name in names:
        query = query.filter(Leaf.name != name + "!")
    return [leaf.hub.name for leaf in query]


def built_in_loop(session: Session, names):
    queries = []
    for name in names:
        queries.append(session.query(Leaf).filter_by(name=name))
    return len(queries)


# ---- connections


def selected_each(session: Session, names):
    connection = session.connection()
    out = []
    for name in names:
        out.append(connection.execute(select(Leaf.id).where(Leaf.name == name)).all())  # expect: query/query-in-loop
    return len(out)


def inserted_each(session: Session, names):
    with session.bind.begin() as connection:
        for name in names:
            connection.execute(insert(Hub).values(name=name))  # expect: query/write-in-loop


def inserted_by_table(session: Session, names):
    connection = session.connection()
    for name in names:
        connection.execute(Hub.__table__.insert().values(name=name))  # expect: query/write-in-loop


def written_each(session: Session, names):
    connection = session.connection()
    for name in names:
        connection.execute(text("UPDATE hubs SET name = name WHERE name = :name"), {"name": name})  # expect: query/write-in-loop


def inserted_at_once(session: Session, names):
    session.connection().execute(insert(Hub), [{"name": name} for name in names])


def rows_of_a_connection(session: Session):
    return [row.name for row in session.connection().execute(select(Leaf))]


# ---- statements by name


def updated_by_name(session: Session, names):
    change = Hub.__table__.update()
    for name in names:
        stmt = change.where(Hub.name == name).values(name=name)
        session.execute(stmt)  # expect: query/write-in-loop


def read_by_name(session: Session, names):
    out = []
    for name in names:
        stmt = select(Hub).where(Hub.name == name)
        out.append(session.execute(stmt).scalars().all())  # expect: query/query-in-loop
    return len(out)


def text_by_name(session: Session, names):
    sql = text("UPDATE hubs SET name = name WHERE name = :name")
    for name in names:
        session.execute(sql, {"name": name})  # expect: query/write-in-loop


# ---- few turns


def few_turns(session: Session):
    return [session.scalar(select(func.count()).where(Leaf.id > number)) for number in reversed(range(1, 5))]


# ---- coroutines


async def made_here(session: AsyncSession):
    maker = async_sessionmaker(session.bind)
    async with maker() as own:
        return [leaf.hub.name for leaf in await own.scalars(select(Leaf))]  # expect: query/async-lazy-load


async def made_by_class(session: AsyncSession):
    maker = sessionmaker(session.bind, class_=AsyncSession)
    async with maker() as own:
        return [leaf.hub.name for leaf in await own.scalars(select(Leaf))]  # expect: query/async-lazy-load


async def told_by_await(session, pk):
    leaf = await session.get(Leaf, pk)
    return leaf.hub.name  # expect: query/async-lazy-load


async def forgotten(session: AsyncSession, pk):
    maker = async_sessionmaker(session.bind)
    async with maker() as own:
        hub = await own.get(Hub, pk)
        await own.commit()
        return hub.name  # expect: query/async-lazy-load


async def forgotten_when_made(session: AsyncSession, name):
    maker = async_sessionmaker(session.bind)
    async with maker() as own:
        hub = Hub(name=name)
        own.add(hub)
        await own.commit()
        return hub.id  # expect: query/async-lazy-load


async def kept(session: AsyncSession, pk):
    maker = async_sessionmaker(session.bind, expire_on_commit=False)
    async with maker() as own:
        hub = await own.get(Hub, pk)
        await own.commit()
        return hub.name


async def refreshed(session: AsyncSession, pk):
    maker = async_sessionmaker(session.bind)
    async with maker() as own:
        hub = await own.get(Hub, pk)
        await own.commit()
        await own.refresh(hub)
        return hub.name


async def bound_again(session: AsyncSession, pk):
    maker = async_sessionmaker(session.bind)
    async with maker() as own:
        hub = await own.get(Hub, pk)
        await own.commit()
        hub = await own.get(Hub, pk)
        return hub.name


async def read_before(session: AsyncSession, pk):
    maker = async_sessionmaker(session.bind)
    async with maker() as own:
        hub = await own.get(Hub, pk)
        name = hub.name
        await own.commit()
        return name
