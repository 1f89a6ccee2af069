from django.db import models


class Page(models.Model):
    slug = models.CharField(max_length=40)
    body = models.TextField()


def bodies():
    return [page.body for page in Page.objects.only("slug", "body")]
