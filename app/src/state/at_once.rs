//! Runs futures in tests. They must not wait.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// The output of a future that is ready at once.
pub fn at_once<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("the future waits"),
    }
}
