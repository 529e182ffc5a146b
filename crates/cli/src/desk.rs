//! The open workspace of one run: where it lies, who asks, and when.

use crate::answer::Answer;
use crate::args::Global;
use crate::error::CliError;
use crate::host::TerminalHost;
use crate::outside::Setting;
use crate::show::Words;
use crate::{at, error};
use gemba_app::{App, Caller, Door, Host};
use gemba_model::Party;
use gemba_model::api::{ErrorCode, IdentifyArgs, NoArgs};
use gemba_model::view::WorkspaceView;
use jiff::tz::TimeZone;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::path::PathBuf;
use std::sync::Arc;

/// The open workspace of one run.
pub struct Desk {
    /// The core.
    pub app: Arc<App>,
    /// Who asks.
    pub caller: Caller,
    host: Arc<TerminalHost>,
}

/// What to do with the workspace's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// It must be there.
    Existing,
    /// It is made where there is none.
    OrNew,
    /// An empty one in memory stands in where there is none.
    OrNone,
    /// It must not be there yet.
    New,
}

/// Where the workspace lies: `--workspace`, else `GEMBA_WORKSPACE`, else this user's own.
///
/// # Errors
/// When this user has no folder for data.
pub fn place(global: &Global, setting: &Setting) -> Result<PathBuf, CliError> {
    global
        .workspace
        .clone()
        .or_else(|| setting.workspace.clone())
        .or_else(|| setting.data_dir.as_ref().map(|dir| dir.join("workspace.gemba")))
        .ok_or_else(|| CliError::usage("There is no folder for this user's data. Name the file with --workspace."))
}

impl Desk {
    /// Opens the workspace, fixes the clock where `--at` asks for it, and finds out who asks.
    ///
    /// # Errors
    /// When it cannot be opened, or `--at` or `--by` is not understood.
    pub fn open(answer: &Answer<'_, '_>, opening: Opening) -> Result<Self, CliError> {
        let (global, setting) = (answer.global, &answer.outside.setting);
        let path = place(global, setting)?;
        let host = TerminalHost::new(setting.config_dir.as_deref());
        let host = Arc::new(if global.by.is_some() { host.for_this_run_only() } else { host });
        let shared: Arc<dyn Host> = host.clone();
        if matches!(opening, Opening::New | Opening::OrNew)
            && let Some(dir) = path.parent().filter(|dir| !dir.as_os_str().is_empty())
        {
            std::fs::create_dir_all(dir).map_err(|error| CliError::io("Cannot make the folder", dir, &error))?;
        }
        let app = match opening {
            Opening::Existing if !path.exists() => {
                return Err(CliError::failed(
                    ErrorCode::NotFound,
                    format!("There is no workspace at {}.", path.display()),
                    "Make one with `gemba sample` or `gemba init NAME`, or name another with --workspace.",
                ));
            }
            Opening::OrNone if !path.exists() => App::in_memory(shared)?,
            Opening::Existing | Opening::OrNone => App::open(&path, shared)?,
            Opening::OrNew => App::open_or_create(&path, shared)?,
            Opening::New => App::create(&path, shared)?,
        };
        let app = Arc::new(app);
        let mut desk = Self { caller: app.caller(Door::Cli), app, host };
        if let Some(text) = &global.at {
            desk.host.fix(at::parse(text, &desk.zone(), jiff::Timestamp::now())?);
        }
        if let Some(name) = &global.by {
            let args = IdentifyArgs { name: name.clone(), party: global.by_party.map(Party::from) };
            desk.app.identify(&desk.caller, args)?;
            desk.caller = desk.app.caller(Door::Cli);
        }
        Ok(desk)
    }

    /// The workspace's zone; UTC before it has one.
    pub fn zone(&self) -> TimeZone {
        let world = self.app.world();
        world.settings.as_ref().and_then(|settings| TimeZone::get(&settings.zone).ok()).unwrap_or(TimeZone::UTC)
    }

    /// Reads a time that was typed, in the workspace's zone.
    ///
    /// # Errors
    /// A usage error that shows the forms.
    pub fn time(&self, text: &str) -> Result<gemba_model::UtcTime, CliError> {
        at::parse(text, &self.zone(), self.app.now().0)
    }

    /// Calls a use case and reads its reply.
    ///
    /// # Errors
    /// As the use case.
    pub fn call<A: Serialize, R: DeserializeOwned>(&self, name: &str, args: &A) -> Result<R, CliError> {
        let reply = self.call_raw(name, serde_json::to_value(args).map_err(|error| defect(name, &error))?)?;
        serde_json::from_value(reply).map_err(|error| defect(name, &error))
    }

    /// Calls a use case with JSON and gives its reply as JSON.
    ///
    /// # Errors
    /// As the use case.
    pub fn call_raw(&self, name: &str, args: Value) -> Result<Value, CliError> {
        Ok(self.app.call(&self.caller, name, args)?)
    }

    /// The workspace's name, clock and unit.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn workspace(&self) -> Result<WorkspaceView, CliError> {
        self.call("workspace", &NoArgs {})
    }

    /// The words in which this workspace's numbers are told.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn words(&self) -> Result<Words, CliError> {
        Ok(Words::of(&self.workspace()?))
    }
}

fn defect(name: &str, error: &serde_json::Error) -> CliError {
    CliError {
        error: gemba_model::api::ApiError::new(
            ErrorCode::Internal,
            format!("The answer of {name} is not understood: {error}."),
            "This is a defect of Gemba; report it.",
        ),
        status: error::Status::Failed,
    }
}
