//! Resolution over a namespace, as both algorithms of Node have it.
#![allow(clippy::unwrap_used)]

use vfs_layer::{MountSpec, Namespace, Quota, Rights};

use super::*;

const MAIN: &str = "/w/src/main.mjs";

fn namespace(rights: Rights) -> Namespace {
    let mounted = Namespace::builder(Quota::default())
        .mount("/w", MountSpec::scratch())
        .mount("/secret", MountSpec::scratch().rights(rights));
    let mut files = mounted.build().unwrap();
    for (path, text) in [
        (
            "/w/package.json",
            r##"{"name": "self", "exports": {".": "./src/a.js"}, "imports": {
            "#a": "./src/a.js", "#dep": {"import": "dep", "require": "./src/main.mjs"},
            "#fs": "node:fs", "#out": "../x.js"}}"##,
        ),
        ("/w/src/main.mjs", ""),
        ("/w/src/a.js", ""),
        ("/w/src/a b.js", ""),
        ("/w/src/caf\u{e9}.js", ""),
        ("/w/src/folder/index.js", ""),
        (
            "/w/node_modules/dep/package.json",
            r#"{"exports": {
            ".": {"browser": "./b.js", "import": "./i.mjs", "default": "./d.js"},
            "./null": null, "./lib/*": "./l/*.js", "./lib/deep/*": "./d/*.js",
            "./list": ["bad", "./i.mjs"], "./climb/*": "./l/*"}}"#,
        ),
        ("/w/node_modules/dep/i.mjs", ""),
        ("/w/node_modules/dep/d.js", ""),
        ("/w/node_modules/dep/l/x.js", ""),
        ("/w/node_modules/dep/d/x.js", ""),
        ("/w/node_modules/old/package.json", r#"{"main": "./lib"}"#),
        ("/w/node_modules/old/lib.js", ""),
        ("/w/node_modules/@s/p/index.js", ""),
        ("/w/node_modules/broken/package.json", "{"),
        ("/w/src/node_modules/near/index.js", ""),
        ("/w/node_modules/near/index.js", ""),
        ("/secret/s.mjs", ""),
    ] {
        files.write_file(path, text.as_bytes()).unwrap();
    }
    files
}

fn import(files: &mut Namespace, specifier: &str) -> Result<String, String> {
    let mut packages = Packages::default();
    let mut resolver = Resolver::new(files, &mut packages);
    let found = resolver
        .import(specifier, MAIN)
        .and_then(|(found, suffix)| match found {
            Found::Builtin(builtin) => Ok(builtin.name.to_owned()),
            Found::File(path) => resolver.finish_import(&path, &suffix, MAIN),
        });
    found.map_err(|error| format!("{}: {error}", error.code()))
}

fn require(files: &mut Namespace, request: &str) -> Result<Option<String>, String> {
    let mut packages = Packages::default();
    let mut resolver = Resolver::new(files, &mut packages);
    let endings = [".js", ".json"].map(str::to_owned);
    let found = resolver.require(request, MAIN, None, &endings);
    let named = found.map(|found| {
        found.map(|found| match found {
            Found::Builtin(builtin) => builtin.name.to_owned(),
            Found::File(path) => path,
        })
    });
    named.map_err(|error| format!("{}: {error}", error.code()))
}

#[test]
fn imports_are_urls_of_files() {
    let mut files = namespace(Rights::all());
    for (specifier, url) in [
        ("./a.js", "file:///w/src/a.js"),
        ("./a.js?x=1#y", "file:///w/src/a.js?x=1#y"),
        ("./a%20b.js", "file:///w/src/a%20b.js"),
        ("../src/./a.js", "file:///w/src/a.js"),
        ("/w/src/a.js", "file:///w/src/a.js"),
        ("file:///w/src/a.js", "file:///w/src/a.js"),
        ("fs", "node:fs"),
        ("self", "file:///w/src/a.js"),
        ("#a", "file:///w/src/a.js"),
        ("#dep", "file:///w/node_modules/dep/i.mjs"),
        ("#fs", "node:fs"),
        ("dep", "file:///w/node_modules/dep/i.mjs"),
        ("dep/lib/x", "file:///w/node_modules/dep/l/x.js"),
        ("dep/lib/deep/x", "file:///w/node_modules/dep/d/x.js"),
        ("dep/list", "file:///w/node_modules/dep/i.mjs"),
        ("old", "file:///w/node_modules/old/lib.js"),
        ("old/lib.js", "file:///w/node_modules/old/lib.js"),
        ("@s/p", "file:///w/node_modules/@s/p/index.js"),
        ("near", "file:///w/src/node_modules/near/index.js"),
    ] {
        assert_eq!(
            import(&mut files, specifier).as_deref(),
            Ok(url),
            "{specifier}"
        );
    }
}

