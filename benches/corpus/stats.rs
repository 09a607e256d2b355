//! How texts are made up: how many different pairs, triples … of characters, and how often they come again. The generator
//! is tuned to real laws by these figures.

use super::generator::chance::Chance;
use super::site;
use anyhow::Result;
use std::collections::HashMap;
use std::fs;
use std::path::Path;

/// Characters that are looked at.
const SAMPLE: usize = 1_000_000;

/// Prints the figures of a sample of one million Han characters out of the texts below `folder`.
pub fn print(folder: &Path) -> Result<()> {
    let mut files = site::files(folder)?;
    let chance = &mut Chance::new(1, 0);
    for at in (1..files.len()).rev() {
        files.swap(at, chance.below(at + 1));
    }
    let (mut runs, mut characters, mut bytes) = (Vec::<Vec<char>>::new(), 0, 0);
    for file in &files {
        let text = fs::read(file)?;
        bytes += text.len();
        if characters >= SAMPLE {
            continue;
        }
        let text = String::from_utf8_lossy(&text).into_owned();
        for run in text.split(|c: char| !('\u{4e00}'..='\u{9fff}').contains(&c)).filter(|run| !run.is_empty())
        {
            runs.push(run.chars().collect());
            characters += runs.last().map_or(0, Vec::len);
        }
    }
    println!(
        "{} files, {:.1} KB each, runs of {:.1} characters",
        files.len(),
        bytes as f64 / 1e3 / files.len() as f64,
        characters as f64 / runs.len() as f64
    );
    println!(
        "| characters | different | the 100 most frequent | found once | bits |\n| ---: | ---: | ---: | ---: | ---: |"
    );
    for length in [1, 2, 3, 4, 6, 8, 12] {
        let mut counts: HashMap<&[char], usize> = HashMap::new();
        for gram in runs.iter().flat_map(|run| run.windows(length)) {
            *counts.entry(gram).or_default() += 1;
        }
        let mut all: Vec<usize> = counts.into_values().collect();
        all.sort_unstable_by(|a, b| b.cmp(a));
        let total = all.iter().sum::<usize>() as f64;
        let top = all.iter().take(100).sum::<usize>() as f64 / total;
        let once = all.iter().filter(|count| **count == 1).count() as f64 / total;
        let bits: f64 =
            all.iter().map(|count| *count as f64 / total).map(|share| -share * share.log2()).sum();
        println!("| {length} | {} | {:.1} % | {:.1} % | {bits:.2} |", all.len(), top * 100.0, once * 100.0);
    }
    Ok(())
}
