"""The annex of a plan, or another library, as a table of its own: what its columns may be called."""

from __future__ import annotations

from portfolio.intake.columns import Column, Kind, Sheet

__all__ = ["ANNEX", "SOURCE", "SOURCES"]

SOURCE = "source_"
"""Begins the code of a column that holds one source's amount."""
SOURCES: dict[str, tuple[str, ...]] = {
    "central_budget": ("中央预算内投资", "中央预算内资金", "中央预算内", "争取中央预算内投资"),
    "treasury_bond": ("特别国债", "超长期特别国债", "国债资金", "国债"),
    "central_subsidy": ("中央财政专项资金", "中央专项资金", "中央财政补助", "中央专项"),
    "provincial": ("省级资金", "省级", "省级财政资金", "省补助资金", "省级补助", "省财政", "省"),
    "city": ("市级财政资金", "市级资金", "市级", "市级财政", "市财政", "市级配套", "市"),
    "county": (
        *("县级财政资金", "县级资金", "县级", "县区级", "区县级", "县市区级", "县级财政"),
        *("县级配套", "县市区财政", "县市区", "县"),
    ),
    "special_bond": (
        "专项债券",
        "专项债",
        "地方政府专项债券",
        "地方专项债",
        "地方政府专项债",
        "政府专项债券",
    ),
    "general_bond": ("一般债券", "一般债", "地方政府一般债券"),
    "lottery": ("彩票公益金", "福彩公益金", "体彩公益金", "公益金"),
    "policy_instrument": ("政策性开发性金融工具", "政策性金融工具", "基金"),
    "bank_loan": ("银行贷款", "贷款", "国内贷款", "金融机构贷款"),
    "foreign_loan": ("利用外资", "外资", "外国贷款", "国外贷款"),
    "private_capital": ("社会资本", "社会资金", "社会投资", "民间资本"),
    "self_raised": ("单位自筹", "自筹", "自筹资金", "企业自筹", "业主自筹", "自有资金"),
    "not_stated": ("其他资金", "其他", "未注明"),
}
"""Source to what the head of its amounts may read, below a head 资金来源 or alone; the shortest only below one."""
_OVER = ("资金来源", "资金筹措", "资金筹措方案", "资金构成", "筹资方案", "投资来源")
_ALONE = frozenset({"省", "市", "县", "县市区", "其他", "基金", "国债", "省级", "市级", "县级"})


def _column(code: str, kind: Kind, *aliases: str, longest: int = 300) -> Column:
    return Column("library", code, kind, key=kind == "text", longest=longest, aliases=aliases)


def _source(code: str, aliases: tuple[str, ...]) -> Column:
    below = [over + alias for over in _OVER for alias in aliases]
    alone = [alias for alias in aliases if alias not in _ALONE]
    return Column("library", SOURCE + code, "amount", aliases=(*below, *alone))


def _annex() -> Sheet:
    first = (
        _column("serial", "label", "序号", "编号", "No", "NO.", "顺序号"),
        _column("number", "text", "项目编号", "项目序号", "项目库编号", "库内编号", "项目编码", longest=40),
        _column(
            *("code", "text", "项目代码", "国家代码", "统一代码", "投资项目代码", "在线审批平台代码"),
            *("审批监管平台代码", "全国投资项目代码", "项目统一代码", "赋码"),
            longest=60,
        ),
        _column(
            "name",
            "text",
            "项目名称",
            "名称",
            "项目",
            "建设项目",
            "项目（工程）名称",
            "工程名称",
            "建设项目名称",
        ),
        _column("before", "text", "原项目名称", "原项目编号", "原名称", "原编号", "承接项目"),
        _column(
            "county",
            "text",
            "县市区",
            "所属县市区",
            "区县",
            "所在县市区",
            "属地",
            "所属区县",
            "县（市、区）",
            "行政区划",
        ),
        _column(
            "place",
            "text",
            "建设地点",
            "地点",
            "建设地址",
            "项目地点",
            "项目地址",
            "建设位置",
            "实施地点",
            "所在地",
        ),
        _column(
            *(
                "owner",
                "text",
                "建设单位",
                "责任单位",
                "项目单位",
                "业主单位",
                "项目业主",
                "实施单位",
                "项目法人",
            ),
            *("建设（责任）单位", "牵头单位", "项目责任单位", "建设责任单位", "申报单位"),
        ),
        _column("category", "text", "项目类别", "类别", "项目类型", "建设类别", "分类", "项目分类"),
        _column("area", "text", "领域", "所属领域", "服务领域", "专项领域", "行业", "所属行业", "行业领域"),
        _column("programme", "text", "所属工程", "重大工程", "工程", "所属专项", "工程包", "专栏"),
        _column("nature", "text", "建设性质", "性质", "项目性质"),
        _column(
            *("content", "text", "建设规模及内容", "建设内容", "建设内容及规模", "主要建设内容", "建设规模"),
            *("建设规模及主要内容", "主要建设内容及规模", "建设规模和内容", "建设内容与规模", "项目概况"),
            longest=2000,
        ),
        _column(
            "period",
            "text",
            "建设期限",
            "起止年限",
            "建设起止年限",
            "建设年限",
            "建设周期",
            "建设工期",
            "建设时间",
            "起止时间",
            "实施年限",
            "实施期限",
        ),
        _column(
            "start",
            "stated_day",
            "开工时间",
            "计划开工时间",
            "开工日期",
            "计划开工日期",
            "开工年月",
            "拟开工时间",
            "计划开工",
            "开工",
        ),
        _column(
            *("completion", "stated_day", "竣工时间", "计划竣工时间", "完工时间", "计划完工时间", "竣工日期"),
            *(
                "完工日期",
                "计划竣工日期",
                "拟竣工时间",
                "建成时间",
                "计划建成时间",
                "预计完工时间",
                "竣工",
                "完工",
            ),
        ),
        _column(
            *(
                "investment",
                "amount",
                "总投资",
                "估算总投资",
                "概算总投资",
                "投资总额",
                "计划总投资",
                "总投资额",
            ),
            *("投资估算", "概算", "估算", "项目总投资", "投资规模", "计划投资", "概算投资", "估算投资"),
        ),
        _column("sources", "text", *_OVER, "资金渠道"),
        _column("note", "text", "备注", "说明"),
    )
    return Sheet("library", (*first, *(_source(code, names) for code, names in SOURCES.items())))


ANNEX = _annex()
