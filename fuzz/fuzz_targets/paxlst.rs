#![no_main]
//! Any bytes are decoded or refused, and what was decoded can be written and read again.
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(interchange) = formats::paxlst::decode(bytes) else { return };
    for decoded in interchange.messages.into_iter().flatten() {
        let text = formats::paxlst::encode(&decoded.list, "A", "B", "1");
        let _ = formats::paxlst::decode(text.as_bytes());
    }
});
