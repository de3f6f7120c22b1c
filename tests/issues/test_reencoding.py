"""The child that opens strangers' photos: what comes out, what is refused, that it can be killed."""

import contextlib
import io
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from civic.issues import reencoding
from civic.issues.picture_kinds import MAX_PIXELS, PictureKind, Refusal, kind_of
from civic.issues.reencoding import CHILD, Picture, cover, reencode
from tests.issues import pictures


@pytest.fixture
def made(tmp_path):
    """Re-encode these bytes; (answer, large file, small file)."""

    def make(data, **options):
        source, full, thumb = (tmp_path / name for name in ("source", "full.jpg", "thumb.jpg"))
        source.write_bytes(data)
        return reencode(source, full, thumb, **options), full, thumb

    return make


HOW_IT_IS_STORED = {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}


def facts(path):
    """Everything a picture file tells besides its pixels."""
    with Image.open(path) as picture:
        picture.load()
        return picture.format, dict(picture.getexif()), set(picture.info) - HOW_IT_IS_STORED


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", [1, 6, 8])
def test_nothing_of_the_camera_or_the_place_is_left(made, format, orientation):
    data = pictures.encoded(format, orientation=orientation)
    assert pictures.SECRET in data or format == "PNG"
    answer, full, thumb = made(data)
    assert isinstance(answer, Picture)
    for path in (full, thumb):
        assert facts(path) == ("JPEG", {}, set())
        words = path.read_bytes().lower()
        assert not any(secret in words for secret in (pictures.SECRET, pictures.GPS_WORDS.lower(), b"xmp"))


CORNERS = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (0, 0), 6: (1, 0), 7: (1, 1), 8: (0, 1)}


@pytest.mark.parametrize("orientation", range(1, 9))
def test_photos_stand_upright(made, orientation):
    answer, full, _ = made(pictures.encoded("JPEG", orientation=orientation))
    assert (answer.width > answer.height) == (orientation < 5)
    right, low = CORNERS[orientation]
    with Image.open(full) as picture:
        spot = (20 + right * (picture.width - 40), 20 + low * (picture.height - 40))
        red, green, _ = picture.getpixel(spot)
    assert red > 150 and green < 90


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "1", "I;16", "CMYK"])
def test_every_ordinary_kind_of_pixel_is_taken(made, mode):
    picture = Image.new(mode, (60, 40)) if mode == "I;16" else pictures.scene(60, 40).convert(mode)
    out = io.BytesIO()
    picture.save(out, "JPEG" if mode == "CMYK" else "PNG")
    answer, full, _ = made(out.getvalue())
    assert answer == Picture(60, 40)
    assert facts(full)[0] == "JPEG"


def test_what_is_see_through_becomes_paper_white(made):
    out = io.BytesIO()
    Image.new("RGBA", (60, 40), (0, 0, 0, 0)).save(out, "PNG")
    _, full, _ = made(out.getvalue())
    with Image.open(full) as picture:
        assert picture.getpixel((30, 20)) == (255, 255, 255)


def test_large_is_at_most_1600_and_small_at_most_30_kilobytes_even_for_noise(made):
    answer, full, thumb = made(pictures.encoded("JPEG", pictures.noise(2400, 1800)))
    assert answer == Picture(1600, 1200)
    assert thumb.stat().st_size <= 30_000
    with Image.open(thumb) as picture:
        assert max(picture.size) <= 320


def test_a_photo_of_forty_million_pixels_is_taken(made):
    answer, _, _ = made(pictures.encoded("JPEG", Image.new("RGB", (8000, 5000), "#468")))
    assert answer == Picture(1600, 1000)


def test_one_pixel_row_more_is_refused(made):
    out = io.BytesIO()
    Image.new("1", (8000, 5001)).save(out, "PNG")
    assert MAX_PIXELS < 8000 * 5001
    assert made(out.getvalue())[0] is Refusal.TOO_MANY_PIXELS
    out = io.BytesIO()
    Image.new("1", (40_000, 30_000)).save(out, "PNG")  # Pillow refuses to open it at all
    assert made(out.getvalue())[0] is Refusal.TOO_MANY_PIXELS


