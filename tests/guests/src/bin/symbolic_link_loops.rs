//! Symbolic links that lead nowhere in the end: 40 in one resolution are followed, not 41.

use preview1_guests::errno::*;
use preview1_guests::*;

fn main() {
    let dir = workspace();
    symlink("self", dir, "self").unwrap();
    symlink("pong", dir, "ping").unwrap();
    symlink("ping", dir, "pong").unwrap();
    symlink("deeper/deeper", dir, "deeper").unwrap();
    for name in [
        "self", "ping", "pong", "deeper", "self/x", "ping/x", "deeper/x",
    ] {
        assert_eq!(open(dir, name, Open::reading()), Err(LOOP), "{name}");
        assert_eq!(stat_follow(dir, name), Err(LOOP), "{name}");
    }
    assert_eq!(open(dir, "self", Open::both().create()), Err(LOOP));
    assert_eq!(
        stat_at(dir, "self").unwrap().filetype,
        filetype::SYMBOLIC_LINK
    );

    make(dir, "link0", b"content");
    for index in 1..=41 {
        symlink(&format!("link{}", index - 1), dir, &format!("link{index}")).unwrap();
    }
    assert_eq!(content(dir, "link40"), b"content");
    assert_eq!(open(dir, "link41", Open::reading()), Err(LOOP));
    // The budget is that of a whole resolution.
    mkdir(dir, "sub").unwrap();
    symlink("..", dir, "sub/up").unwrap();
    let path = |times: usize| format!("{}link0", "sub/up/".repeat(times));
    assert_eq!(stat_follow(dir, &path(30)).map(|stat| stat.size), Ok(7));
    assert_eq!(unlink(dir, "self"), Ok(()));
    assert_eq!(unlink(dir, "ping"), Ok(()));
    assert_eq!(open(dir, "pong", Open::reading()), Err(NOENT));
}
