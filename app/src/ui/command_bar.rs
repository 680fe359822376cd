//! A single-line command bar of constant height. Commands that don't fit move into a menu at its end.

use super::command::Command;
use super::icon::Icon;
use super::popover::{Popover, hide};
use crate::text::frame as words;
use leptos::prelude::*;

/// The id of the menu. A page has only one bar.
const MENU: &str = "more-commands";

/// The narrowest bar that shows a command outside the menu. `style/parts.css` defines the widths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Room {
    /// On any screen.
    Phone,
    /// On a large phone or wider.
    Large,
    /// On a tablet or wider.
    Tablet,
    /// On a desktop or wider.
    Desktop,
    /// On a wide screen only.
    Wide,
}

impl Room {
    fn class(self) -> &'static str {
        match self {
            Self::Phone => "from-phone",
            Self::Large => "from-large",
            Self::Tablet => "from-tablet",
            Self::Desktop => "from-desktop",
            Self::Wide => "from-wide",
        }
    }
}

/// The effect of a command.
#[derive(Clone, Copy)]
pub enum Act {
    /// Links to a page, unless a reason disables it.
    Lead(Signal<Option<String>>, Signal<Option<String>>),
    /// Runs a callback, unless a reason disables it.
    Do(Callback<()>, Signal<Option<String>>),
}

/// One command of a bar.
#[derive(Clone, Copy)]
pub struct BarCommand {
    /// Id, unique in the page.
    pub id: &'static str,
    /// Label.
    pub label: &'static str,
    /// Icon.
    pub icon: Icon,
    /// The narrowest bar that shows it.
    pub room: Room,
    /// Effect.
    pub act: Act,
}

impl BarCommand {
    fn in_bar(self) -> AnyView {
        self.draw(self.id.to_owned(), self.act)
    }

    fn in_menu(self) -> AnyView {
        let act = match self.act {
            Act::Do(run, why_not) => {
                let close_and_run = move |()| {
                    hide(MENU);
                    run.run(());
                };
                Act::Do(Callback::new(close_and_run), why_not)
            }
            lead @ Act::Lead(..) => lead,
        };
        self.draw(format!("menu-{}", self.id), act)
    }

    fn draw(self, id: String, act: Act) -> AnyView {
        let Self { label, icon, room, .. } = self;
        match act {
            Act::Lead(href, why_not) => {
                let disabled = Memo::new(move |_| why_not.with(Option::is_some));
                let draw = move || match disabled.get() {
                    true => {
                        let (id, nothing) = (id.clone(), Callback::new(|()| ()));
                        view! { <Command id label on_click=nothing why_not icon class=room.class()/> }.into_any()
                    }
                    false => view! {
                        <a class=format!("plain {}", room.class()) href=move || href.get()>
                            {icon.draw()}
                            {label}
                        </a>
                    }
                    .into_any(),
                };
                draw.into_any()
            }
            Act::Do(on_click, why_not) => {
                view! { <Command id label on_click why_not icon class=room.class()/> }.into_any()
            }
        }
    }
}

/// The bar. A line separates the groups.
#[component]
pub fn CommandBar(#[prop(into)] groups: Signal<Vec<Vec<BarCommand>>>) -> impl IntoView {
    let in_bar = |group: Vec<BarCommand>| {
        let narrowest = group.iter().map(|command| command.room).min().map_or("", Room::class);
        let commands = group.into_iter().map(BarCommand::in_bar).collect_view();
        view! { <div class=format!("cmd-group {narrowest}")>{commands}</div> }
    };
    let in_menu = |group: Vec<BarCommand>| {
        view! { <div class="cmd-group">{group.into_iter().map(BarCommand::in_menu).collect_view()}</div> }
    };
    view! {
        <div class="cmd cmd-bar">
            <div class="cmd-line">
                {move || groups.get().into_iter().map(in_bar).collect_view()}
                <Popover id=MENU.to_owned() label=words::MORE_COMMANDS class="plain more">
                    <div class="cmd-menu">{groups.get().into_iter().map(in_menu).collect_view()}</div>
                </Popover>
            </div>
        </div>
    }
}
