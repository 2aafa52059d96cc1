//! Golem's manifests: what they name is there, and Golem's schemas take them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use serde_json::Value;

/// Each manifest, and the version of the schema that its first line names.
const MANIFESTS: [(&str, &str); 3] = [
    ("golem.yaml", "1.3.0"),
    ("deploy/golem-1.2.yaml", "1.1.1"),
    ("deploy/golem-1.5.yaml", "1.5.0"),
];

/// The folder with a schema for each version, `1.3.0.json` and so on.
const SCHEMAS: &str = "GOLEM_MANIFEST_SCHEMAS";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn text(manifest: &str) -> String {
    fs::read_to_string(root().join(manifest)).unwrap()
}

fn parsed(manifest: &str) -> Value {
    serde_yaml_ng::from_str(&text(manifest)).unwrap()
}

/// The layers of a component: itself, and its template with all profiles.
fn layers<'m>(manifest: &'m Value, component: &'m Value) -> Vec<&'m Value> {
    let template = ["template", "templates"].iter().find_map(|key| {
        let name = component.get(key)?.as_str()?;
        manifest
            .get("templates")
            .or_else(|| manifest.get("componentTemplates"))?
            .get(name)
    });
    let mut layers = vec![component];
    layers.extend(template);
    let profiles: Vec<_> = layers
        .iter()
        .filter_map(|layer| layer.get("profiles")?.as_object())
        .flat_map(|profiles| profiles.values())
        .collect();
    layers.extend(profiles);
    layers
}

/// The loosest policy is nobody's who does not ask for it.
#[test]
fn no_deployment_is_trusted_by_default() {
    let manifest = parsed("golem.yaml");
    let template = &manifest["templates"]["exec"];
    let policy = |profile: &str| {
        let policy = &template["profiles"][profile]["env"]["EXEC_POLICY"];
        policy.as_str().unwrap_or_default().to_owned()
    };
    let default = template["defaultProfile"].as_str().unwrap();
    assert_eq!(default, "debug");
    for profile in [default, "release"] {
        assert_eq!(policy(profile), "standard", "{profile}");
    }
    assert_eq!(policy("trusted"), "trusted");
}

/// What Golem makes of a text of a template for this component.
fn rendered(text: &str, component: &str) -> String {
    text.replace(
        "{{ component_name | to_kebab_case }}",
        &component.replace(':', "-"),
    )
}

/// The values of a field, over all components and layers of a manifest, as paths.
fn paths(manifest: &str, field: &str) -> Vec<PathBuf> {
    let value = parsed(manifest);
    let folder = root().join(manifest).parent().unwrap().to_owned();
    let mut paths = Vec::new();
    for (name, component) in value["components"].as_object().unwrap() {
        for layer in layers(&value, component) {
            if let Some(path) = layer.get(field).and_then(Value::as_str) {
                let path = rendered(path, name);
                assert!(!path.contains("{{"), "{path}");
                paths.push(folder.join(path));
            }
        }
    }
    paths
}

#[test]
fn the_first_line_names_the_schema() {
    for (manifest, version) in MANIFESTS {
        let line = format!(
            "# $schema: https://schema.golem.cloud/app/golem/{version}/golem.schema.json\n"
        );
        assert!(text(manifest).starts_with(&line), "{manifest}");
    }
}

#[test]
fn every_component_and_folder_that_a_manifest_names_is_there() {
    for (manifest, _) in MANIFESTS {
        let folder = root().join(manifest).parent().unwrap().to_owned();
        let value = parsed(manifest);
        let dependencies = value.get("witDeps").and_then(Value::as_array);
        for dependency in dependencies.into_iter().flatten() {
            let path = folder.join(dependency.as_str().unwrap());
            assert!(path.is_dir(), "{}", path.display());
        }
        for path in paths(manifest, "sourceWit") {
            assert!(path.join("world.wit").is_file(), "{}", path.display());
        }
        for path in paths(manifest, "componentWasm") {
            // What a caller brings is made elsewhere.
            let ours = path.components().any(|part| part.as_os_str() == "dist");
            assert!(!ours || path.is_file(), "{}", path.display());
        }
        assert!(value["components"].as_object().unwrap().len() >= 2);
    }
}

/// All commands of a manifest, and all folders and files that they name.
fn commands(value: &Value, found: &mut Vec<Value>) {
    match value {
        Value::Object(fields) if fields.contains_key("command") => found.push(value.clone()),
        Value::Object(fields) => fields.values().for_each(|value| commands(value, found)),
        Value::Array(values) => values.iter().for_each(|value| commands(value, found)),
        _ => {}
    }
}

