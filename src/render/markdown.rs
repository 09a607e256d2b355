//! One block of a circular's page, from CommonMark 0.31 to HTML. The texts are untrusted: raw HTML
//! stays text, links that could run something are dropped.

use super::block_writer::Writer;
use super::footnotes::Footnotes;
use super::plain::{Strip, plain_text};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// The title by which links made by the program are known.
pub const MADE_BY_PROGRAM: &str = "引";

/// A stretch of a block's plain text (its printed number left out) that is shown in a special way.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// Bytes of the plain text.
    pub start: usize,
    pub end: usize,
    /// HTML before and after it. A mark that crosses other markup is opened again in each part.
    pub open: String,
    pub close: &'static str,
    /// Whether it is a link: left out where the text is one already.
    pub link: bool,
}

/// How a block is set.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting<'a> {
    /// Tags around the block's first paragraph.
    pub open: &'a str,
    pub close: &'a str,
    /// HTML at the start of the first paragraph: the number as a link.
    pub lead: &'a str,
    /// The printed number, which is taken off the text because `lead` shows it.
    pub number: &'a str,
    /// A heading: a single line, in which nothing is a block.
    pub heading: bool,
    /// Header rows of its table.
    pub header_rows: usize,
}

impl Setting<'_> {
    pub fn plain() -> Setting<'static> {
        Setting { open: "<p>", close: "</p>", lead: "", number: "", heading: false, header_rows: 1 }
    }
}

pub(super) const OPTIONS: Options =
    Options::ENABLE_TABLES.union(Options::ENABLE_FOOTNOTES).union(Options::ENABLE_STRIKETHROUGH);

/// Appends a block's HTML. `marks` is asked, with the block's plain text, what to mark in it;
/// it gives marks in any order, which must not overlap others of the same kind.
pub fn block(
    out: &mut String,
    markdown: &str,
    setting: &Setting,
    notes: &mut Footnotes,
    marks: impl FnOnce(&str) -> Vec<Mark>,
) {
    if is_plain(markdown) {
        let plain = Strip::new(setting.number).cut(markdown);
        let marks = marks(plain);
        if marks.is_empty() {
            // In plain words there is nothing to escape.
            for part in [setting.open, setting.lead, plain, setting.close] {
                out.push_str(part);
            }
            return;
        }
        let (start, end) = match setting.heading {
            true => (
                Tag::Heading { level: HeadingLevel::H1, id: None, classes: Vec::new(), attrs: Vec::new() },
                TagEnd::Heading(HeadingLevel::H1),
            ),
            false => (Tag::Paragraph, TagEnd::Paragraph),
        };
        let events = [Event::Start(start), Event::Text(markdown.into()), Event::End(end)];
        return Writer::new(out, setting, &marks, notes).run(&events);
    }
    let mut source = String::new();
    if setting.heading {
        source.push_str("# ");
    }
    source.push_str(markdown);
    if markdown.contains("[^") {
        source.push_str(notes.definitions());
    }
    let mut inside_note = false;
    let events: Vec<Event> = Parser::new_ext(&source, OPTIONS)
        .filter(|event| {
            match event {
                Event::Start(Tag::FootnoteDefinition(_)) => inside_note = true,
                Event::End(TagEnd::FootnoteDefinition) => {
                    inside_note = false;
                    return false;
                }
                _ => {}
            }
            !inside_note
        })
        .collect();
    let marks = marks(&plain_text(&events, setting.number));
    Writer::new(out, setting, &marks, notes).run(&events);
}

