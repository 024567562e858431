"""What hostile input is made of, as plain data."""

from __future__ import annotations

STATUSES = (400, 402, 405, 406, 408, 409, 418, 451, 501, 502, 504, 508, 520, 522, 523, 525, 530, 599)

XSS = (
    "<script>alert(1)</script>",
    "<SCRIPT SRC=http://x.example/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<img src='javascript:alert(1)'>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<body onload=alert(1)>",
    "<iframe src=javascript:alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<form action=javascript:alert(1)><input type=submit>",
    "<base href=javascript:alert(1)//>",
    "<link rel=stylesheet href=javascript:alert(1)>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<video><source onerror=alert(1)></video>",
    "<details open ontoggle=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<marquee onstart=alert(1)>",
    '"><script>alert(1)</script>',
    "'><img src=x onerror=alert(1)>",
    '" onmouseover=alert(1) x="',
    "' onmouseover=alert(1) x='",
    "javascript:alert(1)",
    "JAVASCRIPT:alert(1)",
    "\x01javascript:alert(1)",
    "java\nscript:alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    'http://a.example/"onclick=alert(1) x="',
    "http://a.example/'><script>alert(1)</script>",
    "--><script>alert(1)</script><!--",
    "]]><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "{{7*7}}{% for x in range(9) %}x{% endfor %}",
    "<scr\0ipt>alert(1)</scr\0ipt>",
    "<<script>alert(1)//<</script>",
    "\u202e<script>alert(1)</script>",
)

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_ITEM = "<item><title>云川市集中签约</title><link>https://a.example/1.html</link></item>"


def _rss(items: str, before: str = "", after: str = "") -> bytes:
    return f'{_HEAD}{before}<rss version="2.0"><channel><title>x</title>{items}</channel></rss>{after}'.encode()


_ATTRIBUTES = " ".join(f"a{n}='1'" for n in range(100_000))
_NAMESPACES = " ".join(f"xmlns:n{n}='http://a.example/{n}'" for n in range(50_000))
_LAUGHS = "".join(f"<!ENTITY l{n} '" + f"&l{n - 1};" * 10 + "'>" for n in range(1, 10))

FEEDS: dict[str, bytes] = {
    "a billion laughs": _rss(_ITEM.replace("云川市", "&l9;"), f'<!DOCTYPE x [<!ENTITY l0 "lol">{_LAUGHS}]>'),
    "quadratic entity": _rss("&a;" * 20_000, "<!DOCTYPE x [<!ENTITY a '" + "a" * 20_000 + "'>]>"),
    "external entity": _rss(_ITEM.replace("云川市", "&x;"), '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    "external DTD": _rss(_ITEM, '<!DOCTYPE x SYSTEM "http://169.254.169.254/x.dtd">'),
    "parameter entity": _rss(_ITEM, '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1/x">%p;]>'),
    "javascript links": _rss("<item><title>x</title><link>javascript:alert(1)</link></item>"),
    "data links": _rss("<item><title>x</title><link>data:text/html,x</link></item>"),
    "file links": _rss("<item><title>x</title><link>file:///etc/passwd</link></item>"),
    "scripts in titles": _rss(_ITEM.replace("云川市", "&lt;script&gt;alert(1)&lt;/script&gt;")),
    "a million items": _rss(_ITEM * 40_000),
    "a title of four megabytes": _rss(_ITEM.replace("云川市", "签" * 1_300_000)),
    "deep nest": _rss("<a>" * 200_000),
    "never closed": f"{_HEAD}<rss><channel>".encode() + b"<item><title>" * 100_000,
    "attributes": f"{_HEAD}<rss {_ATTRIBUTES}/>".encode(),
    "namespaces": f"{_HEAD}<rss {_NAMESPACES}/>".encode(),
    "nothing": b"",
    "spaces": b" " * 4_000_000,
    "nulls": b"\0" * 1_000_000,
    "half a character": _rss(_ITEM)[:-40] + b"\xe4\xb8",
    "the wrong label": _rss(_ITEM).replace(b"UTF-8", b"UTF-16"),
    "a label that is none": _rss(_ITEM).replace(b"UTF-8", b"x-evil-\xff"),
    "HTML": b"<html><body><h1>404</h1></body></html>" * 100,
    "comments": f"{_HEAD}<!--".encode() + b"-" * 2_000_000,
    "CDATA": f"{_HEAD}<rss><channel><item><title><![CDATA[".encode() + b"]" * 2_000_000,
    "processing instructions": f"{_HEAD}".encode() + b"<?a " * 300_000,
}

_LOL = "\n".join(f"l{n}: &l{n} [" + f"*l{n - 1}, " * 9 + "]" for n in range(1, 10))

YAML_BOMBS: dict[str, str] = {
    "a billion laughs": f"l0: &l0 [lol]\n{_LOL}\n",
    "merge keys": "a0: &a0 {x: 1}\n" + "\n".join(f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}" for n in range(1, 25)),
    "an alias to itself": "a: &a [*a]\n",
    "an anchor and an alias": "sources: &s []\nreceivers: *s\n",
    "deep lists": "sources: " + "[" * 20_000,
    "deep mappings": "sources: " + "{a: " * 20_000,
    "a Python object": "sources: !!python/object/apply:os.system ['true']\n",
    "a Python name": "sources: !!python/name:os.system\n",
    "a key twice": "sources: []\nsources: []\n",
    "two documents": "sources: []\n---\nsources: []\n",
    "a key of a megabyte": "a" * 1_000_000 + ": 1\n",
    "control characters": "sources: [\x07]\n",
    "a tab for a space": "sources:\n\t- name: a\n",
    "no mapping": "- a\n- b\n",
    "an unknown tag": "sources: !evil []\n",
    "a set": "sources: !!set {a, b}\n",
    "binary": "sources: !!binary aGVsbG8=\n",
}
