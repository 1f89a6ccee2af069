from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models


class MemberManager(BaseUserManager):
    def get_by_natural_key(self, username):
        return self.get(username=username)


class Member(AbstractUser):
    friends = models.ManyToManyField("self")
    follows = models.ManyToManyField("self", symmetrical=False, related_name="followers")
    sponsor = models.ForeignKey("self", models.SET_NULL, null=True, blank=True)
    objects = MemberManager()


class Staff(Member):
    desk = models.CharField(max_length=10, db_index=True)


class Visible(Member):
    class Meta:
        proxy = True
