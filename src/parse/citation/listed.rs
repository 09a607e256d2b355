//! Titles without 《》 in a list, a line each: 渔火条例（1992年6月22日云岭省人民政府令第5号公布）.

use super::bare::is_name;
use super::ending::is_work_name;
use super::glyphs::{Glyphs, is_han};
use super::number;
use super::work::{Titled, brackets};

/// The longest such title that is believed, in characters.
const LONGEST_TITLE: usize = 60;

/// A title at `at`, if it and a bracket that says how it was issued are all of the line.
pub(super) fn titled(glyphs: &Glyphs, text: &str, at: usize) -> Option<Titled> {
    if !matches!(glyphs.before(at), None | Some('\n')) {
        return None;
    }
    let end = (at..glyphs.len().min(at + LONGEST_TITLE)).find(|i| glyphs.get(*i) == Some('（'))?;
    let in_title = |c: char| is_han(c) || matches!(c, '〈' | '〉' | '、');
    if !(at..end).all(|i| glyphs.get(i).is_some_and(in_title)) {
        return None;
    }
    let name = glyphs.folded(at, end);
    // An issuer may stand before 关于, and anything that a title may be about behind it.
    let is_title = name.contains("关于") || is_name(&name);
    if !is_title || !is_work_name(&name) {
        return None;
    }
    let (from, to, after) = brackets(glyphs, end)?;
    let inner = glyphs.of(text, from, to);
    let number = number::in_brackets(inner).or_else(|| number::all(inner).into_iter().next());
    let published = inner.contains('年')
        && ["公布", "发布", "颁布", "印发", "通过", "批准"].iter().any(|word| inner.contains(word));
    let closes = matches!(glyphs.get(after), None | Some('\n' | '。' | '；'));
    if !closes || inner.contains('《') || number.is_none() && !published {
        return None;
    }
    let title = glyphs.of(text, at, end).to_owned();
    Some(Titled { to: after, title, number: number.map(|n| n.words), short: None })
}
