"""What gunicorn reads by itself when it is started in this folder; docs/operating.md says more."""

preload_app = True


def on_starting(server):
    """The site reads a few of its pages; the workers forked afterwards share what that made.

    The bench serves other applications from this folder, which have nothing to read.
    """
    site = server.app.wsgi()
    if hasattr(site, "warm_up"):
        site.warm_up()
