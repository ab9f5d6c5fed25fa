//! What the API's description says beyond its routes: how to be let in, how pages, errors and repetition work, what the groups are for.

use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{ContentBuilder, OpenApi as Openapi, Ref, RefOr};
use utoipa::{Modify, OpenApi};

/// Operations that anybody may ask for.
const OPEN: &[&str] = &["session", "sign_in", "sign_in_demo", "demo_officers"];

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Mpaka",
        description = "\
One shared file of every crossing, for every agency at the border.

Signing in: a program sends an API token as `Authorization: Bearer mpaka_…`; an officer makes it on the account page. The console uses the cookie of a \
session; a call that changes something then carries the session's `csrf` in `x-mpaka-csrf`.

Purpose: every read of personal data has a purpose and leaves a line in the access log. It is the officer's first purpose, or one of the officer's \
purposes named in `x-mpaka-purpose`.

Disclosure: the framework's rules decide for every record whether a caller sees its content, only that somebody holds something (`exists`: ask that \
agency), or nothing. What is not disclosed looks exactly like what is not there.

Times are whole microseconds since 1970, UTC, in fields that end in `_us`; durations are whole seconds in fields that end in `_s`.

Language: names of stages, procedures, agencies and crossing points come in the first language of `accept-language` that the framework knows them in, else in \
English.

Pages: a list answers `next` when there is more; send it back as `cursor`. A page costs the same wherever it lies.

Repetition: a call with an `idempotency-key` is carried out once for an officer and key, however often it arrives; later calls get the present state. \
A key that was used for another crossing is refused as `key_reused`.

Errors are problem documents (RFC 9457): test `code`, show `detail`; `place` is the file, line and column of the framework that states the rule.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    tags(
        (name = "session", description = "Who is signed in, and signing in and out."),
        (name = "framework", description = "Who, where and how: agencies, crossing points, procedures, legal grounds."),
        (name = "boards", description = "Queues at a glance."),
        (name = "crossings", description = "One passage of one traveller, conveyance or consignment: the shared file."),
        (name = "desk", description = "Documents read at a desk."),
        (name = "intake", description = "Messages from carriers, kept with what became of them."),
        (name = "live", description = "What happens, as it happens."),
        (name = "account", description = "An officer's own tokens, and the auditor's access log."),
    )
)]
pub(crate) struct Document;

/// How to be let in, on every operation that is not open to all.
pub(crate) struct Doors;

impl Modify for Doors {
    fn modify(&self, document: &mut Openapi) {
        let components = document.components.get_or_insert_default();
        let token = Http::builder().scheme(HttpAuthScheme::Bearer).description(Some("an API token")).build();
        components.add_security_scheme("token", SecurityScheme::Http(token));
        components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(crate::COOKIE))));
        for item in document.paths.paths.values_mut() {
            let operations = [&mut item.get, &mut item.post, &mut item.put, &mut item.delete, &mut item.patch];
            for operation in operations.into_iter().filter_map(Option::as_mut) {
                if operation.operation_id.as_deref().is_some_and(|id| OPEN.contains(&id)) {
                    continue;
                }
                let either = ["token", "session"].map(|name| SecurityRequirement::new::<_, [&str; 0], &str>(name, []));
                operation.security = Some(either.to_vec());
                let problem = ContentBuilder::new().schema(Some(RefOr::Ref(Ref::from_schema_name("Problem")))).build();
                let signed_out = ResponseBuilder::new().description("nobody is signed in").content("application/problem+json", problem);
                operation.responses.responses.entry("401".to_owned()).or_insert_with(|| RefOr::T(signed_out.build()));
            }
        }
    }
}
