//! What was measured, as Markdown.

use super::asked::{self, Limits};
use super::browser::{Seen, Times};
use super::measure::Cost;
use super::ours::Ours;
use super::peers::{Measured, Peer};
use anyhow::Result;
use std::fmt::Write;
use std::fs;

/// The day, the machine and the program.
pub fn machine() -> String {
    let read = |file: &str| fs::read_to_string(file).unwrap_or_default();
    let field = |text: &str, name: &str| {
        let line = text.lines().find(|line| line.starts_with(name)).unwrap_or_default();
        line.split_once(':').map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
    };
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let kilobytes = field(&read("/proc/meminfo"), "MemTotal");
    let gigabytes =
        kilobytes.split(' ').next().and_then(|n| n.parse::<f64>().ok()).unwrap_or_default() / 1024.0 / 1024.0;
    let load = read("/proc/loadavg");
    format!(
        "{}; {cores} cores ({}), {gigabytes:.0} GiB; load {} before the table was written.\n\n",
        jiff::Timestamp::now().strftime("%Y-%m-%d"),
        field(&read("/proc/cpuinfo"), "model name"),
        load.split(' ').next().unwrap_or_default()
    )
}

/// Ours against what is asked, the browser's share of it (or why there is none), and the peers.
pub fn comparison(ours: &Ours, browser: &Result<Vec<Seen>>, peers: &[Peer]) -> String {
    let mut out = own(ours, browser, peers);
    if peers.is_empty() {
        return out;
    }
    let _ = writeln!(
        out,
        "\n| the same Markdown | build | CPU | peak memory | after an edit | site | search index | phrases answered exactly | build to ours, CPU | memory to ours |\n\
         | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    );
    let exact = format!("{:.0} %", share(ours.found.queries - ours.found.wrong_totals, ours.found.queries));
    let _ = writeln!(
        out,
        "| **clausebook** | {} | {} | {} | {} | {} | {} | {exact} (clauses) | 1 | 1 |",
        seconds(ours.build.wall),
        seconds(ours.build.cpu),
        megabytes(ours.build.peak),
        seconds(ours.edited.wall),
        megabytes(ours.site.bytes),
        megabytes(ours.index.bytes),
    );
    for peer in peers {
        let _ = writeln!(out, "{}", row(ours, peer));
    }
    out
}

fn row(ours: &Ours, peer: &Peer) -> String {
    let measured: &Measured = match &peer.outcome {
        Ok(measured) => measured,
        Err(error) => {
            let said = error.to_string();
            return format!(
                "| {}: {} | | | | | | | | | |",
                peer.name,
                said.lines().next().unwrap_or_default()
            );
        }
    };
    let exact = measured.matched.map_or("–".to_owned(), |m| {
        format!(
            "{:.0} % (pages: recall {:.0} %, precision {:.0} %)",
            share(m.exact, m.asked),
            share(m.right, m.expected),
            share(m.right, m.given)
        )
    });
    format!(
        "| {} {} | {} | {} | {} | {} | {} | {} | {exact} | {:.2} | {:.2} |",
        peer.name,
        measured.version,
        seconds(measured.build.wall),
        seconds(measured.build.cpu),
        megabytes(measured.build.peak),
        seconds(measured.edited.wall),
        megabytes(measured.site.bytes),
        measured.index.map_or("–".to_owned(), |size| megabytes(size.bytes)),
        measured.build.cpu.as_secs_f64() / ours.build.cpu.as_secs_f64(),
        measured.build.peak as f64 / ours.build.peak as f64,
    )
}

/// A figure of ours, and what is asked: in words, and whether it is reached.
struct Row {
    name: String,
    measured: String,
    asked: Option<(String, bool)>,
}

impl Row {
    fn new(name: impl Into<String>, measured: String) -> Row {
        Row { name: name.into(), measured, asked: None }
    }

    fn asked(self, words: impl Into<String>, reached: bool) -> Row {
        Row { asked: Some((words.into(), reached)), ..self }
    }
}

/// All that is measured of us, a row a figure.
fn own(ours: &Ours, browser: &Result<Vec<Seen>>, peers: &[Peer]) -> String {
    let circulars = ours.found.circulars;
    let limits = Limits::of(circulars);
    let mut out = format!(
        "| clausebook | measured | asked at {} | reached |\n| --- | --- | --- | --- |\n",
        limits.circulars
    );
    let mut rows = sizes(ours, limits);
    rows.extend(costs(ours, limits, peers));
    rows.extend(search(ours, limits));
    match browser {
        Ok(seen) => rows.extend(seen.iter().flat_map(in_browser)),
        Err(error) => {
            let said = error.to_string();
            let first = said.lines().next().unwrap_or_default();
            rows.push(Row::new("search in a browser", format!("left out: {first}")));
        }
    }
    for Row { name, measured, asked } in rows {
        let (asked, reached) = asked.unwrap_or_default();
        let reached = match reached {
            _ if asked.is_empty() || !limits.apply(circulars) => "",
            true => "yes",
            false => "**no**",
        };
        let _ = writeln!(out, "| {name} | {measured} | {asked} | {reached} |");
    }
    out
}

fn costs(ours: &Ours, limits: &Limits, peers: &[Peer]) -> Vec<Row> {
    let row = |name: &str, cost: &Cost, most: Option<f64>, whose: &str| {
        let measured =
            format!("{} wall, {} CPU, {} peak", seconds(cost.wall), seconds(cost.cpu), megabytes(cost.peak));
        let time = most.map(|most| format!("{}{whose}, ", plain_seconds(most))).unwrap_or_default();
        let reached = most.is_none_or(|most| cost.wall.as_secs_f64() <= most) && cost.peak <= limits.memory;
        Row::new(name, measured).asked(format!("{time}{}", megabytes(limits.memory)), reached)
    };
    let hugo = peers.iter().find(|peer| peer.name == "Hugo").and_then(|peer| peer.outcome.as_ref().ok());
    let hugo = hugo.map(|hugo| hugo.build.wall.as_secs_f64());
    let served = ours
        .served
        .map_or("not measured".to_owned(), |time| format!("{} from saving to the new page", seconds(time)));
    vec![
        row("import", &ours.import, limits.import, ""),
        row("build of the pages, no site there", &ours.build, hugo, " (Hugo's)"),
        row("build, nothing changed", &ours.unchanged, None, ""),
        row("build, one circular edited", &ours.edited, limits.edit, ""),
        Row::new("`serve`, one circular edited", served),
    ]
}

fn sizes(ours: &Ours, limits: &Limits) -> Vec<Row> {
    let found = &ours.found;
    let to_text = |bytes: u64| bytes as f64 / found.text_bytes as f64;
    let corpus = format!(
        "{} circulars, {} clauses; sources {}, text of the clauses {}",
        found.circulars,
        found.clauses,
        megabytes(ours.sources.bytes),
        megabytes(found.text_bytes as u64)
    );
    let site = format!(
        "{} in {} files, {:.2} × the text of the clauses",
        megabytes(ours.site.bytes),
        ours.site.files,
        to_text(ours.site.bytes)
    );
    let index = format!(
        "{} in {} files, {:.2} × the text of the clauses; largest file {}",
        megabytes(ours.index.bytes),
        ours.index.files,
        to_text(ours.index.bytes),
        megabytes(ours.index.largest)
    );
    let files = limits.files.map(|files| format!("{files} files, ")).unwrap_or_default();
    vec![
        Row::new("corpus", corpus),
        Row::new("site", site),
        Row::new("search index", index).asked(
            format!("{} ×, {files}largest {}", limits.index, megabytes(limits.largest)),
            to_text(ours.index.bytes) <= limits.index
                && limits.files.is_none_or(|files| ours.index.files <= files)
                && ours.index.largest <= limits.largest,
        ),
    ]
}

fn search(ours: &Ours, limits: &Limits) -> Vec<Row> {
    let found = &ours.found;
    let exact = format!(
        "{} queries ({} with no answer), {} wrong totals; recall {:.2} % and precision {:.2} % over {} clauses",
        found.queries,
        found.absent,
        found.wrong_totals,
        share(found.right, found.expected),
        share(found.right, found.right + found.foreign),
        found.expected
    );
    let all = found.wrong_totals == 0 && found.right == found.expected && found.foreign == 0;
    vec![
        Row::new("a cold query reads, KB", spread(found.cold_bytes, 1000))
            .asked(format!("{} of 95 %", limits.cold / 1000), found.cold_bytes[1] <= limits.cold),
        Row::new("a cold query reads, files", spread(found.cold_files, 1)),
        Row::new("a cold query in the Rust reader, ms", spread(found.cold_micros, 1000)),
        Row::new("search against a plain scan", exact).asked("all and no other", all),
    ]
}

fn in_browser(seen: &Seen) -> Vec<Row> {
    let of = |what: &str| format!("Chromium, `{}`: {what}", seen.way);
    let [median, most] = asked::KEY;
    let times = |what: &str, times: &Times| {
        let [half, nearly, _] = times.shown.map(|micros| micros as f64 / 1000.0);
        let measured =
            format!("{}; before the frame is drawn {}", spread(times.shown, 1000), spread(times.there, 1000));
        (Row::new(of(what), measured), half <= median && nearly <= most)
    };
    let (all, is_reached) = times("both, ms to ten clauses", &seen.all);
    let mut rows = vec![
        times(&format!("{} first queries of a page, ms to ten clauses", seen.cold.keys), &seen.cold).0,
        times(&format!("{} keys more in one page, ms to ten clauses", seen.warm.keys), &seen.warm).0,
        all.asked(format!("{median} median, {most} of 95 %"), is_reached),
        Row::new(
            of("typing, a key every 80 ms"),
            match seen.longest_task {
                0.0 => format!("no task of 50 ms; longest time without a frame {:.0} ms", seen.longest_gap),
                task => format!(
                    "longest task {task:.0} ms, longest time without a frame {:.0} ms",
                    seen.longest_gap
                ),
            },
        )
        .asked(format!("no task of {} ms", asked::TASK), seen.longest_task < asked::TASK),
        Row::new(of("memory after these keys"), {
            let process = seen.process.zip(seen.empty).map_or(String::new(), |([now, most], empty)| {
                format!(
                    "; the page's process {} ({} at most), {} with an empty page",
                    megabytes(now),
                    megabytes(most),
                    megabytes(empty)
                )
            });
            format!("scripts {} ({} at most){process}", megabytes(seen.heap[0]), megabytes(seen.heap[1]))
        })
        .asked(
            megabytes(asked::PAGE),
            // What an empty page takes is not the page's.
            seen.process
                .zip(seen.empty)
                .map_or(seen.heap[1], |([_, most], empty)| most.saturating_sub(empty))
                <= asked::PAGE,
        ),
        Row::new(of("wrong totals"), format!("{} of {}", seen.wrong_totals, 2 * seen.queries))
            .asked("0", seen.wrong_totals == 0),
    ];
    if seen.way == "http" {
        rows.push(Row::new(
            of("a cold query asks for, KB"),
            format!("{}; files {}", spread(seen.cold_bytes, 1000), spread(seen.cold_files, 1)),
        ));
    }
    rows
}

fn spread([median, most, all]: [u64; 3], unit: u64) -> String {
    let scaled = |n: u64| (n as f64 / unit as f64).round();
    format!("{} median, {} of 95 %, {} most", scaled(median), scaled(most), scaled(all))
}

pub fn plain_seconds(seconds: f64) -> String {
    if seconds < 10.0 { format!("{seconds:.2} s") } else { format!("{seconds:.1} s") }
}

pub fn plain_bytes(bytes: f64) -> String {
    if bytes < 1e6 { format!("{:.0} KB", bytes / 1e3) } else { format!("{:.1} MB", bytes / 1e6) }
}

fn seconds(time: std::time::Duration) -> String {
    plain_seconds(time.as_secs_f64())
}

pub fn megabytes(bytes: u64) -> String {
    plain_bytes(bytes as f64)
}

fn share(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / (whole as f64).max(1.0)
}
