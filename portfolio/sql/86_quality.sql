-- 数据质量: which groups state less than their members.

CREATE MACRO group_below() AS TABLE
    SELECT p.project_id, p.name, p.county_code, g.field, g.kind, g.stated_amount, g.below_amount,
           g.below_amount - g.stated_amount AS difference_amount
    FROM group_now g JOIN project_now p ON p.project_id = g.project_id
    WHERE g.is_current AND g.source = '*' AND g.below_amount > g.stated_amount;
COMMENT ON MACRO TABLE group_below IS
    'One row a group and figure of which it states less than the rows below it make up: a contradiction.';
