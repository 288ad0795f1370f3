"""Random small assemblies, as `linli tally` reads them; every switch and odd ballot occurs."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

KINDS = ("ordinary", "special", "278.5", "278.6", "279", "residents_meeting", "election")
SWITCHES = {
    "void": ("participates", "not_participating"),
    "blank": ("abstain", "not_participating"),
    "duplicates": ("first_valid", "paper_prevails", "online_prevails"),
    "differing_units": ("void", "first_valid"),
    "side_units": ("counted", "not_counted"),
    "tie": ("larger_area", "lot", "run_off"),
}
CHANNELS = ("web", "app", "official", "paper", "phone", "doorstep")
WORDS = ("for", "against", "abstain", "follow_majority", "void", "blank")
OPENS = datetime(2026, 11, 1, tzinfo=UTC)
CANDIDATES = ["甲", "乙", "丙", "丁"]


def assembly(rng: Random) -> dict[str, Any]:
    """One assembly; about half of all rule sets leave a switch undecided."""
    owners = [owner(rng, n) for n in range(rng.randint(1, 9))]
    motions = [motion(rng, f"m{n}") for n in range(rng.randint(1, 2))]
    lean = rng.choice((0.4, 0.6, 0.8))
    ballots = [
        each
        for one in motions
        for who in owners
        if rng.random() < lean
        for each in said(rng, who, one)
    ]
    rng.shuffle(ballots)
    units = [unit["id"] for one in owners for unit in one["units"]]
    return {
        "rules": rules(rng),
        "scope": scope(rng),
        "owners": owners,
        "motions": motions,
        "ballots": ballots,
        "deliveries": [
            {"unit": unit, "evidence": rng.choice(("signed",) * 19 + ("",))}
            for unit in units
            if rng.random() < 0.88
        ],
    }


def rules(rng: Random) -> dict[str, Any]:
    """The switches, each decided or not, and what silence means."""
    whole = rng.random() < 0.5
    given: dict[str, Any] = {
        name: rng.choice(values)
        for name, values in SWITCHES.items()
        if whole or rng.random() < 0.75
    }
    if rng.random() < 0.7:
        given["non_response"] = rng.choice(
            ("not_participating", "deemed_abstain", "follow_majority", "follow_majority")
        )
        if rng.random() < 0.9:
            given["clause"] = "第七条"
        given["warning_published"] = rng.random() < 0.9
    if rng.random() < 0.5:
        given["proxy_cap"] = rng.randint(1, 3)
    return given


def scope(rng: Random) -> dict[str, Any]:
    """Mostly everybody."""
    if rng.random() < 0.7:
        return {}
    return {"buildings": [rng.choice("12")], "entrances": rng.sample(["1-1", "2-2"], 1)}


def owner(rng: Random, n: int) -> dict[str, Any]:
    """One head: mostly one home, sometimes more, a parking space, or joint owners."""
    made: dict[str, Any] = {"id": f"{n:016x}", "units": []}
    for k in range(rng.choice((1, 1, 1, 2, 3))):
        area = rng.choice(("50", "80.5", "100", "100.00", "33.333", f"{rng.randint(1, 300)}.25"))
        building = rng.choice("123")
        made["units"].append(
            {
                "id": f"{n}-{k}",
                "area": area,
                "source": rng.choice(("registry", "survey", "contract")),
                "building": building,
                "entrance": f"{building}-{rng.choice('12')}",
                "use": rng.choice(("home", "home", "home", "shop", "parking", "storage")),
            }
        )
    if rng.random() < 0.2:
        made["joint"] = ["x", "y"]
        if rng.random() < 0.4:
            made["representative"] = "x"
    return made


def motion(rng: Random, name: str) -> dict[str, Any]:
    """One motion, sometimes with a scope of its own."""
    made: dict[str, Any] = {"id": name, "title": name, "kind": rng.choice(KINDS)}
    if rng.random() < 0.2:
        made["scope"] = {"buildings": ["1", "2"]}
    if made["kind"] == "election":
        made["candidates"] = CANDIDATES[: rng.randint(1, 4)]
        made["seats"] = rng.randint(1, len(made["candidates"]))
    return made


def said(rng: Random, who: dict[str, Any], on: dict[str, Any]) -> list[dict[str, Any]]:
    """The ballots of one owner on one motion: mostly one."""
    likes = [rng.choice(("for", "for", "for", "against", rng.choice(WORDS)))]
    found = []
    for _ in range(rng.choice((1, 1, 1, 1, 2, 3))):
        likes.append(rng.choice(WORDS) if rng.random() < 0.3 else likes[0])
        at = OPENS + timedelta(minutes=rng.randint(0, 40))
        one = {"owner": who["id"], "motion": on["id"], "choice": likes[-1]}
        one |= {"channel": rng.choice(CHANNELS), "at": at.isoformat()}
        if on["kind"] == "election" and (one["choice"] == "for" or rng.random() < 0.7):
            one["choice"] = named(rng, on["candidates"], on["seats"])
        if "joint" in who and rng.random() < 0.7:
            one["by"] = rng.choice("xy")
        if rng.random() < 0.15:
            one["proxy"] = rng.choice(("甲", "乙"))
        if len(who["units"]) > 1 and rng.random() < 0.3:
            one["unit"] = rng.choice(who["units"])["id"]
        found.append(one)
    return found


def named(rng: Random, candidates: list[str], seats: int) -> list[str]:
    """Mostly as many as there are seats, of one more, so that they come close to each other."""
    if len(candidates) > seats and rng.random() < 0.6:
        return rng.sample(candidates[: seats + 1], seats)
    most = min(len(candidates), seats + (rng.random() < 0.05))
    return rng.sample(candidates, rng.randint(1, most))
