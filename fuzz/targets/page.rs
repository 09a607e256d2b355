//! Any Markdown as a page that a person wrote: read, written and read again it says the same.
#![no_main]

use clausebook::page;
use std::path::Path;

libfuzzer_sys::fuzz_target!(|markdown: &str| {
    let file = Path::new("x.md");
    let (Some(first), _) = page::read("undated/x", markdown, file) else { return };
    let written = page::write(&first.circular);
    let (second, problems) = page::read("undated/x", &written, file);
    let Some(second) = second else { panic!("{problems:?}\n{written}") };
    assert_eq!(page::write(&second.circular), written, "written once more it differs");
    let relinked = page::link::relink(markdown, &[]);
    assert_eq!(page::link::relink(&relinked, &[]), relinked, "relinked once more it differs");
});
