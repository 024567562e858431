"""No request reaches a private address, by any spelling, name, redirect or change of mind, unless it is allowed."""

from __future__ import annotations

import ipaddress

import pytest
from raw_server import answer, serving

from monitor.fetch import Client, Failed, Fetched, Limits, Request
from monitor.fetch.address import Allowed, Resolver, is_public

QUICK = Limits(total=20.0, connect=10.0, silence=10.0, delay=0.0)

SPELLINGS = [
    "http://127.0.0.1/",
    "http://localhost/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.1/",
    "http://017700000001/",
    "http://0177.0.0.1/",
    "http://127.0.0.1./",
    "http://0.0.0.0/",
    "http://0/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[fe80::1]/",
    "http://[fd00:ec2::254]/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://100.100.100.200/",
    "http://169.254.169.254/latest/meta-data/",
    "http://168.63.129.16/",
    "http://198.18.0.1/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://user:pass@127.0.0.1/",
    "http://①②⑦.0.0.1/",
]


@pytest.fixture
def strict() -> Client:
    return Client(limits=QUICK)


@pytest.mark.parametrize("url", SPELLINGS)
def test_a_private_address_in_any_spelling(strict: Client, url: str) -> None:
    outcome = strict.get(Request(url=url))
    assert isinstance(outcome, Failed)
    # What cannot be read as an address, or does not resolve, was not connected to either.
    assert outcome.reason in ("private address", "invalid address", "dns")


@pytest.mark.parametrize("url", SPELLINGS[:1] + SPELLINGS[11:28])
def test_a_well_formed_private_address_is_named_as_such(strict: Client, url: str) -> None:
    outcome = strict.get(Request(url=url))
    assert isinstance(outcome, Failed)
    assert outcome.reason == "private address"


def test_a_name_that_leads_to_the_loopback() -> None:
    with serving({"/": answer(b"secret")}) as server:
        client = Client(limits=QUICK, lookup=lambda host: ["127.0.0.1"])
        outcome = client.get(Request(url=server.url("/", "innocent.example")))
        assert isinstance(outcome, Failed)
        assert outcome.reason == "private address"
        assert server.seen == []


def test_a_redirect_to_the_loopback() -> None:
    with serving({"/secret": answer(b"secret")}) as inside, serving() as outside:
        outside.routes["/"] = answer(b"", "302 Found", location=inside.url("/secret", "127.0.0.9"))
        client = Client(limits=QUICK, allow_private=["127.0.0.1"])
        outcome = client.get(Request(url=outside.url("/")))
        assert isinstance(outcome, Failed)
        assert outcome.reason == "private address"
        assert inside.seen == []


def test_a_name_that_changes_its_mind_between_check_and_connection() -> None:
    """Rebinding: a check of its own and a connection that asks again would reach the loopback the second time."""
    answers = iter([["198.51.100.1", "1.1.1.1"]])
    asked: list[str] = []

    def lookup(host: str) -> list[str]:
        asked.append(host)
        return next(answers, ["127.0.0.1"])

    now = 0.0
    with serving({"/": answer(b"secret")}) as server:
        client = Client(limits=QUICK, lookup=lookup, clock=lambda: now)
        url = server.url("/", "flip.example")
        client.get(Request(url=url, robots=False))  # to 1.1.1.1, where nothing answers on this port
        assert asked == ["flip.example"]
        now = 3600.0
        outcome = client.get(Request(url=url, robots=False))
        assert isinstance(outcome, Failed)
        assert outcome.reason == "private address"
        assert server.seen == []


def test_of_the_addresses_of_a_name_only_the_permitted_are_taken() -> None:
    resolver = Resolver(Allowed(["10.1.0.0/16"]), lookup=lambda host: ["10.1.2.3", "127.0.0.1", "1.1.1.1", "::1"])
    assert resolver.resolve("mixed.example", 1.0) == ["10.1.2.3", "1.1.1.1"]


@pytest.mark.parametrize("entry", ["127.0.0.1", "127.0.0.0/8", "intranet.example", "INTRANET.example."])
def test_what_the_user_allows(entry: str) -> None:
    with serving({"/": answer(b"own")}) as server:
        client = Client(limits=QUICK, allow_private=[entry], lookup=lambda host: ["127.0.0.1"])
        outcome = client.get(Request(url=server.url("/", "intranet.example")))
        assert isinstance(outcome, Fetched)
        assert outcome.page.body == b"own"


def test_a_name_that_is_allowed_allows_no_other() -> None:
    client = Client(limits=QUICK, allow_private=["intranet.example"], lookup=lambda host: ["127.0.0.1"])
    for host in ("other.example", "sub.intranet.example", "intranet.example.evil.example"):
        outcome = client.get(Request(url=f"http://{host}/"))
        assert isinstance(outcome, Failed)
        assert outcome.reason == "private address"


def test_public_addresses_are_public() -> None:
    for address in ("1.1.1.1", "114.114.114.114", "2400:3200::1", "::ffff:1.1.1.1", "64:ff9b::101:101"):
        assert is_public(ipaddress.ip_address(address))


def test_a_proxy_is_not_asked_for_a_private_address() -> None:
    with serving() as proxy:
        client = Client(limits=QUICK)
        for url in ("http://127.0.0.1/", "http://localhost/", "http://169.254.169.254/", "http://0x7f.1/"):
            outcome = client.get(Request(url=url, proxy=proxy.url(""), robots=False))
            assert isinstance(outcome, Failed)
            assert outcome.reason == "private address"
        assert proxy.seen == []


def test_a_proxy_carries_a_request_for_a_public_name() -> None:
    with serving({"http://news.example/a": answer(b"by proxy")}) as proxy:
        outcome = Client(limits=QUICK).get(Request(url="http://news.example/a", proxy=proxy.url(""), robots=False))
        assert isinstance(outcome, Fetched)
        assert outcome.page.body == b"by proxy"
        assert outcome.page.url == "http://news.example/a"


def test_a_proxy_that_refuses() -> None:
    with serving({"news.example:443": answer(b"", "407 Proxy Authentication Required")}) as proxy:
        outcome = Client(limits=QUICK).get(Request(url="https://news.example/a", proxy=proxy.url(""), robots=False))
        assert isinstance(outcome, Failed)
        assert outcome.reason == "proxy"
