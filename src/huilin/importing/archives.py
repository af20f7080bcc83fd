"""ZIP archives with statements in them, also with a password; measured before a single byte unfolds.

Alipay writes its members' names in GBK without saying so; WeChat mails a personal bill with a password that is
shown in the phone. A password is asked for once and kept nowhere.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from huilin.importing.tables import Table, UnreadableError
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_MEMBERS = 200
MAX_INFLATED = 256 * 1024 * 1024
MAX_RATIO = 200
_ENCRYPTED_BIT = 0x1
_NOISE = ("__MACOSX/", ".")


def tables(content: bytes, password: str = "") -> tuple[Table, ...]:
    """Return the tables of every member; raise UnreadableError where one cannot be opened or is no table."""
    try:
        return tuple(_tables(content, password))
    except (UnreadableError, KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except Exception as error:  # two libraries with errors of their own names; the archive is at fault
        if "password" in str(error).lower():
            raise _wrong_password() from error
        raise _damaged() from error


def _tables(content: bytes, password: str) -> Iterator[Table]:
    from huilin.importing import containers

    with zipfile.ZipFile(io.BytesIO(content), metadata_encoding="gb18030") as archive:
        members = [member for member in archive.infolist() if _is_file(member)]
        names = {member.header_offset: member.filename for member in members}
        _measure(members, len(content))
    if any(member.flag_bits & _ENCRYPTED_BIT for member in members) and not password:
        raise _password_wanted()
    import pyzipper

    with pyzipper.AESZipFile(io.BytesIO(content)) as archive:
        for member in archive.infolist():
            if not _is_file(member):
                continue
            inner = archive.read(member, pwd=password.encode() if password else None)
            if inner.startswith(b"PK\x03\x04") and not containers.is_workbook(inner):
                raise _nested()
            if inner.strip():
                yield from (table._replace(member=names[member.header_offset]) for table in containers.tables(inner))


def _is_file(member: zipfile.ZipInfo) -> bool:
    return (
        not member.is_dir()
        and not member.filename.rpartition("/")[2].startswith(_NOISE)
        and "__MACOSX/" not in member.filename
    )


def _measure(members: list[zipfile.ZipInfo], size: int) -> None:
    total = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS or total > MAX_INFLATED or total > MAX_RATIO * size:
        raise UnreadableError(
            Text(f"压缩包展开后过大（{len(members)} 个文件，{total:,} 字节），没有打开。", f"Unfolded, the archive is too large ({len(members)} files, {total:,} bytes); it was not opened."),
            Text("请确认来源，或按月份分开。", "Make sure where it comes from, or split it by month."),
        )  # fmt: skip


def _password_wanted() -> UnreadableError:
    return UnreadableError(
        Text("压缩包有密码。", "The archive has a password."),
        Text("请运行 huilin inbox --password，会问一次密码。", "Run `huilin inbox --password`; it asks once."),
    )


def _wrong_password() -> UnreadableError:
    return UnreadableError(
        Text("压缩包的密码不对。", "The archive's password is wrong."),
        Text("微信账单的密码在“微信支付”公众号里。", "WeChat shows its bill's password in its official account."),
    )


def _nested() -> UnreadableError:
    return UnreadableError(
        Text("压缩包里还有压缩包，没有打开。", "An archive within an archive; it was not opened."),
        Text("请先解开外面一层。", "Unpack the outer one first."),
    )


def _damaged() -> UnreadableError:
    return UnreadableError(
        Text("压缩包损坏或不完整。", "The archive is damaged or cut."),
        Text("请重新下载。", "Download it again."),
    )
