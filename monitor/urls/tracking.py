"""Query parameters that say how a reader came to a page, not which page it is."""

from __future__ import annotations

import re

# Names that carry nothing but tracking wherever they are seen: advertising clicks, shares, statistics, sessions.
_NAME = re.compile(
    r"""
    (?:utm|mtm|pk)_\w+ | __?hs\w+ | hm(?:sr|pl|cu|kw|ci) | at_custom\w* | mc_[ce]id | _ga | _gl | _openstat
    | spm | spm_id_from | scm | vd_source | tdsourcetag | bd_vid | qz_gdt | qhclickid
    | fbclid | gclid | gclsrc | dclid | yclid | twclid | msclkid | igshid
    | share_?uid | share_(?:id|token|from|source|medium|plat|session_id) | sharer_shareid | sharer_shareinfo\w*
    | wxfrom | wx_fmt | wx_header | isappinstalled | appinstall | nsukey | mpshare | srcid | chksm | subscene
    | clicktime | enterid | exportkey | pass_ticket
    | phpsessid | jsessionid | aspsessionid\w*
    """,
    re.I | re.X,
)

# Names that some sites give a meaning of their own; they are dropped only with a value that names a way of sharing.
_NAME_WITH_WAY = re.compile(
    r"""
    (?:from|source|ref|referr?er?|src|channel|scene|frm)
    =(?:singlemessage | groupmessage | timeline | weixin | wechat | wx | wxmoments | weibo | sina
    | qq | qzone | qqfriend
    | shar(?:e|ing) | app | appshare | appmsg | client | wap | h5 | pc | mobile | search | baidu | so | sogou | bing
    | google | rss | feed | atom | home | index | homepage | recommend | related | relevant | hot | toutiao | facebook
    | twitter | telegram | whatsapp | line | email | copylink)
    """,
    re.I | re.X,
)
_CACHE_BUSTER = re.compile(r"(?:_|_t|t|ts|timestamp|rnd|rand|random)=(?:\d{10}|\d{13}|0\.\d+)", re.I)


def without_tracking(query: str) -> str:
    """The query without tracking parameters; the others keep their order and their encoding.

    >>> without_tracking("id=7&utm_source=wx&from=timeline&from2=a")
    'id=7&from2=a'
    """
    return "&".join(part for part in query.split("&") if part and not _tracks(part))


def _tracks(part: str) -> bool:
    name = part.partition("=")[0]
    return bool(_NAME.fullmatch(name) or _NAME_WITH_WAY.fullmatch(part) or _CACHE_BUSTER.fullmatch(part))
