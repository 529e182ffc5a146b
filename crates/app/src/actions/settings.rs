//! Settings of the workspace, who is at the keyboard, overrides of rotations, and copies.

use super::*;
use gemba_model::api::{BackupArgs, IdentifyArgs, InitArgs, NoArgs, OverrideArgs, RebuildArgs, SettingsArgs};
use gemba_model::view::VerifyReport;
use gemba_model::*;
use std::path::PathBuf;

/// Reads a unit of cost: an ISO 4217 code in any case, or `user-minutes`.
pub(crate) fn cost_unit(text: &str) -> Result<CostUnit, ApiError> {
    let text = text.trim();
    if matches!(text.to_ascii_lowercase().as_str(), "user-minutes" | "user_minutes" | "user minutes") {
        return Ok(CostUnit::UserMinutes);
    }
    if text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return Ok(CostUnit::Currency(text.to_ascii_uppercase()));
    }
    Err(invalid("The unit of cost is not understood.", "Give an ISO 4217 code such as GBP, or user-minutes."))
}

fn zone(text: &str) -> Result<String, ApiError> {
    let text = text.trim();
    jiff::tz::TimeZone::get(text)
        .map(|_| text.to_owned())
        .map_err(|_| invalid("The time zone is not known.", "Give an IANA name such as Europe/London."))
}

impl App {
    /// Use case `workspace_init`.
    ///
    /// # Errors
    /// `Validation`; `Precondition` when the workspace has settings already.
    pub fn workspace_init(&self, caller: &Caller, args: InitArgs) -> Result<Done, ApiError> {
        if self.world().settings.is_some() {
            return Err(ApiError::new(
                ErrorCode::Precondition,
                "This workspace is named already.",
                "Change its settings, or open another file.",
            ));
        }
        let name = text("name", &args.name, TITLE_LIMIT)?;
        let settings = Settings::new(
            &name,
            cost_unit(if args.cost_unit.is_empty() { "user-minutes" } else { &args.cost_unit })?,
            &zone(if args.zone.is_empty() { "UTC" } else { &args.zone })?,
        );
        self.done(
            caller,
            Settings::ID,
            vec![Body::SettingsChanged(settings)],
            format!("The workspace {name} is ready."),
        )
    }

    /// Use case `settings_change`. The unit of cost does not change: every number in the log is told in it.
    ///
    /// # Errors
    /// `Validation`; `Precondition` before the workspace was named.
    pub fn settings_change(&self, caller: &Caller, args: SettingsArgs) -> Result<Done, ApiError> {
        let mut settings = self.world().settings.clone().ok_or_else(|| {
            ApiError::new(ErrorCode::Precondition, "This workspace has no name yet.", "Start it first: give it a name.")
        })?;
        if let Some(name) = args.name {
            settings.name = text("name", &name, TITLE_LIMIT)?;
        }
        if let Some(name) = args.zone {
            settings.zone = zone(&name)?;
        }
        if let Some(cost) = args.responder_hour_cost {
            let range = range("cost of a responder hour", cost, Exact::ZERO, None)?;
            settings.responder_hour_cost = Some(Estimate { range, source: self.stated_by(caller, "settings") });
        }
        for (field, value, most) in
            [(&mut settings.evidence_weeks, args.evidence_weeks, 260), (&mut settings.plan_weeks, args.plan_weeks, 104)]
        {
            if let Some(weeks) = value {
                if !(1..=most).contains(&weeks) {
                    return Err(invalid(
                        format!("{weeks} weeks are out of bounds."),
                        format!("Give 1 to {most} weeks."),
                    ));
                }
                *field = weeks;
            }
        }
        self.done(caller, Settings::ID, vec![Body::SettingsChanged(settings)], "The settings are changed.")
    }

    /// Use case `identify`. A person of the workspace brings their own party; nobody can claim another one for them.
    ///
    /// # Errors
    /// `Validation`, or what the host says.
    pub fn identify(&self, _caller: &Caller, args: IdentifyArgs) -> Result<Done, ApiError> {
        let name = text("name", &args.name, TITLE_LIMIT)?;
        let mut said_name = name.clone();
        let actor = match self.find_person(&name) {
            Some((id, party, name)) => {
                if args.party.is_some_and(|claimed| claimed != party) {
                    return Err(invalid(
                        format!("{name} works for {}.", party.name()),
                        "A person has one party; change it in the people's file and import it.",
                    ));
                }
                said_name = name;
                Actor { name: id.0, party: Some(party) }
            }
            None => Actor { name, party: args.party },
        };
        self.host().remember_identity(&actor)?;
        let said = match actor.party {
            Some(party) => format!("You are {said_name} for {}.", party.name()),
            None => format!("You are {said_name}, without a party: you can look, import and configure."),
        };
        Ok(Done { id: actor.name, head: self.head()?, said })
    }

