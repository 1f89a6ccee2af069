from sqlalchemy import Integer
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


class Base(DeclarativeBase):
    pass


class Row(Base):
    __tablename__ = "row"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)


def each(session: Session, keys):
    for key in keys:
        session.add(Row(id=key))
        session.commit()  # expect: query/write-in-loop
