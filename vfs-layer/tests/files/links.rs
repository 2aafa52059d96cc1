use vfs_layer::{Errno, OpenOptions, ROOT_FD};

use crate::sandbox::{errno, sandbox};

#[test]
fn names_share_one_file() {
    let mut fs = sandbox();
    fs.put("w/a", b"one");
    fs.ln("w/a", "w/b").unwrap();
    let (a, b) = (fs.lstat("w/a").unwrap(), fs.lstat("w/b").unwrap());
    assert_eq!((a.inode, a.links, a.size), (b.inode, 2, 3));
    fs.put("w/b", b"two!");
    assert_eq!(fs.get("w/a").unwrap(), b"two!");
    fs.rm("w/a").unwrap();
    assert_eq!(fs.lstat("w/b").unwrap().links, 1);
    assert_eq!(fs.get("w/b").unwrap(), b"two!");
}

#[test]
fn a_flood_of_links_is_charged() {
    let mut fs = sandbox();
    fs.put("w/f", b"");
    for n in 0..9_999 {
        fs.ln("w/f", &format!("w/{n}")).unwrap();
    }
    assert_eq!(fs.usage().inodes, 10_000);
    assert_eq!(errno(fs.ln("w/f", "w/more")), Errno::NoSpc);
    fs.rm("w/7").unwrap();
    fs.ln("w/f", "w/more").unwrap();
    assert_eq!(fs.lstat("w/f").unwrap().links, 10_000);
}

#[test]
fn what_cannot_be_linked() {
    let mut fs = sandbox();
    fs.mkdir("w/d").unwrap();
    fs.put("w/f", b"");
    assert_eq!(errno(fs.ln("w/d", "w/e")), Errno::Perm);
    assert_eq!(errno(fs.ln("w/f", "w/d")), Errno::Exist);
    assert_eq!(errno(fs.ln("w/f", "w/f")), Errno::Exist);
    assert_eq!(errno(fs.ln("w/none", "w/g")), Errno::NoEnt);
    assert_eq!(errno(fs.ln("w/f", "w/none/g")), Errno::NoEnt);
    assert_eq!(errno(fs.ln("w/f", "x/g")), Errno::XDev);
    assert_eq!(errno(fs.ln("w/f", "w/.")), Errno::Exist);
    assert_eq!(fs.usage().inodes, 2);
}

#[test]
fn a_symbolic_link_is_linked_itself_unless_followed() {
    let mut fs = sandbox();
    fs.put("w/f", b"file");
    fs.ln_s("f", "w/l").unwrap();
    fs.ln("w/l", "w/m").unwrap();
    assert_eq!(&*fs.read_link(ROOT_FD, "w/m").unwrap(), "f");
    fs.link(ROOT_FD, "w/l", true, ROOT_FD, "w/n").unwrap();
    assert_eq!(fs.get("w/n").unwrap(), b"file");
    assert_eq!(fs.lstat("w/n").unwrap().links, 2);
}

#[test]
fn an_open_file_lives_without_a_name_and_stays_charged() {
    let mut fs = sandbox();
    fs.put("w/f", &[7; 1000]);
    let fd = fs.at("w/f", &OpenOptions::reading()).unwrap();
    let other = fs.at("w/f", &OpenOptions::reading()).unwrap();
    fs.rm("w/f").unwrap();
    assert_eq!(errno(fs.at("w/f", &OpenOptions::reading())), Errno::NoEnt);
    assert_eq!(fs.stat(fd).unwrap().links, 0);
    assert_eq!((fs.usage().bytes, fs.usage().inodes), (1000, 1));
    fs.close(fd).unwrap();
    assert_eq!((fs.usage().bytes, fs.usage().inodes), (1000, 1));
    assert_eq!(fs.read_slice(other, 2000).unwrap(), [7; 1000]);
    fs.close(other).unwrap();
    assert_eq!((fs.usage().bytes, fs.usage().inodes), (0, 0));
}
