"""Every sentence that people read, in Chinese and in English, side by side."""

from __future__ import annotations

from typing import Literal, NamedTuple

Language = Literal["zh", "en"]


class Text(NamedTuple):
    """One sentence in both languages; the screen and each document choose which to say."""

    zh: str
    en: str

    def say(self, language: Language = "zh") -> str:
        """Return the sentence in `language`."""
        return self.en if language == "en" else self.zh

    def __str__(self) -> str:
        return self.zh


def sentences(language: Language, *texts: Text | None) -> str:
    """Return the sentences one after the other: a Chinese full stop needs no space after it, all else does."""
    said = [words for text in texts if text is not None and (words := text.say(language))]
    spaced = (words if words.endswith(_STOPS) else f"{words} " for words in said)
    return "".join(spaced).rstrip()


_STOPS = ("。", "？", "！")


def same(words: str) -> Text:
    """Return a text that reads alike in both languages (a name, a number)."""
    return Text(words, words)
