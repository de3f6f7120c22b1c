"""Photos made for tests: ordinary ones full of private metadata, and hostile ones."""

import io
import struct
import zlib

from PIL import Image, ImageDraw, PngImagePlugin

GPS_WORDS = b"39.9042N"
SECRET = b"shot-on-my-own-phone"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><photo>' + SECRET + b"</photo></x:xmpmeta>"


def exif(orientation=1):
    """Camera, words of its owner, GPS position, orientation."""
    tags = Image.Exif()
    tags[0x010F] = SECRET.decode()
    tags[0x0112] = orientation
    tags[0x9286] = SECRET.decode()
    north, east = (39.0, 54.0, 15.0), (116.0, 24.0, 27.0)
    tags.get_ifd(0x8825).update({1: "N", 2: north, 3: "E", 4: east, 29: GPS_WORDS.decode()})
    return tags.tobytes()


def scene(width=640, height=480, mode="RGB"):
    """Something with a clear upper left corner: red there, sky elsewhere."""
    picture = Image.new(mode, (width, height), "#7fa7c9" if mode.startswith("RGB") else 120)
    if mode == "RGB":
        ImageDraw.Draw(picture).rectangle((0, 0, width // 3, height // 3), fill="#d02020")
    return picture


def encoded(format, picture=None, orientation=1, **options):
    """Bytes of a photo as a phone writes it, metadata included."""
    out, picture = io.BytesIO(), picture or scene()
    if format == "PNG":
        words = PngImagePlugin.PngInfo()
        words.add_text("Comment", SECRET.decode(), zip=True)
        words.add_itxt("XML:com.adobe.xmp", XMP.decode())
        options["pnginfo"] = words
    elif format == "WEBP":
        options["xmp"] = XMP
    else:
        options |= {"xmp": XMP, "comment": SECRET}
    picture.save(out, format, exif=exif(orientation), **options)
    return out.getvalue()


def noise(width, height):
    """A picture that does not compress."""
    return Image.effect_noise((width, height), 120).convert("RGB")


def png_bomb(side=30_000):
    """A few hundred kilobytes that claim 900 million pixels of nothing."""
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * ((side // 8 + 1) * side), 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def png_text_bomb():
    """A small picture with a compressed comment of 64 MB."""
    plain = encoded("PNG")
    bomb = _chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"A" * 64_000_000, 9))
    return plain[:33] + bomb + plain[33:]


def png_that_lies():
    """A header of one size, pixels of another."""
    data = bytearray(encoded("PNG"))
    data[16:24] = struct.pack(">II", 6000, 6000)
    data[29:33] = struct.pack(">I", zlib.crc32(data[12:29]))
    return bytes(data)


def _chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


SCRIPT = b"<script>alert(document.cookie)</script><?php system($_GET['c']); ?>"
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 400
VIDEO = b"\0\0\0\x18ftypmp42\0\0\0\0isommp42" + b"\0" * 400
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
GIF = b"GIF89a" + b"\xff\xff\xff\xff" + b"\x80\0\0" + b"\0" * 40


def polyglots():
    """Pictures that are something else as well, by name."""
    photo = encoded("JPEG")
    remark = b"\xff\xfe" + struct.pack(">H", len(SCRIPT) + 2) + SCRIPT
    return {
        "page after the picture": photo + SCRIPT,
        "archive after the picture": photo + b"PK\x03\x04" + SCRIPT,
        "script in a comment": photo[:2] + remark + photo[2:],
        "png with a page at its end": encoded("PNG") + SCRIPT,
        "webp with a page at its end": encoded("WEBP") + SCRIPT,
    }


def not_pictures():
    """Files that begin like a photo and are none, by name."""
    return {
        "script behind jpeg bytes": b"\xff\xd8\xff\xe0" + SCRIPT,
        "half a photo": encoded("JPEG", noise(300, 300))[:20_000],
        "png header only": encoded("PNG")[:40],
        "lying png": png_that_lies(),
        "riff of nothing": b"RIFF\xff\xff\xff\xffWEBPVP8 " + b"\0" * 64,
        "gif inside jpeg bytes": b"\xff\xd8\xff" + GIF,
    }
