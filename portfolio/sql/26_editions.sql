-- What editions before the one in force leave to it: what they stated, and what was reported under the numbers that its
-- rows continue. A renamed row takes over every entry; each successor of a split what was said, and of amounts its
-- opening figures; a row merged from several the sum of what its parts know whenever one of them speaks.

CREATE TABLE edition_now AS FROM edition_line(DATE '2000-01-01', 0) LIMIT 0;
COMMENT ON TABLE edition_now IS 'edition_line of the day.';

CREATE MACRO origin_row() AS TABLE
    SELECT o.*
    FROM origin_line((SELECT d.as_of FROM day_now d), (SELECT d.newest_event FROM day_now d)) o
    SEMI JOIN read_now USING (project_id);
COMMENT ON MACRO TABLE origin_row IS 'One row of origin_line a row of the library that the day reads.';

CREATE TABLE origin_now AS FROM origin_row() LIMIT 0;
COMMENT ON TABLE origin_now IS 'origin_row of the day.';

CREATE MACRO entered_row() AS TABLE
    SELECT n.project_id, min(coalesce(t.effective_on, e.at::DATE)) AS entered_on,
           min(CASE WHEN l.edition_no = 1 THEN DATE '0001-01-01' ELSE l.counts_from END) AS stands_on
    FROM (
        SELECT r.project_id, r.project_id AS named_id FROM read_now r
        UNION ALL SELECT o.project_id, o.origin_id FROM origin_now o) n
    JOIN store.project p ON p.project_id = n.named_id
    JOIN store.event e USING (event_id)
    JOIN store.edition t USING (event_id)
    LEFT JOIN edition_now l ON l.event_id = p.event_id
    WHERE e.event_id <= (SELECT d.newest_event FROM day_now d) GROUP BY n.project_id;
COMMENT ON MACRO TABLE entered_row IS
    'One row a row of the library: the day from which an edition first named it, or a number that it continues '
    '(entered_on), and from which one that counts did (stands_on): the earliest answers for the days before it, so '
    'that its rows have always stood.';

CREATE MACRO continued_report() AS TABLE
    SELECT s.* REPLACE (o.project_id AS project_id), a.accepted_at
    FROM store.report s JOIN origin_now o ON o.origin_id = s.project_id
    JOIN accepted_now a ON a.submission_id = s.event_id AND in_part(a.project_ids, s.project_id)
    WHERE s.period_on <= a.as_of;
COMMENT ON MACRO TABLE continued_report IS 'One row a month that was reported under a number that a row continues.';

CREATE MACRO continued_status() AS TABLE
    SELECT s.* REPLACE (o.project_id AS project_id)
    FROM counting_status() s JOIN origin_now o ON o.origin_id = s.project_id
    WHERE o.part_id IS NULL;
COMMENT ON MACRO TABLE continued_status IS
    'One row a status entry that a row takes over; a merged row has a stage of its own.';

CREATE MACRO continued_investment() AS TABLE
    SELECT s.* REPLACE (o.project_id AS project_id)
    FROM counting_investment() s JOIN origin_now o ON o.origin_id = s.project_id
    WHERE o.part_id IS NULL AND NOT o.divided;
COMMENT ON MACRO TABLE continued_investment IS
    'One row an investment entry that a renamed row takes over; of a split or merged one the edition states it anew.';

CREATE MACRO continued_year_end_base() AS TABLE
    SELECT s.* REPLACE (o.project_id AS project_id)
    FROM counting_year_end_base() s JOIN origin_now o ON o.origin_id = s.project_id
    WHERE o.part_id IS NULL AND NOT o.divided;
COMMENT ON MACRO TABLE continued_year_end_base IS
    'One row a statement of a year''s end that a renamed row takes over; of a split or merged one it is stated anew.';

CREATE MACRO continued_milestone() AS TABLE
    SELECT s.* REPLACE (o.project_id AS project_id, CASE WHEN o.part_id IS NULL THEN s.done_on END AS done_on,
                        CASE WHEN o.part_id IS NULL THEN s.cleared
                             ELSE list_filter(s.cleared, lambda field: field <> 'done_on') END AS cleared)
    FROM counting_milestone() s JOIN origin_now o ON o.origin_id = s.project_id;
