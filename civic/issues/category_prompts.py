"""What is asked or said first for a built-in category; the street changes it on the page of categories.

A diverting message is for what cannot wait for anybody to read it: it names the number to call now.
"""

from flask_babel import lazy_gettext as _l

from civic.issues.category_tree import Prompt

PROMPTS = {
    "water.pipes": Prompt(
        (_l("Is water running out right now?"), _l("Which floor is it, and is the main tap shut?")),
        _l("If water is bursting out: call now, do not wait for this page."),
        "Water supply",
    ),
    "water.gas": Prompt(
        (), _l("If it smells of gas: open the windows, touch no switch, go outside, then call."), "Gas"
    ),
    "water.power": Prompt(
        (_l("Is it only your home, the stairs, or the whole building?"),),
        _l("A cable hangs down or sparks: keep away and call now."),
        "Power",
    ),
    "water.heating": Prompt((_l("How many degrees is it in the room, and since when?"),)),
    "building.lift": Prompt(
        (_l("Which lift is it, and where does it stand?"),),
        _l("Somebody is shut in: press the alarm in the lift, and call the duty room."),
        "Duty room of the street",
    ),
    "building.roof": Prompt((_l("Where does it come through, and only when it rains?"),)),
    "safety.fire": Prompt((), _l("Fire or smoke: get out first, then call."), "Fire"),
    "safety.falling": Prompt(
        (_l("Where exactly, and do people walk below it?"),),
        _l("About to fall onto a path: keep people away and call the duty room."),
        "Duty room of the street",
    ),
    "parking.locks": Prompt((_l("Is it a marked space or shared ground?"),)),
    "parking.spaces": Prompt((_l("At what time of day is it worst?"),)),
    "noise.noise": Prompt((_l("From what time to what time, and on which days?"),)),
    "waste.collection": Prompt((_l("At what time does the truck come?"),)),
    "care.elders": Prompt(
        (), _l("Somebody has collapsed or does not answer the door: call now."), "Ambulance"
    ),
}
