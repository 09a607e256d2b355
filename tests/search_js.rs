//! The page's search program and the reference reader give the same answers: those of `search_vectors.json`
//! and those to random queries. `CLAUSEBOOK_UPDATE=1` writes the vectors' answers again; look at them before you commit.

#[path = "search_support/mod.rs"]
mod support;

use clausebook::search::fold;
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::Path;
use std::process::Command;
use support::{Answer, Asked, Chance, Files, OwnedCircular, answer, index, invented, reader};

#[derive(Serialize, Deserialize)]
struct Vectors {
    corpus: Vec<OwnedCircular>,
    queries: Vec<Query>,
}

#[derive(Clone, Serialize, Deserialize)]
struct Query {
    query: String,
    options: Asked,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    answer: Option<Answer>,
}

const VECTORS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/search_vectors.json");

fn vectors() -> Vectors {
    serde_json::from_str(&fs::read_to_string(VECTORS).expect("vectors are there")).expect("vectors are JSON")
}

/// What node answers; None where there is no node.
fn asked_of_node(files: &Files, queries: &[Query]) -> Option<Vec<Answer>> {
    if Command::new("node").arg("--version").output().is_err() {
        println!("skipped: no node on this machine");
        return None;
    }
    let site = tempfile::tempdir().expect("a folder for the index");
    for (path, bytes) in files {
        let path = site.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
        fs::write(path, bytes).expect("the shard can be written");
    }
    let asked = site.path().join("queries.json");
    fs::write(&asked, serde_json::to_string(queries).expect("JSON")).expect("queries can be written");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = Command::new("node")
        .arg(root.join("tests/js/answers.js"))
        .arg(root.join("themes/default/assets/search.js"))
        .arg(site.path())
        .arg(&asked)
        .output()
        .expect("node runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(serde_json::from_slice(&output.stdout).expect("answers are JSON"))
}

#[test]
fn both_readers_answer_the_vectors() {
    let mut vectors = vectors();
    let files = index(&vectors.corpus);
    let reference = reader(&files);
    let asked: Vec<Query> = vectors.queries.iter().cloned().map(|q| Query { answer: None, ..q }).collect();
    if std::env::var_os("CLAUSEBOOK_UPDATE").is_some() {
        for query in &mut vectors.queries {
            let results = reference.search(&query.query, &query.options.options()).expect("an answer");
            query.answer = Some(answer(&results));
        }
        fs::write(VECTORS, readable(&vectors)).expect("vectors can be written");
    }
    for query in &vectors.queries {
        let results = reference.search(&query.query, &query.options.options()).expect("an answer");
        assert_eq!(Some(answer(&results)), query.answer, "{:?}", query.query);
    }
    let Some(answers) = asked_of_node(&files, &asked) else { return };
    for (query, answer) in vectors.queries.iter().zip(answers) {
        assert_eq!(Some(answer), query.answer, "in JavaScript: {:?}", query.query);
    }
}

/// One line a clause and a query.
fn readable(vectors: &Vectors) -> String {
    let mut text = String::from("{\"corpus\": [\n");
    for (at, circular) in vectors.corpus.iter().enumerate() {
        let bare = OwnedCircular { clauses: Vec::new(), ..circular.clone() };
        let clauses: Vec<String> =
            circular.clauses.iter().map(|clause| format!("  {}", json(clause))).collect();
        let head = json(&bare).replace("\"clauses\":[]}", "\"clauses\":[");
        text += &format!("{}{head}\n{}\n ]}}", if at > 0 { ",\n " } else { " " }, clauses.join(",\n"));
    }
    let queries: Vec<String> = vectors.queries.iter().map(|query| format!(" {}", json(query))).collect();
    text + "\n], \"queries\": [\n" + &queries.join(",\n") + "\n]}\n"
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("JSON")
}

#[test]
fn both_readers_answer_random_queries_alike() {
    let corpus = invented(1_500, 21);
    let files = index(&corpus);
    assert!(files.keys().any(|path| path.starts_with("search/f/")), "some words are frequent");
    answer_alike(&corpus, &files, 240);
}

#[test]
fn both_readers_answer_alike_where_the_catalogue_tells_of_texts() {
    let some = invented(60, 31);
    let one = |nth: usize| {
        let OwnedCircular { slug, clauses, .. } = &some[nth % some.len()];
        let clauses = clauses.iter().cycle().skip(nth / some.len()).take(1 + nth % 2).cloned().collect();
        OwnedCircular { slug: format!("{slug}-{nth}"), clauses, ..some[nth % some.len()].clone() }
    };
    let corpus: Vec<OwnedCircular> = (0..21_000).map(one).collect();
    let files = index(&corpus);
    assert!(files.contains_key("search/c/40.js"), "too small for that");
    answer_alike(&corpus, &files, 60);
}

/// Asks both readers random queries.
fn answer_alike(corpus: &[OwnedCircular], files: &Files, queries: usize) {
    let reference = reader(files);
    let mut chance = Chance::new(4);
    let mut asked = Vec::new();
    for nth in 0..queries {
        let clause = |chance: &mut Chance| {
            let circular = chance.pick(corpus);
            fold::fold(&circular.clauses[chance.below(circular.clauses.len())].words)
        };
        let mut word = || {
            let key: Vec<char> = clause(&mut chance).chars().collect();
            let from = chance.below(key.len());
            let to = (from + 1 + chance.below(12)).min(key.len());
            key[from..to].iter().collect::<String>().trim().to_owned()
        };
        let query = match nth % 4 {
            0 => format!("{} {}", word(), word()),
            1 => format!("{} -{}", word(), word()),
            _ => word(),
        };
        let options = Asked {
            limit: Some([10, 3, 200][nth % 3]),
            offset: Some(nth % 5),
            year: (nth % 16 == 2).then_some(2003),
            ..Asked::default()
        };
        asked.push(Query { query, options, answer: None });
    }
    let Some(answers) = asked_of_node(files, &asked) else { return };
    for (query, answered) in asked.iter().zip(answers) {
        let results = reference.search(&query.query, &query.options.options()).expect("an answer");
        assert_eq!(answered, answer(&results), "{:?}", query.query);
    }
}
