//! Reads a node into a vendor's private structure through serde.

use std::borrow::Cow;
use std::fmt;

use serde::de::value::{BorrowedStrDeserializer, StringDeserializer};
use serde::de::{self, DeserializeSeed, Deserializer, Unexpected, Visitor};
use serde::forward_to_deserialize_any;

use super::{Cursor, Kind, Trouble, parse_number};

/// A member that a reader walks itself; turn it back with [`super::Document::cursor`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Raw(pub(super) u32);

/// The name by which [`Raw`] asks for itself.
const RAW: &str = "flagdebt::document::Raw";

impl<'de> serde::Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Index;
        impl Visitor<'_> for Index {
            type Value = Raw;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a node")
            }

            fn visit_u32<E: de::Error>(self, index: u32) -> Result<Raw, E> {
                Ok(Raw(index))
            }
        }
        deserializer.deserialize_newtype_struct(RAW, Index)
    }
}

/// Why a node does not fit.
#[derive(Debug)]
pub(crate) struct Misfit {
    message: String,
    /// The innermost node that does not.
    node: Option<u32>,
}

impl Misfit {
    /// The error with its place; `root` is where reading began.
    pub(super) fn trouble(self, root: Cursor<'_>) -> Trouble {
        Cursor {
            index: self.node.unwrap_or(root.index),
            ..root
        }
        .trouble(self.message)
    }

    fn at(mut self, cursor: Cursor<'_>) -> Self {
        self.node.get_or_insert(cursor.index);
        self
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Misfit {}

impl de::Error for Misfit {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self {
            message: message.to_string(),
            node: None,
        }
    }

    // The content of an export stays out of messages: it may be a secret.
    fn invalid_type(found: Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::custom(format_args!(
            "expected {}, found {}",
            wanted(&expected.to_string()),
            kind_of(&found)
        ))
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::invalid_type(found, expected)
    }

    fn missing_field(field: &'static str) -> Self {
        Self::custom(format_args!("this object has no `{field}`"))
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::custom(format_args!("this object has `{field}` twice"))
    }
}

fn kind_of(found: &Unexpected<'_>) -> &'static str {
    match found {
        Unexpected::Bool(_) => "a boolean",
        Unexpected::Unsigned(_) | Unexpected::Signed(_) | Unexpected::Float(_) => "a number",
        Unexpected::Char(_) | Unexpected::Str(_) | Unexpected::Bytes(_) => "text",
        Unexpected::Unit | Unexpected::Option => "null",
        Unexpected::Seq => "a list",
        Unexpected::Map => "an object",
        _ => "something else",
    }
}

/// serde's words for types, as a user of JSON would say them.
fn wanted(expected: &str) -> &str {
    match expected {
        "a string" | "string" | "a borrowed string" => "text",
        "a sequence" => "a list",
        "a map" => "an object",
        "i32" | "i64" | "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number",
        "f32" | "f64" => "a number",
        _ if expected.starts_with("struct ") => "an object",
        other => other,
    }
}

impl<'de> Cursor<'de> {
    fn mismatch<V: Visitor<'de>>(self, visitor: &V) -> Misfit {
        let expected = (visitor as &dyn de::Expected).to_string();
        let message = format!("expected {}, found {}", wanted(&expected), self.describe());
        Misfit {
            message,
            node: Some(self.index),
        }
    }

    fn visit_text<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.text() {
            Some(Cow::Borrowed(text)) => visitor.visit_borrowed_str(text),
            Some(Cow::Owned(text)) => visitor.visit_string(text),
            None => return Err(self.mismatch(&visitor)),
        }
        .map_err(|error: Misfit| error.at(self))
    }

