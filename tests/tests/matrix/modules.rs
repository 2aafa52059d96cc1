//! Programs of several modules: what they mean to each other, and what is told where they do not
//! fit. What is printed here real Node prints too, but for the parsers' words.

use crate::case::{matrix, unhurried};
use crate::host::{Call, Ending, File, Guest, Host};

matrix! {
    of JavaScript in "modules/";

    commonjs => |case| case.prints("\
        3 /workspace/lib/add.js true\n\
        3 /workspace/main.js /workspace\n\
        true . false /workspace/node_modules /node_modules\n\
        /workspace/lib/add.js /workspace/data.json\n\
        /workspace/lib/add.js /workspace/main.js /workspace/lib/add.js /workspace/data.json\n\
        /workspace/node_modules /node_modules null\n\
        true object 5 undefined\n\
        false true\n\
        5 true\n\
        entry entry true\n\
        /workspace/main.js /workspace/main.js 0\n\
        returns\n");
    circular_requires => |case| case.prints("true true false\n");
    commonjs_from_modules => |case| case.prints("\
        module first\n\
        then CommonJS\n\
        1 1 2 3 undefined __esModule default first late second with space\n\
        true 1 a value true\n\
        true true\n\
        undefined undefined undefined\n");
    modules_from_commonjs => |case| case.prints("\
        default 42 true\n\
        /workspace/by_syntax.js chosen true\n\
        ERR_REQUIRE_ASYNC_MODULE require() cannot be used on an ESM graph with top-level await\n\
        undefined thrown\n\
        undefined thrown\n\
        false\n");
    hooks_of_programs => |case| case.prints("\
        noted noted\na mock true true\nafter\n7 after\n");
    entries_that_name_each_other => |case| case.prints(
        "MODULE_NOT_FOUND MODULE_NOT_FOUND MODULE_NOT_FOUND MODULE_NOT_FOUND MODULE_NOT_FOUND \
        ERR_MODULE_NOT_FOUND ERR_MODULE_NOT_FOUND ERR_MODULE_NOT_FOUND ERR_MODULE_NOT_FOUND \
        ERR_MODULE_NOT_FOUND\n");
    packages => |case| case.prints("\
        both: by require both/lib/deep: deep @scope/plain/inner: plain self: self by require \
        #inner: inner\n\
        by import deep plain self by import inner undefined in a module \
        file:///workspace/node_modules/both/index.mjs\n");
    policy_decides => |case| case
        .under("[modules.javascript]\ndeny = [\"path\", \"fs/promises\"]")
        .prints("\
        fs loaded\nnode:path ERR_ACCESS_DENIED\nfs/promises ERR_ACCESS_DENIED\n\
        path ERR_ACCESS_DENIED\n\
        ERR_ACCESS_DENIED The policy does not allow the module 'node:path'\n");
    syntax_decides => |case| case.prints("\
        imports.js undefined\nexports.js undefined\nawaits.js undefined\nmeta.js undefined\n\
        plain.js function\ndynamic.js function\ncomment.js function\nno_extension function\n");
    typescript => |case| case.prints("\
        12 1 g q 5 cast 2,4 1\n\
        circle number file:///workspace/lib.ts\n\
        required from CommonJS\n\
        lib.ts:10: thrown in line 10\n\
        SyntaxError Unexpected token\n");
    what_a_module_knows_of_itself => |case| case.prints("\
        file:///workspace/main.js /workspace/main.js /workspace\n\
        file:///workspace/lib/a%20b.js?x node:fs\n\
        false true file:///workspace/lib/a%20b.js?1 file:///workspace/lib/a%20b.js?2\n\
        file:///workspace/lib/a%20b.js\n");
    what_fails_is_tried_again => |case| case.prints("\
        ERR_MODULE_NOT_FOUND\nERR_MODULE_NOT_FOUND\nERR_MODULE_NOT_FOUND\nERR_MODULE_NOT_FOUND\n\
        SyntaxError\nevaluated\nevaluated\n1 [ 'c', 'd' ]\n");
    what_cannot_be_imported => |case| case.prints(include_str!(
        "../../fixtures/matrix/javascript/modules/what_cannot_be_imported.txt"));
    what_cannot_be_required => |case| case.prints(include_str!(
        "../../fixtures/matrix/javascript/modules/what_cannot_be_required.txt"));
}

