pub fn show(user: &User, other: bool) -> u32 {
    is_on("idle"); // ~ idle:discarded
    if !is_on("denied") { one() } else { two() } // ~ denied:off/on
    if is_on("and") && other { one() } // ~ and:on:on
    if is_on("or") || other { one() } // ~ or:?
    for item in &user.items {
        if is_on("loop") { item.run() } // ~ loop:on:loop
    }
    let held = is_on("held"); // ~ held:on/off
    let mut again = is_on("again"); // ~ again
    again = other;
    if again { one() }
    if held { 1 } else { 2 }
}
