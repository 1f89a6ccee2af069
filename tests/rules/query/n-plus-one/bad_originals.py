"""What a page leads back to, with nothing loaded."""
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


def titles():
    return [page.original.title for page in Page.objects.all()]  # expect: query/n-plus-one


def grandparents():
    pages = Page.objects.select_related("parent")
    return [page.parent.parent for page in pages]  # expect: query/n-plus-one
