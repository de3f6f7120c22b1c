"""What gunicorn reads by itself when it is started in this folder; docs/operating.md says more."""

preload_app = True


def on_starting(server):
    """The site reads a few of its pages; the workers forked afterwards share what that made."""
    server.app.wsgi().warm_up()
