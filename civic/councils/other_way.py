"""I18: who may pass, or use something, must not hang on a face or on a telephone alone. Pure.

A text that makes face recognition, an app or a code the way in needs another way beside it.
Sources: 人脸识别技术应用安全管理办法 (2025-06-01), 最高人民法院人脸识别司法解释第10条; domain.md §5 P7.
"""

import re

_IDENTIFIES = re.compile(
    r"刷脸|人脸|面部识别|脸部识别|(?:仅|只)(?:限|能|可以|可|用|认|收|支持|通过|靠|凭)*(?:手机|app|小程序|微信|扫码|二维码)"
    r"|(?:必须|一律|统一|都得|全部|都要)(?:使用|通过|用|靠|凭|在|从)?(?:手机|app|小程序|微信|扫码|二维码)"
    r"|(?:手机|app|小程序|扫码|二维码)(?:才|方)(?:能|可)",
    re.I,
)
_NOT_SO = re.compile(
    r"(?:不|别|不用|不必|不能|不得|不许|取消|去掉|拆掉|停用|禁止|反对)(?:再|要|搞|装|用|使用|靠|上)*(?:刷脸|人脸识别|人脸|面部识别|脸部识别)"
    r"|(?:不|别)(?:能|得|许|要)?(?:仅|只)(?:限|能|用|靠|认)?(?:手机|app|小程序|微信|扫码|二维码)",
    re.I,
)

OTHER = "另一种办法:"


def only_way(*texts: str) -> str | None:
    """The words that make a face or a telephone the way in, or None."""
    for text in texts:
        found = _IDENTIFIES.search(_NOT_SO.sub("", "".join((text or "").split())))
        if found:
            return found[0]
    return None


def is_missing(other_way: str, *texts: str) -> bool:
    """Do the words need another way that nobody has written down?"""
    return only_way(*texts) is not None and (not other_way.strip() or only_way(other_way) is not None)


def lone_way(rules: str) -> str | None:
    """In a whole text, one rule a line: the words of the first rule that no “另一种办法:” answers.

    The answer stands on the line after its rule, or on the rule's own line.
    """
    lines = [line.strip().replace("\uff1a", ":") for line in rules.splitlines() if line.strip()]
    for rule, after in zip(lines, [*lines[1:], ""], strict=True):
        words, _sign, beside = rule.partition(OTHER)
        beside = beside or (after.removeprefix(OTHER) if after.startswith(OTHER) else "")
        if is_missing(beside, words):
            return only_way(words)
    return None
