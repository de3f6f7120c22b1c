"""The child process that opens a stranger's photo. Nothing else in the house decodes one.

Run as a script, never imported: `python -I picture_child.py` with a JSON job on
standard input, a JSON answer on standard output. It first takes its own rights
away (processor time, memory, file size, open files), then loads Pillow. What
comes out is a new picture made of pixels only: no EXIF, GPS, XMP, thumbnail,
colour profile or trailing bytes of the file that came in.
"""

import contextlib
import io
import json
import resource
import sys


def limit(job):
    """Give up everything this work does not need. Seconds of processor time, bytes of memory."""
    for what, most in (
        (resource.RLIMIT_CPU, job["cpu_seconds"]),
        (resource.RLIMIT_AS, job["memory_bytes"]),
        (resource.RLIMIT_FSIZE, job["file_bytes"]),
        (resource.RLIMIT_NOFILE, 32),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


if __name__ == "__main__":  # rights go before the image library comes
    JOB = json.load(sys.stdin)
    limit(JOB)

from PIL import Image, ImageCms  # noqa: E402

FORMATS = ("JPEG", "PNG", "WEBP")
ROTATIONS = {
    2: "FLIP_LEFT_RIGHT",
    3: "ROTATE_180",
    4: "FLIP_TOP_BOTTOM",
    5: "TRANSPOSE",
    6: "ROTATE_270",
    7: "TRANSVERSE",
    8: "ROTATE_90",
}
ORIENTATION = 0x0112  # EXIF tag


def main(job):
    """Do the job and say on standard output how it went."""
    try:
        answer = {"reencode": reencode, "cover": cover}[job["task"]](job)
    except MemoryError:
        answer = {"why": "too_hard"}
    except Image.DecompressionBombError:  # more than twice too many: Pillow says so before we can ask
        answer = {"why": "too_many_pixels"}
    except Exception as error:  # whatever a hostile file provokes is the file's fault
        answer = {"why": "broken", "detail": type(error).__name__}
    json.dump(answer, sys.stdout)


def reencode(job):
    """A large and a small JPEG from a stranger's file, upright, at most `full_side` pixels long."""
    Image.MAX_IMAGE_PIXELS = job["max_pixels"]
    with Image.open(job["source"], formats=FORMATS) as picture:
        if picture.width * picture.height > job["max_pixels"]:
            return {"why": "too_many_pixels"}
        turn = ROTATIONS.get(picture.getexif().get(ORIENTATION))
        profile = picture.info.get("icc_profile")
        picture.draft("RGB", (job["full_side"],) * 2)  # JPEG: decode no more than is needed
        clean = plain(picture)
        clean.thumbnail((job["full_side"],) * 2, reducing_gap=2.0)
        clean = flatten(clean, profile)
    if turn:
        clean = clean.transpose(getattr(Image.Transpose, turn))
    return save_both(clean, job)


def cover(job):
    """The same two sizes from our own large JPEG, with each box filled by its mean colour.

    One colour a box: nothing of a face or a number plate can be worked back out of it.
    """
    with Image.open(job["source"], formats=("JPEG",)) as picture:
        clean = picture.convert("RGB")
    for box in job["boxes"]:
        clean.paste(clean.crop(box).resize((1, 1), Image.Resampling.BOX).getpixel((0, 0)), tuple(box))
    return save_both(clean, job)


def plain(picture):
    """Modes that cannot be made smaller smoothly become ones that can; 16-bit greys keep the high byte."""
    if picture.mode.startswith(("I", "F")):
        return picture.point(lambda value: value / 256).convert("L")
    smooth = {"1": "L", "P": "RGBA", "PA": "RGBA"}.get(picture.mode)
    return picture.convert(smooth) if smooth else picture


def flatten(picture, profile):
    """RGB pixels on white in a picture that knows nothing of the file it came from."""
    if profile and picture.mode == "RGB":
        source = io.BytesIO(profile)
        with contextlib.suppress(ImageCms.PyCMSError):  # an unreadable one costs a shade of colour
            picture = ImageCms.profileToProfile(
                picture, ImageCms.ImageCmsProfile(source), ImageCms.createProfile("sRGB")
            )
    clean = Image.new("RGB", picture.size, "white")
    layered = picture.convert("RGBA")
    clean.paste(layered, mask=layered)
    return clean


def save_both(picture, job):
    """Write the large and the small JPEG and say how large they are."""
    with open(job["full"], "xb") as out:
        picture.save(out, "JPEG", quality=82, optimize=True, progressive=True)
    small = picture.copy()
    small.thumbnail((job["thumb_side"],) * 2, Image.Resampling.LANCZOS)
    with open(job["thumb"], "xb") as out:
        out.write(squeezed(small, job["thumb_bytes"]))
    return {"width": picture.width, "height": picture.height}


def squeezed(picture, most):
    """The picture as JPEG in at most this many bytes: less quality first, then fewer pixels."""
    while True:
        for quality in (76, 64, 52, 40, 30):
            out = io.BytesIO()
            picture.save(out, "JPEG", quality=quality, optimize=True)
            if out.tell() <= most:
                return out.getvalue()
        picture.thumbnail((picture.width * 3 // 4, picture.height * 3 // 4))


if __name__ == "__main__":
    main(JOB)
