//! Passes on what changed: to the page, at most four times a second, and to the tray.

use crate::desk::{Desk, all_tags};
use crate::tray::{Sign, Tray};
use crate::window;
use gemba_app::model::api::LensArgs;
use gemba_app::{Door, Tag};
use std::collections::BTreeSet;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;
use tauri::{AppHandle, Manager};

/// Shortest time between two messages to the page.
const PACE: Duration = Duration::from_millis(250);
/// Numbers move with the clock, so the tray looks again after this time.
const LOOK: Duration = Duration::from_secs(30);

/// What the thread behind this hears.
#[derive(Debug)]
enum News {
    Changed(Vec<Tag>),
    Exchanged,
}

/// Starts the threads; they end with the process.
pub fn start(handle: AppHandle, tray: Option<Tray>) {
    let Some(exchanges) = handle.state::<Desk>().take_exchanges() else { return };
    let (sender, news) = channel();
    let exchanged = sender.clone();
    std::thread::spawn(move || while exchanges.recv().is_ok() && exchanged.send(News::Exchanged).is_ok() {});
    std::thread::spawn(move || run(&handle, tray.as_ref(), &sender, &news));
}

fn run(handle: &AppHandle, tray: Option<&Tray>, sender: &Sender<News>, news: &Receiver<News>) {
    follow(handle, sender);
    let mut shown = None;
    loop {
        if let Some(tray) = tray {
            let sign = look(handle);
            if shown.as_ref() != Some(&sign) {
                tray.show(&sign);
                shown = Some(sign);
            }
        }
        let first = match news.recv_timeout(LOOK) {
            Ok(first) => first,
            Err(RecvTimeoutError::Timeout) => continue,
            Err(RecvTimeoutError::Disconnected) => return,
        };
        let (tags, exchanged) = merged(std::iter::once(first).chain(news.try_iter()));
        if exchanged {
            follow(handle, sender);
        }
        window::tell(handle, "invalidate", serde_json::json!({ "tags": tags }));
        // What arrives meanwhile is merged into the next message.
        std::thread::sleep(PACE);
    }
}

/// Listens to the workspace that is open now, for as long as it is.
fn follow(handle: &AppHandle, sender: &Sender<News>) {
    let Ok(app) = handle.state::<Desk>().app() else { return };
    let heard = app.subscribe();
    let sender = sender.clone();
    std::thread::spawn(move || {
        while let Ok(tags) = heard.recv() {
            if sender.send(News::Changed(tags)).is_err() {
                return;
            }
        }
    });
}

/// All tags at once, and whether another workspace was opened, which changes every one of them.
fn merged(news: impl Iterator<Item = News>) -> (BTreeSet<Tag>, bool) {
    let mut tags = BTreeSet::new();
    let mut exchanged = false;
    for each in news {
        match each {
            News::Changed(changed) => tags.extend(changed),
            News::Exchanged => {
                exchanged = true;
                tags.extend(all_tags());
            }
        }
    }
    (tags, exchanged)
}

fn look(handle: &AppHandle) -> Sign {
    let seen = handle.state::<Desk>().app().and_then(|app| app.today(&app.caller(Door::Desktop), LensArgs::default()));
    match seen {
        Ok(today) => Sign::of(&today),
        Err(error) => Sign::unknown(&error.message),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn news_are_merged_and_another_workspace_changes_everything() {
        let changed = |tags: &[Tag]| News::Changed(tags.to_vec());
        let (tags, exchanged) =
            merged([changed(&[Tag::Incidents]), changed(&[Tag::Backlog, Tag::Incidents])].into_iter());
        assert_eq!((tags.into_iter().collect::<Vec<_>>(), exchanged), (vec![Tag::Incidents, Tag::Backlog], false));
        let (tags, exchanged) = merged([News::Exchanged].into_iter());
        assert_eq!((tags.into_iter().collect::<Vec<_>>(), exchanged), (all_tags(), true));
    }
}
