"""What `ssl` is made of, where there is no network, so no TLS either.

Packages make contexts when they are imported and set them up before they connect. So a context
takes settings, as OpenSSL's does, and keeps them; only wrapping a connection is refused.
"""

import os as _os

import _sandbox

OPENSSL_VERSION = "OpenSSL 3.0.0 (absent: the sandbox has no TLS)"
OPENSSL_VERSION_INFO = (3, 0, 0, 0, 0)
OPENSSL_VERSION_NUMBER = 0x30000000
_OPENSSL_API_VERSION = OPENSSL_VERSION_INFO
_DEFAULT_CIPHERS = "@SECLEVEL=2:ECDH+AESGCM:ECDH+CHACHA20:ECDH+AES:DHE+AES:!aNULL:!eNULL:!aDSS:!SHA1:!AESCCM"

HAS_SNI = HAS_ALPN = HAS_ECDH = HAS_TLSv1_2 = HAS_TLSv1_3 = HAS_TLS_UNIQUE = True
HAS_NPN = HAS_SSLv2 = HAS_SSLv3 = HAS_TLSv1 = HAS_TLSv1_1 = HAS_PSK = False


def _constants(prefix, values):
    for name, value in values.items():
        globals()[prefix + name] = value


_constants("CERT_", {"NONE": 0, "OPTIONAL": 1, "REQUIRED": 2})
_constants("ENCODING_", {"PEM": 1, "DER": 2})
_constants("PROTOCOL_", {
    "SSLv23": 2, "TLS": 2, "TLSv1": 3, "TLSv1_1": 4, "TLSv1_2": 5, "TLS_CLIENT": 16, "TLS_SERVER": 17,
})
_constants("PROTO_", {
    "MINIMUM_SUPPORTED": -2, "MAXIMUM_SUPPORTED": -1, "SSLv3": 0x300, "TLSv1": 0x301,
    "TLSv1_1": 0x302, "TLSv1_2": 0x303, "TLSv1_3": 0x304,
})
_constants("OP_", {
    "ALL": 0x80000050, "NO_SSLv2": 0, "LEGACY_SERVER_CONNECT": 4, "ENABLE_KTLS": 8,
    "IGNORE_UNEXPECTED_EOF": 0x80, "NO_TICKET": 0x4000, "NO_COMPRESSION": 0x20000,
    "ENABLE_MIDDLEBOX_COMPAT": 0x100000, "CIPHER_SERVER_PREFERENCE": 0x400000,
    "NO_SSLv3": 0x2000000, "NO_TLSv1": 0x4000000, "NO_TLSv1_2": 0x8000000, "NO_TLSv1_1": 0x10000000,
    "NO_TLSv1_3": 0x20000000, "NO_RENEGOTIATION": 0x40000000, "SINGLE_DH_USE": 0,
    "SINGLE_ECDH_USE": 0,
})
_constants("VERIFY_", {
    "DEFAULT": 0, "CRL_CHECK_LEAF": 0x4, "CRL_CHECK_CHAIN": 0xC, "X509_STRICT": 0x20,
    "ALLOW_PROXY_CERTS": 0x40, "X509_TRUSTED_FIRST": 0x8000, "X509_PARTIAL_CHAIN": 0x80000,
})
_constants("HOSTFLAG_", {
    "ALWAYS_CHECK_SUBJECT": 0x1, "NO_WILDCARDS": 0x2, "NO_PARTIAL_WILDCARDS": 0x4,
    "MULTI_LABEL_WILDCARDS": 0x8, "SINGLE_LABEL_SUBDOMAINS": 0x10, "NEVER_CHECK_SUBJECT": 0x20,
})
_constants("SSL_ERROR_", {
    "SSL": 1, "WANT_READ": 2, "WANT_WRITE": 3, "WANT_X509_LOOKUP": 4, "SYSCALL": 5,
    "ZERO_RETURN": 6, "WANT_CONNECT": 7, "EOF": 8, "INVALID_ERROR_CODE": 10,
})
# RFC 8446, B.2 and the alerts before it.
_constants("ALERT_DESCRIPTION_", {
    "CLOSE_NOTIFY": 0, "UNEXPECTED_MESSAGE": 10, "BAD_RECORD_MAC": 20, "RECORD_OVERFLOW": 22,
    "DECOMPRESSION_FAILURE": 30, "HANDSHAKE_FAILURE": 40, "BAD_CERTIFICATE": 42,
    "UNSUPPORTED_CERTIFICATE": 43, "CERTIFICATE_REVOKED": 44, "CERTIFICATE_EXPIRED": 45,
    "CERTIFICATE_UNKNOWN": 46, "ILLEGAL_PARAMETER": 47, "UNKNOWN_CA": 48, "ACCESS_DENIED": 49,
    "DECODE_ERROR": 50, "DECRYPT_ERROR": 51, "PROTOCOL_VERSION": 70, "INSUFFICIENT_SECURITY": 71,
    "INTERNAL_ERROR": 80, "USER_CANCELLED": 90, "NO_RENEGOTIATION": 100,
    "UNSUPPORTED_EXTENSION": 110, "CERTIFICATE_UNOBTAINABLE": 111, "UNRECOGNIZED_NAME": 112,
    "BAD_CERTIFICATE_STATUS_RESPONSE": 113, "BAD_CERTIFICATE_HASH_VALUE": 114,
    "UNKNOWN_PSK_IDENTITY": 115,
})


