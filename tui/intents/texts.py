"""Reads what takes free text or a message: replies, searches, names and titles, forwarding, recalling, essence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tui.chat.actions import ActionKind
from tui.intents.folding import plain
from tui.intents.heads import GAP, TAILS, head, heads, of_nobody, value, who
from tui.intents.lexicon import HERE, LAST, OBJECT, OWN_LAST, PLACE, THIS, Intent, form
from tui.intents.naming import EXACT, Found
from tui.intents.registry import on_natural_language
from tui.intents.session import IntentSession, Words
from tui.intents.targets import PHRASE, SLOTS, VERB, target_args
from tui.intents.values import IntentCommand, MessageAt

_MEANS = (
    "(?:修改为|修改成|更改为|更改成|更新为|改成|改为|改名为|改名叫|改作"
    "|设为|设成|设置为|设置成|换成|换为|变成|变为|写成|标为|备注为|备注成|叫做|叫|成|为)"
)
_CHANGE = "(?:改一下|改下|修改一下|修改|更改|设置一下|设置|更换|更新|改|设|换)"
_QUESTION = re.compile(r"怎么|为什么|为何|什么时候|是什么|吗[?？]?$|呢[?？]?$|^引擎|^engines?(?![a-z])|很\w{1,2}$")

TEXT_INTENTS: tuple[Intent, ...] = (
    Intent("reply", ActionKind.QUOTE, needs=("text",), examples=("回复老张 收到", "reply to bob: ok")),
    Intent("search", needs=("text",), examples=("搜索 报销", "search invoice")),
    Intent(
        "card",
        ActionKind.CARD,
        needs=("user", "card"),
        harm=1,
        undo="card",
        examples=("改名片 李四 打工人", "set lisi's card to worker"),
    ),
    Intent(
        "title", ActionKind.TITLE, needs=("user", "title"), harm=1, examples=("给李四头衔 摸鱼王", "set lisi's title to Boss")
    ),
    Intent(
        "remark",
        ActionKind.REMARK,
        needs=("user", "remark"),
        harm=1,
        undo="remark",
        examples=("备注 李四 老李", "set lisi's remark to Old Li"),
    ),
    Intent("rename", ActionKind.RENAME, needs=("name",), harm=2, examples=("群名改成 摸鱼小分队", "rename this group to Fish")),
    Intent(
        "forward", ActionKind.FORWARD, needs=("message", "target"), harm=1, examples=("把这条转发给老张", "forward this to bob")
    ),
    Intent(
        "recall", ActionKind.RECALL, needs=("message",), harm=3, again=True, examples=("撤回我刚才那句", "recall my last message")
    ),
    Intent("essence", ActionKind.ESSENCE, needs=("message",), harm=1, undo="unessence", examples=("设为精华", "essence on")),
    Intent("unessence", ActionKind.ESSENCE, needs=("message",), harm=1, undo="essence", examples=("取消精华", "essence off")),
)
"""What takes free text or a message; after those of ``lexicon`` in the order that settles ties."""


_NAMING: dict[str, tuple[str, str]] = {
    "card": ("(?:群名片|群昵称|群名字|名片|马甲)", r"(?:group )?(?:card|nickname|group name|display name)"),
    "title": ("(?:专属头衔|群头衔|头衔|称号)", r"(?:special |group )?title"),
    "remark": ("(?:好友备注名|好友备注|备注名|备注)", r"(?:remark|note|alias)"),
}


def _naming_forms(chinese: str, english: str) -> tuple[re.Pattern[str], ...]:
    rest = r"(?P<rest>.*)"
    text = r"\s*[:：]?\s*(?P<text>.+)"
    return tuple(
        re.compile(form(pattern))
        for pattern in (
            f"(?:把|将|给|帮)?W的?{chinese}(?:给)?\\s*{_MEANS}{text}",
            f"(?:把|将|给|帮)W{_CHANGE}(?:个|了)?{chinese}\\s*{_MEANS}?{text}",
            f"{_CHANGE}W的?{chinese}(?:\\s*{_MEANS}|(?=[\\s:：])){text}",
            f"W(?:的)?{_CHANGE}{chinese}\\s*{_MEANS}{text}",
            "(?:给|帮|授予|赐予|赏给?|送给?)(?P<rest>.+)",
            f"{_CHANGE}?{chinese}\\s*(?:给|把)?\\s*{rest}",
            f"(?:set|change|edit|update|make)~ (?:the )?{english} (?:of|for)~W (?:to|as|=)~ ?{text}",
            f"(?:set|change|edit|update|make)~ W(?:'s?)? {english}(?: to| as|:| =)?~{text}",
            f"(?:give|grant)~ W (?:the )?{english}(?: of)?~{text}",
            f"(?:set|change|edit)~ (?:the )?{english}~{rest}",
            f"{english}~ (?:of |for )?{rest}",
            f"(?:call|rename) W (?:to |as ){text}" if english.startswith("(?:group )?") else r"(?!)",
        )
    )


_NAMING_FORMS = {name: _naming_forms(*words) for name, words in _NAMING.items()}
_GIVE = {
    name: re.compile(rf"(?:设置|设|加|改|换|上|写)?(?:个|一个)?{words[0]}\s*{_MEANS}?\s*[:：]?\s*(?P<text>.+)")
    for name, words in _NAMING.items()
}


def _name_somebody(session: IntentSession, name: str) -> IntentCommand | None:
    """把李四的名片改成打工人, 改名片 李四 打工人, set bob's card to worker; 给李四头衔 摸鱼王."""
    if not re.search(f"{_NAMING[name][0]}|{_NAMING[name][1]}|call|rename", session.msg_text):
        return None
    best: IntentCommand | None = None
    for words in session.openings:
        for pattern in _NAMING_FORMS[name]:
            match = pattern.fullmatch(session.msg_text, words.start, words.end)
            if match is None:
                continue
            for command in _named_as(session, name, match):
                if best is None or command.confidence > best.confidence:
                    best = command
    return best


