-- Nine events in the tables of schema_1.sql, every one of which has rows, with the hashes that the program gave them then.

INSERT INTO store.schema_version VALUES (1);
INSERT INTO store.guard VALUES ('ledger', 9);

-- 1: a library is taken
INSERT INTO store.edition VALUES
    (1, 0, 'first', '样例市公共服务规划', 'A city''s plan', '样发〔2022〕1号', NULL, NULL, DATE '2022-04-01', '429900', '样例市', 'Sample', DATE '2021-01-01', DATE '2025-12-31',
     E'line one\nline "two"\tand \\', '5feceb66');
INSERT INTO store.county VALUES
    (1, 0, '429900', '样例市本级', 'City level', '市本级', 'city', false, 0, NULL, NULL, NULL),
    (1, 1, '429901', '甲县', 'Jia', '甲', 'county', true, 1, 2, -3, 'north');
INSERT INTO store.project VALUES
    (1, 0, '06', NULL, NULL, 'group', '县级医院 <群>', '429900', 6, 1, 'health', 'building', NULL, NULL, NULL, NULL, NULL, NULL, [], NULL, NULL, '专栏6', NULL, []),
    (1, 1, '06-01', '2201-429901-04-01-000001', '06', 'project', '甲县人民医院', '429901', 6, 1, 'health', 'building', '健康', 'new', '卫健局', 120000000.00, 'about',
     [{'source': 'county', 'amount': 100000000.00, 'currency': 'CNY', 'note': NULL}, {'source': 'loan', 'amount': 0.05, 'currency': 'USD', 'note': '外国政府贷款'}],
     [{'measure': 'bed', 'value': 500.50, 'unit': '张'}],
     [{'milestone': 'completion', 'label': '建成', 'due_on': DATE '2025-12-31', 'due_precision': 'year', 'done_on': NULL, 'done_precision': NULL, 'evidence_no': NULL},
      {'milestone': 'start', 'label': NULL, 'due_on': NULL, 'due_precision': NULL, 'done_on': DATE '2023-03-01', 'done_precision': 'month', 'evidence_no': 1}],
     [{'evidence_no': 1, 'kind': 'start', 'label': NULL, 'value': NULL, 'unit': NULL, 'funding': NULL, 'held_on': DATE '2023-03-01', 'precision': 'month', 'published_on': NULL, 'title': '开工 / "start"', 'url': 'https://example.org/a?b=1&c=/', 'confidence': 'high', 'note': NULL},
      NULL],
     '专栏6第1项', '备注', ['06', '0']),
    (1, 2, '06-02', NULL, NULL, 'service', '家庭医生', '000000', 127, 32767, 'health', 'service', NULL, NULL, NULL, -0.01, 'exact', [], [{'measure': 'household', 'value': -0.10, 'unit': NULL}], [], [], '正文', '', []);
INSERT INTO store.indicator VALUES
    (1, 0, 1, '人均预期寿命', '岁', '77.90', '≥79', 77.90, 'at_least', 79.00, 'expected', 'up', 'health', '表1', NULL, NULL),
    (1, 1, 2, '孕产妇死亡率', '1/10万', NULL, NULL, NULL, 'none', NULL, 'binding', 'down', 'health', '表1', '未注明',
     [{'evidence_no': 1, 'kind': 'value', 'label': '2024', 'value': 9999999999999999.99, 'unit': NULL, 'funding': NULL, 'held_on': NULL, 'precision': NULL, 'published_on': DATE '2025-02-28', 'title': NULL, 'url': NULL, 'confidence': 'low', 'note': '😀'}]);
INSERT INTO store.contradiction VALUES
    (1, 0, 1, 'project', '06-01', '床位', 'Beds', '专栏6', '500', '正文', '500.5', '取专栏', 'the box holds');

-- 2: units
INSERT INTO store.unit VALUES (2, 0, 'U1', '甲县卫健局', '429901', true), (2, 1, 'U2', '市发改委', NULL, false);

-- 3: an account
INSERT INTO store.account VALUES (3, 0, 'li', '李', 'owner', 'U1', NULL, '$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA', NULL, true);

