"""Inline CSS of the mail, by role. Mail clients drop style sheets (Gmail in some accounts, Outlook much of them), so
every element carries its own; the class beside it lets the dark palette of the template's <style> override it."""

from __future__ import annotations

_FONT = "font-family:-apple-system,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',Segoe UI,Roboto,Arial,sans-serif"
_CELL = "width:26px;height:24px;font-size:12px;line-height:24px;border-radius:4px;text-align:center"

STYLE: dict[str, str] = {
    "body": f"margin:0;padding:0;background:#eef1f5;{_FONT};color:#1c2733",
    "page": "background:#eef1f5",
    "sheet": "width:100%;max-width:660px",
    "head": "padding:26px 28px 22px;background:#8c1d24;border-radius:10px 10px 0 0;color:#ffffff",
    "kicker": "font-size:13px;line-height:20px;color:#f3cfc8;letter-spacing:1px",
    "title": "margin:2px 0 8px;font-size:25px;line-height:34px;font-weight:700;color:#ffffff",
    "headline": "margin:0;font-size:16px;line-height:26px;color:#ffffff",
    "main": "padding:22px 28px 8px;background:#ffffff",
    "tile": "padding:12px 6px 11px;background:#f6f7f9;border-radius:8px;text-align:center",
    "number": "font-size:26px;line-height:32px;font-weight:700;color:#8c1d24",
    "label": "font-size:13px;line-height:20px;color:#44515f",
    "small": "font-size:12px;line-height:19px;color:#5f6c7a",
    "section": "margin:30px 0 4px;padding:0 0 7px;border-bottom:2px solid #8c1d24;font-size:18px;line-height:26px;"
    "font-weight:700;color:#1c2733",
    "card": "padding:16px 0 17px;border-bottom:1px solid #e3e7ec",
    "region": "display:inline-block;padding:1px 8px;border-radius:4px;background:#fbeceb;color:#8c1d24;font-size:12px;"
    "line-height:20px;font-weight:600",
    "tag": "display:inline-block;padding:1px 8px;border-radius:4px;background:#fff3d6;color:#7a5200;font-size:12px;"
    "line-height:20px",
    "figure": "font-size:17px;line-height:22px;font-weight:700;color:#8c1d24;white-space:nowrap",
    "heading": "margin:6px 0 7px;font-size:17px;line-height:26px;font-weight:700;color:#1c2733",
    "key": "padding:1px 12px 1px 0;font-size:14px;line-height:23px;color:#5f6c7a;white-space:nowrap;vertical-align:top",
    "value": "padding:1px 0;font-size:14px;line-height:23px;color:#1c2733;vertical-align:top",
    "change": "margin:7px 0;padding:7px 12px;background:#fff8e8;border-radius:6px;font-size:14px;line-height:23px;"
    "color:#1c2733",
    "before": "color:#6f6250",
    "quote": "margin:9px 0;padding:2px 0 2px 12px;border-left:3px solid #d9b3ac;font-size:14px;line-height:24px;"
    "color:#44515f",
    "told": "font-size:13px;line-height:22px;color:#5f6c7a",
    "link": "color:#1a5fb4;text-decoration:none",
    "th": "padding:5px 8px 5px 0;font-size:12px;line-height:18px;font-weight:400;color:#5f6c7a;text-align:right;"
    "border-bottom:1px solid #d5dbe1",
    "td": "padding:5px 8px 5px 0;font-size:14px;line-height:20px;color:#1c2733;text-align:right;"
    "border-bottom:1px solid #eceff2",
    "rest": "padding:5px 8px 5px 0;font-size:14px;line-height:20px;color:#5f6c7a;text-align:right;"
    "border-bottom:1px solid #eceff2",
    "total": "padding:6px 8px 6px 0;font-size:14px;line-height:20px;color:#1c2733;text-align:right;font-weight:700;"
    "border-top:1px solid #c3cad2",
    "cell0": f"{_CELL};background:#f0f2f5;color:#7a8794",
    "cell1": f"{_CELL};background:#f3cfc8;color:#5a1014",
    "cell2": f"{_CELL};background:#d98a82;color:#3d0a0d",
    "cell3": f"{_CELL};background:#8c1d24;color:#ffffff",
    "home": "box-shadow:inset 0 0 0 2px #1c2733",
    "bar": "height:8px;background:#c4534f;border-radius:4px;font-size:0;line-height:8px",
    "foot": "padding:18px 28px 24px;background:#f6f7f9;border-radius:0 0 10px 10px;font-size:12px;line-height:20px;"
    "color:#5f6c7a",
    "trouble": "margin:0 0 10px;padding:9px 12px;background:#fff3d6;border-radius:6px;font-size:13px;line-height:21px;"
    "color:#5c4300",
}
