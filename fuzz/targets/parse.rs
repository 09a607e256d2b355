//! Any text, the whole way to its page and back: nothing is lost, nothing is added.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| clausebook_fuzz::whole_way(text));
