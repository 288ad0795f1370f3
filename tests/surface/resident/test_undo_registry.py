"""What a resident can do is on one list, stays open long enough, and a test goes each way back."""

from importlib import import_module

from django.urls import get_resolver

from linli.surface.resident.undoing import UNDOABLE
from surface.resident.test_undoing import ACTS, ANSWERED_ANEW, BOTH_WAYS, SHORTEST

ONLY_READ = {
    "home", "report-all", "draft-photo", "drafts", "matters", "around", "matter", "receipt",
    "chain", "photo", "measured", "devices", "device", "series", "decision", "notices", "me",
    "looks", "tokens", "as-fast", "bulletin", "card", "cards", "deeds", "find", "kept",
    "ledger", "ledger-board", "ledger-bundle", "ledger-checkpoint", "ledger-tile",
    "written-down", "announcements", "announcement",
    "practice", "practice-followed", "practice-judged", "practice-matter",
    "practice-matters", "practice-notice", "practice-noticed", "practice-receipt", "practice-voted",
    "rules",
    "assemblies", "assembly", "assembly-vote", "assembly-receipt", "assembly-proof",
    "assembly-slips",
    "assembly-result",
    "requests", "request", "candidates", "preparing",
}  # fmt: skip
"""Pages of the resident on which nothing is posted."""


def posted() -> set[str]:
    """The names of the resident's addresses that take a form."""
    found = get_resolver("linli.surface.resident.urls").url_patterns
    return {f"resident:{one.name}" for one in found if one.name not in ONLY_READ}


def test_every_act_of_a_resident_is_in_the_registry():
    ours = {name for name in UNDOABLE if name.startswith("resident:")}
    assert posted() - ours == set()
    assert ours - posted() == set()


def test_every_way_back_is_an_address_and_stays_open_for_half_an_hour():
    names = {
        f"resident:{one.name}" for one in get_resolver("linli.surface.resident.urls").url_patterns
    }
    names |= {f"shell:{one.name}" for one in get_resolver("linli.surface.shell.urls").url_patterns}
    for name, way in UNDOABLE.items():
        assert name in names, name
        assert way.can_be_undone is not bool(way.why), name
        if way.can_be_undone:
            assert way.undo in names, name
            assert way.within is None or way.within >= SHORTEST, name


PROVED = {
    "surface.resident.test_resident_journeys": {
        "test_taken_back_within_the_half_hour_what_was_written_is_there_again": {
            "report-check", "take-back",
        },
    },
    "surface.resident.test_practice": {
        "test_whole_lessons_leave_no_trace_in_the_community": {
            f"practice-{page}"
            for page in ("report", "where", "details", "reach", "check", "vote", "ballot", "press")
        },
    },
    "surface.resident.test_assembly_rules_pages": {
        "test_checking_a_notice_keeps_nothing": {"notice-check", "notice-figures", "notice-result"},
    },
    "surface.resident.test_assembly_voting": {
        "test_one_answer_is_changed_without_the_others": {"assembly-item"},
    },
    "surface.resident.test_assembly_pages": {
        "test_an_objection_is_taken_back_in_two_taps_and_stands_as_taken_back": {
            "assembly-object", "assembly-object-back",
        },
        "test_another_way_to_vote_is_a_task_for_the_desk": {"assembly-paper"},
    },
    "surface.resident.test_resident_assembly": {
        "test_a_neighbour_signs_and_takes_the_name_back": {"request-sign", "request-unsign"},
        "test_asking_needs_words_and_keeps_what_was_typed": {"request-ask", "request-withdraw"},
        "test_standing_has_a_way_back_and_shows_only_oneself_until_the_list_is_shown": {
            "candidate-stand", "candidate-out",
        },
        "test_an_objection_is_taken_back_and_another_community_sees_none": {
            "list-doubt", "concern-back",
        },
        "test_a_draft_shows_what_changed_and_takes_comments": {"draft-text", "comment-back"},
    },
    "surface.shell.promises.test_coming_in": {
        "test_a_resident_comes_in_with_a_phone_and_a_code": {"log-in-code"},
        "test_two_people_with_one_phone_say_who_they_are": {"log-in-community"},
    },
    "surface.shell.promises.test_calling_back": {
        "test_which_desk_is_shown_is_chosen_anew": {"community"},
    },
    "surface.resident.test_undoing": {
        "test_words_taken_back_are_a_draft_again_with_their_photo": {"write", "message-take-back"},
        "test_joining_in_is_undone_with_what_was_being_written": {"report-join"},
        "test_a_call_asked_for_can_be_called_off": {"help", "help-take-back"},
        "test_an_invitation_and_whoever_took_it_up_are_sent_away_again": {
            "helper-invite", "invited",
        },
        "test_a_token_that_was_made_is_made_worthless": {"token-make"},
        "test_who_acts_for_another_acts_for_herself_again_and_for_the_other_again": {
            "helping-begin", "stop-helping",
        },
        "test_what_the_page_kept_while_one_typed_is_thrown_away_and_brought_back": {
            "draft-keep", "draft-back",
        },
    },
}  # fmt: skip
"""What has a way back of its own kind, and the test that goes it."""


def test_every_way_back_is_gone_by_a_test():
    gone = {
        *ACTS,
        *ANSWERED_ANEW,
        *(UNDOABLE[name].undo for name in BOTH_WAYS),
    }
    for module, tests in PROVED.items():
        for test, names in tests.items():
            assert hasattr(import_module(module), test), test
            gone |= {one for name in names for one in (f"resident:{name}", f"shell:{name}")}
    promised = {name for name, way in UNDOABLE.items() if way.can_be_undone}
    assert promised - gone == set()
