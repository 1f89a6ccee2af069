"""Coroutines of SQLAlchemy."""
import asyncio

from sqlalchemy import Column, ForeignKey, Integer, String, select
from sqlalchemy.ext.asyncio import AsyncAttrs, AsyncSession
from sqlalchemy.orm import declarative_base, deferred, joinedload, relationship, selectinload

Base = declarative_base(cls=AsyncAttrs)


class Hub(Base):
    __tablename__ = "hubs"
    id = Column(Integer, primary_key=True)
    name = Column(String(20))
    note = deferred(Column(String(20)))
    nodes = relationship("Leaf", back_populates="hub")


class Leaf(Base):
    __tablename__ = "leaves"
    id = Column(Integer, primary_key=True)
    name = Column(String(20))
    hub_id = Column(ForeignKey("hubs.id"))
    hub = relationship("Hub", back_populates="nodes")

    @property
    def hub_name(self):
        return self.hub.name


async def rows(session: AsyncSession):
    return [leaf.hub.name for leaf in await session.scalars(select(Leaf))]  # expect: query/async-lazy-load


async def rows_ready(session: AsyncSession):
    return [leaf.hub.name for leaf in await session.scalars(select(Leaf).options(joinedload(Leaf.hub)))]


async def through_property(session: AsyncSession):
    return [leaf.hub_name for leaf in await session.scalars(select(Leaf))]  # expect: query/async-lazy-load


async def one(session: AsyncSession):
    leaf = (await session.scalars(select(Leaf).limit(1))).one()
    return leaf.hub.name  # expect: query/async-lazy-load


async def one_by_scalar(session: AsyncSession):
    hub = await session.scalar(select(Hub).limit(1))
    return len(hub.nodes)  # expect: query/async-lazy-load


async def one_ready(session: AsyncSession):
    hub = await session.scalar(select(Hub).options(selectinload(Hub.nodes)).limit(1))
    return len(hub.nodes)


async def deferred_column(session: AsyncSession):
    hub = await session.scalar(select(Hub).limit(1))
    return hub.note  # expect: query/async-lazy-load


async def awaited(session: AsyncSession):
    hub = await session.scalar(select(Hub).limit(1))
    return len(await hub.awaitable_attrs.nodes)


async def awaited_each(session: AsyncSession):
    out = []
    for hub in await session.scalars(select(Hub)):
        out.append(len(await hub.awaitable_attrs.nodes))  # expect: query/n-plus-one
    return out


async def refreshed(session: AsyncSession):
    hub = await session.scalar(select(Hub).limit(1))
    await session.refresh(hub, ["nodes"])
    return len(hub.nodes)


async def refreshed_each(session: AsyncSession):
    out = []
    for hub in (await session.scalars(select(Hub))).all():
        await session.refresh(hub, ["nodes"])  # expect: query/query-in-loop
        out.append(len(hub.nodes))
    return out


async def in_thread(session: AsyncSession):
    def names(inner):
        return [leaf.hub_id for leaf in inner.scalars(select(Leaf))]
    return await session.run_sync(names)


async def got_each(session: AsyncSession, ids):
    return [(await session.get(Hub, pk)).name for pk in ids]  # expect: query/query-in-loop


async def executed_each(session: AsyncSession, names):
    out = []
    for name in names:
        result = await session.execute(select(Hub).where(Hub.name == name))  # expect: query/query-in-loop
        out.append(result.scalar_one_or_none())
    return out


async def committed_each(session: AsyncSession, names):
    for name in names:
        session.add(Hub(name=name))
        await session.commit()  # expect: query/write-in-loop


async def committed_once(session: AsyncSession, names):
    for name in names:
        session.add(Hub(name=name))
    await session.commit()


async def streamed(session: AsyncSession):
    result = await session.stream(select(Leaf))
    return [leaf.hub_id async for leaf in result.scalars()]


async def streamed_lazily(session: AsyncSession):
    result = await session.stream_scalars(select(Leaf))
    return [leaf.hub.name async for leaf in result]  # expect: query/async-lazy-load


async def keys(session: AsyncSession):
    await asyncio.sleep(0)
    return [leaf.hub_id for leaf in await session.scalars(select(Leaf))]
