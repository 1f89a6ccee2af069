"""Zero is never written, and calls that differ decide nothing."""
import smtplib

import requests

NO_TIMEOUT = 0


def fetch(url, host):
    requests.get(url, timeout=7)
    requests.get(url, timeout=8)
    smtplib.SMTP(host)  # expect: io/missing-timeout
    return requests.put(url)  # expect: io/missing-timeout
