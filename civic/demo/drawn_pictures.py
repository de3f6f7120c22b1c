"""The child process that draws the demo town's photos: no camera, no place, nobody.

Run as a script (`python -I drawn_pictures.py`), never imported by the site, which loads no image
library: a JSON list of {"of", "full", "thumb"} on standard input, two JPEG files each. What it drew
is answered as a list of [width, height].
"""

import json
import sys

from PIL import Image, ImageDraw

SIZE = (960, 720)
THUMB = (320, 240)
PAPER, INK, WALL, ROAD = "#DCE3DD", "#2B2F2D", "#C9BFA9", "#8B8E90"


def scene(sky=PAPER, ground=ROAD, horizon=460):
    """Sky and ground, with a picture's usual unevenness of light."""
    picture = Image.new("RGB", SIZE, sky)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, horizon, *SIZE), fill=ground)
    return picture, draw


def lamp():
    """A stairwell with a lamp that is out."""
    picture, draw = scene("#4A4D55", "#3A3C42", 520)
    draw.rectangle((120, 0, 840, 520), fill="#5A5D66")
    for step in range(6):
        left, top, light = 180 + 70 * step, 660 - 40 * step, 0x48 + 6 * step
        draw.rectangle((left, top, 960, top + 40), fill=(light, light + 2, light + 8))
    draw.line((480, 0, 480, 110), fill=INK, width=8)
    draw.polygon(((400, 170), (560, 170), (520, 110), (440, 110)), fill="#23252B")
    draw.ellipse((440, 160, 520, 240), fill="#6E7079", outline=INK, width=5)
    draw.line((455, 178, 505, 224), fill=INK, width=5)
    return picture


def parking_lock():
    """A folding lock on a parking place."""
    picture, draw = scene("#C7D3DA")
    draw.rectangle((0, 250, 960, 460), fill=WALL)
    for left in (120, 620):
        draw.polygon(((left, 720), (left + 90, 460), (left + 112, 460), (left + 30, 720)), fill="#E9E7DF")
    draw.rectangle((330, 610, 630, 640), fill="#8E1F18")
    draw.line((350, 620, 480, 470, 610, 620), fill="#C9A227", width=26, joint="curve")
    draw.ellipse((450, 590, 510, 650), fill=INK)
    return picture


def bins():
    """Four bins, one of them full."""
    picture, draw = scene("#D6DFE4", "#A4A79F", 470)
    draw.rectangle((0, 120, 960, 470), fill=WALL)
    for number, colour in enumerate(("#2F6B45", "#2B4A7A", "#8E2B22", "#4B4F50")):
        left = 90 + 205 * number
        draw.polygon(
            ((left, 330), (left + 165, 330), (left + 145, 620), (left + 20, 620)), fill=colour, outline=INK
        )
        draw.rectangle((left - 8, 300, left + 173, 334), fill=colour, outline=INK, width=3)
        draw.ellipse((left + 18, 606, left + 58, 646), fill=INK)
    for left, top in ((505, 250), (560, 225), (610, 255), (470, 560), (680, 600)):
        draw.ellipse((left, top, left + 80, top + 65), fill="#E8E6E0", outline="#9A988F", width=3)
    return picture


def pothole():
    """A hole in the road with water in it."""
    picture, draw = scene("#BFCBD1", "#75797B", 220)
    draw.rectangle((0, 200, 960, 230), fill="#B9B4A6")
    draw.ellipse((250, 400, 730, 610), fill="#4D5052")
    draw.ellipse((290, 430, 690, 590), fill="#7FA0B3")
    draw.arc((360, 460, 560, 540), 200, 340, fill="#DCE9F0", width=6)
    for left in (60, 800):
        draw.line((left, 720, left + 40, 240), fill="#DAD7CB", width=10)
    return picture


def manhole():
    """A cover that does not lie flat."""
    picture, draw = scene("#B8C2C6", "#85888A", 180)
    draw.ellipse((260, 300, 720, 620), fill="#2E3133")
    draw.ellipse((285, 285, 735, 590), fill="#5B5F61", outline=INK, width=8)
    for row in range(5):
        draw.line((350, 350 + 45 * row, 670, 350 + 45 * row), fill="#43474A", width=9)
    draw.polygon(((130, 640), (200, 460), (270, 640)), fill="#D9822B", outline=INK)
    return picture


def dark_gate():
    """A gate at night."""
    picture, draw = scene("#161B2A", "#1F2430", 520)
    draw.rectangle((240, 180, 300, 560), fill="#3A3F4C")
    draw.rectangle((660, 180, 720, 560), fill="#3A3F4C")
    draw.rectangle((220, 140, 740, 190), fill="#444A58")
    for left in range(320, 650, 45):
        draw.line((left, 200, left, 560), fill="#2C313D", width=8)
    draw.ellipse((800, 70, 860, 130), fill="#D8D3B8")
    return picture


def main(jobs):
    """Draw each picture in both sizes and say how large it is."""
    told = []
    for job in jobs:
        picture = DRAWN[job["of"]]()
        picture.save(job["full"], "JPEG", quality=82)
        picture.resize(THUMB, Image.Resampling.LANCZOS).save(job["thumb"], "JPEG", quality=76)
        told.append(SIZE)
    json.dump(told, sys.stdout)


DRAWN = {one.__name__: one for one in (lamp, parking_lock, bins, pothole, manhole, dark_gate)}


if __name__ == "__main__":
    main(json.load(sys.stdin))