def _named_as(session: IntentSession, name: str, match: re.Match[str]) -> Iterator[IntentCommand]:
    groups = match.groupdict()
    members_only = name != "remark"
    if groups.get("rest") is None:
        found = who(session, groups["who"], members_only=members_only)
        if found:
            yield _giving(session, name, found, match.start("text"))
        elif command := of_nobody(session, name, groups["who"]):
            yield command
        return
    if match[0].startswith(("给", "帮", "授予", "赐予", "赏", "送")):
        for split in heads(session, match.start("rest"), members_only=members_only):
            given = _GIVE[name].fullmatch(session.msg_text.rstrip(), split.start)
            if given and split.found:
                yield _giving(session, name, split.found, given.start("text"))
        return
    if not groups["rest"].strip():
        yield IntentCommand(PHRASE, name, {})
        return
    splits = list(heads(session, match.start("rest"), members_only=members_only))
    if not splits and (command := of_nobody(session, name, head(session, match.start("rest")))):
        yield command
    for split in splits:
        if split.found:
            start = split.start
            means = re.compile(rf"\s*(?:{_MEANS}|(?:to|as)(?![a-z]))?\s*[:：=]?\s*").match(session.msg_text, start)
            yield _giving(session, name, split.found, means.end() if means else start)


def _giving(session: IntentSession, name: str, found: Found, start: int) -> IntentCommand:
    text = value(session, start)
    args = target_args(found.targets)
    if found.is_near:
        args["near"] = True
    if text:
        args[name] = text
    return IntentCommand(VERB + found.score + (SLOTS if text else 0), name, args, text)


@on_natural_language(("名片", "昵称", "名字", "马甲", "card", "name", "call"))
def _card(session: IntentSession) -> IntentCommand | None:
    return _name_somebody(session, "card")


@on_natural_language(("头衔", "称号", "title"))
def _title(session: IntentSession) -> IntentCommand | None:
    return _name_somebody(session, "title")


@on_natural_language(("备注", "remark", "note", "alias"))
def _remark(session: IntentSession) -> IntentCommand | None:
    return _name_somebody(session, "remark")


