//! Paths that are none, or too long: NUL, other bytes than UTF-8, names, depth, nothing at all.

use preview1_guests::errno::*;
use preview1_guests::*;

/// What every function on paths says to one.
fn everywhere(dir: u32, path: &(impl AsRef<[u8]> + ?Sized), errno: Errno) {
    let bytes = path.as_ref();
    let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(40)]).into_owned();
    let (at, length) = (address(bytes), bytes.len() as u32);
    let (file, file_length) = (address(b"file"), 4);
    let mut buffer = [0; 64];
    let to = address_mut(&mut buffer);
    let answers = [
        raw::path_open(dir, 0, at, length, 0, 2, 0, 0, to),
        raw::path_open(dir, 0, at, length, 1, 2, 0, 0, to),
        raw::path_create_directory(dir, at, length),
        raw::path_filestat_get(dir, 0, at, length, to),
        raw::path_filestat_set_times(dir, 0, at, length, 0, 0, 0),
        raw::path_readlink(dir, at, length, to, 32, to + 32),
        raw::path_remove_directory(dir, at, length),
        raw::path_unlink_file(dir, at, length),
        raw::path_rename(dir, at, length, dir, file, file_length),
        raw::path_rename(dir, file, file_length, dir, at, length),
        raw::path_link(dir, 0, at, length, dir, file, file_length),
        raw::path_link(dir, 0, file, file_length, dir, at, length),
        raw::path_symlink(file, file_length, dir, at, length),
    ];
    for (index, answer) in answers.into_iter().enumerate() {
        assert_eq!(Errno(answer), errno, "function {index} on {shown:?}");
    }
}

fn main() {
    let dir = workspace();
    make(dir, "file", b"content");
    everywhere(dir, "", NOENT);
    everywhere(dir, "file\0", INVAL);
    everywhere(dir, "\0", INVAL);
    everywhere(dir, "a\0b/file", INVAL);
    everywhere(dir, b"\xff", ILSEQ);
    everywhere(dir, b"file\xc3", ILSEQ);
    everywhere(dir, b"\xed\xa0\x80", ILSEQ);
    everywhere(dir, b"\xc0\xae\xc0\xae", ILSEQ);
    everywhere(dir, &"n".repeat(256), NAMETOOLONG);
    everywhere(dir, &format!("{}/file", "n".repeat(256)), NAMETOOLONG);
    everywhere(dir, &"a/".repeat(65), NAMETOOLONG);
    everywhere(dir, &"/".repeat(4097), NAMETOOLONG);
    everywhere(dir, &"./".repeat(2049), NAMETOOLONG);
    everywhere(dir, &[b'n'; 1 << 20], NAMETOOLONG);
    assert_eq!(content(dir, "file"), b"content");

    // What is only unusual is fine: the longest name, other scripts, control characters, names that
    // mean something elsewhere. Two that look the same are two.
    let longest = "n".repeat(255);
    let composed = "\u{e9}";
    let decomposed = "e\u{301}";
    let usual = [
        &*longest, composed, decomposed, "CON", "nul:", "a\\b", "\u{1}\n", "...", " ", "~",
    ];
    for (index, name) in usual.into_iter().enumerate() {
        make(dir, name, index.to_string().as_bytes());
    }
    for (index, name) in usual.into_iter().enumerate() {
        assert_eq!(content(dir, name), index.to_string().as_bytes(), "{name:?}");
    }
    assert_eq!(names(dir).len(), usual.len() + 1);
    assert_eq!(
        content(dir, &format!("{}file", "./".repeat(2000))),
        b"content"
    );

    // As deep as directories go, and no deeper.
    let mut path = String::new();
    let depth = (0..100)
        .take_while(|_| {
            path.push_str("d/");
            mkdir(dir, &path).is_ok()
        })
        .count();
    assert!((60..64).contains(&depth), "{depth}");
    assert_eq!(mkdir(dir, &path), Err(NAMETOOLONG));
}
