//! Messages on their way: what is due is sent, what failed is sent again, and what failed too long is given up where an administrator sees it.

use super::content::{Content, Outgoing, Place};
use super::mail::Letter;
use super::settings::Kept;
use super::tables::{OUTBOX, OUTBOX_ITEM};
use super::text::{Words, payload};
use super::webhook::Posted;
use super::{Channel, Failed, Patience, hear::hear, webhook};
use crate::app::App;
use crate::timers::heard_of;
use backon::{BackoffBuilder, ExponentialBuilder};
use coordination::notification::Holder;
use jiff::Timestamp;
use journal::{StorageError, Value};
use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

/// Messages that are looked up together.
const AT_ONCE: u32 = 200;
/// Messages that are sent at the same time; to one receiver one after the other.
const FLYING: usize = 16;
/// What ended longer ago is forgotten. Microseconds.
const KEPT_US: i64 = 30 * 86_400_000_000;
/// The longest sleep: a clock that stands or was set is noticed by then.
const LONGEST: Duration = Duration::from_secs(30);
/// Looks are this far apart when assignments move all the time: what happens in between goes in one message.
const BETWEEN: Duration = Duration::from_millis(250);

/// What came of sending a message.
struct Sent {
    message: Outgoing,
    attempts: i64,
    outcome: Result<(), Failed>,
}

/// Messages under way.
#[derive(Default)]
struct Sending {
    tasks: JoinSet<Sent>,
    receivers: HashSet<(Holder, Channel)>,
}

/// The pause before a message is sent again, after so many attempts. Chance comes from the message's id: many that failed together do not come back together.
fn pause(patience: &Patience, id: &str, attempts: i64) -> Duration {
    let seed = u64::from_str_radix(id.get(..16).unwrap_or(""), 16).unwrap_or(0);
    let builder = ExponentialBuilder::default().with_min_delay(patience.first).with_max_delay(patience.longest).with_factor(2.0);
    let mut pauses = builder.without_max_times().with_jitter().with_jitter_seed(seed).build();
    pauses.nth(usize::try_from(attempts - 1).unwrap_or(0)).unwrap_or(patience.longest)
}

fn micros(d: Duration) -> i64 {
    i64::try_from(d.as_micros()).unwrap_or(i64::MAX)
}

/// Why a message goes nowhere any more.
fn nowhere(why: &str) -> Failed {
    Failed { why: why.to_owned(), for_good: true }
}

/// Gives a message to whoever takes it on.
pub(crate) async fn send(app: &App, place: &Place<'_>, kept: &Kept, m: &Outgoing, content: &Content) -> Result<(), Failed> {
    let options = &app.notifications.options;
    match m.channel {
        Channel::Mail => {
            let server =
                options.mail.clone().ok_or_else(|| Failed { why: "this server sends no mail (`--smtp`)".to_owned(), for_good: false })?;
            let book = app.book();
            let language = kept.setting.language.as_str();
            let wanted: Vec<&str> = [language].into_iter().chain(book.framework.header.languages.iter().map(String::as_str)).collect();
            let words = Words::of(&wanted).ok_or_else(|| nowhere("there are no texts"))?;
            let name = place.who.name(app, &book, language);
            let (subject, body) = words.letter(content, &name, &options.console);
            server.deliver(Letter { id: m.id.clone(), to: kept.setting.email.clone(), subject, body }).await
        }
        Channel::Webhook => {
            let at = Timestamp::from_microsecond(m.send_us).unwrap_or_default().to_string();
            let posted = Posted {
                url: kept.setting.webhook.clone(),
                secret: kept.secret.clone(),
                id: format!("msg_{}", m.id),
                at_s: world_seconds(),
                body: payload(content, &m.holder.to_string(), &at),
            };
            let reach = options.reach;
            let sent = tokio::task::spawn_blocking(move || webhook::deliver(reach, &posted)).await;
            sent.unwrap_or_else(|e| Err(Failed { why: format!("sending broke off: {e}"), for_good: false }))
        }
    }
}

/// A receiver compares it with its own clock, so that a demonstration's will not do. Seconds since 1970, UTC.
#[allow(clippy::disallowed_methods, reason = "the shell reads the clock; the receiver's is the world's")]
fn world_seconds() -> i64 {
    Timestamp::now().as_second()
}

