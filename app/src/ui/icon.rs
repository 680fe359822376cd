//! Small line drawings. Text always accompanies them, so they are hidden from assistive technology.

use leptos::prelude::*;

/// The meaning of an icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// Add.
    Add,
    /// Upload a file.
    Upload,
    /// Download a file.
    Export,
    /// Licenses.
    Licenses,
    /// Edit.
    Edit,
    /// A password.
    Key,
    /// Block.
    Block,
    /// Allow.
    Allow,
    /// Offboard.
    Leave,
    /// Delete.
    Delete,
    /// An email address.
    Email,
    /// Go back.
    Back,
}

impl Icon {
    /// The drawing as an SVG path, 16 units wide and high.
    fn path(self) -> &'static str {
        match self {
            Self::Add => "M6.5 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM2 13.5a4.5 4.5 0 0 1 7-3.7M12 9.5v4M10 11.5h4",
            Self::Upload => "M8 10.5v-8M5 5.5l3-3 3 3M2.5 10.5v3h11v-3",
            Self::Export => "M8 2.5v8M5 7.5l3 3 3-3M2.5 10.5v3h11v-3",
            Self::Licenses => "M2.5 2.5h11v11h-11ZM5 8l2.2 2.2L11 6",
            Self::Edit => "M3 13l.7-2.9L10.8 3 13 5.2l-7.1 7.1Z",
            Self::Key => "M5.5 13.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM7.7 8.3l5.8-5.8M11 5l2 2",
            Self::Block => "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM3.8 3.8l8.4 8.4",
            Self::Allow => "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM5.3 8.2l2 2 3.5-4",
            Self::Leave => "M6.5 2.5h-4v11h4M10 5l3 3-3 3M13 8H6",
            Self::Delete => "M3 4.5h10M6.5 4.5v-2h3v2M4.2 4.5l.6 9h6.4l.6-9",
            Self::Email => "M2 3.5h12v9H2ZM2 4l6 5 6-5",
            Self::Back => "M7 3L2 8l5 5M2 8h12",
        }
    }

    /// The drawing.
    pub fn draw(self) -> impl IntoView {
        view! {
            <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
                <path d=self.path()/>
            </svg>
        }
    }
}
