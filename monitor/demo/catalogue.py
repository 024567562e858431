"""What the demonstration site shows: one entry for each saved page of `seeds/`."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from importlib import resources
from pathlib import Path
from typing import Literal

Place = Literal["board", "column", "feed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """A saved page and where the site shows it.

    file: its name in `seeds/`. path: its address on the site. place: what lists it. content_type: the header it is
    served with. title: as the listing words it. listed: when the listing says that it appeared, aware.
    """

    file: str
    path: str
    place: Place
    content_type: str
    title: str
    listed: datetime

    @property
    def stem(self) -> str:
        """The file's name up to its first dot."""
        return self.file.split(".", 1)[0]


def _at(stamp: str) -> datetime:
    return datetime.fromisoformat(f"{stamp}+08:00")


_UTF8 = "text/html; charset=utf-8"

EXHIBITS = (
    Exhibit(
        file="01-forum-thread.html",
        path="/bbs/thread-20517-1-1.html",
        place="board",
        content_type="text/html; charset=gbk",
        title="第四次出远门！济南书记市长本周到广州深圳看企业",
        listed=_at("2025-05-09T14:01"),
    ),
    Exhibit(
        file="02-portal-districts.html",
        path="/cj/2023/41872.html",
        place="column",
        content_type=_UTF8,
        title="开工头一周，济南各区县忙着签约也忙着出门",
        listed=_at("2023-02-06T08:45"),
    ),
    Exhibit(
        file="03-portal-projects.html.gz",
        path="/cj/2023/41960.html",
        place="column",
        content_type=_UTF8,
        title="三天半看完39个项目：济南“项目突破年”底气何在",
        listed=_at("2023-02-21T09:37"),
    ),
    Exhibit(
        file="04-converted-residue.html",
        path="/zixun/88108.html",
        place="column",
        content_type="text/html",
        title="鹊华观澜会首期开席，起步区请企业家坐主位",
        listed=_at("2023-02-05T10:20"),
    ),
    Exhibit(
        file="05-aggregator-hant.html",
        path="/finance/6903415.html",
        place="feed",
        content_type="text/html; charset=UTF-8",
        title="一張「作戰圖」講一下午：濟南的工業還要往上走",
        listed=_at("2025-05-14T21:46"),
    ),
    Exhibit(
        file="06-copy-hant.txt",
        path="/cn/20250509/118263.txt",
        place="feed",
        content_type="text/plain; charset=utf-8",
        title="第四次出遠門！濟南書記市長本週到廣州深圳看企業",
        listed=_at("2025-05-09T10:12"),
    ),
    Exhibit(
        file="07-target.mhtml",
        path="/art/2025/2/18/art_102_5566.html",
        place="feed",
        content_type=_UTF8,
        title="垦利区招商引资工作会议提出：力争全年新签约亿元以上项目80个",
        listed=_at("2025-02-18T10:06"),
    ),
    Exhibit(
        file="08-groundbreaking.html",
        path="/html/2025-03/12/content_30117.htm",
        place="feed",
        content_type="text/html",  # as such sites serve it: the page's own label says gb2312
        title="沾化区12个项目集中开工，总投资46.3亿元",
        listed=_at("2025-03-12T06:30"),
    ),
    Exhibit(
        file="09-inspection.html",
        path="/yw/184402.html",
        place="feed",
        content_type=_UTF8,
        title="傅景行到滨海新材料园区调研：把企业的难题一件件办好",
        listed=_at("2025-04-23T09:12"),
    ),
)


def folder() -> Path:
    """Where `seeds/` is: inside the installed package, or beside it in a checkout."""
    shipped = Path(str(resources.files("monitor"))) / "_shipped" / "seeds"
    return shipped if shipped.is_dir() else Path(__file__).resolve().parents[2] / "seeds"


def load(seeds: Path, exhibit: Exhibit) -> bytes:
    """The bytes that a web server would have sent for a saved page.

    A compressed page is unpacked; of one that a browser saved whole (.mhtml) it is the HTML part. Raises OSError
    where the file cannot be read.
    """
    body = (seeds / exhibit.file).read_bytes()
    if exhibit.file.endswith(".gz"):
        return gzip.decompress(body)
    if exhibit.file.endswith(".mhtml"):
        for part in message_from_bytes(body, policy=policy.default).walk():
            if part.get_content_type() == "text/html":
                payload = part.get_payload(decode=True)
                return payload if isinstance(payload, bytes) else b""
    return body
