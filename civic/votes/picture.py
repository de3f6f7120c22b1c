"""The options drawn on the neighbourhood plan: one ground, the same size for every option. Pure."""

from dataclasses import dataclass

from civic.places.plan import Mark, Plan, draw


@dataclass(frozen=True)
class Pictures:
    """The plan without marks, drawn once, and the pins of each option by its letter."""

    ground: Plan
    pins: dict[str, tuple]


def pictures(places, options) -> Pictures | None:
    """None when no option has a place: then no option gets a picture, so that all look alike."""
    if not places or not any(option.marks for option in options):
        return None
    pins = {option.letter: draw(places, [_mark(one) for one in option.marks]).pins for option in options}
    return Pictures(draw(places), pins)


def _mark(said) -> Mark:
    label = str(said.get("label", ""))
    shape = "square" if said.get("shape") == "square" or label.startswith("H") else "disc"
    return Mark(text=label[:3], label=label, x=said["x"], y=said["y"], shape=shape)
