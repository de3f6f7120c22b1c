"""Which column of the hotline's order file is what, in the file's own order and words.

Pure: no Flask, no database. The columns are described in docs/work-orders.md.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from civic.csv_files import FileFault
from civic.written_moments import SHANGHAI

MOST_COLUMNS, MOST_NAME = 200, 100
# code: (the Chinese heading we write, other headings for the same), longest text in characters
HEADINGS = {
    "external_no": (("工单编号", "工单号", "编号", "上级编号"), 64),
    "title": (("标题", "诉求标题", "工单标题", "主题"), 200),
    "body": (("诉求内容", "内容", "问题描述", "详情"), 20_000),
    "submitted_at": (("诉求时间", "来电时间", "提交时间"), 64),
    "received_at": (("受理时间", "派单时间", "接收时间"), 64),
    "due_at": (("办理时限", "截止时间", "办结时限"), 64),
    "priority": (("优先级", "紧急程度", "urgency"), 64),
    "kind": (("诉求类型", "工单类型"), 64),
    "category": (("诉求分类", "问题分类", "分类"), 200),
    "place": (("地点", "地址", "事发地址", "诉求地点", "place words"), 500),
    "lead": (("主办单位", "承办单位"), 100),
    "assist": (("协办单位",), 1_000),
    "name": (("诉求人", "姓名", "诉求人姓名", "来电人"), 100),
    "phone": (("联系电话", "电话", "手机号", "来电号码", "联系方式"), 64),
    "confidential": (("是否保密", "保密"), 16),
    "reply": (("回复内容", "办理结果", "答复内容"), 20_000),
    "replied_at": (("回复时间", "办结时间", "答复时间"), 64),
    "contacted_at": (("首次联系时间", "联系时间"), 64),
    "evidence": (("附件", "佐证材料", "证明材料"), 2_000),
    "state": (("办理状态", "工单状态", "状态"), 64),
    "city_contacted": (("是否联系", "回访是否联系"), 16),
    "city_solved": (("是否解决", "回访是否解决"), 16),
    "city_satisfied": (("是否满意", "回访是否满意"), 16),
}  # fmt: skip
CODE_OF = {name: code for code, (names, _most) in HEADINGS.items() for name in (code, *names)}
LONGEST = {code: most for code, (_names, most) in HEADINGS.items()}
ORNAMENT = re.compile(r"[\s\ufeff*\uff0a:\uff1a]|\(.*?\)|\uff08.*?\uff09")  # 工单编号*(必填)
# A column that is not ours and speaks of a person: kept apart.
PERSONAL = re.compile(
    r"姓名|电话|手机|证件|身份证|住址|门牌|微信|邮箱|号码|name|phone|mobile|mail|address", re.IGNORECASE
)


@dataclass(frozen=True)
class Layout:
    """The columns of one file, in its own order and words; made again from `names` for the export."""

    names: tuple[str, ...]
    codes: tuple[str, ...]  # "" where the column is not one of ours

    @classmethod
    def of(cls, names: Iterable[str]) -> "Layout":
        """Raises FileFault naming what is missing and listing what was found."""
        names = tuple(name.strip()[:MOST_NAME] for name in names)
        while names and not names[-1]:
            names = names[:-1]
        if len(names) > MOST_COLUMNS:
            raise FileFault(_("The file has more than %(most)s columns.", most=MOST_COLUMNS))
        codes = []
        for name in names:
            code = CODE_OF.get(ORNAMENT.sub("", name).lower(), CODE_OF.get(name.lower(), ""))
            codes.append("" if code in codes else code)  # of two columns for one thing the first counts
        if missing := _missing(codes):
            found = "、".join(name for name in names if name) or "–"
            raise FileFault(
                _("These columns are missing: %(missing)s. Found: %(found)s.", missing=missing, found=found)
            )
        return cls(names, tuple(codes))

    def with_columns(self, *codes: str) -> "Layout":
        """The same with these columns at the end, where the file has none for them."""
        new = [code for code in codes if code not in self.codes]
        return Layout((*self.names, *(HEADINGS[code][0][0] for code in new)), (*self.codes, *new))

    def heading(self, code: str) -> str:
        """What the file calls this column of ours."""
        return self.names[self.codes.index(code)]

    def rest(self) -> tuple[list[int], list[int]]:
        """Where the columns stand that are not ours: (of the matter, of a person)."""
        rest = [at for at, code in enumerate(self.codes) if not code]
        personal = [at for at in rest if PERSONAL.search(self.names[at])]
        return [at for at in rest if at not in personal], personal

    def cells(self, values: Mapping[str, object], others: Mapping[str, str]) -> list[str]:
        """A row to write: `values` by code, `others` as `HotlineOrder.others` kept them."""
        return [
            said(values.get(code)) if code else others.get(str(at), "") for at, code in enumerate(self.codes)
        ]


def _missing(codes):
    missing = [] if "external_no" in codes else [HEADINGS["external_no"][0][0]]
    if not {"title", "body"} & set(codes):
        missing.append(_("%(one)s or %(other)s", one=HEADINGS["title"][0][0], other=HEADINGS["body"][0][0]))
    return "、".join(missing)


def said(value) -> str:
    """A value as a cell of the hotline's file shows it; moments in Shanghai."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return f"{value.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"
    return "、".join(value) if isinstance(value, (tuple, list)) else str(value)
