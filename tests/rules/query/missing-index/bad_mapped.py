from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Team(Base):
    __tablename__ = "team"
    id: Mapped[int] = mapped_column(primary_key=True)


class Player(Base):
    __tablename__ = "player"
    __table_args__ = (Index("by_mail", "mail"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    mail: Mapped[str] = mapped_column(String(40))
    code: Mapped[str] = mapped_column(String(40), index=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))


def by_name(session, name):
    return session.scalars(select(Player).where(Player.name == name))  # expect: query/missing-index


def by_team(session, team):
    return session.scalars(select(Player).where(Player.team_id == team.id))  # expect: query/missing-index


def indexed(session, code, mail):
    rows = session.scalars(select(Player).where(Player.code == code))
    return rows, session.scalars(select(Player).where(Player.mail == mail))
