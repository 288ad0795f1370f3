"""The instrument finds pages made badly on purpose, and squares whose odds are known."""

import pytest

from faces.checks import MEASURES, look

pytestmark = pytest.mark.browser
SOUND = """<!doctype html><html lang="zh-Hans"><head><title>t</title><style>
html{font-size:16px}body{margin:0;font:18px/1.6 sans-serif;background:#fff;color:#111}
body{overflow-wrap:anywhere}header,main,footer{padding:8px}h1{line-height:1.5}
.btn,a.d{display:flex;align-items:center;min-height:76px;margin:0 8px 16px;padding:0 16px}
.btn,a.d{border:2px solid #333;font-size:1.125rem;line-height:1.6;background:#fff;color:#111;flex:1}
p{margin:0 0 1em;font-size:1.125rem}
:focus-visible{outline:3px solid #000;outline-offset:2px}%(css)s
</style></head><body><header>梧桐里</header><main><h1>标题</h1>%(main)s</main>
<footer class="foot"><p>%(desk)s</p><a class="d" href="tel:1">打电话</a>
<a class="d" href="/help">叫人帮我</a></footer></body></html>"""
BUTTON = '<button class="btn" type="button">下一步</button>'
USUAL = {"css": "", "main": BUTTON, "desk": "服务台"}
SIX = "".join(f"<label class=btn>{n}<input type=radio name=a></label>" for n in range(6))
FAULTS = {
    "U1": {"main": BUTTON + '<img src="data:,">'},
    "U2": {"css": "p{color:#888}"},
    "U3": {"css": ".btn{border-color:#ddd}"},
    "U4": {"css": "p{font-size:12px}"},
    "U5": {"css": "p{line-height:1.1}"},
    "U6": {"css": ".btn{min-height:30px}"},
    "U7": {"css": ".btn{width:16px;padding:0;overflow:hidden}"},
    "U8": {"css": ".btn{width:400px}"},
    "U9": {"css": ".btn{height:76px;width:120px;overflow:hidden}"},
    "U15": {"main": BUTTON + "<h4>深</h4>"},
    "U10": {"css": ":focus-visible{outline:none}"},
    "U22": {"main": "<p>完</p>"},
    "U23": {"main": f"{BUTTON}<fieldset><legend>哪个</legend>{SIX}</fieldset>"},
    "U29": {"main": BUTTON + '<video autoplay muted title="广告"></video>'},
    "U30": {"css": "@media print{p{font-size:9px}}"},
    "U31": {"main": BUTTON + "<h1>又一个</h1>"},
}  # fmt: skip


@pytest.fixture
def page(chromium):
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


def found(page, **changed) -> set[str]:
    page.set_content(SOUND % {**USUAL, **changed})
    seen = look(page, face="standard", language="zh-hans", is_resident=True)
    return {check for check, _ in seen.wrong}


def test_a_sound_page_is_left_alone(page):
    assert found(page) == set()


@pytest.mark.parametrize("check", FAULTS)
def test_a_fault_is_found(page, check):
    assert check in found(page, **FAULTS[check])


def test_a_foot_without_a_telephone_is_found(page):
    page.set_content((SOUND % USUAL).replace("tel:1", "/x"))
    seen = look(page, face="standard", language="zh-hans", is_resident=True)
    assert ("U16", "no phone") in seen.wrong


def test_a_button_without_a_chinese_name_is_found(page):
    page.set_content(SOUND % {**USUAL, "main": '<button class="btn">Continue</button>'})
    seen = look(page, face="standard", language="zh-hans", is_resident=True)
    assert ("U31", "named in English: Continue") in seen.wrong
    seen = look(page, face="standard", language="en", is_resident=True)
    assert "Continue" not in str(seen.wrong)


@pytest.mark.parametrize(("side", "share"), [(24, 0.29), (44, 0.68), (60, 0.87), (72, 0.95)])
def test_taps_on_a_lone_square_land_as_often_as_the_formula_says(page, side, share):
    style = f"position:fixed;left:150px;top:300px;width:{side}px;height:{side}px;padding:0;border:0"
    page.set_content(f'<button style="{style}">按</button>')
    page.evaluate(MEASURES)
    # Chromium gives an edge half a pixel more on each side than the formula does.
    assert page.evaluate("linliMeasure.tapping(400).right") == pytest.approx(share, abs=0.03)
