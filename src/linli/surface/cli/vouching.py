"""`linli witnesses`: who vouches for the public ledger, and the ledger's key to give to them."""

import argparse

import django

from linli.kernel import Actor, Refused, Via, system
from linli.surface.cli.importing import community_of


def describe(parser: argparse.ArgumentParser) -> None:
    """What to change; without options it only lists."""
    parser.add_argument("--add", metavar="VKEY", help="the public key a witness has printed")
    parser.add_argument("--name", help="with --add: who it is, as people here call them")
    parser.add_argument("--url", help="with --add: where it answers, such as http://10.0.0.7:8100")
    parser.add_argument("--retire", metavar="ID", help="one that no longer vouches")
    parser.add_argument("--needed", type=int, metavar="K", help="how many of them must have signed")
    parser.add_argument("--community", metavar="ID", help="which one, when there are several")


def run(options: argparse.Namespace) -> int:
    """Change what was asked for, then say how it stands."""
    django.setup()
    by = system(community_of(options.community), via=Via.IMPORT)
    _change(by, options)
    _tell(by)
    return 0


def _change(by: Actor, options: argparse.Namespace) -> None:
    from linli.support.ledger.api import add_witness, need_witnesses, open_log, retire_witness

    open_log(by=by, community=by.community)
    if options.add:
        if not (options.name and options.url):
            raise Refused("invalid", "--add needs --name and --url as well.", field="add")
        add_witness(
            by=by,
            community=by.community,
            name=options.name,
            url=options.url,
            vkey=options.add,
        )
    if options.needed is not None:
        need_witnesses(by=by, community=by.community, needed=options.needed)
    if options.retire:
        retire_witness(by=by, community=by.community, witness=options.retire)


def _tell(by: Actor) -> None:
    from linli.support.ledger.api import get_log, list_witnesses

    log = get_log(viewer=by, community=by.community)
    print(f"ledger {log.vkey}")
    print(f"{log.size} leaves; {log.needed} witnesses needed")
    for one in list_witnesses(viewer=by, community=by.community):
        state = "retired" if one.retired_at else one.trouble or f"signed {one.size}"
        print(f"{one.id}  {one.name}  {one.url}  {state}")
