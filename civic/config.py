"""Every setting, with the environment variable that names it.

A production start (``CIVIC_ENV=production``) with an unsafe default, the demo key or no operator
is refused, and the refusal says which setting is at fault.
"""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
DEMO_KEY = "demo-key-for-one-machine-only"

# What a demo start says of itself where nothing else was set.
DEMO_WORDS = {"CIVIC_NEIGHBOURHOOD": "星榆花园", "CIVIC_OPERATOR": "望榆街道办事处(虚构,演示用)"}

# Numbers behind the first question 现在有危险吗?; each is `label msgid: environment name: default`.
EMERGENCY = (
    ("Fire", "CIVIC_EMERGENCY_FIRE", "119"),
    ("Police", "CIVIC_EMERGENCY_POLICE", "110"),
    ("Ambulance", "CIVIC_EMERGENCY_AMBULANCE", "120"),
    ("Water supply", "CIVIC_EMERGENCY_WATER", "96116"),
    ("Gas", "CIVIC_EMERGENCY_GAS", "96777"),
    ("Power", "CIVIC_EMERGENCY_POWER", "95598"),
    ("Duty room of the street", "CIVIC_EMERGENCY_DUTY", "010-55500000"),
)

STREAM_HOSTS = (
    "live.bilibili.com www.bilibili.com channels.weixin.qq.com meeting.tencent.com live.douyin.com "
    "live.kuaishou.com yizhibo.com live.polyv.cn vhall.com yangshipin.cn btime.com"
)


def settings(environ=os.environ) -> dict:
    """Read all settings from `environ`; relative folders are below the instance folder."""
    if environ.get("CIVIC_DEMO", "") == "1":
        environ = DEMO_WORDS | dict(environ)
    instance = Path(environ.get("CIVIC_INSTANCE", ROOT / "instance")).resolve()
    return {
        "ENVIRONMENT": environ.get("CIVIC_ENV", "development"),
        "INSTANCE": instance,
        "SECRET_KEY": environ.get("CIVIC_SECRET_KEY", DEMO_KEY),
        "SQLALCHEMY_DATABASE_URI": database_url(environ, instance),
        # A failing statement must not write its values, which are people's words, into a log.
        "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True},
        "REDIS_URL": environ.get("REDIS_URL"),
        "MEDIA": Path(environ.get("CIVIC_MEDIA", instance / "media")),
        "KEYS": Path(environ.get("CIVIC_KEYS", instance / "keys")),
        "PG_BIN": environ.get("CIVIC_PG_BIN"),  # the folder of pg_dump and pg_restore, else the PATH
        "DEMO": environ.get("CIVIC_DEMO", "") == "1",
        "CODE_SENDER": environ.get("CIVIC_CODE_SENDER", "screen"),
        # Messages about what happens, see notifications/sending.py; a production start must say which.
        "SMS": environ.get("CIVIC_SMS", "screen"),
        "SMS_TOKEN": environ.get("CIVIC_SMS_TOKEN", ""),
        "SMS_REMEMBERS": environ.get("CIVIC_SMS_REMEMBERS", "") == "1",
        "MAIL": environ.get("CIVIC_MAIL", "none"),
        "MAIL_USER": environ.get("CIVIC_MAIL_USER", ""),
        "MAIL_PASSWORD": environ.get("CIVIC_MAIL_PASSWORD", ""),
        "MAIL_FROM": environ.get("CIVIC_MAIL_FROM", ""),
        "QUIET_HOURS": environ.get("CIVIC_QUIET_HOURS", "21:00-08:00"),
        "LOCALE": environ.get("CIVIC_LOCALE", "zh_Hans_CN"),
        "TIMEZONE": "Asia/Shanghai",
        "NEIGHBOURHOOD": environ.get("CIVIC_NEIGHBOURHOOD", ""),
        "OPERATOR": environ.get("CIVIC_OPERATOR", ""),
        "ICP": environ.get("CIVIC_ICP", ""),
        "PUBLIC_SECURITY": environ.get("CIVIC_PUBLIC_SECURITY", ""),
        "REPORT_PHONE": environ.get("CIVIC_REPORT_PHONE", "010-55500001"),
        "EMERGENCY": tuple((label, environ.get(name, default)) for label, name, default in EMERGENCY),
        "PUBLIC_URL": environ.get("CIVIC_URL", ""),
        # Addresses printed on posters and shared into groups must be ours, whatever a request says.
        "TRUSTED_HOSTS": [urlsplit(environ["CIVIC_URL"]).hostname] if environ.get("CIVIC_URL") else None,
        # How long until a reply and until the first contact: m minutes, h hours, d natural days, wd working
        # days. The law fixes only that there be a deadline; these are the hotline's (domain.md §2.2).
        "CLOCKS": environ.get("CIVIC_CLOCKS", "urgent=2h,timely=24h,normal=7d,complex=15d"),
        "CONTACT_CLOCKS": environ.get("CIVIC_CONTACT_CLOCKS", "urgent=30m,timely=24h,normal=24h,complex=24h"),
        "WHISTLES": environ.get("CIVIC_WHISTLES", ""),  # dispatch/whistle_terms.py
        # How long a body may object to a part it was sent (domain.md §2.4).
        "OBJECTION_HOURS": environ.get("CIVIC_OBJECTION_HOURS", "4"),
        # Somebody should be there so many minutes after the ring (急单, domain.md N3).
        "ARRIVAL_MINUTES": environ.get("CIVIC_ARRIVAL_MINUTES", "10"),
        "LOTTERY_PYTHON": environ.get("CIVIC_LOTTERY_PYTHON", ""),  # councils/lottery_program.py
        # Where a meeting may be watched live: these hosts and what lies below them, separated by spaces.
        "STREAM_HOSTS": tuple(environ.get("CIVIC_STREAM_HOSTS", STREAM_HOSTS).split()),
        "PREMODERATION": environ.get("CIVIC_PREMODERATION", "") == "1",
        # trust.md §5: at most 64 MB of photos a request never happens; a photo is at most 10 MB.
        "MAX_CONTENT_LENGTH": 12 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 512 * 1024,
        "SESSION_COOKIE_NAME": "civic",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": environ.get("CIVIC_ENV") == "production",
        "PERMANENT_SESSION_LIFETIME": timedelta(days=180),
        "SESSION_REFRESH_EACH_REQUEST": False,
        "WTF_CSRF_TIME_LIMIT": None,
        "ARGON2_TIME_COST": 3,
        "ARGON2_MEMORY_KIB": 65536,
        "RATELIMIT_STORAGE_URI": environ.get("REDIS_URL") or "calm://",
        "RATELIMIT_DEFAULT": environ.get("CIVIC_RATE_LIMIT", "300 per minute"),
        "METRICS_TOKEN": environ.get("CIVIC_METRICS_TOKEN", ""),
        "TRUSTED_PROXIES": int(environ.get("CIVIC_TRUSTED_PROXIES", "0")),
    }


