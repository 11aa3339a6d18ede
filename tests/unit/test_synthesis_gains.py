"""Published figures on what people get: each is there once, and none comes from users."""

from copro.data import load
from copro.measures.synthesis import gains


def test_every_figure_is_found_once_and_no_table_asked_users():
    frames = {name: load(name) for name in gains.TABLES}
    said = gains.said(frames).set_index("words")["answer"]
    assert len(said) == len(gains.FIGURES)
    assert said["Citizens who want better involvement"] == "about half"
    assert said[gains.CENTRAL.words] == "nearly 90 %" and said["Of these, answered"] == "571"
    assert gains.asking_users(frames) == 0
