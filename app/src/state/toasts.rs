//! Short messages that appear and go.
