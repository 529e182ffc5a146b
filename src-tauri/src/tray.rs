//! The tray: whether users are being hurt, at a glance.

use crate::menu;
use gemba_app::model::Tone;
use gemba_app::model::view::TodayView;
use std::panic::{AssertUnwindSafe, catch_unwind};
use tauri::menu::{MenuBuilder, MenuItem, MenuItemBuilder};
use tauri::tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Wry, include_image};

/// Letters of a tooltip; more is cut by some desktops.
const WORDS: usize = 120;

/// The icon and the line of its menu that says the same in words: not every desktop shows tooltips.
pub struct Tray {
    icon: TrayIcon<Wry>,
    line: MenuItem<Wry>,
}

/// What the tray says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sign {
    /// Whether users are being hurt now.
    pub hurt: bool,
    /// The same in words, with the numbers that carry it.
    pub words: String,
}

impl Sign {
    /// From what Today says.
    pub fn of(today: &TodayView) -> Self {
        let words: String = today.verdict.text().chars().filter(|letter| !letter.is_control()).collect();
        let hurt = today.live.is_some() || today.tone == Tone::Harm;
        Self { hurt, words: shorten(&words) }
    }

    /// When nothing is known: not calm, not harm, but said so.
    pub fn unknown(why: &str) -> Self {
        Self { hurt: false, words: shorten(&format!("Not known: {why}")) }
    }
}

fn shorten(words: &str) -> String {
    if words.chars().count() <= WORDS {
        return words.to_owned();
    }
    words.chars().take(WORDS - 1).chain(['…']).collect()
}

/// Puts it there. `None` where the desktop has no place for it, which is no reason not to open the window.
pub fn build(handle: &AppHandle) -> Option<Tray> {
    // The library behind it panics when the system lacks its own.
    match catch_unwind(AssertUnwindSafe(|| try_build(handle))) {
        Ok(Ok(tray)) => Some(tray),
        Ok(Err(error)) => {
            tracing::warn!(%error, "there is no tray icon");
            None
        }
        Err(_) => {
            tracing::warn!("there is no tray icon: the system has no library for it");
            None
        }
    }
}

fn try_build(handle: &AppHandle) -> tauri::Result<Tray> {
    let line = MenuItemBuilder::with_id("line", "Looking…").enabled(false).build(handle)?;
    let menu =
        MenuBuilder::new(handle).item(&line).separator().text("show", "Open Gemba").text("quit", "Quit").build()?;
    let icon = TrayIconBuilder::with_id("gemba")
        .icon(include_image!("./icons/tray-calm.png"))
        .menu(&menu)
        .show_menu_on_left_click(false)
        .on_tray_icon_event(|tray, event| {
            let pressed = matches!(
                event,
                TrayIconEvent::Click { button: MouseButton::Left, button_state: MouseButtonState::Up, .. }
            );
            if pressed {
                menu::chosen(tray.app_handle(), "show");
            }
        })
        .build(handle)?;
    Ok(Tray { icon, line })
}

impl Tray {
    /// Shows a sign.
    pub fn show(&self, sign: &Sign) {
        let image =
            if sign.hurt { include_image!("./icons/tray-harm.png") } else { include_image!("./icons/tray-calm.png") };
        let done = [
            self.icon.set_icon(Some(image)),
            self.icon.set_tooltip(Some(format!("Gemba\n{}", sign.words))),
            self.line.set_text(&sign.words),
        ];
        for error in done.into_iter().filter_map(Result::err) {
            tracing::warn!(%error, "the tray does not show what it should");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gemba_app::model::Sentence;
    use gemba_app::model::api::LensArgs;
    use gemba_app::{App, Door, PlainHost};
    use std::sync::Arc;

    fn today() -> TodayView {
        let app = App::in_memory(Arc::new(PlainHost::new(None, None))).unwrap();
        app.today(&app.caller(Door::Desktop), LensArgs::default()).unwrap()
    }

    #[test]
    fn an_empty_workspace_hurts_nobody_and_says_what_today_says() {
        let view = today();
        let sign = Sign::of(&view);
        assert!(!sign.hurt);
        assert_eq!(sign.words, shorten(&view.verdict.text()));
    }

    #[test]
    fn harm_is_shown_and_long_or_hostile_words_are_cut() {
        let mut view = today();
        view.tone = Tone::Harm;
        view.verdict = Sentence::default().say("Customers\u{7}\n").strong("can’t pay ".repeat(40));
        let sign = Sign::of(&view);
        assert!(sign.hurt);
        assert!(sign.words.starts_with("Customerscan’t pay") && sign.words.ends_with('…'));
        assert_eq!(sign.words.chars().count(), WORDS);
    }

    #[test]
    fn what_is_not_known_is_said() {
        assert_eq!(Sign::unknown("the file is gone.").words, "Not known: the file is gone.");
    }
}
