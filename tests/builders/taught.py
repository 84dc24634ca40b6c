# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Small labelled texts anybody can tell apart, and a model that learned from them."""

from functools import cache

from jiesu.adapters.text.learning.documents import Document
from jiesu.adapters.text.learning.light import LightModel
from jiesu.adapters.text.learning.model import ModelFacts
from jiesu.adapters.text.learning.training import train_light

_PLACES = ("东门", "西门", "南边", "北边", "楼下", "路口", "村里", "河边", "桥头", "后院")
_SAID = {
    "供水": ("家里停水了，水管没有水", "自来水发黄有异味", "水压太低，热水器打不着"),
    "噪声": ("工地半夜施工太吵睡不着", "广场舞音响声音太大", "酒吧唱歌吵到凌晨"),
    "停车": ("车位被占没法停车", "小区停车费乱涨价", "消防通道停满了车"),
}


def rows() -> list[tuple[str, str, str]]:
    """Return title, body and label of ninety texts, no two alike."""
    return [
        (f"{place}的{label}问题", f"{place}那里{said}，已经第{number}次反映。", label)
        for label, sayings in _SAID.items()
        for number, place in enumerate(_PLACES)
        for said in sayings
    ]


@cache
def light() -> LightModel:
    """Return the light model of these texts."""
    return train_light([Document(t, b) for t, b, _ in rows()], [label for *_, label in rows()], 1)


def facts(**changed: object) -> ModelFacts:
    """Return what is told of that model."""
    given: dict[str, object] = {
        "labels": light().labels,
        "seed": 1,
        "source": "ab" * 32,
        "texts": len(rows()),
        "learner": "scikit-learn",
        "sharpness": 4.0,
        "sure_from": {"light": 0.7},
        "scores": {},
    }
    return ModelFacts(**{**given, **changed})  # type: ignore[arg-type]
