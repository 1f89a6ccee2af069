"""What a page leads back to: the same relation is not asked twice of one chain."""
from django.db import models


class Group(models.Model):
    name = models.CharField(max_length=20)


class Page(models.Model):
    title = models.CharField(max_length=80)
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE)
    groups = models.ManyToManyField(Group)

    @property
    def original(self):
        return self.parent or self


def is_public(page):
    return not groups_of(page.original)


def groups_of(page):
    return [group.name for group in page.original.groups.all()]


def public_titles():
    pages = Page.objects.select_related("parent").prefetch_related("groups", "parent__groups")
    return [page.title for page in pages if is_public(page)]


def titles_by_key(keys):
    pages = Page.objects.select_related("parent").prefetch_related("groups", "parent__groups").in_bulk(keys)
    out = []
    for key in keys:
        page = pages.get(key)
        if page is not None and is_public(page):
            out.append(page.title)
    return out
