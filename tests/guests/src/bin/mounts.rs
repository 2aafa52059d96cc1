//! What is granted: `/workspace` wholly, `/library` to read, `/log` to add to. What is not granted looks
//! like what is not there.

use preview1_guests::errno::*;
use preview1_guests::*;

fn set_times(dir: u32, name: &str) -> Answer<()> {
    let (at, length) = (address(name.as_bytes()), name.len() as u32);
    answer(raw::path_filestat_set_times(dir, 0, at, length, 0, 0, 4))
}

fn main() {
    assert_eq!(names(ROOT), ["library", "log", "tmp", "workspace"]);
    for name in [
        "etc/passwd",
        "proc/self/environ",
        "dev/null",
        "home",
        "usr",
        ".hidden",
    ] {
        assert_eq!(open(ROOT, name, Open::reading()), Err(NOENT), "{name}");
        assert_eq!(stat_at(ROOT, name), Err(NOENT), "{name}");
    }
    // The skeleton changes for nobody.
    assert_eq!(mkdir(ROOT, "new"), Err(ROFS));
    assert_eq!(open(ROOT, "new", Open::both().create()), Err(ROFS));
    assert_eq!(symlink("x", ROOT, "new"), Err(ROFS));
    assert_eq!(mkdir(ROOT, "etc"), Err(ROFS));

    let library = open(ROOT, "library", Open::reading().directory()).unwrap();
    assert_eq!(content(library, "sub/module.py"), b"x = 1\n");
    assert_eq!(names(library), ["link", "sub"]);
    assert_eq!(
        readlink(library, "link", 99),
        Ok("sub/module.py".to_owned())
    );
    // The root passes every right on, and the mount refuses; a folder of the mount has only what the
    // mount grants to pass on.
    for (dir, folder, errno) in [(ROOT, "library/", ROFS), (library, "", NOTCAPABLE)] {
        let module = format!("{folder}sub/module.py");
        assert_eq!(open(dir, &module, Open::both()), Err(errno));
        assert_eq!(open(dir, &module, Open::writing().append()), Err(errno));
        assert_eq!(open(dir, &module, Open::reading().truncate()), Err(errno));
        assert_eq!(
            open(dir, &format!("{folder}new"), Open::both().create()),
            Err(errno)
        );
        assert_eq!(mkdir(dir, &format!("{folder}new")), Err(errno));
        assert_eq!(unlink(dir, &module), Err(errno));
        assert_eq!(
            rename(dir, &module, dir, &format!("{folder}moved")),
            Err(errno)
        );
        assert_eq!(
            link(dir, &module, dir, &format!("{folder}twin")),
            Err(errno)
        );
        assert_eq!(symlink("x", dir, &format!("{folder}x")), Err(errno));
        assert_eq!(set_times(dir, &module), Err(errno));
    }
    assert_eq!(mkdir(ROOT, "library/sub"), Err(EXIST));
    let fd = open(library, "sub/module.py", Open::reading()).unwrap();
    assert_eq!(
        fdstat(fd).unwrap().base & right::WRITING & !right::FD_DATASYNC,
        0
    );
    assert_eq!(
        answer(raw::fd_filestat_set_times(fd, 0, 0, 4)),
        Err(NOTCAPABLE)
    );

    let entry = open(ROOT, "log/entry", Open::writing().create().append()).unwrap();
    assert_eq!(write(entry, b"one"), Ok(3));
    assert_eq!(pwrite(entry, b" two", 0), Ok(4));
    assert_eq!(content(ROOT, "log/entry"), b"one two");
    assert_eq!(open(ROOT, "log/entry", Open::writing()), Err(ACCES));
    assert_eq!(
        open(ROOT, "log/entry", Open::writing().append().truncate()),
        Err(ACCES)
    );
    assert_eq!(unlink(ROOT, "log/entry"), Err(ACCES));
    assert_eq!(rename(ROOT, "log/entry", ROOT, "log/x"), Err(ACCES));
    assert_eq!(set_times(ROOT, "log/entry"), Err(ACCES));
    assert_eq!(answer(raw::fd_filestat_set_size(entry, 0)), Err(BADF));
    assert_eq!(answer(raw::fd_fdstat_set_flags(entry, 0)), Ok(()));
    assert_eq!(write(entry, b"x"), Err(BADF));

    // From one to another nothing is linked or moved.
    let dir = workspace();
    make(dir, "file", b"");
    assert_eq!(rename(dir, "file", ROOT, "log/file"), Err(XDEV));
    assert_eq!(
        link(ROOT, "library/sub/module.py", dir, "module.py"),
        Err(XDEV)
    );
    assert_ne!(stat(dir).unwrap().dev, stat(library).unwrap().dev);
}
