"""What `socket` is made of, where there is no network.

The names, constants (Linux's values) and pure functions are those that the library and common packages
expect to find. Whatever would reach a network is refused: it raises, and the refusal is in the
run's record. Only this machine's own names and literal addresses can be looked up, as they could
be from `/etc/hosts`.
"""

import errno as _errno
import sys as _sys

import _sandbox

error = OSError
timeout = TimeoutError
has_ipv6 = False

_HOST_NAME = "sandbox"
_LOCAL_NAMES = frozenset({_HOST_NAME, "localhost"})
_LOOPBACK = "127.0.0.1"
_REFUSED = "network is not granted"


def __getattr__(name):
    # `types.CapsuleType` is the type of `CAPI`; any capsule will do.
    if name == "CAPI":
        from _datetime import datetime_CAPI

        return datetime_CAPI
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class herror(OSError):
    """A look-up of an address failed."""


class gaierror(OSError):
    """A look-up of a name failed."""


def _constants(prefix, values):
    for name, value in values.items():
        globals()[prefix + name] = value


_constants("AF_", {"UNSPEC": 0, "UNIX": 1, "INET": 2, "INET6": 10, "NETLINK": 16, "PACKET": 17})
_constants("SOCK_", {
    "STREAM": 1, "DGRAM": 2, "RAW": 3, "RDM": 4, "SEQPACKET": 5, "NONBLOCK": 2048, "CLOEXEC": 524288,
})
_constants("SHUT_", {"RD": 0, "WR": 1, "RDWR": 2})
_constants("SOL_", {"IP": 0, "SOCKET": 1, "TCP": 6, "UDP": 17})
_constants("SO_", {
    "DEBUG": 1, "REUSEADDR": 2, "TYPE": 3, "ERROR": 4, "DONTROUTE": 5, "BROADCAST": 6, "SNDBUF": 7,
    "RCVBUF": 8, "KEEPALIVE": 9, "OOBINLINE": 10, "PRIORITY": 12, "LINGER": 13, "REUSEPORT": 15,
    "PASSCRED": 16, "PEERCRED": 17, "RCVLOWAT": 18, "SNDLOWAT": 19, "RCVTIMEO": 20, "SNDTIMEO": 21,
    "BINDTODEVICE": 25, "ACCEPTCONN": 30, "MARK": 36, "PROTOCOL": 38, "DOMAIN": 39,
})
_constants("IPPROTO_", {
    "IP": 0, "HOPOPTS": 0, "ICMP": 1, "IGMP": 2, "IPIP": 4, "TCP": 6, "EGP": 8, "PUP": 12, "UDP": 17,
    "IPV6": 41, "ROUTING": 43, "FRAGMENT": 44, "GRE": 47, "ESP": 50, "AH": 51, "ICMPV6": 58,
    "NONE": 59, "DSTOPTS": 60, "SCTP": 132, "RAW": 255,
})
_constants("IP_", {
    "TOS": 1, "TTL": 2, "HDRINCL": 3, "OPTIONS": 4, "RECVOPTS": 6, "RETOPTS": 7, "RECVTOS": 13,
    "MULTICAST_IF": 32, "MULTICAST_TTL": 33, "MULTICAST_LOOP": 34, "ADD_MEMBERSHIP": 35,
    "DROP_MEMBERSHIP": 36, "DEFAULT_MULTICAST_TTL": 1, "DEFAULT_MULTICAST_LOOP": 1,
    "MAX_MEMBERSHIPS": 20,
})
_constants("IPV6_", {
    "UNICAST_HOPS": 16, "MULTICAST_IF": 17, "MULTICAST_HOPS": 18, "MULTICAST_LOOP": 19,
    "JOIN_GROUP": 20, "LEAVE_GROUP": 21, "V6ONLY": 26, "TCLASS": 67,
})
_constants("TCP_", {
    "NODELAY": 1, "MAXSEG": 2, "CORK": 3, "KEEPIDLE": 4, "KEEPINTVL": 5, "KEEPCNT": 6, "SYNCNT": 7,
    "LINGER2": 8, "DEFER_ACCEPT": 9, "WINDOW_CLAMP": 10, "INFO": 11, "QUICKACK": 12,
    "CONGESTION": 13, "USER_TIMEOUT": 18, "FASTOPEN": 23,
})
_constants("MSG_", {
    "OOB": 1, "PEEK": 2, "DONTROUTE": 4, "CTRUNC": 8, "TRUNC": 32, "DONTWAIT": 64, "EOR": 128,
    "WAITALL": 256, "NOSIGNAL": 16384, "MORE": 32768,
})
_constants("AI_", {
    "PASSIVE": 1, "CANONNAME": 2, "NUMERICHOST": 4, "V4MAPPED": 8, "ALL": 16, "ADDRCONFIG": 32,
    "NUMERICSERV": 1024,
})
_constants("EAI_", {
    "BADFLAGS": -1, "NONAME": -2, "AGAIN": -3, "FAIL": -4, "NODATA": -5, "FAMILY": -6,
    "SOCKTYPE": -7, "SERVICE": -8, "ADDRFAMILY": -9, "MEMORY": -10, "SYSTEM": -11, "OVERFLOW": -12,
})
_constants("NI_", {
    "NUMERICHOST": 1, "NUMERICSERV": 2, "NOFQDN": 4, "NAMEREQD": 8, "DGRAM": 16, "MAXHOST": 1025,
    "MAXSERV": 32,
})
_constants("INADDR_", {
    "ANY": 0, "BROADCAST": 0xFFFFFFFF, "NONE": 0xFFFFFFFF, "LOOPBACK": 0x7F000001,
    "UNSPEC_GROUP": 0xE0000000, "ALLHOSTS_GROUP": 0xE0000001, "MAX_LOCAL_GROUP": 0xE00000FF,
})
SOMAXCONN = 4096
IPPORT_RESERVED = 1024
IPPORT_USERRESERVED = 5000