/// TypeScript that nests as deep as it likes: an error that a program can catch, in both hosts.
#[test]
fn nested_typescript_is_refused_in_a_way_that_a_program_can_catch() {
    let levels = 100_000;
    for (open, core, close) in [
        ("let x: ", "Array<", "number>"),
        ("let x = ", "(", ")"),
        ("let x = 1", "+1", ""),
        ("type T = ", "A extends B ? C : ", ""),
        ("", "if (1) {} else ", ""),
        ("", "{", "}"),
        ("let x = ", "() => ", ""),
        ("let x = ", "!", ""),
        ("type T = ", "keyof ", ""),
        ("let x = ", "`${", "}`"),
    ] {
        let nested = format!("{open}{}1{};", core.repeat(levels), close.repeat(levels));
        let main = "import(\"./nested.ts\").then(() => console.log(\"ran\"), (error) => \
                    console.log(error instanceof RangeError || error instanceof SyntaxError));";
        everywhere(
            &[File::new("main.js", main), File::new("nested.ts", nested)],
            "true\n",
        );
    }
}

/// Runs a program of generated files in both hosts.
fn everywhere(files: &[File], stdout: &str) {
    by_host(files, |_| stdout);
}

fn by_host<'a>(files: &[File], stdout: impl Fn(&Host) -> &'a str) {
    for host in Host::all(Guest::JavaScript, &unhurried()) {
        let stdout = stdout(&host);
        let observed = host.run(&Call::new(Guest::JavaScript, files.to_vec()));
        assert_eq!(observed.ending, Ending::Ok, "{}: {observed:?}", host.name());
        assert_eq!(observed.stdout.as_deref(), Some(stdout), "{}", host.name());
    }
}

/// A thousand modules below one, in either system.
#[test]
fn wide_graphs_are_loaded() {
    let names = 0..1000;
    let imports: String = names
        .clone()
        .map(|i| format!("import \"./m{i}.js\";\n"))
        .collect();
    let mut files = vec![File::new(
        "main.js",
        imports + "console.log(globalThis.count);",
    )];
    files.extend(names.clone().map(|i| {
        File::new(
            format!("m{i}.js"),
            "import \"node:path\"; globalThis.count = (globalThis.count ?? 0) + 1;",
        )
    }));
    everywhere(&files, "1000\n");
    let requires: String = names
        .clone()
        .map(|i| format!("require(\"./m{i}\");\n"))
        .collect();
    let mut files = vec![File::new(
        "main.js",
        requires + "console.log(globalThis.count);",
    )];
    files.extend(names.map(|i| {
        File::new(
            format!("m{i}.js"),
            "globalThis.count = (globalThis.count ?? 0) + 1;",
        )
    }));
    everywhere(&files, "1000\n");
}

/// A chain of modules uses the stack: it is loaded, or refused in a way that a program can catch.
#[test]
fn deep_graphs_are_loaded_or_refused() {
    for (first, next) in [
        ("import(\"./m0.js\")", "import \"./"),
        (
            "Promise.resolve().then(() => require(\"./m0.js\"))",
            "require(\"./",
        ),
    ] {
        for levels in [20, 1000] {
            let main = format!(
                "{first}.then(() => console.log(\"loaded\"), (error) => console.log(\n\
                 error instanceof RangeError || error.message === \"stack overflow\" ? \"refused\" : error));"
            );
            let mut files = vec![File::new("main.js", main)];
            files.extend((0..levels).map(|i| {
                let close = if next.starts_with("require") { ")" } else { "" };
                File::new(format!("m{i}.js"), format!("{next}m{}.js\"{close};", i + 1))
            }));
            files.push(File::new(format!("m{levels}.js"), ""));
            by_host(&files, |host| {
                let is_deep = next.starts_with("require") && levels > 20;
                if is_deep && host.has_golems_stack() {
                    "refused\n"
                } else {
                    "loaded\n"
                }
            });
        }
    }
}
