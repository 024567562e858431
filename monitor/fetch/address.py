"""Which addresses may be connected to: names are resolved here, checked, and handed on as numbers.

A request made for a page must not reach the machine itself, the network it stands in, or a cloud's metadata service:
the addresses of links and redirects are chosen by strangers. The check is made on the numbers that are then
connected to, so that a name which answers differently the second time (rebinding) gains nothing.
"""

from __future__ import annotations

import ipaddress
import queue
import socket
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable

from monitor.errors import FetchError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Lookup = Callable[[str], list[str]]

# Public by number, private by use: the host agent of Azure. The others (169.254.169.254, 100.100.100.200,
# fd00:ec2::254) lie in ranges that are not global anyway.
_METADATA = frozenset({ipaddress.ip_address("168.63.129.16")})
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_KEPT = 20_000


class Allowed:
    """The user's own hosts on private addresses: names, addresses or networks (CIDR)."""

    def __init__(self, entries: Iterable[str] = ()) -> None:
        self._names: set[str] = set()
        self._networks: list[ipaddress.IPv4Network | ipaddress.IPv6Network] = []
        for entry in entries:
            try:
                self._networks.append(ipaddress.ip_network(entry.strip("[]"), strict=False))
            except ValueError:
                self._names.add(entry.lower().rstrip("."))

    def permits(self, host: str, address: Address) -> bool:
        """Whether `address`, to which `host` resolved, may be connected to."""
        if host.lower().rstrip(".") in self._names or any(address in network for network in self._networks):
            return True
        return is_public(address)


def is_public(address: Address) -> bool:
    """Whether an address is on the public Internet, and so is the IPv4 address inside it, if it carries one."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id is not None:
            return False
        inside = address.ipv4_mapped or address.sixtofour
        if inside is None and address in _NAT64:
            inside = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inside is None and address.teredo:
            inside = address.teredo[1]
        if inside is not None:
            return is_public(inside)
    return address.is_global and not address.is_multicast and address not in _METADATA


class Resolver:
    """Names to checked addresses, remembered for `keep` seconds; used by many threads.

    lookup: a name to its addresses as text, raising OSError; the system's resolver by default.
    """

    def __init__(
        self,
        allowed: Allowed,
        *,
        lookup: Lookup | None = None,
        keep: float = 60.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._allowed = allowed
        self._lookup = lookup or _system_lookup
        self._keep = keep
        self._clock = clock
        self._lock = threading.Lock()
        self._known: OrderedDict[str, tuple[float, tuple[Address, ...]]] = OrderedDict()

    def resolve(self, host: str, timeout: float) -> list[str]:
        """The addresses of a host that may be connected to, at least one.

        Raises FetchError: dns, timeout, or private address where none of them may.
        """
        addresses = self._addresses(host, timeout)
        permitted = [address for address in addresses if self._allowed.permits(host, address)]
        if not permitted:
            is_one = "is" if host == addresses[0] else f"leads to {addresses[0]},"
            raise FetchError(
                f"{host} {is_one} a private address; settings.allow_private can allow it.",
                reason="private address",
                retry=False,
            )
        return [str(address) for address in permitted]

    def check_literal(self, host: str) -> None:
        """For requests by a proxy, which resolves names itself: refuses a private address that is written as one.

        Raises FetchError: private address.
        """
        address = ipaddress.ip_address("127.0.0.1") if host.rstrip(".") == "localhost" else _literal(host)
        if address is not None and not self._allowed.permits(host, address):
            raise FetchError(f"{host} is a private address.", reason="private address", retry=False)

    def _addresses(self, host: str, timeout: float) -> tuple[Address, ...]:
        literal = _literal(host)
        if literal is not None:
            return (literal,)
        with self._lock:
            until, addresses = self._known.get(host, (0.0, ()))
        if self._clock() < until:
            return addresses
        addresses = tuple(ipaddress.ip_address(text) for text in self._in_time(host, timeout))
        if not addresses:
            raise FetchError(f"{host} has no address.", reason="dns", retry=True)
        with self._lock:
            self._known[host] = (self._clock() + self._keep, addresses)
            self._known.move_to_end(host)
            while len(self._known) > _KEPT:
                self._known.popitem(last=False)
        return addresses

    def _in_time(self, host: str, timeout: float) -> list[str]:
        """The system's resolver takes no time limit, so it runs in a thread that is left behind when it is late."""
        answer: queue.Queue[list[str] | Exception] = queue.Queue(maxsize=1)

        def look() -> None:
            try:
                answer.put(self._lookup(host))
            except (OSError, ValueError) as error:  # UnicodeError: a label over 63 characters
                answer.put(error)

        threading.Thread(target=look, name=f"resolve {host}", daemon=True).start()
        try:
            result = answer.get(timeout=max(timeout, 0.001))
        except queue.Empty:
            raise FetchError(f"the name {host} did not resolve in time.", reason="timeout", retry=True) from None
        if isinstance(result, Exception):
            said = getattr(result, "strerror", None) or result
            raise FetchError(f"the name {host} does not resolve: {said}.", reason="dns", retry=True) from result
        return result


def _literal(host: str) -> Address | None:
    """The address that a host is written as, also in the old forms that resolvers take (127.1, 0x7f000001)."""
    bare = host.strip("[]")
    try:
        return ipaddress.ip_address(bare)
    except ValueError:
        pass
    if bare[:1].isdigit() and bare[-1:].isalnum():
        try:
            return ipaddress.IPv4Address(socket.inet_aton(bare))
        except OSError:
            return None
    return None


def _system_lookup(host: str) -> list[str]:
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(item[4][0]).split("%")[0] for item in found))
