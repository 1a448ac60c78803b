"""Reads a command of the interface by its name, its help in any language, or a word of the lexicon."""

from __future__ import annotations

import re
from functools import lru_cache

from tui.intents.command_words import COMMAND_WORDS
from tui.intents.folding import plain
from tui.intents.registry import on_natural_language
from tui.intents.session import IntentSession
from tui.intents.values import CommandRow, IntentCommand

BY_NAME, BY_HELP, BY_WORD, BY_SHORT_HELP = 100.0, 90.0, 88.0, 75.0

_ASIDE = re.compile(r"[(（].*?[)）]|[…:：].*$|\.\.\.$")


_SHOW = re.compile(r"^(?:查看|看看|看一下|看下|看|打开|显示|列出|(?:show|open|list|view|see)(?: me)?(?: the)? )")


class _Phrases:
    """What chooses a command, made once for a list of them."""

    def __init__(self, commands: tuple[CommandRow, ...]) -> None:
        self.names = {command.name for command in commands}
        self.by_phrase: dict[str, dict[str, float]] = {}
        self.by_word: dict[str, dict[str, float]] = {}
        for command in commands:
            self._add(command.name, command.name, BY_NAME)
            self._add(command.name.replace(".", " ").replace("_", " "), command.name, BY_HELP)
            for text in command.helps:
                self._add(text, command.name, BY_HELP)
                self._add(_ASIDE.sub("", text), command.name, BY_SHORT_HELP)
            for word in COMMAND_WORDS.get(command.name, ()):
                self._add(word, command.name, BY_WORD)
                self.by_word.setdefault(_fold(word), {})[command.name] = BY_WORD

    def _add(self, phrase: str, name: str, confidence: float) -> None:
        phrase = _fold(phrase)
        if phrase:
            known = self.by_phrase.setdefault(phrase, {})
            known[name] = max(confidence, known.get(name, 0.0))


def _fold(phrase: str) -> str:
    """Return *phrase* without what nobody types: case, blanks between Chinese characters, a full stop."""
    words = " ".join(plain(phrase).split()).rstrip(".。")
    return re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])", "", words)


@lru_cache(maxsize=8)
def phrases_of(commands: tuple[CommandRow, ...]) -> _Phrases:
    """Return what chooses each of *commands*."""
    return _Phrases(commands)


@on_natural_language
def plain_command(session: IntentSession) -> IntentCommand | None:
    """``message.recall``, "Pin or unpin", 群文件."""
    phrases = phrases_of(session.context.commands)
    for words in session.words:
        phrase = _fold(session.msg_text[words.start : words.end])
        found = phrases.by_phrase.get(phrase) or phrases.by_word.get(_SHOW.sub("", phrase))
        if found:
            best = max(found.values())
            names = [name for name, confidence in found.items() if confidence == best]
            args = {"command": tuple(names)} if len(names) > 1 else {}
            return IntentCommand(best, names[0], args)
    return None


def like(text: str, commands: tuple[CommandRow, ...], limit: int) -> list[str]:
    """Return at most *limit* commands whose words are like *text*, the likest first."""
    phrase = _fold(text)
    if len(phrase) < 2 or not commands:
        return []
    phrases = phrases_of(commands)
    held = [names for words, names in phrases.by_phrase.items() if phrase in words]
    found = [name for names in held for name in names]
    if not found and len(phrase) > 3:
        from rapidfuzz import fuzz, process

        for words, _, _ in process.extract(phrase, phrases.by_phrase.keys(), scorer=fuzz.ratio, score_cutoff=70, limit=limit):
            found += phrases.by_phrase[words]
    return list(dict.fromkeys(found))[:limit]
