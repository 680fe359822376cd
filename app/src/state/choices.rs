//! Choices of Manage licenses, kept under the selection until saved.
