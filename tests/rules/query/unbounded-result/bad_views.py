from django.db import models
from django.http import JsonResponse
from django.shortcuts import render


class Ticket(models.Model):
    number = models.IntegerField(unique=True)


def dump(request):
    return JsonResponse(list(Ticket.objects.values()), safe=False)  # expect: query/unbounded-result


def shown(request):
    return render(request, "all.html", {"tickets": Ticket.objects.all()})  # expect: query/unbounded-result


def named(request):
    tickets = Ticket.objects.order_by("number")
    return render(request, "all.html", {"tickets": tickets})  # expect: query/unbounded-result