-- 4: who answers for what
INSERT INTO store.assignment VALUES (4, 0, 'U1', '06-01', NULL, true), (4, 1, 'U2', NULL, '429901', true);

-- 5: rules
INSERT INTO store.threshold VALUES (5, 0, 'late_red_days', 90.00, DATE '2021-01-01'), (5, 1, 'payment_floor_share', 0.80, DATE '2021-01-01');

-- 6: a report
INSERT INTO store.submission VALUES (6, 0, DATE '2026-05-31', 'U1', '月报 5.xlsx', '0a1b2c');
INSERT INTO store.report VALUES (6, 0, '06-01', DATE '2026-05-31');
INSERT INTO store.status_entry VALUES (6, 0, '06-01', DATE '2026-05-31', '基本情况', 4, 'C4', [], 'continuing');
INSERT INTO store.investment_entry VALUES (6, 0, '06-01', DATE '2026-05-31', '基本情况', 4, 'D4', [], 118000000.00, 'feasibility', '样发〔2023〕7号');
INSERT INTO store.funding_entry VALUES
    (6, 0, '06-01', DATE '2026-05-31', '资金', 4, 'C4', [], 'county', 'CNY', 100000000.00, 60000000.00, 50000000.10, 0.00, true),
    (6, 1, '06-01', DATE '2026-05-31', '资金', 5, 'C5', [], 'loan', 'USD', NULL, NULL, NULL, NULL, NULL);
INSERT INTO store.plan_entry VALUES (6, 0, '06-01', DATE '2026-05-31', '计划', 4, 'D4', [], 2026, 30000000.00, '调整');
INSERT INTO store.progress_entry VALUES (6, 0, '06-01', DATE '2026-05-31', '进度', 4, 'D4', [], 41000000.00, 0.12345678, NULL);
INSERT INTO store.milestone_entry VALUES
    (6, 0, '06-01', DATE '2026-05-31', '节点', 4, 'C4', [], 'start', NULL, 'day', NULL, DATE '2023-03-01', 'month', NULL, NULL, NULL, false),
    (6, 1, '06-01', DATE '2026-05-31', '节点', 5, 'C5', [], 'completion', DATE '2026-12-31', 'year', DATE '2027-04-30', NULL, 'day', 'land', '样批〔2026〕2号', DATE '2026-04-01', true);
INSERT INTO store.obstacle_entry VALUES (6, 0, '06-01', DATE '2026-05-31', '问题', 4, 'C4', [], '1', 'land', '征地', NULL, '张三', DATE '2026-09-01', NULL);

-- 7: it is accepted
INSERT INTO store.decision VALUES (7, 0, 6, 'accepted', NULL);

-- 8: what was stated is taken back, and an indicator reported
INSERT INTO store.submission VALUES (8, 0, DATE '2026-06-30', NULL, NULL, NULL);
INSERT INTO store.report VALUES (8, 0, '06-01', DATE '2026-06-30');
INSERT INTO store.progress_entry VALUES
    (8, 0, '06-01', DATE '2026-06-30', NULL, NULL, NULL, ['physical_share', 'in_statistics_amount'], NULL, NULL, NULL),
    (8, 1, '06-01', DATE '2026-06-30', NULL, NULL, NULL, NULL, -1.50, 1, 0.01);
INSERT INTO store.indicator_entry VALUES (8, 0, '1', DATE '2026-06-30', '指标', 4, 'D4', [], 78.20, '初步');

-- 9: a meeting and a promise
INSERT INTO store.meeting VALUES (9, 0, 'm1', DATE '2026-07-10', '调度会', DATE '2026-06-30');
INSERT INTO store.commitment VALUES
    (9, 0, 'c1', 'm1', '06-01', 'completion', DATE '2026-12-31', '张三', '年底前完工'),
    (9, 1, 'c2', 'm1', '06-01', NULL, DATE '2026-08-31', NULL, NULL);

