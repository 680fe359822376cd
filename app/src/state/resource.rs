//! Data that a page loads before it is shown.

use crate::json::JsonText;
use leptos::prelude::Resource as AnyResource;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::future::Future;

/// Data of a page, loaded on the server for the first page of a visit, which brings it along, and in the browser later.
pub type Resource<T> = AnyResource<T, JsonText>;

/// Loads something whenever its source changes.
pub fn resource<S, T, Loading>(
    source: impl Fn() -> S + Send + Sync + 'static,
    load: impl Fn(S) -> Loading + Send + Sync + 'static,
) -> Resource<T>
where
    S: PartialEq + Clone + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    Loading: Future<Output = T> + Send + 'static,
{
    Resource::new_with_options(source, load, false)
}