#[test]
fn what_cannot_be_imported_is_told_as_node_tells_it() {
    let mut files = namespace(Rights::all());
    let from = "imported from /w/src/main.mjs";
    let package = "/w/node_modules/dep/package.json";
    for (specifier, message) in [
        (
            "./b.js",
            format!("ERR_MODULE_NOT_FOUND: Cannot find module '/w/src/b.js' {from}"),
        ),
        (
            "./folder",
            format!(
                "ERR_UNSUPPORTED_DIR_IMPORT: Directory import '/w/src/folder' is not supported \
             resolving ES modules {from}"
            ),
        ),
        (
            "no/x",
            format!("ERR_MODULE_NOT_FOUND: Cannot find package 'no' {from}"),
        ),
        (
            "node:no",
            "ERR_UNKNOWN_BUILTIN_MODULE: No such built-in module: node:no".into(),
        ),
        (
            "#no",
            format!(
                "ERR_PACKAGE_IMPORT_NOT_DEFINED: Package import specifier \"#no\" is not defined in \
             package /w/package.json {from}"
            ),
        ),
        (
            "dep/null",
            format!(
                "ERR_PACKAGE_PATH_NOT_EXPORTED: Package subpath './null' is not defined by \
             \"exports\" in {package} {from}"
            ),
        ),
        (
            "self/x",
            format!(
                "ERR_PACKAGE_PATH_NOT_EXPORTED: Package subpath './x' is not defined by \"exports\" \
             in /w/package.json {from}"
            ),
        ),
        (
            "dep/climb/../../x",
            format!(
                "ERR_INVALID_MODULE_SPECIFIER: Invalid module \"./climb/../../x\" is not a valid \
             match in pattern \"./climb/*\" for the \"exports\" resolution of {package} {from}"
            ),
        ),
        (
            "#out",
            format!(
                "ERR_INVALID_PACKAGE_TARGET: Invalid \"imports\" target \"../x.js\" defined for \
             '#out' in the package config /w/package.json {from}"
            ),
        ),
        (
            "./a%2fb.js",
            format!(
                "ERR_INVALID_MODULE_SPECIFIER: Invalid module \"/w/src/a%2fb.js\" must not include \
             encoded \"/\" or \"\\\" characters {from}"
            ),
        ),
        (
            "@s",
            format!(
                "ERR_INVALID_MODULE_SPECIFIER: Invalid module \"@s\" is not a valid package name {from}"
            ),
        ),
        (
            "https://x.example/a.js",
            "ERR_UNSUPPORTED_ESM_URL_SCHEME: Only URLs with a scheme in: file, data, and node are \
             supported by the default ESM loader. Received protocol 'https:'"
                .into(),
        ),
    ] {
        assert_eq!(import(&mut files, specifier), Err(message), "{specifier}");
    }
}

#[test]
fn require_tries_endings_and_folders() {
    let mut files = namespace(Rights::all());
    for (request, path) in [
        ("./a", Some("/w/src/a.js")),
        ("./folder", Some("/w/src/folder/index.js")),
        ("./folder/", Some("/w/src/folder/index.js")),
        ("./a.js/", None),
        ("..", None),
        ("dep", Some("/w/node_modules/dep/d.js")),
        ("old", Some("/w/node_modules/old/lib.js")),
        ("#dep", Some("/w/src/main.mjs")),
        ("self", Some("/w/src/a.js")),
        ("node:path", Some("node:path")),
        ("no", None),
    ] {
        let found = require(&mut files, request);
        assert_eq!(found.as_ref().map(Option::as_deref), Ok(path), "{request}");
    }
    let missing = require(&mut files, "dep/lib/none");
    let message = "MODULE_NOT_FOUND: Cannot find module '/w/node_modules/dep/l/none.js'";
    assert_eq!(missing, Err(message.into()));
    let broken = require(&mut files, "broken").unwrap_err();
    assert!(broken.starts_with("ERR_INVALID_PACKAGE_CONFIG"), "{broken}");
}

/// Symbolic links name the file that they lead to, and lead nowhere out of the namespace.
#[test]
fn links_are_resolved_within_the_namespace() {
    let mut files = namespace(Rights::all());
    files.symlink("a.js", ROOT_FD, "w/src/link.js").unwrap();
    files
        .symlink("/etc/passwd", ROOT_FD, "w/src/out.js")
        .unwrap();
    files.symlink("loop.js", ROOT_FD, "w/src/loop.js").unwrap();
    assert_eq!(
        import(&mut files, "./link.js").as_deref(),
        Ok("file:///w/src/a.js")
    );
    assert!(import(&mut files, "./out.js").is_err());
    assert!(import(&mut files, "./loop.js").is_err());
}

