//! 题注: when and by whom a paper was passed, published, revised.

use super::date::dates;
use super::issuer::{is_organ, side_by_side};
use super::lexer::{Kind, Line};
use regex::Regex;
use std::sync::LazyLock;

const VERBS: &str = "通过|通過|批准|发布|發布|公布|颁布|頒布|修订|修訂|修正|施行|实施|生效|印发|制定|制订|修改|审议|颁发|废止|实行|试行";

static VERB: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!("{VERBS}|第.{{1,8}}号|[〔\\[]\\d{{4}}[〕\\]]\\d+号")).expect("a fixed pattern")
});

/// A note's line that says nothing more: 公布之日施行.
static IN_FORCE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[（(]?自?(?:(?:公布|发布|發布|颁布|印发|批准|通过)之日|[0-9〇○零一二三四五六七八九十]{4}\s*年[^，。]{2,10}日)(?:起)?(?:正式)?(?:施行|实施|执行|生效)[）)]?$")
        .expect("a fixed pattern")
});

const MOST_LINES: usize = 8;

/// The note that begins at `start`: its words and the next line. It runs to the
/// end of its bracket and of every title it names, and, where the copy broke it,
/// to its verb.
pub(super) fn note(lines: &[Line], start: usize) -> Option<(String, usize)> {
    let first = lines.get(start)?;
    if !matches!(first.kind, Kind::Text) || !opens(first.words) {
        return IN_FORCE.is_match(first.words).then(|| (first.words.to_owned(), start + 1));
    }
    let mut words = String::new();
    for (i, line) in lines.iter().enumerate().skip(start).take(MOST_LINES) {
        if i > start && !matches!(line.kind, Kind::Text | Kind::Date(_)) {
            break;
        }
        words.push_str(line.words);
        if is_whole(&words) {
            let issued = issued_by(&lines[i + 1..]);
            words.extend(lines[i + 1..i + 1 + issued].iter().map(|l| format!(" {}", l.words)));
            return Some((words, i + 1 + issued));
        }
        if words.ends_with('。') {
            break;
        }
    }
    // A bracket or a title that never closes: the line alone must do.
    is_note(first.words).then(|| (first.words.to_owned(), start + 1))
}

/// How many lines go on with the organs that issued it: 文化部 / 海关总署发布.
fn issued_by(lines: &[Line]) -> usize {
    const MOST: usize = 4;
    let organs = |words: &str| side_by_side(words).iter().all(|n| is_organ(n));
    let issue = |words: &str| {
        let verb = ["发布", "公布", "颁布", "印发"].into_iter().find(|v| words.ends_with(v));
        verb.is_some_and(|v| organs(&words[..words.len() - v.len()]))
    };
    let text = |l: &Line| matches!(l.kind, Kind::Text);
    let last = lines.iter().take(MOST).take_while(|l| text(l)).position(|l| issue(l.words));
    last.filter(|at| lines[..*at].iter().all(|l| organs(l.words))).map_or(0, |at| at + 1)
}

/// Opens with a date or a bracket.
fn opens(words: &str) -> bool {
    let bracket = words.starts_with(['（', '(']);
    let numeral = |c: char| c.is_ascii_digit() || "〇○零一二三四五六七八九十".contains(c);
    bracket
        || words.starts_with(numeral) && words.chars().take(10).any(|c| c == '年')
        || ["根据", "中华民国", "中華民國", "民國"].iter().any(|w| words.starts_with(w)) && is_note(words)
}

fn is_whole(words: &str) -> bool {
    let open = words.matches(['（', '(', '《']).count();
    let shut = words.matches(['）', ')', '》']).count();
    open <= shut && is_note(words)
}

/// Says of a date what was done on it.
fn is_note(words: &str) -> bool {
    let bracket = words.starts_with(['（', '(']);
    let found = dates(words);
    let Some((span, _)) = found.first() else { return false };
    // A sentence that opens with a date goes on after its comma.
    let sentence = words.ends_with('。') && words.contains('，');
    let early = words[..span.start].chars().count() < 10;
    VERB.is_match(words) && (bracket || early && !sentence && !SPEECH.is_match(words))
        || bracket && early && found.len() == 1 && words.chars().count() < 60
}

/// What a sentence of a text says and a note never.
static SPEECH: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("如下|应当|應當|我们|我省|我市|我县|你们|召开|现将|会议认为|以来|各地")
        .expect("a fixed pattern")
});

#[cfg(test)]
mod tests {
    use super::super::lexer;
    use super::*;
    use crate::model::RepairedText;

    fn check(text: &str, expected: Option<usize>) {
        let repaired = RepairedText::new(text);
        let lines = lexer::lex(&repaired);
        assert_eq!(note(&lines, 0).map(|(_, next)| next), expected, "{text}");
    }

    #[test]
    fn notes_run_to_their_verb() {
        check("2015年5月7日 云岭省人民代表大会常务委员会通过", Some(1));
        check("（2015年5月7日云岭省人民政府\n第54次常务会议通过）\n第一条　甲。", Some(2));
        check("2015年5月7 \n日云岭省人民政府发布\n第一条　甲。", Some(2));
        check("2015年5月7日 交通厅\n水利厅发布\n第一条　甲。", Some(2));
        check("2015年5月7日 公安厅令第125号发布，", Some(1));
        check("（省人民政府第3次常务会议通过 2015年5月7日施行）", Some(1));
        check("公布之日施行", Some(1));
        check("自2015年6月1日起施行", Some(1));
        check("2015年5月7日，省里召开会议，审议通过了图书室工作的意见。", None);
        check("（试行）", None);
    }
}
