"""The extensions as objects only; this file imports nothing of civic but the declarative base."""

from flask import request
from flask_babel import Babel
from flask_htmx import HTMX
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_sqlalchemy import SQLAlchemy
from flask_talisman import Talisman
from flask_wtf import CSRFProtect

from civic import calm_memory  # noqa: F401 - registers "calm://"
from civic.database import Base

db = SQLAlchemy(model_class=Base)
login_manager = LoginManager()
csrf = CSRFProtect()
htmx = HTMX()
babel = Babel()
limiter = Limiter(key_func=get_remote_address)
limiter.request_filter(lambda: request.method in ("GET", "HEAD", "OPTIONS"))  # only what is sent counts
talisman = Talisman()
