//! A number that is used again is another descriptor: nothing of the old one shows (wasmer #6431).

use preview1_guests::errno::*;
use preview1_guests::*;

fn main() {
    let dir = workspace();
    make(dir, "one", b"one");
    make(dir, "two", b"two two");
    let first = open(dir, "one", Open::both().append()).unwrap();
    assert_eq!(seek(first, 2, 0), Ok(2));
    assert_eq!(close(first), Ok(()));
    assert_eq!(close(first), Err(BADF));
    assert_eq!(read(first, 9), Err(BADF));
    assert_eq!(stat(first), Err(BADF));

    let second = open(dir, "two", Open::reading()).unwrap();
    assert_eq!(second, first);
    let stat = fdstat(second).unwrap();
    assert_eq!((stat.flags, stat.base & right::FD_WRITE), (0, 0));
    assert_eq!(tell(second), Ok(0));
    assert_eq!(read(second, 99), Ok(b"two two".to_vec()));

    // The lowest free number is given out, as POSIX has it.
    let more: Vec<u32> = (0..4)
        .map(|_| open(dir, "one", Open::reading()).unwrap())
        .collect();
    assert_eq!(more, [second + 1, second + 2, second + 3, second + 4]);
    close(more[2]).unwrap();
    close(more[0]).unwrap();
    assert_eq!(open(dir, "one", Open::reading()), Ok(more[0]));
    assert_eq!(open(dir, "one", Open::reading()), Ok(more[2]));

    // The preopen can be closed; then there is no other way in.
    assert_eq!(close(ROOT), Ok(()));
    assert_eq!(open(ROOT, "workspace", Open::reading()), Err(BADF));
    assert_eq!(open(dir, "one", Open::reading()), Ok(ROOT));
    // Many times over nothing is left behind.
    for _ in 0..10_000 {
        close(open(dir, "one", Open::reading()).unwrap()).unwrap();
    }
}
