from django.core.paginator import Paginator
from django.db import models
from django.http import JsonResponse
from django.shortcuts import render


class Ticket(models.Model):
    number = models.IntegerField(unique=True)
    open = models.BooleanField(default=True)


def page(request):
    return JsonResponse(list(Paginator(Ticket.objects.values(), 20).get_page(1)), safe=False)


def top(request):
    return JsonResponse(list(Ticket.objects.values()[:50]), safe=False)


def some(request):
    return render(request, "all.html", {"tickets": Ticket.objects.filter(open=True)})


def number(request):
    return JsonResponse({"tickets": Ticket.objects.count(), "rows": len(Ticket.objects.all())})


def first(request):
    return render(request, "one.html", {"ticket": Ticket.objects.all().first()})


def no_endpoint():
    return list(Ticket.objects.all())
