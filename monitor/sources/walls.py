"""Pages that stand before the page: log-ins, captchas, script challenges. Sites and their shields answer 200 with them.

Each is known by the words or the script of an engine that many sites use, and only on pages that hold little else.
"""

from __future__ import annotations

import re

from monitor.article import decode
from monitor.types import Page, Refusal

# Engines of Chinese and international shields: Ruishu ($_ts), Jiasule (__jsl_clearance), Alibaba (acw_sc__v2),
# Tencent and Baidu captchas, Cloudflare, Akamai, DataDome; then the plain way: set a cookie by script and reload.
_CHALLENGE = re.compile(
    r"\$_ts\s*=\s*window|window\[['\"]\$_ts['\"]\]|__jsl_clearance|acw_sc__v[23]|cf-chl-|challenge-platform|_cf_chl_opt|"
    r"ddosguard|ak_bmsc|geo\.captcha-delivery|__tst_status|EO_Bot_Ssid|"
    r"document\.cookie\s*=[^;]{0,400};?[^<]{0,400}?location(?:\.reload|\.href\s*=|\s*=)",
    re.I,
)
_CAPTCHA = re.compile(
    r"TencentCaptcha|turing\.captcha|geetest|initNECaptcha|g-recaptcha|hcaptcha|wappass\.baidu|"
    r"请(?:输入|填写|完成)(?:下方|图中|图片)?(?:的)?验证|滑动(?:滑块)?(?:完成)?验证|安全验证|人机验证|拖动(?:下方)?滑块|請輸入驗證碼|访问过于频繁|访问频率过高|异常访问"
)
_LOGIN = re.compile(
    r"您(?:需要|还未|尚未)(?:先)?登[录陆]|请(?:先)?登[录陆](?:后|再)?(?:查看|浏览|访问|继续|才能)|(?:抱歉|对不起)，(?:您所在的用户组|您没有权限|您无权|本版(?:块)?只有)|"
    r"(?:无权|没有权限)(?:访问|进行|浏览)(?:该|本|此)?(?:版块|论坛|页面)?|您必須登入|請先登入|您所在的用戶組"
)
_REMOVED = re.compile(r"<(script|style|noscript)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.I | re.S)
_HAN = re.compile(r"[\u4e00-\u9fff]")
# A shield says a sentence or two; a page with more words than this is a page.
_FEW_WORDS = 400


def wall_of(page: Page) -> Refusal | None:
    """What stands before a page that was to be an article, if that is all that came."""
    return wall(decode(page.body, page.headers)[0])


def wall(html: str) -> Refusal | None:
    """What stands before the page, if that is all there is: Refusal("challenge" | "captcha" | "login wall")."""
    visible = re.sub(r"<[^<>]*>", " ", _REMOVED.sub(" ", html[:400_000]))
    words = len(_HAN.findall(visible)) + len(visible.split())
    if words > _FEW_WORDS:
        return None
    if _CAPTCHA.search(visible) or (words < _FEW_WORDS / 4 and _CAPTCHA.search(html[:100_000])):
        return Refusal(reason="captcha", detail="The site asks to prove that one is no robot.")
    if _CHALLENGE.search(html[:200_000]):
        return Refusal(reason="challenge", detail="The site answers with a script that a browser must run first.")
    if match := _LOGIN.search(visible):
        return Refusal(reason="login wall", detail=f"The site says: {match[0]}. A cookie on the source can help.")
    return None
