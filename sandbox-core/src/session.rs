//! A file system and a working directory that outlive a run.

use std::rc::Rc;

use policies::{Bound, Constraints, Language};
use vfs_layer::{FileKind, FsError, Namespace};

use crate::engine::Engine;
use crate::invocation::Invocation;
use crate::outcome::{Failure, Outcome};
use crate::packages::place;
use crate::pull::EventQueue;
use crate::run::Attached;
use crate::snapshot::{FrozenSession, SessionId, Unfrozen};
use crate::supervisor::{Supervisor, Task, join, ready};
use crate::upload::Upload;

/// A session. Closing or dropping it frees its files.
pub struct Session<E: Engine> {
    supervisor: Rc<Supervisor<E>>,
    state: State,
}

enum State {
    Open(Box<Open>),
    /// Every call answers this: the session was refused when it was made, or has been closed.
    Refused(Failure),
}

struct Open {
    namespace: Namespace,
    working_directory: String,
    opened_nanos: u64,
    /// How old it was when it was loaded, in milliseconds.
    lived_before: u64,
    id: SessionId,
}

impl<E: Engine> Session<E> {
    /// Opens a session. A constructor cannot fail in the interface, so what is wrong is what every
    /// call answers: the language, the policy, too many sessions.
    pub fn open(supervisor: Rc<Supervisor<E>>, language: Language) -> Self {
        let state = match open(&supervisor, language) {
            Ok(open) => State::Open(Box::new(open)),
            Err(failure) => State::Refused(failure),
        };
        Self { supervisor, state }
    }

    /// A session of what was [`frozen`](Self::frozen), under this supervisor's policy.
    ///
    /// # Errors
    /// Says what is wrong with it, or what the policy refuses.
    pub(crate) fn thaw(
        supervisor: Rc<Supervisor<E>>,
        frozen: &FrozenSession<&[u8]>,
    ) -> Result<Self, String> {
        let open = thaw(&supervisor, frozen)?;
        supervisor.count_session();
        Ok(Self {
            supervisor,
            state: State::Open(Box::new(open)),
        })
    }

