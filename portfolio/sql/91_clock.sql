-- What the clock said at events that got another moment. Argument: newest_event.

CREATE MACRO event_clock_row(newest_event) AS TABLE
    SELECT c.event_id, c.true_at FROM store.event_clock c JOIN store.event e USING (event_id)
    WHERE c.event_id <= newest_event AND e.at >= c.true_at + INTERVAL 1 MINUTE;
COMMENT ON MACRO TABLE event_clock_row IS
    'One row an event that is dated a minute or more after what the clock said, since the event before it was.';
