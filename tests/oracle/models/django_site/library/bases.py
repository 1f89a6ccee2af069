from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models


class Helper:
    """No model: its fields are none."""

    lost = models.CharField(max_length=3)


class Stamped(models.Model):
    created = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="%(app_label)s_%(class)s_created"
    )

    class Meta:
        abstract = True
        ordering = ["-created"]


class Noted(models.Model):
    notes = GenericRelation("books.Note", related_query_name="%(class)s")
    dropped = models.IntegerField(default=0)

    class Meta(Stamped.Meta):
        abstract = True


class Targeted(models.Model):
    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveIntegerField()
    target = GenericForeignKey()

    class Meta:
        abstract = True
