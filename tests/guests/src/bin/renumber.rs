//! `fd_renumber` (CVE-2025-53901, GHSA-3p27-qvp9-27qf): onto another, onto itself, onto nothing, and with
//! numbers far beyond the table.

use preview1_guests::errno::*;
use preview1_guests::*;

fn renumber(from: u32, to: u32) -> Answer<()> {
    answer(raw::fd_renumber(from, to))
}

fn main() {
    let dir = workspace();
    make(dir, "one", b"one");
    make(dir, "two", b"two");
    let one = open(dir, "one", Open::reading()).unwrap();
    let two = open(dir, "two", Open::reading()).unwrap();
    let before = fdstat(one).unwrap();

    assert_eq!(renumber(one, one), Ok(()));
    assert_eq!(fdstat(one), Ok(before));
    assert_eq!(renumber(one, two), Ok(()));
    assert_eq!(fdstat(two), Ok(before));
    assert_eq!(read(two, 9), Ok(b"one".to_vec()));
    assert_eq!(read(one, 9), Err(BADF));
    assert_eq!(close(one), Err(BADF));

    // The number that was given up is the next one; nothing is there twice.
    let again = open(dir, "two", Open::reading()).unwrap();
    assert_eq!(again, one);
    assert_eq!(close(again), Ok(()));
    for number in [one, two + 1, 1000, 1 << 16, 1 << 30, u32::MAX - 1, u32::MAX] {
        assert_eq!(renumber(two, number), Err(BADF), "{number}");
        assert_eq!(renumber(number, two), Err(BADF), "{number}");
        assert_eq!(renumber(number, number), Err(BADF), "{number}");
        assert_eq!(close(number), Err(BADF), "{number}");
    }
    assert_eq!(seek(two, 0, 0), Ok(0));
    assert_eq!(read(two, 9), Ok(b"one".to_vec()));

    // Streams and the preopen are descriptors like others.
    assert_eq!(renumber(two, 0), Ok(()));
    assert_eq!(seek(0, 0, 0), Ok(0));
    assert_eq!(read(0, 9), Ok(b"one".to_vec()));
    let root = stat(ROOT).unwrap().ino;
    assert_eq!(renumber(dir, ROOT), Ok(()));
    assert_ne!(stat(ROOT).unwrap().ino, root);
    assert_eq!(content(ROOT, "one"), b"one");
    let mut prestat = [0; 8];
    assert_eq!(
        answer(raw::fd_prestat_get(ROOT, address_mut(&mut prestat))),
        Err(BADF)
    );
}