/// Whether `markdown` is one paragraph of nothing but words: then it need not be parsed. Most clauses are; a test holds
/// this against the parser.
fn is_plain(markdown: &str) -> bool {
    let words = |byte: u8| {
        !byte.is_ascii()
            || byte.is_ascii_alphanumeric()
            || matches!(byte, b' ' | b',' | b'.' | b';' | b'(' | b')' | b'%' | b'/')
    };
    // A list, an indent or a heading begins with a character of ASCII.
    markdown.bytes().next().is_some_and(|first| !first.is_ascii())
        && !markdown.ends_with(' ')
        && markdown.bytes().all(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_plain_is_to_the_parser_one_paragraph(text in "[第一条　甲乙，。《》1a ,.;()%/\u{a0}\\-*:&<!-]{1,12}") {
            if !is_plain(&text) {
                return Ok(());
            }
            for source in [text.clone(), format!("# {text}")] {
                let events: Vec<Event> = Parser::new_ext(&source, OPTIONS).collect();
                let inside: String = events
                    .iter()
                    .filter_map(|event| match event {
                        Event::Text(text) => Some(text.as_ref()),
                        Event::Start(Tag::Paragraph | Tag::Heading { .. }) => None,
                        Event::End(TagEnd::Paragraph | TagEnd::Heading(_)) => None,
                        _ => Some("?"),
                    })
                    .collect();
                prop_assert_eq!(&inside, &text);
                prop_assert!(matches!(events.first(), Some(Event::Start(_))) && matches!(events.last(), Some(Event::End(_))));
            }
        }
    }

    fn html(markdown: &str, number: &str, marks: Vec<Mark>) -> String {
        let mut out = String::new();
        let lead = if number.is_empty() { String::new() } else { format!("<b>{number}</b>") };
        let setting = Setting { number, lead: &lead, ..Setting::plain() };
        block(&mut out, markdown, &setting, &mut Footnotes::default(), |_| marks);
        out
    }

    #[test]
    fn the_printed_number_becomes_the_lead() {
        assert_eq!(html("第二条　渡口", "第二条", vec![]), "<p><b>第二条</b>渡口</p>");
        assert_eq!(html("1\\. 渡口", "1.", vec![]), "<p><b>1.</b>渡口</p>");
        assert_eq!(html("**第二条**　渡口", "第二条", vec![]), "<p><b>第二条</b><strong></strong>渡口</p>");
    }

    #[test]
    fn hostile_text_stays_text() {
        let out = html("<script>x</script>[a](javascript:x)![b](http://e.example/i.png)", "", vec![]);
        assert!(out.starts_with("<p>&lt;script&gt;x&lt;/script&gt;"), "{out}");
        let out = html("甲<img src=x onerror=y>[a](javascript:x)", "", vec![]);
        assert_eq!(out, "<p>甲&lt;img src=x onerror=y&gt;a</p>");
    }

    #[test]
    fn marks_cross_other_markup() {
        let mark = Mark { start: 3, end: 9, open: "<mark>".into(), close: "</mark>", link: false };
        assert_eq!(
            html("第一条　甲*乙*丙", "第一条", vec![mark]),
            "<p><b>第一条</b>甲<em><mark>乙</mark></em><mark>丙</mark></p>"
        );
        let link = Mark { start: 0, end: 3, open: "<a>".into(), close: "</a>", link: true };
        assert_eq!(html("[甲](a.md)乙", "", vec![link]), "<p><a href=\"a.html\">甲</a>乙</p>");
    }

    #[test]
    fn quoted_text_and_tables() {
        assert_eq!(html("甲：\n\n> 乙", "", vec![]), "<p>甲：</p><blockquote><p>乙</p></blockquote>");
        let out = html("| 序号 | 名称 |\n| --- | --- |\n| 1 | 甲<br>乙 |", "", vec![]);
        assert!(out.contains("<thead><tr><th scope=\"col\">序号</th>"), "{out}");
        assert!(out.ends_with("<tbody><tr><td>1</td><td>甲<br>乙</td></tr></tbody></table></div>"), "{out}");
    }

    #[test]
    fn a_note_below_a_table_spans_it() {
        let rows = "| 甲 | 乙 |\n| --- | ---: |\n| 2019-12-31 | 乡镇人民政府 |\n| （注：本表按年填报。 |  |\n| 姓名 |  |";
        let note = html(rows, "", vec![]);
        let (_, body) = note.split_once("<tbody>").unwrap();
        assert_eq!(
            body,
            "<tr><td>2019-12-31</td><td class=\"right long\">乡镇人民政府</td></tr>\
             <tr><td colspan=\"2\" class=\"long\">（注：本表按年填报。</td></tr>\
             <tr><td>姓名</td><td class=\"right\"></td></tr></tbody></table></div>"
        );
        // What is not written counts for the marks behind it.
        let mark = Mark { start: 27, end: 28, open: "<mark>".into(), close: "</mark>", link: false };
        let marked = html("| 注：本表按年填报 | |\n| --- | --- |\n| a | b |", "", vec![mark]);
        assert!(marked.contains("<td><mark>a</mark></td>"), "{marked}");
    }
}
