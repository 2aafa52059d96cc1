//! Standard streams, arguments, environment, clocks, randomness.

use super::*;

#[test]
fn standard_input_is_read_to_its_end() {
    let invocation = Invocation {
        stdin: b"line\nrest".to_vec(),
        ..Invocation::default()
    };
    let mut program = Program::with("", invocation, MountSpec::scratch());
    assert_eq!(program.read(0, 5), Ok(b"line\n".to_vec()));
    assert_eq!(program.read(0, 100), Ok(b"rest".to_vec()));
    assert_eq!(program.read(0, 100), Ok(vec![]));
    assert_eq!(program.write(0, b"x"), Err(Errno::BadF));
}

#[test]
fn a_stream_is_no_terminal_and_has_no_position() {
    let mut program = Program::new();
    for (fd, rights) in [(0, bit::FD_READ), (1, bit::FD_WRITE), (2, bit::FD_WRITE)] {
        assert_eq!(program.rights(fd), (rights, 0));
        assert_eq!(program.bytes(RESULT, 1), [0]);
        assert_eq!(
            program.call(|calls| calls.fd_filestat_get(fd, RESULT)),
            Errno::Success
        );
        assert_eq!(program.bytes(RESULT, 64), [0; 64]);
        let count = program.vector(&[(DATA, 1)]);
        let answers = [
            program.call(|calls| calls.fd_seek(fd, 0, 1, RESULT)),
            program.call(|calls| calls.fd_tell(fd, RESULT)),
            program.call(|calls| calls.fd_pread(fd, VECTOR, count, 0, RESULT)),
            program.call(|calls| calls.fd_pwrite(fd, VECTOR, count, 0, RESULT)),
        ];
        assert_eq!(answers, [Errno::SPipe; 4]);
        let answers = [
            program.call(|calls| calls.fd_sync(fd)),
            program.call(|calls| calls.fd_datasync(fd)),
            program.call(|calls| calls.fd_filestat_set_size(fd, 0)),
            program.call(|calls| calls.fd_filestat_set_times(fd, 0, 0, 0)),
            program.call(|calls| calls.fd_allocate(fd, 0, 1)),
            program.call(|calls| calls.fd_advise(fd, 0, 1, 0)),
            program.call(|calls| calls.fd_fdstat_set_flags(fd, 0)),
            program.call(|calls| calls.fd_readdir(fd, DATA, 99, 0, RESULT)),
            program.call(|calls| calls.fd_prestat_get(fd, RESULT)),
        ];
        assert_eq!(answers, [Errno::BadF; 9]);
        assert_eq!(
            program.call(|calls| calls.fd_prestat_dir_name(fd, DATA, 9)),
            Errno::NotDir
        );
    }
}

#[test]
fn what_does_not_fit_the_output_is_cut_and_stops_the_run() {
    let limits = "[limits]\noutput = \"6B\"";
    let mut program = Program::with(limits, Invocation::default(), MountSpec::scratch());
    assert_eq!(program.write(1, b"abcd"), Ok(4));
    assert!(!program.run.is_stopped());
    assert_eq!(program.write(2, b"efgh"), Err(Errno::NoSpc));
    assert!(program.run.is_stopped());
}

#[test]
fn a_stream_can_be_closed_or_moved_like_anything_else() {
    let invocation = Invocation {
        stdin: b"in".to_vec(),
        ..Invocation::default()
    };
    let mut program = Program::with("", invocation, MountSpec::scratch());
    let fd = program.open(3, "file", CREATE, ALL).unwrap();
    assert_eq!(
        program.call(|calls| calls.fd_renumber(0, fd)),
        Errno::Success
    );
    assert_eq!(program.read(fd, 9), Ok(b"in".to_vec()));
    assert_eq!(program.read(0, 9), Err(Errno::BadF));
    assert_eq!(program.call(|calls| calls.fd_close(1)), Errno::Success);
    assert_eq!(program.write(1, b"x"), Err(Errno::BadF));
    // The lowest free number is next: what was standard input is a file now.
    assert_eq!(program.open(3, "file", 0, ALL), Ok(0));
}

