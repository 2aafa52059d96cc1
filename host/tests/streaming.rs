//! Runs as streams of events: in order, while the program runs, and no faster than they are read.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod bench;
mod guest;

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use bench::{Bench, text};
use golem_exec::policies::Policy;
use golem_exec::{
    CacheLocation, Language, Outcome, OutcomeKind, Request, RunEvent, RunEvents, Sandbox,
    SessionError, SessionRequest,
};

/// A program in both languages.
type Twins = [(Language, &'static str); 2];

fn sandbox(limits: &str) -> Sandbox {
    let cache = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("streaming-library");
    let text = format!(
        "version = 1\n[[grants]]\npath = \"/workspace\"\nlayer = \"scratch\"\nrights = [\"all\"]\n\
         [limits]\n{limits}\n"
    );
    let sandbox = Sandbox::builder()
        .cache(CacheLocation::Folder(cache))
        .policy(Policy::parse(&text, None).unwrap())
        .build()
        .unwrap();
    for language in Language::ALL {
        sandbox.prepare(language).unwrap();
    }
    sandbox
}

fn request((language, program): (Language, &str)) -> Request {
    Request::new(language, language.default_file_name(), program)
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
}

/// What is left of a stream: what was printed, and how it ended.
async fn rest(events: &mut RunEvents) -> (String, Outcome) {
    let mut printed = String::new();
    loop {
        match events.next().await.unwrap().unwrap() {
            RunEvent::Stdout(bytes) | RunEvent::Stderr(bytes) => printed += text(&bytes),
            RunEvent::Ended(outcome) => {
                assert!(events.next().await.is_none());
                return (printed, *outcome);
            }
        }
    }
}

const BOTH_STREAMS: Twins = [
    (
        Language::JavaScript,
        "console.log('out'); console.error('err'); console.log('again'); process.exit(3)",
    ),
    (
        Language::Python,
        "import sys\nprint('out', flush=True)\nprint('err', file=sys.stderr)\nprint('again')\nsys.exit(3)",
    ),
];

#[test]
fn events_keep_the_order_of_writing_and_the_outcome_is_last() {
    let sandbox = sandbox("");
    for program in BOTH_STREAMS {
        runtime().block_on(async {
            let mut events = sandbox.run_streaming(request(program)).await;
            let mut seen = Vec::new();
            while let Some(event) = events.next().await {
                seen.push(match event.unwrap() {
                    RunEvent::Stdout(bytes) => format!("out {}", text(&bytes)),
                    RunEvent::Stderr(bytes) => format!("err {}", text(&bytes)),
                    RunEvent::Ended(outcome) => {
                        assert_eq!(outcome.kind, OutcomeKind::Ok);
                        format!("exit {:?}", outcome.exit_code)
                    }
                });
            }
            let expected = ["out out\n", "err err\n", "out again\n", "exit Some(3)"];
            assert_eq!(seen, expected);
        });
    }
}

/// Prints for two minutes, or until somebody goes away.
const SILENT_AFTERWARDS: [(Language, &str); 4] = [
    (Language::JavaScript, "console.log('x'); for (;;) {}"),
    (
        Language::JavaScript,
        "console.log('x'); setTimeout(() => {}, 120000)",
    ),
    (Language::Python, "print('x', flush=True)\nwhile True: pass"),
    (
        Language::Python,
        "import time\nprint('x', flush=True)\ntime.sleep(120)",
    ),
];

/// The program prints once and then computes, or sleeps, for two minutes. The session answers again
/// only because the host ended it.
#[test]
fn a_reader_that_goes_away_ends_the_run_wherever_it_is() {
    let sandbox = sandbox("time = \"2m\"");
    for (language, program) in SILENT_AFTERWARDS {
        let session = sandbox.session(language).unwrap();
        session.upload("main", program).unwrap();
        let start = Instant::now();
        runtime().block_on(async {
            let mut events = session.run_streaming(SessionRequest::new("main")).await;
            // While the program runs: it has not ended, or will not for two minutes.
            let first = events.next().await.unwrap().unwrap();
            assert_eq!(first, RunEvent::Stdout(b"x\n".to_vec()));
        });
        let answer = session.list_files(".");
        assert!(matches!(answer, Err(SessionError::Lost(_))), "{answer:?}");
        assert!(start.elapsed() < Duration::from_secs(60), "{program}");
    }
}

const TELLS_THE_TIME: Twins = [
    (
        Language::JavaScript,
        "for (let i = 0; i < 100; i++) console.log(Date.now())",
    ),
    (
        Language::Python,
        "import time\nfor i in range(100): print(int(time.time() * 1000), flush=True)",
    ),
];

/// How many events wait for a reader, and one that is being handed over.
const AHEAD: usize = 17;

/// The program says when it printed each line. While nobody reads, it prints no more than what waits.
#[test]
fn a_slow_reader_holds_the_program_back() {
    let sandbox = sandbox("time = \"2m\"");
    for program in TELLS_THE_TIME {
        let (printed, outcome) = runtime().block_on(async {
            let mut events = sandbox.run_streaming(request(program)).await;
            std::thread::sleep(Duration::from_millis(1500));
            rest(&mut events).await
        });
        assert_eq!(outcome.kind, OutcomeKind::Ok, "{outcome:?}");
        let times: Vec<u64> = printed.lines().map(|line| line.parse().unwrap()).collect();
        assert_eq!(times.len(), 100);
        let early = times.iter().filter(|&&time| time < times[0] + 500).count();
        assert!(early <= AHEAD, "{early} lines before anybody read one");
    }
}

const PRINTS_FOR_EVER: Twins = [
    (Language::JavaScript, "for (;;) console.log('x')"),
    (Language::Python, "while True: print('x', flush=True)"),
];

/// A reader that reads nothing past the time limit: the run is over all the same, in order, so that the
/// session has its files.
#[test]
fn a_reader_that_stalls_does_not_hold_a_run_beyond_its_time() {
    let sandbox = sandbox("time = \"1s\"\noutput = \"100MiB\"");
    for (language, program) in PRINTS_FOR_EVER {
        let session = sandbox.session(language).unwrap();
        session.upload("main", program).unwrap();
        session.upload("kept", "x").unwrap();
        runtime().block_on(async {
            let mut events = session.run_streaming(SessionRequest::new("main")).await;
            // The session is the run's until that is over.
            std::thread::sleep(Duration::from_millis(100));
            let start = Instant::now();
            assert_eq!(session.list_files(".").unwrap(), ["kept", "main"]);
            assert!(start.elapsed() < Duration::from_secs(60), "{language}");
            let (printed, outcome) = rest(&mut events).await;
            assert_eq!(outcome.kind, OutcomeKind::Timeout, "{outcome:?}");
            assert!(printed.lines().count() < AHEAD, "{printed}");
            // The outcome has what nobody read.
            assert!(outcome.stdout.starts_with(printed.as_bytes()));
        });
    }
}

#[test]
fn json_lines_are_one_event_each() {
    let bench = Bench::new();
    let program = "process.stdout.write('ä'); process.stderr.write('e');
        import('node:fs').then((fs) => fs.writeSync(1, new Uint8Array([255])))";
    let output = bench
        .command(&["run", "--lang", "js", "--json-lines", "-c", program])
        .output()
        .unwrap();
    let lines: Vec<serde_json::Value> = text(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 4, "{lines:#?}");
    let expected = [
        serde_json::json!({ "event": "stdout", "text": "ä" }),
        serde_json::json!({ "event": "stderr", "text": "e" }),
        serde_json::json!({ "event": "stdout", "base64": "/w==" }),
    ];
    assert_eq!(lines[..3], expected);
    assert_eq!(lines[3]["event"], "ended");
    assert_eq!(lines[3]["outcome"], "ok");
    assert_eq!(lines[3]["exit_code"], 0);
    assert!(lines[3].get("stdout").is_none());
}

/// The first line is there while the program goes on for two minutes.
#[test]
fn json_lines_and_plain_output_come_while_the_program_runs() {
    let bench = Bench::new();
    std::fs::write(bench.path().join("time.toml"), {
        "version = 1\n[limits]\ntime = \"2m\"\n[[grants]]\npath = \"/workspace\"\nlayer = \"scratch\"\n\
         rights = [\"all\"]\n"
    })
    .unwrap();
    for (lines, first) in [
        (&[][..], "x\n"),
        (
            &["--json-lines"],
            "{\"event\":\"stdout\",\"text\":\"x\\n\"}\n",
        ),
    ] {
        for (language, program) in SILENT_AFTERWARDS {
            let mut child = Command::new(env!("CARGO_BIN_EXE_golem-exec"))
                .args(["run", "--policy", "time.toml", "--lang", language.name()])
                .args(lines)
                .args(["-c", program])
                .current_dir(bench.path())
                .env("GOLEM_EXEC_CACHE", bench.path().join("cache"))
                .stdout(Stdio::piped())
                .spawn()
                .unwrap();
            let mut line = String::new();
            let mut output = BufReader::new(child.stdout.take().unwrap());
            output.read_line(&mut line).unwrap();
            let ended = child.try_wait().unwrap();
            child.kill().unwrap();
            child.wait().unwrap();
            assert_eq!(line, first);
            assert_eq!(ended, None, "{program}");
        }
    }
}
