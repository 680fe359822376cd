//! Parts that know nothing of our domain.
