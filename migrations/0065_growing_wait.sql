-- How often somebody tried with a sign-in name, or in a known browser, since the last quiet day: beyond an allowance the wait grows with
-- it. Zero for what is counted without that.
ALTER TABLE sign_in_throttle ADD COLUMN attempts BIGINT NOT NULL DEFAULT 0;
