"""Currencies by the words that Chinese text has for them."""

from __future__ import annotations

import re
from typing import Final

from monitor.chinese.late import late

# ISO 4217, by the words behind the number; longer ones first.
CURRENCIES: Final = {
    "元人民币": "CNY",
    "元新台币": "TWD",
    "新加坡元": "SGD",
    "新台币元": "TWD",
    "瑞士法郎": "CHF",
    "人民币元": "CNY",
    "人民币": "CNY",
    "澳门元": "MOP",
    "澳门币": "MOP",
    "新台币": "TWD",
    "加拿大元": "CAD",
    "越南盾": "VND",
    "林吉特": "MYR",
    "迪拉姆": "AED",
    "里亚尔": "SAR",
    "雷亚尔": "BRL",
    "元港币": "HKD",
    "元美金": "USD",
    "美元": "USD",
    "美金": "USD",
    "欧元": "EUR",
    "港元": "HKD",
    "港币": "HKD",
    "日元": "JPY",
    "日圆": "JPY",
    "英镑": "GBP",
    "澳元": "AUD",
    "加元": "CAD",
    "新元": "SGD",
    "坡币": "SGD",
    "台币": "TWD",
    "葡币": "MOP",
    "韩元": "KRW",
    "瑞郎": "CHF",
    "卢布": "RUB",
    "卢比": "INR",
    "泰铢": "THB",
    "兰特": "ZAR",
    "比索": "MXN",
    "元": "CNY",
    "圆": "CNY",
}
# Before the number; 元 behind it then belongs to these.
PREFIXES: Final = {
    "人民币": "CNY",
    "RMB": "CNY",
    "CNY": "CNY",
    "¥": "CNY",
    "美元": "USD",
    "美金": "USD",
    "US$": "USD",
    "USD": "USD",
    "港币": "HKD",
    "港元": "HKD",
    "HK$": "HKD",
    "HKD": "HKD",
    "澳门元": "MOP",
    "澳门币": "MOP",
    "葡币": "MOP",
    "MOP": "MOP",
    "新台币": "TWD",
    "欧元": "EUR",
    "EUR": "EUR",
    "€": "EUR",
    "£": "GBP",
    "$": "USD",
}
NAMES: Final = "|".join(re.escape(name) for name in sorted(CURRENCIES, key=len, reverse=True) if name not in "元圆")
# 元旦, 元素 and 多元 are no money, nor is 三元区.
CURRENCY: Final = rf"{NAMES}|[元圆](?![旦素宵宇首老器件勋帅气月满形])"
BEFORE: Final = late(rf"(?:{'|'.join(map(re.escape, sorted(PREFIXES, key=len, reverse=True)))})\s?$", re.IGNORECASE)
