//! Parts of managing licenses and of its results.
