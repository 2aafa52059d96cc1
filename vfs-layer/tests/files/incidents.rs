//! What went wrong elsewhere, tried here. Each test is named after its incident.

use vfs_layer::{Errno, FsError, MountSpec, Namespace, OpenOptions, Quota, ROOT_FD, Rights};

use crate::sandbox::{Sandbox, creating, errno, sandbox, with_rights};

#[test]
fn cve_2026_47261_truncate_without_write() {
    for missing in [Rights::WRITE, Rights::TRUNCATE] {
        let mut fs = with_rights(Rights::all() - missing);
        let options = OpenOptions {
            truncate: true,
            ..OpenOptions::reading()
        };
        assert_eq!(fs.at("w/f", &options), Err(FsError::AccessDenied(missing)));
        assert_eq!(fs.read_file("/w/f").unwrap(), b"content");
        let mut fs = with_rights(Rights::all());
        let dir = fs.directory("w");
        fs.set_rights(dir, Rights::all(), Rights::all() - missing)
            .unwrap();
        assert_eq!(
            fs.open(dir, "f", &options),
            Err(FsError::NotCapable(missing))
        );
        let fd = fs.open(dir, "f", &OpenOptions::reading()).unwrap();
        assert!(fs.set_size(fd, 0).is_err());
        assert_eq!(fs.read_file("/w/f").unwrap(), b"content");
    }
}

#[test]
fn cve_2026_58494_link_and_rename_across_rights() {
    let mut fs = sandbox();
    fs.mkdir("w/narrow").unwrap();
    fs.mkdir("w/wide").unwrap();
    fs.put("w/narrow/f", b"read only through narrow");
    let (narrow, wide) = (fs.directory("w/narrow"), fs.directory("w/wide"));
    let moving = Rights::READ_ONLY | Rights::RENAME | Rights::LINK;
    fs.set_rights(narrow, moving, moving).unwrap();
    let gained = Rights::all() - moving;
    assert_eq!(
        fs.rename(narrow, "f", wide, "f"),
        Err(FsError::NotCapable(gained))
    );
    assert_eq!(
        fs.link(narrow, "f", false, wide, "f"),
        Err(FsError::NotCapable(gained))
    );
    assert_eq!(
        errno(fs.open(wide, "f", &OpenOptions::writing())),
        Errno::NoEnt
    );
    // Towards fewer rights is fine, and so is what the mount grants in no case.
    fs.put("w/wide/g", b"");
    fs.rename(wide, "g", narrow, "g").unwrap();
    fs.link(wide, "../narrow/f", false, narrow, "h")
        .unwrap_err();
    fs.link(narrow, "f", false, narrow, "h").unwrap();
    let mut fs = with_rights(moving | Rights::CREATE);
    let dir = fs.directory("w/d");
    fs.rename(dir, "inner", ROOT_FD, "w/inner").unwrap();
}

#[test]
fn ghsa_vqjp_4c8c_hfgg_a_trailing_slash_does_not_defeat_no_follow() {
    let mut fs = sandbox();
    fs.mkdir("w/d").unwrap();
    fs.ln_s("d", "w/l").unwrap();
    for path in ["w/l", "w/l/", "w/l//"] {
        for directory in [false, true] {
            let options = OpenOptions {
                follow: false,
                directory,
                ..OpenOptions::reading()
            };
            assert_eq!(fs.at(path, &options), Err(FsError::SymlinkLoop), "{path}");
        }
    }
    assert_eq!(errno(fs.stat_at(ROOT_FD, "w/l/", false)), Errno::NotDir);
    assert_eq!(fs.ls("w/l/").unwrap(), Vec::<String>::new());
}

#[test]
fn cve_2025_53901_and_ghsa_3p27_qvp9_27qf_renumber() {
    let mut fs = sandbox();
    fs.put("w/f", b"abc");
    let fd = fs.at("w/f", &OpenOptions::reading()).unwrap();
    let before = fs.usage();
    fs.renumber(fd, fd).unwrap();
    assert_eq!(fs.usage(), before);
    for (from, to) in [
        (fd, 99),
        (99, fd),
        (fd, u32::MAX),
        (u32::MAX, fd),
        (u32::MAX, u32::MAX),
    ] {
        assert_eq!(errno(fs.renumber(from, to)), Errno::BadF);
    }
    assert_eq!(fs.read_slice(fd, 9).unwrap(), b"abc");
    for target in [0, 1, 2, ROOT_FD] {
        let fd = fs.table_with_file();
        fs.renumber(fd, target).unwrap();
        assert_eq!(fs.preopen(target), Ok(None));
        assert_eq!(fs.pread_slice(target, 9, 0).unwrap(), b"abc");
        fs.begin_run();
    }
}

