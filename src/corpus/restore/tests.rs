use super::super::gbk::{self, Bytes, Pair};
use super::super::samples::circular;
use super::super::script;
use super::proof::ENOUGH_IN_COMMON;
use super::*;
use crate::model::{Certainty, RepairKind};

/// The slip run forwards: a note inside the character at `at`, then pairs read one late.
fn damage(sentence: &str, at: usize, syllable: &str) -> String {
    let mut bytes = Vec::new();
    let mut shown = String::new();
    for (i, c) in sentence.chars().enumerate() {
        match gbk::write(c).expect("GBK") {
            Bytes::Two(_, trail) if i == at => bytes.push(trail),
            _ if i < at => shown.push(c),
            Bytes::Two(lead, trail) => bytes.extend([lead, trail]),
            Bytes::One(one) => bytes.push(one),
        }
    }
    shown.push_str(&format!("?{syllable})"));
    let mut rest = bytes.into_iter();
    while let Some(first) = rest.next() {
        if first < 0x80 {
            shown.push(char::from(first));
            continue;
        }
        match gbk::read(first, rest.next().unwrap_or(b' ')) {
            Pair::Character(c) => shown.push(c),
            Pair::UserDefined(_) => {}
            Pair::Broken => shown.push('?'),
        }
    }
    shown
}

const TRUE: &str = "溪口縣要配齊設備、定期檢修，做到專人保管、專款專用，按年度選用合格的產品。";
const SISTER: &str = "溪口县要配齐设备、定期检修，做到专人保管、专款专用，按年度选用合格的产品。";
const BEFORE: &str = "各鄉鎮于每年三月上報。";

fn at(word: char) -> usize {
    TRUE.chars().position(|c| c == word).expect("in the sentence")
}

fn doubt(damaged: &str) -> Doubt {
    let mark = damaged.find('?').expect("a mark");
    let words: String = damaged[mark..].chars().take(6).collect();
    Doubt { code: CODE.into(), anchor: None, line: 2, words, message: "乱码".into() }
}

fn run(source: &str, sisters: &[&Circular]) -> (String, Vec<Doubt>) {
    let mut text = RepairedText::new(source);
    let (edits, remain) = restore_slips(&text, &circular("copy", "通知", &[]), &[doubt(source)], sisters);
    assert!(edits.iter().all(|e| e.certainty == Certainty::Certain && e.kind == RepairKind::ByteSlip));
    text.apply(edits);
    assert_eq!(text.undo(), source);
    (text.text().to_owned(), remain)
}

fn source() -> String {
    format!("設備管理\n{BEFORE}{}後文照舊。", damage(TRUE, at('備'), "zhèn"))
}

#[test]
fn a_sister_copy_proves_what_stood_there() {
    let sister =
        circular("2016/she-bei", "设备管理办法", &["无关的一段。", &format!("每年三月报。{SISTER}")]);
    let (text, remain) = run(&source(), &[&sister]);
    assert_eq!(text, format!("設備管理\n{BEFORE}{TRUE}後文照舊。"));
    assert_eq!(remain, []);
}

#[test]
fn a_sister_with_any_other_character_is_refused() {
    for (i, c) in SISTER.chars().enumerate().filter(|(_, c)| script::is_han(*c)) {
        let other = if c == '甲' { '乙' } else { '甲' };
        let altered: String =
            SISTER.chars().enumerate().map(|(j, d)| if i == j { other } else { d }).collect();
        let sister = circular("2016/she-bei", "设备管理办法", &[&altered]);
        let (text, remain) = run(&source(), &[&sister]);
        assert_eq!(text, source(), "{altered}");
        assert_eq!(remain.len(), 1);
        if i >= ENOUGH_IN_COMMON {
            assert!(remain[0].message.contains("设备管理办法"), "{}", remain[0].message);
        }
    }
}

#[test]
fn without_a_sister_the_damage_stays_marked() {
    let stranger = circular("2016/qi-ta", "其他办法", &["青川市另有规定的，从其规定。"]);
    for sisters in [vec![], vec![&stranger]] {
        let (text, remain) = run(&source(), &sisters);
        assert_eq!((text, remain), (source(), vec![doubt(&source())]));
    }
}

#[test]
fn earlier_repairs_in_the_place_are_taken_in() {
    let source = source();
    let mut text = RepairedText::new(&source);
    let bracket = source.find(')').expect("a bracket");
    text.apply(vec![Edit::certain(RepairKind::Punctuation, Span::new(bracket, bracket + 1), "）")]);
    let doubts = [doubt(text.text())];
    let sister = circular("2016/she-bei", "设备管理办法", &[SISTER]);
    let (edits, remain) = restore_slips(&text, &circular("", "", &[]), &doubts, &[&sister]);
    text.apply(edits);
    assert!(text.text().contains(TRUE) && remain.is_empty());
    assert_eq!((text.undo(), text.repairs().len()), (source, 1));
}

/// The real pair of texts, where they are at hand.
#[test]
fn the_shared_copy_reads_as_its_gold() {
    let folder = std::path::Path::new("../shared");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).ok();
    let (Some(copy), Some(sister), Some(gold)) = (
        read("sources/002_87ee5abe2b344fbd.txt"),
        read("sources/000_42931f62d984336b.txt"),
        read("gold/002_87ee5abe2b344fbd.json"),
    ) else {
        println!("skipped: ../shared is not here");
        return;
    };
    let gold: serde_json::Value = serde_json::from_str(&gold).expect("JSON");
    let clause = gold["clauses"].as_array().and_then(|all| all.iter().find(|c| c["damaged"].is_string()));
    let field = |name: &str| clause.and_then(|c| c[name].as_str()).unwrap_or_default().to_owned();
    let words = field("damaged").replacen('）', ")", 1);
    let line = 1 + copy[..copy.find(&words).expect("the place")].matches('\n').count();
    let doubts =
        [Doubt { code: CODE.into(), anchor: None, line, words: words.clone(), message: String::new() }];
    let paragraphs: Vec<&str> = sister.lines().collect();
    let sister = circular("2015/sister", "姊妹", &paragraphs);
    let mut text = RepairedText::new(&copy);
    let (edits, remain) = restore_slips(&text, &circular("", "", &[]), &doubts, &[&sister]);
    assert_eq!(remain, []);
    assert_eq!((edits.len(), edits[0].span.of(text.text())), (1, words.as_str()));
    assert_eq!(edits[0].after, field("restored"));
    println!("{:?}", edits[0].note);
    text.apply(edits);
    assert_eq!(text.undo(), copy);
}
