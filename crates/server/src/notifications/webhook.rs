//! Webhooks as the Standard Webhooks specification has them: signed with a secret that both sides have, and sent to nowhere that the node should not reach.
//!
//! Whoever sets an address makes the server send a request, so the server looks where it leads: after the name is resolved and before a connection is made, so that
//! a name that leads elsewhere the second time does not get past.

use super::{Failed, chain};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::Duration;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};

/// How long the other side may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// What a secret begins with, by the specification.
const SECRET_PREFIX: &str = "whsec_";

/// Where webhooks may lead beside public addresses.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reach {
    /// To private addresses: RFC 1918, and RFC 4193 of IPv6.
    pub private: bool,
    /// To this machine, also without TLS: for tests and demonstrations.
    pub loopback: bool,
}

/// What an address is, as far as it matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Public,
    Private,
    Loopback,
    /// Of one link, of many receivers, reserved, or not an address at all.
    Special,
}

fn place4(ip: Ipv4Addr) -> Place {
    let [a, b, c, _] = ip.octets();
    match (a, b, c) {
        (127, ..) => Place::Loopback,
        (10, ..) | (192, 168, _) => Place::Private,
        (172, 16..=31, _) => Place::Private,
        // This network, shared by carriers, link-local, protocols, documentation, benchmarks, multicast and beyond (RFC 6890).
        (0 | 224.., ..) | (100, 64..=127, _) | (169, 254, _) | (192, 0, 0 | 2) | (198, 18 | 19, _) | (198, 51, 100) | (203, 0, 113) => {
            Place::Special
        }
        _ => Place::Public,
    }
}

fn place6(ip: Ipv6Addr) -> Place {
    let s = ip.segments();
    let low = || Ipv4Addr::from((u32::from(s[6]) << 16) | u32::from(s[7]));
    match s {
        [0, 0, 0, 0, 0, 0, 0, 1] => Place::Loopback,
        // IPv4 in other clothes: mapped, and through a translator (RFC 6052).
        [0, 0, 0, 0, 0, 0xffff, ..] | [0x64, 0xff9b, 0, 0, 0, 0, ..] => place4(low()),
        [0xfc00..=0xfdff, ..] => Place::Private,
        // Tunnels (Teredo, 6to4) and documentation.
        [0x2001, 0 | 0xdb8, ..] | [0x2002, ..] => Place::Special,
        [0x2000..=0x3fff, ..] => Place::Public,
        _ => Place::Special,
    }
}

impl Reach {
    fn allows(self, ip: IpAddr, tls: bool) -> Result<(), String> {
        let place = match ip {
            IpAddr::V4(ip) => place4(ip),
            IpAddr::V6(ip) => place6(ip),
        };
        match place {
            Place::Loopback if self.loopback => Ok(()),
            _ if !tls => Err(format!("{ip} is reached without TLS; expected an address that begins with `https://`")),
            Place::Public => Ok(()),
            Place::Private if self.private => Ok(()),
            Place::Private => Err(format!("{ip} is a private address; this server sends webhooks to none (`--webhook-reach private`)")),
            Place::Loopback => Err(format!("{ip} is this machine itself; this server sends webhooks to others only")),
            Place::Special => Err(format!("{ip} is no address of one machine that a webhook may be sent to")),
        }
    }

    /// Whether an address can be that of a webhook, by its looks; where its name leads is seen when it is used.
    pub(crate) fn looks_right(self, url: &str) -> Result<(), String> {
        let uri: Uri = url.parse().map_err(|e| format!("`{url}` is no address: {e}"))?;
        let authority = uri.authority().ok_or_else(|| format!("`{url}` names no host; expected `https://host/path`"))?;
        if authority.as_str().contains('@') {
            return Err("an address with a name and a password in it would be shown to whoever reads the settings; the receiver knows the sender by its signature".to_owned());
        }
        let tls = uri.scheme_str() == Some("https");
        let local = uri.scheme_str() == Some("http") && self.loopback;
        if !(tls || local) {
            return Err(format!("`{url}` does not begin with `https://`"));
        }
        match authority.host().trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>() {
            Ok(ip) => self.allows(ip, tls),
            Err(_) => Ok(()),
        }
    }
}

/// Resolves names, and refuses those that lead where no webhook may go.
#[derive(Debug)]
struct Guard(Reach);

impl Resolver for Guard {
    fn resolve(&self, uri: &Uri, config: &ureq::config::Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = DefaultResolver::default().resolve(uri, config, timeout)?;
        let tls = uri.scheme_str() == Some("https");
        for address in &found {
            self.0.allows(address.ip(), tls).map_err(|why| ureq::Error::Other(Box::new(Refused(why))))?;
        }
        Ok(found)
    }
}

/// An address is one that no webhook may go to.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Refused(String);

/// A new secret: 256 random bits.
pub(crate) fn new_secret() -> String {
    let bytes: [u8; 32] = rand::random();
    format!("{SECRET_PREFIX}{}", STANDARD.encode(bytes))
}

