"""Ways to write loops over rows of peewee: each is rewritten, or left with a reason."""
from peewee import CharField, ForeignKeyField, IntegerField, Model, SqliteDatabase

db = SqliteDatabase(":memory:")


class BaseModel(Model):
    class Meta:
        database = db


class City(BaseModel):
    name = CharField()


class User(BaseModel):
    name = CharField()
    city = ForeignKeyField(City, backref="users")


class Tweet(BaseModel):
    user = ForeignKeyField(User, backref="tweets")
    text = CharField()
    likes = IntegerField(default=0)


class Tag(BaseModel):
    name = CharField(default="new")
    tweet = ForeignKeyField(Tweet, backref="tags", null=True)


class Note(BaseModel):
    text = CharField()

    def save(self, *args, **kwargs):
        self.text = self.text.strip()
        return super().save(*args, **kwargs)


def names():
    return [t.user.name for t in Tweet.select().order_by(Tweet.id)]


def cities():
    return [t.user.city.name for t in Tweet.select().order_by(Tweet.id)]


def one_after_the_other():
    return [(t.user.name, t.user.city.name) for t in Tweet.select().where(Tweet.id > 0).order_by(Tweet.id)]


def may_be_empty():
    return [tag.tweet.text for tag in Tag.select().order_by(Tag.id)]


def lists():
    return [[t.text for t in u.tweets] for u in User.select().order_by(User.id)]


def both():
    found = []
    for t in Tweet.select().order_by(Tweet.id):
        found.append((t.user.name, [tag.name for tag in t.tags]))
    return found


def made(names):
    for name in names:
        Tag.create(name=name, tweet=1)


def made_in_rows(names):
    for name in names:
        Tag.create(
            name=name,
            tweet=1,
        )


def made_long(names):
    for name_of_a_tag_that_is_new in names:
        Tag.create(name=name_of_a_tag_that_is_new.strip().casefold(), tweet=len(name_of_a_tag_that_is_new))


def made_with_comment(names):  # stays: the comment would be lost
    for name in names:
        Tag.create(
            name=name,  # as it is
            tweet=1,
        )


def made_of_dict(names):  # stays: what is set is not seen
    for name in names:
        Tag.create(**{"name": name})


def stripped(names):  # stays: save() would not run
    for name in names:
        Note.create(text=name)
