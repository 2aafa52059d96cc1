//! Sessions beyond the life of an instance.
//!
//! A handle to a session ends with its instance. What a component saves are the sessions' files,
//! working directories and ages, each under an id; another instance loads them, under its own policy,
//! and who knows an id takes that session again. The constructor always makes an empty session:
//! nobody is handed another's files by accident.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::{Rc, Weak};

use policies::Language;

use crate::engine::Engine;
use crate::outcome::Failure;
use crate::session::Session;
use crate::snapshot::{SessionId, Snapshot};
use crate::supervisor::Supervisor;

/// A session as its handles share it.
pub type SharedSession<E> = Rc<RefCell<Session<E>>>;

/// The sessions of one component.
pub(crate) struct Sessions<E: Engine> {
    /// Those that have a handle.
    held: RefCell<Vec<Weak<RefCell<Session<E>>>>>,
    /// Those that were loaded and have no handle yet.
    waiting: RefCell<BTreeMap<SessionId, Session<E>>>,
}

impl<E: Engine> Default for Sessions<E> {
    fn default() -> Self {
        Self {
            held: RefCell::default(),
            waiting: RefCell::default(),
        }
    }
}

impl<E: Engine> Sessions<E> {
    fn hold(&self, session: Session<E>) -> SharedSession<E> {
        let session = Rc::new(RefCell::new(session));
        let mut held = self.held.borrow_mut();
        held.retain(|session| session.strong_count() > 0);
        held.push(Rc::downgrade(&session));
        session
    }
}

impl<E: Engine> Supervisor<E> {
    /// Opens a session; see [`Session::open`].
    pub fn open_session(self: &Rc<Self>, language: Language) -> SharedSession<E> {
        self.sessions.hold(Session::open(Rc::clone(self), language))
    }

    /// Every open session as bytes, those that were loaded and not taken among them.
    pub fn save(&self) -> Vec<u8> {
        let held = self.sessions.held.borrow();
        let held: Vec<_> = held.iter().filter_map(Weak::upgrade).collect();
        let held: Vec<_> = held.iter().map(|session| session.borrow()).collect();
        let waiting = self.sessions.waiting.borrow();
        let all = held.iter().map(|session| &**session);
        let sessions = all
            .chain(waiting.values())
            .filter_map(Session::frozen)
            .collect();
        Snapshot {
            language: E::LANGUAGE.name().to_owned(),
            sessions,
        }
        .encode()
    }

    /// Loads sessions beside those that there are. All of them, or none.
    ///
    /// # Errors
    /// Says what is wrong with the bytes, or what this component's policy refuses.
    pub fn load(self: &Rc<Self>, bytes: &[u8]) -> Result<(), String> {
        let snapshot = Snapshot::decode(bytes).map_err(|error| error.to_string())?;
        if snapshot.language != E::LANGUAGE.name() {
            return Err(format!(
                "sessions of {:?}; this component runs {:?}",
                snapshot.language,
                E::LANGUAGE.name()
            ));
        }
        let mut thawed = BTreeMap::new();
        for (number, frozen) in (1..).zip(&snapshot.sessions) {
            let session = Session::thaw(Rc::clone(self), frozen)
                .map_err(|reason| format!("session {number}: {reason}"))?;
            thawed.insert(frozen.id, session);
        }
        self.sessions.waiting.borrow_mut().extend(thawed);
        Ok(())
    }

