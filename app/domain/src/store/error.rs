//! Errors of the store, in words.

/// The reason why the store could not answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The database cannot be reached, or is busy. Nothing was written.
    #[error("The database did not answer: {0}")]
    Unavailable(String),
    /// The time limit was exceeded. Nothing was written.
    #[error("The database needed too long: {0}")]
    TooLong(String),
    /// There is no room for the write. Nothing was written; reading still works.
    #[error("The database has no room left: {0}. Make room on its disk.")]
    Full(String),
    /// The database can be read, but not written. Nothing was written.
    #[error("The database can only be read: {0}. Make it writable for Tenantry.")]
    ReadOnly(String),
    /// The customer was deleted meanwhile. Nothing was written.
    #[error("The customer is not there any more. Nothing was written.")]
    CustomerGone,
    /// A row is not as expected.
    #[error("The database holds something unexpected: {0}")]
    Corrupt(String),
}
