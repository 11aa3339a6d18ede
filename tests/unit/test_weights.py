"""The line of the build's summary that tells how heavy the site is.

The pages here are synthetic.
"""

from copro.run.build import weight, weights


def test_a_page_weighs_what_it_loads_in_one_theme(tmp_path):
    (tmp_path / "sub").mkdir()
    for name, size in {
        "light.png": 1000,
        "dark.png": 5000,
        "style.css": 200,
        "script.js": 30,
        "unused.bin": 10_000,
    }.items():
        (tmp_path / name).write_bytes(b"x" * size)
    page = (
        '<link rel="stylesheet" href="../style.css?v=1"><script src="../script.js"></script>'
        '<img class="in-light" src="../light.png"><img class="in-dark" src="../dark.png">'
        '<a href="../unused.bin">no part of the page</a>'
    )
    (tmp_path / "sub" / "page.html").write_text(page)
    (tmp_path / "small.html").write_text("<p>")
    assert weight(tmp_path / "sub" / "page.html") == len(page) + 1000 + 200 + 30
    assert "heaviest page sub/page.html, 1 kB" in weights(tmp_path)
    assert weights(tmp_path).startswith(f"site {(len(page) + 3 + 16_230) / 1e6:.1f} MB")