_RENAME = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:把|将|给)?{HERE}?(?:群聊?|群组)的?(?:(?:名称|名字|名)\s*{_MEANS}|改名|换名)(?:为|成|叫)?\s*[:：]?\s*(?P<text>.+)",
        rf"{_CHANGE}(?:{HERE})?(?:群聊?|群组)的?(?:名称|名字|名)(?:{_MEANS})?\s*[:：]?\s*(?P<text>.*)",
        rf"(?:把|将|给)?{HERE}?(?:群聊?|群组)的?(?:名称|名字|名)\s*{_CHANGE}\s*(?:{_MEANS})?\s*[:：]?\s*(?P<text>.*)",
        rf"(?:{HERE})?(?:群聊?|群组)?(?:重命名|改名)(?:{HERE}?(?:群聊?|群组))?{_MEANS}?\s*[:：]?\s*(?P<text>.*)",
        r"(?:rename|retitle) (?:the |this |our )?(?:group|chat)(?: chat)?(?: to| as|:)?(?: (?P<text>.+))?",
        r"(?:change|set|edit|update) (?:the |this |our )?(?:group|chat|group chat)(?:'s)? (?:name|title)(?: to| as"
        r"|:)?(?: (?P<text>.+))?",
        r"(?:change|set) (?:the )?name of (?:the |this |our )?(?:group|chat)(?: to| as|:)? (?P<text>.+)",
        r"(?:group name|name (?:the|this) group)(?: to|:)? (?P<text>.+)",
    )
)


@on_natural_language(("群", "名", "name", "title"))
def _rename(session: IntentSession) -> IntentCommand | None:
    for words in session.openings:
        for pattern in _RENAME:
            if match := pattern.fullmatch(session.msg_text, words.start, words.end):
                text = value(session, match.start("text")) if match["text"] else ""
                if re.match("片|昵称|头衔|公告|菜单", text):
                    continue
                return IntentCommand(VERB + EXACT + SLOTS if text else PHRASE, "rename", {"name": text} if text else {}, text)
    return None


_REPLY = re.compile(
    r"(?:回复一下|回复|答复|回一下|回一句|回|告诉|通知|跟|和|对|给)\s*(?P<rest>.*)"
    r"|(?:reply|respond|answer|tell|say)(?![a-z]) ?(?:to )?(?P<rest2>.*)",
    re.DOTALL,
)
_SAYS = re.compile(
    r"\s*(?:说一声|说道|说一句|说句|回个|回句|回一个|回复一句|说|讲|回复说|回复|回一句|回|道|(?:saying|with|that|say)(?![a-z]))?\s*[:：,，]?\s*",
    re.DOTALL,
)
_MUST_SAY = ("跟", "和", "对", "给")


@on_natural_language(("回", "答复", "告诉", "通知", "说", "讲", "reply", "respond", "answer", "tell", "say"))
def _reply(session: IntentSession) -> IntentCommand | None:
    """回复老张 收到, 跟老张说收到, 给老张回复收到, reply to bob: ok; without a name to the selected message."""
    for words in session.openings:
        match = _REPLY.fullmatch(session.msg_text, words.start, words.end)
        if match is None:
            continue
        name = "rest" if match["rest"] is not None else "rest2"
        if not match[name].strip():
            return (
                IntentCommand(PHRASE, "reply", {})
                if (not match[0].startswith(_MUST_SAY) and match[0][:2] in ("回复", "答复", "re"))
                or match[0].strip() in ("reply", "respond")
                else None
            )
        must_say = match[0].startswith(_MUST_SAY)
        for split in heads(session, match.start(name)):
            says = _SAYS.match(session.msg_text, split.start)
            said = says[0].strip(GAP) if says else ""
            if split.found is None or (must_say and not said):
                continue
            text = value(session, says.end() if says else split.start, is_said=True)
            if text and not _QUESTION.search(session.msg_text[: words.start]):
                args = target_args(split.found.targets)
                return IntentCommand(VERB + split.found.score + SLOTS, "reply", {**args, "text": text}, text)
            return IntentCommand(VERB + split.found.score, "reply", target_args(split.found.targets))
        if session.context.selected and match[0].startswith(("回复", "reply")):
            return _reply_to_selected(session, match.start(name))
        if not must_say and not match[0].startswith("say"):
            return of_nobody(session, "reply", head(session, match.start(name)))
    return None


