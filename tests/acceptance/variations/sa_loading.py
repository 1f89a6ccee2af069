"""Ways to write a statement whose rows lead to others: each is rewritten, or left with a reason."""
import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Integer, String, select
from sqlalchemy.orm import (
    declarative_base,
    defer,
    lazyload,
    load_only,
    relationship,
    selectinload,
)

Base = declarative_base()


class Publisher(Base):
    __tablename__ = "publishers"
    id = Column(Integer, primary_key=True)
    name = Column(String(20))


class Author(Base):
    __tablename__ = "authors"
    id = Column(Integer, primary_key=True)
    name = Column(String(20))
    publisher_id = Column(ForeignKey("publishers.id"))
    publisher = relationship(Publisher)
    books = relationship("Book", back_populates="author", foreign_keys="Book.author_id")


class Book(Base):
    __tablename__ = "books"
    id = Column(Integer, primary_key=True)
    title = Column(String(20))
    author_id = Column(ForeignKey("authors.id"))
    editor_id = Column(ForeignKey("authors.id"), nullable=True)
    author = relationship(Author, back_populates="books", foreign_keys=author_id)
    editor = relationship(Author, foreign_keys=editor_id)
    notes = relationship("Note", back_populates="book")


class Note(Base):
    __tablename__ = "notes"
    id = Column(Integer, primary_key=True)
    text = Column(String(20))
    book_id = Column(ForeignKey("books.id"))
    book = relationship(Book, back_populates="notes")


def queried(session):
    return [b.author.name for b in session.query(Book)]


def queried_all(session):
    return [b.author.name for b in session.query(Book).order_by(Book.id).all()]


def filtered_by(session):
    return [b.author.name for b in session.query(Book).filter_by(editor_id=None)]


def filtered_by_the_key(session):  # stays: all rows have the one author
    return [b.author.name for b in session.query(Book).filter_by(author_id=1)]


def grouped(session):
    return [b.author.name for b in session.query(Book).join(Book.notes).group_by(Book.id).order_by(Book.id)]


def joined(session):
    return [b.author.name for b in session.query(Book).join(Book.author).order_by(Author.name)]


def outer_joined(session):
    return [b.editor and b.editor.name for b in session.query(Book).outerjoin(Book.editor).order_by(Book.id)]


def joined_by_class(session):
    stmt = select(Book).join(Author, Book.author_id == Author.id).order_by(Book.id)
    return [b.author.name for b in session.scalars(stmt)]


def joined_twice(session):
    stmt = select(Book).join(Book.author).join(Author.publisher).order_by(Book.id)
    return [b.author.publisher.name for b in session.scalars(stmt)]


def other_option(session):
    stmt = select(Book).options(selectinload(Book.notes)).order_by(Book.id)
    return [(b.author.name, len(b.notes)) for b in session.scalars(stmt)]


def two_relations(session):
    rows = []
    for b in session.scalars(select(Book).order_by(Book.id)):
        rows.append((b.author.publisher.name, [n.text for n in b.notes], b.editor and b.editor.name))
    return rows


def black_chain(session):
    stmt = (
        select(Book)
        .where(Book.id > 0)
        .order_by(Book.id)
    )
    return [b.author.name for b in session.scalars(stmt)]


def black_options(session):
    stmt = select(Book).options(
        selectinload(Book.notes),
        defer(Book.title),
    ).order_by(Book.id)
    return [(len(b.notes), b.author.name) for b in session.scalars(stmt)]


def continued_rows(session):
    books = session.query(Book) \
        .filter(Book.id > 0) \
        .order_by(Book.id)
    return [b.author.name for b in books]


def module_function(session):
    return [b.author.name for b in session.scalars(sa.select(Book).order_by(Book.id))]


def of_execute(session):
    return [row.Book.author.name for row in session.execute(select(Book).order_by(Book.id))]


def unpacked(session):
    return [b.author.name for (b,) in session.execute(select(Book).order_by(Book.id))]


def limited(session, limit):
    return [b.author.name for b in session.scalars(select(Book).order_by(Book.id).limit(limit))]


def distinct(session):
    return [b.author.name for b in session.scalars(select(Book).distinct().order_by(Book.id))]


def locked(session):
    return [b.author.name for b in session.scalars(select(Book).with_for_update().order_by(Book.id))]


def unique(session):
    return [b.author.name for b in session.scalars(select(Book).order_by(Book.id)).unique()]


def by_function(session):
    return [b.author.name for b in session.scalars(_statement())]


def _statement():
    return select(Book).order_by(Book.id)


def one_of_them(session, pk):
    author = session.get(Author, pk)
    return [[n.text for n in b.notes] for b in author.books]


def one_with_options(session, pk):
    author = session.get(Author, pk, options=[defer(Author.name)])
    return [[n.text for n in b.notes] for b in author.books]


def one_queried(session, pk):
    author = session.query(Author).get(pk)
    return [len(b.notes) for b in author.books]


def one_filtered(session, pk):
    author = session.scalars(select(Author).where(Author.id == pk)).one()
    return [len(b.notes) for b in author.books]


def only_some(session):
    return [b.author.name for b in session.scalars(select(Book).options(load_only(Book.title)).order_by(Book.id))]


def only_another_column(session):
    stmt = select(Note).options(load_only(Note.text)).order_by(Note.id)
    return [n.book_id for n in session.scalars(stmt)]


def nested(session):
    rows = []
    for author in session.scalars(select(Author).order_by(Author.id)):
        for book in author.books:
            rows.append((author.publisher.name, book.title, len(book.notes)))
    return rows


def turned_off(session):
    return [b.author.name for b in session.query(Book).options(lazyload(Book.author)).order_by(Book.id)]


def turned_off_among_others(session):
    query = session.query(Book).options(lazyload(Book.author), selectinload(Book.notes))
    return [(b.author.publisher.name, len(b.notes)) for b in query.order_by(Book.id)]


def streamed(session):
    return [len(b.notes) for b in session.query(Book).order_by(Book.id).yield_per(2)]


def listed(session):
    books = list(session.query(Book).order_by(Book.id))
    return [b.author.name for b in sorted(books, key=lambda b: b.title)]


def in_branches(session):
    books = session.query(Book).order_by(Book.id)
    if books.count():
        books = books.filter(Book.id > 0)
    return [b.author.name for b in books]


def with_alias(session):  # stays: the loader would begin at the alias
    from sqlalchemy.orm import aliased
    other = aliased(Book)
    return [b.author.name for b in session.query(other).order_by(other.id)]


def united(session):  # stays: of two queries
    first = session.query(Book).filter(Book.id < 2)
    return sorted(b.author.name for b in first.union(session.query(Book).filter(Book.id >= 2)))


def local_name(session):
    joinedload = len
    return [joinedload(b.author.name) for b in session.query(Book).order_by(Book.id)]


def got_each(session, ids):
    rows = []
    for pk in ids:
        rows.append(session.get(Book, pk).title)
    return rows


def got_or_none(session, ids):
    return [session.get(Book, pk) for pk in ids]


def got_by_query(session, ids):
    rows = []
    for pk in ids:
        book = session.query(Book).get(pk)
        rows.append(book.title)
    return rows
