//! `fd_readdir`: cookies name entries. They stay right while entries come and go, and one of an entry
//! that is gone goes on after it (wasmer #6941).

use preview1_guests::errno::*;
use preview1_guests::*;

fn main() {
    let dir = workspace();
    let all = readdir(dir).unwrap();
    assert_eq!(
        all.iter()
            .map(|entry| entry.name.as_str())
            .collect::<Vec<_>>(),
        [".", ".."]
    );
    assert!(
        all.iter()
            .all(|entry| entry.filetype == filetype::DIRECTORY)
    );
    assert_eq!(all[0].ino, stat(dir).unwrap().ino);

    for index in 0..100 {
        make(dir, &format!("file{index:03}"), b"");
    }
    mkdir(dir, "sub").unwrap();
    symlink("file000", dir, "link").unwrap();
    let all = readdir(dir).unwrap();
    assert_eq!(all.len(), 104);
    for entry in &all[2..] {
        let stat = stat_at(dir, &entry.name).unwrap();
        assert_eq!((entry.ino, entry.filetype), (stat.ino, stat.filetype));
    }
    // Each cookie goes on with the entry after its own, and no two are the same.
    for (index, entry) in all.iter().enumerate() {
        let rest = entries(&readdir_bytes(dir, 8192, entry.next).unwrap());
        assert_eq!(rest, all[index + 1..], "{}", entry.name);
    }

    // Half of them are removed while the directory is read, new ones are made.
    let half = all[51].next;
    for entry in all[2..52].iter().step_by(2) {
        unlink(dir, &entry.name).unwrap();
    }
    make(dir, "late", b"");
    let rest = entries(&readdir_bytes(dir, 8192, half).unwrap());
    let names: Vec<&str> = rest.iter().map(|entry| entry.name.as_str()).collect();
    let mut expected: Vec<&str> = all[52..].iter().map(|entry| entry.name.as_str()).collect();
    expected.push("late");
    assert_eq!(names, expected);
    // The cookie of an entry that is gone.
    let gone = all[2].next;
    let rest = entries(&readdir_bytes(dir, 8192, gone).unwrap());
    assert_eq!(rest[0].name, all[3].name);

    // A name that is made again is another entry: whoever has passed the old one meets it.
    let last = readdir(dir).unwrap().last().unwrap().next;
    unlink(dir, "late").unwrap();
    make(dir, "late", b"");
    let rest = entries(&readdir_bytes(dir, 8192, last).unwrap());
    assert_eq!(
        rest.iter()
            .map(|entry| entry.name.as_str())
            .collect::<Vec<_>>(),
        ["late"]
    );

    // Numbers that no entry ever had.
    for cookie in [1 << 40, u64::MAX - 1, u64::MAX] {
        assert_eq!(readdir_bytes(dir, 8192, cookie), Ok(vec![]));
    }
    let file = open(dir, "late", Open::reading()).unwrap();
    assert_eq!(readdir_bytes(file, 99, 0), Err(NOTDIR));
    assert_eq!(readdir_bytes(0, 99, 0), Err(BADF));
    assert_eq!(readdir_bytes(99, 99, 0), Err(BADF));
}