INSERT INTO store.event VALUES
    (1, 'edition_taken', 'library', TIMESTAMP '2026-01-05 09:00:00', NULL,
     '3ffc01273d7683eb8c10d4a9a8a812036f7e1d9dd9ec38e716e41db46ae96622',
     '0000000000000000000000000000000000000000000000000000000000000000',
     'bf62560f951ffd382cbfd6f7395ae4f59bfb5151ef898ef6954450b9070e1faf'),
    (2, 'unit_changed', 'operator', TIMESTAMP '2026-01-05 09:00:00', NULL,
     'd9fd69474203a05ee8546b76a3a7ed5e01b2b62583128dc6e42289b3ea589b57',
     'bf62560f951ffd382cbfd6f7395ae4f59bfb5151ef898ef6954450b9070e1faf',
     '60315141a3cfa442bf68ddf87ce7fac903d04ba795ba8486001d6a95a96fb6c5'),
    (3, 'account_changed', 'set_up', TIMESTAMP '2026-01-06 08:30:15.25', '第一个账号',
     'fd2705e5eed66886d1491601a7bbf4c9aab604296ca84b04f0c05f16a8ce90e6',
     '60315141a3cfa442bf68ddf87ce7fac903d04ba795ba8486001d6a95a96fb6c5',
     '912a1919dce9adb887ddec3e9e92d253820c717b2c3a0c10c10fc89d17fa10ea'),
    (4, 'assignment_changed', 'operator', TIMESTAMP '2026-01-06 09:00:00.000001', NULL,
     '566d4ac9b563fa135d066ffa893d70e265f43f2e9244c46b1231a2a73f6ced07',
     '912a1919dce9adb887ddec3e9e92d253820c717b2c3a0c10c10fc89d17fa10ea',
     '6bed92caa0f2e3444b615deb54a2ab85ae0c7b659f981640cee0b3ad4db3c15a'),
    (5, 'threshold_set', 'operator', TIMESTAMP '2026-01-07 00:00:00', 'it''s a rule',
     '211595dd3096e824f5872d6c35df743d83f7117202f5ee9f6985d01e71e57352',
     '6bed92caa0f2e3444b615deb54a2ab85ae0c7b659f981640cee0b3ad4db3c15a',
     '065bf11fb4fb03e532139fcb2ddad312632bbe75983711c88e68f51b24ba873f'),
    (6, 'report_submitted', 'li', TIMESTAMP '2026-06-03 10:00:00', NULL,
     '610fc2df380405590ce3d03dfac103b3a09818cd13a30b2019da6d4c7cb6b7ed',
     '065bf11fb4fb03e532139fcb2ddad312632bbe75983711c88e68f51b24ba873f',
     'b019f8817409466b6cfec69ff8e1e66c5a0c5a098ae9ec1fe7de484758007612'),
    (7, 'report_decided', 'wang', TIMESTAMP '2026-06-04 10:00:00', NULL,
     '29cfdc312b64dd532490c18a31bd191f25c8b528d8674d94d329d4e8259f0bbf',
     'b019f8817409466b6cfec69ff8e1e66c5a0c5a098ae9ec1fe7de484758007612',
     '97f117b24c5919ede51fb314191a671d0750343d365e074bfce7b370a9bb2af4'),
    (8, 'report_submitted', 'li', TIMESTAMP '2026-07-03 10:00:00', '',
     '753eb5e54ca72c4e6a3059204015ceaea30ddac924277de17db5dca502284a6c',
     '97f117b24c5919ede51fb314191a671d0750343d365e074bfce7b370a9bb2af4',
     '970dad5a9d30724596ad725e94829e12d42be20239daf68e12b0e2885b7edd01'),
    (9, 'meeting_held', 'wang', TIMESTAMP '2026-07-10 15:00:00', '调度',
     'b3131ebd8496109fdc4e4524c0146ae0340d890401bd7b105ea5f19f8d356ee8',
     '970dad5a9d30724596ad725e94829e12d42be20239daf68e12b0e2885b7edd01',
     'f6b16ef56a909333d15db91c47bed9feeac64a78aca206232d650ef99a133a68');