#[test]
fn every_command_can_be_given_where_it_is_given() {
    for (manifest, _) in MANIFESTS {
        let folder = root().join(manifest).parent().unwrap().to_owned();
        let value = parsed(manifest);
        let mut found = Vec::new();
        commands(&value, &mut found);
        assert!(found.len() >= 2, "{manifest}");
        for command in found {
            let dir = command.get("dir").and_then(Value::as_str).unwrap_or(".");
            let dir = folder.join(dir);
            assert!(dir.join("Cargo.toml").is_file(), "{}", dir.display());
            let words = command["command"].as_str().unwrap().split(' ');
            let files = ["sources", "targets"]
                .iter()
                .filter_map(|field| command.get(field));
            let files = files.filter_map(Value::as_array).flatten();
            let named = words
                .clone()
                .chain(files.map(|file| file.as_str().unwrap()));
            for file in named.filter(|name| name.starts_with("dist/")) {
                assert!(dir.join(file).is_file(), "{manifest}: {file}");
            }
            let words: Vec<&str> = words.collect();
            if let ["cargo", "xtask", arguments @ ..] = words.as_slice() {
                let mut xtask = Command::new(env!("CARGO_BIN_EXE_xtask"));
                let help = xtask.args(arguments).arg("--help").output().unwrap();
                assert!(help.status.success(), "{manifest}: {words:?}");
            }
        }
    }
}

#[test]
fn what_a_manifest_has_written_or_deleted_is_nothing_of_ours() {
    for (manifest, _) in MANIFESTS {
        let value = parsed(manifest);
        let folder = Path::new(manifest).parent().unwrap();
        let temporary = value.get("tempDir").into_iter().chain(value.get("clean"));
        let fields = ["generatedWit", "linkedWasm", "outputWasm"];
        let written = fields.iter().flat_map(|field| paths(manifest, field));
        let named = temporary
            .flat_map(|value| {
                value
                    .as_array()
                    .cloned()
                    .unwrap_or_else(|| vec![value.clone()])
            })
            .map(|path| root().join(folder).join(path.as_str().unwrap()));
        for path in named.chain(written) {
            let ignored = Command::new("git")
                .args(["check-ignore", "--quiet"])
                .arg(&path)
                .current_dir(root())
                .status()
                .unwrap();
            assert!(ignored.success(), "{manifest}: {}", path.display());
        }
    }
}

/// Two components of one application must not have the same package (golem-cli refuses them), and
/// each package is called what its component is.
#[test]
fn each_component_has_a_package_of_its_own() {
    for (manifest, _) in MANIFESTS {
        for (name, component) in parsed(manifest)["components"].as_object().unwrap() {
            let value = parsed(manifest);
            let sources: Vec<_> = layers(&value, component)
                .iter()
                .filter_map(|layer| layer.get("sourceWit")?.as_str())
                .map(|path| rendered(path, name))
                .collect();
            for source in sources {
                let folder = root().join(manifest).parent().unwrap().join(source);
                let world = fs::read_to_string(folder.join("world.wit")).unwrap();
                assert!(world.contains(&format!("\npackage {name};\n")), "{name}");
            }
        }
    }
}

/// Golem 1.2 to 1.5 parse every file that `sourceWit` and `witDeps` lead to.
#[test]
fn no_source_that_golem_parses_knows_streams() {
    for (manifest, _) in MANIFESTS {
        let mut folders = paths(manifest, "sourceWit");
        folders.push(root().join("deploy/wit/deps"));
        let mut files = 0;
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                files += 1;
                let text = fs::read_to_string(&path).unwrap();
                for line in text.lines().filter(|line| !line.trim().starts_with("//")) {
                    for word in ["async ", "stream<", "future<", "error-context"] {
                        assert!(!line.contains(word), "{}: {line}", path.display());
                    }
                }
            }
        }
        assert!(files > 0);
    }
}

#[test]
#[ignore = "needs Golem's schemas: cargo xtask check --manifest-schemas DIR"]
fn golems_schemas_take_the_manifests() {
    let schemas = PathBuf::from(env::var_os(SCHEMAS).expect(SCHEMAS));
    for (manifest, version) in MANIFESTS {
        let file = schemas.join(format!("{version}.json"));
        let schema =
            fs::read_to_string(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        let schema: Value = serde_json::from_str(&schema).unwrap();
        let validator = jsonschema::draft7::new(&schema).unwrap();
        let value = parsed(manifest);
        let errors: Vec<_> = validator
            .iter_errors(&value)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(
            errors.is_empty(),
            "{manifest} against {version}: {errors:#?}"
        );
        // The schema does say no.
        let mut wrong = value;
        wrong["components"]["exec:wrong"] = serde_json::json!({ "componentWasm": 1 });
        assert!(!validator.is_valid(&wrong), "{manifest}");
    }
}