@pytest.mark.parametrize("bomb", [pictures.png_bomb, pictures.png_text_bomb])
def test_bombs_are_refused_quickly_and_leave_nothing(made, bomb):
    began = time.monotonic()
    answer, full, thumb = made(bomb())
    assert answer in (Refusal.TOO_MANY_PIXELS, Refusal.BROKEN, Refusal.TOO_HARD)
    assert time.monotonic() - began < 10
    assert not full.exists() and not thumb.exists()


@pytest.mark.parametrize("name", pictures.polyglots())
def test_what_rides_along_with_a_picture_is_left_behind(made, name):
    answer, full, thumb = made(pictures.polyglots()[name])
    if answer is Refusal.BROKEN:
        return
    for path in (full, thumb):
        assert b"<script" not in path.read_bytes() and b"<?php" not in path.read_bytes()


@pytest.mark.parametrize("name", pictures.not_pictures())
def test_what_only_begins_like_a_picture_is_refused(made, name):
    answer, full, thumb = made(pictures.not_pictures()[name])
    assert isinstance(answer, Refusal)
    assert not full.exists() and not thumb.exists()


def test_a_slow_child_is_killed_and_leaves_no_file_and_no_process(made, tmp_path):
    answer, full, _ = made(pictures.encoded("JPEG"), seconds=0.01)
    assert answer is Refusal.TOO_HARD
    assert not full.exists() and not list(tmp_path.glob("*.part"))
    assert not [told for told in children() if CHILD.name in told]


def children():
    """Command lines of this process's own children, ended ones ("") included."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(stat.read_text().rpartition(")")[2].split()[1]) == os.getpid():
                yield stat.with_name("cmdline").read_text()


def test_a_child_without_memory_or_time_is_a_refusal_not_a_fault(made, monkeypatch):
    photo = pictures.encoded("PNG", pictures.noise(3000, 2000))
    monkeypatch.setitem(reencoding.LIMITS, "memory_bytes", 60 * 1024 * 1024)
    assert made(photo)[0] in (Refusal.TOO_HARD, Refusal.BROKEN)
    monkeypatch.setitem(reencoding.LIMITS, "memory_bytes", 512 * 1024 * 1024)
    monkeypatch.setitem(reencoding.LIMITS, "cpu_seconds", 0)
    assert made(photo)[0] is Refusal.TOO_HARD


def test_the_house_itself_loads_no_image_library_and_no_word_list():
    code = "import sys, app; sys.exit(len({'PIL', 'rjieba', 'holidays', 'openpyxl'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=CHILD.parents[2], check=False).returncode == 0


def test_covered_cells_keep_one_colour_and_nothing_else(tmp_path):
    photo, full, thumb = (tmp_path / name for name in ("photo.jpg", "covered.jpg", "small.jpg"))
    pictures.noise(600, 400).save(photo, "JPEG", quality=95)
    answer = cover(photo, full, thumb, [(100, 100, 250, 200)])
    assert answer == Picture(600, 400)
    with Image.open(full) as picture:
        inside = picture.crop((110, 110, 240, 190)).convert("L")
        outside = picture.crop((300, 100, 450, 200)).convert("L")
    spread = [high - low for low, high in (inside.getextrema(), outside.getextrema())]
    assert spread[0] <= 6 < 100 < spread[1]


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (pictures.encoded("JPEG"), PictureKind.JPEG),
        (pictures.encoded("PNG"), PictureKind.PNG),
        (pictures.encoded("WEBP"), PictureKind.WEBP),
        (pictures.HEIC, Refusal.HEIC),
        (pictures.VIDEO, Refusal.VIDEO),
        (pictures.GIF, Refusal.ANIMATION),
        (pictures.SVG, Refusal.DRAWING),
        (pictures.SCRIPT, Refusal.DRAWING),
        (b"%PDF-1.7", Refusal.DOCUMENT),
        (b"#!/bin/sh\nrm -rf /", Refusal.UNKNOWN),
        (b"MZ\x90\0", Refusal.UNKNOWN),
        (b"", Refusal.EMPTY),
    ],
)
def test_first_bytes_tell_what_to_say(head, kind):
    assert kind_of(head[:512]) is kind
