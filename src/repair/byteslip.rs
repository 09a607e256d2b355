//! Marks stretches of a GBK text that were read one byte late.
//!
//! Some web sites put a pinyin note behind rare characters by searching the
//! *bytes* of a GBK page. Where the two bytes looked for are the second of one
//! character and the first of the next, the note lands inside a character:
//! `XX YY` becomes `XX (bèi) YY`. A reader then takes `XX` and the bracket for
//! one broken pair (a question mark), and every later pair is made of the
//! second byte of one character and the first of the next, until a second byte
//! below 0x80 puts the frame right again. The text alone cannot undo this, for
//! pairs without a character are gone; so the damage is only marked here.

use crate::model::Span;
use encoding_rs::GBK;
use regex::Regex;
use std::collections::HashSet;
use std::sync::LazyLock;

/// A broken pair, the bracket it may have swallowed, a syllable, the closing bracket.
static MARK: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"[?？\x{FFFD}]([(（]?)[a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹ]{1,6}[)）]").ok());

/// Characters so common in official papers that they count as plausible in any text.
const COMMON: &str = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思術為這個國時來們產種後過會發動對說學經進著實電現體機當點從業開還應關線內數變條沒結問無係軍題黨員總設長頭資邊圖統見計別運農幾區強戰則據處隊給門領東導壓爭濟階";

/// Suspicious stretches of `text`, in order, disjoint: from the broken pair's mark to the character
/// with which the frame comes right again. Spans are bytes of `text`; none crosses a line end.
pub fn find(text: &str) -> Vec<Span> {
    // Hardly a text has the two marks, and a search for one of them is faster than one for the pattern.
    let asked = ['?', '？', '\u{FFFD}'].iter().any(|mark| text.contains(*mark));
    let Some(mark) = MARK.as_ref().filter(|_| asked) else { return Vec::new() };
    let mut found: Vec<Span> = Vec::new();
    let mut known: Option<HashSet<char>> = None;
    for hit in mark.captures_iter(text) {
        let (Some(whole), Some(bracket)) = (hit.get(0), hit.get(1)) else { continue };
        let inside_a_word = text[..whole.start()].chars().next_back().is_some_and(is_han);
        if !inside_a_word || found.last().is_some_and(|last| last.end > whole.start()) {
            continue;
        }
        let known = known.get_or_insert_with(|| vocabulary(text, mark));
        let run = slipped_run(&text[whole.end()..], known);
        // A question mark before a whole note is ordinary unless the words behind it are not.
        if run == 0 && !bracket.is_empty() {
            continue;
        }
        found.push(Span::new(whole.start(), whole.end() + run));
    }
    found
}

/// The characters of the lines without a mark, and the common ones.
fn vocabulary(text: &str, mark: &Regex) -> HashSet<char> {
    let sound = text.lines().filter(|line| !mark.is_match(line)).flat_map(str::chars);
    sound.chain(COMMON.chars()).filter(|c| is_han(*c)).collect()
}

/// How many bytes of `rest` were read one byte late; 0 when the words are more plausible as they stand.
fn slipped_run(rest: &str, known: &HashSet<char>) -> usize {
    let line = rest.split('\n').next().unwrap_or_default();
    // A second byte below 0x80 shows as an ASCII character, and a bracket behind a lone byte as a
    // question mark: with either the frame is right again.
    let stop = line.find(|c: char| c == '?' || c == '？' || ('@'..='~').contains(&c));
    let end = match stop {
        Some(at) => at + line[at..].chars().next().map_or(0, char::len_utf8),
        None => most_implausible(line, known),
    };
    let run = &line[..end];
    let standing = run.chars().filter(|c| is_han(*c) && known.contains(c)).count();
    let late = one_byte_on(run).chars().filter(|c| is_han(*c) && known.contains(c)).count();
    if run.chars().any(is_han) && late > standing { end } else { 0 }
}

/// The length of the opening stretch in which unknown characters outnumber the known most clearly.
fn most_implausible(line: &str, known: &HashSet<char>) -> usize {
    let (mut score, mut best, mut end) = (0i32, 0i32, 0);
    for (at, c) in line.char_indices() {
        score += match (is_han(c), known.contains(&c)) {
            (true, true) => -1,
            (true, false) => 1,
            _ => 0,
        };
        if score > best {
            (best, end) = (score, at + c.len_utf8());
        }
    }
    end
}

/// `run` as GBK, read again from its second byte.
fn one_byte_on(run: &str) -> String {
    let (bytes, _, _) = GBK.encode(run);
    let (text, _) = GBK.decode_without_bom_handling(bytes.get(1..).unwrap_or_default());
    text.into_owned()
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '〇')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 備 and what follows it, the note put between its two bytes.
    fn damaged(before: &str, inside: char, after: &str) -> String {
        let (bytes, _, _) = GBK.encode(after);
        let mut lead = [0; 4];
        let (pair, _, _) = GBK.encode(inside.encode_utf8(&mut lead));
        let late: Vec<u8> = pair[1..].iter().chain(bytes.iter()).copied().collect();
        format!("{before}?bèi){}", GBK.decode_without_bom_handling(&late).0)
    }

    #[test]
    fn marks_the_run_to_the_character_that_puts_the_frame_right() {
        // The second byte of 檢 is below 0x80.
        let line = damaged("各縣設", '備', "、由專人保管，按年度檢查選");
        let text = format!("第一行沒有問題。\n{line}用得當。\n設備檢查，專人保管。");
        let found = find(&text);
        assert_eq!(found.len(), 1);
        let words = found[0].of(&text);
        assert!(words.starts_with("?bèi)") && words.ends_with('z'), "{words}");
    }

    #[test]
    fn leaves_questions_and_ordinary_notes_alone() {
        for text in [
            "發(fā)揮作用",
            "是不是?(fǒu)",
            "他問：去不去?(完)",
            "為什么？(zhè)這是因為我們的工作",
            "Why? (no)",
        ] {
            assert_eq!(find(text), [], "{text}");
        }
    }

    #[test]
    fn marks_the_broken_pair_even_where_nothing_follows() {
        let text = "設?bèi)";
        assert_eq!(find(text), [Span::new(3, text.len())]);
    }

    /// The real damaged text, where it is at hand.
    #[test]
    fn the_shared_copy_has_one_place_as_its_gold_says() {
        let folder = std::path::Path::new("../shared");
        let read = |name: &str| std::fs::read_to_string(folder.join(name)).ok();
        let (Some(text), Some(gold)) =
            (read("sources/002_87ee5abe2b344fbd.txt"), read("gold/002_87ee5abe2b344fbd.json"))
        else {
            println!("skipped: ../shared is not here");
            return;
        };
        let gold: serde_json::Value = serde_json::from_str(&gold).expect("JSON");
        let words = gold["clauses"].as_array().and_then(|all| all.iter().find_map(|c| c["damaged"].as_str()));
        let wide = text.replace(',', "，").replace('(', "（").replace(')', "）");
        for text in [text, wide] {
            let found: Vec<String> = find(&text).iter().map(|s| s.of(&text).replace(')', "）")).collect();
            assert_eq!(found, [words.unwrap_or_default()]);
        }
    }
}
