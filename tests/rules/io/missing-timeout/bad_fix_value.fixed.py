"""The configured value, in the unit of the parameter; a refusal where there is no parameter."""
import urllib.request

import pymongo
import requests


def fetch(url):
    requests.get(url, timeout=30)  # expect: io/missing-timeout
    pymongo.MongoClient("mongodb://db", timeoutMS=30000)  # expect: io/missing-timeout
    urllib.request.urlretrieve(url)  # expect: io/missing-timeout
