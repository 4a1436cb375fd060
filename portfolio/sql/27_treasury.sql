-- The treasury's figures: what its ledger says of a project's sources (source * of its total) by the day asked about.
-- Of a source its newest word is the figure, whatever the owner says or said later; a total counts as long as no word
-- on any source has a newer day. Of a group with members nothing counts until it is broken down.

CREATE MACRO treasury_row() AS TABLE
    WITH number AS (
        SELECT r.project_id, r.project_id AS number_id FROM read_now r
        UNION ALL
        SELECT o.project_id, o.origin_id FROM origin_now o WHERE o.part_id IS NULL AND NOT o.divided),
    told AS (
        SELECT f.*, coalesce(f.allocated_amount, f.received_amount, f.paid_amount) IS NULL AS takes_back,
               (f.event_id, f.position) AS place
        FROM store.treasury_figure f WHERE f.event_id <= (SELECT s.newest_event FROM day_now s)),
    standing AS (
        SELECT *, max(CASE WHEN takes_back THEN place END) OVER (PARTITION BY project_id, source, told_on) AS taken_back
        FROM told)
    SELECT n.project_id, coalesce(t.source, '*') AS source, t.told_on, t.allocated_amount, t.received_amount,
           t.paid_amount,
           place_of(t.told_on, t.event_id, t.position) AS place, t.event_id, t.position,
           n.project_id IN (SELECT unnest(r.ancestor_ids) FROM read_now r) AS grouped
    FROM standing t JOIN number n ON n.number_id = t.project_id
    WHERE NOT t.takes_back AND coalesce(t.place > t.taken_back, TRUE) AND t.told_on <= (SELECT s.as_of FROM day_now s);
COMMENT ON MACRO TABLE treasury_row IS
    'One row a statement of the treasury by the day that stands: a project (also under the number that it was '
    'renamed to since; of a split or merged one the treasury speaks anew), source (*: the total only), day, what '
    'had been allocated, received and paid by then.';

CREATE TABLE treasury_now AS FROM treasury_row() LIMIT 0;
COMMENT ON TABLE treasury_now IS 'treasury_row of the day.';

CREATE MACRO treasury_year() AS TABLE
    SELECT project_id, year(max(told_on)) AS told_year FROM treasury_now t WHERE NOT t.grouped GROUP BY project_id;
COMMENT ON MACRO TABLE treasury_year IS
    'One row a project without members of which the treasury tells: the year of its newest word.';

CREATE MACRO treasury_base(december_amount, named_anew, started, amount) AS
    coalesce(december_amount, CASE WHEN named_anew OR started OR amount = 0 THEN 0 END);
COMMENT ON MACRO treasury_base IS
    'What the treasury says of the December before a year: its word of a day of that month, else 0 of a source '
    'that is new to a ledger which spoke of others then, of a project started in the year, or where the figure '
    'itself is 0; else unknown.';

CREATE MACRO in_december(told_on, year) AS told_on BETWEEN make_date(year::INTEGER - 1, 12, 1)
    AND make_date(year::INTEGER - 1, 12, 31);
COMMENT ON MACRO in_december IS 'Whether the day lies in the December before the year.';

CREATE MACRO total_by(source, told_on, amount, place, day) AS
    CASE WHEN max(CASE WHEN source = '*' AND amount IS NOT NULL AND told_on <= day THEN told_on END)
              >= coalesce(max(CASE WHEN source <> '*' AND told_on <= day THEN told_on END), DATE '1900-01-01')
         THEN arg_max(amount, place) FILTER (source = '*' AND amount IS NOT NULL AND told_on <= day) END;
COMMENT ON MACRO total_by IS
    'What the treasury''s newest word on a project''s total says by a day; unknown where it spoke of a source on '
    'a later day.';
