"""What assemblies keep about somebody, for that person alone."""

from linli.application.assembly.models import Objection, RollVoter, Sheet
from linli.application.assembly.selectors.preparing.kept import kept_of_procedure
from linli.kernel import Actor, Kept, Refused, Words


def list_kept(*, viewer: Actor, full: bool = False) -> tuple[Kept, ...]:
    """The rolls one stands on, the ballots one gave, the objections one made; for them alone."""
    if viewer.person is None or viewer.on_behalf_of:
        raise Refused("forbidden", "Only the person themselves can decide this.")
    rolls = RollVoter.objects.filter(person=viewer.person).order_by("pk")
    sheets = Sheet.objects.filter(signer=viewer.person).order_by("pk")
    objections = Objection.objects.filter(person=viewer.person).order_by("pk")
    return (
        Kept(
            key="assembly-rolls",
            what=Words("业主名册上的您", "you on the roll of owners"),
            source=Words("房屋和业主的登记", "the books of homes and owners"),
            seen_by=Words("全体业主，姓名只显示姓", "all owners, the name masked"),
            time=Words(
                "按规则保存，至少到能请法院撤销的期限以后",
                "as the rules say, at least until it can no longer be challenged",
            ),  # noqa: E501
            basis=Words("民法典第278条", "Civil Code, Article 278"),
            way=Words("提出异议", "object to the roll"),
            count=rolls.count(),
            rows=tuple({"assembly": one} for one in rolls.values_list("head__roll_id", flat=True))
            if full
            else (),
        ),
        Kept(
            key="assembly-ballots",
            what=Words("您投的票", "ballots you gave"),
            source=Words("您自己投的", "given by you"),
            seen_by=Words(
                "您自己；计票后还有监票人，每次都有记录",
                "you; after the close scrutineers, each look on record",
            ),  # noqa: E501
            time=Words(
                "按规则保存，至少到能请法院撤销的期限以后",
                "as the rules say, at least until it can no longer be challenged",
            ),  # noqa: E501
            basis=Words("民法典第278条", "Civil Code, Article 278"),
            way=Words(
                "投票结束前可以再投一次，按规则算哪一张",
                "vote again before the close; the rules say which one holds",
            ),  # noqa: E501
            count=sheets.count(),
            rows=tuple(
                {"id": one.pk, "assembly": one.assembly_id, "channel": one.channel, "at": one.at}
                for one in sheets
            )
            if full
            else (),
        ),
        Kept(
            key="assembly-objections",
            what=Words("您提的异议", "objections you made"),
            source=Words("您自己写的", "written by you"),
            seen_by=Words("答复的人", "those who answer"),
            time=Words("和这次大会的资料一起保存", "kept with the assembly"),
            basis=Words("您提出了异议", "you objected"),
            way=Words("联系业委会", "ask the owners' council"),
            count=objections.count(),
            rows=tuple({"id": one.pk, "text": one.text, "at": one.at} for one in objections)
            if full
            else (),
        ),
        *kept_of_procedure(viewer, full=full),
    )
