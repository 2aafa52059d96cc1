//! Every refusal, its number and its name, and a program that gets it.

use vfs_layer::{
    DescriptorFlags, Errno, FsError, Limit, LimitExceeded, LowerLayer, MountSpec, Namespace,
    OpenOptions, Quota, Rights, Whence,
};

use crate::sandbox::{Sandbox, creating, sandbox, with_rights};

/// One test for each row: the name of the test, what is done, and the error with its number and name.
macro_rules! rows {
    ($($name:ident: $refused:expr => $error:pat, $code:literal, $posix:literal;)*) => {
        $(#[test]
        fn $name() {
            let error: FsError = $refused;
            assert!(matches!(error, $error), "{error:?}");
            assert_eq!((error.errno().code(), error.errno().name()), ($code, $posix));
        })*

        /// The table above has a row for every variant: this match has no catch-all.
        #[allow(dead_code)]
        fn every_variant_has_a_row(error: FsError) {
            match error {
                $($error => {})*
            }
        }
    };
}

fn done<T: std::fmt::Debug>(mut what: impl FnMut(&mut Sandbox) -> Result<T, FsError>) -> FsError {
    let mut fs = sandbox();
    fs.put("w/f", b"abc");
    fs.mkdir("w/d").unwrap();
    what(&mut fs).unwrap_err()
}

fn limited<T: std::fmt::Debug>(
    quota: Quota,
    mut what: impl FnMut(&mut Sandbox) -> Result<T, FsError>,
) -> FsError {
    what(&mut crate::sandbox::with_quota(quota)).unwrap_err()
}

fn read_only() -> Sandbox {
    let lower = LowerLayer::builder().file("f", &b""[..]).unwrap().build();
    let builder =
        Namespace::builder(Quota::default()).mount("/r", MountSpec::read_only(lower.into()));
    Sandbox(builder.build().unwrap())
}

const Q: fn() -> Quota = Quota::default;

