//! Offboards the users of a selection: the steps, their effects and the button that confirms.

use super::offboard_draft::{DeleteChoice, OffboardDraft, RevokeChoice};
use super::offboard_step::OffboardStep;
use super::question::{AccountsPreviewState, AccountsQuestion};
use crate::state::accounts::AccountsQuestion;
use crate::state::persisted::{Kept, kept};
use crate::state::way_back::WayBack;
use crate::text::{licenses, offboard as words};
use crate::ui::check_box::CheckBox;
use crate::ui::choice::Choice;
use crate::ui::discard::Discard;
use crate::ui::moment::Moment;
use crate::ui::named::named;
use crate::widgets::frame::nobody_selected::NobodySelected;
use crate::widgets::wizard::WizardStep;
use crate::widgets::wizard::came_back::CameBack;
use crate::widgets::wizard::on_page::{LeadsOn, StepHeading, focus_on, step_id};
use domain::cases::licenses::ManageView;
use domain::console::accounts::Who;
use domain::console::offboard::OffboardSteps;
use domain::console::operation_kind::OperationKind;
use domain::directory::day::Day;
use domain::ids::{CustomerId, SelectionId, SkuId};
use domain::rules::account_change::AccountChange;
use domain::rules::offboard::{DeleteWhen, Offboarding};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use std::collections::BTreeSet;

/// The name in session storage of the choices for a selection.
pub fn draft_key(selection: SelectionId) -> String {
    format!("offboard:{selection}")
}

/// The shared state of the steps. All fields are handles, so copying it is cheap.
#[derive(Clone, Copy)]
struct OffboardWork {
    draft: RwSignal<OffboardDraft>,
    /// The products with direct holders: id, name and number of holders.
    held: StoredValue<Vec<(SkuId, String, usize)>>,
    asked: Memo<Result<Offboarding, String>>,
    /// The effects of the steps, and the number of changed users.
    steps: Memo<Option<(OffboardSteps, usize)>>,
}

/// The steps beside the preview.
#[component]
pub fn Offboard(customer: CustomerId, selection: SelectionId, view: ManageView) -> impl IntoView {
    if view.users == 0 {
        return view! { <NobodySelected customer/> }.into_any();
    }
    let Kept { value: draft, came_back, .. } = kept(draft_key(selection), OffboardDraft::is_worth_keeping);
    let held = view.products.iter().filter(|row| row.direct_holders > 0).map(|row| {
        let product = &row.product.product;
        (product.sku_id, product.name.clone(), row.direct_holders)
    });
    let held: Vec<_> = held.collect();
    let products: BTreeSet<SkuId> = held.iter().map(|(sku, ..)| *sku).collect();
    let asked = Memo::new(move |_| draft.with(|draft| draft.read(&products, now())));
    let foreseen = RwSignal::new(AccountsPreviewState::Nothing);
    let steps = Memo::new(move |_| {
        asked.with(|asked: &Result<Offboarding, String>| asked.is_ok()).then_some(())?;
        foreseen.with(|foreseen| {
            let preview = foreseen.shown()?.as_ref().ok()?;
            Some((preview.steps.clone()?, preview.summary.changed))
        })
    });
    let work = OffboardWork { draft, held: StoredValue::new(held), asked, steps };
    let change = Signal::derive(move || asked.get().ok().map(AccountChange::Offboard));
    let missing = Memo::new(move |_| asked.with(|asked| asked.as_ref().err().cloned()));
    let navigate = use_navigate();
    let back = WayBack::to(customer);
    let leave = Callback::new(move |()| {
        draft.set(OffboardDraft::default());
        navigate(&untrack(|| back.selecting(selection)), NavigateOptions::default());
    });
    let asking = RwSignal::new(false);
    let on_leave = Callback::new(move |()| {
        if draft.with_untracked(OffboardDraft::is_worth_keeping) {
            asking.set(true);
        } else {
            leave.run(());
        }
    });
    let start_again = Callback::new(move |()| draft.set(OffboardDraft::default()));
    Effect::new(|_| focus_on(OffboardStep::Block));
    let on_done = Callback::new(move |()| draft.set(OffboardDraft::default()));
    let about = AccountsQuestion { customer, who: Who::Selected(selection), kind: OperationKind::Offboard };
    let users = view.users;
    let names: Vec<String> = view.first_users.iter().map(|(_, name)| name.clone()).collect();
    let more = users.saturating_sub(names.len());
    view! {
        <p class="lead">{words::lead(users)}</p>
        <CameBack came_back on_start_again=start_again/>
        <ul class="chips selected-users" aria-label=licenses::SELECTED_USERS>
            {names.into_iter().map(|name| view! { <li class="chip"><span>{named(name)}</span></li> }).collect_view()}
            {(more > 0).then(|| view! { <li class="muted">{licenses::and_more(more)}</li> })}
        </ul>
        <div class="two">
            <ol class="offboard" aria-label=words::STEPS>
                <Block work/>
                <RevokeLicenses work/>
                <Reset work/>
                <Delete work/>
            </ol>
            <section
                class="panel before-many"
                id=step_id(OffboardStep::Summary)
                aria-labelledby=OffboardStep::Summary.word()
            >
                <StepHeading step=OffboardStep::Summary/>
                <div aria-live="polite">
                    {move || missing.get().map(|missing| view! { <p class="missing">{missing}</p> })}
                </div>
                // This part stays while something is missing, with its typed texts. Enter in its fields does nothing.
                <div hidden=move || missing.with(Option::is_some)>
                    <LeadsOn step=OffboardStep::Summary>
                        <AccountsQuestion asked=about change foreseen on_done on_leave/>
                    </LeadsOn>
                </div>
            </section>
        </div>
        <Discard open=asking on_discard=leave/>
    }
    .into_any()
}

