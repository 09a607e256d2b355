//! The memory of the process that shows a page (Linux).

use std::fs;

/// Bytes that the largest process showing pages, among those that `ancestor` started, has for itself alone; None where
/// the system does not say. The browser keeps a process or two more in reserve, which are smaller.
pub fn private(ancestor: u32) -> Option<u64> {
    let processes = fs::read_dir("/proc").ok()?.flatten();
    let numbers = processes.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    numbers.filter(|&number| shows_pages(number) && descends(number, ancestor)).filter_map(alone).max()
}

fn shows_pages(number: u32) -> bool {
    fs::read_to_string(format!("/proc/{number}/cmdline")).is_ok_and(|said| said.contains("--type=renderer"))
}

fn descends(mut number: u32, ancestor: u32) -> bool {
    while number > 1 {
        if number == ancestor {
            return true;
        }
        number = parent(number).unwrap_or_default();
    }
    false
}

fn parent(number: u32) -> Option<u32> {
    let stat = fs::read_to_string(format!("/proc/{number}/stat")).ok()?;
    // The name in parentheses may hold anything; behind it stand the state and the parent.
    stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
}

/// What is not shared with other processes.
fn alone(number: u32) -> Option<u64> {
    let all = fs::read_to_string(format!("/proc/{number}/smaps_rollup")).ok()?;
    let lines = all.lines().filter(|line| line.starts_with("Private_"));
    Some(lines.filter_map(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok()).sum::<u64>() * 1024)
}
