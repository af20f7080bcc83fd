"""The few words that the forms themselves add around the statements."""

from __future__ import annotations

from huilin.wording import Text

WORDS: dict[str, Text] = {
    "disclosure": Text("财务公示", "Financial disclosure"),
    "contents": Text("目录", "Contents"),
    "unit": Text("单位：元", "In yuan (CNY)"),
    "number": Text("行次", "Line"),
    "published_on": Text("公示日期", "Published"),
    "skip": Text("跳到正文", "Skip to the content"),
    "parts": Text("各部分", "Parts"),
    "top": Text("回到顶部", "Back to top"),
    "home": Text("首页", "Home"),
    "origin": Text("数字的来历", "Where the figures come from"),
    "origin_lead": Text(
        "报表里的每个数字都能点开。这里写明它由哪些凭证相加而来，或由哪些数字算出；查询语句可在账本上重算。",
        "Every figure opens here: the vouchers it is added from, or the figures it follows from. The query can be run again on the ledger.",
    ),
    "stated": Text("按登记（如预算、认捐）或按税法算出的数，不是由凭证相加得出。", "A number stated in the ledger (a budget, a pledge) or reckoned by tax law, not added from vouchers."),
    "query": Text("查询语句", "Query"),
    "vouchers": Text("凭证", "Vouchers"),
    "vouchers_count": Text("张凭证", "vouchers"),
    "back_to_table": Text("回到报表", "Back to the table"),
    "files": Text("下载", "Downloads"),
    "file_pdf": Text("打印版（PDF）", "Print edition (PDF)"),
    "file_xlsx": Text("电子表格（XLSX）", "Spreadsheet (XLSX)"),
    "file_json": Text("全部数字（JSON）", "All figures (JSON)"),
    "file_csv": Text("数据表（CSV）", "Data tables (CSV)"),
    "guide": Text("怎样读这份公示", "How to read this disclosure"),
    "guide_unit": Text("金额都以人民币元为单位，精确到分；前面有“-”的是减少或支出。", "Amounts are in yuan, exact to the fen; “-” marks a decrease."),
    "guide_figures": Text("每个数字都由已封存的账本算出，PDF、网页、电子表格里的数字完全一样。", "Every figure is computed from sealed books; PDF, pages and spreadsheet show the same."),
    "guide_names": Text("捐赠人按本人意愿署名：实名、化名或匿名。没有说明的一律匿名。", "Donors are named as they wish; those who said nothing are anonymous."),
    "guide_legal": Text("标有“非法定报表”的，是社区自己的台账，不能代替托管慈善组织或企业依法报送的报表。", "What is marked as non-statutory is the community's own ledger, no substitute for statutory reports."),
    "guide_ask": Text("看不明白或有不同意见，请按公示单位的联系方式提出。", "Questions and objections are welcome at the publisher's address."),
    "rests_on": Text("数字的依据", "What the figures rest on"),
    "seal": Text("封存记录", "Seal"),
    "ledger": Text("账本", "Ledger"),
    "hosted_by": Text("资金存放于", "Money held by "),
    "colon": Text("：", ": "),
    "gap": Text("　", "  "),
    "comma": Text("，", ", "),
    "annex_lines": Text("本表行数较多，按行排印；带结构的表格见网页和电子表格。", "A long table, set in lines; the structured table is on the site and in the spreadsheet."),
    "empty": Text("本期没有发生。", "Nothing in this period."),
    "fact_id": Text("编号", "Id"),
    "cover_line": Text("社区基金与社区企业的收支，逐笔可查", "The fund's and the enterprise's books, open to every resident"),
}  # fmt: skip
