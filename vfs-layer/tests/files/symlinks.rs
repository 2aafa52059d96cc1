use vfs_layer::{
    Errno, FileKind, FsError, LowerLayer, MountSpec, Namespace, OpenOptions, Quota, ROOT_FD,
};

use crate::sandbox::{Sandbox, creating, errno, sandbox};

const OPEN: OpenOptions = OpenOptions::reading();
const NO_FOLLOW: OpenOptions = OpenOptions {
    follow: false,
    ..OPEN
};

#[test]
fn links_are_followed_where_asked() {
    let mut fs = sandbox();
    fs.put("w/f", b"file");
    fs.ln_s("f", "w/l").unwrap();
    assert_eq!(fs.get("w/l").unwrap(), b"file");
    assert_eq!(fs.at("w/l", &NO_FOLLOW), Err(FsError::SymlinkLoop));
    assert_eq!(fs.lstat("w/l").unwrap().kind, FileKind::SymbolicLink);
    assert_eq!(fs.lstat("w/l").unwrap().size, 1);
    assert_eq!(
        fs.stat_at(ROOT_FD, "w/l", true).unwrap().kind,
        FileKind::RegularFile
    );
    assert_eq!(&*fs.read_link(ROOT_FD, "w/l").unwrap(), "f");
    assert_eq!(errno(fs.read_link(ROOT_FD, "w/f")), Errno::Inval);
    assert_eq!(errno(fs.ln_s("f", "w/l")), Errno::Exist);
}

#[test]
fn forty_links_are_followed_and_forty_one_are_not() {
    let mut fs = sandbox();
    fs.put("w/0", b"end");
    for n in 1..=41 {
        fs.ln_s(&(n - 1).to_string(), &format!("w/{n}")).unwrap();
    }
    assert_eq!(fs.get("w/40").unwrap(), b"end");
    assert_eq!(errno(fs.at("w/41", &OPEN)), Errno::Loop);
}

/// POSIX bounds the length of a path with a link's target put in its place; what all targets come to is bounded here.
#[test]
fn targets_as_long_as_can_be_are_not_followed_without_end() {
    let mut fs = sandbox();
    fs.put("w/0", b"end");
    for n in 1..=39 {
        let target = format!("{}{}", "./".repeat(2000), n - 1);
        fs.ln_s(&target, &format!("w/{n}")).unwrap();
    }
    assert_eq!(fs.get("w/1").unwrap(), b"end");
    assert_eq!(errno(fs.at("w/3", &OPEN)), Errno::Loop);
    assert_eq!(errno(fs.at("w/39", &OPEN)), Errno::Loop);
    let longest = format!("w/{}0", "./".repeat(2040));
    assert_eq!(fs.get(&longest).unwrap(), b"end");
}

#[test]
fn loops_end() {
    let mut fs = sandbox();
    fs.ln_s("b", "w/a").unwrap();
    fs.ln_s("a", "w/b").unwrap();
    fs.ln_s(".", "w/dot").unwrap();
    fs.ln_s("self/x", "w/self").unwrap();
    assert_eq!(errno(fs.at("w/a", &OPEN)), Errno::Loop);
    assert_eq!(errno(fs.at("w/self", &OPEN)), Errno::Loop);
    assert_eq!(errno(fs.at("w/a", &creating())), Errno::Loop);
    let dots = format!("w/{}a", "dot/".repeat(41));
    assert_eq!(errno(fs.lstat(&dots)), Errno::Loop);
}

