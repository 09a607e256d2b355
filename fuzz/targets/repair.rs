//! Any bytes as a source, from its reader the whole way to its page: nothing is lost of what the reader gave.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok((source, _)) = clausebook::source::from_bytes("x.txt", bytes) {
        clausebook_fuzz::whole_way_of(source);
    }
});