COMMENT ON MACRO TABLE continued_milestone IS
    'One row a milestone entry that a row takes over; a part''s done day is not that of the row merged from it '
    '(part_done).';

CREATE MACRO continued_obstacle() AS TABLE
    SELECT s.* REPLACE (o.project_id AS project_id,
                        CASE WHEN o.part_id IS NULL THEN s.obstacle
                             ELSE concat(o.part_id, '/', s.obstacle) END AS obstacle)
    FROM counting_obstacle() s JOIN origin_now o ON o.origin_id = s.project_id;
COMMENT ON MACRO TABLE continued_obstacle IS
    'One row an obstacle entry that a row takes over, told apart from an equally numbered one of another part.';

CREATE MACRO opening_row() AS TABLE
    SELECT o.project_id, o.part_id, f.event_id, f.position, f.period_on, f.figure, coalesce(f.source, '') AS source,
           coalesce(f.currency, '') AS currency, f.year, f.amount,
           place_of(f.period_on,
                    (SELECT count(*)
                     FROM accepted_now a
                     WHERE (a.accepted_at, a.submission_id) < (e.taken_at, e.event_id)),
                    2097151) + 1 AS place
    FROM store.opening_figure f JOIN edition_now e USING (event_id) CROSS JOIN day_now d
    JOIN origin_now o ON o.heir_id = f.project_id AND o.origin_id = f.predecessor_id AND NOT o.divided_above
    WHERE f.period_on <= d.as_of;
COMMENT ON MACRO TABLE opening_row IS
    'One row an opening figure that a row has of the split of a number that it continues; it counts from the taking '
    'of the edition, after what was accepted before.';

CREATE MACRO figure_told() AS TABLE
    WITH follows AS (
        SELECT o.project_id, o.part_id, o.origin_id FROM origin_now o WHERE o.part_id IS NOT NULL AND NOT o.divided),
    told AS (
        SELECT o.project_id, o.part_id, s.period_on, s.place, s.cleared, s.source, s.currency, NULL::INTEGER AS year,
               unnest([{'figure': 'allocated', 'amount': s.allocated_amount},
                       {'figure': 'received', 'amount': s.received_amount},
                       {'figure': 'paid', 'amount': s.paid_amount}], recursive := true)
        FROM counting_funding() s JOIN follows o ON o.origin_id = s.project_id
        UNION ALL
        SELECT o.project_id, o.part_id, s.period_on, s.place, s.cleared, '', '', NULL,
               unnest([{'figure': 'work_done', 'amount': s.work_done_amount},
                       {'figure': 'in_statistics', 'amount': s.in_statistics_amount}],
                      recursive := true)
        FROM counting_progress() s JOIN follows o ON o.origin_id = s.project_id
        UNION ALL
        SELECT o.project_id, o.part_id, s.period_on, s.place, s.cleared, '', '', s.year, 'annual_plan', s.planned_amount
        FROM counting_plan() s JOIN follows o ON o.origin_id = s.project_id)
    SELECT project_id, part_id, figure, source, currency, year, period_on, place, amount FROM told
    WHERE amount IS NOT NULL
      OR list_contains(cleared, CASE figure WHEN 'annual_plan' THEN 'planned_amount' ELSE concat(figure, '_amount') END)
    UNION ALL
    SELECT project_id, part_id, figure, source, currency, year, period_on, place, amount
    FROM opening_row()
    WHERE part_id IS NOT NULL;
COMMENT ON MACRO TABLE figure_told IS 'One row an amount that a part of a merged row told, or took back (NULL).';

