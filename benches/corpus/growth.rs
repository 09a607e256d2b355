//! What a circular costs in collections of several sizes, as Markdown.

use super::asked::{self, Limits};
use super::ours::Ours;
use super::table::{megabytes, plain_bytes, plain_seconds};
use std::fmt::Write;

/// How a figure may grow.
#[derive(Clone, Copy, PartialEq)]
enum Growth {
    /// With the collection: the ratio is that of a circular's share.
    Shared,
    /// Not at all.
    Still,
}

/// One column a size, with the growth from the smallest.
pub fn table(sizes: &[Ours]) -> String {
    use Growth::{Shared, Still};
    struct Row(&'static str, Growth, fn(&Ours) -> f64, fn(f64) -> String);
    let rows = [
        Row("import, wall", Shared, |o| o.import.wall.as_secs_f64(), plain_seconds),
        Row("import, CPU", Shared, |o| o.import.cpu.as_secs_f64(), plain_seconds),
        Row("import, peak memory", Shared, |o| o.import.peak as f64, plain_bytes),
        Row("build, wall", Shared, |o| o.build.wall.as_secs_f64(), plain_seconds),
        Row("build, CPU", Shared, |o| o.build.cpu.as_secs_f64(), plain_seconds),
        Row("build, peak memory", Shared, |o| o.build.peak as f64, plain_bytes),
        Row("build with nothing changed, wall", Shared, |o| o.unchanged.wall.as_secs_f64(), plain_seconds),
        Row("build after an edit, wall", Shared, |o| o.edited.wall.as_secs_f64(), plain_seconds),
        Row("site", Shared, |o| o.site.bytes as f64, plain_bytes),
        Row("search index", Shared, |o| o.index.bytes as f64, plain_bytes),
        Row("search index, files", Shared, |o| o.index.files as f64, |files| format!("{files}")),
        Row("search index, largest file", Still, |o| o.index.largest as f64, plain_bytes),
        Row(
            "search index, × the text of the clauses",
            Still,
            |o| o.index.bytes as f64 / o.found.text_bytes as f64,
            |times| format!("{times:.2}"),
        ),
        Row("a cold query reads, median", Still, |o| o.found.cold_bytes[0] as f64, plain_bytes),
        Row("a cold query reads, 95 %", Still, |o| o.found.cold_bytes[1] as f64, plain_bytes),
    ];
    let mut out = sizes
        .iter()
        .fold("| circulars |".to_owned(), |out, ours| out + &format!(" {} |", ours.found.circulars));
    out += "\n| --- |";
    out += &" ---: |".repeat(sizes.len());
    let smallest = sizes.iter().min_by_key(|ours| ours.found.circulars);
    for Row(name, growth, of, shown) in rows {
        let _ = write!(out, "\n| {name} |");
        for ours in sizes {
            let _ = write!(out, " {}", shown(of(ours)));
            if let Some(smallest) = smallest.filter(|smallest| !std::ptr::eq(*smallest, ours)) {
                let share = |ours: &Ours| match growth {
                    Shared => of(ours) / ours.found.circulars as f64,
                    Still => of(ours),
                };
                let ratio = share(ours) / share(smallest);
                let each = if growth == Shared { " a circular" } else { "" };
                let _ = write!(out, " (× {ratio:.2}{each})");
            }
            out += " |";
        }
    }
    let large = Limits::of(usize::MAX);
    let _ = writeln!(
        out,
        "\n\nAsked at {}: import and build in × {} a circular of the time at 10000 and in {}; cold queries of 95 % read {}; an index of {} × the text, no file above {}.",
        large.circulars,
        asked::GROWTH,
        megabytes(large.memory),
        megabytes(large.cold),
        large.index,
        megabytes(large.largest)
    );
    out
}