def database_url(environ, instance) -> str:
    """The SQLAlchemy URL: SQLite below the instance folder unless DATABASE_URL says otherwise."""
    url = environ.get("DATABASE_URL") or f"sqlite:///{instance / 'civic.db'}"
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def refuse_unsafe(config) -> None:
    """Raise RuntimeError naming every setting a production start may not have."""
    if config["ENVIRONMENT"] != "production":
        return
    faults = []
    if config["SECRET_KEY"] == DEMO_KEY or len(config["SECRET_KEY"]) < 32:
        faults.append("CIVIC_SECRET_KEY must be set to at least 32 random characters")
    if not config["OPERATOR"]:
        faults.append("CIVIC_OPERATOR (主办单位) must name who runs this site")
    if config["CODE_SENDER"] == "screen":
        faults.append("CIVIC_CODE_SENDER=screen shows sign-in codes to anyone; name a real sender")
    if config["SMS"] == "screen":
        faults.append("CIVIC_SMS=screen reaches no telephone; name a gateway, or none for no messages")
    if not config["PUBLIC_URL"]:
        faults.append("CIVIC_URL must give the address people reach, e.g. https://yishi.example.cn")
    if not config["METRICS_TOKEN"]:
        faults.append("CIVIC_METRICS_TOKEN must be set, or /metrics would be open behind a proxy")
    if config["DEMO"]:
        faults.append("CIVIC_DEMO must not be on in production")
    if faults:
        raise RuntimeError("Refusing to start: " + "; ".join(faults))
