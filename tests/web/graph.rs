//! The sample corpus as a graph: what each circular does to others and what it cites, as it was reviewed.
//!
//! `UPDATE_GOLDEN=1 cargo test --test web graph` writes it anew; read the difference before you commit it.

use super::{data, sample};
use serde_json::Value;
use std::fmt::Write as _;
use std::path::Path;

/// One line a relation and a citation: `verb -> work @ evidence “words”`, `clause “words” -> work#clause`. A work
/// that is not held stands in 《》, a clause that is not there behind `?`, the circular itself is `=`.
fn graph(data: &std::collections::BTreeMap<String, Value>) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut out = String::new();
    for (slug, circular) in data {
        let _ = writeln!(out, "# {slug}\n{}\n", text(&circular["title"]));
        for r in circular["relations"].as_array().into_iter().flatten() {
            let to = match r["slug"].as_str() {
                Some(to) if to == slug => format!("= 《{}》", text(&r["title"])),
                Some(to) => to.to_owned(),
                None => format!("《{}》", text(&r["title"])),
            };
            let evidence = r["evidence"].as_str().unwrap_or("title");
            let date = r["date"].as_str().map(|date| format!(", {date}")).unwrap_or_default();
            let _ =
                writeln!(out, "- {} -> {to} @ {evidence}{date} “{}”", text(&r["verb"]), text(&r["words"]));
        }
        for c in circular["citations"].as_array().into_iter().flatten() {
            let to = match c["target_slug"].as_str() {
                Some(to) if to == slug => "=".to_owned(),
                Some(to) => to.to_owned(),
                None => format!("《{}》", text(&c["target_work"])),
            };
            let missing = if c["state"] == "missing" { "?" } else { "" };
            let anchor = c["target_eid"].as_str().map(|a| format!("#{missing}{a}")).unwrap_or_default();
            let _ = writeln!(out, "  {} “{}” -> {to}{anchor}", text(&c["eid"]), text(&c["words"]));
        }
        out.push('\n');
    }
    out
}

#[test]
fn the_graph_of_the_sample_is_as_it_was_reviewed() {
    let site = sample();
    site.run(&["build"]).exits(0);
    let found = graph(&data(&site));
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/web/graph.txt");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&file, &found).unwrap();
    }
    let reviewed = std::fs::read_to_string(&file).unwrap_or_default();
    let differs: Vec<String> = found
        .lines()
        .filter(|line| !reviewed.lines().any(|other| other == *line))
        .map(|line| format!("+ {line}"))
        .chain(
            reviewed
                .lines()
                .filter(|line| !found.lines().any(|other| other == *line))
                .map(|line| format!("- {line}")),
        )
        .collect();
    assert!(found == reviewed, "differs from what was reviewed: {differs:#?}");
}
