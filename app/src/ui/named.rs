//! Names that somebody else gave, such as those of a directory.

use crate::text::frame as words;
use domain::directory::invisible::turns_text;
use leptos::prelude::*;

/// A name, apart from the text around it: marks in it that turn the direction of text turn nothing else, and are said to be
/// there.
pub fn named(name: String) -> impl IntoView {
    let turns = name.chars().any(turns_text).then_some(words::TURNS_TEXT);
    view! { <bdi data-turns=turns>{name}</bdi> }
}
