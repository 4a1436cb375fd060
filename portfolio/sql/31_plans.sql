-- The plan of a year: what lists set under a document. Until a list of the year counts, what owners told:
-- 原报计划（无文号）, of which a cut does not count, since it has no document.

CREATE MACRO listed_row() AS TABLE
    WITH listed AS (FROM listed_on((SELECT s.as_of FROM day_now s), (SELECT s.newest_event FROM day_now s)))
    FROM listed
    UNION ALL
    SELECT l.* REPLACE (o.project_id AS project_id)
    FROM listed l JOIN origin_now o ON o.origin_id = l.project_id WHERE o.part_id IS NULL AND NOT o.divided;
COMMENT ON MACRO TABLE listed_row IS
    'listed_on of the day, also under the number of a row that was renamed since; of a split or merged row a list '
    'speaks anew.';

CREATE MACRO plan_word() AS TABLE
    WITH listed AS MATERIALIZED (FROM listed_row()),
    told AS (
        SELECT project_id, year, period_on, place, planned_amount, event_id, position,
               max(planned_amount) OVER (PARTITION BY project_id, year ORDER BY place
                                         ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS highest_before
        FROM accepted_plan() WHERE planned_amount IS NOT NULL)
    SELECT project_id, year, issued_on AS said_on, place_of(issued_on, event_id, position) AS place, planned_amount,
           TRUE AS listed, kind, document_number, event_id, position
    FROM listed WHERE project_id IN (SELECT r.project_id FROM read_now r)
    UNION ALL
    SELECT project_id, year, period_on, place, planned_amount, FALSE, NULL, NULL, event_id, position
    FROM told WHERE planned_amount >= coalesce(highest_before, 0) AND year NOT IN (SELECT l.year FROM listed l);
COMMENT ON MACRO TABLE plan_word IS
    'One row a statement of a project''s plan of a year that counts: of the lists by the document''s day, then as '
    'they were taken; of a year without any list of what owners told, unless it is less than before.';

CREATE MACRO current_plan() AS TABLE
    SELECT project_id, year, arg_max(planned_amount, place) AS planned_amount, bool_or(listed) AS listed,
           arg_min(planned_amount, place) FILTER (listed) AS initial_amount,
           arg_max(said_on, place) FILTER (listed) AS issued_on,
           arg_max(document_number, place) FILTER (listed) AS document_number, count(*) FILTER (listed) AS list_count,
           arg_max(event_id, place) AS event_id, arg_max(position, place) AS position
    FROM plan_word() GROUP BY project_id, year;
COMMENT ON MACRO TABLE current_plan IS
    'One row a project and year with a plan in force: the amount, whether a list set it (else 原报计划（无文号）), 年初计划 as the '
    'first list set it, and the document in force with its day.';

CREATE TABLE plan_now AS FROM current_plan() LIMIT 0;
COMMENT ON TABLE plan_now IS 'current_plan of the day.';

CREATE MACRO told_of_year(value, place, cleared, year, wanted) AS
    newest(CASE WHEN year = wanted THEN value END, place, CASE WHEN year = wanted THEN cleared END,
           'year_forecast_amount');
COMMENT ON MACRO told_of_year IS 'The current 预计全年完成 of one year.';

CREATE MACRO current_year_forecast() AS TABLE
    SELECT e.project_id,
           told_of_year(e.year_forecast_amount, e.place, e.cleared, e.year, r.last_year) AS year_forecast_amount,
           told_of_year(e.year_forecast_amount, e.place, e.cleared, e.year, d.reviewed_year) AS reviewed_forecast_amount
    FROM accepted_plan() e CROSS JOIN day_now d LEFT JOIN reporting_now r ON r.project_id = e.project_id
    WHERE e.year_forecast_amount IS NOT NULL OR list_contains(e.cleared, 'year_forecast_amount')
    GROUP BY e.project_id;
COMMENT ON MACRO TABLE current_year_forecast IS
    'One row a project that ever told 预计全年完成: what its newest word says will be done by the end of the year of its '
    'last report, and of the year under review. Nobody is ranked by it.';
