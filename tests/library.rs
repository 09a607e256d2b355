//! What the benches stand on: the invented library, always the same, which the whole way takes without a word, and the
//! limit of what a peer may take.

mod driver;
#[path = "../benches/corpus/generator/mod.rs"]
mod generator;
#[allow(dead_code, reason = "the benches take more of it")]
#[path = "../benches/corpus/measure.rs"]
mod measure;

use clausebook::page;
use clausebook::search::{Options, Reader, fold};
use driver::Site;
use generator::Library;
use generator::chance::Chance;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

#[test]
fn a_small_library_is_the_beginning_of_a_large_one() {
    let (small, large) = (Library::new(60, 7), Library::new(300, 7));
    for id in 0..small.len() {
        assert_eq!(small.document(id), large.document(id), "{id}");
    }
    assert_ne!(small.document(0), Library::new(60, 8).document(0));
}

#[test]
fn lengths_are_those_of_real_collections() {
    let library = Library::new(400, 7);
    let mut lengths: Vec<usize> = (0..library.len()).map(|id| library.document(id).1.len()).collect();
    lengths.sort_unstable();
    let mean = lengths.iter().sum::<usize>() / lengths.len();
    assert!((5_000..7_500).contains(&mean), "{mean} bytes on average");
    assert!(lengths[200] < mean && lengths[399] > 4 * mean, "a few are long");
}

#[test]
fn the_whole_way_takes_it_and_search_finds_all_of_it() {
    let (site, library) = (Site::new(), Library::new(40, 7));
    for id in 0..library.len() {
        let (name, text) = library.document(id);
        site.write(&format!("content/sources/{name}"), text);
    }
    site.run(&["build", "--quiet"]).exits(0);

    let pages = site.tree("content/circulars");
    let mut clauses = Vec::new();
    for (path, bytes) in &pages {
        let page = page::read(path, &String::from_utf8_lossy(bytes), Path::new(path)).0.expect("a page");
        clauses.extend(page.circular.clauses().map(|clause| fold::fold(clause.words())));
    }
    let shards = site.tree("public/search");
    let reader = Reader::open(|name| shards.get(&format!("{name}.js")).cloned()).expect("the index opens");
    let chance = &mut Chance::new(3, 0);
    for nth in 0..120 {
        let clause: Vec<char> = chance.pick(&clauses).chars().collect();
        let start = chance.below(clause.len());
        let query: String = clause[start..].iter().take(1 + nth % 12).collect();
        // A cut word of letters or digits would be another word.
        if query.contains(|c: char| c.is_ascii()) {
            continue;
        }
        let scan = clauses.iter().filter(|clause| clause.contains(&query)).count();
        assert_eq!(reader.search(&query, &Options::default()).expect("an answer").total, scan, "{query}");
    }
}

#[test]
fn a_command_that_takes_too_long_is_ended_with_all_that_it_started() {
    let folder = tempfile::tempdir().expect("a folder");
    let late = folder.path().join("late");
    let mut command = Command::new("sh");
    command.args(["-c", "(sleep 1; touch \"$0\") & sleep 60"]).arg(&late);
    let error = measure::once(&mut command, Some(Duration::from_millis(200))).expect_err("it is ended");
    assert!(error.is::<measure::TooLong>(), "{error:#}");
    std::thread::sleep(Duration::from_secs(2));
    assert!(!late.exists(), "what it started went on");
}

#[test]
fn a_command_in_time_says_what_it_has_to_say() {
    let mut command = Command::new("sh");
    command.args(["-c", "echo 条文"]);
    assert_eq!(measure::output(&mut command, Some(Duration::from_secs(60))).expect("words"), "条文\n");
}