rows! {
    not_found: done(|fs| fs.get("w/none")) => FsError::NotFound, 44, "ENOENT";
    exists: done(|fs| fs.mkdir("w/d")) => FsError::Exists, 20, "EEXIST";
    not_directory: done(|fs| fs.get("w/f/x")) => FsError::NotDirectory, 54, "ENOTDIR";
    is_directory: done(|fs| fs.rm("w/d")) => FsError::IsDirectory, 31, "EISDIR";
    not_empty: done(|fs| fs.mkdir("w/d/e").and_then(|()| fs.rmdir("w/d"))) => FsError::NotEmpty, 55, "ENOTEMPTY";
    bad_descriptor: done(|fs| fs.close(99)) => FsError::BadDescriptor, 8, "EBADF";
    invalid: done(|fs| fs.rmdir("w/d/.")) => FsError::Invalid(_), 28, "EINVAL";
    not_seekable: done(|fs| fs.seek(1, 0, Whence::Start)) => FsError::NotSeekable, 70, "ESPIPE";
    symlink_loop: done(|fs| fs.ln_s("l", "w/l").and_then(|()| fs.get("w/l"))) => FsError::SymlinkLoop, 32, "ELOOP";
    not_utf8: done(|fs| fs.open(3, b"w/\x80", &creating())) => FsError::NotUtf8, 25, "EILSEQ";
    escape: done(|fs| fs.get("..")) => FsError::Escape, 63, "EPERM";
    not_permitted: done(|fs| fs.ln("w/d", "w/e")) => FsError::NotPermitted(_), 63, "EPERM";
    not_capable: done(|fs| {
        let dir = fs.directory("w");
        fs.set_rights(dir, Rights::LIST, Rights::all())?;
        fs.unlink(dir, "f")
    }) => FsError::NotCapable(Rights::DELETE), 76, "ENOTCAPABLE";
    access_denied: with_rights(Rights::all() - Rights::DELETE).rm("w/f").unwrap_err()
        => FsError::AccessDenied(Rights::DELETE), 2, "EACCES";
    read_only_layer: read_only().rm("r/f").unwrap_err() => FsError::ReadOnly, 69, "EROFS";
    cross_mount: done(|fs| fs.mv("w/f", "x/f")) => FsError::CrossMount, 75, "EXDEV";
    busy: done(|fs| fs.mv("w/d/.", "w/e")) => FsError::Busy, 10, "EBUSY";
    overflow: done(|fs| {
        let fd = fs.at("w/f", &OpenOptions::reading())?;
        fs.seek(fd, i64::MAX, Whence::End)
    }) => FsError::Overflow, 61, "EOVERFLOW";
    out_of_memory: FsError::OutOfMemory => FsError::OutOfMemory, 48, "ENOMEM";
    external: done(|fs| fs.write(1, b"x")) => FsError::External, 58, "ENOTSUP";
    file_bytes: limited(Quota { file_bytes: 1, ..Q() }, |fs| fs.at("w/f", &creating()).and_then(|fd| fs.set_size(fd, 2)))
        => FsError::Limit(LimitExceeded { limit: Limit::FileBytes, asked: 2, allowed: 1 }), 22, "EFBIG";
    total_bytes: limited(Quota { total_bytes: 1, ..Q() }, |fs| fs.at("w/f", &creating()).and_then(|fd| fs.set_size(fd, 2)))
        => FsError::Limit(LimitExceeded { limit: Limit::TotalBytes, asked: 2, allowed: 1 }), 51, "ENOSPC";
    inodes: limited(Quota { inodes: 0, ..Q() }, |fs| fs.mkdir("w/d"))
        => FsError::Limit(LimitExceeded { limit: Limit::Inodes, asked: 1, allowed: 0 }), 51, "ENOSPC";
    descriptors: limited(Quota { descriptors: 4, ..Q() }, |fs| fs.at("w", &OpenOptions::directory()))
        => FsError::Limit(LimitExceeded { limit: Limit::Descriptors, asked: 5, allowed: 4 }), 33, "EMFILE";
    name_bytes: limited(Quota { name_bytes: 3, ..Q() }, |fs| fs.mkdir("w/four"))
        => FsError::Limit(LimitExceeded { limit: Limit::NameBytes, asked: 4, allowed: 3 }), 37, "ENAMETOOLONG";
    path_bytes: limited(Quota { path_bytes: 3, ..Q() }, |fs| fs.mkdir("w/dd"))
        => FsError::Limit(LimitExceeded { limit: Limit::PathBytes, asked: 4, allowed: 3 }), 37, "ENAMETOOLONG";
    depth: limited(Quota { depth: 2, ..Q() }, |fs| fs.mkdir("w/d").and_then(|()| fs.mkdir("w/d/e")))
        => FsError::Limit(LimitExceeded { limit: Limit::Depth, asked: 3, allowed: 2 }), 37, "ENAMETOOLONG";
    symlink_bytes: limited(Quota { symlink_bytes: 3, ..Q() }, |fs| fs.ln_s("four", "w/l"))
        => FsError::Limit(LimitExceeded { limit: Limit::SymlinkBytes, asked: 4, allowed: 3 }), 37, "ENAMETOOLONG";
    written_bytes: limited(Quota { written_bytes: 3, ..Q() }, |fs| {
        fs.at("w/f", &creating()).and_then(|fd| fs.write(fd, b"four"))
    }) => FsError::Limit(LimitExceeded { limit: Limit::WrittenBytes, asked: 4, allowed: 3 }), 19, "EDQUOT";
    any_other_limit: FsError::Limit(LimitExceeded { limit: Limit::Inodes, asked: 9, allowed: 8 })
        => FsError::Limit(_), 51, "ENOSPC";
    any_other_right: FsError::NotCapable(Rights::READ) => FsError::NotCapable(_), 76, "ENOTCAPABLE";
    any_other_denial: FsError::AccessDenied(Rights::READ) => FsError::AccessDenied(_), 2, "EACCES";
}

#[test]
fn a_missing_right_reads_as_policies_spell_it() {
    let error = FsError::AccessDenied(Rights::DELETE | Rights::RENAME);
    assert_eq!(
        error.to_string(),
        "permission denied: the mount does not grant DELETE|RENAME"
    );
    assert_eq!(Errno::NotCapable.message(), "Capabilities insufficient");
    assert_eq!(DescriptorFlags::APPEND.bits(), 1);
}
