# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""模型卡: what a model is, told to people, in Chinese and in English."""

from collections.abc import Iterator, Mapping
from typing import Any

from jiesu.adapters.text.learning.model import ModelFacts
from jiesu.kernel.text import Text

_TIERS = {"light": Text("快速档", "light tier"), "thorough": Text("精细档", "thorough tier")}
_MADE_OF = {
    "appeals": Text(
        "训练材料：{texts} 条带标签的诉求文本（文件摘要 {source}）。",
        "Learned from {texts} labelled appeals (digest of the file {source}).",
    ),
    "generated": Text(
        "训练材料：{texts} 条按规则生成的文本，加上派单目录自己的词语；没有任何真实诉求。",
        "Learned from {texts} texts composed by rules, and the catalogue's own words; from no real "
        "appeal.",
    ),
}
_SAID = (
    Text(
        "个人信息（姓名、电话、证件号、门牌等）在学习之前已由 jiesu redact 遮盖；词表中没有数字。",
        "Personal data (names, phones, papers, doors) was masked by jiesu redact before anything "
        "was learned; the vocabulary holds no digit.",
    ),
    Text(
        "评测方法：交叉验证，近似重复的文本放在同一侧；每条文本都由没有见过它的模型来判断。",
        "Measured by cross-validation, near-copies kept on one side: every text was judged by a "
        "model that had not seen it.",
    ),
)
_SAID_GENERATED = Text(
    "以下成绩来自另一批生成文本，不代表真实诉求上的水平：真实文本会差得多。请以本市真实诉求复核。",
    "The scores below are on other generated texts; on real appeals it does much worse. Check it "
    "on your own city's appeals.",
)
_NOT_FOR = (
    Text(
        "只作建议：不自动派单，不据此拒绝、拖延或降低任何诉求。",
        "It only suggests: it dispatches nothing, and no appeal is refused or delayed by it.",
    ),
    Text("不得用于评价、排序或识别任何个人。", "Never judge, rank or recognise a person by it."),
    Text(
        "没见过的事项、方言、其他语言和极短的文本容易判错；把握低于门槛时请人工判断。",
        "Matters it never met, dialect, other languages and very short texts are often misjudged; "
        "below its bar a person is to be asked.",
    ),
)
_FEW_TEXTS = 30
_MOST_LABELS = 40


def card_of(facts: ModelFacts, *, seen: bool) -> str:
    """Return the card of a model, in Markdown; ``seen`` if digests of its texts lie beside it."""
    return "\n".join([*_told(facts, "zh", seen=seen), "", *_told(facts, "en", seen=seen), ""])


def _told(facts: ModelFacts, language: str, *, seen: bool) -> Iterator[str]:
    def say(zh: str, en: str) -> str:
        return zh if language == "zh" else en

    def of(text: Text, **named: object) -> str:
        return (text.zh if language == "zh" else text.en).format(**named)

    yield f"# {say('模型卡：诉求事项', 'Model card: what an appeal is about')}"
    yield ""
    yield f"- {of(_MADE_OF[facts.made_of], texts=facts.texts, source=facts.source[:12] or '-')}"
    yield f"- {say('种子', 'Seed')}: {facts.seed}; {facts.learner}; " + say(
        f"{len(facts.labels)} 类", f"{len(facts.labels)} labels"
    )
    yield from (f"- {of(text)}" for text in _SAID[: 1 if facts.made_of == "generated" else 2])
    if facts.made_of == "generated":
        yield f"- {of(_SAID_GENERATED)}"
    if seen:
        yield "- " + say(
            "seen.npz 存有训练文本的 64 位摘要（不能还原文本），用于避免用学过的文本评测。",
            "seen.npz keeps 64-bit digests of the texts learned from (no text can be read out of "
            "them), so that it is never judged by these.",
        )
    yield ""
    yield f"## {say('不可用于', 'What it must not be used for')}"
    yield ""
    yield from (f"- {of(text)}" for text in _NOT_FOR)
    for tier, found in facts.scores.items():
        yield ""
        yield from _scores(of(_TIERS[tier]), found, language)


def _scores(tier: str, found: Mapping[str, Any], language: str) -> Iterator[str]:
    zh = language == "zh"
    yield f"## {tier}"
    yield ""
    rows = {
        "macro_f1": "macro-F1",
        "accuracy": "准确率" if zh else "accuracy",
        "top_1": "与目录用语合用，首选正确"
        if zh
        else "first guess right, with the catalogue's words",
        "top_5": "与目录用语合用，前五含正确" if zh else "among the first five, with these words",
        "unlearned_top_1": "换了说法（训练中没有）时首选正确"
        if zh
        else "first guess right on matters put in ways not learned",
        "unlearned_sure": "其中达到门槛的比例" if zh else "of these, at or above the pack's bar",
        "unlearned_right": "其中门槛以上的准确率" if zh else "of these, right at that bar",
        "accuracy_surest_90": "最有把握的 90% 上的准确率" if zh else "accuracy on the surest 90 %",
        "sure_from": "门槛" if zh else "bar",
        "sure_share": "达到门槛的比例" if zh else "share at or above the bar",
        "sure_accuracy": "门槛以上的准确率" if zh else "accuracy at or above the bar",
    }
    yield "| | |"
    yield "|---|---:|"
    yield from (f"| {name} | {found[key]} |" for key, name in rows.items() if key in found)
    weakest = sorted(found.get("labels", {}).items(), key=lambda pair: pair[1]["f1"])[:_MOST_LABELS]
    if len(weakest) == _MOST_LABELS:
        yield ""
        yield f"最弱的 {_MOST_LABELS} 类：" if zh else f"The {_MOST_LABELS} weakest labels:"
    yield ""
    yield (
        "| 类 | 条数 | 精确 | 召回 | F1 |" if zh else "| label | texts | precision | recall | F1 |"
    )
    yield "|---|---:|---:|---:|---:|"
    for label, score in weakest:
        few = " *" if score["texts"] < _FEW_TEXTS else ""
        yield (
            f"| {label}{few} | {score['texts']} | {score['precision']} | {score['recall']} "
            f"| {score['f1']} |"
        )
    yield ""
    yield (
        f"\\* 少于 {_FEW_TEXTS} 条：数字不可靠。"
        if zh
        else f"\\* fewer than {_FEW_TEXTS} texts: weak."
    )
    yield ""
    yield (
        "最常混淆（真实 → 判断，次数）：" if zh else "Most often mistaken (truth → answer, times):"
    )
    yield ""
    yield from (f"- {one} → {other}: {times}" for one, other, times in found.get("mistaken", ()))
