from django.db import models


class OwnerField(models.ForeignKey):
    """A foreign key of the project's own."""


class ShortField(models.CharField):
    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 10)
        super().__init__(*args, **kwargs)
