-- Schema 3: what the clock said where that is not the moment an event got.

CREATE TABLE IF NOT EXISTS store.event_clock (event_id BIGINT NOT NULL, position INTEGER NOT NULL,
                                              true_at TIMESTAMP NOT NULL);
COMMENT ON TABLE store.event_clock IS
    'One row an event that got the moment of the one before it, since the clock was behind: what the clock said.';
