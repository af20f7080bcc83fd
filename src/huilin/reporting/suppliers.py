"""Who may be named as a supplier: legal persons by the form of their name, never a person or a one-man business.

A sole trader's name (个体工商户: 商店, 经营部, 工作室) is often that of its owner, so such names stay inside, whatever
they are called (个人信息保护法 第六条, 第二十五条). The forms are those of 民法典 第三章 and of the public registers.
"""

from __future__ import annotations

import re

_FORMS = (
    "公司", "集团", "专业合作社", "专业合作社联合社", "供销合作社", "信用合作社", "银行",
    "协会", "学会", "商会", "促进会", "联合会", "基金会", "服务中心（社会组织）",
    "学校", "小学", "中学", "大学", "学院", "幼儿园", "医院", "卫生服务中心", "图书馆", "博物馆",
    "居民委员会", "村民委员会", "街道办事处", "人民政府",
)  # fmt: skip
_BRANCH = r"(?:[^\s（）()]{2,12}(?:分公司|分行|支行|分会|营业部))?"
_LEGAL = re.compile(rf".*(?:{'|'.join(map(re.escape, _FORMS))}){_BRANCH}")
_ENGLISH = re.compile(
    r".*\b(?:co\.?,? ?ltd\.?|limited|inc\.?|corporation|foundation|association|university|bank)", re.IGNORECASE
)


def may_name(payee: str) -> bool:
    """Say whether `payee` is by its name a legal person; what is not surely one counts as a person."""
    name = payee.strip()
    return bool(_LEGAL.fullmatch(name) or _ENGLISH.fullmatch(name))
