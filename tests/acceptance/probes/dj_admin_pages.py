"""Pages of the admin: which columns and inline rows cost a query for each row."""
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


def _home_of(boat):
    return boat.owner.town.name

class _Page(admin.ModelAdmin):
    ordering = ["pk"]


class FkColumnAdmin(_Page, admin.ModelAdmin):
    list_display = ["name", "owner"]


class NullableColumnAdmin(_Page, admin.ModelAdmin):
    list_display = ["name", "heir"]  # expect: query/n-plus-one


class NullableTrueAdmin(_Page, admin.ModelAdmin):
    list_display = ["name", "heir"]  # expect: query/n-plus-one
    list_select_related = True


class NullableTupleAdmin(_Page, admin.ModelAdmin):
    list_display = ["name", "heir"]
    list_select_related = ("heir",)


class OtherTupleAdmin(_Page, admin.ModelAdmin):
    list_display = ["name", "owner"]  # expect: query/n-plus-one
    list_select_related = ("heir",)


class EmptyTupleAdmin(_Page, admin.ModelAdmin):
    list_display = ["name", "owner"]  # expect: query/n-plus-one
    list_select_related = ()


class FalseAdmin(_Page, admin.ModelAdmin):
    list_display = ["name", "owner"]
    list_select_related = False


class QuerysetJoinsAdmin(_Page, admin.ModelAdmin):
    list_display = ["name", "owner"]  # expect: query/n-plus-one

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("heir")