#[test]
fn arguments_and_environment_are_strings_with_their_nul() {
    let invocation = Invocation {
        args: vec!["".to_owned(), "é".to_owned()],
        env: vec![
            ("B".to_owned(), "2".to_owned()),
            ("A".to_owned(), "".to_owned()),
        ],
        stdin: Vec::new(),
    };
    let allow = "[environment]\nallow = [\"*\"]";
    let mut program = Program::with(allow, invocation, MountSpec::scratch());
    let sizes = RESULT + 4;
    assert_eq!(
        program.call(|calls| calls.args_sizes_get(RESULT, sizes)),
        Errno::Success
    );
    assert_eq!((program.u32(RESULT), program.u32(sizes)), (3, 12));
    assert_eq!(
        program.call(|calls| calls.args_get(VECTOR, DATA)),
        Errno::Success
    );
    assert_eq!(program.bytes(DATA, 12), "program\0\0é\0".as_bytes());
    assert_eq!(
        [
            program.u32(VECTOR),
            program.u32(VECTOR + 4),
            program.u32(VECTOR + 8)
        ],
        [DATA, DATA + 8, DATA + 9]
    );

    assert_eq!(
        program.call(|calls| calls.environ_sizes_get(RESULT, sizes)),
        Errno::Success
    );
    assert_eq!((program.u32(RESULT), program.u32(sizes)), (2, 7));
    assert_eq!(
        program.call(|calls| calls.environ_get(VECTOR, DATA)),
        Errno::Success
    );
    assert_eq!(program.bytes(DATA, 7), b"A=\0B=2\0");
    assert_eq!(
        [program.u32(VECTOR), program.u32(VECTOR + 4)],
        [DATA, DATA + 3]
    );

    assert_eq!(
        program.call(|calls| calls.args_get(END - 8, DATA)),
        Errno::Fault
    );
    assert_eq!(
        program.call(|calls| calls.args_get(VECTOR, END - 11)),
        Errno::Fault
    );
}

#[test]
fn clocks_follow_the_policy() {
    let clock = "[clock]\nmode = \"frozen\"\nat = \"2001-02-03T04:05:06Z\"";
    let mut program = Program::with(clock, Invocation::default(), MountSpec::scratch());
    assert_eq!(
        program.call(|calls| calls.clock_time_get(0, 0, RESULT)),
        Errno::Success
    );
    assert_eq!(program.u64(RESULT), 981_173_106_000_000_000);
    assert_eq!(
        program.call(|calls| calls.clock_time_get(1, 0, RESULT)),
        Errno::Success
    );
    assert_eq!(program.u64(RESULT), 0);
    assert_eq!(
        program.call(|calls| calls.clock_res_get(1, RESULT)),
        Errno::Success
    );
    assert_eq!(program.u64(RESULT), 1_000_000_000);
    for id in [2, 3] {
        assert_eq!(
            program.call(|calls| calls.clock_time_get(id, 0, RESULT)),
            Errno::BadF
        );
    }
    assert_eq!(
        program.call(|calls| calls.clock_res_get(4, RESULT)),
        Errno::Inval
    );
    assert_eq!(
        program.call(|calls| calls.clock_time_get(0, 0, END - 7)),
        Errno::Fault
    );
}

#[test]
fn random_bytes_fill_the_buffer_and_nothing_beside_it() {
    let mut program = Program::new();
    assert_eq!(
        program.call(|calls| calls.random_get(DATA, 1000)),
        Errno::Success
    );
    assert_ne!(program.bytes(DATA, 1000), [0; 1000]);
    assert_eq!(program.bytes(DATA - 8, 8), [0; 8]);
    assert_eq!(program.bytes(DATA + 1000, 8), [0; 8]);
}