class SSLError(OSError):
    """An error of the TLS library."""

    library = reason = None

    def __str__(self):
        return str(self.strerror or self.args)


class SSLZeroReturnError(SSLError):
    """The connection was closed cleanly."""


class SSLWantReadError(SSLError):
    """More has to be received first."""


class SSLWantWriteError(SSLError):
    """Something has to be sent first."""


class SSLSyscallError(SSLError):
    """A system call failed."""


class SSLEOFError(SSLError):
    """The connection was closed abruptly."""


class SSLCertVerificationError(SSLError, ValueError):
    """A certificate does not hold."""

    verify_code = 0
    verify_message = ""


class SSLSession:
    """A session to resume; there is none to have."""


class Certificate:
    """A certificate of a peer's; there is none to have."""


class MemoryBIO:
    """A buffer between a protocol and a connection."""

    def __init__(self):
        self._bytes = bytearray()
        self._ended = False

    @property
    def pending(self):
        return len(self._bytes)

    @property
    def eof(self):
        return self._ended and not self._bytes

    def read(self, size=-1, /):
        end = len(self._bytes) if size < 0 else size
        data = bytes(self._bytes[:end])
        del self._bytes[:end]
        return data

    def write(self, b, /):
        if self._ended:
            raise SSLError(1, "cannot write() after write_eof()")
        self._bytes += b
        return memoryview(b).nbytes

    def write_eof(self):
        self._ended = True


