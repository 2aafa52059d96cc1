//! A symbolic link with an absolute target is followed from the program's own root, and from nowhere
//! else (wazero #2321).

use preview1_guests::errno::*;
use preview1_guests::*;

fn main() {
    let dir = workspace();
    make(dir, "file", b"content");
    symlink("/workspace/file", dir, "absolute").unwrap();
    symlink("/etc/passwd", dir, "outside").unwrap();
    symlink("/", dir, "root").unwrap();
    symlink("/../../workspace/file", dir, "above").unwrap();

    // From the root it leads where it says.
    assert_eq!(content(ROOT, "workspace/absolute"), b"content");
    assert_eq!(content(ROOT, "workspace/root/workspace/file"), b"content");
    assert_eq!(open(ROOT, "workspace/outside", Open::reading()), Err(NOENT));
    assert_eq!(open(ROOT, "workspace/above", Open::reading()), Err(PERM));
    // From a directory further down it would leave that directory.
    for name in [
        "absolute",
        "outside",
        "root",
        "root/workspace/file",
        "above",
    ] {
        assert_eq!(open(dir, name, Open::reading()), Err(PERM), "{name}");
        assert_eq!(stat_follow(dir, name), Err(PERM), "{name}");
    }
    // The link itself is within it.
    assert_eq!(readlink(dir, "outside", 99), Ok("/etc/passwd".to_owned()));
    assert_eq!(unlink(dir, "outside"), Ok(()));
}
