//! What each kind of practice depends on, and what of it stays a decision.

use super::{Kind, Practice, Work, write};
use crate::diff::purpose;
use crate::model::*;
use std::collections::BTreeSet;
use toml_edit::{DocumentMut, Item, Table};

fn ids_of<'i, T: 'i>(items: &'i [In<T>], id: fn(&T) -> &Id) -> Vec<String> {
    items.iter().map(|i| id(&i.item).get_ref().clone()).collect()
}

/// Ids of a kind.
pub(super) fn ids(f: &Framework, kind: Kind) -> Vec<String> {
    match kind {
        Kind::Procedure => ids_of(&f.procedures, |x| &x.id),
        Kind::Ladder => ids_of(&f.ladders, |x| &x.id),
        Kind::Body => ids_of(&f.bodies, |x| &x.id),
        Kind::List => ids_of(&f.lists, |x| &x.id),
        Kind::Clock => ids_of(&f.clocks, |x| &x.id),
        Kind::Standard => ids_of(&f.standards, |x| &x.id),
        Kind::HoldGround => ids_of(&f.hold_grounds, |x| &x.id),
        Kind::RefusalGround => ids_of(&f.refusal_grounds, |x| &x.id),
        Kind::Desk => ids_of(&f.desks, |x| &x.id),
    }
}

fn file_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Procedure => "procedures",
        Kind::Ladder | Kind::Clock | Kind::HoldGround | Kind::RefusalGround => "clocks.toml",
        Kind::Body => "bodies.toml",
        Kind::List => "lists.toml",
        Kind::Standard => "standards.toml",
        Kind::Desk => "desks.toml",
    }
}

fn by_id<'f, T>(items: &'f [In<T>], id: &str, of: fn(&T) -> &Id) -> Option<&'f T> {
    items.iter().map(|i| &i.item).find(|i| of(i).get_ref() == id)
}

