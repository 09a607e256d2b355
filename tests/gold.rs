//! What real and invented texts must give, clause by clause. The real ones stand outside the project; where
//! they are absent the tests say so and pass.

mod driver;

use driver::Site;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder beside the project with texts that may not be part of it.
fn shared(name: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: ../shared/{name} is not there");
    None
}

/// The sums of the last line that the checker prints.
#[derive(Debug, PartialEq)]
struct Score {
    f1: f64,
    metadata: (usize, usize),
    citations: (usize, usize),
    texts: Option<(usize, usize)>,
}

/// Builds a site of `sources` and scores it; None where there is nothing to score with.
fn score(sources: &Path, gold: &Path) -> Option<Score> {
    let checker = shared("")?.join("check_gold.py");
    let site = Site::new();
    for source in std::fs::read_dir(sources).expect("a folder of sources").flatten() {
        let name = format!("content/sources/{}", source.file_name().to_string_lossy());
        site.write(&name, std::fs::read(source.path()).expect("a source"));
    }
    site.run(&["build", "--quiet"]);
    let output = Command::new("python3").arg(checker).arg(site.path("public")).arg(gold).output();
    let Ok(output) = output else {
        println!("skipped: python3 is not installed");
        return None;
    };
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    println!("{text}");
    let last = text.lines().last().unwrap_or_default();
    let after = |name: &str| last.split_once(name).map(|(_, rest)| rest.trim_start());
    let pair = |name: &str| -> Option<(usize, usize)> {
        let (right, rest) = after(name)?.split_once('/')?;
        let all: String = rest.chars().take_while(char::is_ascii_digit).collect();
        Some((right.parse().ok()?, all.parse().ok()?))
    };
    Some(Score {
        f1: after("clauses F1")?.split(' ').next()?.parse().ok()?,
        metadata: pair("metadata")?,
        citations: pair("citations")?,
        texts: pair("exact texts"),
    })
}

fn share((right, all): (usize, usize)) -> f64 {
    right as f64 / all.max(1) as f64
}

#[test]
fn the_five_texts_are_read_exactly() {
    let (Some(sources), Some(gold)) = (shared("sources"), shared("gold")) else { return };
    let Some(score) = score(&sources, &gold) else { return };
    assert_eq!(score, Score { f1: 1.0, metadata: (28, 28), citations: (0, 0), texts: Some((197, 197)) });
}

#[test]
fn texts_of_every_kind_are_read_well() {
    let (Some(sources), Some(gold)) = (shared("dev/texts"), shared("dev/gold")) else { return };
    let Some(score) = score(&sources, &gold) else { return };
    assert!(score.f1 >= 0.98 && share(score.metadata) >= 0.97 && share(score.citations) >= 0.95, "{score:?}");
}

#[test]
fn web_pages_give_what_their_texts_give() {
    let (Some(pages), Some(texts), Some(gold)) =
        (shared("dev/html"), shared("dev/texts"), shared("dev/gold"))
    else {
        return;
    };
    // The checker knows sources by the names of their texts.
    let (named, as_text) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    for page in std::fs::read_dir(&pages).expect("a folder of pages").flatten() {
        let name = page.path().with_extension("txt");
        let name = name.file_name().expect("a name");
        std::fs::copy(page.path(), named.path().join(name)).expect("a copy");
        std::fs::copy(texts.join(name), as_text.path().join(name)).expect("a copy");
    }
    let (Some(web), Some(text)) = (score(named.path(), &gold), score(as_text.path(), &gold)) else { return };
    assert!(web.f1 >= text.f1 && web.metadata.0 >= text.metadata.0, "{web:?} {text:?}");
}

#[test]
fn the_sample_corpus_gives_what_its_authors_meant() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let Some(score) = score(&root.join("content/sources"), &root.join("tests/fixtures/sample-gold")) else {
        return;
    };
    assert_eq!((score.f1, share(score.metadata), share(score.citations)), (1.0, 1.0, 1.0), "{score:?}");
    assert_eq!(score.texts.map(share), Some(1.0));
}

/// A damaged Traditional copy, and what its page says, with `sister` beside it or alone.
fn slipped(sister: Option<&dyn Fn(String) -> String>) -> String {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/sources");
    let site = Site::new();
    let read = |name: &str| std::fs::read_to_string(sources.join(name)).expect("a sample source");
    site.write("content/sources/copy.txt", read("yuedu_wang_fanti.txt"));
    if let Some(change) = sister {
        site.write("content/sources/sister.txt", change(read("zy_2018_0412_tushushi.txt")));
    }
    site.run(&["import", "--quiet"]);
    site.read(&site.page("copy.txt"))
}

#[test]
fn a_byte_slip_is_undone_only_where_a_sister_proves_it() {
    let restored = slipped(Some(&|text| text));
    assert!(!restored.contains("lián"), "the pinyin note goes with the slip");
    assert!(restored.contains("下撥"), "{restored}");
    let alone = slipped(None);
    assert!(alone.contains("lián"), "without a sister the damaged words stay");
    // One character of the sentence altered: no proof, no restoration.
    let altered = slipped(Some(&|text| text.replacen("下拨的购书款", "下拨的购报款", 1)));
    assert!(altered.contains("lián"), "an altered sister proves nothing");
}
