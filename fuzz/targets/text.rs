//! Any bytes: the encoding is guessed, the format is judged by content.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| clausebook_fuzz::read(bytes));
