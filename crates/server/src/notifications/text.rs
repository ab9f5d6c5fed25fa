//! Messages in words: the texts of each language lie in a file of their own, `text/LANGUAGE.toml`.

use super::content::{Content, Item, Part};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Languages that have texts, and their files. The first stands for all others.
const FILES: [(&str, &str); 4] = [
    ("en", include_str!("text/en.toml")),
    ("fr", include_str!("text/fr.toml")),
    ("sw", include_str!("text/sw.toml")),
    ("ur", include_str!("text/ur.toml")),
];

static TEXTS: LazyLock<BTreeMap<&str, BTreeMap<String, String>>> =
    LazyLock::new(|| FILES.iter().map(|(language, file)| (*language, toml::from_str(file).unwrap_or_default())).collect());

/// The languages that have texts.
pub(crate) fn languages() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(language, _)| *language)
}

/// A message in one language.
pub(crate) struct Words<'a>(&'a BTreeMap<String, String>);

impl Words<'_> {
    /// In the first of some languages that has texts.
    pub(crate) fn of(wanted: &[&str]) -> Option<Words<'static>> {
        wanted.iter().chain(&[FILES[0].0]).find_map(|l| TEXTS.get::<str>(l)).map(Words)
    }

    fn say(&self, key: &str, values: &[(&str, &str)]) -> String {
        let text = self.0.get(key).map_or(key, String::as_str);
        values.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }

    fn headline(&self, item: &Item) -> String {
        match &item.told {
            None => self.say("something", &[]),
            Some(told) => self.say(&format!("headline.{}", item.reason), &[("title", &told.title)]),
        }
    }

    fn item(&self, item: &Item, out: &mut String) {
        out.push_str(&self.headline(item));
        out.push('\n');
        if let Some(t) = &item.told {
            let due = self.say("due", &[("due", &t.due_text)]);
            let about = [self.say("priority", &[("priority", &t.priority)]), self.say("reference", &[("reference", &t.reference)])];
            for line in [due].iter().chain(&about) {
                out.push_str(&format!("  {line}\n"));
            }
        }
        out.push_str(&format!("  {}\n\n", item.link));
    }

    fn part(&self, title: Option<&str>, part: &Part, out: &mut String) {
        if part.items.is_empty() {
            return;
        }
        if let Some(key) = title {
            let count = (part.items.len() + part.more).to_string();
            out.push_str(&format!("{}\n\n", self.say(key, &[("count", &count)])));
        }
        for item in &part.items {
            self.item(item, out);
        }
        if part.more > 0 {
            out.push_str(&format!("{}\n\n", self.say("more", &[("count", &part.more.to_string())])));
        }
    }

    /// The subject of a letter, and its text.
    pub(crate) fn letter(&self, content: &Content, name: &str, console: &str) -> (String, String) {
        let mut body = String::new();
        let subject = match content {
            Content::Test => {
                body.push_str(&format!("{}\n\n", self.say("test.body", &[])));
                self.say("test.subject", &[])
            }
            Content::News { held, part, settled } => {
                if *held {
                    body.push_str(&format!("{}\n\n", self.say("held", &[])));
                }
                self.part(None, part, &mut body);
                if *settled > 0 {
                    body.push_str(&format!("{}\n\n", self.say("settled", &[("count", &settled.to_string())])));
                }
                match &part.items[..] {
                    [one] if part.more == 0 => self.headline(one),
                    all => self.say("several", &[("count", &(all.len() + part.more).to_string())]),
                }
            }
            Content::Digest { day, overdue, owes, owed } => {
                self.part(Some("digest.overdue"), overdue, &mut body);
                self.part(Some("digest.owes"), owes, &mut body);
                self.part(Some("digest.owed"), owed, &mut body);
                self.say("digest.subject", &[("day", day)])
            }
        };
        body.push_str(&format!("-- \n{}\n", self.say("footer", &[("name", name), ("link", &format!("{console}/notifications"))])));
        (subject, body)
    }
}

/// The body of a webhook's message: `type`, `timestamp` and `data`, as the Standard Webhooks specification recommends.
pub(crate) fn payload(content: &Content, holder: &str, at: &str) -> String {
    let (kind, mut data) = match content {
        Content::Test => ("notification.test", serde_json::json!({})),
        Content::News { held, part, settled } => {
            let kind = if *held { "notification.held" } else { "notification.at_once" };
            (kind, serde_json::json!({ "items": part.items, "more": part.more, "settled": settled }))
        }
        Content::Digest { day, overdue, owes, owed } => {
            ("notification.digest", serde_json::json!({ "day": day, "overdue": overdue, "owes": owes, "owed": owed }))
        }
    };
    data["holder"] = holder.into();
    serde_json::json!({ "type": kind, "timestamp": at, "data": data }).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(text: &str) -> Vec<&str> {
        let mut all: Vec<&str> = text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect();
        all.sort_unstable();
        all
    }

    #[test]
    fn every_language_says_everything_with_the_same_values() {
        let english = &TEXTS["en"];
        assert!(english.len() > 15, "{english:?}");
        for (language, texts) in TEXTS.iter() {
            assert_eq!(texts.keys().collect::<Vec<_>>(), english.keys().collect::<Vec<_>>(), "{language}");
            for (key, text) in texts {
                assert_eq!(places(text), places(&english[key]), "{language} {key}");
                assert!(
                    !text.trim().is_empty() && (*language == "en" || text != &english[key] || key == "reference"),
                    "{language} {key} is not translated"
                );
            }
        }
    }

    #[test]
    fn what_one_agency_alone_knows_has_no_words() {
        let silent = Item { reason: "owed", told: None, link: "https://border.example/inbox".into() };
        let content = Content::News { held: false, part: Part { items: vec![silent], more: 0 }, settled: 0 };
        let (subject, body) = Words::of(&["xx"]).unwrap().letter(&content, "A desk", "https://border.example");
        assert_eq!(subject, "Something is owed");
        assert_eq!(body.lines().take(2).collect::<Vec<_>>(), ["Something is owed", "  https://border.example/inbox"]);
    }
}
