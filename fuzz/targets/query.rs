//! Any query against any words: parsing, folding, marking.
#![no_main]

use clausebook::search::{Words, fold};

libfuzzer_sys::fuzz_target!(|input: (&str, &str)| {
    let (query, text) = input;
    let folded = fold::fold(text);
    assert_eq!(fold::fold(&folded), folded, "folded once more it differs");
    let words = Words::parse(query);
    let marks = words.marks(text);
    for mark in &marks {
        assert!(text.get(mark.start..mark.end).is_some(), "a mark cuts a character");
    }
    assert!(!words.answered_by(text) || !marks.is_empty(), "a text that answers has no mark");
});
