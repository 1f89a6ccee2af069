"""The same clients, bounded at every place where a bound may stand."""
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


def pages(url, opener: urllib.request.OpenerDirector, arguments):
    urllib.request.urlopen(url, timeout=5)
    urllib.request.urlopen(url, None, 5)
    urllib.request.urlopen(*arguments)
    opener.open(url, None, 5)


def connections(host, port):
    http.client.HTTPConnection(host, port, 5)
    http.client.HTTPSConnection(host, port, None, None, 5)
    http.client.HTTPSConnection(host, timeout=5)
    socket.create_connection((host, port), 5)
    poplib.POP3(host, port, 5)
    poplib.POP3_SSL(host, port, None, None, 5)
    imaplib.IMAP4(host, port, 5)
    imaplib.IMAP4_SSL(host, port, None, None, None, 5)
    telnetlib.Telnet(host, port, 5)
    nntplib.NNTP(host, 119, None, None, None, False, 5)
    with socket.create_connection((host, port)) as connection:
        connection.settimeout(5)
        return connection.recv(10)


def mails(host, limit):
    smtplib.SMTP(host, 25, None, 5)
    smtplib.SMTP_SSL(host, 465, None, None, None, 5)
    smtplib.LMTP(host, 24, None, None, 5)
    smtplib.SMTP(host, timeout=limit)
    smtplib.SMTP()


def transfer(host, port):
    ftplib.FTP(host, "user", "password", "", 5)
    ftplib.FTP_TLS(host, "user", "password", "", None, None, None, 5)
    first = ftplib.FTP()
    first.connect(host, port, 5)
    second = ftplib.FTP()
    second.connect(host, timeout=5)
    third = ftplib.FTP(timeout=5)
    third.connect(host)


class Pooled:
    def __init__(self):
        self.pool = urllib3.PoolManager()

    def fetch(self, url):
        return self.pool.request("GET", url, timeout=3)


shared = urllib3.PoolManager()


def fetch(url):
    return shared.request("GET", url, timeout=urllib3.Timeout(connect=1, read=2))


def pools(host):
    urllib3.PoolManager(timeout=3)
    urllib3.HTTPConnectionPool(host, 80, 3)
    urllib3.HTTPConnectionPool(host, 80, False, 3)
