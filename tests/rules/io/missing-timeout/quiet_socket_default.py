"""A default for all sockets bounds the standard library, and nothing else needs it here."""
import ftplib
import http.client
import imaplib
import poplib
import smtplib
import socket
import telnetlib
from urllib.request import urlopen, urlretrieve

import urllib3

if True:
    socket.setdefaulttimeout(15)


def everything(url, host):
    urlopen(url)
    urlretrieve(url)
    http.client.HTTPConnection(host)
    smtplib.SMTP(host)
    ftplib.FTP(host)
    poplib.POP3(host)
    imaplib.IMAP4(host)
    telnetlib.Telnet(host)
    urllib3.PoolManager().request("GET", url)
    socket.create_connection((host, 80))
