"""What is to be decided, in a neighbour's words, and by whose right: the first question of every vote.

Pure. Sources: domain.md §3.1, §3.2 — Civil Code art. 278 items ①–⑨, law on residents' committees
arts. 9, 10, 15, 16, Beijing rules on property management arts. 34–36, 44, 45, 52–58, 74. How a local
question maps to the law is a reading of ours: the page says so and names the source.
"""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from civic.votes.regimes import RULES, Regime, Rule


@dataclass(frozen=True)
class Matter:
    """One kind of question: its code, what a neighbour calls it, who decides, and the place in the law."""

    code: str
    words: object
    regime: Regime
    source: str

    @property
    def rule(self) -> Rule:
        """Units, lines and source of the regime."""
        return RULES[self.regime]

    @property
    def is_held_here(self) -> bool:
        """Whether this site may hold the vote itself; owners and committees decide elsewhere."""
        return self.rule.opens_here


CIVIL_CODE = "民法典第278条第{}项"
MATTERS = (
    Matter("wishes", _l("Just to hear what everybody thinks"), Regime.ADVISORY, "社区公布的意向征询办法"),
    Matter(
        "bins",
        _l("Where bins stand, at which hours, who looks after them"),
        Regime.ADVISORY,
        "北京市生活垃圾管理条例第34–36条:由管理责任人定,先征求意见",
    ),
    Matter("duties", _l("Which body does what and pays what"), Regime.COUNCIL, "社区合伙人议事规则"),
    Matter(
        "pact",
        _l("The residents' pact, or what touches all residents"),
        Regime.RESIDENTS_MEETING,
        "城市居民委员会组织法第9、10、15、16条",
    ),
    *(
        Matter(code, words, Regime.OWNERS_SPECIAL, CIVIL_CODE.format(items))
        for code, items, words in (
            ("use_of_shared", "8", _l("Another use of shared space, or income from it")),
            ("raise_fund", "6", _l("Raising money for the maintenance fund")),
            ("rebuild", "7", _l("Rebuilding a building or its shared parts")),
        )
    ),
    *(
        Matter(code, words, Regime.OWNERS_ORDINARY, CIVIL_CODE.format(items))
        for code, items, words in (
            ("use_fund", "5", _l("Spending from the maintenance fund")),
            ("company", "4", _l("Hiring or dismissing the property company")),
            ("committee", "3", _l("Electing or replacing the owners' committee")),
            ("covenant", "1、2", _l("The estate's rules and the owners' rules of order")),
            ("other_major", "9", _l("Another major matter of the owners")),
        )
    ),
    Matter(
        "common_income",
        _l("How shared income is spent"),
        Regime.OWNERS_ORDINARY,
        "北京市物业管理条例第74条",
    ),
    Matter(
        "committee_work",
        _l("What the owners' committee may decide itself"),
        Regime.OWNERS_COMMITTEE,
        "北京市物业管理条例第44、45条",
    ),
    Matter(
        "interim",
        _l("What the property management committee decides"),
        Regime.MANAGEMENT_COMMITTEE,
        "北京市物业管理条例第52–58条",
    ),
)
BY_CODE = {matter.code: matter for matter in MATTERS}
