//! Who wants to be told what: kept in the database, held in memory, and what the rules know of each.

use super::tables::SETTING;
use crate::app::{App, now_id};
use crate::bodies::body_label;
use crate::caller::Caller;
use crate::model::Records;
use crate::problem::Answer;
use crate::routes::assignments::label as assignment_label;
use coordination::assignment::{Assignment, Party};
use coordination::meeting::{Seated, seated};
use coordination::notification::{Holder, Setting, whole};
use framework::access::{Kind, Label, Officer};
use framework::{AgencyId, Rulebook};
use jiff::tz::TimeZone;
use journal::{Journal, StorageError, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, PoisonError, RwLock};

/// A setting as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kept {
    pub setting: Setting,
    /// What messages to the webhook are signed with; empty where there is none.
    pub secret: String,
    /// Nothing older is told.
    pub since_us: i64,
    pub changed_by: String,
    pub changed_us: i64,
}

type All = BTreeMap<Holder, Arc<Kept>>;

/// All settings, in memory: there are as many as officers at most, and every entry of an assignment asks.
#[derive(Debug, Default)]
pub(crate) struct Settings(RwLock<Option<All>>);

impl Settings {
    /// Every setting, read from the database the first time.
    pub(crate) async fn all(&self, journal: &Journal<Records>) -> Result<All, StorageError> {
        if let Some(all) = &*self.0.read().unwrap_or_else(PoisonError::into_inner) {
            return Ok(all.clone());
        }
        let mut all = All::new();
        let text = format!("SELECT holder, setting, secret, since_us, changed_by, changed_us FROM {}", SETTING.name);
        for row in journal.query(&text, &[]).await? {
            let (holder, setting) = (row.text(0)?, row.text(1)?);
            match (holder.parse(), serde_json::from_str(&setting)) {
                (Ok(known), Ok(setting)) => {
                    let kept =
                        Kept { setting, secret: row.text(2)?, since_us: row.int(3)?, changed_by: row.text(4)?, changed_us: row.int(5)? };
                    all.insert(known, Arc::new(kept));
                }
                _ => tracing::warn!(holder, "a notification setting cannot be read and is left out"),
            }
        }
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(all.clone());
        Ok(all)
    }

    fn put(&self, holder: &Holder, kept: Kept) {
        if let Some(all) = &mut *self.0.write().unwrap_or_else(PoisonError::into_inner) {
            all.insert(holder.clone(), Arc::new(kept));
        }
    }
}

/// Keeps a setting, with a line in the access log of who changed whose.
pub(crate) async fn keep(app: &App, caller: &Caller, holder: &Holder, kept: Kept) -> Answer<()> {
    let text = format!(
        "INSERT INTO {} (holder, setting, secret, since_us, changed_by, changed_us) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (holder) DO UPDATE SET setting = excluded.setting, secret = excluded.secret, changed_by = excluded.changed_by, changed_us = excluded.changed_us",
        SETTING.name
    );
    let values: Vec<Value> = vec![
        holder.to_string().into(),
        serde_json::to_string(&kept.setting).unwrap_or_default().into(),
        kept.secret.as_str().into(),
        kept.since_us.into(),
        kept.changed_by.as_str().into(),
        kept.changed_us.into(),
    ];
    app.journal.write(vec![(text, values), app.access_line(caller, now_id(), "notifications", &holder.to_string(), 1)]).await?;
    app.notifications.settings.put(holder, kept);
    app.notifications.changed.notify_one();
    Ok(())
}

/// Whoever is behind a holder now.
#[derive(Clone)]
pub(crate) enum Who {
    /// One officer, with the purpose that stands first.
    Officer(Box<Caller>),
    /// A desk, as an officer with all roles that somebody has there.
    Desk(Box<Officer>),
    /// An agency.
    Agency(AgencyId),
    /// A body.
    Body(Box<Seated>),
}

