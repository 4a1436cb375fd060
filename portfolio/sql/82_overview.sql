-- 总览: on what its investments rest, what the public record knows.

CREATE MACRO public_summary(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT p.project_id, p.name, p.kind, p.county_code, p.state, p.delay_days, p.passed_unreported, f.* EXCLUDE (snapshot_id, project_id)
    FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) p
    JOIN fact_now f ON f.snapshot_id = snapshot AND f.project_id = p.project_id;
COMMENT ON MACRO TABLE public_summary IS 'One row a selected project or group on which a public page dated by then says anything: how many facts, and the newest.';

CREATE MACRO basis_count(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT c.investment_basis, count(*) AS row_count
    FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) c JOIN amount_now a ON a.snapshot_id = snapshot AND a.project_id = c.project_id
    WHERE a.investment_amount IS NOT NULL GROUP BY c.investment_basis;
COMMENT ON MACRO TABLE basis_count IS 'One row a basis (规划文本, 可研, 概算 …) and on how many selected rows an investment of that basis is counted.';
