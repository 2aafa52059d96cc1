use std::collections::BTreeSet;

use vfs_layer::{FileKind, ROOT_FD};

use crate::sandbox::sandbox;

/// Reads a directory a few entries at a time, doing something in between.
fn read_in_steps(
    fs: &mut crate::sandbox::Sandbox,
    dir: vfs_layer::Fd,
    step: usize,
    mut between: impl FnMut(&mut crate::sandbox::Sandbox, usize),
) -> Vec<String> {
    let (mut names, mut cookie, mut round) = (Vec::new(), 0, 0);
    loop {
        let entries: Vec<(u64, String)> = fs
            .read_directory(dir, cookie)
            .unwrap()
            .take(step)
            .map(|entry| (entry.next, entry.name.to_owned()))
            .collect();
        let Some((last, _)) = entries.last() else {
            return names;
        };
        assert!(*last > cookie);
        cookie = *last;
        names.extend(entries.into_iter().map(|(_, name)| name));
        between(fs, round);
        round += 1;
    }
}

#[test]
fn dots_come_first_and_can_be_left_out() {
    let mut fs = sandbox();
    fs.put("w/f", b"");
    fs.mkdir("w/d").unwrap();
    fs.ln_s("f", "w/l").unwrap();
    let dir = fs.directory("w");
    let root = fs.stat(ROOT_FD).unwrap().inode;
    let own = fs.stat(dir).unwrap().inode;
    let file = fs.lstat("w/f").unwrap().inode;
    let entries: Vec<_> = fs
        .read_directory(dir, 0)
        .unwrap()
        .map(|entry| (entry.name.to_owned(), entry.kind, entry.inode))
        .collect();
    assert_eq!(entries[0], (".".to_owned(), FileKind::Directory, own));
    assert_eq!(entries[1], ("..".to_owned(), FileKind::Directory, root));
    assert_eq!(entries[2], ("f".to_owned(), FileKind::RegularFile, file));
    assert_eq!(entries[3].1, FileKind::Directory);
    assert_eq!(entries[4].1, FileKind::SymbolicLink);
    let without: Vec<String> = fs
        .read_directory(dir, 0)
        .unwrap()
        .without_dots()
        .map(|entry| entry.name.to_owned())
        .collect();
    assert_eq!(without, ["f", "d", "l"]);
}

#[test]
fn reading_one_at_a_time_reads_all_once() {
    let mut fs = sandbox();
    for n in 0..50 {
        fs.put(&format!("w/{n}"), b"");
    }
    let dir = fs.directory("w");
    let names = read_in_steps(&mut fs, dir, 1, |_, _| {});
    assert_eq!(names.len(), 52);
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), 52);
}

#[test]
fn removing_while_reading_skips_nothing_that_stays() {
    let mut fs = sandbox();
    for n in 0..100 {
        fs.put(&format!("w/{n}"), b"");
    }
    let dir = fs.directory("w");
    // As `rm -r` does: what was read is removed before the next step.
    let mut removed = 0;
    let names = read_in_steps(&mut fs, dir, 7, |fs, _| {
        let upto = fs.ls("w").unwrap().len().saturating_sub(7);
        while fs.ls("w").unwrap().len() > upto {
            fs.rm(&format!("w/{removed}")).unwrap();
            removed += 1;
        }
    });
    assert_eq!(fs.ls("w").unwrap().len(), 0);
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
}

#[test]
fn adding_while_reading_shows_each_once_and_ends() {
    let mut fs = sandbox();
    for n in 0..10 {
        fs.put(&format!("w/{n}"), b"");
    }
    let dir = fs.directory("w");
    let names = read_in_steps(&mut fs, dir, 2, |fs, round| {
        if round < 5 {
            fs.put(&format!("w/new{round}"), b"");
            fs.mv(&format!("w/{round}"), &format!("w/moved{round}"))
                .unwrap();
        }
    });
    let set: BTreeSet<&String> = names.iter().collect();
    assert_eq!(set.len(), names.len());
    for n in 5..10 {
        assert!(set.contains(&n.to_string()));
    }
    for n in 0..5 {
        assert!(set.contains(&format!("new{n}")));
        assert!(set.contains(&n.to_string()) || set.contains(&format!("moved{n}")));
    }
}

#[test]
fn a_stale_cookie_goes_on_where_its_entry_was() {
    let mut fs = sandbox();
    for name in ["a", "b", "c"] {
        fs.put(&format!("w/{name}"), b"");
    }
    let dir = fs.directory("w");
    let after_a = fs.read_directory(dir, 0).unwrap().nth(2).unwrap().next;
    fs.rm("w/a").unwrap();
    fs.rm("w/b").unwrap();
    fs.put("w/a", b"");
    let rest: Vec<String> = fs
        .read_directory(dir, after_a)
        .unwrap()
        .map(|entry| entry.name.to_owned())
        .collect();
    assert_eq!(rest, ["c", "a"]);
}

#[test]
fn a_cookie_is_never_given_again() {
    let mut fs = sandbox();
    fs.put("w/a", b"");
    let dir = fs.directory("w");
    let end = fs.read_directory(dir, 0).unwrap().last().unwrap().next;
    // The last entry goes, another comes: a reader that was at the end sees it.
    fs.rm("w/a").unwrap();
    fs.put("w/b", b"");
    let rest: Vec<String> = fs
        .read_directory(dir, end)
        .unwrap()
        .map(|entry| entry.name.to_owned())
        .collect();
    assert_eq!(rest, ["b"]);
}
