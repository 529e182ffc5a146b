//! What changed, told to every open page: tags only, at most four times a second.

use crate::Hub;
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use gemba_app::{App, Tag};
use std::collections::BTreeSet;
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::{broadcast, mpsc, watch};
use tokio_stream::wrappers::ReceiverStream;
use tokio_stream::{Stream, StreamExt};

/// Shortest time between two events of one page.
const PACE: Duration = Duration::from_millis(250);

/// The source of the events of one server.
#[derive(Clone)]
pub(crate) struct Feed {
    changes: broadcast::Sender<Vec<Tag>>,
    closed: watch::Receiver<bool>,
}

impl Feed {
    /// Listens to a workspace. The thread ends with the workspace.
    pub(crate) fn of(app: &App, closed: watch::Receiver<bool>) -> Self {
        let heard = app.subscribe();
        let (changes, _) = broadcast::channel(256);
        let sender = changes.clone();
        std::thread::spawn(move || {
            while let Ok(tags) = heard.recv() {
                // Nobody listens when no page is open.
                let _ = sender.send(tags);
            }
        });
        Self { changes, closed }
    }

    /// Tags that changed, merged so that two events are at least [`PACE`] apart.
    pub(crate) fn batches(&self) -> ReceiverStream<Vec<Tag>> {
        let (out, batches) = mpsc::channel(1);
        let mut changes = self.changes.subscribe();
        let mut closed = self.closed.clone();
        tokio::spawn(async move {
            loop {
                let mut waiting = BTreeSet::new();
                tokio::select! {
                    change = changes.recv() => if !merge(&mut waiting, change) { return },
                    () = out.closed() => return,
                    _ = closed.wait_for(|closed| *closed) => return,
                }
                if out.send(waiting.into_iter().collect()).await.is_err() {
                    return;
                }
                // What arrives meanwhile waits in the channel and is merged into the next event.
                tokio::time::sleep(PACE).await;
                let mut late = BTreeSet::new();
                while let Some(change) = ready(&mut changes) {
                    if !merge(&mut late, change) {
                        return;
                    }
                }
                if !late.is_empty() && out.send(late.into_iter().collect()).await.is_err() {
                    return;
                }
            }
        });
        ReceiverStream::new(batches)
    }
}

fn ready(changes: &mut broadcast::Receiver<Vec<Tag>>) -> Option<Result<Vec<Tag>, broadcast::error::RecvError>> {
    use broadcast::error::{RecvError, TryRecvError};
    match changes.try_recv() {
        Ok(tags) => Some(Ok(tags)),
        Err(TryRecvError::Lagged(count)) => Some(Err(RecvError::Lagged(count))),
        Err(TryRecvError::Empty | TryRecvError::Closed) => None,
    }
}

/// Adds tags; whether there can be more. A page that fell behind refreshes everything.
fn merge(waiting: &mut BTreeSet<Tag>, change: Result<Vec<Tag>, broadcast::error::RecvError>) -> bool {
    match change {
        Ok(tags) => waiting.extend(tags),
        Err(broadcast::error::RecvError::Lagged(_)) => {
            waiting.extend(gemba_app::USE_CASES.iter().flat_map(|case| case.tags))
        }
        Err(broadcast::error::RecvError::Closed) => return false,
    }
    true
}

/// `GET /api/v1/events`: server-sent events `{"tags": […]}`.
pub(crate) async fn stream(State(hub): State<Hub>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let events = hub.feed.batches().map(|tags| {
        let data = serde_json::json!({ "tags": tags }).to_string();
        Ok(Event::default().data(data))
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}
