//! A form as it is typed.

use super::sending::{FieldRefusal, Sending};
use leptos::prelude::*;

/// A form with its typed values, and its requests. All fields are handles, so copying it is cheap.
pub struct Typed<Form: Send + Sync + 'static, Why: Send + Sync + 'static> {
    /// The form.
    pub form: RwSignal<Form>,
    /// Sends it, and knows why it was refused.
    pub sending: Sending<Why>,
}

impl<Form: Send + Sync, Why: Send + Sync> Clone for Typed<Form, Why> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Form: Send + Sync, Why: Send + Sync> Copy for Typed<Form, Why> {}

impl<Form: Send + Sync + 'static, Why: FieldRefusal> Typed<Form, Why> {
    /// The form as it begins. Fields that are refused get the focus.
    pub fn begin(form: Form, sending: Sending<Why>) -> Self {
        sending.clear();
        sending.focus_refused();
        Self { form: RwSignal::new(form), sending }
    }

    /// The value of a field.
    pub fn value<T: Send + Sync + 'static>(self, read: fn(&Form) -> T) -> Signal<T> {
        Signal::derive(move || self.form.with(read))
    }

    /// Changes a field. Its error goes.
    pub fn change(self, field: &'static str, change: impl FnOnce(&mut Form)) {
        self.form.update(change);
        self.sending.forgive(field);
    }

    /// Changes a field, for its events.
    pub fn on_change<T: 'static>(self, field: &'static str, write: fn(&mut Form, T)) -> Callback<T> {
        Callback::new(move |value| self.change(field, |form| write(form, value)))
    }
}
