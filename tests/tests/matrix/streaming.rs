//! The streaming calls of the components for WASI 0.3.

use std::time::Duration;

use tokio::time::{sleep, timeout};

use crate::case::{LANGUAGES, check_control, control, policy, unhurried};
use crate::host::convert::Event;
use crate::host::streaming::{Client, input, with_instance};
use crate::host::{Call, Deployment, Ending, File, Guest, Limits, SessionCall};
use crate::programs;

/// Runs a test in every language, and afterwards a harmless program in the same instance.
fn everywhere(deployment: &Deployment, test: impl AsyncFn(Guest, &Client<'_>)) {
    for &guest in LANGUAGES {
        with_instance(guest, deployment, async |client| {
            test(guest, client).await;
            check_control("streaming", &client.run(&control(guest)).await);
        });
    }
}

fn call(guest: Guest, case: &str) -> Call {
    Call::new(guest, programs::files(guest, case))
}

fn within(time_ms: u64, call: Call) -> Call {
    let limits = Limits {
        time_ms: Some(time_ms),
        ..Limits::default()
    };
    Call {
        limits: Some(limits),
        ..call
    }
}

fn out(text: &str) -> Event {
    Event::Stdout(text.to_owned())
}

fn err(text: &str) -> Event {
    Event::Stderr(text.to_owned())
}

fn ended(ending: Ending) -> Option<Event> {
    Some(Event::Ended(ending))
}

/// The program prints, waits for an answer, and prints it. Nobody answers before the first line has
/// been seen, so it was seen while the program ran.
#[test]
fn output_arrives_and_input_is_waited_for_while_the_program_runs() {
    everywhere(&unhurried(), async |guest, client| {
        let (answer, stdin) = input();
        let call = call(guest, "asks_twice");
        let mut events = client.run_streaming(&call, Some(stdin), 1).await;
        assert_eq!(events.next().await, Some(out("first?\n")));
        answer.send(b"one\n".to_vec()).await.unwrap();
        assert_eq!(events.next().await, Some(out("one: second?\n")));
        answer.send(b"tw".to_vec()).await.unwrap();
        answer.send(b"o\n".to_vec()).await.unwrap();
        assert_eq!(events.next().await, Some(out("two: done\n")));
        assert_eq!(events.next().await, ended(Ending::Ok));
        assert_eq!(events.next().await, None);
    });
}

#[test]
fn the_end_of_the_input_is_seen() {
    everywhere(&unhurried(), async |guest, client| {
        let (answer, stdin) = input();
        drop(answer);
        let call = call(guest, "asks_twice");
        let mut events = client.run_streaming(&call, Some(stdin), 8).await;
        assert_eq!(events.next().await, Some(out("first?\n")));
        assert_eq!(events.next().await, Some(out("nothing: second?\n")));
        assert_eq!(events.next().await, Some(out("nothing: done\n")));
        assert_eq!(events.rest().await, [Event::Ended(Ending::Ok)]);
    });
}

#[test]
fn both_streams_keep_the_order_of_writing() {
    everywhere(&unhurried(), async |guest, client| {
        let mut events = client
            .run_streaming(&call(guest, "interleaved"), None, 1)
            .await;
        let expected = [
            out("1\n"),
            err("2\n"),
            out("3\n"),
            out("4\n"),
            err("5\n"),
            Event::Ended(Ending::Ok),
        ];
        assert_eq!(events.rest().await, expected);
    });
}

/// However it ends: exactly one last event, and then the stream ends.
#[test]
fn the_ending_comes_once_and_last() {
    everywhere(&unhurried(), async |guest, client| {
        let other = match guest {
            Guest::JavaScript => Guest::Python,
            Guest::Python => Guest::JavaScript,
        };
        let foreign = Call::new(other, vec![File::new("main", "")]);
        let cases = [
            (call(guest, "syntax_error"), Ending::CompilationFailed),
            (call(guest, "runtime_error"), Ending::RuntimeFailed),
            (within(100, call(guest, "empty_loop")), Ending::Timeout),
            (Call::new(guest, Vec::new()), Ending::CompilationFailed),
            (foreign, Ending::UnsupportedLanguage),
        ];
        for (call, ending) in cases {
            let mut events = client.run_streaming(&call, None, 1).await.rest().await;
            assert_eq!(events.pop(), ended(ending));
            assert!(
                !events.iter().any(|event| matches!(event, Event::Ended(_))),
                "{events:?}"
            );
        }
    });
}

/// Two events that the host has taken, one that it is about to take, and the line that is being written.
const IN_FLIGHT: usize = 4;

/// The program says when it printed each line. While nobody reads, it prints no more than the host takes.
#[test]
fn a_slow_reader_holds_the_program_back() {
    everywhere(&unhurried(), async |guest, client| {
        let call = call(guest, "tells_the_time_a_hundred_times");
        let mut events = client.run_streaming(&call, None, 2).await;
        sleep(Duration::from_millis(1500)).await;
        let mut events = events.rest().await;
        assert_eq!(events.pop(), ended(Ending::Ok));
        let times: Vec<u64> = events
            .iter()
            .map(|event| match event {
                Event::Stdout(text) => text.trim_end().parse().unwrap(),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(times.len(), 100);
        let early = times.iter().filter(|&&time| time < times[0] + 500).count();
        assert!(early <= IN_FLIGHT, "{early} lines before anybody read one");
    });
}

/// Nobody reads, and nobody goes away: the run is over when its time is, the instance answers others, and
/// whoever reads on at last learns how it ended.
#[test]
fn a_reader_that_stalls_does_not_hold_a_run_beyond_its_time() {
    everywhere(&unhurried(), async |guest, client| {
        let prints = call(guest, "prints_a_byte_to_each_stream_in_turn");
        let mut events = client.run_streaming(&within(300, prints), None, 1).await;
        assert_eq!(events.next().await, Some(out("o")));
        let harmless = control(guest);
        let next = timeout(Duration::from_secs(20), client.run(&harmless)).await;
        check_control("streaming", &next.expect("the run goes on"));
        let events = events.rest().await;
        assert_eq!(events.last(), ended(Ending::Timeout).as_ref());
        assert!(events.len() <= IN_FLIGHT, "{events:?}");
    });
}

/// The program would print for ever, and nothing else may run in the instance until it has ended:
/// the next run answers only because this one did end.
#[test]
fn a_reader_that_goes_away_ends_the_run() {
    everywhere(&unhurried(), async |guest, client| {
        let call = call(guest, "prints_a_byte_to_each_stream_in_turn");
        let mut events = client.run_streaming(&call, None, 1).await;
        assert_eq!(events.next().await, Some(out("o")));
        drop(events);
        let harmless = control(guest);
        let next = client.run(&harmless);
        let next = timeout(Duration::from_secs(20), next).await;
        check_control("streaming", &next.expect("the run goes on"));
    });
}

#[test]
fn waiting_for_input_counts() {
    everywhere(&unhurried(), async |guest, client| {
        let (_answer, stdin) = input();
        let call = within(200, call(guest, "asks_twice"));
        let mut events = client.run_streaming(&call, Some(stdin), 8).await;
        let expected = [out("first?\n"), Event::Ended(Ending::Timeout)];
        assert_eq!(events.rest().await, expected);
    });
}

#[test]
fn input_beyond_its_limit_ends_the_run() {
    let deployment = Deployment {
        policy: Some(policy("stdin = \"1KiB\"")),
        ..Deployment::default()
    };
    everywhere(&deployment, async |guest, client| {
        let (answer, stdin) = input();
        let call = call(guest, "asks_twice");
        let mut events = client.run_streaming(&call, Some(stdin), 8).await;
        assert_eq!(events.next().await, Some(out("first?\n")));
        answer.send(vec![b'x'; 1025]).await.unwrap();
        assert_eq!(
            events.rest().await,
            [Event::Ended(Ending::ResourceExceeded)]
        );
    });
}

/// One program at a time: the second starts, and its time, when the first has ended.
#[test]
fn a_second_run_waits_for_its_turn() {
    everywhere(&unhurried(), async |guest, client| {
        let (answer, stdin) = input();
        let asks = call(guest, "asks_twice");
        let mut first = client.run_streaming(&asks, Some(stdin), 8).await;
        assert_eq!(first.next().await, Some(out("first?\n")));
        let second = within(2000, call(guest, "interleaved"));
        let second = async {
            let mut events = client.run_streaming(&second, None, 8).await;
            events.rest().await
        };
        let first = async {
            sleep(Duration::from_millis(2500)).await;
            drop(answer);
            first.rest().await
        };
        let (first, second) = tokio::join!(first, second);
        assert_eq!(first.last(), ended(Ending::Ok).as_ref());
        assert_eq!(second.last(), ended(Ending::Ok).as_ref());
        assert_eq!(second.len(), 6);
    });
}

#[test]
fn a_session_streams_and_keeps_its_files() {
    everywhere(&unhurried(), async |guest, client| {
        let session = client.session(guest).await;
        let name = format!("asks.{}", guest.extension());
        let program = File::new(&name, programs::source(guest, "asks_twice"));
        client.upload(session, &program).await;
        let call = SessionCall {
            entrypoint: name,
            ..SessionCall::default()
        };
        for _ in 0..2 {
            let (answer, stdin) = input();
            let mut events = client
                .session_run_streaming(session, &call, Some(stdin))
                .await;
            assert_eq!(events.next().await, Some(out("first?\n")));
            drop(answer);
            assert_eq!(events.rest().await.last(), ended(Ending::Ok).as_ref());
        }
    });
}

/// Sleeping is a wait of the instance's, not of the host's thread.
#[test]
fn a_sleep_ends_and_counts() {
    everywhere(&unhurried(), async |guest, client| {
        let sleeps = call(guest, "sleeps_between_lines");
        let mut events = client.run_streaming(&sleeps, None, 8).await;
        let expected = [out("before\n"), out("after\n"), Event::Ended(Ending::Ok)];
        assert_eq!(events.rest().await, expected);
        let mut events = client.run_streaming(&within(500, sleeps), None, 8).await;
        let expected = [out("before\n"), Event::Ended(Ending::Timeout)];
        assert_eq!(events.rest().await, expected);
    });
}

/// What a call leaves behind: wit-bindgen 0.61 does not free the block of an asynchronous export's
/// parameters (docs/LIMITATIONS.md).
const PARAMETERS: usize = 128;

/// By how much the allocators grow the memory at most.
const STEP: usize = 512 * 1024;

/// Neither a run nor one of its 101 events, of which 13 bytes each would be a step more, leaves
/// anything but that.
#[test]
fn memory_stays_flat_over_streamed_runs() {
    const RUNS: usize = 400;
    everywhere(&unhurried(), async |guest, client| {
        let call = call(guest, "counts_to_a_hundred");
        let run = async || {
            let events = client.run_streaming(&call, None, 8).await.rest().await;
            assert_eq!(events.len(), 101);
        };
        for _ in 0..20 {
            run().await;
        }
        let held = client.memory();
        for _ in 0..RUNS {
            run().await;
        }
        let grown = client.memory() - held;
        assert!(
            grown <= (RUNS * PARAMETERS).next_multiple_of(STEP),
            "{grown} bytes"
        );
    });
}
