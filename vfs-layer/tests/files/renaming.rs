use vfs_layer::{Errno, OpenOptions, Quota, ROOT_FD};

use crate::sandbox::{errno, sandbox, with_quota};

#[test]
fn a_directory_does_not_go_into_itself() {
    let mut fs = sandbox();
    fs.mkdir("w/a").unwrap();
    fs.mkdir("w/a/b").unwrap();
    for to in ["w/a/b", "w/a/c", "w/a/b/c", "w/a/../a/b/c"] {
        let expected = Errno::Inval;
        assert_eq!(errno(fs.mv("w/a", to)), expected, "{to}");
    }
    // By a descriptor within it as well.
    let inner = fs.directory("w/a/b");
    assert_eq!(errno(fs.rename(ROOT_FD, "w/a", inner, "c")), Errno::Inval);
    // Onto itself is nothing; over its own parent cannot be.
    assert_eq!(errno(fs.mv("w/a", "w/a")), Errno::Success);
    assert_eq!(errno(fs.mv("w/a/b", "w/a")), Errno::NotEmpty);
    assert_eq!(fs.ls("w/a").unwrap(), ["b"]);
}

#[test]
fn what_replaces_what() {
    let mut fs = sandbox();
    for dir in ["w/d", "w/e", "w/full", "w/full/x"] {
        fs.mkdir(dir).unwrap();
    }
    fs.put("w/f", b"f");
    fs.put("w/g", b"g");
    fs.ln_s("nowhere", "w/l").unwrap();
    assert_eq!(errno(fs.mv("w/f", "w/d")), Errno::IsDir);
    assert_eq!(errno(fs.mv("w/d", "w/f")), Errno::NotDir);
    assert_eq!(errno(fs.mv("w/d", "w/full")), Errno::NotEmpty);
    assert_eq!(errno(fs.mv("w/l", "w/d")), Errno::IsDir);
    fs.mv("w/f", "w/g").unwrap();
    assert_eq!(fs.get("w/g").unwrap(), b"f");
    fs.mv("w/g", "w/l").unwrap();
    assert_eq!(fs.get("w/l").unwrap(), b"f");
    fs.mv("w/full", "w/d").unwrap();
    assert_eq!(fs.ls("w/d").unwrap(), ["x"]);
    assert_eq!(fs.usage().inodes, 4);
    assert_eq!(fs.usage().bytes, 1);
}

#[test]
fn dots_and_the_missing() {
    let mut fs = sandbox();
    fs.mkdir("w/d").unwrap();
    for (from, to, expected) in [
        ("w/d/.", "w/e", Errno::Busy),
        ("w/d/..", "w/e", Errno::Busy),
        (".", "w/e", Errno::Busy),
        ("w/d", "w/.", Errno::Busy),
        ("w/none", "w/e", Errno::NoEnt),
        ("w/d", "w/none/e", Errno::NoEnt),
        ("w/d", "x/d", Errno::XDev),
    ] {
        assert_eq!(errno(fs.mv(from, to)), expected, "{from} to {to}");
    }
}

#[test]
fn two_names_of_one_file_stay_two_names() {
    let mut fs = sandbox();
    fs.put("w/a", b"");
    fs.ln("w/a", "w/b").unwrap();
    fs.mv("w/a", "w/b").unwrap();
    assert_eq!(fs.ls("w").unwrap(), ["a", "b"]);
}

#[test]
fn an_open_directory_moves_with_its_descriptor() {
    let mut fs = sandbox();
    fs.mkdir("w/a").unwrap();
    fs.mkdir("w/b").unwrap();
    fs.put("w/a/f", b"f");
    let dir = fs.directory("w/a");
    fs.mv("w/a", "w/b/moved").unwrap();
    let fd = fs.open(dir, "f", &OpenOptions::reading()).unwrap();
    assert_eq!(fs.read_slice(fd, 9).unwrap(), b"f");
    assert_eq!(fs.get("w/b/moved/../moved/f").unwrap(), b"f");
}

#[test]
fn a_replaced_open_file_stays_readable() {
    let mut fs = sandbox();
    fs.put("w/old", b"old");
    fs.put("w/new", b"new");
    let fd = fs.at("w/old", &OpenOptions::reading()).unwrap();
    fs.mv("w/new", "w/old").unwrap();
    assert_eq!(fs.read_slice(fd, 9).unwrap(), b"old");
    assert_eq!(fs.get("w/old").unwrap(), b"new");
    assert_eq!(fs.usage().bytes, 6);
    fs.close(fd).unwrap();
    assert_eq!(fs.usage().bytes, 3);
}

#[test]
fn a_deep_tree_does_not_go_deeper_than_the_limit() {
    let mut fs = with_quota(Quota {
        depth: 6,
        ..Quota::default()
    });
    for dir in ["w/a", "w/a/b", "w/a/b/c", "w/p", "w/p/q", "w/p/q/r"] {
        fs.mkdir(dir).unwrap();
    }
    assert_eq!(errno(fs.mv("w/a", "w/p/q/r/a")), Errno::NameTooLong);
    fs.mv("w/a", "w/p/q/a").unwrap();
    fs.mv("w/p/q/a", "w/p/a").unwrap();
    assert_eq!(fs.ls("w/p/a/b").unwrap(), ["c"]);
}

#[test]
fn renaming_at_a_full_quota_needs_nothing() {
    let mut fs = with_quota(Quota {
        inodes: 2,
        ..Quota::default()
    });
    fs.put("w/a", b"");
    fs.put("w/b", b"");
    for _ in 0..100 {
        fs.mv("w/a", "w/c").unwrap();
        fs.mv("w/c", "w/a").unwrap();
    }
    fs.mv("w/a", "w/b").unwrap();
    assert_eq!(fs.usage().inodes, 1);
}
