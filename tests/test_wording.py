"""How sentences follow one another on the screen and in documents."""

from huilin.wording import Text, same, sentences


def test_a_chinese_full_stop_needs_no_space_and_an_english_one_does() -> None:
    """What is amiss, then the remedy; codes in brackets and words without a stop keep their space."""
    amiss, remedy = Text("文件是空的。", "The file is empty."), Text("请重新下载。", "Download it again.")

    assert sentences("zh", amiss, remedy) == "文件是空的。请重新下载。"
    assert sentences("en", amiss, remedy) == "The file is empty. Download it again."
    assert sentences("zh", same("记-0001"), Text("请 核对 [a]。", "")) == "记-0001 请 核对 [a]。"


def test_what_is_not_said_leaves_no_blank() -> None:
    assert sentences("en", Text("完。", "Done."), None, Text("", "")) == "Done."
