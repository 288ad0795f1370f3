"""Readings by HTTP: who sends them, and what the body is."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel import Refused
from linli.perception.http_body import MAX_BODY, read_authorization, read_body


def test_basic_and_bearer_say_the_device_and_its_secret():
    basic = "Basic " + base64.b64encode("d1:p:w 字".encode()).decode()
    assert read_authorization(basic) == ("d1", "p:w 字".encode())
    assert read_authorization("bearer d1.se.cret") == ("d1", b"se.cret")


@given(st.one_of(st.text(max_size=40), st.text(max_size=20).map("Basic {}".format),
                 st.sampled_from(["", "Basic", "Basic !", "Basic " + "ZDE=", "Bearer d1",
                                  "Bearer .x", "Digest x", "Basic /w=="])))  # fmt: skip
def test_anything_else_is_not_signed_in(header):
    try:
        device, secret = read_authorization(header)
    except Refused as refused:
        assert refused.code == "not_signed_in"
    else:
        assert device and secret


def test_a_body_is_senml_whatever_its_parameters():
    body = b'[{"n":"temperature","v":20},{"n":"smoke","v":"x"}]'
    pack = read_body(body, "Application/SenML+JSON; charset=utf-8", "d1")
    assert [r.property for r in pack.readings] == ["temperature"] and len(pack.problems) == 1


@pytest.mark.parametrize(("body", "media", "code"), [(b"[]", "text/csv", "invalid"),
                                                     (b"[]", "", "invalid"),
                                                     (b" " * (MAX_BODY + 1), "application/json",
                                                      "too_large")])  # fmt: skip
def test_another_media_type_or_too_much_is_refused(body, media, code):
    with pytest.raises(Refused) as refused:
        read_body(body, media, "d1")
    assert refused.value.code == code