class QuerysetPrefetchAdmin(_Page, admin.ModelAdmin):
    list_display = ["name", "owner"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("towns")


class QuerysetJoinedAdmin(_Page, admin.ModelAdmin):
    list_display = ["name", "home"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("owner__town")


class QuerysetHalfAdmin(_Page, admin.ModelAdmin):
    list_display = ["name", "home"]  # expect: query/n-plus-one

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("owner")


class StrAdmin(_Page, admin.ModelAdmin):  # expect: query/n-plus-one
    pass


class StrColumnAdmin(_Page, admin.ModelAdmin):
    list_display = ["__str__", "name"]  # expect: query/n-plus-one


class StrJoinedAdmin(_Page, admin.ModelAdmin):
    list_display = ["__str__", "owner"]


class PropertyAdmin(_Page, admin.ModelAdmin):
    list_display = ["name", "home"]  # expect: query/n-plus-one


class MethodOfModelAdmin(_Page, admin.ModelAdmin):
    list_display = ["name", "hometown"]  # expect: query/n-plus-one


class CallableAdmin(_Page, admin.ModelAdmin):
    list_display = ["name", _home_of]  # expect: query/n-plus-one


class LambdaAdmin(_Page, admin.ModelAdmin):
    list_display = ["name", lambda boat: boat.owner.name]  # expect: query/n-plus-one


class TrueAdmin(_Page, admin.ModelAdmin):
    list_display = ["name", "home"]
    list_select_related = True


class _Listed(_Page):
    list_display = ("name", "of")

    def of(self, boat):
        return boat.owner.name  # expect: query/n-plus-one


class InheritedListAdmin(_Listed, admin.ModelAdmin):
    pass


class AddedListAdmin(_Listed, admin.ModelAdmin):
    list_display = _Listed.list_display + ("home",)  # expect: query/n-plus-one


class StarredListAdmin(_Listed, admin.ModelAdmin):
    list_display = (*_Listed.list_display, "home")  # expect: query/n-plus-one


class JoinedBaseAdmin(_Listed, admin.ModelAdmin):
    list_select_related = ("owner",)


class _Joined(_Page):
    list_select_related = ("owner",)


class InheritedJoinAdmin(_Joined, admin.ModelAdmin):
    list_display = ("name", "of")

    def of(self, boat):
        return boat.owner.name


class InheritedJoinHalfAdmin(_Joined, admin.ModelAdmin):
    list_display = ("name", "home")  # expect: query/n-plus-one


class AddedJoinAdmin(_Joined, admin.ModelAdmin):
    list_display = ("name", "home")
    list_select_related = _Joined.list_select_related + ("owner__town",)


class _ListedMixin:
    list_display = ("name", "of")

    def of(self, boat):
        return boat.owner.name  # expect: query/n-plus-one


class MixinAdmin(_ListedMixin, _Page, admin.ModelAdmin):
    pass


class GotListAdmin(_Page, admin.ModelAdmin):
    def get_list_display(self, request):
        return ["name", "home"]  # expect: query/n-plus-one


class GotMoreListAdmin(_Page, admin.ModelAdmin):
    list_display = ["name"]

    def get_list_display(self, request):
        columns = super().get_list_display(request)
        return [*columns, "of"]

    def of(self, boat):
        return boat.owner.name  # expect: query/n-plus-one


class GotJoinAdmin(_Page, admin.ModelAdmin):
    list_display = ["name", "of"]

    def get_list_select_related(self, request):
        return ["owner"]

    def of(self, boat):
        return boat.owner.name


class ManyAdmin(_Page, admin.ModelAdmin):
    list_display = ["name", "ports"]

    def ports(self, boat):
        return ", ".join(town.name for town in boat.towns.all())  # expect: query/n-plus-one


class ManyReadyAdmin(_Page, admin.ModelAdmin):
    list_display = ["name", "ports"]

    def ports(self, boat):
        return ", ".join(town.name for town in boat.towns.all())

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("towns")


class DisplayAdmin(_Page, admin.ModelAdmin):
    list_display = ["name", "of"]

    @admin.display(description="Owner", ordering="owner__name")
    def of(self, obj):
        if obj.owner:  # expect: query/n-plus-one
            return obj.owner.name
        return "-"


class HelperAdmin(_Page, admin.ModelAdmin):
    list_display = ["name", "of"]

    def of(self, obj):
        return self._named(obj)  # expect: query/n-plus-one

    def _named(self, obj):
        return _home_of(obj)


class UnlistedAdmin(_Page, admin.ModelAdmin):
    list_display = ["name"]
    readonly_fields = ["of"]
    search_fields = ["owner__name"]
    raw_id_fields = ["owner"]
    list_filter = ["owner"]
    autocomplete_fields = ["heir"]

    def of(self, obj):
        return obj.owner.name


class LookupAdmin(_Page, admin.ModelAdmin):
    list_display = ["name", "owner__name"]  # expect: query/n-plus-one


class SailStrAdmin(_Page, admin.ModelAdmin):
    list_display = ["area", "boat"]
# str(boat) reads boat.owner: joined by select_related()


class SailStrJoinedAdmin(_Page, admin.ModelAdmin):
    list_display = ["area", "boat"]  # expect: query/n-plus-one
    list_select_related = ["boat"]


class ActionAdmin(_Page, admin.ModelAdmin):
    list_display = ["name"]
    actions = ["tell"]

    def tell(self, request, queryset):
        return [boat.owner.name for boat in queryset]  # expect: query/n-plus-one


class ActionHelperAdmin(_Page, admin.ModelAdmin):
    list_display = ["name"]
    actions = ["tell"]

    @admin.action(description="Tell")
    def tell(self, request, queryset):
        return _owners(queryset.filter(name__contains="x"))


def _owners(boats):
    return [boat.owner.name for boat in boats]  # expect: query/n-plus-one


class ActionJoinedAdmin(_Page, admin.ModelAdmin):
    list_display = ["name"]
    actions = ["tell"]

    def tell(self, request, queryset):
        return [boat.owner.name for boat in queryset.select_related("owner")]


@admin.action
def _tell_names(page, request, queryset):
    return [boat.owner.name for boat in queryset]  # expect: query/n-plus-one


class ActionFunctionAdmin(_Page, admin.ModelAdmin):
    list_display = ["name"]
    actions = [_tell_names]


urlpatterns = []


class _Boat1(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat1, FkColumnAdmin)


class _Boat2(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat2, NullableColumnAdmin)


class _Boat3(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat3, NullableTrueAdmin)


class _Boat4(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat4, NullableTupleAdmin)


class _Boat5(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat5, OtherTupleAdmin)


class _Boat6(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat6, EmptyTupleAdmin)


class _Boat7(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat7, FalseAdmin)


class _Boat8(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat8, QuerysetJoinsAdmin)


class _Boat9(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat9, QuerysetPrefetchAdmin)


class _Boat10(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat10, QuerysetJoinedAdmin)


class _Boat11(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat11, QuerysetHalfAdmin)


class _Boat12(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat12, StrAdmin)


class _Boat13(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat13, StrColumnAdmin)


class _Boat14(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat14, StrJoinedAdmin)


class _Boat15(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat15, PropertyAdmin)


class _Boat16(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat16, MethodOfModelAdmin)


class _Boat17(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat17, CallableAdmin)


class _Boat18(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat18, LambdaAdmin)


class _Boat19(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat19, TrueAdmin)


class _Boat20(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat20, InheritedListAdmin)


class _Boat21(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat21, AddedListAdmin)


class _Boat22(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat22, StarredListAdmin)


class _Boat23(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat23, JoinedBaseAdmin)


class _Boat24(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat24, InheritedJoinAdmin)


class _Boat25(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat25, InheritedJoinHalfAdmin)


class _Boat26(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat26, AddedJoinAdmin)


class _Boat27(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat27, MixinAdmin)


class _Boat28(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat28, GotListAdmin)


class _Boat29(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat29, GotMoreListAdmin)


class _Boat30(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat30, GotJoinAdmin)


class _Boat31(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat31, ManyAdmin)


class _Boat32(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat32, ManyReadyAdmin)


class _Boat33(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat33, DisplayAdmin)


class _Boat34(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat34, HelperAdmin)


class _Boat35(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat35, UnlistedAdmin)


class _Boat36(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat36, LookupAdmin)


class _Sail37(Sail):
    class Meta:
        proxy = True


admin.site.register(_Sail37, SailStrAdmin)


class _Sail38(Sail):
    class Meta:
        proxy = True


admin.site.register(_Sail38, SailStrJoinedAdmin)


class _Boat39(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat39, ActionAdmin)


class _Boat40(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat40, ActionHelperAdmin)


class _Boat41(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat41, ActionJoinedAdmin)


class _Boat42(Boat):
    class Meta:
        proxy = True


admin.site.register(_Boat42, ActionFunctionAdmin)
