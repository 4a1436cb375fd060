-- 总览: on what its investments rest, what the public record knows.

CREATE MACRO basis_count(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT c.investment_basis, count(*) AS row_count
    FROM selected(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) c JOIN amount_now a ON a.snapshot_id = snapshot AND a.project_id = c.project_id
    WHERE a.investment_amount IS NOT NULL GROUP BY c.investment_basis;
COMMENT ON MACRO TABLE basis_count IS 'One row a basis (规划文本, 可研, 概算 …) and on how many selected rows an investment of that basis is counted.';
