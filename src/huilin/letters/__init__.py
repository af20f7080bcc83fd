"""Letters to donors: receipts, thanks with the use of the gift, yearly statements. They stay in private/."""
