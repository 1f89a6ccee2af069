"""Rows that are asked for by their parent: the session has it."""
from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.orm import Session, backref, declarative_base, relationship

Base = declarative_base()


class Account(Base):
    __tablename__ = "accounts"
    id = Column(Integer, primary_key=True)
    name = Column(String)


class Folder(Base):
    __tablename__ = "folders"
    id = Column(Integer, primary_key=True)
    title = Column(String)
    parent_id = Column(ForeignKey("folders.id"))
    parent = relationship("Folder", remote_side=[id], backref="children")


class Note(Base):
    __tablename__ = "notes"
    id = Column(Integer, primary_key=True)
    text = Column(String)
    folder_id = Column(ForeignKey("folders.id"))
    author_id = Column(ForeignKey("accounts.id"))
    editor_id = Column(ForeignKey("accounts.id"))
    folder = relationship("Folder", backref=backref("notes", lazy=True))
    author = relationship("Account", foreign_keys=[author_id], backref="written")
    editor = relationship("Account", foreign_keys=[editor_id], backref="edited")


class Shelf(Base):
    __tablename__ = "shelves"
    id = Column(Integer, primary_key=True)
    label = Column(String)
    upper_id = Column(ForeignKey("shelves.id"))
    lower = relationship("Shelf", backref=backref("upper", remote_side=[id]))


def lines(session: Session, pk: int):
    folder = session.get(Folder, pk)
    return [f"{note.folder.title}: {note.text}" for note in session.query(Note).with_parent(folder)]


def lines_of_unknown(session: Session, folder):
    return [note.folder.title for note in session.query(Note).with_parent(folder).order_by(Note.text)]


def trail(session: Session, pk: int):
    top = session.get(Folder, pk)
    return [f"{folder.parent.title}/{folder.title}" for folder in session.query(Folder).with_parent(top, Folder.children)]


def bylines(session: Session, pk: int):
    account = session.get(Account, pk)
    return [note.author.name for note in session.query(Note).with_parent(account, Account.written)]


def edited(session: Session, account):
    return [note.editor.name for note in session.query(Note).with_parent(account, Account.edited)]


def first_bylines(session: Session, pk: int):
    account = session.get(Account, pk)
    return [note.author.name for note in session.query(Note).with_parent(account)]


def labels(session: Session, pk: int):
    shelf = session.get(Shelf, pk)
    return [board.upper.label for board in session.query(Shelf).with_parent(shelf)]
