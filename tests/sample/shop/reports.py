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
    sales: Mapped[list["Sale"]] = relationship(back_populates="region")


class Sale(Base):
    """One sale."""

    __tablename__ = "sale"
    id: Mapped[int] = mapped_column(primary_key=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("region.id"))
    amount: Mapped[int]
    region: Mapped[Region] = relationship(back_populates="sales")

    @property
    def label(self) -> str:
        """The sale as a line of the report."""
        return f"{self.amount} in {self.region.name}"


def amounts_by_region(url: str) -> dict[str, int]:
    """Add up the sales of each region."""
    totals: dict[str, int] = {}
    with Session(create_engine(url)) as session:
        for sale in session.scalars(select(Sale)):
            name = sale.region.name
            totals[name] = totals.get(name, 0) + sale.amount
    return totals


def best_sales(session: Session) -> list[str]:
    """The fifty largest sales."""
    return [sale.label for sale in session.scalars(select(Sale).order_by(Sale.amount.desc()).limit(50))]


def largest_by_region(session: Session) -> dict[str, int]:
    """The largest sale of each region."""
    largest = {}
    for region in session.scalars(select(Region).order_by(Region.name)):
        largest[region.name] = max((sale.amount for sale in region.sales), default=0)
    return largest
