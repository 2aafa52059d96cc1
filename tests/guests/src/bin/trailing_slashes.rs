//! A trailing slash says that the name is a directory's; it never makes a link be followed that is not
//! to be (GHSA-vqjp-4c8c-hfgg).

use preview1_guests::errno::*;
use preview1_guests::*;

fn main() {
    let dir = workspace();
    make(dir, "file", b"");
    mkdir(dir, "sub").unwrap();
    symlink("sub", dir, "link").unwrap();

    for slashes in ["/", "///", "/.", "/./"] {
        let file = format!("file{slashes}");
        assert_eq!(open(dir, &file, Open::reading()), Err(NOTDIR), "{file}");
        assert_eq!(stat_at(dir, &file), Err(NOTDIR), "{file}");
        assert_eq!(
            stat_at(dir, &format!("sub{slashes}")).unwrap().filetype,
            filetype::DIRECTORY
        );
        assert!(open(dir, &format!("sub{slashes}"), Open::reading()).is_ok());
    }
    assert_eq!(unlink(dir, "file/"), Err(NOTDIR));
    assert_eq!(rmdir(dir, "file/"), Err(NOTDIR));
    assert_eq!(unlink(dir, "sub/"), Err(ISDIR));
    assert_eq!(open(dir, "new/", Open::both().create()), Err(ISDIR));
    assert_eq!(rename(dir, "file", dir, "new/"), Err(NOTDIR));
    assert_eq!(rename(dir, "file/", dir, "new"), Err(NOTDIR));
    assert_eq!(names(dir), ["file", "link", "sub"]);

    assert_eq!(open(dir, "link/", Open::reading().nofollow()), Err(LOOP));
    assert_eq!(
        open(dir, "link/", Open::reading().directory().nofollow()),
        Err(LOOP)
    );
    assert!(open(dir, "link/", Open::reading()).is_ok());

    assert_eq!(rename(dir, "sub/", dir, "moved"), Ok(()));
    assert_eq!(rename(dir, "moved", dir, "sub/"), Ok(()));
    assert_eq!(rename(dir, "sub/", dir, "moved/"), Ok(()));
    assert_eq!(mkdir(dir, "made/"), Ok(()));
    assert_eq!(rmdir(dir, "made/"), Ok(()));
    assert_eq!(rmdir(dir, "moved///"), Ok(()));
    assert_eq!(names(dir), ["file", "link"]);
}
