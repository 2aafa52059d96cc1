//! Packages: files of a caller's that a program may import and not change.

use crate::engine::Engine;
use crate::supervisor::join;

/// The folder that stands for the language's place for packages, in the names of files that a caller
/// hands over: `.site-packages/attr/__init__.py`. In a language without such a place it is a folder
/// as any other.
pub const PACKAGES: &str = ".site-packages";

/// Where a caller's file goes: below `directory`, or to the place for packages.
pub(crate) fn place<E: Engine>(directory: &str, name: &str) -> String {
    let below = name
        .strip_prefix(PACKAGES)
        .and_then(|rest| rest.strip_prefix('/'));
    match (E::PACKAGES, below) {
        (Some(packages), Some(below)) => join(packages, below),
        _ => join(directory, name),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::rc::Rc;
    use std::sync::Arc;

    use policies::{Constraints, Language, Policy, Preset};
    use vfs_layer::{LowerLayer, MountSpec, Rights};

    use super::*;
    use crate::engine::{Ending, Execution};
    use crate::invocation::Invocation;
    use crate::output::Stream;
    use crate::run::Attached;
    use crate::run::RunHandle;
    use crate::session::Session;
    use crate::supervisor::Supervisor;
    use crate::testing::FakePlatform;
    use crate::upload::Upload;

    const LIBRARY: &str = "/lib/language";
    const PLACE: &str = "/lib/language/packages";

    /// An engine whose programs print one package and try to change it.
    #[derive(Default)]
    struct Reader;

    impl Engine for Reader {
        const LANGUAGE: Language = Language::Python;
        const PACKAGES: Option<&'static str> = Some(PLACE);

        fn mounts(&self) -> Vec<(&'static str, MountSpec)> {
            let library = LowerLayer::builder().file("os.py", &b""[..]).unwrap();
            vec![
                (LIBRARY, MountSpec::read_only(Arc::new(library.build()))),
                (PLACE, MountSpec::scratch().rights(Rights::READ_ONLY)),
            ]
        }

        fn execute(&mut self, run: &RunHandle, _entry: &str) -> Execution {
            let mut run = run.borrow_mut();
            let fs = run.file_system();
            let package = fs.read_file("/lib/language/packages/attr/__init__.py");
            let text = package.map_or_else(|error| error.to_string().into_bytes(), <[u8]>::to_vec);
            let removal = fs
                .unlink(vfs_layer::ROOT_FD, "lib/language/packages/attr/__init__.py")
                .unwrap_err();
            let _ = run.print(Stream::Stdout, &text);
            let _ = run.print(Stream::Stderr, removal.to_string().as_bytes());
            Execution {
                ending: Ending::Exited(0),
                peak_memory: 0,
            }
        }
    }

    fn supervisor() -> Rc<Supervisor<Reader>> {
        let policy = Policy::preset(Preset::Standard);
        Rc::new(Supervisor::new(
            policy,
            Rc::new(FakePlatform::default()),
            false,
        ))
    }

    fn package() -> Upload {
        Upload {
            name: ".site-packages/attr/__init__.py".into(),
            content: b"x = 1".to_vec(),
            ..Upload::default()
        }
    }

    fn program() -> Upload {
        Upload {
            name: "main.py".into(),
            ..Upload::default()
        }
    }
    fn check(outcome: crate::outcome::Outcome) {
        let stage = outcome.unwrap().stage;
        assert_eq!(stage.stdout, b"x = 1");
        let refusal = String::from_utf8(stage.stderr).unwrap();
        assert_eq!(refusal, vfs_layer::FsError::ReadOnly.to_string());
    }

    #[test]
    fn a_run_reads_packages_and_changes_none() {
        let files = vec![program(), package()];
        let none = Constraints::default();
        check(supervisor().run(
            Language::Python,
            files,
            Invocation::default(),
            none,
            Attached::default(),
        ));
    }

    #[test]
    fn so_does_every_run_of_a_session() {
        let mut session = Session::open(supervisor(), Language::Python);
        session.upload(program()).unwrap();
        session.upload(package()).unwrap();
        for _ in 0..2 {
            check(session.run(
                "main.py",
                Invocation::default(),
                Constraints::default(),
                Attached::default(),
            ));
        }
        assert_eq!(
            session.list_files(PLACE).unwrap(),
            ["attr/"],
            "they are where the language looks for them"
        );
        assert_eq!(session.list_files("").unwrap(), ["main.py"]);
    }

    #[test]
    fn only_the_folder_of_that_name_is_the_place() {
        assert_eq!(
            place::<Reader>("/w", ".site-packages/a.py"),
            "/lib/language/packages/a.py"
        );
        assert_eq!(place::<Reader>("/w", ".site-packages"), "/w/.site-packages");
        assert_eq!(
            place::<Reader>("/w", ".site-packages2/a.py"),
            "/w/.site-packages2/a.py"
        );
        assert_eq!(
            place::<Reader>("/w", "b/.site-packages/a.py"),
            "/w/b/.site-packages/a.py"
        );
    }
}
