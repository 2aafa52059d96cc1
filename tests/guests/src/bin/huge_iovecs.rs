//! Vectors of buffers with hostile counts and lengths: bounded, checked whole, and never allocated for
//! (CVE-2026-27204, GHSA-x84v-gj2h-g759).

use preview1_guests::errno::*;
use preview1_guests::*;

/// A vector of buffers.
fn vector(buffers: &[(u32, u32)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (at, length) in buffers {
        bytes.extend(at.to_le_bytes());
        bytes.extend(length.to_le_bytes());
    }
    bytes
}

/// Every function that takes a vector.
fn everywhere(fd: u32, iovs: u32, count: u32) -> [Answer<()>; 4] {
    let mut done = [0; 4];
    let to = address_mut(&mut done);
    [
        answer(raw::fd_read(fd, iovs, count, to)),
        answer(raw::fd_pread(fd, iovs, count, 0, to)),
        answer(raw::fd_write(fd, iovs, count, to)),
        answer(raw::fd_pwrite(fd, iovs, count, 0, to)),
    ]
}

fn main() {
    let dir = workspace();
    make(dir, "file", b"content");
    let fd = open(dir, "file", Open::both()).unwrap();
    let buffer = [b'x'; 64];
    let at = address(&buffer);

    // Counts: beyond memory, and so large that their size wraps.
    let one = vector(&[(at, 1)]);
    for count in [
        1 << 20,
        1 << 27,
        1 << 28,
        1 << 29,
        (1 << 29) + 1,
        1 << 31,
        u32::MAX,
    ] {
        assert_eq!(
            everywhere(fd, address(&one), count),
            [Err(FAULT); 4],
            "{count}"
        );
    }
    // Lengths: one beyond memory, and the good one before it is not used.
    for length in [1 << 27, 1 << 31, u32::MAX - at, u32::MAX] {
        let two = vector(&[(at, 1), (at, length)]);
        assert_eq!(
            everywhere(fd, address(&two), 2),
            [Err(FAULT); 4],
            "{length}"
        );
    }
    assert_eq!(
        (tell(fd), content(dir, "file")),
        (Ok(0), b"content".to_vec())
    );

    // Buffers that overlap, and together are longer than any count.
    let pages = core::arch::wasm32::memory_size(0) as u32;
    let most = pages * 65_536 - 16;
    let many = vector(&vec![(16, most); 1024]);
    let total = u64::from(most) * 1024;
    let expected = if total > u64::from(u32::MAX) {
        INVAL
    } else {
        FBIG
    };
    let mut done = [0; 4];
    let errno = raw::fd_write(fd, address(&many), 1024, address_mut(&mut done));
    assert_eq!(answer(errno), Err(expected));
    assert_eq!(content(dir, "file"), b"content");

    // No buffers, and empty ones wherever they point.
    assert_eq!(everywhere(fd, address(&one), 0), [Ok(()); 4]);
    assert_eq!(everywhere(fd, u32::MAX, 0), [Err(FAULT); 4]);
    let empty = vector(&[(0, 0), (u32::MAX, 0), (at, 0)]);
    assert_eq!(everywhere(fd, address(&empty), 3), [Ok(()); 4]);

    // More than 1,024: the first ones are served, and the count says so.
    let bytes = vector(&vec![(at, 1); 5000]);
    let errno = raw::fd_pwrite(fd, address(&bytes), 5000, 0, address_mut(&mut done));
    assert_eq!((errno, u32::from_le_bytes(done)), (0, 1024));
    assert_eq!(stat(fd).unwrap().size, 1024);

    // The same buffer twice in a read holds what came last.
    let mut target = [0; 4];
    let to = address_mut(&mut target);
    assert_eq!(pwrite(fd, b"01234567", 0), Ok(8));
    let twice = vector(&[(to, 4), (to, 4)]);
    let errno = raw::fd_pread(fd, address(&twice), 2, 0, address_mut(&mut done));
    assert_eq!((errno, u32::from_le_bytes(done)), (0, 8));
    assert_eq!(&target, b"4567");
}