impl Work<'_> {
    fn adopted_from(&self) -> String {
        let h = &self.from.framework.header;
        format!("Adopted from {} {}", h.name, h.version)
    }

    fn decide(&mut self, what: impl Into<String>) {
        self.out.decide.push(what.into());
    }

    /// Takes an item over with what it depends on. Of what was asked for (`asked`), that it is there already is a conflict; of the rest it is welcome.
    pub(super) fn take(&mut self, kind: Kind, id: &str, asked: bool) {
        let practice = Practice { kind, id: id.to_owned() };
        if !self.seen.insert(practice.clone()) {
            return;
        }
        let new_id = self.rename.as_ref().filter(|(p, _)| *p == practice).map_or(id, |(_, to)| to).to_owned();
        if ids(self.to.framework, kind).contains(&new_id) {
            let name = &self.to.framework.header.name;
            if asked {
                self.conflicts.push(format!("{name} has a {} `{new_id}` already (--as gives another id)", kind.word()));
            } else {
                self.out.there.push(format!("{practice}: {name} has its own"));
            }
            return;
        }
        if kind == Kind::Procedure {
            self.procedure(id, &new_id);
        } else {
            let text = self.from.texts.get(file_of(kind)).and_then(|t| write::find(t, kind.word(), id));
            let Some(mut table) = text else {
                self.lacks.push(format!("mend the file that {practice} stands in"));
                return;
            };
            write::set(&mut table, "id", &*new_id);
            match kind {
                Kind::Ladder => self.ladder(id),
                Kind::Clock => self.clock(id),
                Kind::Body => self.body(id, &mut table),
                Kind::List => self.list(id, &mut table),
                Kind::Standard => self.standard(id, &mut table),
                Kind::HoldGround | Kind::RefusalGround => self.ground(kind, id, &mut table),
                Kind::Procedure | Kind::Desk => {}
            }
            self.add(kind, table);
        }
        self.out.adopted.push(Practice { kind, id: new_id });
    }

    fn add(&mut self, kind: Kind, mut table: Table) {
        write::mark(&mut table, &self.adopted_from(), &self.to.framework.header.languages);
        let added = self.edits.entry(file_of(kind).to_owned()).or_default();
        let more = write::text(kind.word(), table);
        *added = if added.is_empty() { more } else { format!("{added}\n{more}") };
    }

    fn ladder(&mut self, id: &str) {
        let Some(ladder) = by_id(&self.from.framework.ladders, id, |l| &l.id) else { return };
        for rung in &ladder.rungs {
            match rung.to.get_ref().as_str() {
                "joc_lead" => self.level("joc", false),
                "committee_chair" => self.level("point", true),
                "secretariat_duty" => self.level("secretariat", false),
                "national_chair" => self.level("national", true),
                "agency_duty" if !self.to.framework.desks.iter().any(|d| d.item.kind.get_ref() == "duty") => {
                    self.lacks.push("describe the duty desks of the agencies in desks.toml".into());
                }
                _ => {}
            }
        }
    }

    /// A body of a level that the adopting country has, or the other's.
    fn level(&mut self, level: &str, chaired: bool) {
        let there: Vec<&Body> = self.to.framework.bodies.iter().map(|b| &b.item).filter(|b| b.level.get_ref() == level).collect();
        if there.iter().any(|b| !chaired || b.chair.is_some()) {
            return;
        }
        if let Some(b) = there.first() {
            self.lacks.push(format!("name the chair of `{}`, to whom the ladder leads", b.id.get_ref()));
            return;
        }
        let theirs = self.from.framework.bodies.iter().find(|b| b.item.level.get_ref() == level).map(|b| b.item.id.get_ref().clone());
        if let Some(id) = theirs {
            self.take(Kind::Body, &id, false);
        }
    }

    fn clock(&mut self, id: &str) {
        let ladder = by_id(&self.from.framework.clocks, id, |k| &k.id).and_then(|k| k.ladder.as_ref());
        if let Some(ladder) = ladder {
            self.take(Kind::Ladder, ladder.get_ref(), false);
        }
    }

    fn ground(&mut self, kind: Kind, id: &str, table: &mut Table) {
        write::set(table, "legal_basis", "to be decided");
        if table.contains_key("state") {
            write::set(table, "state", &**self.to.framework.header.state.get_ref());
        }
        self.decide(format!("{}:{id}: under which law", kind.word()));
        if kind == Kind::HoldGround
            && let Some(g) = by_id(&self.from.framework.hold_grounds, id, |g| &g.id)
        {
            self.take(Kind::Ladder, g.ladder.get_ref(), false);
        }
    }

    fn body(&mut self, id: &str, table: &mut Table) {
        let Some(body) = by_id(&self.from.framework.bodies, id, |b| &b.id) else { return };
        let level = body.level.get_ref().as_str();
        let there: Vec<&str> =
            self.to.framework.bodies.iter().filter(|b| b.item.level.get_ref() == level).map(|b| b.item.id.get_ref().as_str()).collect();
        let name = self.to.framework.header.name.clone();
        if let Some(other) = there.first() {
            if matches!(level, "point" | "joc") {
                self.conflicts.push(format!("{name} has `{other}` at every point already"));
            } else {
                let text = format!("body:{id}: how it stands to `{}`, which {name} has at this level", there.join("`, `"));
                self.decide(text);
            }
        }
        if let Some(parent) = &body.parent {
            self.parent(parent.get_ref(), table);
        }
        if table.remove("legal_basis").is_some() {
            self.decide(format!("body:{id}: which law establishes it"));
        }
        for key in ["chair", "deputy", "secretary"] {
            if !write::seat(table, key, &self.agencies) {
                self.decide(format!("body:{id}: who is {key}; no agency does the same work"));
            } else if table.get(key).is_some_and(Item::is_table_like) {
                self.decide(format!("body:{id}: which office is {key}"));
            }
        }
        let gone = write::members(table, &self.agencies);
        if !gone.is_empty() {
            self.decide(format!("body:{id}: who sits for what {} do there", gone.join(", ")));
        }
        quorum(table);
        if matches!(level, "point" | "joc") {
            let open: Vec<&Point> = self.to.framework.points.iter().map(|p| &p.item).filter(|p| p.status.get_ref() == "open").collect();
            for (role, without) in [
                ("leads", open.iter().filter(|p| p.lead.is_none()).count()),
                ("is deputy", open.iter().filter(|p| p.deputy.is_none()).count()),
            ] {
                if without > 0 {
                    self.decide(format!("who {role} at the {without} of {} open points where nobody does", open.len()));
                }
            }
            if level == "joc" {
                self.decide("where the desks of the joint operations centre are at each point (kind = \"joc\")");
            }
        }
    }

    /// The body above: the country's own of that level, else the other's comes along.
    fn parent(&mut self, parent: &str, table: &mut Table) {
        let level = by_id(&self.from.framework.bodies, parent, |b| &b.id).map(|b| b.level.get_ref().as_str());
        let ours =
            self.to.framework.bodies.iter().find(|b| Some(b.item.level.get_ref().as_str()) == level).map(|b| b.item.id.get_ref().clone());
        match ours {
            Some(ours) => write::set(table, "parent", ours),
            None => self.take(Kind::Body, parent, false),
        }
    }

    fn list(&mut self, id: &str, table: &mut Table) {
        let Some(list) = by_id(&self.from.framework.lists, id, |l| &l.id) else { return };
        let Some(owner) = self.agencies.get(list.owner.get_ref().as_str()).copied() else {
            self.lacks.push(format!("describe the agency that would own the list: it does what {} does there", list.owner.get_ref()));
            return;
        };
        write::set(table, "owner", owner);
        let approver = self.agencies.get(list.approver.get_ref().as_str()).copied().unwrap_or(owner);
        write::set(table, "approver", approver);
        for (key, what) in
            [("legal_basis", "under which law people are listed"), ("appeal", "to whom somebody turns who is not the one meant")]
        {
            table.remove(key);
            self.decide(format!("list:{id}: {what}"));
        }
        self.decide(format!("list:{id}: whether {owner} owns it and {approver} approves entries"));
        if let Some(desk) = &list.duty_desk {
            self.duty_desk(desk.get_ref(), owner, table);
        }
        if let Some(clock) = &list.answer {
            self.take(Kind::Clock, clock.get_ref(), false);
        }
    }

    fn duty_desk(&mut self, theirs: &str, owner: &str, table: &mut Table) {
        let ours = self.to.framework.desks.iter().find(|d| d.item.agency.get_ref() == owner && d.item.kind.get_ref() == "duty");
        if let Some(desk) = ours {
            write::set(table, "duty_desk", desk.item.id.get_ref().as_str());
            return;
        }
        let id = format!("{}.duty", owner.to_lowercase());
        write::set(table, "duty_desk", &*id);
        self.decide(format!("desk:{id}: where the duty desk of {owner} is"));
        if ids(self.to.framework, Kind::Desk).contains(&id) || !self.seen.insert(Practice { kind: Kind::Desk, id: id.clone() }) {
            return;
        }
        let mut desk = self.from.texts.get("desks.toml").and_then(|t| write::find(t, "desk", theirs)).unwrap_or_default();
        for (key, value) in [("id", id.as_str()), ("agency", owner), ("name", "Duty officer"), ("kind", "duty")] {
            write::set(&mut desk, key, value);
        }
        self.add(Kind::Desk, desk);
        self.out.adopted.push(Practice { kind: Kind::Desk, id });
    }

    fn standard(&mut self, id: &str, table: &mut Table) {
        let Some(standard) = by_id(&self.from.framework.standards, id, |s| &s.id) else { return };
        if let Some(p) = &standard.procedure {
            let ours = self.same_purpose(p.get_ref());
            match (&ours, &standard.stage) {
                (Some(ours), Some(stage)) => match self.same_stage(p.get_ref(), stage.get_ref(), ours) {
                    Some(stage) => write::set(table, "stage", stage),
                    None => self.lacks.push(format!(
                        "add to `{ours}` the stage that {} measures as `{}`",
                        self.from.framework.header.name,
                        stage.get_ref()
                    )),
                },
                (None, _) => self.take(Kind::Procedure, p.get_ref(), false),
                _ => {}
            }
            if let Some(ours) = ours {
                write::set(table, "procedure", ours);
            }
        }
        if let Some(clock) = &standard.clock {
            self.take(Kind::Clock, clock.get_ref(), false);
        }
        if let Some(body) = &standard.body {
            let level = by_id(&self.from.framework.bodies, body.get_ref(), |b| &b.id).map(|b| b.level.get_ref().clone());
            let ours = self.to.framework.bodies.iter().find(|b| Some(b.item.level.get_ref()) == level.as_ref());
            match ours {
                Some(ours) => write::set(table, "body", ours.item.id.get_ref().as_str()),
                None => self.take(Kind::Body, body.get_ref(), false),
            }
        }
        self.decide(format!("standard:{id}: whether the target fits"));
    }

    /// The country's own procedure for the same crossings.
    fn same_purpose(&self, theirs: &str) -> Option<String> {
        let theirs = purpose(by_id(&self.from.framework.procedures, theirs, |p| &p.id)?);
        self.to.framework.procedures.iter().find(|p| purpose(&p.item) == theirs).map(|p| p.item.id.get_ref().clone())
    }

    fn same_stage(&self, procedure: &str, stage: &str, ours: &str) -> Option<String> {
        let what = |s: &Stage| (s.kind.get_ref().clone(), s.function.get_ref().clone(), s.examines.as_ref().map(|e| e.get_ref().clone()));
        let theirs = by_id(&self.from.framework.procedures, procedure, |p| &p.id)?.stage.iter().find(|s| s.id.get_ref() == stage)?;
        let ours = by_id(&self.to.framework.procedures, ours, |p| &p.id)?;
        ours.stage.iter().find(|s| what(s) == what(theirs)).map(|s| s.id.get_ref().clone())
    }

    fn procedure(&mut self, id: &str, new_id: &str) {
        let Some(p) = self.from.framework.procedures.iter().find(|p| p.item.id.get_ref() == id) else { return };
        let Some(mut document) = self.from.texts.get(&p.file).and_then(|t| t.parse::<DocumentMut>().ok()) else {
            self.lacks.push(format!("mend {}", p.file));
            return;
        };
        let name = self.to.framework.header.name.clone();
        if let Some(ours) = self.same_purpose(id) {
            self.conflicts
                .push(format!("`{ours}` of {name} is for the same crossings as `{id}`: remove it first if the other is to run instead"));
        }
        write::set(document.as_table_mut(), "id", new_id);
        self.parts(p, &mut document);
        if document.remove("reversal").is_some() {
            self.decide(format!("procedure:{id}: under which agreement controls may be reversed"));
        }
        let gone = self.unowned(p);
        if let Some(stages) = document.get_mut("stage").and_then(Item::as_array_of_tables_mut) {
            stages.retain(|t| !t.get("id").and_then(Item::as_str).is_some_and(|s| gone.iter().any(|g| g == s)));
            for t in stages.iter_mut() {
                write::without(t, "after", &gone);
                write::without(t, "joins", &gone);
            }
        }
        let here = |x: &In<Point>| x.item.status.get_ref() == "open" && crate::procedure::serves(&p.item, &x.item);
        if !self.to.framework.points.iter().any(here) {
            self.decide(format!("procedure:{id}: at which point it runs; {name} has no open one of this kind"));
        }
        self.decide(format!("procedure:{id}: whether times and targets fit"));
        write::mark(document.as_table_mut(), &self.adopted_from(), &self.to.framework.header.languages);
        let path = format!("procedures/{new_id}.toml");
        if self.to.texts.contains_key(&path) {
            self.conflicts.push(format!("{path} is there already"));
        }
        self.edits.insert(path, document.to_string());
    }

    /// Procedures of what is carried: the country's own where it has them.
    fn parts(&mut self, p: &Procedure, document: &mut DocumentMut) {
        for part in p.parts.iter().flatten() {
            let part = part.get_ref().as_str();
            let Some(ours) = self.same_purpose(part) else {
                self.take(Kind::Procedure, part, false);
                continue;
            };
            let list = document.get_mut("parts").and_then(Item::as_array_mut);
            for v in list.into_iter().flat_map(|l| l.iter_mut()).filter(|v| v.as_str() == Some(part)) {
                *v = ours.as_str().into();
            }
        }
    }

    /// Stages that no agency here could own: those on demand are left out, the others have to be thought of first. Grounds of the rest come along.
    fn unowned(&mut self, p: &Procedure) -> Vec<String> {
        let known: BTreeSet<&str> =
            self.to.framework.agencies.iter().flat_map(|a| a.item.functions.iter().map(|f| f.get_ref().as_str())).collect();
        let (mut gone, mut functions) = (Vec::new(), BTreeSet::new());
        for s in &p.stage {
            let (stage, function) = (s.id.get_ref(), s.function.get_ref().as_str());
            if known.contains(function) {
                functions.insert(function.to_owned());
            } else if s.mandatory == Some(false) {
                self.decide(format!(
                    "procedure:{}: who does `{stage}`; it is left out, because no agency has the function `{function}`",
                    p.id.get_ref()
                ));
                gone.push(stage.clone());
            } else {
                self.lacks.push(format!("give an agency the function `{function}`, which owns `{stage}`"));
            }
        }
        for function in functions {
            self.grounds(&function);
        }
        gone
    }

    fn grounds(&mut self, function: &str) {
        let (from, to) = (self.from.framework, self.to.framework);
        let own = |state: Option<&Id>| state.is_none_or(|s| s.get_ref() == from.header.state.get_ref());
        if !to.hold_grounds.iter().any(|g| g.item.function.get_ref() == function) {
            for g in from.hold_grounds.iter().filter(|g| g.item.function.get_ref() == function && own(g.item.state.as_ref())) {
                self.take(Kind::HoldGround, g.item.id.get_ref(), false);
            }
        }
        if !to.refusal_grounds.iter().any(|g| g.item.function.get_ref() == function) {
            for g in from.refusal_grounds.iter().filter(|g| g.item.function.get_ref() == function && own(g.item.state.as_ref())) {
                self.take(Kind::RefusalGround, g.item.id.get_ref(), false);
            }
        }
    }
}

/// A quorum that asks for offices or numbers that were not taken over could never be met.
fn quorum(table: &mut Table) {
    let members = table.get("members").and_then(Item::as_array).map(toml_edit::Array::len);
    let (chair, deputy) = (table.contains_key("chair"), table.contains_key("deputy"));
    let Some(quorum) = table.get_mut("quorum").and_then(Item::as_table_like_mut) else { return };
    let held = match quorum.get("with").and_then(Item::as_str) {
        Some("chair") => chair,
        Some(_) => chair || deputy,
        None => true,
    };
    if !held {
        quorum.remove("with");
    }
    let count = quorum.get("count").and_then(Item::as_integer);
    if count.is_some_and(|n| members.is_some_and(|all| usize::try_from(n).is_ok_and(|n| n > all))) {
        table.remove("quorum");
    }
}
