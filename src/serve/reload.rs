//! Server-sent events to the pages that are open (HTML Living Standard, 9.2).

use std::io::{self, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// The script that listens, as it stands in served pages.
pub(super) const SCRIPT: &str = include_str!("reload.js");

/// So often an idle page is written to, to notice that it was closed.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// What open pages are told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// The site was written again.
    Reload,
    /// It was not, and why.
    Problem(String),
}

/// The pages that are open.
#[derive(Debug, Clone, Default)]
pub struct Listeners(Arc<Mutex<Room>>);

#[derive(Debug, Default)]
struct Room {
    pages: Vec<Sender<News>>,
    /// What a page that is opened now should know.
    problem: Option<News>,
}

impl Listeners {
    /// Tells every page; those that were closed are forgotten. A problem is told to pages opened later, too,
    /// until it is settled.
    pub fn tell(&self, news: &News) {
        let mut room = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        room.problem = matches!(news, News::Problem(_)).then(|| news.clone());
        room.pages.retain(|page| page.send(news.clone()).is_ok());
    }

    fn join(&self) -> Receiver<News> {
        let (sender, receiver) = channel();
        let mut room = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(problem) = room.problem.clone() {
            // The receiver is still here.
            let _ = sender.send(problem);
        }
        room.pages.push(sender);
        receiver
    }

    /// Writes events to one page until it is closed.
    pub(super) fn attend(&self, mut page: impl Write) -> io::Result<()> {
        let news = self.join();
        page.write_all(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n",
        )?;
        page.write_all(b"retry: 500\n\n")?;
        page.flush()?;
        loop {
            match news.recv_timeout(HEARTBEAT) {
                Ok(news) => page.write_all(event(&news).as_bytes())?,
                Err(RecvTimeoutError::Timeout) => page.write_all(b": here\n\n")?,
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            }
            page.flush()?;
        }
    }
}

fn event(news: &News) -> String {
    match news {
        News::Reload => "event: reload\ndata: \n\n".to_owned(),
        // As JSON, so that line ends do not end the event.
        News::Problem(text) => {
            format!("event: problem\ndata: {}\n\n", serde_json::Value::from(text.as_str()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_opened_later_hears_of_a_problem_until_it_is_settled() {
        let (listeners, problem) = (Listeners::default(), News::Problem("x".into()));
        let first = listeners.join();
        listeners.tell(&problem);
        assert_eq!(first.try_recv(), Ok(problem.clone()));
        assert_eq!(listeners.join().try_recv(), Ok(problem));
        listeners.tell(&News::Reload);
        assert!(listeners.join().try_recv().is_err());
    }

    #[test]
    fn a_problem_stays_one_event() {
        let text = event(&News::Problem("第一行\n\n第二行".into()));
        assert_eq!(text, "event: problem\ndata: \"第一行\\n\\n第二行\"\n\n");
    }
}
