# enable: query/over-fetch, query/filter-in-python
"""Statements in loops, and queries whose rows nobody reads."""
import time
from collections import Counter, defaultdict
from functools import lru_cache

from django.core.cache import cache
from django.db import models, transaction
from django.db.models import F


class Tag(models.Model):
    word = models.CharField(max_length=40)


class Note(models.Model):
    title = models.CharField(max_length=40)
    stars = models.IntegerField(default=0)
    done = models.BooleanField(default=False)
    tags = models.ManyToManyField(Tag, related_name="notes")

    def finish(self):
        self.done = True
        self.save()

    def twin(self):
        return Note.objects.exclude(pk=self.pk).filter(title=self.title).first()


def _load(pk):
    return Note.objects.get(pk=pk)


@lru_cache(maxsize=None)
def _load_once(pk):
    return Note.objects.get(pk=1)


def got(ids):
    return [Note.objects.get(pk=pk).title for pk in ids]  # expect: query/query-in-loop


def got_in_helper(ids):
    return [_load(pk).title for pk in ids]  # expect: query/query-in-loop


def got_in_cached_helper(ids):
    return [_load_once(1).title for pk in ids]


def got_in_method():
    return [note.twin() for note in Note.objects.all()]  # expect: query/query-in-loop


def got_by_map(ids):
    return list(map(lambda pk: Note.objects.get(pk=pk), ids))  # expect: query/query-in-loop


def kept_by_filter(ids):
    return list(filter(lambda pk: Note.objects.filter(pk=pk).exists(), ids))  # expect: query/query-in-loop


def got_by_map_of_two():
    return list(map(lambda pk: Note.objects.filter(pk=pk).first(), [1, 2]))


def counted(names):
    return {name: Note.objects.filter(title=name).count() for name in names}  # expect: query/query-in-loop


def listed(ids):
    out = []
    for pk in ids:
        out.extend(Note.objects.filter(pk=pk))  # expect: query/query-in-loop
    return out


def looped(ids):
    out = []
    for pk in ids:
        for note in Note.objects.filter(pk=pk):  # expect: query/query-in-loop
            out.append(note.title)
    return out


def tested(ids):
    out = []
    for pk in ids:
        if Note.objects.filter(pk=pk):  # expect: query/query-in-loop
            out.append(pk)
    return out


def aggregated(ids):
    return [Note.objects.filter(pk=pk).aggregate(n=models.Sum("stars"))["n"] for pk in ids]  # expect: query/query-in-loop


def refreshed():
    notes = list(Note.objects.all())
    for note in notes:
        note.refresh_from_db()  # expect: query/query-in-loop
    return notes


def same_each_time(ids):
    out = []
    for pk in ids:
        out.append(Note.objects.filter(done=True).count() + pk)  # expect: query/query-in-loop
    return out


def enumerated(ids):
    out = []
    for index, pk in enumerate(ids):
        out.append((index, Note.objects.filter(pk=pk).first()))  # expect: query/query-in-loop
    return out


def first_hit(names):
    for name in names:
        note = Note.objects.filter(title=name).first()
        if note:
            return note
    return None


def at_once(names):
    for name in names:
        return Note.objects.filter(title=name).first()


def until_found(names):
    for name in names:
        if Note.objects.filter(title=name).exists():
            break
    return name


def few_names():
    return [Note.objects.filter(title=name).count() for name in ["a", "b", "c"]]


def few_numbers():
    return [Note.objects.filter(stars=n).count() for n in range(5)]


def batches(ids):
    out = []
    for start in range(0, len(ids), 100):
        out.extend(Note.objects.filter(pk__in=ids[start:start + 100]))
    return out


def built_only(ids):
    rows = Note.objects.none()
    for pk in ids:
        rows = rows | Note.objects.filter(pk=pk)
    return rows


def filtered_only(names):
    rows = Note.objects.all()
    for name in names:
        rows = rows.exclude(title=name)
    return rows


def cached(ids):
    return [cache.get_or_set(f"n{pk}", lambda: Note.objects.count()) for pk in ids[:1]]


def in_bulk(ids):
    notes = Note.objects.in_bulk(ids)
    return [notes[pk].title for pk in ids]


def lookups(names):
    table = {note.title: note for note in Note.objects.all()}
    counts, groups = Counter(), defaultdict(list)
    for name in names:
        counts.update([name])
        groups[name].append(table.get(name))
    return counts.most_common(1), len(groups)


def created(names):
    for name in names:
        Note.objects.create(title=name)  # expect: query/write-in-loop


def created_and_kept(names):
    return [Note.objects.create(title=name) for name in names]  # expect: query/write-in-loop


def created_or_got(names):
    for name in names:
        Note.objects.get_or_create(title=name)  # expect: query/write-in-loop


def saved():
    for note in Note.objects.all():
        note.stars += 1
        note.save()  # expect: query/write-in-loop


def saved_conditionally():
    for note in Note.objects.all():
        if note.stars > 0:
            note.done = True
            note.save(update_fields=["done"])  # expect: query/write-in-loop


def saved_in_method():
    for note in Note.objects.all():
        note.finish()  # expect: query/write-in-loop


