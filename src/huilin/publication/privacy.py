"""The last gate: no file leaves with a phone, identity or card number, or the name of a donor who did not agree.

Publication is by allowlist (`category:`, published names); this gate is there for the day when a name slips into
a project's purpose or a category. It names the kind and the file, never the value (慈善法 82, 个人信息保护法 25).
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Self

from huilin.errors import RefusedError
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from huilin.donors import Register

MOBILE = Text("手机号码", "a mobile number")
IDENTITY = Text("身份证号码", "an identity number")
CARD = Text("银行卡号", "a card number")
EMAIL = Text("电子邮箱", "an e-mail address")
NAME = Text("未同意公开的捐赠人姓名", "the name of a donor who did not agree")
PHONE = Text("捐赠人登记的电话", "a donor's telephone")

_BEFORE, _AFTER = r"(?<![0-9A-Za-z])(?<!\d\.)", r"(?![0-9A-Za-z])(?!\.\d)"
_MOBILE = re.compile(_BEFORE + r"(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}" + _AFTER)
_IDENTITY = re.compile(_BEFORE + r"\d{6}[- ]?(?P<born>\d{8})[- ]?\d{3}[\dXx]" + _AFTER)
_CARD = re.compile(_BEFORE + r"\d(?:[- ]?\d){15,18}" + _AFTER)
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Secrets:
    """What must not get out: names and phones of the register; `public` is what may stand anywhere."""

    names: frozenset[str] = frozenset()
    consented: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    public: tuple[str, ...] = ()

    @classmethod
    def of(cls, register: Register, public: Iterable[str] = ()) -> Self:
        """Return the secrets of a register: the names of all whose wish is not 实名."""
        consented = frozenset(donor.published_name for donor in register.donors)
        hidden = frozenset(donor.name for donor in register.donors if donor.wish != "实名" and len(donor.name) > 1)
        phones = frozenset(re.sub(r"\D", "", donor.phone) for donor in register.donors)
        return cls(hidden - consented, consented, frozenset(p for p in phones if len(p) >= 7), tuple(public))


def search(texts: Mapping[str, str], secrets: Secrets) -> None:
    """Raise RefusedError with the kind and the files of everything found; `texts` are by file name."""
    hits: dict[Text, list[str]] = {}
    find_names = _names(secrets)
    for file, text in texts.items():
        for kind in sorted(set(found(text, secrets, find_names))):
            hits.setdefault(kind, []).append(file)
    if hits:
        raise RefusedError(
            Text(
                "公示文件里有不该公开的个人信息，已停止："
                + "；".join(f"{k.zh}（{'、'.join(f)}）" for k, f in hits.items())
                + "。",
                "Personal data would be published; stopped: "
                + "; ".join(f"{k.en} ({', '.join(f)})" for k, f in hits.items())
                + ".",
            ),
            Text(
                "请查看这些文件对应的 category:、项目说明和单位名称，改掉个人信息后再公示；捐赠人同意实名的，先用 huilin donor 登记。",
                "Look at category:, project purposes and titles shown there and take it out; where a donor agrees to be named, record it with `huilin donor` first.",
            ),
        )


def found(text: str, secrets: Secrets, find_names: Callable[[str], bool] | None = None) -> Iterator[Text]:
    """Yield the kinds of personal data in `text` (HTML and XML with their attributes, or plain)."""
    plain = unicodedata.normalize("NFKC", html.unescape(text))
    for word in sorted(secrets.public, key=len, reverse=True):
        plain = plain.replace(unicodedata.normalize("NFKC", word), "\n")
    tests: tuple[tuple[Text, re.Pattern[str], Callable[[re.Match[str]], bool]], ...] = (
        (MOBILE, _MOBILE, bool),
        (IDENTITY, _IDENTITY, _is_identity),
        (CARD, _CARD, _is_card),
        (EMAIL, _EMAIL, bool),
    )
    for kind, pattern, is_real in tests:
        if any(is_real(match) for match in pattern.finditer(plain)):
            yield kind
    names = find_names or _names(secrets)
    if names(plain) or names(_TAG.sub("", plain)):
        yield NAME
    digits = re.sub(r"(?<=\d)[- ](?=\d)", "", plain)
    if not secrets.phones.isdisjoint(re.findall(r"\d+", digits)):
        yield PHONE


def _names(secrets: Secrets) -> Callable[[str], bool]:
    """Return a test for hidden names; the longest name at a place counts, so 王芳芳 who agreed does not betray 王芳."""
    known = sorted({*secrets.names, *secrets.consented} - {""}, key=lambda name: (-len(name), name))
    if not secrets.names:
        return lambda _text: False
    pattern = re.compile("|".join(map(re.escape, (unicodedata.normalize("NFKC", name) for name in known))))
    hidden = {unicodedata.normalize("NFKC", name) for name in secrets.names}
    return lambda text: any(match[0] in hidden for match in pattern.finditer(text))


def _is_identity(match: re.Match[str]) -> bool:
    """Check the date of birth and the check digit (GB 11643)."""
    number = re.sub(r"[- ]", "", match[0]).upper()
    born = match["born"]
    try:
        date(int(born[:4]), int(born[4:6]), int(born[6:]))
    except ValueError:
        return False
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(number[:17]))
    return "10X98765432"[total % 11] == number[17]


def _is_card(match: re.Match[str]) -> bool:
    """Check by Luhn, as banks' cards are numbered."""
    digits = [int(sign) for sign in match[0] if sign.isdigit()]
    doubled = [sum(divmod(2 * digit, 10)) if place % 2 else digit for place, digit in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0 and len(set(digits)) > 1
