//! The rules of the house, from ARCHITECTURE.md, held against the sources themselves.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const STAGES: [&str; 8] = ["source", "repair", "parse", "corpus", "page", "render", "search", "site"];

/// A file of `src/`.
struct Source {
    /// Below `src/`, with `/`.
    path: String,
    /// Without its test module.
    code: String,
}

impl Source {
    /// The folder or file directly below `src/` that it belongs to.
    fn part(&self) -> &str {
        self.path.split(['/', '.']).next().unwrap_or_default()
    }

    /// The modules of ours that it names, as in `crate::model` or `use crate::{corpus, page}`.
    fn names(&self) -> BTreeSet<&str> {
        self.code
            .split("crate::")
            .skip(1)
            .flat_map(|rest| match rest.strip_prefix('{') {
                // The modules in a group stand at its first level.
                Some(group) => top_level(group),
                None => vec![rest],
            })
            .map(|rest| rest.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or_default())
            .collect()
    }
}

/// The members of a brace group, nested groups left out.
fn top_level(group: &str) -> Vec<&str> {
    let (mut depth, mut start, mut members) = (0, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                members.push(group[start..at].trim());
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                members.push(group[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    members
}

/// Every Rust file of the program that is not only for tests.
fn sources() -> Vec<Source> {
    let files = files();
    let for_tests = test_modules(&files);
    files
        .into_iter()
        .filter(|file| !file.ancestors().any(|path| for_tests.contains(path)))
        .map(|file| {
            let text = fs::read_to_string(&file).unwrap();
            let code = text.split("\nmod tests {").next().unwrap_or_default().to_owned();
            Source { path: name(&file), code }
        })
        .collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every Rust file below `src/`, in order.
fn files() -> Vec<PathBuf> {
    let mut files = Vec::new();
    collect(&root(), &mut files);
    files.sort();
    files
}

/// The path of `file` below `src/`, with `/`.
fn name(file: &Path) -> String {
    file.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/")
}

/// Files and folders that a `#[cfg(test)] mod name;` declares.
fn test_modules(files: &[PathBuf]) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    for file in files {
        let text = fs::read_to_string(file).unwrap();
        for rest in text.split("#[cfg(test)]\n").skip(1) {
            let name = rest.trim_start_matches("pub ").trim_start_matches("pub(super) ");
            let Some((name, _)) = name.strip_prefix("mod ").and_then(|rest| rest.split_once(';')) else {
                continue;
            };
            let folder = match file.file_stem().and_then(|stem| stem.to_str()) {
                Some("mod" | "lib" | "main") => file.parent().unwrap().to_owned(),
                _ => file.with_extension(""),
            };
            found.insert(folder.join(format!("{name}.rs")));
            found.insert(folder.join(name));
        }
    }
    found
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}

fn must_be_empty(rule: &str, breaches: Vec<String>) {
    assert!(breaches.is_empty(), "{rule}:\n  {}", breaches.join("\n  "));
}

#[test]
fn a_stage_names_no_other_stage() {
    let mut breaches = Vec::new();
    for source in sources().iter().filter(|source| STAGES.contains(&source.part())) {
        for name in source.names() {
            if (STAGES.contains(&name) && name != source.part())
                || ["cli", "pipeline", "serve"].contains(&name)
            {
                breaches.push(format!("{} names {name}", source.path));
            }
        }
    }
    must_be_empty("a stage imports model, diagnostic, config and foreign crates", breaches);
}

#[test]
fn the_model_names_nothing_of_ours() {
    let breaches = sources()
        .iter()
        .filter(|source| source.part() == "model")
        .flat_map(|source| {
            let others: Vec<String> = source
                .names()
                .into_iter()
                .filter(|name| *name != "model")
                .map(|name| format!("{} names {name}", source.path))
                .collect();
            others
        })
        .collect();
    must_be_empty("model imports nothing of ours", breaches);
}

#[test]
fn only_pipeline_and_command_line_name_two_stages() {
    let breaches = sources()
        .iter()
        .filter(|source| {
            !["cli", "pipeline", "lib"].contains(&source.part()) && !STAGES.contains(&source.part())
        })
        .filter(|source| source.names().iter().filter(|name| STAGES.contains(name)).count() > 0)
        .map(|source| source.path.clone())
        .collect();
    must_be_empty("nobody else names stages", breaches);
}

#[test]
fn files_are_touched_in_few_places() {
    const MAY: [&str; 4] = ["source", "site", "config", "serve"];
    const TOUCHES: [&str; 6] = ["std::fs", "fs::read", "fs::write", "File::open", "File::create", "WalkDir"];
    let breaches = sources()
        .iter()
        .filter(|source| !MAY.contains(&source.part()) && source.path != "render/theme.rs")
        .filter(|source| TOUCHES.iter().any(|touch| source.code.contains(touch)))
        .map(|source| source.path.clone())
        .collect();
    must_be_empty(
        "files are read and written only in source, site, config, serve and render/theme.rs",
        breaches,
    );
}

#[test]
fn nothing_panics_on_purpose() {
    const PANICS: [&str; 7] =
        [".unwrap()", ".expect(", "panic!(", "unreachable!(", "todo!(", "unimplemented!(", "unsafe "];
    let mut breaches = Vec::new();
    for source in sources() {
        let mut statement = String::new();
        for (n, line) in source.code.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            statement.push_str(code);
            // A pattern that stands in the source is right or wrong for good; any test that touches it tells.
            let constant = ["Regex::new(", "RegexSet::new(", "Selector::parse("]
                .iter()
                .any(|made| statement.contains(made));
            for panic in PANICS.iter().filter(|panic| code.contains(*panic)) {
                if !(constant && *panic == ".expect(") {
                    breaches.push(format!("{}:{}: {panic}", source.path, n + 1));
                }
            }
            if code.trim_end().ends_with([';', '}']) {
                statement.clear();
            }
        }
    }
    must_be_empty("no unwrap, expect or panic outside tests, but on constant patterns", breaches);
}

#[test]
fn files_are_small() {
    const LONGEST: usize = 400;
    // Still to be parted, for what it holds at once.
    const LONGER: [(&str, &str); 1] = [("parse/outline.rs", "the tree of clauses and its tests")];
    let breaches = files()
        .iter()
        .map(|file| (name(file), fs::read_to_string(file).unwrap().lines().count()))
        .filter(|(path, lines)| *lines > LONGEST && !LONGER.iter().any(|(longer, _)| longer == path))
        .map(|(path, lines)| format!("{path}: {lines} lines"))
        .collect();
    must_be_empty("a file has one duty and fits in the head, its tests included", breaches);
}

#[test]
fn rayon_is_the_pipelines() {
    let breaches = sources()
        .iter()
        .filter(|source| source.part() != "pipeline" && source.code.contains("rayon::"))
        .map(|source| source.path.clone())
        .collect();
    must_be_empty("threads are made in the pipeline, and in the server for its requests", breaches);
}

#[test]
fn no_file_is_named_for_what_it_is_not() {
    let breaches = sources()
        .iter()
        .filter(|source| {
            let name = Path::new(&source.path).file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
            ["util", "utils", "helper", "helpers", "common", "misc"].contains(&name)
        })
        .map(|source| source.path.clone())
        .collect();
    must_be_empty("names are the field's terms", breaches);
}

#[test]
fn every_code_is_explained() {
    let known: BTreeSet<&str> = clausebook::diagnostic::codes().collect();
    let mut breaches = Vec::new();
    for source in sources() {
        let calls =
            ["Diagnostic::error(", "Diagnostic::warning(", "Diagnostic::note(", "self.error(", "code: "];
        for call in calls {
            for rest in source.code.split(call).skip(1) {
                let Some(code) = rest.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next())
                else {
                    continue;
                };
                if !known.contains(code) {
                    breaches.push(format!("{}: {code}", source.path));
                }
            }
        }
    }
    must_be_empty("`clausebook explain CODE` knows every code", breaches);
}

/// Marks differ from language to language as words do: they stand in `i18n/`.
#[test]
fn the_theme_has_no_marks_of_one_language() {
    let theme = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default");
    for folder in ["templates", "assets"] {
        for entry in fs::read_dir(theme.join(folder)).expect("a folder") {
            let path = entry.expect("a file").path();
            // The names of clauses are those of their circular.
            let is_read = path.extension().is_some_and(|kind| kind == "html" || kind == "js");
            if !is_read || path.ends_with("place.js") {
                continue;
            }
            let text = fs::read_to_string(&path).expect("a text");
            let is_comment = |line: &&str| line.trim_start().starts_with("//");
            for line in text.lines().filter(|line| !is_comment(line)) {
                assert!(!line.contains(['：', '、', '，', '；', '（']), "{}: {line}", path.display());
            }
        }
    }
}
