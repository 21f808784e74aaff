#!/usr/bin/env python3
"""Makes the data of this crate: `zh.txt.zst`, `simplified.txt` and `ja.txt`.

    pip install jieba==0.42.1 budoux==0.10.1 opencc-python-reimplemented==0.1.7 zstandard
    recipe/make.py                      writes beside `Cargo.toml`
"""
import json
import math
import pathlib
import re

import budoux
import jieba
import opencc
import zstandard

CRATE = pathlib.Path(__file__).resolve().parent.parent
HAN = re.compile("[\u3400-\u9fff]+")
# Longer ones are phrases, which a line may part; rarer ones are mostly names.
LONGEST, RAREST = 6, 3


def folder(module):
    return pathlib.Path(module.__file__).parent


def dictionary():
    """`word steps`, sorted by bytes; a step is an eighth of the natural logarithm of how often it was seen."""
    words = {}
    for line in (folder(jieba) / "dict.txt").read_text("utf8").splitlines():
        word, seen, _ = line.split(" ")
        if HAN.fullmatch(word) and len(word) <= LONGEST and (int(seen) >= RAREST or len(word) == 1):
            words[word] = round(8 * math.log(max(1, int(seen))))
    return "".join(f"{word} {words[word]}\n" for word in sorted(words, key=lambda word: word.encode()))


def simplified():
    """Two characters a line: as it is written in Traditional Chinese, and as the dictionary has it."""
    lines = []
    for line in (folder(opencc) / "dictionary/TSCharacters.txt").read_text("utf8").splitlines():
        traditional, others = line.split("\t")
        simple = others.split(" ")[0]
        if simple != traditional and HAN.fullmatch(traditional) and HAN.fullmatch(simple):
            lines.append(traditional + simple)
    return "\n".join(sorted(lines)) + "\n"


def japanese():
    """`feature characters weight`, sorted by the first two."""
    model = json.loads((folder(budoux) / "models/ja.json").read_text("utf8"))
    rows = [(name, part, weight) for name, parts in model.items() for part, weight in parts.items()]
    return "".join(f"{name} {part} {weight}\n" for name, part, weight in sorted(rows))


packed = zstandard.ZstdCompressor(level=19, write_checksum=True).compress(dictionary().encode())
(CRATE / "zh.txt.zst").write_bytes(packed)
(CRATE / "simplified.txt").write_text(simplified(), "utf8")
(CRATE / "ja.txt").write_text(japanese(), "utf8")
