"""Monthly figures, read from the warehouse with SQLAlchemy."""

from sqlalchemy import ForeignKey, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship


class Base(DeclarativeBase):
    """Base of the warehouse tables."""


class Region(Base):
    """Where a sale was made."""

    __tablename__ = "region"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Sale(Base):
    """One sale."""

    __tablename__ = "sale"
    id: Mapped[int] = mapped_column(primary_key=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"))
    amount: Mapped[int]
    region: Mapped[Region] = relationship()


def amounts_by_region(url: str) -> dict[str, int]:
    """Add up the sales of each region."""
    totals: dict[str, int] = {}
    with Session(create_engine(url)) as session:
        for sale in session.scalars(select(Sale)):
            name = sale.region.name
            totals[name] = totals.get(name, 0) + sale.amount
    return totals
