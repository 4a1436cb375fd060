-- What editions bring beside their rows. Arguments: as_of, newest_event.

CREATE MACRO added_code_row(newest_event) AS TABLE
    SELECT codelist, code, unnest(arg_max({'sort_order': sort_order, 'zh': zh, 'en': en}, event_id))
    FROM store.added_code WHERE event_id <= newest_event GROUP BY codelist, code;
COMMENT ON MACRO TABLE added_code_row IS 'One row a code that any edition known adds to a codelist, with its newest words: a past day is answered by an older edition.';

CREATE MACRO scale_word_row(as_of, newest_event) AS TABLE
    SELECT project_id, measure, value, qualifier FROM store.scale_word
    WHERE event_id = (SELECT e.event_id FROM edition_in_force(as_of, newest_event) e);
COMMENT ON MACRO TABLE scale_word_row IS 'One row a size of the library in force that is not exact, and its word.';

CREATE MACRO published_total_row(as_of, newest_event) AS TABLE
    SELECT * EXCLUDE (event_id, position) FROM store.published_total
    WHERE event_id = (SELECT e.event_id FROM edition_in_force(as_of, newest_event) e)
      AND (stated_on IS NULL OR stated_on <= as_of::DATE);
COMMENT ON MACRO TABLE published_total_row IS 'One row a published total that the library in force carries, of those to a day that has come.';
