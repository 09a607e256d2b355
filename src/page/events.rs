//! What the Markdown parser sees in a page, and the blocks it comes in.

use pulldown_cmark::{Event, Options, Parser, Tag};
use std::ops::Range;

/// What the parser saw, and the bytes of the page that it saw it in.
pub type Seen<'a> = (Event<'a>, Range<usize>);

/// What `page` holds from the byte `start` on: CommonMark with the tables,
/// footnotes and strikethrough of GFM.
pub fn events(page: &str, start: usize) -> impl Iterator<Item = Seen<'_>> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let events = Parser::new_ext(page.get(start..).unwrap_or_default(), options).into_offset_iter();
    events.map(move |(event, range)| (event, range.start + start..range.end + start))
}

/// Whether `tag` stands among words: emphasis, a link, an image.
pub fn is_inline(tag: &Tag) -> bool {
    matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}

/// The blocks among `events`: from each start to its end; inline events that
/// stand in no block are one part.
pub fn parts<'e, 'a>(events: &'e [Seen<'a>]) -> Vec<&'e [Seen<'a>]> {
    let mut parts = Vec::new();
    let (mut at, mut run) = (0, 0);
    while at < events.len() {
        if !is_block(&events[at].0) {
            at += 1;
            continue;
        }
        if run < at {
            parts.push(&events[run..at]);
        }
        let start = at;
        let mut depth = 0usize;
        while at < events.len() {
            match events[at].0 {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth = depth.saturating_sub(1),
                _ => {}
            }
            at += 1;
            if depth == 0 {
                break;
            }
        }
        parts.push(&events[start..at]);
        run = at;
    }
    if run < events.len() {
        parts.push(&events[run..]);
    }
    parts
}

/// What stands between the start and the end of a block.
pub fn inside<'e, 'a>(block: &'e [Seen<'a>]) -> &'e [Seen<'a>] {
    block.get(1..block.len().saturating_sub(1)).unwrap_or_default()
}

fn is_block(event: &Event) -> bool {
    match event {
        Event::Start(tag) => !is_inline(tag),
        Event::Rule | Event::Html(_) => true,
        _ => false,
    }
}
