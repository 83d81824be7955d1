"""The line model computes in whole numbers: the same scores on any machine, whatever stands around the text."""

import unicodedata
from hashlib import sha256
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from pumice.furniture import characters, trees
from pumice.furniture.model import EXACT, VIEW_TOP, dump, load, measure, parse, weighed, without
from pumice.furniture.neighbours import NAMES, around
from pumice.furniture.signals import PLACE_NAMES, SHAPE_NAMES, log, places, read

LINES = ["Home", "About us", "The ferry came back on Monday, after eleven years.", "Share", "© 2024", "首页", "Ещё"]


def test_the_weights_are_those_of_their_name() -> None:
    model = load()
    assert set(model.about["cuts"]) == {"careful", "thorough"}
    assert model.about["cuts"]["thorough"] < model.about["cuts"]["careful"]


def test_sums_of_every_layer_stay_exact_in_single_precision() -> None:
    arrays = load().arrays
    for layer in range(1, 6):
        largest = np.abs(arrays[f"layer{layer}"].astype(np.int64)).sum(0) * (255 if layer == 1 else VIEW_TOP)
        assert (largest + np.abs(arrays[f"layer{layer}-base"].astype(np.int64))).max() * 2 < EXACT


def test_weights_come_back_from_their_bytes() -> None:
    arrays: dict[str, NDArray[Any]] = {
        "words": np.arange(6, dtype=np.int8).reshape(2, 3),
        "layer1": np.array([[300]], np.int16),
    }
    model = parse(dump(arrays, {"cuts": {}}))
    assert model.arrays["words"].tolist() == [[0, 1, 2], [3, 4, 5]]
    assert model.arrays["layer1"].tolist() == [[300]]
    assert model.about["cuts"] == {}


def test_characters_are_classed_as_in_unicode_14_and_later_ones_not_at_all() -> None:
    kinds = characters.kinds()
    assert [int(kinds[ord(c)]) for c in "aÀ中かé5.,|"] == [
        characters.LOWER, characters.UPPER, characters.HAN, characters.KANA, characters.LOWER, characters.DIGIT,
        characters.STOP, characters.COMMA, characters.BAR,
    ]  # fmt: skip
    assert kinds[0x1DF25] == characters.OTHER  # a letter since Unicode 15
    assert sha256(kinds.tobytes()).hexdigest() == "54a9a4b6ded69fe5aae4b2b0c85e9d53d083353c7161c021d87a5f34ace4fc4a"
    assert (
        sha256(characters.folded().astype("<u4").tobytes()).hexdigest()
        == "0a953c3e805ba8a84335df783081b52346e6cc5eda59f4037a7e4f31c10de974"
    )


@pytest.mark.skipif(unicodedata.unidata_version != "14.0.0", reason="the table is that of Unicode 14")
def test_folding_is_lower_case_of_single_letters() -> None:
    folded = characters.folded()
    for point in (*range(0x41, 0x5B), *range(0x391, 0x3A2), *range(0x410, 0x430)):
        assert chr(int(folded[point])) == chr(point).lower()


def test_logs_have_eight_steps_for_a_doubling() -> None:
    assert log(np.array([0, 1, 3, 7, 4095, 10**6])).tolist() == [0, 8, 16, 24, 96, 96]


def test_every_line_has_every_signal() -> None:
    lines = read(LINES)
    assert lines.shape.shape == (len(LINES), len(SHAPE_NAMES))
    assert places(lines).shape == (len(LINES), len(PLACE_NAMES))
    score = np.zeros(len(LINES), np.int64)
    assert around(lines.shape, places(lines), score).shape == (len(LINES), len(NAMES))


def test_a_line_has_the_same_signals_wherever_it_stands() -> None:
    alone, together = read([LINES[2]]), read(LINES)
    assert alone.shape[0].tolist() == together.shape[2].tolist()
    assert alone.word.tolist() == together.word[together.at[2] : together.at[3]].tolist()


def test_lines_left_after_others_went_measure_as_if_read_alone() -> None:
    model = load()
    (block,) = measure(model, LINES)
    keep = np.array([True, False, True, True, False, False, True])
    left = without(block, keep)
    (fresh,) = measure(model, [line for line, stays in zip(LINES, keep, strict=True) if stays])
    assert weighed(model, left).score.tolist() == weighed(model, fresh).score.tolist()


def test_a_long_line_is_read_at_its_ends() -> None:
    middle = "x " * 50_000
    first, second = read(["Start. " + middle + "The end."]), read(["Start. " + middle * 2 + "The end."])
    assert first.word.tolist() == second.word.tolist()


def test_trees_answer_by_borders_and_tell_what_each_group_gave() -> None:
    arrays: dict[str, NDArray[Any]] = {
        "tree-signals": np.array([[0, 1]], np.int16),
        "tree-borders": np.array([[10, 20]], np.uint8),
        "tree-leaves": np.array([[0, 400, 800, 4096]], np.int16),
        "tree-base": np.array([0]),
    }
    signals = np.array([[10, 20], [11, 20], [10, 21], [11, 21]], np.uint8)
    leaf = trees.answers(arrays, signals)
    assert leaf.tolist() == [[0, 1, 2, 3]]
    assert trees.weigh(arrays, leaf).tolist() == [0, 9, 19, 100]
    given = trees.shares(arrays, np.array([0, 1]), 2)
    mean = (400 + 4096 + 0 + 800) // 4
    assert given.sum(axis=1).tolist() == [value - mean for value in (0, 400, 800, 4096)]
