use vfs_layer::{
    DENIALS_KEPT, Denial, DenialPlace, DenialReason, Limit, MountSpec, Namespace, OpenOptions,
    Operation, Quota, ROOT_FD, Rights, TimeChange,
};

use crate::sandbox::{Sandbox, creating, errno, sandbox, with_rights};

fn denial(operation: Operation, path: &str, reason: DenialReason) -> Denial {
    Denial {
        operation,
        place: DenialPlace::Path(path.to_owned()),
        reason,
        count: 1,
    }
}

fn by_mount(missing: Rights) -> DenialReason {
    DenialReason::Mount {
        mount: "/w".to_owned(),
        missing,
    }
}

#[test]
fn each_refusal_is_written_down_once() {
    let mut fs = with_rights(Rights::READ_ONLY | Rights::WRITE);
    for _ in 0..3 {
        assert!(fs.rm("w/f").is_err());
    }
    assert!(fs.at("etc/passwd", &OpenOptions::reading()).is_err());
    let dir = fs.directory("w/d");
    assert!(fs.open(dir, "../f", &OpenOptions::reading()).is_err());
    assert!(fs.open(dir, "new", &creating()).is_err());
    assert!(fs.set_times(dir, TimeChange::Now, TimeChange::Now).is_err());
    let fd = fs.at("w/f", &OpenOptions::writing()).unwrap();
    assert!(fs.set_size(fd, 0).is_err());
    let mut removing = denial(Operation::Unlink, "/w/f", by_mount(Rights::DELETE));
    removing.count = 3;
    let truncating = Denial {
        place: DenialPlace::Descriptor(fd),
        ..denial(
            Operation::SetSize,
            "",
            DenialReason::Descriptor(Rights::TRUNCATE),
        )
    };
    assert_eq!(
        fs.denials(),
        [
            removing,
            denial(Operation::OpenRead, "/etc/passwd", DenialReason::NotGranted),
            denial(Operation::OpenRead, "/w/d/../f", DenialReason::Escape),
            denial(
                Operation::OpenCreate,
                "/w/d/new",
                DenialReason::Descriptor(Rights::CREATE)
            ),
            denial(
                Operation::SetTimesDescriptor,
                "/w/d",
                DenialReason::Descriptor(Rights::SET_TIMES)
            ),
            truncating,
        ]
    );
    fs.begin_run();
    assert_eq!(fs.denials(), []);
}

#[test]
fn a_rename_or_link_is_written_down_on_the_side_that_refused() {
    let builder = Namespace::builder(Quota::default()).mount("/w", MountSpec::scratch());
    let mut fs = Sandbox(builder.build().unwrap());
    fs.put("w/f", b"");
    let dir = fs.directory("w");
    let less = Rights::all() - Rights::LINK - Rights::RENAME;
    fs.set_rights(dir, less, less).unwrap();
    assert!(fs.link(ROOT_FD, "w/f", false, dir, "g").is_err());
    assert!(fs.rename(dir, "f", ROOT_FD, "w/g").is_err());
    assert!(fs.rename(ROOT_FD, "w/f", ROOT_FD, "../g").is_err());
    let lacks = DenialReason::Descriptor;
    assert_eq!(
        fs.denials(),
        [
            denial(Operation::LinkTo, "/w/g", lacks(Rights::LINK)),
            denial(Operation::RenameFrom, "/w/f", lacks(Rights::RENAME)),
            denial(Operation::RenameTo, "/../g", DenialReason::Escape),
        ]
    );
}

#[test]
fn what_is_merely_missing_or_wrong_is_no_denial() {
    let mut fs = sandbox();
    fs.put("w/f", b"");
    let fd = fs.at("w/f", &OpenOptions::reading()).unwrap();
    assert!(fs.write(fd, b"x").is_err());
    assert!(fs.at("w/none", &OpenOptions::reading()).is_err());
    assert!(fs.mkdir("w").is_err());
    assert!(fs.rmdir("w/f").is_err());
    assert_eq!(fs.denials(), []);
}

#[test]
fn a_flood_of_denials_is_bounded_in_number_and_length() {
    let mut fs = sandbox();
    for n in 0..1000 {
        let path = format!("nowhere{n}/{}", "\u{e9}".repeat(300));
        assert!(
            fs.at(&path[..path.len() - 2 * 200], &OpenOptions::reading())
                .is_err()
        );
        assert!(
            fs.at(&format!("{}/x", "long".repeat(60)), &OpenOptions::reading())
                .is_err()
        );
    }
    assert_eq!(fs.denials().len(), DENIALS_KEPT);
    assert_eq!(fs.denials_dropped(), 1001 - DENIALS_KEPT as u64);
    for denial in fs.denials() {
        let DenialPlace::Path(path) = &denial.place else {
            panic!("no path");
        };
        assert!(path.len() <= 256);
    }
}

#[test]
fn the_last_limit_is_remembered() {
    let mut fs = Sandbox(
        Namespace::builder(Quota {
            inodes: 1,
            ..Quota::default()
        })
        .mount("/w", MountSpec::scratch())
        .build()
        .unwrap(),
    );
    fs.mkdir("w/d").unwrap();
    assert_eq!(fs.last_limit(), None);
    assert!(fs.make_directory(ROOT_FD, "w/e").is_err());
    let hit = fs.last_limit().unwrap();
    assert_eq!((hit.limit, hit.asked, hit.allowed), (Limit::Inodes, 2, 1));
    assert_eq!(
        hit.to_string(),
        "inodes limit exceeded: asked for 2, allowed 1"
    );
    assert_eq!(errno(fs.mkdir("w/d")), vfs_layer::Errno::Exist);
}
