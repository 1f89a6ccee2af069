"""Clients of the standard library, each with its own place for the timeout."""
import ftplib
import http.client
import imaplib
import nntplib
import poplib
import smtplib
import socket
import telnetlib
import urllib.request

import urllib3


def pages(url, opener: urllib.request.OpenerDirector):
    urllib.request.urlopen(url, timeout=10)  # expect: io/missing-timeout
    urllib.request.urlopen(url, b"data", timeout=10)  # expect: io/missing-timeout
    urllib.request.urlopen(url, timeout=10)  # expect: io/missing-timeout
    urllib.request.urlopen(url, None, 10)  # expect: io/missing-timeout
    urllib.request.urlretrieve(url, "page.html")  # expect: io/missing-timeout
    opener.open(url, timeout=10)  # expect: io/missing-timeout
    urllib.request.build_opener().open(url, None, timeout=10)  # expect: io/missing-timeout


def connections(host, port):
    http.client.HTTPConnection(host, timeout=10)  # expect: io/missing-timeout
    http.client.HTTPConnection(host, port, timeout=10)  # expect: io/missing-timeout
    http.client.HTTPSConnection(host, port, None, None, timeout=10)  # expect: io/missing-timeout
    socket.create_connection((host, port), timeout=10)  # expect: io/missing-timeout
    socket.create_connection((host, port), 10)  # expect: io/missing-timeout
    poplib.POP3(host, port, timeout=10)  # expect: io/missing-timeout
    poplib.POP3_SSL(host, port, None, None, timeout=10)  # expect: io/missing-timeout
    imaplib.IMAP4(host, timeout=10)  # expect: io/missing-timeout
    imaplib.IMAP4_SSL(host, port, None, None, None, timeout=10)  # expect: io/missing-timeout
    telnetlib.Telnet(host, timeout=10)  # expect: io/missing-timeout
    nntplib.NNTP(host, timeout=10)  # expect: io/missing-timeout


def mails(host):
    smtplib.SMTP(host, timeout=10)  # expect: io/missing-timeout
    smtplib.SMTP(host=host, timeout=10)  # expect: io/missing-timeout
    smtplib.SMTP_SSL(host, 465, None, None, None, timeout=10)  # expect: io/missing-timeout
    smtplib.LMTP(host, 24, None, None, timeout=10)  # expect: io/missing-timeout


def later(host):
    server = smtplib.SMTP(timeout=10)  # expect: io/missing-timeout
    server.connect(host, 25, ("", 0))
    return server


def transfer(host, port):
    ftplib.FTP(host, timeout=10)  # expect: io/missing-timeout
    ftplib.FTP_TLS(host, "user", "password", "", None, None, None, timeout=10)  # expect: io/missing-timeout
    late = ftplib.FTP(timeout=10)  # expect: io/missing-timeout
    late.connect(host, port)


def pools(url, host):
    pool = urllib3.PoolManager(timeout=10)  # expect: io/missing-timeout
    pool.request("GET", url)
    other = urllib3.HTTPConnectionPool(host, 80, False, timeout=10)  # expect: io/missing-timeout
    other.urlopen("GET", "/")
    none = urllib3.PoolManager(timeout=10)  # expect: io/missing-timeout
    none.request("GET", url)
