"""The event loop of this platform, as `asyncio` looks for one.

There are no sockets, pipes, processes or threads, so nothing but the program itself can wake a
loop: it runs what is ready, and sleeps until the next timer. A loop with nothing ready and no
timer waits, as any loop would, for as long as the run may last.
"""

import time

import _sandbox
import _sandbox_site

from . import base_events
from . import events

__all__ = ("SelectorEventLoop", "DefaultEventLoopPolicy", "EventLoop")

_FOREVER = base_events.MAXIMUM_SELECT_TIMEOUT


def _refuse_network(call, target=""):
    _sandbox.refuse_network(f"asyncio.{call}", target)


def _place(host, port):
    return "" if host is None and port is None else f"{host}:{port}"


class _Sleeper:
    """What stands in for a selector: time is the only event."""

    def __init__(self, loop):
        self._loop = loop

    def select(self, timeout=None):
        if timeout is None:
            time.sleep(_FOREVER)
        elif timeout > 0:
            until = self._loop.time() + timeout
            time.sleep(timeout)
            self._loop._slept_until = until
        return ()


class SandboxEventLoop(base_events.BaseEventLoop):
    """Runs callbacks and timers. Every other event of `asyncio` is refused where it is asked for."""

    def __init__(self, selector=None):
        super().__init__()
        self._selector = _Sleeper(self)
        self._slept_until = 0.0

    def time(self):
        # A policy may round the program's clocks, or stop them: what was slept has passed all the
        # same, or a timer would never be due.
        return max(super().time(), self._slept_until)

    def _process_events(self, event_list):
        pass

    def _write_to_self(self):
        # Whoever calls this runs on the loop's own thread, so the loop is awake.
        pass

    # Threads

    def run_in_executor(self, executor, func, *args):
        self._check_closed()
        if executor is None and self._default_executor is None:
            _sandbox_site.record_thread("asyncio.run_in_executor", func)
            raise RuntimeError(
                "can't start new thread: the sandbox has no threads, so run_in_executor() and"
                " to_thread() cannot work; call the function directly"
            )
        return super().run_in_executor(executor, func, *args)

    async def shutdown_default_executor(self, timeout=None):
        self._executor_shutdown_called = True
        if self._default_executor is not None:
            self._default_executor.shutdown(wait=True)

    # Processes

    async def _make_subprocess_transport(self, protocol, args, shell, *rest, **options):
        name = "shell" if shell else "exec"
        _sandbox_site.refuse_process(f"asyncio.create_subprocess_{name}", args)

    # The network

    async def getaddrinfo(self, host, port, *, family=0, type=0, proto=0, flags=0):
        return base_events.socket.getaddrinfo(host, port, family, type, proto, flags)

    async def getnameinfo(self, sockaddr, flags=0):
        return base_events.socket.getnameinfo(sockaddr, flags)

    async def create_connection(self, protocol_factory, host=None, port=None, **options):
        _refuse_network("create_connection", _place(host, port))

    async def create_server(self, protocol_factory, host=None, port=None, **options):
        _refuse_network("create_server", _place(host, port))

    async def create_datagram_endpoint(
        self, protocol_factory, local_addr=None, remote_addr=None, **options
    ):
        _refuse_network("create_datagram_endpoint", str(remote_addr or local_addr or ""))

    async def create_unix_connection(self, protocol_factory, path=None, **options):
        _refuse_network("create_unix_connection", str(path or ""))

    async def create_unix_server(self, protocol_factory, path=None, **options):
        _refuse_network("create_unix_server", str(path or ""))

    async def connect_accepted_socket(self, protocol_factory, sock, **options):
        _refuse_network("connect_accepted_socket")

    async def start_tls(self, transport, protocol, sslcontext, **options):
        _refuse_network("start_tls")

    async def sock_accept(self, sock):
        _refuse_network("sock_accept")

    async def sock_connect(self, sock, address):
        _refuse_network("sock_connect", str(address))

    async def sock_recv(self, sock, nbytes):
        _refuse_network("sock_recv")

    async def sock_recv_into(self, sock, buf):
        _refuse_network("sock_recv_into")

    async def sock_recvfrom(self, sock, bufsize):
        _refuse_network("sock_recvfrom")

    async def sock_recvfrom_into(self, sock, buf, nbytes=0):
        _refuse_network("sock_recvfrom_into")

    async def sock_sendall(self, sock, data):
        _refuse_network("sock_sendall")

    async def sock_sendto(self, sock, data, address):
        _refuse_network("sock_sendto", str(address))

    async def sock_sendfile(self, sock, file, offset=0, count=None, *, fallback=True):
        _refuse_network("sock_sendfile")

    # Descriptors. Files are always ready, and nothing else can be open.

    def add_reader(self, fd, callback, *args):
        raise NotImplementedError("no descriptor can be watched: files are always ready")

    def remove_reader(self, fd):
        return False

    def add_writer(self, fd, callback, *args):
        raise NotImplementedError("no descriptor can be watched: files are always ready")

    def remove_writer(self, fd):
        return False

    async def connect_read_pipe(self, protocol_factory, pipe):
        raise NotImplementedError("there are no pipes; standard input is a file: read it directly")

    async def connect_write_pipe(self, protocol_factory, pipe):
        raise NotImplementedError("there are no pipes; standard output is a file: write it directly")

    # Signals

    def add_signal_handler(self, sig, callback, *args):
        raise NotImplementedError("nobody sends signals here; use signal.signal()")

    def remove_signal_handler(self, sig):
        raise NotImplementedError("nobody sends signals here; use signal.signal()")


# The names under which programs ask for the platform's loop.
SelectorEventLoop = EventLoop = SandboxEventLoop


class DefaultEventLoopPolicy(events.BaseDefaultEventLoopPolicy):
    """Makes this platform's loops. There are no child processes, so no watcher of them."""

    _loop_factory = SandboxEventLoop
