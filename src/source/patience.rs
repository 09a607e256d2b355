//! Other programs read some formats; each has so much time and no more.

use std::io;
use std::process::{Command, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

/// Pauses between looks double up to this: what is quick is not held up, what is slow costs nothing.
const LONGEST_PAUSE: Duration = Duration::from_millis(50);

/// Runs `command` to its end. None when that took longer than `patience`; then it was killed.
///
/// # Errors
/// The program can't be started or ended.
pub(super) fn run(command: &mut Command, patience: Duration) -> io::Result<Option<ExitStatus>> {
    let mut child = command.spawn()?;
    let begun = Instant::now();
    let mut pause = Duration::from_millis(2);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if begun.elapsed() > patience {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        thread::sleep(pause);
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}
