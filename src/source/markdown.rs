//! Markdown sources (CommonMark 0.31 with tables): what a reader of the rendered page sees, as lines.

use super::html::is_wide;
use super::pieces::{Laid, Pieces};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use regex::Regex;
use std::sync::LazyLock;

/// How many of the marks are of whole blocks.
const BLOCKS: usize = 3;

/// Whether a text is clearly Markdown: official papers hold none of its marks, so
/// two headings, or a heading, table or front matter with another mark beside it, are proof.
pub(super) fn is_markdown(text: &str) -> bool {
    static MARKS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
        [
            r"(?m)^#{1,6} \S",
            r"(?m)^\|?(?: ?:?-{3,}:? ?\|)+(?: ?:?-{3,}:? ?)?$",
            r"\A---\r?\n(?:[\w-]+:.*\r?\n)+---\r?\n",
            r"!?\[[^\]\n]*\]\([^)\s]+\)",
            r"\*\*[^*\n]+\*\*",
            r"(?m)^(?:[-*+]|\d+\.) \S.*\r?\n(?:[-*+]|\d+\.) \S",
            r"(?m)^(?:```|~~~)",
            r"(?m)^> \S",
        ]
        .iter()
        .filter_map(|mark| Regex::new(mark).ok())
        .collect()
    });
    let head = text.char_indices().nth(100_000).map_or(text, |(at, _)| &text[..at]);
    // A heading, a table or front matter: without one of them nothing else counts, and hardly a paper has their signs.
    if !head.contains('#') && !head.contains("---") {
        return false;
    }
    let headings = MARKS.first().map_or(0, |mark| mark.find_iter(head).take(2).count());
    let found = |marks: &[Regex]| marks.iter().filter(|mark| mark.is_match(head)).count();
    let (blocks, others) = MARKS.split_at(BLOCKS.min(MARKS.len()));
    headings >= 2 || (found(blocks) >= 1 && found(blocks) + found(others) >= 2)
}

/// The lines of a Markdown text, a paragraph, row or line of code each.
pub(super) fn lines(text: &str) -> Vec<String> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_HEADING_ATTRIBUTES;
    let mut writer = Writer::default();
    for event in Parser::new_ext(text, options) {
        writer.event(event);
    }
    writer.end();
    writer.lines
}

#[derive(Default)]
struct Writer {
    lines: Vec<String>,
    pieces: Pieces,
    row: Vec<String>,
    in_table: bool,
    /// Next number of each open list; None for lists without numbers.
    lists: Vec<Option<u64>>,
    label: Option<String>,
    /// Inside the brackets of an image, whose words are not shown.
    images: usize,
}

impl Writer {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.finish(tag),
            Event::Text(_) | Event::Code(_) if self.images > 0 => {}
            Event::Text(text) => self.text(&text),
            Event::Code(text) | Event::InlineHtml(text) | Event::Html(text) => {
                if text.to_ascii_lowercase().starts_with("<br") {
                    self.pieces.words().push('\n');
                } else {
                    self.text(&text);
                }
            }
            Event::SoftBreak => self.pieces.words().push('\r'),
            Event::HardBreak => self.pieces.words().push('\n'),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        let words = self.pieces.words();
        if words.ends_with('\r') {
            words.pop();
            let glued = words.chars().next_back().is_some_and(is_wide) && text.starts_with(is_wide);
            if !glued {
                words.push(' ');
            }
        }
        words.push_str(text);
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::List(first) => {
                self.end();
                self.lists.push(first);
            }
            Tag::Item => {
                self.end();
                if let Some(Some(next)) = self.lists.last_mut() {
                    self.label = Some(format!("{next}. "));
                    *next = next.saturating_add(1);
                }
            }
            Tag::Image { dest_url, .. } => {
                self.images += 1;
                self.pieces.image(&dest_url.replace(char::is_whitespace, "%20").replace(']', "%5D"));
            }
            Tag::Table(_) => {
                self.end();
                self.in_table = true;
            }
            Tag::CodeBlock(_)
            | Tag::MetadataBlock(_)
            | Tag::HtmlBlock
            | Tag::Paragraph
            | Tag::Heading { .. }
            | Tag::BlockQuote(_) => self.end(),
            _ => {}
        }
    }

    fn finish(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::List(_) => {
                self.end();
                self.lists.pop();
            }
            TagEnd::Item => {
                self.end();
                self.label = None;
            }
            TagEnd::Image => self.images = self.images.saturating_sub(1),
            TagEnd::TableCell => {
                let words: Vec<String> = self
                    .pieces
                    .lay()
                    .into_iter()
                    .map(|laid| match laid {
                        Laid::Words(words) | Laid::Image(words) => words,
                    })
                    .collect();
                self.row.push(words.join(" ").replace(['\t', '\n', '\r'], " ").trim().to_owned());
            }
            TagEnd::TableRow | TagEnd::TableHead => {
                let row = std::mem::take(&mut self.row);
                self.lines.push(row.join("\t"));
            }
            TagEnd::Table => self.in_table = false,
            TagEnd::CodeBlock
            | TagEnd::MetadataBlock(_)
            | TagEnd::HtmlBlock
            | TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::BlockQuote(_) => self.end(),
            _ => {}
        }
    }

    fn end(&mut self) {
        if self.in_table {
            return;
        }
        for laid in self.pieces.lay() {
            match laid {
                Laid::Image(image) => self.lines.push(image),
                Laid::Words(words) => {
                    let words = match self.label.take() {
                        Some(label) => label + &words,
                        None => words,
                    };
                    let whole =
                        words.split(['\n', '\r']).map(|line| line.trim_matches([' ', '\t']).to_owned());
                    self.lines.extend(whole.filter(|line| !line.is_empty()));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_clear_markdown_is_taken_for_it() {
        for text in
            ["# 办法\n\n## 总则\n", "# 办法\n\n见[附件](a.md)。", "---\ntitle: 办法\n---\n\n- 甲\n- 乙\n"]
        {
            assert!(is_markdown(text), "{text}");
        }
        for text in ["1. 甲\n2. 乙\n", "# 第一条", "第一条 **重要**", "——坚持\n- 甲\n", "| a | b |\n"]
        {
            assert!(!is_markdown(text), "{text}");
        }
    }

    #[test]
    fn lines_are_what_a_reader_sees() {
        let text = "---\ntitle: 茶园办法\n---\n\n# 茶园**办法**\n\n为了保护\n老茶园，\\*制定。  \n另行\n\n3. 登记\n4. 核查 `x`\n\n   续段\n\n\
            | 级别 | 树龄 |\n|---|---|\n| 一级 | 300<br>年 |\n\n![图](a b.png)\n![图](a.png)\n> 引文[链接](x.md)\n";
        assert_eq!(
            lines(text),
            [
                "title: 茶园办法",
                "茶园办法",
                "为了保护老茶园，*制定。",
                "另行",
                "3. 登记",
                "4. 核查 x",
                "续段",
                "级别\t树龄",
                "一级\t300 年",
                "![图](a b.png)",
                "[img a.png]",
                "引文链接",
            ]
        );
    }
}