    /// The session, to be frozen; none when it is closed, or never was open.
    pub(crate) fn frozen(&self) -> Option<FrozenSession<Unfrozen<'_>>> {
        let State::Open(open) = &self.state else {
            return None;
        };
        Some(FrozenSession {
            id: open.id,
            lived_ms: open.lived_ms(self.supervisor.platform().monotonic_nanos()),
            working_directory: open.working_directory.clone(),
            files: Unfrozen(&open.namespace),
        })
    }

    /// What the session is called across instances.
    ///
    /// # Errors
    /// [`Failure::Internal`] when it is closed, or never was open.
    pub fn id(&self) -> Result<String, Failure> {
        match &self.state {
            State::Open(open) => Ok(open.id.to_string()),
            State::Refused(failure) => Err(refused("id", failure)),
        }
    }

    /// Writes a file, relative to the working directory; missing folders are made.
    ///
    /// # Errors
    /// [`Failure::Internal`] for a malformed file, [`Failure::ResourceExceeded`] for one that is
    /// beyond a quota.
    pub fn upload(&mut self, file: Upload) -> Result<(), Failure> {
        let supervisor = Rc::clone(&self.supervisor);
        let open = self.opened("upload")?;
        let shown = file.name.clone();
        let (name, content) = file
            .decode()
            .map_err(|error| Failure::Internal(format!("upload {shown:?}: {error}")))?;
        let path = place::<E>(&open.working_directory, &name);
        open.namespace
            .write_file(&path, &content)
            .map_err(|error| supervisor.refused("upload", &name, error))
    }

    /// Runs a file of this session.
    ///
    /// # Errors
    /// As the interface has them.
    pub fn run(
        &mut self,
        entrypoint: &str,
        invocation: Invocation,
        constraints: Constraints,
        attached: Attached,
    ) -> Outcome {
        let supervisor = Rc::clone(&self.supervisor);
        let open = self.opened("run")?;
        let entry = join(&open.working_directory, entrypoint);
        match open.namespace.stat_path(&entry) {
            Ok(stat) if stat.kind == FileKind::RegularFile => {}
            Ok(_) => return Err(Failure::Internal(format!("run {entrypoint:?}: not a file"))),
            Err(error) => return Err(supervisor.refused("run", entrypoint, error)),
        }
        let policy = supervisor.policy()?;
        let State::Open(open) = std::mem::replace(&mut self.state, State::Refused(interrupted()))
        else {
            return Err(interrupted());
        };
        let Open {
            namespace,
            working_directory,
            opened_nanos,
            lived_before,
            id,
        } = *open;
        let task = Task {
            namespace,
            working_directory: working_directory.clone(),
            entry,
            invocation,
            constraints,
            attached,
        };
        let (outcome, mut namespace) = supervisor.execute(task);
        ready(&mut namespace, policy);
        self.state = State::Open(Box::new(Open {
            namespace,
            working_directory,
            opened_nanos,
            lived_before,
            id,
        }));
        outcome
    }

    /// Runs a file of this session to its end, as [`run`](Self::run) does, and keeps its events.
    pub fn run_to_queue(
        &mut self,
        entrypoint: &str,
        invocation: Invocation,
        constraints: Constraints,
    ) -> EventQueue {
        let supervisor = Rc::clone(&self.supervisor);
        supervisor.queue(|attached| self.run(entrypoint, invocation, constraints, attached))
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// [`Failure::Internal`] naming the path and the reason.
    pub fn download(&mut self, path: &str) -> Result<Vec<u8>, Failure> {
        let supervisor = Rc::clone(&self.supervisor);
        let open = self.opened("download")?;
        // POSIX: the empty path names nothing. As a folder to list, it is the working directory.
        if path.is_empty() {
            return Err(supervisor.refused("download", path, FsError::NotFound));
        }
        let absolute = join(&open.working_directory, path);
        open.namespace
            .read_file(&absolute)
            .map(<[u8]>::to_vec)
            .map_err(|error| supervisor.refused("download", path, error))
    }

    /// The names in a folder, sorted by their bytes; folders end in `/`.
    ///
    /// # Errors
    /// [`Failure::Internal`] naming the path and the reason.
    pub fn list_files(&mut self, dir: &str) -> Result<Vec<String>, Failure> {
        let supervisor = Rc::clone(&self.supervisor);
        let open = self.opened("list-files")?;
        let absolute = join(&open.working_directory, dir);
        let objects = open
            .namespace
            .list(&absolute)
            .map_err(|error| supervisor.refused("list-files", dir, error))?;
        let mut names: Vec<String> = objects
            .into_iter()
            .filter(|object| !object.path.contains('/'))
            .map(|object| match object.kind {
                FileKind::Directory => object.path + "/",
                _ => object.path,
            })
            .collect();
        names.sort_unstable();
        Ok(names)
    }

    /// Changes the working directory of this and later calls.
    ///
    /// # Errors
    /// [`Failure::Internal`] naming the path and the reason: it must exist and be a folder.
    pub fn set_working_dir(&mut self, path: &str) -> Result<(), Failure> {
        let supervisor = Rc::clone(&self.supervisor);
        let open = self.opened("set-working-dir")?;
        let absolute = working_directory(&open.working_directory, path);
        let stat = open
            .namespace
            .stat_path(&absolute)
            .map_err(|error| supervisor.refused("set-working-dir", path, error))?;
        if stat.kind != FileKind::Directory {
            return Err(Failure::Internal(format!(
                "set-working-dir {path:?}: not a directory"
            )));
        }
        open.working_directory = absolute;
        Ok(())
    }

    /// Frees the session's files. Closing twice is harmless.
    pub fn close(&mut self) {
        let closed = Failure::Internal("the session is closed".into());
        if let State::Open(_) = std::mem::replace(&mut self.state, State::Refused(closed)) {
            let sessions = &self.supervisor.open_sessions;
            sessions.set(sessions.get().saturating_sub(1));
        }
    }

    /// The open session, if it is not too old.
    fn opened(&mut self, call: &str) -> Result<&mut Open, Failure> {
        let open = match &mut self.state {
            State::Open(open) => open,
            State::Refused(failure) => return Err(refused(call, failure)),
        };
        if let Bound::Finite(age) = self.supervisor.policy()?.sessions().age {
            let now = self.supervisor.platform().monotonic_nanos();
            let lived = open.lived_ms(now);
            if lived > age.as_millis() {
                return Err(Failure::Internal(format!(
                    "{call}: the session is {lived} ms old, the policy allows {} ms",
                    age.as_millis()
                )));
            }
        }
        let wall = self.supervisor.platform().wall_nanos();
        open.namespace
            .set_now(vfs_layer::Timestamp::from_nanos(wall));
        Ok(open)
    }
}

