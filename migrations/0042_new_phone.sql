-- The seed of a person's new phone, until a code of that phone confirms it. Until then the phone before stays the second
-- factor.
CREATE TABLE next_second_factor (
    partner_user_id TEXT NOT NULL PRIMARY KEY REFERENCES second_factor (partner_user_id),
    -- Sealed with the sealing key.
    seed TEXT NOT NULL,
    begun BIGINT NOT NULL
);
