"""Placeholder."""
import datetime as d
from decimal import Decimal as D
import polars as pl, streamlit as st, altair as alt
from portfolio.web import filter_row, shell, tables, figures
frame = shell.enter()
st.title(frame.say("nav.late"), anchor=False)
filter_row.draw(frame)
rows = pl.DataFrame({"project_id":["06-01","06-02","06-03"],"name":["咸安区老旧小区改造及配套基础设施提升工程（二期）暨城区雨污分流综合治理示范项目","通山县人民医院","赤壁市应急物资储备库"],"county_code":["421202","421224",None],"state":["red","not_reported","green"],"planned_investment_amount":[D("123456789.50"),None,D("80000000.00")],"delay_days":[120,None,0],"due_on":[d.date(2024,12,31),d.date(2026,6,30),None],"due_precision":["year","half",None],"completion_share":[0.453,None,1.02]})
t = tables.Table(rows, totals={"planned_investment_amount":D("203456789.50")}, unknown={"planned_investment_amount":"table.not_stated","*":"table.not_reported"})
figures.row(frame,[figures.Figure("项目数","203","个",meaning="含服务类 31 个",rows=frame.link("library")),figures.Figure("规划投资","43.21","亿元",14,203,"规划文本写明的投资合计",frame.link("library",area="housing")),figures.Figure("投资完成率",None,known=0,all=203,meaning="本年完成投资 ÷ 年度计划")])
tables.show(frame,t)
tables.download(frame,t,"滞后项目清单")
figures.missing(frame,"年度投资计划",172,"项目单位在“填报”页提交年度计划后即可计算。",frame.link("library"))
st.altair_chart(alt.Chart(pl.DataFrame({"a":["x","y"],"b":[1,2]})).mark_bar().encode(x="a",y="b"))
if st.button("callback boom", on_click=lambda: 1/0): pass