/// Deno's CVE-2026-49401: a name in another Unicode form is another name.
#[test]
fn names_are_not_normalised() {
    let mut files = namespace(Rights::all());
    assert!(import(&mut files, "./caf\u{e9}.js").is_ok());
    assert!(import(&mut files, "./cafe\u{301}.js").is_err());
}

/// Deno's CVE-2026-49406: looking for a module has the program's rights, and no others. What they do
/// not show is not there, and what the program itself asked for is written down.
#[test]
fn probes_have_the_rights_of_the_program() {
    let mut open = namespace(Rights::all());
    assert!(import(&mut open, "/secret/s.mjs").is_ok());
    let mut closed = namespace(Rights::empty());
    let refused = import(&mut closed, "/secret/s.mjs").unwrap_err();
    assert!(refused.starts_with("ERR_MODULE_NOT_FOUND"), "{refused}");
    assert_eq!(closed.denials().len(), 1, "{:?}", closed.denials());
    let mut walking = namespace(Rights::all());
    assert!(import(&mut walking, "no").is_err());
    assert_eq!(
        walking.denials(),
        [],
        "walking up is no wish of the program's"
    );
}

#[test]
fn folders_of_packages_are_asked_from_the_nearest_on() {
    assert_eq!(
        node_modules("/w/src"),
        ["/w/src/node_modules", "/w/node_modules", "/node_modules"]
    );
    assert_eq!(
        node_modules("/w/node_modules/dep"),
        [
            "/w/node_modules/dep/node_modules",
            "/w/node_modules",
            "/node_modules"
        ]
    );
    assert_eq!(node_modules("/"), ["/node_modules"]);
}

/// Node takes what an entry of `imports` names for a package, whatever it is called.
#[test]
fn entries_that_name_each_other_do_not_go_round() {
    let mut files = namespace(Rights::all());
    let package = br##"{"imports": {"#a": "#b", "#b": "#a", "#up": ".."}}"##;
    files.write_file("w/src/package.json", package).unwrap();
    for specifier in ["#a", "#b"] {
        let other = if specifier == "#a" { "#b" } else { "#a" };
        let missing = format!("Cannot find package '{other}'");
        assert!(
            import(&mut files, specifier)
                .unwrap_err()
                .contains(&missing)
        );
        let missing = format!("MODULE_NOT_FOUND: Cannot find module '{specifier}'");
        assert_eq!(require(&mut files, specifier), Err(missing));
    }
    let refused = "ERR_INVALID_MODULE_SPECIFIER: Invalid module \"..\" is not a valid package name \
                   imported from /w/src/package.json";
    assert_eq!(require(&mut files, "#up"), Err(refused.into()));
    assert_eq!(import(&mut files, "#up"), Err(refused.into()));
}

/// What is put together of a program's texts is never much longer than they are.
#[test]
fn a_little_does_not_become_much() {
    let mut files = namespace(Rights::all());
    let stars = "*".repeat(100_000);
    let package = format!(r##"{{"imports": {{"#path/*": "./{stars}", "#name/*": "x{stars}"}}}}"##);
    files
        .write_file("w/src/package.json", package.as_bytes())
        .unwrap();
    for key in ["path", "name"] {
        let specifier = format!("#{key}/{}", "x".repeat(100_000));
        let refused =
            "ERR_INVALID_PACKAGE_TARGET: Invalid \"imports\" target of more than a path's length";
        assert!(
            import(&mut files, &specifier)
                .unwrap_err()
                .starts_with(refused)
        );
        assert!(
            require(&mut files, &specifier)
                .unwrap_err()
                .starts_with(refused)
        );
    }
    let deep = "/a".repeat(1_000_000);
    assert!(
        node_modules(&deep)
            .iter()
            .all(|folder| folder.len() < 5_000)
    );
}

/// Alternatives of alternatives: each is looked at, and all of them would be ten thousand million.
#[test]
fn a_resolution_ends() {
    let mut files = namespace(Rights::all());
    let many = vec![r#""bad""#; 100_000].join(",");
    let package = format!(r#"{{"exports": [{many}]}}"#);
    files
        .write_file("w/src/node_modules/near/package.json", package.as_bytes())
        .unwrap();
    let package = format!(
        r##"{{"imports": {{"#a": [{}]}}}}"##,
        many.replace("bad", "near")
    );
    files
        .write_file("w/src/package.json", package.as_bytes())
        .unwrap();
    for message in [
        import(&mut files, "#a").unwrap_err(),
        require(&mut files, "#a").unwrap_err(),
    ] {
        assert!(
            message.starts_with("ERR_INVALID_PACKAGE_CONFIG: ")
                && message.contains("too many steps"),
            "{message}"
        );
    }
}