#[test]
fn links_out_of_the_base_are_refused() {
    let mut fs = sandbox();
    fs.put("x/secret", b"s");
    fs.mkdir("w/d").unwrap();
    for (target, name) in [
        ("../../x/secret", "up"),
        ("/x/secret", "absolute"),
        ("/", "root"),
        ("../../../..", "far"),
    ] {
        fs.ln_s(target, &format!("w/d/{name}")).unwrap();
        let dir = fs.directory("w/d");
        assert_eq!(fs.open(dir, name, &OPEN), Err(FsError::Escape), "{target}");
        assert_eq!(
            fs.open(dir, &format!("{name}/x"), &OPEN),
            Err(FsError::Escape),
            "{target}"
        );
        fs.close(dir).unwrap();
    }
    // From the namespace's root, the same links stay inside: there is nothing outside to reach.
    assert_eq!(fs.get("w/d/up").unwrap(), b"s");
    assert_eq!(fs.get("w/d/absolute").unwrap(), b"s");
    assert_eq!(fs.ls("w/d/root").unwrap(), ["w", "x"]);
    assert_eq!(fs.at("w/d/far", &OPEN), Err(FsError::Escape));
    fs.ln_s("/etc/passwd", "w/passwd").unwrap();
    assert_eq!(errno(fs.at("w/passwd", &OPEN)), Errno::NoEnt);
}

#[test]
fn a_dangling_link_is_made_through_but_not_exclusively() {
    let mut fs = sandbox();
    fs.ln_s("target", "w/l").unwrap();
    let exclusive = OpenOptions {
        exclusive: true,
        ..creating()
    };
    assert_eq!(errno(fs.at("w/l", &exclusive)), Errno::Exist);
    assert_eq!(errno(fs.at("w/l", &OPEN)), Errno::NoEnt);
    assert_eq!(errno(fs.mkdir("w/l")), Errno::Exist);
    let fd = fs.at("w/l", &creating()).unwrap();
    fs.close(fd).unwrap();
    assert_eq!(fs.ls("w").unwrap(), ["l", "target"]);
}

#[test]
fn a_link_does_not_carry_a_creation_out_of_its_mount_rights() {
    let lower = LowerLayer::builder().file("f", &b"1"[..]).unwrap().build();
    let builder = Namespace::builder(Quota::default())
        .mount("/w", MountSpec::scratch())
        .mount("/r", MountSpec::read_only(lower.into()));
    let mut fs = Sandbox(builder.build().unwrap());
    fs.ln_s("../r/new", "w/new").unwrap();
    fs.ln_s("../r/f", "w/f").unwrap();
    assert_eq!(errno(fs.at("w/new", &creating())), Errno::RoFs);
    assert_eq!(errno(fs.at("w/f", &OpenOptions::writing())), Errno::RoFs);
    assert_eq!(fs.get("w/f").unwrap(), b"1");
}

#[test]
fn removing_and_renaming_take_the_link_itself() {
    let mut fs = sandbox();
    fs.put("w/f", b"file");
    fs.mkdir("w/d").unwrap();
    fs.ln_s("f", "w/l").unwrap();
    fs.ln_s("d", "w/ld").unwrap();
    fs.mv("w/l", "w/m").unwrap();
    assert_eq!(&*fs.read_link(ROOT_FD, "w/m").unwrap(), "f");
    assert_eq!(errno(fs.rmdir("w/ld")), Errno::NotDir);
    assert_eq!(errno(fs.rmdir("w/ld/")), Errno::NotDir);
    assert_eq!(errno(fs.rm("w/ld/")), Errno::NotDir);
    fs.rm("w/ld").unwrap();
    fs.rm("w/m").unwrap();
    assert_eq!(fs.ls("w").unwrap(), ["f", "d"]);
}

#[test]
fn targets_are_checked() {
    let mut fs = sandbox();
    assert_eq!(errno(fs.ln_s("", "w/l")), Errno::NoEnt);
    assert_eq!(errno(fs.ln_s("a\0", "w/l")), Errno::Inval);
    assert_eq!(errno(fs.symlink(b"\xff", ROOT_FD, "w/l")), Errno::IlSeq);
    assert_eq!(errno(fs.ln_s(&"t".repeat(4096), "w/l")), Errno::NameTooLong);
    // A target may be what no path may; following it finds that out.
    fs.ln_s(&"t".repeat(4095), "w/l").unwrap();
    assert_eq!(errno(fs.at("w/l", &creating())), Errno::NameTooLong);
    assert_eq!(fs.usage().bytes, 4095);
    fs.rm("w/l").unwrap();
    assert_eq!(fs.usage().bytes, 0);
}
