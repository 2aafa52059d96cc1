//! The clock of the host: reading it is a call that Golem logs.

use std::time::Duration;

use super::*;

/// When a file was changed, in nanoseconds since the platform's beginning.
fn modified(program: &mut Program, fd: u32) -> u64 {
    let answer = program.call(|calls| calls.fd_filestat_get(fd, DATA));
    assert_eq!(answer, Errno::Success);
    program.u64(DATA + 48) - 1_700_000_000_000_000_000
}

#[test]
fn what_only_looks_reads_no_clock() {
    let mut program = Program::new();
    let fd = program.open(3, "file", CREATE, ALL).unwrap();
    program.write(fd, b"content").unwrap();
    let before = program.platform.wall_readings();
    let again = program.open(3, "file", 0, ALL).unwrap();
    assert_eq!(program.read(again, 7), Ok(b"content".to_vec()));
    program.rights(again);
    modified(&mut program, again);
    let length = u32::try_from("file".len()).unwrap();
    let answers = [
        program.call(|calls| calls.path_filestat_get(3, 1, PATH, length, DATA)),
        program.call(|calls| calls.fd_seek(again, 0, 0, RESULT)),
        program.call(|calls| calls.fd_tell(again, RESULT)),
        program.call(|calls| calls.fd_readdir(3, DATA, 99, 0, RESULT)),
        program.call(|calls| calls.fd_close(again)),
    ];
    assert_eq!(answers, [Errno::Success; 5]);
    program.write(1, b"printed").unwrap();
    assert_eq!(program.platform.wall_readings(), before);
}

/// Each change has the time at which it was made.
#[test]
fn what_changes_a_file_reads_it() {
    let mut program = Program::new();
    let fd = program.open(3, "file", CREATE, ALL).unwrap();
    let mut expected = 0;
    let mut later = |program: &mut Program, change: &dyn Fn(&mut Program) -> Errno| {
        program.platform.advance(Duration::from_nanos(10));
        expected += 10;
        assert_eq!(change(program), Errno::Success);
        assert_eq!(modified(program, fd), expected);
    };
    later(&mut program, &|program| match program.write(fd, b"x") {
        Ok(_) => Errno::Success,
        Err(errno) => errno,
    });
    later(&mut program, &|program| {
        program.call(|calls| calls.fd_filestat_set_size(fd, 5))
    });
    later(&mut program, &|program| {
        let count = program.vector(&[(DATA, 1)]);
        program.call(|calls| calls.fd_pwrite(fd, VECTOR, count, 0, RESULT))
    });
    later(&mut program, &|program| {
        program.call(|calls| calls.fd_allocate(fd, 0, 9))
    });
    later(&mut program, &|program| {
        const MODIFIED_NOW: u32 = 8;
        program.call(|calls| calls.fd_filestat_set_times(fd, 0, 0, MODIFIED_NOW))
    });
    later(
        &mut program,
        &|program| match program.open(3, "file", TRUNCATE, ALL) {
            Ok(_) => Errno::Success,
            Err(errno) => errno,
        },
    );
}