/// A step with its heading, its choices and its effect.
#[component]
fn Step(
    step: OffboardStep,
    /// The heading, if it is not the title.
    #[prop(optional)]
    heading: Option<Children>,
    #[prop(into)] does: Signal<Option<String>>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <li id=step_id(step)>
            <LeadsOn step>
                <StepHeading step heading/>
                {children.map(|children| children())}
            </LeadsOn>
            <p class="does" aria-live="polite">{move || does.get()}</p>
        </li>
    }
}

impl OffboardWork {
    /// The effect of a step, once it is known.
    fn does(self, say: impl Fn(&OffboardSteps, usize) -> String + Send + Sync + 'static) -> Signal<Option<String>> {
        Signal::derive(move || {
            self.steps.with(|steps| {
                let (steps, users) = steps.as_ref()?;
                Some(if *users == 0 { words::NOBODY.to_owned() } else { say(steps, *users) })
            })
        })
    }

    fn is_so(self, is: impl Fn(&OffboardDraft) -> bool + Send + Sync + 'static) -> Memo<bool> {
        Memo::new(move |_| self.draft.with(|draft| is(draft)))
    }
}

#[component]
fn Block(work: OffboardWork) -> impl IntoView {
    let is_on = work.is_so(|draft| draft.block);
    let does = work.does(words::blocks);
    let does = Signal::derive(move || is_on.get().then(|| does.get()).flatten());
    let on_tick = Callback::new(move |on| work.draft.update(|draft| draft.block = on));
    view! {
        <Step step=OffboardStep::Block heading=tick(OffboardStep::Block, is_on, on_tick) does/>
    }
}

#[component]
fn Reset(work: OffboardWork) -> impl IntoView {
    let is_on = work.is_so(|draft| draft.reset);
    let does = work.does(|steps, _| words::resets(steps));
    let does = Signal::derive(move || is_on.get().then(|| does.get()).flatten());
    let on_tick = Callback::new(move |on| work.draft.update(|draft| draft.reset = on));
    view! {
        <Step step=OffboardStep::Reset heading=tick(OffboardStep::Reset, is_on, on_tick) does>
            <p class="hint muted">{words::RESET_MEANS}</p>
        </Step>
    }
}

/// The title of a step with a box to tick.
fn tick(step: OffboardStep, is_on: Memo<bool>, on_tick: Callback<bool>) -> Children {
    Box::new(move || view! { <CheckBox label=step.title() is_on on_tick/> }.into_any())
}

#[component]
fn RevokeLicenses(work: OffboardWork) -> impl IntoView {
    let choice = move |label, choice: RevokeChoice| {
        let is_chosen = work.is_so(move |draft| draft.revoke == choice);
        let on_choose = Callback::new(move |()| work.draft.update(|draft| draft.revoke = choice));
        view! { <Choice group="offboard-revoke" label is_chosen on_choose/> }
    };
    let is_some = work.is_so(|draft| draft.revoke == RevokeChoice::Some);
    let does = work.does(|steps, _| words::revokes(steps));
    let none_held = work.held.with_value(Vec::is_empty);
    view! {
        <Step step=OffboardStep::Revoke does>
            <fieldset class="choices" aria-label=words::REVOKE>
                {choice(words::REVOKE_ALL, RevokeChoice::All)}
                {choice(words::REVOKE_SOME, RevokeChoice::Some)}
                {move || is_some.get().then(|| view! { <Products work/> })}
                {choice(words::REVOKE_NOTHING, RevokeChoice::Nothing)}
            </fieldset>
            {none_held.then(|| view! { <p class="hint muted">{words::NOTHING_HELD}</p> })}
        </Step>
    }
}

