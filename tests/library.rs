//! The invented library of the benches: always the same, and the whole way takes it without a word.

mod driver;
#[path = "../benches/corpus/generator/mod.rs"]
mod generator;

use clausebook::page;
use clausebook::search::{Options, Reader, fold};
use driver::Site;
use generator::Library;
use generator::chance::Chance;
use std::path::Path;

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
