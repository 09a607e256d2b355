//! What a process costs.

use anyhow::{Context, Result, bail};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use wait4::Wait4;

/// Of one command, with all the processes that it started and waited for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cost {
    pub wall: Duration,
    /// User and system time.
    pub cpu: Duration,
    /// The most memory that one of the processes held, in bytes.
    pub peak: u64,
}

/// Runs a command once.
///
/// # Errors
/// When it can't be started, or ends with more than 1: clausebook says 1 when some texts have faults.
pub fn once(command: &mut Command) -> Result<Cost> {
    let shown = format!("{command:?}");
    let start = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| shown.clone())?;
    // Read beside, so that a command with much to say does not wait for us.
    let said = child.stderr.take().map(|mut pipe| {
        std::thread::spawn(move || {
            let mut said = Vec::new();
            let _ = std::io::Read::read_to_end(&mut pipe, &mut said);
            said
        })
    });
    let used = child.wait4()?;
    let wall = start.elapsed();
    let said = said.and_then(|thread| thread.join().ok()).unwrap_or_default();
    if used.status.code().is_none_or(|code| code > 1) {
        let said = String::from_utf8_lossy(&said);
        let last: Vec<&str> = said.lines().rev().take(5).collect();
        bail!("{shown}: {}\n{}", used.status, last.join("\n"));
    }
    Ok(Cost { wall, cpu: used.rusage.utime + used.rusage.stime, peak: used.rusage.maxrss })
}

/// The medians of several runs, each after `prepare`.
///
/// # Errors
/// As [`once`], and what `prepare` says.
pub fn median(
    runs: usize,
    mut prepare: impl FnMut(usize) -> Result<()>,
    mut command: impl FnMut() -> Command,
) -> Result<Cost> {
    let mut costs = Vec::new();
    for run in 0..runs.max(1) {
        prepare(run)?;
        costs.push(once(&mut command())?);
    }
    fn middle<T: Ord + Copy>(costs: &[Cost], of: impl Fn(&Cost) -> T) -> T {
        let mut all: Vec<T> = costs.iter().map(of).collect();
        all.sort_unstable();
        all[all.len() / 2]
    }
    Ok(Cost {
        wall: middle(&costs, |cost| cost.wall),
        cpu: middle(&costs, |cost| cost.cpu),
        peak: middle(&costs, |cost| cost.peak),
    })
}

/// What a command writes to standard output.
///
/// # Errors
/// When it can't be started, or fails.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("{command:?}"))?;
    if !output.status.success() {
        bail!("{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// This program again: what takes much memory is done in a process of its own, because a process that is
/// started is said to hold at least what the one that starts it holds.
pub fn again(task: &str) -> Result<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg(task);
    Ok(command)
}
