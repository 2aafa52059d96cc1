//! The compiler wrapper, around a compiler that only prints its arguments.
#![allow(clippy::unwrap_used)]

use std::path::PathBuf;
use std::process::{Command, Output};

use super::*;

/// What quickjs.c says about WASI and its stack in the version that the stack guard was written for.
const QUICKJS: &str = "\
#if !defined(__TINYC__) && !defined(EMSCRIPTEN) && !defined(__wasi__) && !__STDC_NO_ATOMICS__
#endif
#ifdef __wasi__
    rt->stack_size = 0;
#endif
#if defined(__wasi__)
    rt->stack_limit = 0; /* no limit */
#else
#endif
    return (uintptr_t)__builtin_frame_address(0);
            return func.iterator_next(ctx, enum_obj, argc, argv,
            ret_val = func.iterator_next(ctx, this_obj, argc, arg_buf,
";

/// Changes the line of [`QUICKJS`] that nothing else is about.
const PATCH: &str = "\
Why this is so.

--- a/quickjs.c
+++ b/quickjs.c
@@ -9,3 +9,3 @@
 #endif
-    return (uintptr_t)__builtin_frame_address(0);
+    return patched((uintptr_t)__builtin_frame_address(0));
             return func.iterator_next(ctx, enum_obj, argc, argv,
";

/// Files that QuickJS's folder has beside quickjs.c.
const BESIDE: [&str; 3] = ["libregexp.c", "libunicode.c", "cutils.h"];

struct Wrapped {
    folder: tempfile::TempDir,
}

impl Wrapped {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [
            ("bin/clang", WRAPPER),
            ("libexec/clang", "#!/bin/sh\nprintf '%s\\n' \"$@\"\n"),
            ("patches/0001-test.patch", PATCH),
        ] {
            // By a program of its own: a file that this one holds open for writing, for a child that
            // another test starts as well, cannot be executed (ETXTBSY, execve(2)).
            let written = folder.path().join("written");
            fs::write(&written, text).unwrap();
            let mut install = Command::new("install");
            install.args(["-D", "-m", "755"]).arg(written);
            assert!(
                install
                    .arg(folder.path().join(name))
                    .status()
                    .unwrap()
                    .success()
            );
        }
        Self { folder }
    }

    fn source(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    /// QuickJS's folder, and in it its main file.
    fn quickjs(&self, text: &str) -> PathBuf {
        for name in BESIDE {
            self.source(&format!("a folder/{name}"), "");
        }
        self.source("a folder/quickjs.c", text)
    }

    fn compile(&self, source: &Path) -> Output {
        let clang = self.folder.path().join("bin/clang");
        Command::new(clang).arg("-c").arg(source).output().unwrap()
    }

    fn arguments(&self, source: &Path) -> Vec<String> {
        let output = self.compile(source);
        assert!(output.status.success(), "{output:?}");
        let text = String::from_utf8(output.stdout).unwrap();
        text.lines().map(str::to_owned).collect()
    }
}

#[test]
fn the_stack_guard_goes_before_quickjs_and_before_nothing_else() {
    let wrapped = Wrapped::new();
    let quickjs = wrapped.quickjs(QUICKJS);
    let arguments = wrapped.arguments(&quickjs);
    let root = wrapped.folder.path().canonicalize().unwrap();
    let guard = root.join(MARK).display().to_string();
    assert!(
        arguments
            .windows(2)
            .any(|pair| pair == ["-include", &guard]),
        "{arguments:?}"
    );
    let other = wrapped.source("a folder/dtoa.c", "#ifdef __wasi__\n#endif\n");
    assert!(!wrapped.arguments(&other).contains(&"-include".to_owned()));
}

#[test]
fn a_patched_copy_of_quickjs_is_compiled_and_the_source_left_alone() {
    let wrapped = Wrapped::new();
    let quickjs = wrapped.quickjs(QUICKJS);
    let arguments = wrapped.arguments(&quickjs);
    assert!(
        !arguments.contains(&quickjs.display().to_string()),
        "{arguments:?}"
    );
    let copy = quickjs
        .with_file_name("patched-quickjs.c")
        .join("quickjs.c");
    assert!(
        arguments.contains(&copy.display().to_string()),
        "{arguments:?}"
    );
    assert!(
        fs::read_to_string(&copy)
            .unwrap()
            .contains("return patched(")
    );
    assert_eq!(fs::read_to_string(&quickjs).unwrap(), QUICKJS);
    // Once more, over what the first time left.
    assert_eq!(wrapped.arguments(&quickjs), arguments);
}

#[test]
fn a_patch_that_does_not_fit_is_an_error() {
    let wrapped = Wrapped::new();
    let quickjs = wrapped.quickjs(&QUICKJS.replace("argc, argv,", "argc , argv,"));
    let output = wrapped.compile(&quickjs);
    assert_eq!(output.status.code(), Some(1));
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(
        message.contains("0001-test.patch does not fit this QuickJS"),
        "{message}"
    );
}

#[test]
fn no_path_of_this_machine_is_left_in_an_object() {
    let wrapped = Wrapped::new();
    let source = wrapped.source("a folder/dtoa.c", "");
    let folder = source.parent().unwrap().display();
    let arguments = wrapped.arguments(&source);
    assert!(
        arguments.contains(&format!("-ffile-prefix-map={folder}/=")),
        "{arguments:?}"
    );
}

#[test]
fn another_quickjs_is_an_error_and_not_a_silent_loss() {
    let wrapped = Wrapped::new();
    for changed in [
        String::new(),
        QUICKJS.replace("rt->stack_limit = 0;", "rt->stack_limit = 1;"),
        QUICKJS.replace("#ifdef __wasi__\n", ""),
        QUICKJS.replace("!defined(EMSCRIPTEN) && ", ""),
        QUICKJS.replace("__builtin_frame_address(0)", "__builtin_frame_address(1)"),
        QUICKJS.replace("return func.iterator_next(", "return next("),
        format!("{QUICKJS}#ifdef __wasi__\n#endif\n"),
    ] {
        let quickjs = wrapped.source("quickjs.c", &changed);
        let output = wrapped.compile(&quickjs);
        assert_eq!(output.status.code(), Some(1), "{changed}");
        let message = String::from_utf8(output.stderr).unwrap();
        assert!(
            message.contains("not the text that quickjs-stack-guard.h was written for"),
            "{message}"
        );
    }
}
