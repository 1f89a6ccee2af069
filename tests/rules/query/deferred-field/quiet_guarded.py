from django.db import models


class Post(models.Model):
    slug = models.SlugField()
    body = models.TextField()


def loaded_bodies():
    out = []
    for post in Post.objects.only("slug"):
        if "body" in post.__dict__:
            out.append(post.body)
    return out


def bodies_or_slugs():
    return [post.slug if "body" in post.get_deferred_fields() else post.body for post in Post.objects.only("slug")]
