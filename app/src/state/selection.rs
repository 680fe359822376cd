//! The selection as the browser knows it: the server's, and the latest clicks.
