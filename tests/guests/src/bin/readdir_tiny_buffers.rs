//! `fd_readdir` into buffers that are too small: filled to the last byte, nothing beside them.

use preview1_guests::*;

fn main() {
    let dir = workspace();
    make(dir, "name", b"");
    make(dir, &"n".repeat(255), b"");
    let whole = readdir_bytes(dir, 4096, 0).unwrap();
    assert_eq!(whole.len(), 24 * 4 + 1 + 2 + 4 + 255);
    for length in 0..whole.len() + 2 {
        let mut buffer = vec![0xa5; length + 16];
        let (at, mut used) = (address_mut(&mut buffer), [0; 4]);
        let errno = raw::fd_readdir(dir, at, length as u32, 0, address_mut(&mut used));
        let used = u32::from_le_bytes(used) as usize;
        assert_eq!((errno, used), (0, length.min(whole.len())));
        assert_eq!(buffer[..used], whole[..used]);
        assert!(buffer[used..].iter().all(|byte| *byte == 0xa5), "{length}");
    }
    // A reader that grows its buffer until an entry fits gets on.
    let (mut cookie, mut length, mut names) = (0, 1, Vec::new());
    loop {
        let bytes = readdir_bytes(dir, length, cookie).unwrap();
        let found = entries(&bytes);
        if let Some(last) = found.last() {
            cookie = last.next;
            names.extend(found.into_iter().map(|entry| entry.name.len()));
        } else if bytes.len() < length {
            break;
        } else {
            length += 1;
        }
    }
    assert_eq!(names, [1, 2, 4, 255]);
}
