"""What a file says it is, by its first bytes, and which photos we take.

Pure: no Flask, no database, no image library. The request asks this before it
stores anything; whether the rest of the file keeps the promise of its first
bytes is found out later, in the child process (`reencoding`).
"""

from enum import StrEnum

from flask_babel import lazy_gettext as _l

MAX_BYTES = 10 * 1024 * 1024  # one photo as sent (trust.md §5)
MAX_PIXELS = 40_000_000  # width times height, before anything is decoded
MAX_PHOTOS = 6  # of one matter
HEAD_BYTES = 512  # enough for every signature below


class PictureKind(StrEnum):
    """The three kinds we take."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"


class Refusal(StrEnum):
    """Why a file was not taken. Each says in plain words what to do instead."""

    NONE_CHOSEN = "none_chosen"
    EMPTY = "empty"
    TOO_MANY_BYTES = "too_many_bytes"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_MANY_PHOTOS = "too_many_photos"
    HEIC = "heic"
    VIDEO = "video"
    ANIMATION = "animation"
    DRAWING = "drawing"
    DOCUMENT = "document"
    UNKNOWN = "unknown"
    BROKEN = "broken"
    TOO_HARD = "too_hard"

    @property
    def sentence(self):
        """What happened and what to do next, for the person who sent the file."""
        return SENTENCES[self]


SENTENCES = {
    Refusal.NONE_CHOSEN: _l("No photo is chosen yet. Choose one first; without a photo, just go on."),
    Refusal.EMPTY: _l("This file is empty. Please choose the photo again."),
    Refusal.TOO_MANY_BYTES: _l("This photo is larger than 10 MB. Take a screenshot of it and send that."),
    Refusal.TOO_MANY_PIXELS: _l("This photo has too many pixels. Take a screenshot of it and send that."),
    Refusal.TOO_MANY_PHOTOS: _l("There are six photos already. Remove one first if this one is better."),
    Refusal.HEIC: _l("We cannot open HEIC photos. Take a screenshot of it and send that."),
    Refusal.VIDEO: _l("This is a video. Please send a photo, or a screenshot from the video."),
    Refusal.ANIMATION: _l("This is a moving picture (GIF). Please send a photo or a screenshot of it."),
    Refusal.DRAWING: _l("This is a drawing or a web page, not a photo. Please send a photo of it."),
    Refusal.DOCUMENT: _l("This is a document, not a photo. Take a photo of the page that matters."),
    Refusal.UNKNOWN: _l("We cannot open this file. Please send a JPEG, PNG or WebP photo."),
    Refusal.BROKEN: _l("This photo is damaged and does not open. Take it again or send another."),
    Refusal.TOO_HARD: _l("This photo could not be opened. Take a screenshot of it and send that."),
}

HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")
DOCUMENTS = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
MARKUP = (b"<svg", b"<?xml", b"<!doctype", b"<html", b"<script", b"<?php")


def kind_of(head):
    """The PictureKind of a file that begins with these bytes, or the Refusal it earns."""
    if not head:
        return Refusal.EMPTY
    if head.startswith(b"\xff\xd8\xff"):
        return PictureKind.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PictureKind.PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return PictureKind.WEBP
    return _other_kind(head)


def _other_kind(head):
    if head[4:8] == b"ftyp":
        return Refusal.HEIC if head[8:12] in HEIC_BRANDS else Refusal.VIDEO
    if head.startswith((b"GIF87a", b"GIF89a")):
        return Refusal.ANIMATION
    if head.startswith(DOCUMENTS):
        return Refusal.DOCUMENT
    if any(mark in head.lower() for mark in MARKUP):
        return Refusal.DRAWING
    return Refusal.UNKNOWN
