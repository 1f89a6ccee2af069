"""Rows below another row on a page of the admin: what is shown of them without a choice.

A choice among all rows of a relation, or its key in a box, asks for each row whatever is loaded: no finding.
"""
from django.contrib import admin
from django.db import models


class Town(models.Model):
    name = models.CharField(max_length=40)


class Owner(models.Model):
    name = models.CharField(max_length=40)
    town = models.ForeignKey(Town, on_delete=models.CASCADE, related_name="owners")

    def __str__(self):
        return self.name


class Boat(models.Model):
    name = models.CharField(max_length=40)
    owner = models.ForeignKey(Owner, on_delete=models.CASCADE, related_name="boats")
    heir = models.ForeignKey(Owner, null=True, on_delete=models.CASCADE, related_name="boats_to_come")
    towns = models.ManyToManyField(Town, related_name="boats")

    def __str__(self):
        return f"{self.name} of {self.owner.name}"

    @property
    def home(self):
        return self.owner.town.name

    def hometown(self):
        return self.owner.town.name


class Sail(models.Model):
    area = models.IntegerField()
    boat = models.ForeignKey(Boat, on_delete=models.CASCADE, related_name="sails")
    maker = models.ForeignKey(Owner, null=True, on_delete=models.CASCADE, related_name="made")

    def __str__(self):
        return f"{self.area} of {self.boat.owner.name}"


class _Page(admin.ModelAdmin):
    ordering = ["pk"]


class _StrInline(admin.TabularInline):
    model = Sail  # expect: query/n-plus-one
    fields = ["area"]
    fk_name = "boat"


class StrInlineAdmin(_Page, admin.ModelAdmin):
    list_display = ["name"]
    inlines = [_StrInline]


class _StackedInline(admin.StackedInline):
    model = Sail  # expect: query/n-plus-one
    fields = ["area"]


class StackedAdmin(_Page, admin.ModelAdmin):
    list_display = ["name"]
    inlines = [_StackedInline]


class _ReadonlyInline(admin.TabularInline):
    model = Sail  # expect: query/n-plus-one
    fields = ["area", "maker"]
    readonly_fields = ["maker"]  # expect: query/n-plus-one


class ReadonlyAdmin(_Page, admin.ModelAdmin):
    list_display = ["name"]
    inlines = [_ReadonlyInline]


class _ReadonlyMethodInline(admin.TabularInline):
    model = Sail  # expect: query/n-plus-one
    fields = ["area", "made"]
    readonly_fields = ["made"]

    def made(self, sail):
        return sail.maker.name if sail.maker else ""  # expect: query/n-plus-one


class ReadonlyMethodAdmin(_Page, admin.ModelAdmin):
    list_display = ["name"]
    inlines = [_ReadonlyMethodInline]


class _ReadonlyReadyInline(admin.TabularInline):
    model = Sail
    fields = ["area", "made"]
    readonly_fields = ["made"]

    def made(self, sail):
        return sail.maker.name

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("maker", "boat__owner")


class ReadonlyReadyAdmin(_Page, admin.ModelAdmin):
    list_display = ["name"]
    inlines = [_ReadonlyReadyInline]


class _HalfReadyInline(admin.TabularInline):
    model = Sail  # expect: query/n-plus-one
    fields = ["area"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("boat")


class HalfReadyAdmin(_Page, admin.ModelAdmin):
    list_display = ["name"]
    inlines = [_HalfReadyInline]


class _SelectInline(admin.TabularInline):
    model = Sail  # expect: query/n-plus-one
    fields = ["maker"]


class SelectAdmin(_Page, admin.ModelAdmin):
    list_display = ["name"]
    inlines = [_SelectInline]


class _RawInline(admin.TabularInline):
    model = Sail  # expect: query/n-plus-one
    fields = ["maker"]
    raw_id_fields = ["maker"]


class RawAdmin(_Page, admin.ModelAdmin):
    list_display = ["name"]
    inlines = [_RawInline]


urlpatterns = []


class _Boat43(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat43, StrInlineAdmin)


class _Boat44(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat44, StackedAdmin)


class _Boat45(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat45, ReadonlyAdmin)


class _Boat46(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat46, ReadonlyMethodAdmin)


class _Boat47(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat47, ReadonlyReadyAdmin)


class _Boat48(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat48, SelectAdmin)


class _Boat49(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat49, RawAdmin)


class _BoatHalf(Boat):
    class Meta:
        proxy = True


admin.site.register(_BoatHalf, HalfReadyAdmin)
