"""Ten owners with a hundred square metres each, and those who prepare an assembly with them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO

from PIL import Image

from built_once import built_once
from linli.application.assembly import api as assembly
from linli.application.assembly.api import ProposedMotion
from linli.foundation.people import api as people
from linli.foundation.people.api import Relation
from linli.foundation.places import api as places
from linli.foundation.places.api import PlaceKind
from linli.kernel import Actor, Role, system

NOW = datetime(2026, 9, 21, 1, 0, tzinfo=UTC)  # a Monday; National Day is 1 to 7 October
LISTED = 7
RULES = {
    "first_request_share": "1/5",
    "extraordinary_by": "heads_and_area",
    "preparation_body": "preparation_group",
    "preparation_min_members": 5,
    "preparation_max_members": 11,
    "preparation_odd": True,
    "preparation_owners_share": "1/2",
    "preparation_formed_within_days": 60,
    "list_shown_days": LISTED,
    "candidates_shown_days": LISTED,
    "first_assembly_within_days": 90,
    "handover_days": 10,
}
ITEM = ProposedMotion("ordinary", "换电梯", "三号楼的电梯用了二十年")


def scan() -> bytes:
    """A small picture, as a scanner gives one."""
    out = BytesIO()
    Image.new("RGB", (20, 20), (255, 255, 255)).save(out, "PNG")
    return out.getvalue()


@dataclass
class Estate:
    """A community with owners, a street office, a residents' committee and a clerk."""

    community: str
    street: Actor
    committee: Actor
    clerk: Actor
    council: Actor
    tenant: Actor
    outsider: Actor
    building: str
    homes: list[str] = field(default_factory=list)
    owners: list[Actor] = field(default_factory=list)

    @property
    def platform(self) -> Actor:
        return system(self.community)

    def person(self, name: str, *roles: Role) -> Actor:
        one = people.register_person(by=self.platform, name=name)
        for role in roles:
            people.grant_role(by=self.platform, person=one, role=role)
        return Actor(one, frozenset(roles) or frozenset({Role.RESIDENT}), self.community)

    def home(self, area: str | None = "100.00") -> str:
        number = str(101 + len(self.homes))
        made = places.add_place(
            by=self.platform,
            kind=PlaceKind.DWELLING,
            number=number,
            parent=self.building,
            area=Decimal(area) if area else None,
        )
        self.homes.append(made)
        return made

    def owner(self, name: str, *homes: str) -> Actor:
        one = people.register_person(by=self.platform, name=name)
        for home in homes:
            people.settle(by=self.platform, person=one, dwelling=home, relation=Relation.OWNER)
        return Actor(one, frozenset({Role.OWNER, Role.RESIDENT}), self.community)

    def confirm(self, **values: object) -> None:
        """Write rules down and have two people confirm each."""
        rules = assembly.draft_rules(by=self.committee, pack="cn-base", key="rules")
        for name, value in values.items():
            assembly.set_rule(
                by=self.committee, rules=rules, name=name, value=value, clause="第三条"
            )
            for by in (self.committee, self.street):
                assembly.confirm_rule(by=by, rules=rules, name=name, value=value)

    def ask(self, kind: str = "extraordinary", **more) -> str:
        usual = {"title": "换电梯", "reason": "太旧了", "motions": [ITEM], "key": "ask"}
        by = more.pop("by", self.owners[0])
        return assembly.open_request(by=by, kind=kind, **{**usual, **more})

    def support(self, request: str) -> assembly.Support:
        return assembly.get_request(viewer=self.owners[0], request=request).support

    def prepared(self, *, with_request: bool = True) -> str:
        """A body of five, approved after its list was shown."""
        request = ""
        if with_request:
            request = self.ask("first", key="first")
            assembly.sign_request(by=self.owners[1], request=request)
            assembly.answer_request(
                by=self.street, request=request, is_accepted=True, answer="同意筹备"
            )
        made = assembly.open_preparation(by=self.street, request=request, key="prepare")
        self.seat(made)
        return made

    def seat(self, preparation: str, owners: int = 3) -> None:
        for one in self.owners[:owners]:
            assembly.add_preparer(
                by=self.street,
                preparation=preparation,
                person=one.person or "",
                side="owner",
                recommended_by="业主联名",
            )
        for one, side, leads in (
            (self.street, "street", True),
            (self.committee, "residents_committee", False),
        ):
            assembly.add_preparer(
                by=self.street,
                preparation=preparation,
                person=one.person or "",
                side=side,
                recommended_by="街道办事处",
                leads=leads,
            )


@built_once
def build(*, rules: bool = True) -> Estate:
    """The estate, with its rules confirmed."""
    community = places.create_community(by=system(""), name="梧桐里", phone="021-5550-0000")
    by = system(community)
    building = places.add_place(by=by, kind=PlaceKind.BUILDING, number="3")
    nobody = Actor(None, frozenset(), community)
    estate = Estate(community, nobody, nobody, nobody, nobody, nobody, nobody, building)
    estate.street = estate.person("周倩", Role.STREET)
    estate.committee = estate.person("何芳", Role.COMMITTEE)
    estate.clerk = estate.person("陈静", Role.CLERK)
    estate.council = estate.person("钱进", Role.COUNCIL)
    estate.tenant = estate.person("小租")
    for number in range(10):
        estate.owners.append(estate.owner(f"业主{number}", estate.home()))
    elsewhere = places.create_community(by=system(""), name="别处", phone="021-5550-0001")
    stranger = people.register_person(by=system(elsewhere), name="别人")
    estate.outsider = Actor(stranger, frozenset({Role.OWNER, Role.STREET}), elsewhere)
    if rules:
        estate.confirm(**RULES)
    return estate
