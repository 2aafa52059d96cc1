use vfs_layer::{Errno, FsError, Limit, LimitExceeded, OpenOptions, Quota, ROOT_FD};

use crate::sandbox::{creating, errno, sandbox, with_quota};

const OPEN: OpenOptions = OpenOptions::reading();

#[test]
fn dot_dot_never_climbs_above_the_base() {
    let mut fs = sandbox();
    fs.mkdir("w/a").unwrap();
    fs.put("w/secret", b"s");
    let dir = fs.directory("w/a");
    for path in [
        "..",
        "../",
        "../secret",
        "./..//secret",
        "b/../../secret",
        ".//.././secret",
    ] {
        let refused = fs.open(dir, path, &OPEN);
        let expected = if path.starts_with('b') {
            Errno::NoEnt
        } else {
            Errno::Perm
        };
        assert_eq!(errno(refused), expected, "{path}");
    }
    for path in ["..", "w/../..", "w/a/../../../etc/passwd"] {
        assert_eq!(fs.at(path, &OPEN), Err(FsError::Escape), "{path}");
    }
    assert_eq!(fs.get("w/a/../secret").unwrap(), b"s");
}

#[test]
fn dot_dot_is_not_lexical() {
    let mut fs = sandbox();
    fs.mkdir("w/a").unwrap();
    fs.put("w/file", b"f");
    // What does not exist, or is no directory, has no `..`.
    assert_eq!(errno(fs.at("w/none/../file", &OPEN)), Errno::NoEnt);
    assert_eq!(errno(fs.at("w/file/../file", &OPEN)), Errno::NotDir);
    // The parent is that of where a symbolic link leads, not of where it is.
    fs.mkdir("w/a/b").unwrap();
    fs.put("w/a/here", b"h");
    fs.ln_s("a/b", "w/link").unwrap();
    assert_eq!(fs.get("w/link/../here").unwrap(), b"h");
}

#[test]
fn absolute_paths_are_refused() {
    let mut fs = sandbox();
    let dir = fs.directory("w");
    for path in ["/", "/w", "//w", "/etc/passwd"] {
        assert_eq!(fs.at(path, &OPEN), Err(FsError::Escape), "{path}");
        assert_eq!(fs.open(dir, path, &OPEN), Err(FsError::Escape), "{path}");
    }
}

#[test]
fn a_trailing_slash_asks_for_a_directory() {
    let mut fs = sandbox();
    fs.put("w/f", b"");
    fs.mkdir("w/d/").unwrap();
    assert_eq!(errno(fs.at("w/f/", &OPEN)), Errno::NotDir);
    assert_eq!(errno(fs.at("w/f//", &OPEN)), Errno::NotDir);
    assert_eq!(errno(fs.at("w/f/.", &OPEN)), Errno::NotDir);
    assert_eq!(errno(fs.stat_at(ROOT_FD, "w/f/", true)), Errno::NotDir);
    assert_eq!(errno(fs.rm("w/f/")), Errno::NotDir);
    assert_eq!(errno(fs.mv("w/f", "w/g/")), Errno::NotDir);
    assert_eq!(errno(fs.mv("w/f/", "w/g")), Errno::NotDir);
    assert_eq!(errno(fs.ln("w/f/", "w/g")), Errno::NotDir);
    assert_eq!(errno(fs.ln("w/f", "w/g/")), Errno::NoEnt);
    assert_eq!(errno(fs.ln_s("f", "w/g/")), Errno::NoEnt);
    assert_eq!(errno(fs.at("w/new/", &creating())), Errno::IsDir);
    assert_eq!(fs.ls("w//d/").unwrap(), Vec::<String>::new());
    fs.mv("w/d/", "w/e/").unwrap();
    fs.rmdir("w/e/").unwrap();
    assert_eq!(fs.ls("w/.").unwrap(), ["f"]);
}

#[test]
fn names_that_are_none_have_their_errnos() {
    let mut fs = sandbox();
    assert_eq!(errno(fs.at("", &OPEN)), Errno::NoEnt);
    assert_eq!(errno(fs.at("w/a\0b", &creating())), Errno::Inval);
    assert_eq!(
        errno(fs.open(ROOT_FD, b"w/\xff", &creating())),
        Errno::IlSeq
    );
    assert_eq!(
        errno(fs.open(ROOT_FD, b"w/\xed\xa0\x80", &creating())),
        Errno::IlSeq
    );
    let long = "n".repeat(256);
    assert_eq!(
        errno(fs.at(&format!("w/{long}"), &creating())),
        Errno::NameTooLong
    );
    assert_eq!(errno(fs.mkdir(&format!("w/{long}"))), Errno::NameTooLong);
    fs.put(&format!("w/{}", "n".repeat(255)), b"");
    let dots = format!("w/{}f", "./".repeat(2047));
    assert_eq!(dots.len(), 4097);
    assert_eq!(errno(fs.at(&dots, &creating())), Errno::NameTooLong);
    let longest = format!("w/{}ff", "./".repeat(2046));
    assert_eq!(longest.len(), 4096);
    fs.put(&longest, b"");
}

