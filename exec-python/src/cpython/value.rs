//! The value of a program's last expression: shown, and kept as JSON.

use super::exception::{Result, clear};
use super::lookup;
use super::object::{Kept, Object};

/// What makes JSON of a value (`lib/_sandbox_ready.py`), whatever the program does to `json`.
static ENCODE: Kept = Kept::nothing();

/// Gets ready what makes JSON, before any program is there.
pub(super) fn prepare() -> Result<()> {
    let module = lookup::import(c"_sandbox_ready")?;
    ENCODE.keep(module.call_method(c"json_encoder", &[])?);
    Ok(())
}

/// Shows a value as an interactive interpreter does (`sys.displayhook`), and keeps it where it is JSON.
///
/// # Errors
/// What it raises to be shown: the program's, like any other.
pub(super) fn tell(value: &Object) -> Result<()> {
    if let Some(show) = lookup::in_sys(c"displayhook") {
        show.call(&[value])?;
    }
    let json = ENCODE.get().map(|encode| encode.call(&[value]));
    match json.map(|json| json?.to_text()) {
        Some(Ok(json)) => {
            sandbox_libc::with_current(|run| run.keep_value(&json));
        }
        // A cycle, a set, an object of the program's: then there is no JSON of it.
        Some(Err(_)) | None => clear(),
    }
    Ok(())
}
