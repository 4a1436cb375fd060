"""The colours of counties that are compared: better than the whole city in blue, worse from orange to red."""

from __future__ import annotations

from html import escape

from portfolio.charts import theme
from portfolio.web.compare.asked import Answer, Compared

STEPS = 3
"""How many steps each side has, the last for the third of those furthest from the city."""


def of_counties(compared: Compared) -> dict[str, str]:
    """County to its colour, of those ranked; by its size alone where neither end is better, none where one is alone."""
    ranked = [row for row in compared.of() if row["ranking"] == "ranked"]
    whole = compared.whole()
    if len(ranked) < 2 or whole["value"] is None:
        return {}
    if whole["better"] == "none":
        return _by_size(ranked)
    turn = -1.0 if whole["better"] == "low" else 1.0
    apart = {row["county_code"]: turn * (float(row["value"]) - float(whole["value"])) for row in ranked}
    sides = {worse: [abs(by) for by in apart.values() if (by < 0) is worse] for worse in (True, False)}
    return {code: _step(by, max(sides[by < 0])) for code, by in apart.items()}


def _step(by: float, furthest: float) -> str:
    """The colour of who is `by` better than the city (worse where negative), of a side that reaches `furthest`."""
    place = min(int(abs(by) / furthest * STEPS), STEPS - 1) if furthest else 0
    return (theme.WORSE if by < 0 else theme.BETTER)[place]


def _by_size(rows: list[Answer]) -> dict[str, str]:
    values = [float(row["value"]) for row in rows]
    low, span = min(values), (max(values) - min(values)) or 1.0
    return {row["county_code"]: theme.heat((float(row["value"]) - low) / span) for row in rows}


def legend(compared: Compared) -> str:
    """What the colours mean, as HTML."""
    say = compared.frame.say
    if compared.whole()["better"] == "none":
        sides: dict[str, tuple[str, ...]] = {"scale_less": theme.HEAT[:2], "scale_more": theme.HEAT[3:]}
    else:
        sides = {"scale_worse": theme.WORSE, "scale_better": theme.BETTER}
    told = [
        f"{''.join(map(_swatch, colours))}{escape(say(f'compare.{name}'))}" for name, colours in sides.items()
    ]
    told.append(f'<i class="apart"></i>{escape(say("compare.scale_apart"))}')
    return f'<p class="scale">{"".join(f"<span>{one}</span>" for one in told)}</p>'


def _swatch(colour: str) -> str:
    return f'<i style="background:{colour}"></i>'
