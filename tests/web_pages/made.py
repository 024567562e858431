"""What the tests of the pages share: the day, a password, and a hostile page whose names are invented."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

SEEDS = Path(__file__).parents[2] / "seeds"
NOW = datetime(2026, 3, 10, 2, tzinfo=UTC)
PASSWORD = "a long enough one"
HOSTILE = """<!doctype html><meta charset=utf-8><title>济南市赴深圳招商</title>
<h1>济南市赴深圳招商&lt;script&gt;alert(1)&lt;/script&gt;</h1><p>2026-03-08 来源：泉城试刊</p>
<script>document.title = "taken"</script><div onclick="alert(2)">
<p>3月8日，济南市副市长王试名&lt;img src=x onerror=alert(3)&gt;率队赴深圳市开展招商考察，走访试例光电股份有限公司。</p>
<p>"&gt;&lt;svg onload=alert(4)&gt; 这次考察围绕人工智能产业，双方就项目落地交换了意见，约定尽快开展对接。</p>
<p><a href="javascript:alert(5)">链接</a> 济南市有关部门负责人参加活动，随后与企业座谈交流，介绍了投资环境。</p></div>
"""