    fn visit_list<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        let mut items = self.items();
        visitor
            .visit_seq(Items {
                next: &mut || items.next(),
            })
            .map_err(|error| error.at(self))
    }

    fn visit_members<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        let mut entries = self.entries();
        visitor
            .visit_map(Members {
                next: &mut || entries.next(),
                value: None,
            })
            .map_err(|error| error.at(self))
    }

    fn visit_number<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        let number = match self.node().kind() {
            Kind::Number | Kind::Plain | Kind::PlainOwned => parse_number(self.slice()),
            _ => None,
        };
        let Some(number) = number else {
            return Err(self.mismatch(&visitor));
        };
        let result: Result<V::Value, Misfit> = if let Some(number) = number.as_u64() {
            visitor.visit_u64(number)
        } else if let Some(number) = number.as_i64() {
            visitor.visit_i64(number)
        } else {
            visitor.visit_f64(number.as_f64().unwrap_or_default())
        };
        result.map_err(|error| error.at(self))
    }
}

macro_rules! numbers {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
            self.visit_number(visitor)
        })*
    };
}

macro_rules! texts {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
            self.visit_text(visitor)
        })*
    };
}

impl<'de> Deserializer<'de> for Cursor<'de> {
    type Error = Misfit;

    numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_f32 deserialize_f64
    }

    texts! { deserialize_str deserialize_string deserialize_char deserialize_identifier }

    forward_to_deserialize_any! { i128 u128 bytes byte_buf unit unit_struct tuple tuple_struct enum }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.node().kind() {
            Kind::List => self.visit_list(visitor),
            Kind::Map => self.visit_members(visitor),
            Kind::True => visitor.visit_bool(true),
            Kind::False => visitor.visit_bool(false),
            Kind::Plain | Kind::PlainOwned => match self.slice() {
                "true" | "True" | "TRUE" => visitor.visit_bool(true),
                "false" | "False" | "FALSE" => visitor.visit_bool(false),
                _ if self.is_null() => visitor.visit_unit(),
                text if parse_number(text).is_some() => self.visit_number(visitor),
                _ => self.visit_text(visitor),
            },
            // A number beyond all types, such as 1e999, is nothing that can be compared.
            Kind::Number if parse_number(self.slice()).is_none() => visitor.visit_unit(),
            Kind::Number => self.visit_number(visitor),
            Kind::Null => visitor.visit_unit(),
            Kind::Text | Kind::Escaped | Kind::Owned | Kind::Merge => self.visit_text(visitor),
        }
        .map_err(|error| error.at(self))
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.boolean() {
            Some(value) => visitor.visit_bool(value),
            None => Err(self.mismatch(&visitor)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        if self.is_null() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    // `null` for a list or an object says no more than its absence.
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        if self.is_list() || self.is_null() {
            self.visit_list(visitor)
        } else {
            Err(self.mismatch(&visitor))
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        if self.is_map() || self.is_null() {
            self.visit_members(visitor)
        } else {
            Err(self.mismatch(&visitor))
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        self.deserialize_map(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Misfit> {
        if name == RAW {
            visitor.visit_u32(self.index)
        } else {
            visitor.visit_newtype_struct(self)
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_unit()
    }
}

struct Items<'a, 'de> {
    next: &'a mut dyn FnMut() -> Option<Cursor<'de>>,
}

impl<'de> de::SeqAccess<'de> for Items<'_, 'de> {
    type Error = Misfit;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Misfit> {
        (self.next)().map(|item| seed.deserialize(item)).transpose()
    }
}

struct Members<'a, 'de> {
    next: &'a mut dyn FnMut() -> Option<(Cursor<'de>, Cursor<'de>)>,
    value: Option<Cursor<'de>>,
}

impl<'de> de::MapAccess<'de> for Members<'_, 'de> {
    type Error = Misfit;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Misfit> {
        let Some((key, value)) = (self.next)() else {
            return Ok(None);
        };
        self.value = Some(value);
        let result = match key.text() {
            Some(Cow::Borrowed(text)) => seed.deserialize(BorrowedStrDeserializer::<Misfit>::new(text)),
            Some(Cow::Owned(text)) => seed.deserialize(StringDeserializer::<Misfit>::new(text)),
            None => seed.deserialize(BorrowedStrDeserializer::<Misfit>::new("")),
        };
        result.map(Some).map_err(|error| error.at(key))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Misfit> {
        match self.value.take() {
            Some(value) => seed.deserialize(value),
            None => Err(de::Error::custom("a member has no value")),
        }
    }
}
