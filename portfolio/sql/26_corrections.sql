-- Corrections of a slip of the pen: what the accepted ones (20_ledger.sql) put in place of what was stated. The row
-- that they mend stays; the macros of accepted entries (30_current.sql) deliver its right value in the place in which
-- it stood.

CREATE MACRO mended_on(newest_event) AS TABLE
    SELECT entry, submission_id AS event_id, place AS position, list(field ORDER BY field) AS fields,
           list(value ORDER BY field) AS right_values, list(value_precision ORDER BY field) AS right_precisions
    FROM mended_field(newest_event) GROUP BY entry, submission_id, place;
COMMENT ON MACRO TABLE mended_on IS
    'One row a mended statement: its fields, and of each the right value as text and the precision of a day (NULL: as '
    'stated).';

CREATE TABLE mended_now AS FROM mended_on(0) LIMIT 0;
COMMENT ON TABLE mended_now IS 'mended_on of the day.';

CREATE MACRO mended_in(entry_table) AS TABLE
    SELECT event_id, position, fields, right_values, right_precisions FROM mended_now WHERE entry = entry_table;
COMMENT ON MACRO TABLE mended_in IS 'One row a mended statement of one kind of entry.';

CREATE MACRO mended_row(entry_table) AS TABLE
    SELECT f.submission_id, f.place, max(f.correction_id) AS correction_id
    FROM mended_field((SELECT s.newest_event FROM day_now s)) f
    WHERE f.entry = entry_table
    GROUP BY f.submission_id, f.place;
COMMENT ON MACRO TABLE mended_row IS
    'One row a statement of one kind of entry that a correction mends, and the newest one that does.';

CREATE MACRO mends(fields, field) AS coalesce(list_contains(fields, field), FALSE);
COMMENT ON MACRO mends IS 'Whether the field is among those mended; FALSE for a statement that no correction mends.';

CREATE MACRO right_of(fields, right_values, field) AS right_values[list_position(fields, field)];
COMMENT ON MACRO right_of IS 'The right value of a field, as text.';

CREATE MACRO mends_away(fields, right_values, field) AS
    mends(fields, field) AND right_of(fields, right_values, field) IS NULL;
COMMENT ON MACRO mends_away IS 'Whether a correction says that nothing was to be stated in the field.';

CREATE MACRO right_amount(stated, fields, right_values, field) AS
    CASE WHEN mends(fields, field) THEN right_of(fields, right_values, field)::DECIMAL(18,2) ELSE stated END;
COMMENT ON MACRO right_amount IS 'An amount as stated, or the right one.';

CREATE MACRO right_day(stated, fields, right_values, field) AS
    CASE WHEN mends(fields, field) THEN right_of(fields, right_values, field)::DATE ELSE stated END;
COMMENT ON MACRO right_day IS 'A day as stated, or the right one.';

CREATE MACRO right_text(stated, fields, right_values, field) AS
    CASE WHEN mends(fields, field) THEN right_of(fields, right_values, field) ELSE stated END;
COMMENT ON MACRO right_text IS 'A code or text as stated, or the right one.';