# RFC 6335's names for what programs ask for most, as `/etc/services` and `/etc/protocols` have them.
_SERVICES = {
    "ftp-data": 20, "ftp": 21, "ssh": 22, "telnet": 23, "smtp": 25, "domain": 53, "http": 80,
    "pop3": 110, "ntp": 123, "imap2": 143, "https": 443, "submission": 587, "imaps": 993,
    "pop3s": 995,
}
_PROTOCOLS = {"ip": 0, "icmp": 1, "igmp": 2, "tcp": 6, "udp": 17, "ipv6": 41, "ipv6-icmp": 58}


class socket:
    """A socket, which nothing can make."""

    __slots__ = ()

    def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
        _sandbox.refuse_network("socket.socket", _shown(family, "AF_"))

    # What is left of one that a program made without `__init__`.
    family = type = proto = -1

    def fileno(self):
        return -1

    def close(self):
        pass

    def detach(self):
        return -1

    def gettimeout(self):
        return None

    def getblocking(self):
        return True

    timeout = property(gettimeout)


def _refusing(name):
    def refused(self, *args, **kwargs):
        target = args[0] if args and name in {"bind", "connect", "connect_ex"} else ""
        _sandbox.refuse_network(f"socket.{name}", _address(target))

    refused.__name__ = name
    refused.__qualname__ = f"socket.{name}"
    return refused


for _name in (
    "_accept", "bind", "connect", "connect_ex", "getpeername", "getsockname", "getsockopt", "listen",
    "recv", "recv_into", "recvfrom", "recvfrom_into", "send", "sendall", "sendto", "setblocking",
    "setsockopt", "settimeout", "shutdown",
):
    setattr(socket, _name, _refusing(_name))
del _name

SocketType = socket


def _shown(value, prefix):
    """The name of a constant, or the number itself."""
    number = 2 if value == -1 else value
    for name, constant in globals().items():
        if name.startswith(prefix) and constant == number:
            return name
    return str(value)


def _address(target):
    """An address as people write it."""
    if isinstance(target, tuple) and len(target) >= 2:
        return f"{target[0]}:{target[1]}"
    return str(target)


def socketpair(family=None, type=1, proto=0):
    _sandbox.refuse_network("socket.socketpair", "AF_UNIX")


def close(fd):
    raise OSError(_errno.ENOTSOCK, "Not a socket")


def dup(fd):
    raise OSError(_errno.ENOTSOCK, "Not a socket")


_default_timeout = None


def getdefaulttimeout():
    return _default_timeout


def setdefaulttimeout(timeout):
    global _default_timeout
    if timeout is not None and float(timeout) < 0:
        raise ValueError("Timeout value out of range")
    _default_timeout = None if timeout is None else float(timeout)


# Names and addresses


def gethostname():
    return _HOST_NAME


def sethostname(name):
    raise PermissionError(_errno.EPERM, "Operation not permitted")


def _text(host):
    if isinstance(host, (bytes, bytearray)):
        host = bytes(host).decode("ascii")
    if not isinstance(host, str):
        raise TypeError(f"str, bytes or bytearray expected, not {type(host).__name__}")
    return host


def _known_address(host):
    """The address that a literal or a name of this machine's own stands for; None for others."""
    if host.lower() in _LOCAL_NAMES:
        return AF_INET, _LOOPBACK
    for family in (AF_INET, AF_INET6):
        try:
            return family, inet_ntop(family, inet_pton(family, host))
        except OSError:
            pass
    return None


def _refuse_lookup(call, host):
    """A look-up of another machine's: refused, with the error that a resolver would raise."""
    _sandbox.record_network(call, host)
    raise gaierror(EAI_FAIL, _REFUSED)


def gethostbyname(hostname):
    host = _text(hostname)
    known = _known_address(host)
    if known is None or known[0] != AF_INET:
        _refuse_lookup("socket.gethostbyname", host)
    return known[1]


def gethostbyname_ex(hostname):
    return (_text(hostname), [], [gethostbyname(hostname)])


def gethostbyaddr(ip_address):
    host = _text(ip_address)
    known = _known_address(host)
    if known is None or known[1] != _LOOPBACK:
        _sandbox.record_network("socket.gethostbyaddr", host)
        raise herror(1, _REFUSED)
    return (_HOST_NAME, ["localhost"], [_LOOPBACK])


def getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    name = None if host is None else _text(host)
    number = _port(port)
    if name is None or name == "":
        known = AF_INET, "0.0.0.0" if flags & AI_PASSIVE else _LOOPBACK
    else:
        known = _known_address(name)
    if known is None:
        if flags & AI_NUMERICHOST:
            raise gaierror(EAI_NONAME, "Name or service not known")
        _refuse_lookup("socket.getaddrinfo", name if port is None else f"{name}:{number}")
    found, address = known
    if family not in (AF_UNSPEC, found):
        raise gaierror(EAI_ADDRFAMILY, "Address family for hostname not supported")
    place = (address, number) if found == AF_INET else (address, number, 0, 0)
    canonical = name or "" if flags & AI_CANONNAME else ""
    kinds = ((SOCK_STREAM, IPPROTO_TCP), (SOCK_DGRAM, IPPROTO_UDP), (SOCK_RAW, IPPROTO_IP))
    return [
        (found, kind, protocol, canonical, place)
        for kind, protocol in kinds
        if type in (0, kind) and (proto in (0, protocol) or kind == SOCK_RAW)
    ]


def _port(port):
    if port is None:
        return 0
    if isinstance(port, int):
        return port & 0xFFFF
    name = _text(port)
    if name.isdigit():
        return int(name) & 0xFFFF
    if name in _SERVICES:
        return _SERVICES[name]
    raise gaierror(EAI_SERVICE, "Servname not supported for ai_socktype")


def getnameinfo(sockaddr, flags):
    host, port = sockaddr[0], sockaddr[1]
    numeric = bool(flags & NI_NUMERICHOST)
    known = _known_address(_text(host))
    if known is None or not (numeric or known[1] == _LOOPBACK):
        _refuse_lookup("socket.getnameinfo", str(host))
    name = known[1] if numeric else "localhost"
    services = () if flags & NI_NUMERICSERV else _SERVICES.items()
    return name, next((service for service, number in services if number == port), str(port))


def getservbyname(servicename, protocolname=None):
    if servicename not in _SERVICES:
        raise OSError("service/proto not found")
    return _SERVICES[servicename]


def getservbyport(port, protocolname=None):
    for name, number in _SERVICES.items():
        if number == port:
            return name
    raise OSError("port/proto not found")


def getprotobyname(protocolname):
    if protocolname not in _PROTOCOLS:
        raise OSError("protocol not found")
    return _PROTOCOLS[protocolname]


def if_nameindex():
    return []


def if_nametoindex(oname):
    raise OSError("no interface with this name")


def if_indextoname(if_index):
    raise OSError(_errno.ENXIO, "No such device or address")


# Pure functions


def _swapped(value, size):
    if not isinstance(value, int):
        raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")
    if value < 0:
        raise OverflowError("can't convert negative Python int to C unsigned integer")
    if value >> 8 * size:
        raise OverflowError(f"Python int too large to convert to C {8 * size}-bit unsigned integer")
    return int.from_bytes(value.to_bytes(size, _sys.byteorder), "big")


def htons(x, /):
    return _swapped(x, 2)


def htonl(x, /):
    return _swapped(x, 4)


ntohs, ntohl = htons, htonl


def inet_aton(ip_addr):
    """As inet_aton(3): one to four parts, each decimal, octal or hexadecimal; the last fills up."""
    parts = ip_addr.split(".")
    try:
        numbers = [_c_number(part) for part in parts]
    except ValueError:
        numbers = []
    last = 8 * (5 - len(numbers))
    if not 1 <= len(numbers) <= 4 or any(n > 255 for n in numbers[:-1]) or numbers[-1] >> last:
        raise OSError("illegal IP address string passed to inet_aton")
    head = b"".join(number.to_bytes(1) for number in numbers[:-1])
    return head + numbers[-1].to_bytes(4 - len(head))


def _c_number(text):
    if not text.isascii() or not text.isalnum():
        raise ValueError(text)
    if text[:2].lower() == "0x":
        return int(text[2:], 16)
    return int(text, 8 if text.startswith("0") else 10)


def inet_ntoa(packed_ip):
    packed = bytes(packed_ip)
    if len(packed) != 4:
        raise OSError("packed IP wrong length")
    return ".".join(map(str, packed))


def inet_pton(address_family, ip_string):
    import ipaddress

    kind = _address_kind(ipaddress, address_family)
    try:
        if "%" in ip_string:
            raise ValueError(ip_string)
        return kind(ip_string).packed
    except ValueError:
        raise OSError("illegal IP address string passed to inet_pton") from None


def inet_ntop(address_family, packed_ip):
    import ipaddress

    kind = _address_kind(ipaddress, address_family)
    packed = bytes(packed_ip)
    if len(packed) != (4 if kind is ipaddress.IPv4Address else 16):
        raise ValueError("invalid length of packed IP address string")
    return str(kind(packed))


def _address_kind(ipaddress, family):
    if family == AF_INET:
        return ipaddress.IPv4Address
    if family == AF_INET6:
        return ipaddress.IPv6Address
    raise OSError(_errno.EAFNOSUPPORT, "unknown address family")