def _reply_to_selected(session: IntentSession, start: int) -> IntentCommand | None:
    this = re.compile(rf"\s*(?:{OBJECT}|{THIS}|to (?:{THIS}))?\s*[:：,，]?\s*(?:with |说)?").match(session.msg_text, start)
    text = value(session, this.end() if this else start, is_said=True)
    selected = session.context.selected
    if not text or selected is None:
        return None
    return IntentCommand(VERB + SLOTS, "reply", {"message": selected.id, "text": text}, text)


_SEARCH = re.compile(
    r"(?:搜索一下|搜索看看|搜索|搜搜看|搜一下|搜一搜|搜搜|搜|查找一下|查找|检索|查一下|查一查|找一下|搜寻)(?:聊天记录里?的?|消息里?的?|记录)?\s*[:：]?\s*(?P<text>.*)"
    r"|(?:search for|search|find|look for|look up|grep)(?![a-z])(?: (?:the )?(?:messages|chat history|history|chats|chat)(?: for"
    r"| about| with)?)?\s*[:：]?\s*(?P<text2>.*)"
)


_SEARCH_VERB = re.compile("搜|查|检索|找")
_SEARCHED_IN = re.compile(
    r"(?:在|到|去)\s*(?:和|跟|与)?(?P<where>.+?)(?:里面|里边|里头|里|中|内)?(?:的?(?:聊天记录|消息)(?:里面|里|中)?)?\s*"
)
_SEARCHED_AFTER = re.compile(r"(?P<text>.*\S)\s+in\s+(?P<where>.+)", re.IGNORECASE)
_SEARCHED_HERE = re.compile(rf"{HERE}?{PLACE}|{HERE}|这|这儿|here|this (?:chat|group|conversation)")


@on_natural_language(("搜", "查", "检索", "找", "search", "find", "look", "grep"))
def _search(session: IntentSession) -> IntentCommand | None:
    """搜索 报销, 在摸鱼小分队里搜索 报销, search invoice in fish."""
    for words in session.openings:
        for start, place in _searched_in(session, words):
            match = _SEARCH.fullmatch(session.msg_text, start, words.end)
            if match is None:
                continue
            name = "text" if match["text"] is not None else "text2"
            if not match[name].strip():
                return IntentCommand(PHRASE, "search", place)
            if _QUESTION.search(match[name].strip()) or match[name].strip() in ("it", "that", "this", "out"):
                return None
            text = re.sub(r"(?:的(?:聊天记录|消息|记录|内容))$", "", value(session, match.start(name)))
            text = TAILS.sub("", text).removeprefix("关于")
            split = _SEARCHED_AFTER.fullmatch(text)
            if not place and split and (place := _place(session, plain(split["where"]))):
                text = split["text"]
            return IntentCommand(VERB + EXACT + SLOTS, "search", {**place, "text": text}, text) if text else None
    return None


