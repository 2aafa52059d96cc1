use std::sync::Arc;

use vfs_layer::{
    Errno, FileKind, LowerLayer, MountSpec, Namespace, OpenOptions, Quota, ROOT_FD, TimeChange,
};

use crate::sandbox::{Sandbox, appending, creating, errno, lower, overlay, overlay_with};

const READ: OpenOptions = OpenOptions::reading();

fn sorted(fs: &mut Sandbox, path: &str) -> Vec<String> {
    let mut names = fs.ls(path).unwrap();
    names.sort();
    names
}

#[test]
fn what_is_below_shines_through_and_costs_nothing() {
    let mut fs = overlay();
    assert_eq!(fs.get("o/dir/sub/deep").unwrap(), b"deep");
    assert_eq!(fs.get("o/link").unwrap(), b"1");
    assert_eq!(
        sorted(&mut fs, "o"),
        ["a.txt", "b.txt", "dir", "hollow", "link"]
    );
    assert_eq!(fs.list("/o").unwrap().len(), 9);
    assert_eq!((fs.usage().bytes, fs.usage().inodes), (0, 0));
}

#[test]
fn writing_copies_up_and_keeps_the_inode_and_the_descriptors() {
    let shared = lower();
    let builder =
        Namespace::builder(Quota::default()).mount("/o", MountSpec::overlay(Arc::clone(&shared)));
    let mut fs = Sandbox(builder.build().unwrap());
    let before = fs.lstat("o/a.txt").unwrap();
    let reader = fs.at("o/a.txt", &READ).unwrap();
    let writer = fs.at("o/a.txt", &OpenOptions::writing()).unwrap();
    fs.pwrite(writer, b"A", 0).unwrap();
    assert_eq!(fs.stat(reader).unwrap().inode, before.inode);
    assert_eq!(fs.lstat("o/a.txt").unwrap().inode, before.inode);
    assert_eq!(fs.read_slice(reader, 9).unwrap(), b"Alpha");
    assert_eq!(
        (fs.usage().bytes, fs.usage().inodes, fs.usage().written),
        (5, 1, 1)
    );
    // Another namespace over the same layer sees none of it.
    let builder = Namespace::builder(Quota::default()).mount("/o", MountSpec::overlay(shared));
    let mut other = Sandbox(builder.build().unwrap());
    assert_eq!(other.get("o/a.txt").unwrap(), b"alpha");
}

#[test]
fn copy_up_is_charged_before_anything_is_copied() {
    let mut fs = overlay_with(Quota {
        total_bytes: 5,
        ..Quota::default()
    });
    let fd = fs.at("o/a.txt", &appending()).unwrap();
    assert_eq!(errno(fs.write(fd, b"!")), Errno::NoSpc);
    assert_eq!(
        (fs.usage().bytes, fs.usage().inodes, fs.usage().written),
        (0, 0, 0)
    );
    assert_eq!(fs.get("o/a.txt").unwrap(), b"alpha");
    let fd = fs.at("o/a.txt", &OpenOptions::writing()).unwrap();
    fs.write(fd, b"ALPHA").unwrap();
    let mut fs = overlay_with(Quota {
        inodes: 0,
        ..Quota::default()
    });
    let fd = fs.at("o/a.txt", &OpenOptions::writing()).unwrap();
    assert_eq!(errno(fs.write(fd, b"A")), Errno::NoSpc);
    assert_eq!(
        errno(fs.set_times(fd, TimeChange::Now, TimeChange::Now)),
        Errno::NoSpc
    );
    assert_eq!(errno(fs.mv("o/a.txt", "o/c.txt")), Errno::NoSpc);
    assert_eq!(errno(fs.ln("o/a.txt", "o/c.txt")), Errno::NoSpc);
    assert_eq!(errno(fs.rm("o/a.txt")), Errno::NoSpc);
    let truncating = OpenOptions {
        truncate: true,
        ..OpenOptions::writing()
    };
    assert_eq!(errno(fs.at("o/a.txt", &truncating)), Errno::NoSpc);
    assert_eq!(fs.usage().inodes, 0);
}

#[test]
fn truncating_copies_no_bytes() {
    let mut fs = overlay_with(Quota {
        total_bytes: 0,
        ..Quota::default()
    });
    let options = OpenOptions {
        truncate: true,
        ..OpenOptions::writing()
    };
    let fd = fs.at("o/a.txt", &options).unwrap();
    assert_eq!(fs.stat(fd).unwrap().size, 0);
    assert_eq!((fs.usage().bytes, fs.usage().inodes), (0, 1));
}

