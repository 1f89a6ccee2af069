"""Serializers over rows that have what they read, or over one row."""
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


class KeySerializer(serializers.ModelSerializer):
    class Meta:
        model = Record
        fields = ("id", "band")


class BandSerializer(serializers.ModelSerializer):
    records = RecordSerializer(many=True)

    class Meta:
        model = Band
        fields = ["name", "records"]


class RecordList(generics.ListAPIView):
    serializer_class = RecordSerializer

    def get_queryset(self):
        return Record.objects.select_related("band")


class OneRecord(generics.RetrieveAPIView):
    queryset = Record.objects.all()
    serializer_class = RecordSerializer


class KeyList(generics.ListAPIView):
    queryset = Record.objects.all()
    serializer_class = KeySerializer


def bands():
    rows = Band.objects.prefetch_related("records")
    return BandSerializer(rows, many=True).data


def one(pk):
    return RecordSerializer(Record.objects.get(pk=pk)).data
