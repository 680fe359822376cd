//! Names from outside, such as those of a directory.

use crate::text::frame as words;
use domain::directory::invisible::turns_text;
use leptos::prelude::*;

/// A name, isolated from the surrounding text: direction marks in it affect nothing else, and are pointed out.
pub fn named(name: String) -> impl IntoView {
    let turns = name.chars().any(turns_text).then_some(words::TURNS_TEXT);
    view! { <bdi data-turns=turns>{name}</bdi> }
}
