//! The interface `restore`, and the same under the names by which Golem calls it.

use crate::bindings::exports::golem::exec::executor::{Session, SessionBorrow};
use crate::bindings::exports::golem::exec::restore::Guest;
use crate::bindings::exports::golem::exec::types::Error;
use crate::convert;
use crate::exports::{Component, ExportedEngine, SessionResource};

impl<E: ExportedEngine> Guest for Component<E> {
    fn id(session: SessionBorrow<'_>) -> Result<String, Error> {
        let session = session.get::<SessionResource<E>>();
        session.0.borrow().id().map_err(convert::failure)
    }

    fn save() -> Vec<u8> {
        E::supervisor().save()
    }

    fn load(bytes: Vec<u8>) -> Result<(), String> {
        E::supervisor().load(&bytes)
    }

    fn take(id: String) -> Result<Session, Error> {
        let session = E::supervisor().take(&id).map_err(convert::failure)?;
        Ok(Session::new(SessionResource::<E>(session)))
    }
}

#[cfg(not(feature = "p3"))]
mod golem {
    use crate::bindings::exports::golem::api::{load_snapshot, save_snapshot};
    use crate::exports::{Component, ExportedEngine};

    impl<E: ExportedEngine> save_snapshot::Guest for Component<E> {
        fn save() -> Vec<u8> {
            E::supervisor().save()
        }
    }

    impl<E: ExportedEngine> load_snapshot::Guest for Component<E> {
        fn load(bytes: Vec<u8>) -> Result<(), String> {
            E::supervisor().load(&bytes)
        }
    }
}
