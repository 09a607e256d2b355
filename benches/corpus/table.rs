//! What was measured, as Markdown.

use super::measure::Cost;
use super::ours::Ours;
use super::peers::{Measured, Peer};
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

pub fn comparison(ours: &Ours, peers: &[Peer]) -> String {
    let mut out = own(ours);
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

/// All that is measured of us, a row a figure.
fn own(ours: &Ours) -> String {
    let found = &ours.found;
    let cost = |cost: &Cost| {
        format!("{} wall, {} CPU, {} peak", seconds(cost.wall), seconds(cost.cpu), megabytes(cost.peak))
    };
    let served = ours
        .served
        .map_or("not measured".to_owned(), |time| format!("{} from saving to the new page", seconds(time)));
    let to_text =
        |bytes: u64| format!("{:.2} × the text of the clauses", bytes as f64 / found.text_bytes as f64);
    let spread = |[median, most, all]: [u64; 3], unit: u64| {
        let scaled = |n: u64| (n as f64 / unit as f64).round();
        format!("{} median, {} of 95 %, {} most", scaled(median), scaled(most), scaled(all))
    };
    let rows = [
        (
            "corpus",
            format!(
                "{} circulars, {} clauses; sources {}, text of the clauses {}",
                found.circulars,
                found.clauses,
                megabytes(ours.sources.bytes),
                megabytes(found.text_bytes as u64)
            ),
        ),
        ("import", cost(&ours.import)),
        ("build of the pages, no site there", cost(&ours.build)),
        ("build, nothing changed", cost(&ours.unchanged)),
        ("build, one circular edited", cost(&ours.edited)),
        ("`serve`, one circular edited", served),
        (
            "site",
            format!(
                "{} in {} files, {}",
                megabytes(ours.site.bytes),
                ours.site.files,
                to_text(ours.site.bytes)
            ),
        ),
        (
            "search index",
            format!(
                "{} in {} files, {}; largest file {} KB",
                megabytes(ours.index.bytes),
                ours.index.files,
                to_text(ours.index.bytes),
                ours.index.largest / 1000
            ),
        ),
        ("a cold query reads, KB", spread(found.cold_bytes, 1000)),
        ("a cold query reads, files", spread(found.cold_files, 1)),
        ("a cold query in the Rust reader, ms", spread(found.cold_micros, 1000)),
        (
            "search against a plain scan",
            format!(
                "{} queries ({} with no answer), {} wrong totals; recall {:.2} % and precision {:.2} % over {} clauses",
                found.queries,
                found.absent,
                found.wrong_totals,
                share(found.right, found.expected),
                share(found.right, found.right + found.foreign),
                found.expected
            ),
        ),
    ];
    rows.iter().fold("| clausebook | |\n| --- | --- |\n".to_owned(), |out, (name, value)| {
        out + &format!("| {name} | {value} |\n")
    })
}

/// One column a size, with the growth from the size before.
pub fn growth(sizes: &[Ours]) -> String {
    type Row = (&'static str, fn(&Ours) -> f64, fn(f64) -> String);
    let rows: [Row; 11] = [
        ("import, CPU", |o| o.import.cpu.as_secs_f64(), plain_seconds),
        ("import, peak memory", |o| o.import.peak as f64, plain_bytes),
        ("build, CPU", |o| o.build.cpu.as_secs_f64(), plain_seconds),
        ("build, wall", |o| o.build.wall.as_secs_f64(), plain_seconds),
        ("build, peak memory", |o| o.build.peak as f64, plain_bytes),
        ("build with nothing changed, wall", |o| o.unchanged.wall.as_secs_f64(), plain_seconds),
        ("build after an edit, wall", |o| o.edited.wall.as_secs_f64(), plain_seconds),
        ("site", |o| o.site.bytes as f64, plain_bytes),
        ("search index", |o| o.index.bytes as f64, plain_bytes),
        ("a cold query reads, median", |o| o.found.cold_bytes[0] as f64, plain_bytes),
        ("a cold query reads, 95 %", |o| o.found.cold_bytes[1] as f64, plain_bytes),
    ];
    let mut out = sizes
        .iter()
        .fold("| circulars |".to_owned(), |out, ours| out + &format!(" {} |", ours.found.circulars));
    out += "\n| --- |";
    out += &" ---: |".repeat(sizes.len());
    for (name, of, shown) in rows {
        let _ = write!(out, "\n| {name} |");
        for (at, ours) in sizes.iter().enumerate() {
            let growth = match at {
                0 => String::new(),
                _ => format!(" (× {:.1})", of(ours) / of(&sizes[at - 1])),
            };
            let _ = write!(out, " {}{growth} |", shown(of(ours)));
        }
    }
    out + "\n"
}

fn plain_seconds(seconds: f64) -> String {
    if seconds < 10.0 { format!("{seconds:.2} s") } else { format!("{seconds:.1} s") }
}

fn plain_bytes(bytes: f64) -> String {
    if bytes < 1e6 { format!("{:.0} KB", bytes / 1e3) } else { format!("{:.1} MB", bytes / 1e6) }
}

fn seconds(time: std::time::Duration) -> String {
    plain_seconds(time.as_secs_f64())
}

fn megabytes(bytes: u64) -> String {
    plain_bytes(bytes as f64)
}

fn share(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / (whole as f64).max(1.0)
}