/// The signature of a message: HMAC-SHA256 over id, time and body with dots between them, in base64 behind the scheme's version.
pub(crate) fn signature(secret: &str, id: &str, at_s: i64, body: &str) -> Option<String> {
    let key = STANDARD.decode(secret.strip_prefix(SECRET_PREFIX)?).ok()?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
    mac.update(format!("{id}.{at_s}.{body}").as_bytes());
    Some(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
}

/// A message on its way.
pub(crate) struct Posted {
    /// Where to.
    pub url: String,
    /// What it is signed with.
    pub secret: String,
    /// Its id: the same however often it is sent.
    pub id: String,
    /// When it is sent. Seconds since 1970, UTC: the world's, by which the receiver tells an old message.
    pub at_s: i64,
    /// The message, JSON.
    pub body: String,
}

/// Sends a message. Blocks.
pub(crate) fn deliver(reach: Reach, m: &Posted) -> Result<(), Failed> {
    let refused = |why| Failed { why, for_good: true };
    reach.looks_right(&m.url).map_err(refused)?;
    let signed =
        signature(&m.secret, &m.id, m.at_s, &m.body).ok_or_else(|| refused("the secret of the webhook cannot be read".to_owned()))?;
    let config = ureq::Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        // A proxy would resolve the name itself.
        .proxy(None)
        .user_agent("mpaka")
        .build();
    let agent = ureq::Agent::with_parts(config, DefaultConnector::new(), Guard(reach));
    let call = agent
        .post(&m.url)
        .header("content-type", "application/json")
        .header("webhook-id", &m.id)
        .header("webhook-timestamp", m.at_s.to_string())
        .header("webhook-signature", signed);
    match call.send(&m.body) {
        Ok(answer) if answer.status().is_success() => Ok(()),
        Ok(answer) if answer.status().is_redirection() => {
            Err(refused(format!("the webhook answered {}: redirects are not followed, state the address it leads to", answer.status())))
        }
        // 410: the specification's word for a receiver that wants no more.
        Ok(answer) => Err(Failed { why: format!("the webhook answered {}", answer.status()), for_good: answer.status().as_u16() == 410 }),
        Err(ureq::Error::Other(e)) if e.is::<Refused>() => Err(refused(e.to_string())),
        Err(e) => Err(Failed { why: format!("the webhook could not be reached: {}", chain(&e)), for_good: false }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification's own libraries (github.com/standard-webhooks/standard-webhooks).
    #[test]
    fn a_message_is_signed_as_the_specification_shows() {
        let signed =
            signature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, "{\"test\": 2432232314}");
        assert_eq!(signed.as_deref(), Some("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
        assert_eq!(signature("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "id", 0, ""), None);
        assert_eq!(STANDARD.decode(new_secret().strip_prefix("whsec_").unwrap()).unwrap().len(), 32);
    }

    #[test]
    fn a_webhook_reaches_public_addresses_only_unless_more_is_allowed() {
        let (closed, private, loopback) =
            (Reach::default(), Reach { private: true, loopback: false }, Reach { private: false, loopback: true });
        let allows = |reach: Reach, ip: &str, tls| reach.allows(ip.parse().unwrap(), tls).is_ok();
        for public in
            ["8.8.8.8", "172.15.0.1", "172.32.0.1", "192.169.0.1", "100.63.0.1", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"]
        {
            assert!(allows(closed, public, true) && !allows(closed, public, false) && !allows(loopback, public, false), "{public}");
        }
        for inside in ["10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1"] {
            assert!(!allows(closed, inside, true) && !allows(loopback, inside, true) && allows(private, inside, true), "{inside}");
            assert!(!allows(private, inside, false), "{inside}");
        }
        for here in ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"] {
            assert!(!allows(closed, here, true) && !allows(private, here, true), "{here}");
            assert!(allows(loopback, here, true) && allows(loopback, here, false), "{here}");
        }
        // The address under which clouds tell their secrets is in none of them.
        for never in [
            "169.254.169.254",
            "::ffff:169.254.169.254",
            "0.0.0.0",
            "::",
            "224.0.0.1",
            "255.255.255.255",
            "100.64.0.1",
            "fe80::1",
            "ff02::1",
            "2002:7f00:1::",
            "192.0.2.1",
        ] {
            for reach in [closed, private, loopback, Reach { private: true, loopback: true }] {
                assert!(!allows(reach, never, true), "{never}");
            }
        }
    }

    #[test]
    fn an_address_that_cannot_be_used_is_refused_when_it_is_set() {
        let says = |url: &str| Reach::default().looks_right(url).err().unwrap_or_default();
        assert_eq!(says("https://hooks.example.org/in"), "");
        assert!(says("http://hooks.example.org/in").contains("https://"));
        assert!(says("https://10.1.2.3/in").contains("private") && says("https://[::1]/").contains("this machine"));
        assert!(says("https://me:secret@example.org/").contains("password") && !says("https://me:secret@example.org/").contains("secret@"));
        assert!(says("file:///etc/passwd").contains("file:") && !says("").is_empty() && !says("/relative").is_empty());
        assert_eq!(Reach { loopback: true, private: false }.looks_right("http://127.0.0.1:9000/in"), Ok(()));
    }
}
