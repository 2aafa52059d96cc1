//! Network, processes and threads: the error that the program gets, and what is recorded.

use golem_exec::{LimitName, OutcomeKind};

use crate::{assert_prints, fixture, refused, request, sandbox, text};

#[test]
fn the_network_is_refused_wherever_it_is_asked_for() {
    let outcome = sandbox().run(request("network_is_refused")).unwrap();
    assert_prints(&outcome, &fixture("network_is_refused", "stdout"));
    assert_eq!(
        refused(&outcome),
        [
            "socket.socket on \"AF_INET\"",
            "socket.socket on \"AF_INET6\"",
            "socket.socketpair on \"AF_UNIX\"",
            "socket.gethostbyname on \"example.com\"",
            "socket.gethostbyaddr on \"93.184.216.34\"",
            "socket.getaddrinfo on \"example.com:80\"",
            "socket.getaddrinfo on \"example.com:443\"",
            "socket.getaddrinfo on \"example.org:443\"",
            "socket.getaddrinfo on \"mail.example.com:25\"",
            "socket.getaddrinfo on \"ftp.example.com:21\"",
            "socket.getaddrinfo on \"rpc.example.com:80\"",
            "ssl.SSLContext.wrap_bio on \"a.example\"",
        ]
    );
    let rules = outcome
        .denials
        .iter()
        .map(|denial| denial.rule().to_string());
    assert!(
        rules
            .into_iter()
            .all(|rule| rule == "the sandbox has no network")
    );
}

#[test]
fn asyncio_refuses_what_it_has_no_events_for() {
    let outcome = sandbox().run(request("asyncio_refuses")).unwrap();
    assert_prints(&outcome, &fixture("asyncio_refuses", "stdout"));
    assert_eq!(
        refused(&outcome),
        [
            "asyncio.create_connection on \"example.com:80\"",
            "asyncio.create_server on \"0.0.0.0:8080\"",
            "socket.getaddrinfo on \"example.com:443\"",
            "asyncio.run_in_executor on \"print\"",
        ]
    );
}

/// As CPython does without threads: an error, which a program may go on after.
#[test]
fn threads_are_refused() {
    let outcome = sandbox().run(request("threads_are_refused")).unwrap();
    assert_prints(&outcome, &fixture("threads_are_refused", "stdout"));
    assert_eq!(
        refused(&outcome),
        [
            "threading.Thread.start on \"print\"",
            "threading.Thread.start on \"Timer\"",
            "threading.Thread.start on \"_worker\"",
            "threading.Thread.start on \"int\"",
        ]
    );
}

/// The call raises, and the run's outcome is that a process was asked for, whatever comes next.
#[test]
fn processes_are_refused_in_every_way_to_start_one() {
    for (call, recorded) in [
        ("fork", "os.fork on \"/workspace/main.py\""),
        ("system", "os.system on \"id\""),
        ("popen", "os.popen on \"id\""),
        ("execvp", "os.execvp on \"ls\""),
        ("spawnlp", "os.spawnlp on \"ls\""),
        ("posix-spawn", "os.posix_spawn on \"/bin/ls\""),
        ("by-name", "os.popen on \"id\""),
        ("no-text", "subprocess.Popen on \"ls \\\\udcff \\\\xff\""),
        ("not-said", "subprocess.Popen on \"<list>\""),
        ("run", "subprocess.Popen on \"ls a b\""),
        ("shell", "subprocess.Popen on \"ls -l\""),
        ("getoutput", "subprocess.Popen on \"id\""),
        ("process", "multiprocessing.Process.start on \"worker\""),
        ("spawned", "multiprocessing.Process.start on \"worker\""),
        ("pool", "multiprocessing.Pool on \"/workspace/main.py\""),
        (
            "manager",
            "multiprocessing.Manager on \"/workspace/main.py\"",
        ),
        (
            "executor",
            "concurrent.futures.ProcessPoolExecutor on \"/workspace/main.py\"",
        ),
        ("async", "asyncio.create_subprocess_exec on \"ls -l\""),
        (
            "async-shell",
            "asyncio.create_subprocess_shell on \"ls -l\"",
        ),
    ] {
        let request = request("processes_are_refused").arg(call);
        let outcome = sandbox().run(request).unwrap();
        assert_eq!(text(&outcome.stderr), "", "{call}");
        assert_eq!(
            text(&outcome.stdout),
            "imported\nthe sandbox starts no processes\n",
            "{call}"
        );
        assert_eq!(outcome.kind, OutcomeKind::ResourceExceeded, "{call}");
        let limit = outcome.limit.map(|exceeded| exceeded.limit);
        assert_eq!(limit, Some(LimitName::Processes), "{call}");
        assert_eq!(refused(&outcome), [recorded], "{call}");
    }
}
