//! Rights: reported, narrowed, passed on, never gained.

use vfs_layer::Rights;

use super::*;

#[test]
fn what_is_reported_can_be_set_and_changes_nothing() {
    let mut program = Program::new();
    let file = program.open(3, "file", CREATE, ALL).unwrap();
    program.put(PATH, b"dir");
    assert_eq!(
        program.call(|calls| calls.path_create_directory(3, PATH, 3)),
        Errno::Success
    );
    let directory = program
        .open(3, "dir", DIRECTORY, ALL & !bit::FD_WRITE)
        .unwrap();
    for fd in [0, 1, 2, 3, file, directory] {
        let before = program.rights(fd);
        let errno = program.call(|calls| calls.fd_fdstat_set_rights(fd, before.0, before.1));
        assert_eq!((errno, program.rights(fd)), (Errno::Success, before));
    }
}

#[test]
fn a_right_that_is_given_up_is_gone() {
    let mut program = Program::new();
    let fd = program.open(3, "file", CREATE, ALL).unwrap();
    program.write(fd, b"abc").unwrap();
    let (base, inheriting) = program.rights(fd);
    let kept = base & !(bit::FD_WRITE | bit::FD_ALLOCATE);
    let errno = program.call(|calls| calls.fd_fdstat_set_rights(fd, kept, inheriting));
    assert_eq!((errno, program.rights(fd).0), (Errno::Success, kept));
    assert_eq!(program.write(fd, b"x"), Err(Errno::BadF));
    let errno = program.call(|calls| calls.fd_fdstat_set_rights(fd, base, inheriting));
    assert_eq!((errno, program.rights(fd).0), (Errno::NotCapable, kept));
    let unknown = program.call(|calls| calls.fd_fdstat_set_rights(fd, 1 << 30, 0));
    assert_eq!(unknown, Errno::Inval);
}

#[test]
fn a_directory_passes_on_no_more_than_it_may() {
    let mut program = Program::new();
    program.open(3, "file", CREATE, ALL).unwrap();
    let reading = bit::FD_READ | bit::FD_READDIR | bit::FD_FILESTAT_GET | bit::PATH_OPEN;
    let dir = program
        .open_with(3, ".", DIRECTORY, (ALL & !bit::FD_WRITE, reading), 0)
        .unwrap();
    assert_eq!(
        program.open(dir, "file", 0, bit::FD_READ | bit::FD_WRITE),
        Err(Errno::NotCapable)
    );
    let fd = program.open(dir, "file", 0, ALL & !bit::FD_WRITE).unwrap();
    assert_eq!(program.rights(fd).0 & bit::FD_FILESTAT_SET_TIMES, 0);
    assert_eq!(
        program.call(|calls| calls.fd_filestat_set_times(fd, 0, 0, 10)),
        Errno::NotCapable
    );
}

#[test]
fn a_descriptor_has_what_its_mount_grants_at_most() {
    let rights = Rights::READ_ONLY | Rights::CREATE | Rights::APPEND;
    let mut program = Program::with(
        "",
        Invocation::default(),
        MountSpec::scratch().rights(rights),
    );
    assert_eq!(program.open(3, "log", CREATE, ALL), Err(Errno::Acces));
    let fd = program
        .open_with(3, "log", CREATE, (ALL, ALL), APPEND)
        .unwrap();
    assert_eq!(program.write(fd, b"line"), Ok(4));
    let (base, _) = program.rights(fd);
    assert_eq!(base & bit::FD_WRITE, bit::FD_WRITE);
    assert_eq!(
        base & (bit::FD_FILESTAT_SET_SIZE | bit::FD_FILESTAT_SET_TIMES),
        0
    );
    // Without the flag it would write anywhere.
    assert_eq!(
        program.call(|calls| calls.fd_fdstat_set_flags(fd, 0)),
        Errno::Success
    );
    assert_eq!(program.write(fd, b"x"), Err(Errno::BadF));
}

/// CVE-2026-47261: a file was emptied through a descriptor that may not write.
#[test]
fn truncating_needs_the_right_of_the_directory_and_of_what_it_passes_on() {
    let mut program = Program::new();
    let fd = program.open(3, "file", CREATE, ALL).unwrap();
    program.write(fd, b"abc").unwrap();
    let no_size = ALL & !(bit::FD_WRITE | bit::PATH_FILESTAT_SET_SIZE | bit::FD_FILESTAT_SET_SIZE);
    for (base, inheriting) in [(no_size, ALL), (ALL & !bit::FD_WRITE, no_size)] {
        let dir = program
            .open_with(3, ".", DIRECTORY, (base, inheriting), 0)
            .unwrap();
        assert_eq!(
            program.open(dir, "file", TRUNCATE, 0),
            Err(Errno::NotCapable)
        );
        assert_eq!(
            program.open(dir, "file", TRUNCATE, ALL & !bit::FD_WRITE),
            Err(Errno::NotCapable)
        );
    }
    let reader = program.open(3, "file", 0, bit::FD_READ).unwrap();
    assert_eq!(
        program.call(|calls| calls.fd_filestat_set_size(reader, 0)),
        Errno::BadF
    );
    assert_eq!(program.read(reader, 9), Ok(b"abc".to_vec()));
}

#[test]
fn a_link_between_directories_of_the_same_rights_is_no_gain() {
    let mut program = Program::new();
    program.open(3, "file", CREATE, ALL).unwrap();
    program.put(PATH, b"dir");
    assert_eq!(
        program.call(|calls| calls.path_create_directory(3, PATH, 3)),
        Errno::Success
    );
    // As wasi-libc opens a directory: without the rights to write that a file would have.
    let asked =
        ALL & !(bit::FD_WRITE | bit::FD_ALLOCATE | bit::FD_FILESTAT_SET_SIZE | bit::FD_DATASYNC);
    let dir = program
        .open_with(3, "dir", DIRECTORY, (asked, ALL), 0)
        .unwrap();
    program.put(PATH, b"file");
    let errno = program.call(|calls| calls.path_rename(3, PATH, 4, dir, PATH, 4));
    assert_eq!(errno, Errno::Success);
    let errno = program.call(|calls| calls.path_rename(dir, PATH, 4, 3, PATH, 4));
    assert_eq!(errno, Errno::Success);
    let errno = program.call(|calls| calls.path_link(3, 0, PATH, 4, dir, PATH, 4));
    assert_eq!(errno, Errno::Success);
}