CREATE MACRO taken_over() AS TABLE
    WITH told AS MATERIALIZED (FROM figure_told()),
    moment AS (SELECT DISTINCT project_id, figure, source, currency, year, period_on, place FROM told),
    part AS (SELECT DISTINCT project_id, figure, source, currency, year, part_id FROM told),
    stood AS (
        SELECT m.*, p.part_id FROM moment m JOIN part p
          ON p.project_id = m.project_id AND p.figure = m.figure AND p.source = m.source AND p.currency = m.currency
             AND p.year IS NOT DISTINCT FROM m.year)
    SELECT s.project_id, s.figure, s.source, s.currency, s.year, s.period_on, s.place,
           sum(t.amount)::DECIMAL(18,2) AS amount
    FROM stood s ASOF LEFT JOIN (SELECT *, coalesce(year, 0) AS of_year FROM told) t
      ON t.project_id = s.project_id AND t.part_id = s.part_id AND t.figure = s.figure AND t.source = s.source
         AND t.currency = s.currency
         AND t.of_year = coalesce(s.year, 0) AND s.place >= t.place
    GROUP BY ALL
    UNION ALL
    SELECT project_id, figure, source, currency, year, period_on, place, amount
    FROM opening_row()
    WHERE part_id IS NULL;
COMMENT ON MACRO TABLE taken_over IS
    'One row an amount that a row takes over otherwise than entry by entry: of a merged row what its parts know '
    'together once one of them has spoken (NULL where none knows any more), of a successor of a split its opening '
    'figure.';

CREATE TABLE taken_over_now AS FROM taken_over() LIMIT 0;
COMMENT ON TABLE taken_over_now IS 'taken_over of the day.';

CREATE MACRO taken_amount(figure, wanted, amount) AS CASE WHEN figure = wanted THEN amount END;
COMMENT ON MACRO taken_amount IS 'The amount, where the row of taken_over is of that figure.';

CREATE MACRO taken_back(field, amount) AS CASE WHEN amount IS NULL THEN [field] ELSE [] END;
COMMENT ON MACRO taken_back IS 'What a row of taken_over clears: its field, where no amount is known any more.';

CREATE MACRO continued_funding() AS TABLE
    SELECT s.* REPLACE (o.project_id AS project_id)
    FROM counting_funding() s JOIN origin_now o ON o.origin_id = s.project_id
    WHERE o.part_id IS NULL AND NOT o.divided
    UNION ALL BY NAME
    SELECT t.project_id, t.period_on, t.place, t.source, t.currency,
           taken_back(concat(t.figure, '_amount'), t.amount) AS cleared,
           taken_amount(t.figure, 'allocated', t.amount) AS allocated_amount,
           taken_amount(t.figure, 'received', t.amount) AS received_amount,
           taken_amount(t.figure, 'paid', t.amount) AS paid_amount
    FROM taken_over_now t WHERE t.source <> '';
COMMENT ON MACRO TABLE continued_funding IS
    'One row a funding entry, or an amount in place of one, that a row takes over.';

CREATE MACRO continued_plan() AS TABLE
    SELECT s.* REPLACE (o.project_id AS project_id)
    FROM counting_plan() s JOIN origin_now o ON o.origin_id = s.project_id
    WHERE o.part_id IS NULL AND NOT o.divided
    UNION ALL BY NAME
    SELECT t.project_id, t.period_on, t.place, t.year, taken_back('planned_amount', t.amount) AS cleared,
           t.amount AS planned_amount
    FROM taken_over_now t WHERE t.figure = 'annual_plan';
COMMENT ON MACRO TABLE continued_plan IS
    'One row a year''s plan entry, or an amount in place of one, that a row takes over.';

CREATE MACRO continued_progress() AS TABLE
    SELECT s.* REPLACE (o.project_id AS project_id)
    FROM counting_progress() s JOIN origin_now o ON o.origin_id = s.project_id
    WHERE o.part_id IS NULL AND NOT o.divided
    UNION ALL BY NAME
    SELECT t.project_id, t.period_on, t.place, taken_back(concat(t.figure, '_amount'), t.amount) AS cleared,
           taken_amount(t.figure, 'work_done', t.amount) AS work_done_amount,
           taken_amount(t.figure, 'in_statistics', t.amount) AS in_statistics_amount
    FROM taken_over_now t WHERE t.figure IN ('work_done', 'in_statistics');
COMMENT ON MACRO TABLE continued_progress IS
    'One row a progress entry, or an amount in place of one, that a row takes over.';