/// The statement that notes what a message has come to: it is over, or tried again at a time.
fn noted(m: &str, state: &str, next_us: Option<i64>, attempts: i64, error: &str, now_us: i64) -> (String, Vec<Value>) {
    let (next, ended) = if next_us.is_some() { ("$5", "NULL") } else { ("NULL", "$5") };
    let text =
        format!("UPDATE {} SET state = $2, attempts = $3, error = $4, next_us = {next}, ended_us = {ended} WHERE id = $1", OUTBOX.name);
    (text, vec![m.into(), state.into(), attempts.into(), error.into(), next_us.unwrap_or(now_us).into()])
}

async fn note(app: &App, sent: Sent) -> Result<(), StorageError> {
    let (now_us, patience, m) = (app.clock.now_us(), app.notifications.options.patience, &sent.message);
    let mut statements = Vec::new();
    let statement = match sent.outcome {
        Ok(()) => {
            metrics::counter!("mpaka_notifications_sent_total").increment(1);
            noted(&m.id, "sent", None, sent.attempts, "", now_us)
        }
        Err(Failed { why, for_good }) => {
            let again = now_us.saturating_add(micros(pause(&patience, &m.id, sent.attempts)));
            let over = for_good || now_us.saturating_sub(m.send_us) >= micros(patience.give_up);
            if over {
                metrics::counter!("mpaka_notifications_failed_total").increment(1);
                tracing::error!(holder = %m.holder, channel = m.channel.word(), attempts = sent.attempts, why, "a notification was given up");
                noted(&m.id, "failed", None, sent.attempts, &why, now_us)
            } else {
                tracing::warn!(holder = %m.holder, channel = m.channel.word(), attempts = sent.attempts, why, "a notification is tried again");
                // What else waits for the same receiver waits with it, and lets the others' messages by.
                let later = format!("UPDATE {} SET next_us = $1 WHERE holder = $2 AND channel = $3 AND next_us < $1", OUTBOX.name);
                statements.push((later, vec![again.into(), m.holder.to_string().into(), m.channel.word().into()]));
                noted(&m.id, "retrying", Some(again), sent.attempts, &why, now_us)
            }
        }
    };
    statements.push(statement);
    app.journal.write(statements).await?;
    Ok(())
}

/// Takes a message that is due: its words, and whoever it is for.
async fn take(app: &App, sending: &mut Sending, m: Outgoing, attempts: i64) -> Result<(), StorageError> {
    let kept: Option<Arc<Kept>> = app.notifications.settings.all(&app.journal).await?.get(&m.holder).cloned();
    let kept = kept.filter(|k| !m.channel.address(&k.setting).is_empty());
    let content = match Place::of(app, &m.holder).filter(|_| kept.is_some()) {
        Some(place) => place.content(&m).await?,
        None => None,
    };
    let (Some(kept), Some(content)) = (kept, content) else {
        // Whoever asked for it does not any more, or is gone, or there is nothing left to say.
        app.journal.write(vec![noted(&m.id, "nothing", None, attempts, "", app.clock.now_us())]).await?;
        return Ok(());
    };
    sending.receivers.insert((m.holder.clone(), m.channel));
    let app = app.clone();
    sending.tasks.spawn(async move {
        let outcome = match Place::of(&app, &m.holder) {
            Some(place) => send(&app, &place, &kept, &m, &content).await,
            None => Err(nowhere("whoever it was for is gone")),
        };
        Sent { message: m, attempts: attempts + 1, outcome }
    });
    Ok(())
}

/// Starts sending what is due, as far as there is room. When the next one is due that waits for its time.
async fn start(app: &App, sending: &mut Sending) -> Result<Option<i64>, StorageError> {
    let now_us = app.clock.now_us();
    let text = format!(
        "SELECT id, holder, channel, what, send_us, attempts, next_us FROM {} WHERE next_us IS NOT NULL ORDER BY next_us, id LIMIT {AT_ONCE}",
        OUTBOX.name
    );
    for row in app.journal.query(&text, &[]).await? {
        let next_us = row.int(6)?;
        if next_us > now_us {
            return Ok(Some(next_us));
        }
        let (id, holder, channel) = (row.text(0)?, row.text(1)?, row.text(2)?);
        let (Ok(holder), Some(channel)) = (holder.parse::<Holder>(), Channel::of(&channel)) else {
            app.journal.write(vec![noted(&id, "failed", None, row.int(5)?, "the row cannot be read", now_us)]).await?;
            continue;
        };
        if sending.tasks.len() >= FLYING {
            return Ok(None);
        }
        if !sending.receivers.contains(&(holder.clone(), channel)) {
            let m = Outgoing { id, holder, channel, what: row.text(3)?, send_us: row.int(4)? };
            take(app, sending, m, row.int(5)?).await?;
        }
    }
    Ok(None)
}

