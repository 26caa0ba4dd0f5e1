"""QR codes lead from paper to the page they stand for."""

import pytest
import segno

from walkmap.errors import UsageError
from walkmap.jobs import PageOptions, make_month
from walkmap.pages.codes import folder_url, page_url, qr


@pytest.mark.parametrize(
    ("given", "folder"),
    [
        ("https://walk.example", "https://walk.example/"),
        (" https://walk.example/2026-12/ ", "https://walk.example/2026-12/"),
        ("HTTPS://Walk.Example:8443/a", "https://walk.example:8443/a/"),
        ("http://192.0.2.7:8000/", "http://192.0.2.7:8000/"),
        ("https://[2001:db8::1]/a", "https://[2001:db8::1]/a/"),
        ("https://甲.example/社区/十二月", "https://xn--tny.example/"
         "%E7%A4%BE%E5%8C%BA/%E5%8D%81%E4%BA%8C%E6%9C%88/"),
        ("https://walk.example/%E7%A4%BE a", "https://walk.example/%E7%A4%BE%20a/"),
    ],
)  # fmt: skip
def test_a_folder_is_given_in_many_ways(given, folder):
    assert folder_url(given) == folder


@pytest.mark.parametrize(
    "given",
    [
        "walk.example/2026-12", "ftp://walk.example/", "javascript:alert(1)", "https://",
        "https://me:secret@walk.example/", "https://walk.example/?month=12",
        "https://walk.example/#1", "https://[::1/", "https://walk.example:99999/",
        "https://walk example/", "https://a..b/", "https://walk.example/" + "x" * 400,
    ],
)  # fmt: skip
def test_what_is_no_folder_is_refused_in_one_line(given):
    with pytest.raises(UsageError) as caught:
        folder_url(given)
    assert "--base-url" in caught.value.words.zh
    assert "\n" not in caught.value.words.en


def test_pages_have_their_name_behind_the_folder():
    assert page_url("https://a.example/", "round-1.html") == "https://a.example/round-1.html"


def test_a_code_holds_its_address_and_scales(browser):
    url = "https://walk.example/2026-12/round-2026-12-07-1.html"
    modules = [[bool(cell) for cell in row] for row in segno.make(url, error="m").matrix]
    page = browser.new_page()
    drawn = page.evaluate(
        """async ([src, size, quiet]) => {
            const image = new Image();
            image.src = src;
            await image.decode();
            const canvas = document.createElement("canvas");
            const whole = size + 2 * quiet;
            canvas.width = canvas.height = whole * 3;
            const ctx = canvas.getContext("2d");
            ctx.drawImage(image, 0, 0, whole * 3, whole * 3);
            return Array.from({ length: size }, (_, y) => Array.from({ length: size }, (_, x) =>
                ctx.getImageData((x + quiet) * 3 + 1, (y + quiet) * 3 + 1, 1, 1).data[0] < 128));
        }""",
        [qr(url), len(modules), 4],
    )
    page.close()
    assert drawn == modules


def test_a_locked_page_is_not_led_to_without_https(tmp_path):
    options = PageOptions(lock=True, base_url="http://192.0.2.7/")
    with pytest.raises(UsageError, match="https"):
        make_month(tmp_path, "2026-12", options=options)
