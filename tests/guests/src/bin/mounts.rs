//! What is granted: `/workspace` wholly, `/library` to read, `/log` to add to. What is not granted looks
//! like what is not there.

use preview1_guests::errno::*;
use preview1_guests::*;

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
    assert_eq!(open(library, "sub/module.py", Open::both()), Err(ROFS));
    assert_eq!(
        open(library, "sub/module.py", Open::writing().append()),
        Err(ROFS)
    );
    assert_eq!(
        open(library, "sub/module.py", Open::reading().truncate()),
        Err(ROFS)
    );
    assert_eq!(open(library, "new", Open::both().create()), Err(ROFS));
    assert_eq!(mkdir(library, "new"), Err(ROFS));
    assert_eq!(mkdir(library, "sub"), Err(EXIST));
    assert_eq!(unlink(library, "sub/module.py"), Err(ROFS));
    assert_eq!(rename(library, "sub", library, "bus"), Err(ROFS));
    assert_eq!(link(library, "sub/module.py", library, "twin"), Err(ROFS));
    assert_eq!(symlink("x", library, "x"), Err(ROFS));
    let set_times = |fd: u32, name: &[u8]| {
        answer(raw::path_filestat_set_times(
            fd,
            0,
            address(name),
            name.len() as u32,
            0,
            0,
            4,
        ))
    };
    assert_eq!(set_times(library, b"link"), Err(ROFS));
    let fd = open(library, "sub/module.py", Open::reading()).unwrap();
    assert_eq!(
        fdstat(fd).unwrap().base & right::WRITING & !right::FD_DATASYNC,
        0
    );
    assert_eq!(
        answer(raw::fd_filestat_set_times(fd, 0, 0, 4)),
        Err(NOTCAPABLE)
    );

    let log = open(ROOT, "log", Open::reading().directory()).unwrap();
    let entry = open(log, "entry", Open::writing().create().append()).unwrap();
    assert_eq!(write(entry, b"one"), Ok(3));
    assert_eq!(pwrite(entry, b" two", 0), Ok(4));
    assert_eq!(content(log, "entry"), b"one two");
    assert_eq!(open(log, "entry", Open::writing()), Err(ACCES));
    assert_eq!(
        open(log, "entry", Open::writing().append().truncate()),
        Err(ACCES)
    );
    assert_eq!(unlink(log, "entry"), Err(ACCES));
    assert_eq!(rename(log, "entry", log, "x"), Err(ACCES));
    assert_eq!(answer(raw::fd_filestat_set_size(entry, 0)), Err(BADF));
    assert_eq!(answer(raw::fd_fdstat_set_flags(entry, 0)), Ok(()));
    assert_eq!(write(entry, b"x"), Err(BADF));

    // From one to another nothing is linked or moved.
    let dir = workspace();
    make(dir, "file", b"");
    assert_eq!(rename(dir, "file", log, "file"), Err(XDEV));
    assert_eq!(link(library, "sub/module.py", dir, "module.py"), Err(XDEV));
    assert_ne!(stat(dir).unwrap().dev, stat(log).unwrap().dev);
}
