//! A session as full as its policy allows, of whose memory everything was used, can be saved: no session that
//! the policy allows is lost by that, and no worker with all of them.

use crate::case::{LANGUAGES, unhurried};
use crate::host::golem_like::{self, Worker};
use crate::host::{Ending, File, Guest, Host, SessionCall};
use crate::programs;

/// The preset `standard`'s `disk` and `file-size`.
const DISK: usize = 64 << 20;
const FILE: usize = 16 << 20;

fn program(guest: Guest, case: &str) -> File {
    let name = format!("{case}.{}", guest.extension());
    File::new(&name, programs::source(guest, &format!("sessions/{case}")))
}

fn call(program: &File) -> SessionCall {
    SessionCall {
        entrypoint: program.name.clone(),
        ..SessionCall::default()
    }
}

/// What the program prints that fills it all.
const FILLED: [&str; 2] = ["true\nfalse\n", "True\nFalse\n"];

/// Uploads which are the whole disk with `program`.
fn rest_of_the_disk(program: &File) -> Vec<File> {
    let mut left = DISK - program.content.len();
    let mut files = Vec::new();
    while left > 0 {
        let length = left.min(FILE);
        let name = format!("large/{}", files.len());
        files.push(File::new(&name, vec![7; length]));
        left -= length;
    }
    files
}

fn take(new: &Worker, id: &str) -> golem_like::Session {
    new.take(id).unwrap()
}

/// Three times: what an instance keeps of one save is what the next has to do with.
#[test]
fn a_worker_whose_session_is_full_is_saved_and_loaded() {
    for &guest in LANGUAGES {
        let fills = program(guest, "fills_the_disk");
        let mut worker = Worker::new(guest, &unhurried());
        let mut session = worker.session(guest);
        session.upload(&fills).unwrap();
        let id = session.id().unwrap();
        for _ in 0..3 {
            let observed = session.run(&call(&fills));
            assert_eq!(observed.ending, Ending::Ok, "{observed:?}");
            let printed = observed.stdout.unwrap();
            assert!(FILLED.contains(&printed.as_str()), "{printed}");
            let bytes = worker.save_snapshot();
            assert!(bytes.len() >= DISK, "{}", bytes.len());
            assert_eq!(worker.save_snapshot().len(), bytes.len());
            let new = Worker::new(guest, &unhurried());
            new.load_snapshot(bytes).unwrap();
            session = take(&new, &id);
            worker = new;
        }
        assert!(!session.list_files("full").unwrap().is_empty());
    }
}

#[test]
fn uploads_to_the_last_byte_of_the_disk_are_saved_and_loaded() {
    for &guest in LANGUAGES {
        let text = match guest {
            Guest::JavaScript => "console.log(42)",
            Guest::Python => "print(42)",
        };
        let prints = File::new("main", text);
        let files = rest_of_the_disk(&prints);
        let worker = Worker::new(guest, &unhurried());
        let session = worker.session(guest);
        session.upload(&prints).unwrap();
        for file in &files {
            session.upload(file).unwrap();
        }
        let more = File::new("more", "x");
        assert_eq!(session.upload(&more), Err(Ending::ResourceExceeded));
        let id = session.id().unwrap();
        let new = Worker::new(guest, &unhurried());
        new.load_snapshot(worker.save_snapshot()).unwrap();
        let session = take(&new, &id);
        assert_eq!(session.run(&call(&prints)).ending, Ending::Ok);
        for file in &files {
            let same = session.download(&file.name).unwrap() == file.content;
            assert!(same, "{}", file.name);
        }
    }
}

/// In our host a session is frozen after its first run, and thawed by its next call.
#[test]
fn a_full_session_goes_on_in_every_host() {
    for &guest in LANGUAGES {
        let fills = program(guest, "fills_the_disk");
        for host in Host::all(guest, &unhurried()) {
            let session = host.session(guest);
            session.upload(&fills).unwrap();
            for _ in 0..2 {
                let observed = session.run(&call(&fills));
                assert_eq!(observed.ending, Ending::Ok, "{}: {observed:?}", host.name());
            }
            let large = session.download("full/0").unwrap();
            assert!(large.len() > 8 << 20, "{}: {}", host.name(), large.len());
        }
    }
}