def saved_in_transaction():
    with transaction.atomic():
        for note in Note.objects.all():
            note.save()  # expect: query/write-in-loop


def deleted():
    for note in Note.objects.filter(done=True):
        note.delete()  # expect: query/write-in-loop


def updated(ids):
    for pk in ids:
        Note.objects.filter(pk=pk).update(stars=F("stars") + 1)  # expect: query/write-in-loop


def deleted_by_key(ids):
    for pk in ids:
        Note.objects.filter(pk=pk).delete()  # expect: query/write-in-loop


def tagged():
    tag = Tag.objects.first()
    for note in Note.objects.all():
        note.tags.add(tag)  # expect: query/write-in-loop


def untagged():
    tag = Tag.objects.first()
    for note in Note.objects.all():
        note.tags.remove(tag)  # expect: query/write-in-loop


def retagged(ids):
    for note in Note.objects.all():
        note.tags.set(ids)  # expect: query/write-in-loop


def cleared():
    for note in Note.objects.all():
        note.tags.clear()  # expect: query/write-in-loop


def created_related():
    for note in Note.objects.all():
        note.tags.create(word="new")  # expect: query/write-in-loop


def created_at_once(names):
    Note.objects.bulk_create([Note(title=name) for name in names])


def updated_at_once():
    notes = list(Note.objects.all())
    for note in notes:
        note.stars += 1
    Note.objects.bulk_update(notes, ["stars"])


def updated_in_database():
    Note.objects.filter(done=False).update(stars=F("stars") + 1)


def one_save(pk):
    note = Note.objects.get(pk=pk)
    for name in ("a", "b"):
        note.title += name
    note.save()


def length():
    return len(Note.objects.all())  # expect: query/count-via-len


def length_of_name():
    rows = Note.objects.filter(done=True)
    return len(rows)  # expect: query/count-via-len


def length_and_rows():
    rows = Note.objects.filter(done=True)
    return len(rows), list(rows)


def length_given_away():
    rows = Note.objects.filter(done=True)
    return len(rows), rows


def truth():
    return "yes" if Note.objects.filter(done=True) else "no"  # expect: query/exists-via-bool


def truth_negated():
    rows = Note.objects.filter(done=True)
    return not rows  # expect: query/exists-via-bool


def truth_of_length():
    if len(Note.objects.filter(done=True)):  # expect: query/exists-via-bool
        return 1
    return 0


def truth_in_and(flag):
    if flag or Note.objects.filter(done=True):  # expect: query/exists-via-bool
        return 1
    return 0


def truth_then_first():
    rows = Note.objects.filter(done=True)
    if rows:
        return rows[0]
    return None


def count_positive():
    return Note.objects.filter(done=True).count() > 0  # expect: query/exists-via-count


def count_not_zero():
    return Note.objects.count() != 0  # expect: query/exists-via-count


def count_at_least_one():
    return Note.objects.count() >= 1  # expect: query/exists-via-count


def count_less_than_one():
    return Note.objects.count() < 1  # expect: query/exists-via-count


def zero_less_than_count():
    return 0 < Note.objects.count()  # expect: query/exists-via-count


def count_of_name():
    number = Note.objects.count()
    return number > 0, number


def count_more_than_one():
    return Note.objects.count() > 1


def length_of_values():
    return len(Note.objects.values_list("title", flat=True))  # expect: query/count-via-len


def index_in_loop():
    rows = Note.objects.order_by("pk")
    out = []
    for i in range(rows.count()):
        out.append(rows[i].title)  # expect: query/queryset-index
    return out


def index_of_list():
    rows = list(Note.objects.order_by("pk"))
    return [rows[i].title for i in range(len(rows))]


def two_indexes():
    rows = Note.objects.order_by("pk")
    return rows[0], rows[1]  # expect: query/queryset-index


def one_index():
    return Note.objects.order_by("pk")[0].title


def smallest():
    return min(note.stars for note in Note.objects.all())  # expect: query/aggregate-in-python


def total_of_list():
    return sum([note.stars for note in Note.objects.all()])  # expect: query/aggregate-in-python


def total_of_some():
    return sum(note.stars for note in Note.objects.all() if note.title > "a")


def total_of_slice():
    return sum(note.stars for note in Note.objects.order_by("pk")[:5])


def undone():
    return [note for note in Note.objects.all() if not note.done]  # expect: query/filter-in-python


def done_notes():
    return [note for note in Note.objects.all() if note.done]  # expect: query/filter-in-python


def titles():
    return [note.title for note in Note.objects.all()]  # expect: query/over-fetch


def titles_only():
    return [note.title for note in Note.objects.only("title")]


def two_columns():
    return [(note.title, note.stars) for note in Note.objects.all()]


def waited(ids):
    for _ in ids[:1]:
        time.sleep(0)
    return Note.objects.count()


def saved_of_each_model():
    for model in (Note, Tag):
        for row in model.objects.all():
            row.save()  # expect: query/write-in-loop


def counted_of_each_model():
    return [model.objects.count() for model in (Note, Tag, Note, Tag)]


def looked_up_in_each_model(ids):
    found = []
    for pk in ids:
        for model in [Note, Tag]:
            found.append(model.objects.filter(pk=pk).exists())  # expect: query/query-in-loop
    return found
