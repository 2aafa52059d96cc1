//! There are no sockets: whatever is open is something else.

use preview1_guests::errno::*;
use preview1_guests::*;

fn main() {
    let dir = workspace();
    make(dir, "file", b"");
    let file = open(dir, "file", Open::both()).unwrap();
    let mut place = [0; 16];
    let at = address_mut(&mut place);
    for (fd, errno) in [
        (0, NOTSOCK),
        (1, NOTSOCK),
        (ROOT, NOTSOCK),
        (file, NOTSOCK),
        (99, BADF),
    ] {
        assert_eq!(answer(raw::sock_accept(fd, 0, at)), Err(errno));
        assert_eq!(answer(raw::sock_recv(fd, at, 1, 0, at, at)), Err(errno));
        assert_eq!(answer(raw::sock_send(fd, at, 1, 0, at)), Err(errno));
        assert_eq!(answer(raw::sock_shutdown(fd, 3)), Err(errno));
    }
    assert_eq!(answer(raw::sock_accept(0, 32, at)), Err(INVAL));
    assert_eq!(answer(raw::sock_recv(0, at, 1, 4, at, at)), Err(INVAL));
    assert_eq!(answer(raw::sock_shutdown(0, 4)), Err(INVAL));
    assert_eq!(answer(raw::sched_yield()), Ok(()));
}