impl<E: Engine> Drop for Session<E> {
    fn drop(&mut self) {
        self.close();
    }
}

impl Open {
    /// How old the session is, in milliseconds.
    fn lived_ms(&self, now_nanos: u64) -> u64 {
        let here = now_nanos.saturating_sub(self.opened_nanos) / 1_000_000;
        self.lived_before.saturating_add(here)
    }
}

/// What a call on a session that is not open answers.
fn refused(call: &str, failure: &Failure) -> Failure {
    match failure {
        Failure::Internal(reason) => Failure::Internal(format!("{call}: {reason}")),
        failure => failure.clone(),
    }
}

fn open<E: Engine>(supervisor: &Supervisor<E>, language: Language) -> Result<Open, Failure> {
    if language != E::LANGUAGE {
        return Err(Failure::UnsupportedLanguage);
    }
    let policy = supervisor.policy()?;
    supervisor.check_session_count(policy)?;
    let namespace = supervisor.namespace(policy)?;
    let mut id = [0; 16];
    supervisor.platform().fill_random(&mut id);
    supervisor.count_session();
    Ok(Open {
        namespace,
        working_directory: policy.working_directory().as_str().to_owned(),
        opened_nanos: supervisor.platform().monotonic_nanos(),
        lived_before: 0,
        id: SessionId::new(id),
    })
}

fn thaw<E: Engine>(
    supervisor: &Supervisor<E>,
    frozen: &FrozenSession<&[u8]>,
) -> Result<Open, String> {
    let reason = |failure| match failure {
        Failure::Internal(reason) => reason,
        failure => format!("{failure:?}"),
    };
    let policy = supervisor.policy().map_err(reason)?;
    supervisor.check_session_count(policy).map_err(reason)?;
    let mounts = supervisor.mounts(policy).map_err(reason)?;
    let namespace = mounts
        .thaw(frozen.files)
        .map_err(|error| error.to_string())?;
    let is_folder = namespace
        .stat_path(&frozen.working_directory)
        .is_ok_and(|stat| stat.kind == FileKind::Directory);
    if !is_folder || !frozen.working_directory.starts_with('/') {
        let shown = &frozen.working_directory;
        return Err(format!(
            "the working directory {shown:?} is no folder of it"
        ));
    }
    Ok(Open {
        namespace,
        working_directory: frozen.working_directory.clone(),
        opened_nanos: supervisor.platform().monotonic_nanos(),
        lived_before: frozen.lived_ms,
        id: frozen.id,
    })
}

fn interrupted() -> Failure {
    Failure::Internal("a run of this session did not come back".into())
}

/// The working directory that `path` is from the one before, without `.`, `..` and empty segments: `..` is
/// taken lexically, as a shell's `cd` does.
#[must_use]
pub fn working_directory(before: &str, path: &str) -> String {
    let path = join(before, path);
    let mut segments = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            name => segments.push(name),
        }
    }
    format!("/{}", segments.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_working_directory_is_shown_without_detours() {
        for (before, path, expected) in [
            ("/", "/workspace/./a//b/../c/", "/workspace/a/c"),
            ("/", "/../..", "/"),
            ("/workspace", "sub", "/workspace/sub"),
            ("/workspace", "a//b/./c/", "/workspace/a/b/c"),
            ("/workspace/sub", "..", "/workspace"),
            ("/workspace", "/tmp", "/tmp"),
            ("/tmp", "../workspace", "/workspace"),
            ("/", "..", "/"),
            ("/tmp", "", "/tmp"),
        ] {
            assert_eq!(working_directory(before, path), expected, "{before} {path}");
        }
    }
}
