"""H: the least a Flask application can do."""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def hello():
    """Thirteen bytes."""
    return "Hello, World!"