    /// Use case `oncall_override`.
    ///
    /// # Errors
    /// `NotFound`, `Validation`.
    pub fn oncall_override(&self, caller: &Caller, args: OverrideArgs) -> Result<Done, ApiError> {
        let world = self.world();
        let rotation = world
            .rotations
            .get(&RotationId::from(args.rotation.as_str()))
            .ok_or_else(|| missing("rotation", &args.rotation))?;
        span(args.from, args.to)?;
        let (people, who) = if args.person.trim().is_empty() {
            (Vec::new(), "nobody".to_owned())
        } else {
            let (id, _, name) = self.find_person(&args.person).ok_or_else(|| missing("person", &args.person))?;
            (vec![id], name)
        };
        let reason: String = args.reason.trim().chars().take(TEXT_LIMIT).collect();
        let over = Override { people, from: args.from, to: args.to, reason };
        let body = Body::RotationOverridden { rotation: rotation.id.clone(), over };
        self.done(caller, rotation.id.as_str(), vec![body], format!("{who} takes {}.", rotation.name))
    }

    /// Use case `backup`: a copy that is verified before it is named.
    ///
    /// # Errors
    /// `Io`, `Conflict` when the target exists.
    pub fn backup(&self, _caller: &Caller, args: BackupArgs) -> Result<Done, ApiError> {
        let to = match args.to.filter(|path| !path.is_empty()) {
            Some(path) => PathBuf::from(path),
            None => {
                let stem = self
                    .path()
                    .file_stem()
                    .map_or_else(|| "workspace".into(), |stem| stem.to_string_lossy().into_owned());
                let stamp = self.host().now().0.strftime("%Y%m%dT%H%M%SZ").to_string();
                self.path().with_file_name(format!("{stem}-{stamp}.gemba"))
            }
        };
        if to.exists() {
            return Err(ApiError::new(ErrorCode::Conflict, "A file of that name exists.", "Choose another name."));
        }
        let store = self.store();
        store.backup(&to).map_err(|error| crate::errors::store_error(&error))?;
        Ok(Done {
            id: to.display().to_string(),
            head: store.head().map_err(|error| crate::errors::store_error(&error))?.seq,
            said: format!("Copied to {} and verified.", to.display()),
        })
    }

    /// Use case `verify`.
    ///
    /// # Errors
    /// `Io` when the file cannot be read at all.
    pub fn verify(&self, _caller: &Caller, _args: NoArgs) -> Result<VerifyReport, ApiError> {
        self.store().verify().map_err(|error| crate::errors::store_error(&error))
    }

    /// Use case `rebuild`: in place, or from what is intact of a damaged file into a new one.
    ///
    /// # Errors
    /// `Io`, `UpdateRequired`, `ReadOnly`; `Conflict` when the new file exists; `Declined` for a path over HTTP.
    pub fn rebuild(&self, caller: &Caller, args: RebuildArgs) -> Result<VerifyReport, ApiError> {
        let failed = |error: gemba_store::StoreError| crate::errors::store_error(&error);
        let Some(to) = args.to.filter(|path| !path.is_empty()) else {
            self.store().rebuild().map_err(failed)?;
            self.reload()?;
            return self.verify(caller, NoArgs {});
        };
        if caller.door == crate::Door::Http {
            return Err(ApiError::new(
                ErrorCode::Declined,
                "A browser names no path on this machine.",
                "Use the desktop window or `gemba rebuild --to FILE`.",
            ));
        }
        let salvaged = self.store().salvage(&to).map_err(failed)?;
        let made = gemba_store::Workspace::open_read_only(&to).map_err(failed)?;
        let mut report = made.verify().map_err(failed)?;
        let took = format!(
            "{} entries, {} alerts and {} chunks of telemetry were taken over into {to}.",
            salvaged.entries, salvaged.alerts, salvaged.chunks
        );
        report.findings.insert(0, took);
        report.findings.extend(salvaged.lost.into_iter().map(|lost| format!("Lost: {lost}")));
        Ok(report)
    }
}
