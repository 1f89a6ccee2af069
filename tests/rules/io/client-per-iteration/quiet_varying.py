"""Clients whose arguments or settings follow the loop."""
import smtplib
import sqlite3

import httpx
import paramiko
import redis
import requests
from requests import adapters


def per_host(hosts):
    for host in hosts:
        with httpx.Client(base_url=f"https://{host}") as client:
            print(client.get("/").status_code)


def derived(rows):
    for row in rows:
        address = row["host"]
        cache = redis.Redis(address)
        cache.ping()


def counted(hosts):
    port = 0
    while port < 9000:
        port += 1
        redis.Redis("cache", port).ping()


def spread(options):
    for option in options:
        requests.Session(**option).get("https://example.org", timeout=5)


def tokens(accounts, url):
    for account in accounts:
        session = requests.Session()
        session.headers["Authorization"] = account.token
        session.get(url, timeout=5)
    for account in accounts:
        session = requests.Session()
        session.auth = (account.name, account.password)
        session.get(url, timeout=5)
    for account in accounts:
        session = requests.Session()
        session.cookies.set("user", account.name)
        session.get(url, timeout=5)
    for account in accounts:
        with requests.Session() as session:
            session.headers.update({"Authorization": account.token})
            session.get(url, timeout=5)
    for account in accounts:
        session = requests.Session()
        session.mount("https://", adapters.HTTPAdapter(max_retries=account.retries))
        session.get(url, timeout=5)


def traced(urls, new_id):
    for url in urls:
        session = requests.Session()
        session.headers["Trace"] = new_id()
        session.get(url, timeout=5)


def machines(hosts):
    for host in hosts:
        shell = paramiko.SSHClient()
        shell.connect(host)
        shell.exec_command("uptime")
    for host in hosts:
        server = smtplib.SMTP()
        server.connect(host)
        server.quit()


def scratch(scripts):
    for script in scripts:
        database = sqlite3.connect(":memory:")
        database.executescript(script)


def shared_pool(keys, pool):
    for key in keys:
        redis.Redis(connection_pool=pool).get(key)


def once(urls):
    session = requests.Session()
    for url in urls:
        session.get(url, timeout=5)
    for url in requests.Session().get("https://example.org", timeout=5).json():
        print(url)


def make():
    return requests.Session()


def defined_in_loop(urls):
    jobs = []
    for url in urls:
        def job(url=url):
            return requests.Session().get(url, timeout=5)

        jobs.append(job)
    return jobs