    /// A handle to the loaded session of this id. It is given once.
    ///
    /// # Errors
    /// [`Failure::Internal`] when no loaded session has this id, or it was taken.
    pub fn take(&self, id: &str) -> Result<SharedSession<E>, Failure> {
        let session =
            SessionId::parse(id).and_then(|id| self.sessions.waiting.borrow_mut().remove(&id));
        match session {
            Some(session) => Ok(self.sessions.hold(session)),
            None => Err(Failure::Internal(
                "take: no loaded session has this id, or it was taken already".into(),
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::time::Duration;

    use policies::{Policy, PolicyErrors};

    use super::*;
    use crate::encoding::Encoding;
    use crate::engine::{Ending, Execution};
    use crate::run::RunHandle;
    use crate::testing::FakePlatform;
    use crate::upload::Upload;

    #[derive(Default)]
    struct Nothing;

    impl Engine for Nothing {
        const LANGUAGE: Language = Language::Javascript;

        fn execute(&mut self, _: &RunHandle, _: &str) -> Execution {
            Execution {
                ending: Ending::Exited(0),
                peak_memory: 0,
            }
        }
    }

    fn policy(more: &str) -> Result<Policy, PolicyErrors> {
        let text = format!(
            "version = 1\n[[grants]]\npath = \"/workspace\"\nlayer = \"scratch\"\nrights = [\"all\"]\n{more}"
        );
        Policy::parse(&text, None)
    }

    struct Component {
        platform: Rc<FakePlatform>,
        supervisor: Rc<Supervisor<Nothing>>,
    }

    fn component(more: &str) -> Component {
        let platform = Rc::new(FakePlatform::default());
        let supervisor = Supervisor::new(policy(more), Rc::clone(&platform) as _, false);
        Component {
            platform,
            supervisor: Rc::new(supervisor),
        }
    }

    fn file(name: &str, content: &str) -> Upload {
        Upload {
            name: name.to_owned(),
            content: content.as_bytes().to_vec(),
            encoding: Encoding::Utf8,
        }
    }

    fn internal(message: &str) -> Failure {
        Failure::Internal(message.to_owned())
    }

    /// A component with two sessions, and their ids.
    fn two_sessions() -> (Component, [SharedSession<Nothing>; 2], [String; 2]) {
        let component = component("");
        let sessions = [(); 2].map(|()| component.supervisor.open_session(Language::Javascript));
        for (session, content) in sessions.iter().zip(["first", "second"]) {
            session
                .borrow_mut()
                .upload(file("a/b.txt", content))
                .unwrap();
        }
        sessions[0].borrow_mut().set_working_dir("a").unwrap();
        let ids = sessions
            .each_ref()
            .map(|session| session.borrow().id().unwrap());
        (component, sessions, ids)
    }

    #[test]
    fn every_session_survives_and_is_taken_by_its_id_once() {
        let (old, _sessions, [first, second]) = two_sessions();
        let new = component("").supervisor;
        new.load(&old.supervisor.save()).unwrap();
        let taken = new.take(&first).unwrap();
        assert_eq!(taken.borrow_mut().download("b.txt").unwrap(), b"first");
        assert_eq!(taken.borrow().id().unwrap(), first);
        let taken = new.take(&second).unwrap();
        assert_eq!(taken.borrow_mut().download("a/b.txt").unwrap(), b"second");
        let message = "take: no loaded session has this id, or it was taken already";
        for id in [first.as_str(), "00", ""] {
            assert_eq!(new.take(id).err(), Some(internal(message)));
        }
    }

    #[test]
    fn the_constructor_never_gives_a_loaded_session() {
        let (old, _sessions, _) = two_sessions();
        let new = component("").supervisor;
        new.load(&old.supervisor.save()).unwrap();
        let fresh = new.open_session(Language::Javascript);
        assert!(fresh.borrow_mut().list_files(".").unwrap().is_empty());
    }

    #[test]
    fn closed_and_dropped_sessions_are_not_saved_and_waiting_ones_are() {
        let (old, [first, second], _) = two_sessions();
        first.borrow_mut().close();
        drop(second);
        assert!(
            Snapshot::decode(&old.supervisor.save())
                .unwrap()
                .sessions
                .is_empty()
        );
        assert_eq!(
            first.borrow().id(),
            Err(internal("id: the session is closed"))
        );

        let (old, _sessions, [_, other]) = two_sessions();
        let middle = component("").supervisor;
        middle.load(&old.supervisor.save()).unwrap();
        let new = component("").supervisor;
        new.load(&middle.save()).unwrap();
        assert!(new.take(&other).is_ok());
    }

    #[test]
    fn a_loaded_session_obeys_the_policy_that_loads_it() {
        let (old, _sessions, [first, _]) = two_sessions();
        let bytes = old.supervisor.save();
        let refused = component("[limits]\nfile-size = \"4B\"\n")
            .supervisor
            .load(&bytes);
        let reason = refused.unwrap_err();
        assert!(reason.starts_with("session 1: "), "{reason}");
        assert!(reason.contains('4') && reason.contains('5'), "{reason}");

        let one = component("[sessions]\ncount = 1\n").supervisor;
        assert_eq!(
            one.load(&bytes).unwrap_err(),
            "session 2: 1 sessions are open already; the policy allows 1"
        );
        // All or nothing: the place of the first is free again.
        assert!(one.take(&first).is_err());
        assert!(
            one.open_session(Language::Javascript)
                .borrow_mut()
                .list_files(".")
                .is_ok()
        );
    }

    #[test]
    fn the_age_of_a_session_counts_on() {
        let (old, _sessions, [first, _]) = two_sessions();
        old.platform.advance(Duration::from_secs(50));
        let new = component("[sessions]\nage = \"1m\"\n");
        new.supervisor.load(&old.supervisor.save()).unwrap();
        let taken = new.supervisor.take(&first).unwrap();
        new.platform.advance(Duration::from_secs(10));
        assert!(taken.borrow_mut().list_files(".").is_ok());
        new.platform.advance(Duration::from_secs(1));
        assert_eq!(
            taken.borrow_mut().list_files("."),
            Err(internal(
                "list-files: the session is 61000 ms old, the policy allows 60000 ms"
            ))
        );
    }

    #[test]
    fn foreign_and_damaged_bytes_change_nothing() {
        let (old, _sessions, _) = two_sessions();
        let new = component("").supervisor;
        let mut bytes = old.supervisor.save();
        assert_eq!(new.load(b"x").unwrap_err(), "not a snapshot of sessions");
        let mut python = Snapshot::decode(&bytes).unwrap();
        python.language = "python".into();
        assert_eq!(
            new.load(&python.encode()).unwrap_err(),
            "sessions of \"python\"; this component runs \"javascript\""
        );
        let mut nowhere = Snapshot::decode(&bytes).unwrap();
        nowhere.sessions.first_mut().unwrap().working_directory = "/nowhere".into();
        assert_eq!(
            new.load(&nowhere.encode()).unwrap_err(),
            "session 1: the working directory \"/nowhere\" is no folder of it"
        );
        *bytes.last_mut().unwrap() ^= 1;
        assert_eq!(
            new.load(&bytes).unwrap_err(),
            "the checksum does not match: the snapshot is damaged"
        );
        assert!(Snapshot::decode(&new.save()).unwrap().sessions.is_empty());
    }
}