#[test]
fn removed_names_stay_removed_and_can_come_back_as_others() {
    let mut fs = overlay();
    fs.rm("o/a.txt").unwrap();
    assert_eq!(errno(fs.get("o/a.txt")), Errno::NoEnt);
    assert_eq!(errno(fs.rm("o/a.txt")), Errno::NoEnt);
    assert_eq!(sorted(&mut fs, "o"), ["b.txt", "dir", "hollow", "link"]);
    assert_eq!(fs.usage().inodes, 1);
    fs.mkdir("o/a.txt").unwrap();
    assert_eq!(
        sorted(&mut fs, "o"),
        ["a.txt", "b.txt", "dir", "hollow", "link"]
    );
    assert_eq!(fs.usage().inodes, 1);
    fs.rmdir("o/a.txt").unwrap();
    assert_eq!(errno(fs.get("o/a.txt")), Errno::NoEnt);
    assert_eq!(fs.usage().inodes, 1);
}

#[test]
fn a_removed_directory_made_again_is_opaque() {
    let mut fs = overlay();
    assert_eq!(errno(fs.rmdir("o/dir")), Errno::NotEmpty);
    for file in ["o/dir/one", "o/dir/two", "o/dir/sub/deep"] {
        fs.rm(file).unwrap();
    }
    assert_eq!(errno(fs.rmdir("o/dir")), Errno::NotEmpty);
    fs.rmdir("o/dir/sub").unwrap();
    // Whiteouts of one, two, sub; the directory that holds them.
    assert_eq!(fs.usage().inodes, 4);
    fs.rmdir("o/dir").unwrap();
    assert_eq!(fs.usage().inodes, 1);
    fs.mkdir("o/dir").unwrap();
    assert_eq!(fs.ls("o/dir").unwrap(), Vec::<String>::new());
    assert_eq!(errno(fs.get("o/dir/one")), Errno::NoEnt);
    assert_eq!(fs.usage().inodes, 1);
    fs.rmdir("o/hollow").unwrap();
    assert_eq!(errno(fs.ls("o/hollow")), Errno::NoEnt);
}

#[test]
fn directories_are_merged_without_doubles() {
    let mut fs = overlay();
    fs.put("o/dir/three", b"333");
    fs.put("o/dir/one", b"ONE");
    fs.rm("o/dir/two").unwrap();
    fs.mv("o/a.txt", "o/dir/two").unwrap();
    assert_eq!(sorted(&mut fs, "o/dir"), ["one", "sub", "three", "two"]);
    assert_eq!(fs.get("o/dir/one").unwrap(), b"ONE");
    assert_eq!(fs.get("o/dir/two").unwrap(), b"alpha");
}

#[test]
fn reading_goes_on_while_the_overlay_changes() {
    let names: Vec<String> = (0..100).map(|n| format!("{n:02}")).collect();
    let layer = names
        .iter()
        .try_fold(LowerLayer::builder(), |builder, name| {
            builder.file(name, &b""[..])
        });
    let layer = Arc::new(layer.unwrap().build());
    let builder = Namespace::builder(Quota::default()).mount("/o", MountSpec::overlay(layer));
    let mut fs = Sandbox(builder.build().unwrap());
    let dir = fs.directory("o");
    let (mut cookie, mut seen) = (0, Vec::new());
    while let Some(entry) = fs.read_directory(dir, cookie).unwrap().next() {
        cookie = entry.next;
        let name = entry.name.to_owned();
        if name.len() == 2 && name != ".." {
            fs.unlink(dir, &name).unwrap();
        }
        seen.push(name);
    }
    assert_eq!(seen.len(), 102);
    assert_eq!(fs.ls("o").unwrap(), Vec::<String>::new());
    assert_eq!(fs.usage().inodes, 100);
}

#[test]
fn lower_directories_are_renamed_with_what_is_in_them() {
    let mut fs = overlay();
    let before = fs.lstat("o/dir").unwrap().inode;
    fs.mv("o/dir", "o/hollow/moved").unwrap();
    assert_eq!(fs.lstat("o/hollow/moved").unwrap().inode, before);
    assert_eq!(fs.get("o/hollow/moved/sub/deep").unwrap(), b"deep");
    assert_eq!(fs.get("o/hollow/moved/sub/../one").unwrap(), b"1");
    assert_eq!(fs.get("o/hollow/moved/../../b.txt").unwrap(), b"beta");
    assert_eq!(errno(fs.ls("o/dir")), Errno::NoEnt);
    assert_eq!(errno(fs.get("o/link")), Errno::NoEnt);
    assert_eq!(
        errno(fs.mv("o/hollow", "o/hollow/moved/sub/x")),
        Errno::Inval
    );
    // The directory, the one it went into, and a whiteout where it was.
    assert_eq!((fs.usage().bytes, fs.usage().inodes), (0, 3));
    fs.mv("o/hollow/moved", "o/dir").unwrap();
    assert_eq!(fs.get("o/link").unwrap(), b"1");
    assert_eq!(fs.usage().inodes, 2);
}

