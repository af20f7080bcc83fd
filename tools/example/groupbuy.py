"""Order exports of three group buys (快团团): one row an order, goods in one cell, numbers unique within one team."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.example import shop, words
from tools.example.entries import ZERO
from tools.example.luck import Luck
from tools.example.sheets import Cell, workbook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.example.shop import Order, Refund

HEADING = (
    "跟团号", "下单人", "团员备注", "支付时间", "团长备注", "商品", "规格", "数量", "订单金额", "退款金额", "订单状态",
    "自提点", "收货人", "联系电话", "详细地址",
)  # fmt: skip


def exports() -> dict[str, bytes]:
    """Return two files: July with an own and a 代售 team on two sheets, August with one; refunds are among them."""
    sold = shop.orders()
    refunds = {refund.order.number: refund for refund in shop.refunds(sold)}
    july = [_team(sold, 7, 12), next(o.team for n, o in _refunded(refunds) if n.startswith("KTT202607"))]
    august = [next(o.team for n, o in _refunded(refunds) if n.startswith("KTT202608"))]
    return {
        f"快团团订单导出_2026年{month}月.xlsx": workbook(
            {_short(team): _sheet([o for o in sold if o.team == team], refunds) for team in teams}
        )
        for month, teams in ((7, july), (8, august))
    }


def _team(sold: Sequence[Order], month: int, day: int) -> str:
    return next(o.team for o in sold if o.number.startswith(f"KTT2026{month:02d}{day:02d}-"))


def _refunded(refunds: dict[str, Refund]) -> list[tuple[str, Order]]:
    return [(number, refund.order) for number, refund in refunds.items()]


def _short(team: str) -> str:
    return team.removeprefix("晴川惠邻").replace("（", "-").replace("）", "")


def _sheet(team: Sequence[Order], refunds: dict[str, Refund]) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = [(f"团购名称：{team[0].team}",), HEADING]
    return [*rows, *(_row(order, refunds.get(order.number)) for order in sorted(team, key=lambda o: o.place))]


def _row(order: Order, refund: Refund | None) -> tuple[Cell, ...]:
    luck = Luck(f"收货人 {order.buyer}")
    name = luck.pick(words.SURNAMES) + luck.pick(words.GIVEN_NAMES)
    given_back = refund.amount if refund else ZERO
    state = ("已退款" if given_back == order.amount else "部分退款") if refund else "已完成"
    return (
        order.place,
        f"{name[0]}{luck.pick(('姐', '叔', '阿姨', '师傅', '大哥'))}",
        luck.weighted((("", 8), ("放驿站门口", 1), ("下班后取", 1))),
        f"{order.at:%Y-%m-%d %H:%M:%S}",
        "",
        "；".join(f"{item.name} x{item.pieces}" for item in order.items),
        "",
        sum(item.pieces for item in order.items),
        order.amount,
        given_back,
        state,
        luck.pick(("晴川驿站", "北门便利点")),
        name,
        f"1990001{order.buyer:04d}",
        f"晴川社区{luck.between(1, 18)}号楼{luck.between(1, 4)}单元{luck.between(101, 602)}室",
    )
