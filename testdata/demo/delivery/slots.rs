use launchdarkly_server_sdk::{Client, Context};

/// Books the first free slot.
pub fn book(flags: &Client, visitor: &Context) -> Slot {
    assert!(
        flags.bool_variation(visitor, "release-delivery-slots", false),
        "there are no slots yet"
    );
    match flags.bool_variation(visitor, "release-express-delivery", false) {
        true => Slot::Today,
        false => Slot::Tomorrow,
    }
}
