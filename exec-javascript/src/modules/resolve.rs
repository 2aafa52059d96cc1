//! From an import's specifier to a module's name: an absolute path, or a built-in module's name.

use std::rc::Rc;

use policies::Language;
use rquickjs::loader::{ImportAttributes, Resolver};
use rquickjs::{Ctx, Result};
use vfs_layer::{FileKind, FsError, ROOT_FD};

use super::builtin::Builtin;
use crate::files;
use crate::machine::Machine;
use crate::native::throw;

/// Resolves specifiers as Node's ESM algorithm does, as far as relative paths, absolute paths,
/// `file:` URLs and built-in modules go.
pub(crate) struct ModuleResolver {
    machine: Rc<Machine>,
}

impl ModuleResolver {
    pub(crate) fn new(machine: Rc<Machine>) -> Self {
        Self { machine }
    }

    fn builtin(&self, ctx: &Ctx<'_>, builtin: Builtin) -> Result<String> {
        let admitted = self
            .machine
            .with_run(|run| run.admits_module(Language::Javascript, builtin.name))
            .unwrap_or(false);
        if admitted {
            return Ok(builtin.name.to_owned());
        }
        let message = format!("The policy does not allow the module '{}'", builtin.name);
        Err(throw::coded(ctx, "ERR_ACCESS_DENIED", &message))
    }

    /// Checks that there is such a file, so that the error can name who wanted it.
    fn file(&self, ctx: &Ctx<'_>, base: &str, path: String) -> Result<String> {
        let stat = self.machine.with_run(|run| {
            run.file_system()
                .stat_at(ROOT_FD, files::below_root(&path), true)
        });
        match stat {
            Some(Ok(stat)) if stat.kind == FileKind::Directory => {
                let message = format!(
                    "Directory import '{path}' is not supported resolving ES modules imported \
                     from {base}"
                );
                Err(throw::coded(ctx, "ERR_UNSUPPORTED_DIR_IMPORT", &message))
            }
            Some(Ok(_)) => Ok(path),
            Some(Err(FsError::NotFound | FsError::NotDirectory)) => {
                let message = format!("Cannot find module '{path}' imported from {base}");
                Err(throw::coded(ctx, "ERR_MODULE_NOT_FOUND", &message))
            }
            Some(Err(error)) => Err(throw::file_system(ctx, &self.machine, error, "stat", &path)),
            None => Err(throw::stopped(ctx)),
        }
    }
}

impl Resolver for ModuleResolver {
    fn resolve<'js>(
        &mut self,
        ctx: &Ctx<'js>,
        base: &str,
        specifier: &str,
        _attributes: Option<ImportAttributes<'js>>,
    ) -> Result<String> {
        if let Some(path) = path_of(base, specifier) {
            return self.file(ctx, base, path);
        }
        if let Some(builtin) = Builtin::of_program(specifier) {
            return self.builtin(ctx, builtin);
        }
        if specifier.starts_with("node:") {
            let message = format!("No such built-in module: {specifier}");
            return Err(throw::coded(ctx, "ERR_UNKNOWN_BUILTIN_MODULE", &message));
        }
        if let Some((scheme, _)) = specifier.split_once(':') {
            let message = format!(
                "Only URLs with a scheme in: file and node are supported. Received protocol '{scheme}:'"
            );
            return Err(throw::coded(
                ctx,
                "ERR_UNSUPPORTED_ESM_URL_SCHEME",
                &message,
            ));
        }
        let message = format!("Cannot find package '{specifier}' imported from {base}");
        Err(throw::coded(ctx, "ERR_MODULE_NOT_FOUND", &message))
    }
}

/// The path that a specifier names, if it names one. `.` and `..` go lexically, as in a URL.
fn path_of(base: &str, specifier: &str) -> Option<String> {
    let absolute = if let Some(path) = specifier.strip_prefix("file://") {
        path.to_owned()
    } else if specifier.starts_with('/') {
        specifier.to_owned()
    } else if matches!(specifier, "." | "..")
        || specifier.starts_with("./")
        || specifier.starts_with("../")
    {
        let (directory, _) = base.rsplit_once('/')?;
        format!("{directory}/{specifier}")
    } else {
        return None;
    };
    let mut segments = Vec::new();
    for segment in absolute.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            name => segments.push(name),
        }
    }
    Some(format!("/{}", segments.join("/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_specifiers_are_resolved_as_urls_are() {
        let path = |specifier| path_of("/workspace/lib/a.js", specifier);
        assert_eq!(path("./b.js").as_deref(), Some("/workspace/lib/b.js"));
        assert_eq!(path("../b.js").as_deref(), Some("/workspace/b.js"));
        assert_eq!(path("../../../../b.js").as_deref(), Some("/b.js"));
        assert_eq!(path("/x/./y//z.js").as_deref(), Some("/x/y/z.js"));
        assert_eq!(path("file:///x.js").as_deref(), Some("/x.js"));
        assert_eq!(path(".."), Some("/workspace".into()));
        assert_eq!(path("lodash"), None);
        assert_eq!(path(".hidden"), None);
        assert_eq!(path("node:fs"), None);
    }
}
