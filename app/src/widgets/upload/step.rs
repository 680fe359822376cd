//! The steps of an upload.

use crate::text::upload as words;
use crate::widgets::wizard::WizardStep;

/// The steps of an upload in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum UploadStep {
    /// The action and the file.
    File,
    /// The rows and their corrections.
    Rows,
    /// The choices for rows that leave something open.
    Others,
    /// The preview and the button that saves.
    Save,
}

impl WizardStep for UploadStep {
    const ALL: &'static [Self] = &[Self::File, Self::Rows, Self::Others, Self::Save];

    fn word(self) -> &'static str {
        match self {
            Self::File => "upload-file",
            Self::Rows => "upload-rows",
            Self::Others => "upload-others",
            Self::Save => "upload-save",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::File => words::STEP_FILE,
            Self::Rows => words::STEP_ROWS,
            Self::Others => words::STEP_OTHERS,
            Self::Save => words::STEP_SAVE,
        }
    }
}
