-- 滞后项目: lateness by county with its rates, in the order in which counties are compared.

CREATE MACRO county_lateness(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT d.county_code, CASE WHEN NOT coalesce(c.ranked, FALSE) THEN 'unranked' WHEN d.sample_too_small THEN 'too_small' ELSE 'ranked' END AS ranking, c.sort_order, d.project_count, d.known_count AS judged_count, CASE WHEN d.known_count > 0 THEN d.late_count END AS late_count,
           rate(d.late_count, d.known_count) AS late_share, CASE WHEN d.known_count > 0 THEN d.red_count END AS red_count,
           CASE WHEN d.known_count > 0 THEN d.yellow_count END AS yellow_count,
           CASE WHEN d.known_count > 0 THEN coalesce(d.worst_delay_days, 0) END AS worst_delay_days, d.median_delay_days,
           CASE WHEN d.known_count > 0 OR d.warning_count > 0 THEN d.warning_count END AS warned_count, d.passed_unreported_count,
           CASE WHEN d.known_count > 0 OR d.silent_project_count > 0 THEN d.silent_project_count END AS silent_project_count,
           d.due_to_start_count, CASE WHEN d.due_to_start_count > 0 THEN d.started_count END AS started_count,
           rate(d.started_count, d.due_to_start_count) AS started_share
    FROM county_delay(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) d
    LEFT JOIN county_row((SELECT s.known_at FROM snapshot s WHERE s.snapshot_id = snapshot)) c USING (county_code);
COMMENT ON MACRO TABLE county_lateness IS 'One row a county: county_delay with late and started shares; unknown, not zero, where no project could be judged; ranking: ranked, too_small (样本不足), unranked (city level, unnamed).';

CREATE MACRO total_lateness(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT sum(project_count)::BIGINT AS project_count, sum(judged_count)::BIGINT AS judged_count, sum(late_count)::BIGINT AS late_count,
           rate(sum(late_count), sum(judged_count)) AS late_share, sum(red_count)::BIGINT AS red_count, sum(yellow_count)::BIGINT AS yellow_count,
           max(worst_delay_days) AS worst_delay_days, sum(warned_count)::BIGINT AS warned_count,
           sum(passed_unreported_count)::BIGINT AS passed_unreported_count, sum(silent_project_count)::BIGINT AS silent_project_count,
           sum(due_to_start_count)::BIGINT AS due_to_start_count, sum(started_count)::BIGINT AS started_count,
           rate(sum(started_count), sum(due_to_start_count)) AS started_share
    FROM county_lateness(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search);
COMMENT ON MACRO TABLE total_lateness IS 'One row in all: county_lateness summed over the selection.';

CREATE MACRO rescheduled_milestone(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) AS TABLE
    SELECT m.* FROM late_milestone(snapshot, counties, areas, categories, projects, scope, sources, stages, states, search) m
    WHERE m.silent_count > 0 OR m.approved_count > 0;
COMMENT ON MACRO TABLE rescheduled_milestone IS 'One row a milestone whose due day was moved, with approval (批准调整) or without (自行推迟).';
