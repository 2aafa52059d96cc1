//! CVE-2026-58494: neither a link nor a rename takes a file to where more may be done with it.

use preview1_guests::errno::*;
use preview1_guests::*;

fn main() {
    let dir = workspace();
    make(dir, "file", b"content");
    mkdir(dir, "sub").unwrap();
    let passed_on = right::ALL & !right::WRITING & !right::PATH_FILESTAT_SET_SIZE;
    let narrow = open(dir, ".", Open::reading().directory().inheriting(passed_on)).unwrap();
    let wide = open(dir, "sub", Open::reading().directory()).unwrap();
    assert_eq!(open(narrow, "file", Open::writing()), Err(NOTCAPABLE));

    assert_eq!(link(narrow, "file", wide, "twin"), Err(NOTCAPABLE));
    assert_eq!(rename(narrow, "file", wide, "moved"), Err(NOTCAPABLE));
    assert_eq!(names(wide), [] as [&str; 0]);
    assert_eq!(content(dir, "file"), b"content");

    // Within the same rights, and to fewer, it is fine.
    assert_eq!(link(narrow, "file", narrow, "twin"), Ok(()));
    assert_eq!(rename(wide, "../sub", narrow, "x"), Err(PERM));
    make(wide, "own", b"");
    assert_eq!(rename(wide, "own", narrow, "own"), Ok(()));
}