#[test]
fn renaming_over_lower_objects() {
    let mut fs = overlay();
    let replaced = fs.at("o/b.txt", &READ).unwrap();
    fs.mv("o/a.txt", "o/b.txt").unwrap();
    assert_eq!(fs.get("o/b.txt").unwrap(), b"alpha");
    assert_eq!(fs.stat(replaced).unwrap().links, 0);
    assert_eq!(fs.read_slice(replaced, 9).unwrap(), b"beta");
    assert_eq!(fs.usage().inodes, 3);
    fs.close(replaced).unwrap();
    assert_eq!(fs.usage().inodes, 2);
    fs.rm("o/b.txt").unwrap();
    assert_eq!(errno(fs.get("o/b.txt")), Errno::NoEnt);
    assert_eq!(fs.usage().inodes, 2);
    assert_eq!(errno(fs.mv("o/hollow", "o/dir")), Errno::NotEmpty);
    fs.mv("o/dir", "o/hollow").unwrap();
    assert_eq!(sorted(&mut fs, "o/hollow"), ["one", "sub", "two"]);
    assert_eq!(sorted(&mut fs, "o"), ["hollow", "link"]);
}

#[test]
fn an_open_lower_file_lives_without_its_name() {
    let mut fs = overlay();
    let fd = fs
        .at("o/a.txt", &OpenOptions::reading_and_writing())
        .unwrap();
    let inode = fs.stat(fd).unwrap().inode;
    fs.rm("o/a.txt").unwrap();
    let stat = fs.stat(fd).unwrap();
    assert_eq!((stat.inode, stat.links, stat.size), (inode, 0, 5));
    assert_eq!(fs.pread_slice(fd, 9, 0).unwrap(), b"alpha");
    fs.write(fd, b"ALPHABET").unwrap();
    assert_eq!((fs.usage().bytes, fs.usage().inodes), (8, 2));
    fs.put("o/a.txt", b"another");
    assert_eq!(fs.pread_slice(fd, 9, 0).unwrap(), b"ALPHABET");
    fs.close(fd).unwrap();
    assert_eq!((fs.usage().bytes, fs.usage().inodes), (7, 1));
    assert_eq!(fs.get("o/a.txt").unwrap(), b"another");
}

#[test]
fn hard_links_to_lower_files_share_their_bytes() {
    let mut fs = overlay();
    fs.ln("o/a.txt", "o/dir/alias").unwrap();
    let (one, other) = (
        fs.lstat("o/a.txt").unwrap(),
        fs.lstat("o/dir/alias").unwrap(),
    );
    assert_eq!((one.inode, one.links), (other.inode, 2));
    assert_eq!((fs.usage().bytes, fs.usage().inodes), (0, 3));
    let fd = fs.at("o/dir/alias", &appending()).unwrap();
    fs.write(fd, b"!").unwrap();
    assert_eq!(fs.get("o/a.txt").unwrap(), b"alpha!");
    fs.rm("o/a.txt").unwrap();
    assert_eq!(fs.lstat("o/dir/alias").unwrap().links, 1);
    assert_eq!((fs.usage().bytes, fs.usage().inodes), (6, 3));
}

#[test]
fn a_removed_lower_directory_that_is_open_takes_nothing_in() {
    let mut fs = overlay();
    let dir = fs.directory("o/hollow");
    fs.rmdir("o/hollow").unwrap();
    assert_eq!(fs.stat(dir).unwrap().links, 0);
    assert_eq!(errno(fs.open(dir, "new", &creating())), Errno::NoEnt);
    assert_eq!(
        errno(fs.open(dir, "..", &OpenOptions::directory())),
        Errno::Perm
    );
    assert_eq!(fs.read_directory(dir, 0).unwrap().count(), 2);
    assert_eq!(fs.usage().inodes, 2);
    fs.close(dir).unwrap();
    assert_eq!(fs.usage().inodes, 1);
}

#[test]
fn making_and_removing_in_a_lower_directory_costs_its_copy_up_once() {
    let mut fs = overlay();
    for _ in 0..100 {
        fs.put("o/dir/sub/x", b"x");
        fs.rm("o/dir/sub/x").unwrap();
    }
    assert_eq!((fs.usage().bytes, fs.usage().inodes), (0, 1));
    assert_eq!(fs.lstat("o/dir/sub").unwrap().kind, FileKind::Directory);
    assert_eq!(fs.ls("o/dir/sub").unwrap(), ["deep"]);
    assert_eq!(errno(fs.make_directory(ROOT_FD, "o/dir")), Errno::Exist);
}
