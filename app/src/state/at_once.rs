//! Futures in tests, which never have to wait.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// What a future gives that is ready at once.
pub fn at_once<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("the future waits"),
    }
}
