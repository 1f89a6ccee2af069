"""Nobody tells which model is meant, or the relation comes with the rows."""
from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.orm import Session, declarative_base, joinedload, relationship

Base = declarative_base()


class Team(Base):
    __tablename__ = "team"
    id = Column(Integer, primary_key=True)
    name = Column(String)


class Player(Base):
    __tablename__ = "player"
    id = Column(Integer, primary_key=True)
    team_id = Column(ForeignKey("team.id"))
    team = relationship(Team)


class Repository:
    model = None

    def __init__(self, session: Session):
        self.session = session

    def all(self):
        return self.session.query(self.model).all()


class Players(Repository):
    model = Player

    def all(self):
        return self.session.query(self.model).options(joinedload(Player.team)).all()


class Store:
    def __init__(self, model, session: Session):
        self.model = model
        self.session = session

    def rows(self):
        return self.session.query(self.model).options(joinedload(self.model.team)).all()


def model_not_known(session: Session):
    return [row.team.name for row in Repository(session).all()]


def loaded_by_the_class_below(session: Session):
    return [player.team.name for player in Players(session).all()]


def either_model(session: Session, by_team: bool):
    store = Store(Team, session) if by_team else Store(Player, session)
    return [row.team.name for row in store.rows()]


def when_left_out(session: Session, players=None):
    players = players or session.query(Player).options(joinedload(Player.team)).all()
    return [player.team.name for player in players]


def given(players=None):
    return [player.team.name for player in players or []]