class _SSLContext:
    """Settings for connections that nobody can make."""

    def __new__(cls, protocol, /):
        self = object.__new__(cls)
        self._protocol = protocol
        self._options = OP_ALL | OP_NO_SSLv3 | OP_NO_COMPRESSION
        self._verify_mode = CERT_NONE
        self._verify_flags = VERIFY_X509_TRUSTED_FIRST
        self._versions = [PROTO_TLSv1_2, PROTO_MAXIMUM_SUPPORTED]
        self._check_hostname = False
        self._sni_callback = self._message_callback = None
        if protocol == PROTOCOL_TLS_CLIENT:
            self._verify_mode = CERT_REQUIRED
            self._check_hostname = True
        self._host_flags = HOSTFLAG_NO_PARTIAL_WILDCARDS
        self.keylog_filename = None
        self.post_handshake_auth = False
        self.num_tickets = 2
        return self

    protocol = property(lambda self: self._protocol)
    security_level = property(lambda self: 2)

    @property
    def options(self):
        return self._options

    @options.setter
    def options(self, value):
        self._options = int(value)

    @property
    def verify_flags(self):
        return self._verify_flags

    @verify_flags.setter
    def verify_flags(self, value):
        self._verify_flags = int(value)

    @property
    def verify_mode(self):
        return self._verify_mode

    @verify_mode.setter
    def verify_mode(self, value):
        if value not in (CERT_NONE, CERT_OPTIONAL, CERT_REQUIRED):
            raise ValueError("invalid value for verify_mode")
        if value == CERT_NONE and self._check_hostname:
            raise ValueError("Cannot set verify_mode to CERT_NONE when check_hostname is enabled.")
        self._verify_mode = int(value)

    @property
    def check_hostname(self):
        return self._check_hostname

    @check_hostname.setter
    def check_hostname(self, value):
        self._check_hostname = bool(value)
        if value and self._verify_mode == CERT_NONE:
            self._verify_mode = CERT_REQUIRED

    @property
    def minimum_version(self):
        return self._versions[0]

    @minimum_version.setter
    def minimum_version(self, value):
        self._versions[0] = int(value)

    @property
    def maximum_version(self):
        return self._versions[1]

    @maximum_version.setter
    def maximum_version(self, value):
        self._versions[1] = int(value)

    @property
    def sni_callback(self):
        return self._sni_callback

    @sni_callback.setter
    def sni_callback(self, value):
        if value is not None and not callable(value):
            raise TypeError("not a callable object")
        self._sni_callback = value

    @property
    def _msg_callback(self):
        return self._message_callback

    @_msg_callback.setter
    def _msg_callback(self, value):
        self._message_callback = value

    def set_ciphers(self, cipherlist, /):
        if not isinstance(cipherlist, str):
            raise TypeError("set_ciphers() argument must be str")

    def get_ciphers(self):
        return []

    def set_ecdh_curve(self, name, /):
        pass

    def set_default_verify_paths(self):
        pass

    def load_verify_locations(self, cafile=None, capath=None, cadata=None):
        if cafile is None and capath is None and cadata is None:
            raise TypeError("cafile, capath and cadata cannot be all omitted")
        for path in (cafile, capath):
            if path is not None:
                _os.stat(path)

    def load_cert_chain(self, certfile, keyfile=None, password=None):
        for path in (certfile, keyfile):
            if path is not None:
                _os.stat(path)

    def load_dh_params(self, path, /):
        _os.stat(path)

    def cert_store_stats(self):
        return {"x509": 0, "crl": 0, "x509_ca": 0}

    def get_ca_certs(self, binary_form=False):
        return []

    def session_stats(self):
        names = (
            "number", "connect", "connect_good", "connect_renegotiate", "accept", "accept_good",
            "accept_renegotiate", "hits", "misses", "timeouts", "cache_full",
        )
        return dict.fromkeys(names, 0)

    def _set_alpn_protocols(self, protos, /):
        pass

    def _wrap_socket(self, sock, server_side, server_hostname=None, *, owner=None, session=None):
        _sandbox.refuse_network("ssl.SSLContext.wrap_socket", server_hostname or "")

    def _wrap_bio(
        self, incoming, outgoing, server_side, server_hostname=None, *, owner=None, session=None
    ):
        _sandbox.refuse_network("ssl.SSLContext.wrap_bio", server_hostname or "")


# The two purposes that `ssl.Purpose` names: number, short name, long name, identifier.
_OBJECTS = (
    (129, "serverAuth", "TLS Web Server Authentication", "1.3.6.1.5.5.7.3.1"),
    (130, "clientAuth", "TLS Web Client Authentication", "1.3.6.1.5.5.7.3.2"),
)


def txt2obj(txt, name=False):
    for entry in _OBJECTS:
        if txt == entry[3] or (name and txt in entry[1:3]):
            return entry
    raise ValueError(f"unknown object '{txt:.100}'")


def nid2obj(nid, /):
    for entry in _OBJECTS:
        if nid == entry[0]:
            return entry
    raise ValueError(f"unknown NID {nid}")


def RAND_status():
    return True


def RAND_add(string, entropy, /):
    pass


def RAND_bytes(n, /):
    if n < 0:
        raise ValueError("num must be positive")
    return _os.urandom(n)


def get_default_verify_paths():
    return ("SSL_CERT_FILE", "/etc/ssl/cert.pem", "SSL_CERT_DIR", "/etc/ssl/certs")


def _test_decode_cert(path, /):
    raise SSLError(1, "the sandbox has no TLS")