/// Forgets what ended long ago.
async fn forget(app: &App) -> Result<(), StorageError> {
    let old = app.clock.now_us() - KEPT_US;
    let items = format!("DELETE FROM {} WHERE message IN (SELECT id FROM {} WHERE ended_us < $1)", OUTBOX_ITEM.name, OUTBOX.name);
    let messages = format!("DELETE FROM {} WHERE ended_us < $1", OUTBOX.name);
    app.journal.write(vec![(items, vec![old.into()]), (messages, vec![old.into()])]).await?;
    Ok(())
}

async fn landed(app: &App, sending: &mut Sending, sent: Result<Sent, tokio::task::JoinError>) -> Result<(), StorageError> {
    match sent {
        Ok(sent) => {
            sending.receivers.remove(&(sent.message.holder.clone(), sent.message.channel));
            note(app, sent).await
        }
        Err(e) => {
            // Which of them it was is not known: all others go on, and this one is taken again.
            tracing::error!(%e, "sending a notification broke off");
            if sending.tasks.is_empty() {
                sending.receivers.clear();
            }
            Ok(())
        }
    }
}

/// Hears what is new and sends everything that is due now, once each. The time of what comes next, as far as it is known.
///
/// # Errors
/// When the database fails; what was sent and noted stays so.
pub async fn notify(app: &App) -> Result<Option<i64>, StorageError> {
    let mut sending = Sending::default();
    let heard = hear(app).await?;
    loop {
        let next = start(app, &mut sending).await?;
        if sending.tasks.is_empty() {
            return Ok([heard, next].into_iter().flatten().min());
        }
        while let Some(sent) = sending.tasks.join_next().await {
            landed(app, &mut sending, sent).await?;
        }
    }
}

async fn step(app: &App, sending: &mut Sending) -> Result<Duration, StorageError> {
    let heard = hear(app).await?;
    let next = start(app, sending).await?;
    let at = [heard, next].into_iter().flatten().min();
    Ok(at.map_or(LONGEST, |at| app.clock.until(at).clamp(BETWEEN, LONGEST)))
}

/// Hears and sends until the server ends. What was under way then is sent by the next one.
pub async fn run(app: App) {
    let (mut feed, mut ends, mut sending) = (app.journal.subscribe(), app.shutdown.clone(), Sending::default());
    let mut daily = tokio::time::interval(Duration::from_secs(24 * 60 * 60));
    loop {
        let wait = match step(&app, &mut sending).await {
            Ok(wait) => wait,
            Err(e) => {
                tracing::error!(doing = e.doing, what = %e.what, "notifications wait for the database");
                Duration::from_secs(1)
            }
        };
        let soonest = tokio::time::Instant::now() + BETWEEN;
        let sleep = tokio::time::sleep(wait);
        tokio::pin!(sleep);
        loop {
            tokio::select! {
                () = &mut sleep => break,
                _ = ends.changed() => return,
                () = app.notifications.changed.notified() => break,
                Some(sent) = sending.tasks.join_next() => {
                    if let Err(e) = landed(&app, &mut sending, sent).await {
                        tracing::error!(doing = e.doing, what = %e.what, "what came of a notification was not noted; it may be sent again");
                    }
                    // There may be more for the same receiver.
                    sleep.as_mut().reset(soonest);
                }
                _ = daily.tick() => {
                    if let Err(e) = forget(&app).await {
                        tracing::error!(doing = e.doing, what = %e.what, "old notifications stay");
                    }
                }
                heard = feed.recv() => match heard_of(heard, &["assignment."]) {
                    Some(true) => sleep.as_mut().reset(soonest),
                    Some(false) => {}
                    None => return,
                },
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_a_bound_and_differ_by_message() {
        let patience =
            Patience { first: Duration::from_secs(30), longest: Duration::from_secs(3600), give_up: Duration::from_secs(86_400) };
        let ids = ["0011223344556677", "ffeeddccbbaa9988"];
        for id in ids {
            for (attempts, least) in [(1, 30), (2, 60), (3, 120), (8, 3600), (40, 3600)] {
                let pause = pause(&patience, id, attempts).as_secs_f64();
                assert!((f64::from(least)..=2.0 * f64::from(least)).contains(&pause), "{id} {attempts}: {pause}");
            }
        }
        assert_ne!(pause(&patience, ids[0], 3), pause(&patience, ids[1], 3));
        assert_eq!(pause(&patience, ids[0], 3), pause(&patience, ids[0], 3));
    }
}
