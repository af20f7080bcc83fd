"""A small good file for each source, as bytes; the benchmarks spoil them by the thousand."""

from __future__ import annotations

from tests.importers.test_sources import CASES, wechat_xlsx
from tests.importing import statements

_BANK = [("20260703 10:00:00", "-70.00", "某公司", "房租"), ("20260704 10:00:00", "5.00", "甲", "款")]
_HOST = [
    ("2026-07-03", "记1-1", "捐赠 路灯", "路秀珍", "路灯改造", "50.00"),
    ("2026-07-04", "记2-1", "支付 灯具", "某公司", "路灯改造", "-20.00"),
]
_CARDS = [
    ("1", "2026-07-03", "10:00:00", "K1", "充值", "", "50.00"),
    ("2", "2026-07-04", "10:00:00", "K1", "消费", "理发", "20.00"),
]

SAMPLES: dict[str, bytes] = {
    **{name: content for name, (content, _) in CASES.items()},
    "wechat, XLSX": wechat_xlsx(newer=True, as_numbers=True),
    "wechat merchant, fund": statements.fund_bill(
        [
            ("2026-07-04 10:00:00", "W1", "S1", "交易", "100.00"),
            ("2026-07-04 10:00:00", "W1", "S1", "扣除交易手续费", "-0.60"),
        ]
    ),
    "wechat merchant, trade": statements.trade_bill(
        [("2026-07-04 10:00:00", "W1", "O1", "团购-自营-米", "card=K1", "100.00")]
    ),
    "ccb, company": statements.ccb(_BANK),
    "icbc, company": statements.icbc(_BANK),
    "host ledger": statements.host(_HOST),
    "host receipts": statements.receipts([("001", "2026-07-03", "路秀珍", "记1", "50.00")]),
    "prepaid cards": statements.cards(_CARDS),
    "kuaituantuan": statements.orders("七月团", [(1, "2026-07-03 10:00:00", "米", "39.90")]),
}
