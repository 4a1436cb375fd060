-- 总览: what the public record knows of the selected projects.

CREATE MACRO public_summary(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    WITH day AS (SELECT s.as_of, s.known_at FROM snapshot s WHERE s.snapshot_id = snapshot),
    fact AS (
        SELECT l.project_id, l.v, g.stated_on
        FROM (SELECT project_id, unnest(evidence) AS v FROM library_row((SELECT known_at FROM day))) l
        JOIN public_page((SELECT known_at FROM day), NULL) g ON g.project_id = l.project_id AND g.evidence_no = l.v.evidence_no
        WHERE g.stated_on <= (SELECT as_of FROM day)),
    newest_fact AS (
        SELECT project_id, count(*) AS fact_count, max(stated_on) AS stated_on,
               arg_max(v, (stated_on, coalesce(v.held_on, stated_on), v.evidence_no)) AS v FROM fact GROUP BY project_id)
    SELECT p.project_id, p.name, p.kind, p.county_code, p.state, p.delay_days, p.passed_unreported, f.fact_count, f.stated_on,
           f.v.kind AS fact_kind, f.v.label AS fact_label, f.v.value AS fact_value, f.v.unit AS fact_unit, f.v.funding AS fact_funding,
           f.v.held_on AS held_on, f.v.precision AS held_precision, f.v.title AS title, f.v.url AS url, f.v.confidence AS confidence
    FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) p
    JOIN newest_fact f USING (project_id);
COMMENT ON MACRO TABLE public_summary IS 'One row a selected project or group on which a public page dated by then says anything: how many facts, and the newest.';

CREATE MACRO unreported(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT p.* EXCLUDE (snapshot_id)
    FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) p
    JOIN snapshot s ON s.snapshot_id = p.snapshot_id
    WHERE must_report(p.kind, p.state)
      AND (p.last_period_on IS NULL OR p.last_period_on < s.last_closed_on);
COMMENT ON MACRO TABLE unreported IS 'One row a selected project that was expected to report the last closed month (as in coverage) and did not.';
