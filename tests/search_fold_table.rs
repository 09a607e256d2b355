//! The folding table is OpenCC's, one character for one.
//! `CLAUSEBOOK_UPDATE=1 cargo test --test search_fold_table` writes it again.

use opencc_fmmseg::OpenCC;
use std::collections::BTreeMap;
use std::fs;

#[test]
fn simplified_txt_is_what_opencc_says() {
    let opencc = OpenCC::new();
    let one = |c: char| {
        let compatible = opencc.normalize_compat_extended(&c.to_string());
        let simplified = opencc.t2s(&compatible, false);
        let mut chars = simplified.chars();
        match (chars.next(), chars.next()) {
            (Some(to), None) => to,
            _ => c,
        }
    };
    let ideographs = [0x2E80..=0x2FDF, 0x3005..=0x3007, 0x3400..=0x9FFF, 0xF900..=0xFAFF, 0x20000..=0x323AF];
    let mut pairs = BTreeMap::new();
    for c in ideographs.into_iter().flatten().filter_map(char::from_u32) {
        let mut to = one(c);
        // Closed: a character that something folds to folds to itself.
        for _ in 0..4 {
            to = one(to);
        }
        if to != c {
            pairs.insert(c, to);
        }
    }
    let mut table = String::new();
    for (at, (from, to)) in pairs.into_iter().enumerate() {
        if at > 0 && at % 32 == 0 {
            table.push('\n');
        }
        table.push(from);
        table.push(to);
    }
    table.push('\n');
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/model/simplified.txt");
    if std::env::var_os("CLAUSEBOOK_UPDATE").is_some() {
        fs::write(path, &table).expect("the table can be written");
    }
    let kept = fs::read_to_string(path).expect("the table can be read");
    assert!(kept == table, "run with CLAUSEBOOK_UPDATE=1");
}
