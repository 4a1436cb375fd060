-- What editions bring beside their rows. Arguments: as_of, newest_event.

CREATE MACRO added_code_row(newest_event) AS TABLE
    SELECT codelist, code, unnest(arg_max({'sort_order': sort_order, 'zh': zh, 'en': en}, event_id))
    FROM store.added_code WHERE event_id <= newest_event AND codelist <> 'name'
    GROUP BY codelist, code;
COMMENT ON MACRO TABLE added_code_row IS
    'One row a code that any edition known adds to a codelist, with its newest words: a past day is answered by an '
    'older edition.';

CREATE MACRO scale_word_row(as_of, newest_event) AS TABLE
    SELECT project_id, measure, value, qualifier FROM store.scale_word
    WHERE event_id = (SELECT e.event_id FROM edition_in_force(as_of, newest_event) e);
COMMENT ON MACRO TABLE scale_word_row IS 'One row a size of the library in force that is not exact, and its word.';

CREATE MACRO published_total_row(as_of, newest_event) AS TABLE
    SELECT * EXCLUDE (event_id, position) FROM store.published_total
    WHERE event_id = (SELECT e.event_id FROM edition_in_force(as_of, newest_event) e)
      AND (stated_on IS NULL OR stated_on <= as_of::DATE);
COMMENT ON MACRO TABLE published_total_row IS
    'One row a published total that the library in force carries, of those to a day that has come.';

CREATE MACRO english_name(newest_event) AS TABLE
    WITH rendered AS (
        SELECT event_id, name, name_en FROM store.project WHERE name_en IS NOT NULL
        UNION ALL SELECT event_id, zh, en FROM store.added_code WHERE codelist = 'name')
    SELECT name, arg_max(name_en, event_id) AS name_en
    FROM rendered WHERE event_id <= newest_event GROUP BY name;
COMMENT ON MACRO TABLE english_name IS 'One row a name with an English rendering in any edition known, and the newest.';
