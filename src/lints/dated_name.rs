use crate::diagnostic::Diagnostic;
use crate::evidence::{places, shown};
use crate::lints::{Context, lint};
use crate::usage::Usage;

lint! {
    /// Flags whose key holds a date, a ticket's number or a version.
    ///
    /// ## Why
    /// A key tells what the flag does for as long as it lives. `PROJ-1234-fix` sends every reader to another tool, and
    /// `checkout-2024-q3` or `search-v2` is wrong as soon as the plan changes. Dates and tickets have fields of their own
    /// in the registry.
    ///
    /// Off by default: some teams want exactly this. Turn it on where the convention forbids it.
    ///
    /// ## Example
    /// ```python
    /// if client.variation("SHOP-1841-coupons", context, False):
    ///     show_coupons()
    /// ```
    ///
    /// Better:
    ///
    /// ```python
    /// if client.variation("coupons-in-cart", context, False):
    ///     show_coupons()
    /// ```
    ///
    /// ## Fix
    /// Take a key that says what the flag does, and put the ticket and the date into the registry.
    ///
    /// ## When not to use it
    /// Where keys are made from tickets by convention; `flag-name` can check that they are.
    "dated-name", None, debt = false, check
}

fn check(usage: &Usage, context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let flag = context.flag(usage);
    let known = flag.is_some() || places(usage).at.iter().any(|place| !place.test);
    if !known || flag.is_some_and(|flag| flag.is_retired()) {
        return;
    }
    let Some((what, part)) = dated(&usage.key) else {
        return;
    };
    let message = format!("the key {} holds {what}: `{part}`", shown(&usage.key));
    let mut diagnostic = LINT.about(usage, flag, message);
    diagnostic.help = vec![
        "for a new flag: take a key that says what it does, and put the rest into the registry".to_owned(),
        "for an old one: leave it until it is replaced".to_owned(),
    ];
    out.push(diagnostic);
}

/// What the key holds, and the part that is it.
fn dated(key: &str) -> Option<(&'static str, String)> {
    let parts: Vec<&str> = key
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .take(64)
        .collect();
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_year = |part: &str| digits(part) && part.len() == 4 && (part.starts_with("20") || part.starts_with("19"));
    for (at, part) in parts.iter().enumerate() {
        let next = parts.get(at + 1).copied().unwrap_or_default();
        let ticket = part.len() >= 2 && part.bytes().all(|byte| byte.is_ascii_alphabetic()) && digits(next);
        let upper = part.bytes().all(|byte| byte.is_ascii_uppercase());
        let lower = is_lower_case_ticket(at, part, next);
        if is_year(part) || (digits(part) && part.len() == 8 && part.starts_with("20")) {
            return Some(("a date", (*part).to_owned()));
        }
        if ticket && !is_year(next) && ((upper && next.len() >= 2) || lower) {
            return Some(("a ticket", format!("{part}-{next}")));
        }
        let version = part.strip_prefix(['v', 'V']).is_some_and(digits);
        if version {
            return Some(("a version", (*part).to_owned()));
        }
    }
    None
}

/// `shop-1841-…`: in lower case only a number of three digits or more behind the first word is a ticket's.
fn is_lower_case_ticket(at: usize, part: &str, number: &str) -> bool {
    at == 0 && part.len() <= 6 && (3..=6).contains(&number.len())
}

#[cfg(test)]
mod tests {
    use super::dated;

    #[test]
    fn dates_tickets_and_versions() {
        let what = |key| dated(key).map(|(what, _)| what);
        assert_eq!(what("SHOP-1841-coupons"), Some("a ticket"));
        assert_eq!(what("shop-1841-coupons"), Some("a ticket"));
        assert_eq!(what("checkout-2024-q3"), Some("a date"));
        assert_eq!(what("sale_20261124"), Some("a date"));
        assert_eq!(what("search-v2"), Some("a version"));
        assert_eq!(what("top-10-products"), None);
        assert_eq!(what("tax-vat"), None);
    }
}
