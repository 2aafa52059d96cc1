//! Any path from any directory: what it leads to is inside that directory, and a refusal changes nothing.
#![no_main]

use std::collections::BTreeSet;

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use vfs_layer::{MountSpec, Namespace, OpenOptions, Quota, ROOT_FD, Rights};

#[derive(Arbitrary, Debug)]
struct Case {
    /// Symbolic links to make first: in which directory, and where they point.
    links: Vec<(u8, Text)>,
    path: Text,
    other: Text,
    follow: bool,
}

#[derive(Arbitrary, Debug)]
enum Text {
    Raw(Vec<u8>),
    Parts {
        absolute: bool,
        parts: Vec<u8>,
        slash: bool,
    },
}

const PARTS: [&[u8]; 14] = [
    b"a",
    b"b",
    b"deep",
    b"f",
    b"0",
    b"1",
    b"2",
    b"..",
    b".",
    b"",
    b"/",
    b"\xff",
    b"\0",
    b"n\xc3\xa9",
];

impl Text {
    fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Raw(bytes) => bytes.clone(),
            Self::Parts {
                absolute,
                parts,
                slash,
            } => {
                let names: Vec<&[u8]> = parts
                    .iter()
                    .map(|part| PARTS[usize::from(*part) % PARTS.len()])
                    .collect();
                let mut path = if *absolute { b"/".to_vec() } else { Vec::new() };
                path.extend(names.join(&b'/'));
                if *slash {
                    path.push(b'/');
                }
                path
            }
        }
    }
}

fuzz_target!(|case: Case| {
    let builder = Namespace::builder(Quota::default());
    let mut fs = builder
        .mount("/w", MountSpec::scratch())
        .mount("/x", MountSpec::scratch())
        .build()
        .expect("valid mounts");
    for file in [
        "/w/jail/a/b/deep/f",
        "/w/jail/a/f",
        "/w/jail/f",
        "/w/f",
        "/w/a/f",
        "/x/f",
        "/x/a/b/f",
    ] {
        fs.write_file(file, b"content").expect("within every limit");
    }
    let places = ["w/jail", "w/jail/a", "w/jail/a/b", "w"];
    for (n, (place, target)) in case.links.iter().take(8).enumerate() {
        let place = places[usize::from(*place) % places.len()];
        let _ = fs.symlink(&target.bytes(), ROOT_FD, &format!("{place}/{n}"));
    }
    let jail = fs
        .open(ROOT_FD, "w/jail", &OpenOptions::directory())
        .expect("it was made");
    let root = fs.stat(jail).expect("it is open");
    let mut inside = BTreeSet::from([(root.device, root.inode)]);
    for object in fs.list("/w/jail").expect("a directory") {
        let stat = fs
            .stat_at(jail, &object.path, false)
            .expect("it was listed");
        inside.insert((stat.device, stat.inode));
    }

    let (path, other) = (case.path.bytes(), case.other.bytes());
    let frozen = fs.freeze();
    let before = fs.usage();
    let stat = fs.stat_at(jail, &path, case.follow);
    if let Ok(stat) = stat {
        assert!(
            inside.contains(&(stat.device, stat.inode)),
            "{path:?} led out to {stat:?}"
        );
    }
    for access in [Rights::READ, Rights::WRITE, Rights::empty()] {
        let options = OpenOptions {
            access,
            follow: case.follow,
            ..OpenOptions::reading()
        };
        if let Ok(fd) = fs.open(jail, &path, &options) {
            let opened = fs.stat(fd).expect("it is open");
            assert!(
                inside.contains(&(opened.device, opened.inode)),
                "{path:?} led out"
            );
            // What is opened is what is seen there.
            assert_eq!(stat, Ok(opened), "{path:?}");
            fs.close(fd).expect("it is open");
        }
    }
    let _ = fs.read_link(jail, &path);
    assert_eq!(
        (fs.usage(), fs.freeze()),
        (before, frozen.clone()),
        "looking changed something"
    );

    // What changes anything changes it inside the directory alone.
    let outside = |fs: &Namespace| {
        let mut all = fs.list("/").expect("the root");
        all.retain(|object| object.path != "w/jail" && !object.path.starts_with("w/jail/"));
        all
    };
    let untouched = outside(&fs);
    let creating = OpenOptions {
        create: true,
        follow: case.follow,
        ..OpenOptions::writing()
    };
    let results = [
        fs.open(jail, &path, &creating).map(drop),
        fs.make_directory(jail, &path),
        fs.symlink(&other, jail, &path),
        fs.link(jail, &path, case.follow, jail, &other),
        fs.rename(jail, &path, jail, &other),
        fs.unlink(jail, &other),
        fs.remove_directory(jail, &other),
    ];
    assert_eq!(outside(&fs), untouched, "{path:?} {other:?} {results:?}");
    if results.iter().all(Result::is_err) {
        assert_eq!(fs.freeze(), frozen, "refusals changed something");
    }
    assert_eq!(fs.verify(), Ok(()));
});