#[component]
fn Products(work: OffboardWork) -> impl IntoView {
    let product = move |(sku, name, users): (SkuId, String, usize)| {
        let is_on = work.is_so(move |draft| draft.products.contains(&sku));
        let tick = move |event| {
            let on = event_target_checked(&event);
            work.draft.update(|draft| {
                if on {
                    draft.products.insert(sku)
                } else {
                    draft.products.remove(&sku)
                };
            });
        };
        view! {
            <label class="check">
                <input type="checkbox" prop:checked=move || is_on.get() on:change=tick/>
                <span>{words::held_by(&name, users)}</span>
            </label>
        }
    };
    view! { <div class="offboard-products">{work.held.get_value().into_iter().map(product).collect_view()}</div> }
}

#[component]
fn Delete(work: OffboardWork) -> impl IntoView {
    let choice = move |label, choice: DeleteChoice| {
        let is_chosen = work.is_so(move |draft| draft.delete == Some(choice));
        let on_choose = Callback::new(move |()| work.draft.update(|draft| draft.delete = Some(choice)));
        view! { <Choice group="offboard-delete" label is_chosen on_choose/> }
    };
    let is_on_day = work.is_so(|draft| draft.delete == Some(DeleteChoice::OnDay));
    let is_never = work.is_so(|draft| draft.delete == Some(DeleteChoice::Never));
    let day = Memo::new(move |_| {
        work.asked.with(|asked| match asked.as_ref().ok()?.delete {
            DeleteWhen::On(day) => Some(day),
            _ => None,
        })
    });
    let does = work.does(move |steps, _| words::deletes(steps, day.get()));
    let does = Signal::derive(move || if is_never.get() { None } else { does.get() });
    view! {
        <Step step=OffboardStep::Delete does>
            <fieldset class="choices" aria-label=words::DELETE>
                {choice(words::DELETE_NOW, DeleteChoice::Now)}
                {choice(words::DELETE_ON, DeleteChoice::OnDay)}
                {move || is_on_day.get().then(|| view! { <DayField work/> })}
                {choice(words::DELETE_NEVER, DeleteChoice::Never)}
            </fieldset>
        </Step>
    }
}

#[component]
fn DayField(work: OffboardWork) -> impl IntoView {
    let wrong = Memo::new(move |_| {
        let typed = work.draft.with(|draft| draft.day.clone());
        if typed.is_empty() { None } else { work.asked.with(|asked| asked.as_ref().err().cloned()) }
    });
    let begins = Memo::new(move |_| work.draft.with(|draft| draft.day.parse().ok().map(Day::start)));
    view! {
        <div class="field offboard-day">
            <label for="offboard-day">{words::DAY}</label>
            <input
                id="offboard-day"
                class="box"
                type="date"
                min=Day::of(now()).and_then(|today| today.after(1)).map(|day| day.to_string())
                aria-invalid=move || wrong.with(Option::is_some).then_some("true")
                aria-describedby="offboard-day-error offboard-day-hint"
                prop:value=move || work.draft.with(|draft| draft.day.clone())
                on:input=move |event| work.draft.update(|draft| draft.day = event_target_value(&event))
            />
            <p class="field-error" id="offboard-day-error" aria-live="polite">{move || wrong.get()}</p>
            <p class="hint muted" id="offboard-day-hint">
                {words::DAY_MEANS} " "
                {move || begins.get().map(|at| view! { {words::DAY_BEGINS} " " <Moment at/> "." })}
            </p>
        </div>
    }
}

/// The current time in UTC epoch milliseconds. Only a person's choice asks for it, so the server never does while it renders.
fn now() -> i64 {
    #[cfg(feature = "hydrate")]
    {
        #[allow(clippy::cast_possible_truncation, reason = "milliseconds of a clock are whole and far below the limit")]
        let now = js_sys::Date::now() as i64;
        now
    }
    #[cfg(not(feature = "hydrate"))]
    {
        0
    }
}
