"""ZIP archives with statements in them, also with a password; measured before a single byte unfolds.

Alipay writes its members' names in GBK without saying so; WeChat mails a personal bill with a password that is
shown in the phone. A password is asked for once and kept nowhere.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from huilin.importing import zips
from huilin.importing.tables import UnreadableError
from huilin.wording import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_MEMBERS = 200
_ENCRYPTED_BIT = 0x1
_NOISE = ("__MACOSX/", ".")


def members(content: bytes, password: str = "") -> tuple[tuple[str, bytes], ...]:
    """Return every member that is not empty, by name; raise UnreadableError where one cannot be opened."""
    try:
        return tuple(_members(content, password))
    except (UnreadableError, KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except Exception as error:  # two libraries with errors of their own names; the archive is at fault
        if "password" in str(error).lower():
            raise _wrong_password() from error
        raise _damaged() from error


def _members(content: bytes, password: str) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content), metadata_encoding="gb18030") as archive:
        found = [member for member in archive.infolist() if _is_file(member)]
        names = {member.header_offset: member.filename for member in found}
        zips.measure(found, len(content), MAX_MEMBERS)
    if any(member.flag_bits & _ENCRYPTED_BIT for member in found) and not password:
        raise _password_wanted()
    import pyzipper

    with pyzipper.AESZipFile(io.BytesIO(content)) as archive:
        for member in archive.infolist():
            if _is_file(member):
                inner = archive.read(member, pwd=password.encode() if password else None)
                if inner.strip():
                    yield names[member.header_offset], inner


def _is_file(member: zipfile.ZipInfo) -> bool:
    return (
        not member.is_dir()
        and not member.filename.rpartition("/")[2].startswith(_NOISE)
        and "__MACOSX/" not in member.filename
    )


def nested() -> UnreadableError:
    """Return the refusal of an archive within an archive."""
    return UnreadableError(
        Text("压缩包里还有压缩包，没有打开。", "An archive within an archive; it was not opened."),
        Text("请先解开外面一层。", "Unpack the outer one first."),
    )


def _password_wanted() -> UnreadableError:
    return UnreadableError(
        Text("压缩包有密码。", "The archive has a password."),
        Text("请在命令后加上 --password，会问一次密码。", "Add --password to the command; it asks once."),
    )


def _wrong_password() -> UnreadableError:
    return UnreadableError(
        Text("压缩包的密码不对。", "The archive's password is wrong."),
        Text("微信账单的密码在“微信支付”公众号里。", "WeChat shows its bill's password in its official account."),
    )


def _damaged() -> UnreadableError:
    return UnreadableError(
        Text("压缩包损坏或不完整。", "The archive is damaged or cut."),
        Text("请重新下载。", "Download it again."),
    )
