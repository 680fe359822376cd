//! The licenses that an upload would take, and buying some.

use super::planned::UploadPreview;
use super::work::UploadWork;
use crate::api::entries::get_user_form;
use crate::text::upload as words;
use crate::ui::named::named;
use crate::widgets::purchases::buying::{Buying, load_seats};
use domain::console::entries::UserForm;
use leptos::prelude::*;

impl UploadWork {
    /// Buying seats. The preview is worked out anew after that.
    pub fn buying(self) -> Buying {
        let owned = move |sku| self.with_snapshot(|snapshot| Some(snapshot.products.get(&sku)?.seats?.owned));
        let load_anew = Callback::new(move |()| {
            let take = move |form: UserForm| self.take_snapshot(form.snapshot);
            let then = move || {
                if !self.preview.is_disposed() {
                    self.look_ahead();
                }
            };
            load_seats(get_user_form(self.customer), take, then);
        });
        Buying::begin(self.customer, Callback::new(owned), load_anew, Callback::new(|()| ()))
    }
}

/// A row for each product that the upload touches.
#[component]
pub fn SeatsTable(work: UploadWork, planned: std::sync::Arc<UploadPreview>) -> impl IntoView {
    let rows: Vec<_> = work.with_snapshot(|snapshot| {
        let seats = planned.summary.seats.iter();
        seats.map(|(sku, effect)| (snapshot.product_name(*sku), *effect)).collect()
    });
    let [product, available, this, after] = words::SEAT_HEADERS;
    (!rows.is_empty()).then(|| {
        view! {
            <div class="grid">
                <table class="upload-seats" aria-label=words::SEATS>
                    <thead>
                        <tr>
                            <th scope="col">{product}</th>
                            <th scope="col" class="num">{available}</th>
                            <th scope="col" class="num">{this}</th>
                            <th scope="col" class="num">{after}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {rows
                            .into_iter()
                            .map(|(name, effect)| {
                                let class = if effect.short > 0 { "num neg" } else { "num" };
                                view! {
                                    <tr>
                                        <td class="text">{named(name)}</td>
                                        <td class="num" data-label=available>{words::seats_available(effect.available)}</td>
                                        <td class=class data-label=this>
                                            {words::seats_used(&effect)}
                                        </td>
                                        <td class="num" data-label=after>{words::seats_available(effect.after())}</td>
                                    </tr>
                                }
                            })
                            .collect_view()}
                    </tbody>
                </table>
            </div>
        }
    })
}
