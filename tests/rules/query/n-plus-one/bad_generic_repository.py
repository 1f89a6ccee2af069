"""Queries of models that a generic class does not name."""
from typing import Generic, TypeVar

from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.orm import Session, declarative_base, relationship

Base = declarative_base()
T = TypeVar("T")


class Team(Base):
    __tablename__ = "team"
    id = Column(Integer, primary_key=True)
    name = Column(String)


class Player(Base):
    __tablename__ = "player"
    id = Column(Integer, primary_key=True)
    team_id = Column(ForeignKey("team.id"))
    team = relationship(Team)


class Repository(Generic[T]):
    model = None

    def __init__(self, session: Session):
        self.session = session

    def all(self) -> list[T]:
        return self.session.query(self.model).all()


class Players(Repository[Player]):
    model = Player


class Store(Generic[T]):
    def __init__(self, model: type[T], session: Session):
        self.model = model
        self.session = session

    def rows(self):
        return self.session.query(self.model).all()


class PlayerStore(Store[Player]):
    def __init__(self, session: Session):
        super().__init__(Player, session)


def by_class_attribute(session: Session):
    return [player.team.name for player in Players(session).all()]  # expect: query/n-plus-one


def by_argument(session: Session):
    return [player.team.name for player in Store(Player, session).rows()]  # expect: query/n-plus-one


def by_base_constructor(session: Session):
    return [player.team.name for player in PlayerStore(session).rows()]  # expect: query/n-plus-one


def when_left_out(session: Session, players=None):
    players = players or session.query(Player).all()
    return [player.team.name for player in players]  # expect: query/n-plus-one