impl Sandbox {
    fn table_with_file(&mut self) -> vfs_layer::Fd {
        self.at("w/f", &OpenOptions::reading()).unwrap()
    }
}

#[test]
fn cve_2026_27204_and_ghsa_x84v_gj2h_g759_sizes_from_the_guest_allocate_nothing() {
    let mut fs = sandbox();
    let fd = fs.at("w/f", &creating()).unwrap();
    for size in [1 << 32, 1 << 62, u64::MAX] {
        assert_eq!(errno(fs.set_size(fd, size)), Errno::FBig);
        assert_eq!(errno(fs.allocate(fd, size, size)), Errno::FBig);
        assert_eq!(fs.read_directory(ROOT_FD, size).unwrap().count(), 0);
    }
    assert_eq!(fs.pread_slice(fd, usize::MAX, u64::MAX).unwrap(), b"");
    assert_eq!(fs.usage().bytes, 0);
}

#[test]
fn eryx_ghsa_8h84_8vq7_j6cv_a_huge_offset() {
    let mut fs = sandbox();
    let fd = fs.at("w/f", &creating()).unwrap();
    assert_eq!(errno(fs.pwrite(fd, b"x", 1 << 40)), Errno::FBig);
    assert_eq!(errno(fs.pwrite(fd, b"x", u64::MAX)), Errno::FBig);
    fs.pwrite(fd, b"x", 0).unwrap();
    assert_eq!(fs.usage().bytes, 1);
}

#[test]
fn wasmer_6431_slot_reuse() {
    let mut fs = sandbox();
    fs.put("w/secret", b"secret");
    fs.put("w/public", b"public");
    let old = fs.at("w/secret", &OpenOptions::reading()).unwrap();
    fs.rm("w/secret").unwrap();
    fs.close(old).unwrap();
    // The secret's inode and descriptor are used again; nothing of it shows.
    fs.put("w/new", b"");
    let new = fs.at("w/new", &creating()).unwrap();
    assert_eq!(new, old);
    fs.set_size(new, 6).unwrap();
    assert_eq!(fs.pread_slice(new, 9, 0).unwrap(), [0; 6]);
}

#[test]
fn wasmer_6941_cookies_survive_changes() {
    let mut fs = sandbox();
    for n in 0..10 {
        fs.put(&format!("w/{n}"), b"");
    }
    let dir = fs.directory("w");
    let fifth = fs.read_directory(dir, 0).unwrap().nth(6).unwrap();
    assert_eq!(fifth.name, "4");
    let cookie = fifth.next;
    for n in 0..4 {
        fs.rm(&format!("w/{n}")).unwrap();
    }
    assert_eq!(
        fs.read_directory(dir, cookie).unwrap().next().unwrap().name,
        "5"
    );
}

#[test]
fn wazero_2321_a_symbolic_link_does_not_lead_out_of_its_mount() {
    let mut fs = sandbox();
    fs.put("x/secret", b"");
    fs.mkdir("w/d").unwrap();
    fs.ln_s("../../x", "w/d/out").unwrap();
    let dir = fs.directory("w");
    for path in ["d/out", "d/out/", "d/out/secret", "d/out/../x/secret"] {
        assert_eq!(
            fs.open(dir, path, &OpenOptions::reading()),
            Err(FsError::Escape),
            "{path}"
        );
        assert_eq!(fs.stat_at(dir, path, true), Err(FsError::Escape), "{path}");
    }
}

#[test]
fn node_47193_a_refused_open_says_so_and_makes_nothing() {
    let builder = Namespace::builder(Quota::default())
        .mount("/w", MountSpec::scratch().rights(Rights::READ_ONLY));
    let mut fs = Sandbox(builder.build().unwrap());
    assert_eq!(errno(fs.at("w/f", &creating())), Errno::RoFs);
    assert_eq!(fs.ls("w").unwrap(), Vec::<String>::new());
}

#[test]
fn cve_2025_4517_an_archive_does_not_write_through_links_it_made() {
    // As a hostile tar: a directory, links that add up to more than a path may hold, a file through them.
    let mut fs = sandbox();
    let long = "d".repeat(200);
    let mut at = String::from("w");
    for _ in 0..15 {
        at.push('/');
        at.push_str(&long);
        fs.mkdir(&at).unwrap();
    }
    let up = "../".repeat(16);
    fs.ln_s(&format!("{up}x"), &format!("{at}/out")).unwrap();
    let base = fs.directory("w");
    let relative = at.strip_prefix("w/").unwrap();
    let through = format!("{relative}/out/owned");
    assert_eq!(fs.open(base, &through, &creating()), Err(FsError::Escape));
    assert_eq!(fs.ls("x").unwrap(), Vec::<String>::new());
}
