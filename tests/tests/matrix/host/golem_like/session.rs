//! The sessions of a worker.

use wasmtime::component::ResourceAny;

use super::{ExecStream, Worker};
use crate::host::convert::{self, session_run_parameters};
use crate::host::{Ending, File, Observed, SessionCall};

/// A session of a worker.
pub(crate) struct Session {
    pub(super) worker: Worker,
    pub(super) resource: ResourceAny,
}

impl Session {
    pub(crate) fn upload(&self, file: &File) -> Result<(), Ending> {
        let file = convert::file(file);
        let answer = self.worker.call("upload", |exports, store| {
            exports.upload.call(store, (self.resource, file))
        });
        answer.map_err(|error| convert::ending(error).0)
    }

    pub(crate) fn run(&self, call: &SessionCall) -> Observed {
        let parameters = session_run_parameters(self.resource, call, call.stdin.clone());
        let answer = self.worker.call("session.run", |exports, store| {
            exports.session_run.call(store, parameters)
        });
        convert::observed(answer)
    }

    /// `restore.id`.
    pub(crate) fn id(&self) -> Result<String, Ending> {
        let answer = self.worker.call("id", |exports, store| {
            exports.id.call(store, (self.resource,))
        });
        answer.map_err(|error| convert::ending(error).0)
    }

    /// `session-run-streaming` of `pull`.
    pub(crate) fn pull(&self, call: &SessionCall) -> ExecStream {
        let parameters = session_run_parameters(self.resource, call, call.stdin.clone());
        let resource = self.worker.call("session-run-streaming", |exports, store| {
            exports.pull_session_run.call(store, parameters)
        });
        ExecStream {
            worker: self.worker.clone(),
            resource,
        }
    }

    pub(crate) fn download(&self, path: &str) -> Result<Vec<u8>, Ending> {
        let answer = self.worker.call("download", |exports, store| {
            exports
                .download
                .call(store, (self.resource, path.to_owned()))
        });
        answer.map_err(|error| convert::ending(error).0)
    }

    pub(crate) fn list_files(&self, dir: &str) -> Result<Vec<String>, Ending> {
        let answer = self.worker.call("list-files", |exports, store| {
            exports
                .list_files
                .call(store, (self.resource, dir.to_owned()))
        });
        answer.map_err(|error| convert::ending(error).0)
    }

    pub(crate) fn set_working_dir(&self, path: &str) -> Result<(), Ending> {
        let answer = self.worker.call("set-working-dir", |exports, store| {
            exports
                .set_working_dir
                .call(store, (self.resource, path.to_owned()))
        });
        answer.map_err(|error| convert::ending(error).0)
    }

    pub(crate) fn close(&self) {
        self.worker.call("close", |exports, store| {
            exports.close.call(store, (self.resource,)).map(|()| ((),))
        });
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.worker.drop_resource(self.resource);
    }
}
