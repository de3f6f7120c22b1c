"""Steps of signing in that several tests take, by the real forms."""

import re

PHONE = "13900005555"


def ask_code(page, phone=PHONE, target=None, status=303):
    """Type the number; returns the code shown in the demo box."""
    page.get("/sign-in" + (f"?next={target}" if target else ""))
    doc = page.submit("给我发六位数字", phone=phone, status=status)
    return shown(doc) if status == 303 else doc


def shown(doc):
    """The six digits in the marked box."""
    return re.search(r"\b(\d{6})\b", doc.one(".demo").text()).group(1)


def walk_in(page, phone=PHONE, nickname="新街坊", target=None):
    """Number, code and, the first time, a name."""
    code = ask_code(page, phone, target)
    doc = page.submit("登录", code=code)
    return page.submit("就叫这个", nickname=nickname) if "起个名字" in doc else doc


def other_than(code):
    """Six digits that are not the code."""
    return f"{(int(code) + 1) % 10**6:06}"
