//! The sample: its source files are made, and then imported through the same door as anyone's.

use super::OnProgress;
use crate::errors::store_error;
use crate::{App, Caller};
use gemba_model::api::{ApiError, ErrorCode, ImportArgs, InFile, SampleArgs};
use gemba_model::view::ImportReport;
use gemba_model::*;
use gemba_sample::{Plan, SampleError, Size};
use std::ops::ControlFlow;

impl App {
    /// Use case `sample_open`.
    ///
    /// # Errors
    /// `Precondition` when the workspace is not empty, `Validation`, `Io`.
    pub fn sample_open(&self, caller: &Caller, args: SampleArgs) -> Result<ImportReport, ApiError> {
        self.sample(caller, &args, None, &mut |_| ControlFlow::Continue(()))
    }

    /// The same over so many days of logs, 90 when `None`, telling how far it is.
    ///
    /// # Errors
    /// As [`App::sample_open`].
    pub fn sample(
        &self,
        caller: &Caller,
        args: &SampleArgs,
        days: Option<u32>,
        on_progress: OnProgress<'_>,
    ) -> Result<ImportReport, ApiError> {
        let head = self.store().head().map_err(|error| store_error(&error))?;
        if head.seq > 0 || self.last_signal()?.is_some() {
            return Err(ApiError::new(
                ErrorCode::Precondition,
                "This workspace holds data.",
                "Open the sample in a new workspace file, so that your data and the sample's never mix.",
            ));
        }
        let size = Size::parse(&args.size)
            .ok_or_else(|| ApiError::new(ErrorCode::Validation, "There is no such size.", "Choose small or large."))?;
        let at = self.now();
        let mut plan = Plan::new(args.seed.unwrap_or(1), size, at);
        if let Some(days) = days {
            plan.days = days;
        }
        let io = |error: std::io::Error| {
            ApiError::new(ErrorCode::Io, format!("A temporary folder cannot be made: {error}."), "Free some space.")
        };
        let folder = tempfile::tempdir().map_err(io)?;
        let files = gemba_sample::write(&plan, folder.path(), &mut |_, _| {}).map_err(|error| sample_error(&error))?;
        let mut settings = Settings::new("Sample", CostUnit::UserMinutes, &plan.zone);
        settings.sample = true;
        settings.sample_now = Some(at);
        self.commit(&Actor::machine(), vec![Body::SettingsChanged(settings)])?;
        let import = ImportArgs {
            files: files.into_iter().map(|path| InFile::Path(path.display().to_string())).collect(),
            ..ImportArgs::default()
        };
        // The files are this program's own: the door that asked does not matter.
        let inside = Caller { door: crate::Door::Cli, ..caller.clone() };
        self.import(&inside, &import, on_progress)
    }
}

fn sample_error(error: &SampleError) -> ApiError {
    match error {
        SampleError::Plan(_) => ApiError::new(ErrorCode::Validation, error.to_string(), ""),
        SampleError::Write { .. } => ApiError::new(ErrorCode::Io, error.to_string(), "Free some space."),
        SampleError::Format { .. } => {
            ApiError::new(ErrorCode::Internal, error.to_string(), "This is a defect of Gemba; report it.")
        }
    }
}
