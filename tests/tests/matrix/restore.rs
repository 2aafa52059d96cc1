//! Sessions that outlive their instance: an update of a Golem worker by snapshot, and `restore`.

use crate::case::{LANGUAGES, check_control, control, policy, unhurried};
use crate::host::golem_like::{Session, Worker};
use crate::host::{Deployment, Ending, File, Guest, SessionCall};
use crate::programs;

fn internal(message: &str) -> Ending {
    Ending::Internal(message.to_owned())
}

/// A worker's two sessions; a program and its output in the first.
fn sessions(guest: Guest, worker: &Worker) -> [Session; 2] {
    let sessions = [worker.session(guest), worker.session(guest)];
    let [first, second] = &sessions;
    let name = format!("doubles.{}", guest.extension());
    let program = File::new(&name, programs::source(guest, "sessions/doubles"));
    first.upload(&program).unwrap();
    first.upload(&File::new("deep/er/data.txt", "21")).unwrap();
    first.set_working_dir("deep").unwrap();
    second.upload(&File::new("mine.txt", "second")).unwrap();
    sessions
}

#[track_caller]
fn assert_doubles(guest: Guest, session: &Session) {
    let observed = session.run(&SessionCall {
        entrypoint: format!("../doubles.{}", guest.extension()),
        args: vec!["er/data.txt".into()],
        stdin: Some("typed".into()),
        env: vec![("NAME".into(), "value".into())],
        limits: None,
    });
    assert_eq!(observed.ending, Ending::Ok, "{observed:?}");
    assert_eq!(observed.stdout.as_deref(), Some("42 typed value\n"));
}

/// What Golem does: the old version saves, the new one loads before anything else.
#[test]
fn all_sessions_survive_an_update_by_snapshot() {
    for &guest in LANGUAGES {
        let old = Worker::new(guest, &unhurried());
        let ids = sessions(guest, &old)
            .each_ref()
            .map(|session| session.id().unwrap());
        // The sessions were dropped with the array: nothing is left to save.
        let empty = old.save_snapshot();
        let kept = sessions(guest, &old);
        let kept_ids = kept.each_ref().map(|session| session.id().unwrap());
        let bytes = old.save_snapshot();
        assert_eq!(bytes, old.save(), "one format under both names");
        assert!(bytes.len() > empty.len());

        let new = Worker::new(guest, &unhurried());
        new.load_snapshot(bytes).unwrap();
        let message = "take: no loaded session has this id, or it was taken already";
        assert_eq!(new.take(&ids[0]).err(), Some(internal(message)));
        let first = new.take(&kept_ids[0]).unwrap();
        assert_doubles(guest, &first);
        assert_eq!(first.id().as_ref(), Ok(&kept_ids[0]));
        let second = new.take(&kept_ids[1]).unwrap();
        assert_eq!(second.download("mine.txt").unwrap(), b"second");
        assert_eq!(new.take(&kept_ids[1]).err(), Some(internal(message)));
        check_control("golem-like", &new.run(&control(guest)));
    }
}

/// A caller without an id gets an empty session, not another's.
#[test]
fn the_constructor_gives_no_loaded_session() {
    for &guest in LANGUAGES {
        let old = Worker::new(guest, &unhurried());
        let _kept = sessions(guest, &old);
        let new = Worker::new(guest, &unhurried());
        new.load(old.save()).unwrap();
        assert_eq!(new.session(guest).list_files("."), Ok(Vec::new()));
    }
}

#[test]
fn a_loaded_session_obeys_the_policy_of_its_new_instance() {
    for &guest in LANGUAGES {
        let old = Worker::new(guest, &unhurried());
        let session = old.session(guest);
        session
            .upload(&File::new("large", vec![b'x'; 4096]))
            .unwrap();
        let id = session.id().unwrap();
        let bytes = old.save();
        let tighter = Deployment {
            policy: Some(policy("file-size = \"4095B\"")),
            ..Deployment::default()
        };
        let refused = Worker::new(guest, &tighter).load(bytes.clone());
        let reason = refused.unwrap_err();
        assert!(reason.starts_with("session 1: "), "{reason}");
        assert!(
            reason.contains("4096") && reason.contains("4095"),
            "{reason}"
        );

        let enough = Deployment {
            policy: Some(policy("file-size = \"4KiB\"")),
            ..Deployment::default()
        };
        let new = Worker::new(guest, &enough);
        new.load(bytes).unwrap();
        let session = new.take(&id).unwrap();
        assert_eq!(session.download("large").unwrap().len(), 4096);
        assert_eq!(
            session.upload(&File::new("larger", vec![b'x'; 4097])),
            Err(Ending::ResourceExceeded)
        );
    }
}

/// Golem stays with the old version when the new one answers an error.
#[test]
fn damaged_snapshots_are_refused_and_change_nothing() {
    for &guest in LANGUAGES {
        let old = Worker::new(guest, &unhurried());
        let _kept = sessions(guest, &old);
        let bytes = old.save();
        let new = Worker::new(guest, &unhurried());
        let damaged = "the checksum does not match: the snapshot is damaged";
        for at in (10..bytes.len()).step_by(bytes.len() / 50 + 1) {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert_eq!(new.load_snapshot(changed), Err(damaged.to_owned()));
        }
        assert_eq!(
            new.load_snapshot(Vec::new()),
            Err("not a snapshot of sessions".to_owned())
        );
        check_control("golem-like", &new.run(&control(guest)));
    }
}
