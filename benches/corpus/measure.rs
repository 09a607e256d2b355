//! What a process costs.

use anyhow::{Context, Result, bail};
use std::fmt;
use std::io::Read;
use std::os::unix::process::CommandExt;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread::JoinHandle;
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
/// When it can't be started, ends with more than 1 (clausebook says 1 when some texts have faults), or takes longer than
/// `limit`: [`TooLong`].
pub fn once(command: &mut Command, limit: Option<Duration>) -> Result<Cost> {
    let ended = run(command.stdout(Stdio::null()), limit)?;
    ended.holds(command, 1)?;
    Ok(ended.cost)
}

/// What a command writes to standard output.
///
/// # Errors
/// When it can't be started, fails, or takes longer than `limit`: [`TooLong`].
pub fn output(command: &mut Command, limit: Option<Duration>) -> Result<String> {
    let ended = run(command.stdout(Stdio::piped()), limit)?;
    ended.holds(command, 0)?;
    Ok(String::from_utf8(ended.out)?)
}

/// A command was ended because it took longer than this.
#[derive(Debug)]
pub struct TooLong(pub Duration);

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "did not finish in {} min", self.0.as_secs_f64() / 60.0)
    }
}

impl std::error::Error for TooLong {}

struct Ended {
    cost: Cost,
    status: ExitStatus,
    out: Vec<u8>,
    said: Vec<u8>,
}

impl Ended {
    fn holds(&self, command: &Command, most: i32) -> Result<()> {
        if self.status.code().is_some_and(|code| code <= most) {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&self.said);
        let last: Vec<&str> = said.lines().rev().take(5).collect();
        bail!("{command:?}: {}\n{}", self.status, last.join("\n"));
    }
}

fn run(command: &mut Command, limit: Option<Duration>) -> Result<Ended> {
    command.stdin(Stdio::null()).stderr(Stdio::piped());
    if limit.is_some() {
        // What it starts must end with it.
        command.process_group(0);
    }
    let start = Instant::now();
    let mut child = command.spawn().with_context(|| format!("{command:?}"))?;
    // Read beside, so that a command with much to say does not wait for us.
    let (out, said) = (beside(child.stdout.take()), beside(child.stderr.take()));
    let (ended, waits) = mpsc::channel::<()>();
    let group = child.id();
    let watch = limit.map(|limit| {
        std::thread::spawn(move || {
            let late = waits.recv_timeout(limit) == Err(RecvTimeoutError::Timeout);
            if late {
                let _ = Command::new("kill").args(["-KILL", "--", &format!("-{group}")]).status();
            }
            late
        })
    });
    let used = child.wait4()?;
    let wall = start.elapsed();
    drop(ended);
    if let (Some(limit), Some(true)) = (limit, watch.and_then(|watch| watch.join().ok())) {
        return Err(TooLong(limit).into());
    }
    let cost = Cost { wall, cpu: used.rusage.utime + used.rusage.stime, peak: used.rusage.maxrss };
    let [out, said] = [out, said].map(|pipe| pipe.join().unwrap_or_default());
    Ok(Ended { cost, status: used.status, out, said })
}

/// Reads all of a pipe, if there is one, in a thread.
fn beside(pipe: Option<impl Read + Send + 'static>) -> JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut read = Vec::new();
        let _ = pipe.map(|mut pipe| pipe.read_to_end(&mut read));
        read
    })
}

/// The medians of several runs, each after `prepare`.
///
/// # Errors
/// As [`once`], and what `prepare` says.
pub fn median(
    runs: usize,
    limit: Option<Duration>,
    mut prepare: impl FnMut(usize) -> Result<()>,
    mut command: impl FnMut() -> Command,
) -> Result<Cost> {
    let mut costs = Vec::new();
    for run in 0..runs.max(1) {
        prepare(run)?;
        costs.push(once(&mut command(), limit)?);
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

/// This program again: what takes much memory is done in a process of its own, because a process that is
/// started is said to hold at least what the one that starts it holds.
pub fn again(task: &str) -> Result<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg(task);
    Ok(command)
}