/// Who a holder is now; `None` for one that is not there, or not any more.
pub(crate) fn who(app: &App, book: &Rulebook, holder: &Holder) -> Option<Who> {
    Some(match holder {
        Holder::Officer(id) => Who::Officer(Box::new(Caller::of(app.accounts.get(id.as_str())?))),
        Holder::Desk(id) => {
            let desk = book.desks.get(id)?;
            let state = book.agencies.get(&desk.agency)?.state.clone();
            let there = app.accounts.all().into_iter().filter(|a| a.officer.desk == *id);
            let roles: BTreeSet<String> = there.flat_map(|a| a.officer.roles.iter().cloned().collect::<Vec<_>>()).collect();
            Who::Desk(Box::new(whole(desk, state.as_str(), roles)))
        }
        Holder::Agency(id) => Who::Agency(book.agencies.get(id)?.id.clone()),
        Holder::Body(id) => Who::Body(Box::new(seated(book, id, app.clock.now_us())?)),
    })
}

impl Who {
    /// Whether what a party owes, or is owed, concerns them.
    pub(crate) fn is_meant(&self, party: &Party, book: &Rulebook) -> bool {
        match self {
            Self::Officer(caller) => party.is(&caller.account.officer),
            Self::Desk(desk) => party.is(desk),
            Self::Agency(agency) => party.officer.is_none() && party.agency_in(book).as_ref() == Some(agency),
            Self::Body(body) => body.is_meant(party),
        }
    }

    /// Whether they may read an assignment: an officer by the rules; a desk and an agency what is not another's alone; a body what is nobody's alone.
    pub(crate) fn may_read(&self, app: &App, a: &Assignment) -> bool {
        let alone = |agency: &AgencyId| a.silent_of.as_ref().is_none_or(|one| one == agency);
        match self {
            Self::Officer(caller) => caller.reads(app, &assignment_label(app, a)),
            Self::Desk(desk) => alone(&desk.agency),
            Self::Agency(agency) => alone(agency),
            Self::Body(_) => a.silent_of.is_none(),
        }
    }

    fn point(&self) -> &str {
        match self {
            Self::Officer(caller) => caller.account.officer.point.as_ref().map_or("", |p| p.as_str()),
            Self::Desk(desk) => desk.point.as_ref().map_or("", |p| p.as_str()),
            Self::Agency(_) => "",
            Self::Body(body) => &body.point,
        }
    }

    /// The name of their time zone: the crossing point's, or the framework's.
    pub(crate) fn zone_name(&self, book: &Rulebook) -> String {
        book.zone_at(self.point()).to_owned()
    }

    /// Their time zone; UTC where its name is not known.
    pub(crate) fn zone(&self, book: &Rulebook) -> TimeZone {
        TimeZone::get(&self.zone_name(book)).unwrap_or(TimeZone::UTC)
    }

    /// What people call them.
    pub(crate) fn name(&self, app: &App, book: &Rulebook, language: &str) -> String {
        match self {
            Self::Officer(caller) => caller.account.name.clone(),
            Self::Desk(desk) => book.desks.get(&desk.desk).map_or_else(String::new, |d| d.name.clone()),
            Self::Agency(id) => book.agencies.get(id).map_or_else(String::new, |a| a.name.in_language(language).to_owned()),
            Self::Body(body) => crate::bodies::name(app, body, language),
        }
    }

    /// What the rules know of their settings.
    pub(crate) fn label(&self, app: &App, book: &Rulebook) -> Label {
        let of = |agency: &AgencyId| {
            let state = book.agencies.get(agency).map_or_else(|| book.own_state(), |a| a.state.clone());
            Label::of(Kind::Notification, agency, &state)
        };
        let mut label = match self {
            Self::Officer(caller) => of(&caller.account.officer.agency),
            Self::Desk(desk) => {
                let mut label = of(&desk.agency);
                label.subject_desk = Some(desk.desk.clone());
                label
            }
            Self::Agency(agency) => of(agency),
            Self::Body(body) => Label { kind: Kind::Notification, tlp: 0, ..body_label(app, body, false) },
        };
        label.point = Some(self.point()).filter(|p| !p.is_empty()).map(Into::into);
        label.states = book.states_at(self.point());
        label
    }
}