def _searched_in(session: IntentSession, words: Words) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield where the verb may stand, and what says in which conversation is searched: only one whose name is just that."""
    yield words.start, {}
    for verb in _SEARCH_VERB.finditer(session.msg_text, words.start, words.end):
        match = _SEARCHED_IN.fullmatch(session.msg_text, words.start, verb.start())
        if match is not None and (place := _place(session, match["where"])):
            yield verb.start(), place


def _place(session: IntentSession, where: str) -> dict[str, Any]:
    if _SEARCHED_HERE.fullmatch(where):
        return {"here": True}
    found = session.context.names.called(where)
    return target_args(found.targets) if found else {}


_FORWARD = tuple(
    re.compile(form(pattern))
    for pattern in (
        f"(?:把|将)?(?:{OBJECT}|(?P<last>{LAST}))(?:转发|转|发送|发|分享)(?:给|到|去|至)W",
        "(?:转发|转)(?:一下)?(?:给|到|至)W(?:看看|看一下|看)?",
        f"转发(?:{OBJECT}|(?P<last>{LAST}))?(?:给|到|至)W",
        f"(?:给|向)W(?:转发|转)(?:{OBJECT})?",
        "转发 W",
        f"(?P<bare>转发(?:{OBJECT})?)",
        f"(?:forward|fwd|send|share|pass)~(?: ?(?:on ))?(?: (?:{THIS}|(?P<last>(?:the )?last(?: message| one)?)))? ?(?:on )?to~W",
        f"share (?:{THIS} )?with~W",
        "(?:forward|fwd)~W",
        f"(?:forward|fwd) W {THIS}",
        f"(?P<bare>(?:forward|fwd)(?: {THIS})?)",
    )
)


@on_natural_language(("转", "发", "分享", "forward", "fwd", "send", "share", "pass"))
def _forward(session: IntentSession) -> IntentCommand | None:
    """把这条转发给老张, 转给老张, forward this to bob."""
    best: IntentCommand | None = None
    for words in session.words:
        for pattern in _FORWARD:
            match = pattern.fullmatch(session.piece(words))
            if match is None or words.is_done:
                continue
            groups = match.groupdict()
            message = _pointing(session, "last" if groups.get("last") else "selected")
            if not (groups.get("who") or "").strip():
                command = IntentCommand(PHRASE, "forward", message)
            elif found := who(session, groups["who"]):
                near = {"near": True} if found.is_near else {}
                command = IntentCommand(
                    VERB + found.score + SLOTS,
                    "forward",
                    {**target_args(found.targets), **message, **near},
                )
            elif unknown := of_nobody(session, "forward", groups["who"]):
                command = unknown
            else:
                continue
            if best is None or command.confidence > best.confidence:
                best = command
    return best


_RECALL_VERB = "(?:(?:撤回|撤销|收回|chehui)(?:一下|下|了)?|撤(?:了|掉|一下|下))"
_EN_RECALL = "(?:recall|unsend|retract|withdraw|take back|delete)"
_SAYING = "(?:message|msg|one|line|post|sentence)"
_RECALL = tuple(
    (which, re.compile(form(pattern)))
    for which, pattern in (
        ("own_last", f"{_RECALL_VERB}(?:{OWN_LAST})|(?:把|将)(?:{OWN_LAST}){_RECALL_VERB}|(?:{OWN_LAST}){_RECALL_VERB}"),
        ("last", f"{_RECALL_VERB}(?:{LAST})|(?:把|将)(?:{LAST}){_RECALL_VERB}|(?:{LAST}){_RECALL_VERB}"),
        (
            "selected",
            f"{_RECALL_VERB}(?:{OBJECT})|(?:把|将)(?:{OBJECT}){_RECALL_VERB}|(?:{OBJECT}){_RECALL_VERB}|(?:撤回|chehui)(?:一下|消息)?",
        ),
        (
            "own_last",
            f"{_EN_RECALL} my (?:last|latest|previous|most recent) {_SAYING}"
            f"|{_EN_RECALL} (?:what|the message|the msg) i (?:just )?(?:said|sent"
            f"|wrote)|{_EN_RECALL} my {_SAYING}",
        ),
        ("last", f"{_EN_RECALL} (?:the )?(?:last|latest|previous|newest|most recent)(?: {_SAYING})?"),
        (
            "selected",
            f"{_EN_RECALL} (?:this|that|the|selected|the selected|current)(?: {_SAYING})|(?:recall|unsend"
            f"|retract)(?: (?:this|that|it))?|delete {_SAYING}",
        ),
        ("theirs", f"{_RECALL_VERB}W的?(?:{LAST})"),
        ("theirs", f"(?:把|将)W的?(?:{LAST}){_RECALL_VERB}"),
        ("theirs", f"{_RECALL_VERB}W(?:刚才|刚刚|刚|最后)(?:发|说)的?(?:那)?(?:一)?(?:条|句)?的?(?:消息|话)?"),
        ("theirs", f"{_EN_RECALL}~ W(?:'s?) (?:last|latest|previous|most recent)(?: {_SAYING})?"),
        ("theirs", f"{_EN_RECALL} (?:the )?(?:last|latest) {_SAYING} (?:of|from|by)~W"),
    )
)


@on_natural_language(("撤", "收回", "chehui", "recall", "unsend", "retract", "withdraw", "take back", "delete"))
def _recall(session: IntentSession) -> IntentCommand | None:
    """撤回上一条, 撤回我刚才那句, recall this; of another: 撤回张三的上一条."""
    unknown: IntentCommand | None = None
    for words in session.words:
        piece = session.piece(words)
        for which, pattern in _RECALL:
            match = pattern.fullmatch(piece)
            if match is None or (words.is_done and not piece.startswith(("撤", "把", "将", "收"))):
                continue
            if which != "theirs":
                return IntentCommand(VERB + EXACT + SLOTS, "recall", _pointing(session, which))
            if match["who"] and (found := who(session, match["who"], members_only=True)):
                return IntentCommand(VERB + found.score + SLOTS, "recall", {**target_args(found.targets), "which": "last"})
            unknown = unknown or of_nobody(session, "recall", match["who"])
    return unknown


_ESSENCE_ON = "(?:设为|设成|设置为|设置成|标为|标记为|加为|弄成|变成|设)(?:群)?(?:精华消息|精华)|加精|设精|加入?(?:群)?精华|精华"
_ESSENCE_OFF = "(?:取消|移出|移除|撤销|去掉|撤下|解除|删除|拿掉|移出群)(?:群)?(?:精华消息|精华)|去精|取消加精|取消设精|撤精"
_EN_ESSENCE = "(?:an? )?(?:group )?(?:essence|featured)(?: messages?)?"
_ESSENCE = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("unessence", f"(?:把|将|给)?(?:(?:{OBJECT})|(?P<last>{LAST}))?(?:的)?(?:{_ESSENCE_OFF})(?:{OBJECT})?"),
        (
            "unessence",
            f"(?:把|将)(?:(?:{OBJECT})|(?P<last>{LAST}))(?:从)?(?:群)?(?:精华消息|精华)(?:里|中)?(?:移出|移除|去掉|拿掉|取消|删除|撤下)",
        ),
        ("unessence", f"(?:取消|撤销|移除)(?:(?:{OBJECT})|(?P<last>{LAST}))的?(?:精华|加精)"),
        ("unessence", "(?:把|将)(?:群)?精华(?:消息)?给?(?:取消|去掉|撤销|撤|移除|下)(?:掉|了)?"),
        ("essence", f"(?:把|将|给)?(?:(?:{OBJECT})|(?P<last>{LAST}))?(?:{_ESSENCE_ON})"),
        ("essence", f"设(?:{OBJECT})为(?:群)?精华(?:消息)?"),
        ("essence", f"(?:加精|设精|设为精华|精华)(?:(?:{OBJECT})|(?P<last>{LAST}))"),
        (
            "unessence",
            rf"essence off|un-?essence(?: {THIS})?|unset essence|(?:remove|take|drop) (?:(?:{THIS}"
            rf"|(?P<last>(?:the )?last message)) )?(?:from |off |as )?(?:the )?{_EN_ESSENCE}|not {_EN_ESSENCE}",
        ),
        (
            "essence",
            rf"essence on|essence(?: {THIS})?|(?:set|make|mark|add|turn|pin|put) (?:(?:{THIS}"
            rf"|(?P<last>(?:the )?last message)) )?(?:as |to |into |in )?(?:the )?{_EN_ESSENCE}",
        ),
    )
)


@on_natural_language(("精", "essence", "featured"))
def _essence(session: IntentSession) -> IntentCommand | None:
    for words in session.words:
        for name, pattern in _ESSENCE:
            match = pattern.fullmatch(session.piece(words))
            if match and not words.is_done:
                message = _pointing(session, "last" if match.groupdict().get("last") else "selected")
                return IntentCommand(VERB + EXACT + SLOTS, name, message)
    return None


def _pointing(session: IntentSession, which: str) -> dict[str, Any]:
    """Return the arguments that say which message is meant, by its id where it is there."""
    context = session.context
    there: dict[str, MessageAt | None] = {"selected": context.selected, "last": context.last, "own_last": context.own_last}
    message = there.get(which)
    return {"which": which, "message": message.id} if message else {"which": which}
