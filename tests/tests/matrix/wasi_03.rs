//! The components for WASI 0.3 beside their streaming calls: every other call is there too, and answers as it
//! does in the components for WASI 0.2.

use wasmtime::component::Component;
use wasmtime::component::types::ComponentItem;

use crate::case::{LANGUAGES, unhurried};
use crate::host::convert::{
    Event, ending, event, language, observed, run_parameters, session_run_parameters,
};
use crate::host::interface::{EXECUTOR, PULL, RESTORE};
use crate::host::streaming::{Client, engine, with_instance};
use crate::host::{Call, Ending, File, Guest, SessionCall};
use crate::programs;

fn functions(guest: Guest) -> Vec<String> {
    let component = Component::from_file(engine(), guest.streaming_artifact()).unwrap();
    let mut functions = Vec::new();
    for (interface, item) in component.component_type().exports(engine()) {
        let ComponentItem::ComponentInstance(instance) = item.ty else {
            panic!("{interface} is no instance");
        };
        for (name, item) in instance.exports(engine()) {
            if matches!(item.ty, ComponentItem::ComponentFunc(_)) {
                functions.push(format!("{interface} {name}"));
            }
        }
    }
    functions.sort_unstable();
    functions
}

#[test]
fn the_interfaces_export_their_functions_and_no_others() {
    let mut expected = Vec::new();
    for (interface, names) in [
        (
            EXECUTOR,
            &[
                "[constructor]session",
                "[method]session.close",
                "[method]session.download",
                "[method]session.list-files",
                "[method]session.run",
                "[method]session.run-streaming",
                "[method]session.set-working-dir",
                "[method]session.upload",
                "run",
                "run-streaming",
            ][..],
        ),
        (
            PULL,
            &[
                "[method]exec-stream.next",
                "[method]exec-stream.next-batch",
                "run-streaming",
                "session-run-streaming",
            ],
        ),
        (RESTORE, &["id", "load", "save", "take"]),
    ] {
        expected.extend(names.iter().map(|name| format!("{interface} {name}")));
    }
    for &guest in LANGUAGES {
        assert_eq!(functions(guest), expected);
    }
}

/// Runs a test with an instance of each language's component.
fn everywhere(test: impl AsyncFn(Guest, &Client<'_>)) {
    for &guest in LANGUAGES {
        with_instance(guest, &unhurried(), async |client| {
            test(guest, client).await;
        });
    }
}

fn doubles(guest: Guest) -> SessionCall {
    SessionCall {
        entrypoint: format!("../doubles.{}", guest.extension()),
        args: vec!["er/data.txt".into()],
        stdin: Some("typed".into()),
        env: vec![("NAME".into(), "value".into())],
        limits: None,
    }
}

/// A session with a program that doubles a number, in the folder of that number.
async fn session(guest: Guest, client: &Client<'_>) -> wasmtime::component::ResourceAny {
    let session = client.session(guest).await;
    let name = format!("doubles.{}", guest.extension());
    let program = File::new(&name, programs::source(guest, "sessions/doubles"));
    client.upload(session, &program).await;
    let data = File::new("deep/er/data.txt", "21");
    client.upload(session, &data).await;
    let moved = client.call(|exports| exports.set_working_dir, (session, "deep".into()));
    moved.await.0.unwrap();
    session
}

#[test]
fn a_session_lives_as_in_the_other_components() {
    everywhere(async |guest, client| {
        let session = session(guest, client).await;
        let call = doubles(guest);
        let parameters = session_run_parameters(session, &call, call.stdin.clone());
        let ran = client.call(|exports| exports.session_run, parameters).await;
        let ran = observed(ran.0);
        assert_eq!(ran.ending, Ending::Ok, "{ran:?}");
        assert_eq!(ran.stdout.as_deref(), Some("42 typed value\n"));
        let list = client.call(|exports| exports.list_files, (session, String::new()));
        assert_eq!(list.await.0.unwrap(), ["er/", "out/"]);
        let result = "out/result.txt".to_owned();
        let result = client.call(|exports| exports.download, (session, result));
        assert_eq!(result.await.0.unwrap(), b"42");
        for _ in 0..2 {
            client.call(|exports| exports.close, (session,)).await;
        }
        let list = client.call(|exports| exports.list_files, (session, String::new()));
        let closed = ending(list.await.0.unwrap_err()).0;
        let expected = "list-files: the session is closed";
        assert_eq!(closed, Ending::Internal(expected.into()));
        let other = match guest {
            Guest::JavaScript => Guest::Python,
            Guest::Python => Guest::JavaScript,
        };
        let made = client.call(|exports| exports.session, (language(other, None),));
        let (foreign,) = made.await;
        let list = client.call(|exports| exports.list_files, (foreign, String::new()));
        let refused = ending(list.await.0.unwrap_err()).0;
        assert_eq!(refused, Ending::UnsupportedLanguage);
    });
}

#[test]
fn events_are_pulled_as_in_the_other_components() {
    everywhere(async |guest, client| {
        let call = Call::new(guest, programs::files(guest, "interleaved"));
        let parameters = run_parameters(&call, None);
        let (run,) = client.call(|exports| exports.pull_run, parameters).await;
        let first = client.call(|exports| exports.next, (run,)).await.0;
        assert_eq!(first.map(event), Some(Event::Stdout("1\n".into())));
        let rest = client.call(|exports| exports.next_batch, (run, 1 << 20));
        let rest: Vec<Event> = rest.await.0.into_iter().map(event).collect();
        let expected = [
            Event::Stderr("2\n".into()),
            Event::Stdout("3\n4\n".into()),
            Event::Stderr("5\n".into()),
            Event::Ended(Ending::Ok),
        ];
        assert_eq!(rest, expected);

        let session = session(guest, client).await;
        let call = doubles(guest);
        let parameters = session_run_parameters(session, &call, call.stdin.clone());
        let pulled = client.call(|exports| exports.pull_session_run, parameters);
        let (run,) = pulled.await;
        let events = client.call(|exports| exports.next_batch, (run, 1 << 20));
        let events: Vec<Event> = events.await.0.into_iter().map(event).collect();
        let printed = Event::Stdout("42 typed value\n".into());
        assert_eq!(events, [printed, Event::Ended(Ending::Ok)]);
    });
}

/// And the saved bytes are the same: the components for WASI 0.2 load what these save.
#[test]
fn sessions_are_saved_loaded_and_taken() {
    for &guest in LANGUAGES {
        let (mut id, mut bytes) = (String::new(), Vec::new());
        with_instance(guest, &unhurried(), async |client| {
            let session = session(guest, client).await;
            let told = client.call(|exports| exports.id, (session,)).await;
            id = told.0.unwrap();
            bytes = client.call(|exports| exports.save, ()).await.0;
        });
        with_instance(guest, &unhurried(), async |client| {
            let load = client.call(|exports| exports.load, (bytes.clone(),));
            load.await.0.unwrap();
            let taken = client.call(|exports| exports.take, (id.clone(),)).await;
            let session = taken.0.unwrap();
            let call = doubles(guest);
            let parameters = session_run_parameters(session, &call, call.stdin.clone());
            let ran = client.call(|exports| exports.session_run, parameters).await;
            assert_eq!(observed(ran.0).ending, Ending::Ok);
        });
        let worker = crate::host::golem_like::Worker::new(guest, &unhurried());
        worker.load(bytes).unwrap();
        let session = worker.take(&id).unwrap();
        assert_eq!(session.run(&doubles(guest)).ending, Ending::Ok);
    }
}
