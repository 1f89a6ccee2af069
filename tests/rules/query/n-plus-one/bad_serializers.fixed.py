"""What serializers of REST framework read of each row."""
from django.db import models
from rest_framework import generics, serializers


class Band(models.Model):
    name = models.CharField(max_length=40)

    def __str__(self):
        return self.name


class Record(models.Model):
    band = models.ForeignKey(Band, on_delete=models.CASCADE, related_name="records")
    guests = models.ManyToManyField(Band)

    @property
    def credits(self):
        return self.band.name


class RecordSerializer(serializers.ModelSerializer):
    band = serializers.StringRelatedField()

    class Meta:
        model = Record
        fields = ["id", "band"]


class CreditsSerializer(serializers.ModelSerializer):
    class Meta:
        model = Record
        fields = ("id", "credits")


class GuestsSerializer(serializers.ModelSerializer):
    class Meta:
        model = Record
        fields = "__all__"


class BandSerializer(serializers.ModelSerializer):
    records = RecordSerializer(many=True)

    class Meta:
        model = Band
        fields = ["name", "records"]


class RecordList(generics.ListAPIView):
    serializer_class = RecordSerializer

    def get_queryset(self):
        return Record.objects.filter(pk__gt=1).select_related("band")  # expect: query/n-plus-one


class CreditsList(generics.ListAPIView):
    queryset = Record.objects.select_related("band")  # expect: query/n-plus-one
    serializer_class = CreditsSerializer


def guests():
    return GuestsSerializer(Record.objects.prefetch_related("guests"), many=True).data  # expect: query/n-plus-one


def bands():
    rows = Band.objects.prefetch_related("records")
    return BandSerializer(rows, many=True).data
