-- The treasury's ledger as it stands. Argument: newest_event.

CREATE MACRO treasury_line_row(newest_event) AS TABLE
    WITH span AS (FROM store.treasury_span t WHERE t.event_id <= newest_event)
    SELECT l.* FROM store.treasury_line l
    WHERE l.event_id <= newest_event AND NOT EXISTS (
        SELECT 1 FROM span s WHERE s.event_id > l.event_id AND s.figure = l.figure
                             AND l.day_on BETWEEN s.from_on AND s.until_on);
COMMENT ON MACRO TABLE treasury_line_row IS
    'One row a line of the ledger that stands: no later file holds the lines of its figure and day.';

CREATE MACRO treasury_span_row(newest_event) AS TABLE
    SELECT figure, from_on, until_on, whole, event_id FROM store.treasury_span s WHERE s.event_id <= newest_event;
COMMENT ON MACRO TABLE treasury_span_row IS 'One row a file and figure: from which day until which it holds the lines.';

CREATE MACRO treasury_taken_as(checksum) AS TABLE
    SELECT max(event_id) AS event_id FROM store.treasury_list t WHERE t.file_sha256 = checksum;
COMMENT ON MACRO TABLE treasury_taken_as IS
    'One row in all: the event by which a file of that checksum was last taken; NULL for none.';