#[test]
fn depth_is_limited_by_path_and_by_descriptor() {
    let mut fs = with_quota(Quota {
        depth: 4,
        ..Quota::default()
    });
    fs.mkdir("w/2").unwrap();
    fs.mkdir("w/2/3").unwrap();
    fs.mkdir("w/2/3/4").unwrap();
    let exceeded = LimitExceeded {
        limit: Limit::Depth,
        asked: 5,
        allowed: 4,
    };
    assert_eq!(fs.mkdir("w/2/3/4/5"), Err(FsError::Limit(exceeded)));
    let deep = fs.directory("w/2/3/4");
    assert_eq!(fs.make_directory(deep, "5"), Err(FsError::Limit(exceeded)));
    assert_eq!(
        fs.open(deep, "5", &creating()),
        Err(FsError::Limit(exceeded))
    );
    assert_eq!(fs.symlink("t", deep, "5"), Err(FsError::Limit(exceeded)));
    fs.put("w/f", b"");
    assert_eq!(
        fs.link(ROOT_FD, "w/f", false, deep, "5"),
        Err(FsError::Limit(exceeded))
    );
    assert_eq!(
        fs.rename(ROOT_FD, "w/f", deep, "5"),
        Err(FsError::Limit(exceeded))
    );
    assert_eq!(fs.last_limit(), Some(exceeded));
}

#[test]
fn sixty_five_components_are_too_many() {
    let mut fs = sandbox();
    let sixty_five = vec!["w"; 65].join("/");
    assert_eq!(errno(fs.at(&sixty_five, &OPEN)), Errno::NameTooLong);
    let sixty_four = vec!["w"; 64].join("/");
    assert_eq!(errno(fs.at(&sixty_four, &OPEN)), Errno::NoEnt);
}

#[test]
fn names_are_bytes() {
    let mut fs = sandbox();
    let (nfc, nfd) = ("w/caf\u{e9}", "w/cafe\u{301}");
    fs.put(nfc, b"nfc");
    fs.put(nfd, b"nfd");
    for name in [
        "w/CON", "w/con", "w/nul", "w/a:b", "w/a\\b", "w/...", "w/ ", "w/-rf",
    ] {
        fs.put(name, name.as_bytes());
        assert_eq!(fs.get(name).unwrap(), name.as_bytes());
    }
    assert_eq!(fs.get(nfc).unwrap(), b"nfc");
    assert_eq!(fs.get(nfd).unwrap(), b"nfd");
    assert_eq!(fs.ls("w").unwrap().len(), 10);
}

#[test]
fn what_is_not_granted_looks_like_what_does_not_exist() {
    let mut fs = sandbox();
    for path in [
        "etc/passwd",
        "proc/self/environ",
        "dev/null",
        "usr",
        "nowhere",
    ] {
        assert_eq!(errno(fs.at(path, &OPEN)), Errno::NoEnt, "{path}");
        assert_eq!(
            errno(fs.stat_at(ROOT_FD, path, true)),
            Errno::NoEnt,
            "{path}"
        );
        assert_eq!(errno(fs.rm(path)), Errno::NoEnt, "{path}");
    }
    assert_eq!(fs.ls(".").unwrap(), ["w", "x"]);
    // The skeleton itself is there, and read-only.
    assert_eq!(errno(fs.at("new", &creating())), Errno::RoFs);
    assert_eq!(errno(fs.mkdir("new")), Errno::RoFs);
    assert_eq!(errno(fs.rmdir("w")), Errno::RoFs);
    assert_eq!(errno(fs.mv("w", "v")), Errno::RoFs);
}

#[test]
fn dot_dot_at_a_posix_root_is_the_root_and_elsewhere_still_a_way_out() {
    use vfs_layer::{FsError, MountSpec, Namespace, OpenOptions, Quota, ROOT_FD};
    let built = Namespace::builder(Quota::default())
        .posix_root()
        .mount("/w", MountSpec::scratch())
        .build();
    let mut files = built.unwrap();
    files.write_file("/w/here", b"").unwrap();
    for path in ["../w/here", "w/../../w/here", "../../../w/here"] {
        assert!(files.stat_at(ROOT_FD, path, true).is_ok(), "{path}");
    }
    assert_eq!(
        files.stat_at(ROOT_FD, "../etc/passwd", true),
        Err(FsError::NotFound)
    );
    let inside = files.open(ROOT_FD, "w", &OpenOptions::directory()).unwrap();
    assert_eq!(
        files.stat_at(inside, "../w/here", true),
        Err(FsError::Escape)
    );
}
