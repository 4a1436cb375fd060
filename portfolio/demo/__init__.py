"""示例市, a made-up city: six years of reports appended like anyone's, in a store of their own."""

from portfolio.demo.building import DEMO, open_demo
from portfolio.demo.place import LAST_DAY

__all__ = ["DEMO", "LAST_DAY", "open_demo"]
