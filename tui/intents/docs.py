"""``python -m tui.intents.docs > docs/command-bar.md``: what can be typed, made from the lexicon."""

from __future__ import annotations

import sys

from tui.intents.command_words import COMMAND_WORDS
from tui.intents.understanding import ALL_INTENTS
from tui.locale import strings

_HEAD = """\
# The command bar · 命令栏

Made of `tui/intents` by `python -m tui.intents.docs > docs/command-bar.md`; a test checks that it is current.

Type what is to be done, in Chinese or English, in any order of words and with any politeness:
请帮我把张三禁言十分钟吧, `could you please mute bob for half an hour?`. What is understood is shown before it
is done. Chat, questions, reports and refusals (他被禁言了, 不要禁言张三, 为什么张三被踢了) are not acted on.
输入要做的事，中文英文都行，语序和客气话随意。先显示听懂了什么，再执行。聊天、提问、转述和否定不会被执行。

## What can be said · 能说什么

| Intent · 意图 | | Examples · 例子 | Asks again · 再问一次 | Undo · 撤销 |
|---|---|---|---|---|
"""

_MIDDLE = """
A search is in all conversations, or in the one that is named as it is called: 在摸鱼小分队里搜索 报销, `search invoice in fish`,
在这里搜索 报销.
搜索默认在全部会话里；说出会话的名字，就只在那里搜。

A command of the key table is chosen by its name (`message.recall`, see [keys](keys.md)), by its help in either language, or by
a word:
按键表里的命令可以用名字、中英文说明，或下面的说法来选：

| Command · 命令 | Words · 说法 |
|---|---|
"""

_TAIL = """
## Who · 谁

In this order: number, then remark, card or nickname as it is (`@` may stand before it), its beginning, a part of it, pinyin
with all readings (`zengxiaoxian`, `cengxiaoxian`), initials (`zxx`), and last a slip (`zhangsna`, 陈美佳 for 陈美嘉), which asks
again before anything that can not be taken back lightly. People of the open group come first. When two are meant alike
(`zhangsan` is 张三 and
章三) a list opens: nobody is guessed. 他, 她, `him` and 这个人 mean the sender of the selected message.
Where all is clear but that nobody is called so, that is said.
先看号码，再看备注、群名片、昵称，然后是开头、一部分、拼音（多音字都算）、首字母，最后是打错的。先找本群的人。分不清是谁时让你选，绝不猜。
别的都听懂了、只是没有人叫这个名字时，会说没有叫这个名字的人。

## How long · 多久

`10m`, `1h30m`, `90s`, `half an hour`, `two and a half hours`; 十分钟, 半小时, 两个半小时, 一刻钟, 一小时三十分, 三天,
一周, 一个月, 永久; a bare number is minutes. Until: 到明天早上八点, 到今晚十点半, 到下周一, `until 22:30`, `until tomorrow 8am`.
Names that look like numbers survive: 禁言三三三天 mutes 三三 for three days. At most thirty days.
单独的数字是分钟；像数字的名字（张三、三三）不会被拆开；最长三十天。

## How it is chosen · 怎么选

Every processor (`tui.intents.on_natural_language`) looks at the words and returns an
`IntentCommand(confidence, name, args, current_arg)` or None. The best one of at least 60 wins; ties are settled by more
filled slots, then the less destructive, then the order of registration;
equal ones of different meaning ask. Below 60 there are up to three suggestions.

## `qiao intend`

```sh
qiao intend 把张三禁言十分钟 --people people.json --role admin --json
```

prints what would be done, without doing it. `people.json` is a list of
`{"id": 20001, "nickname": "张三", "card": "", "remark": "", "role": "member"}`. The answer is one object, or `null`; the exit
status is 0 when something was chosen, 1 when not, 2 when the arguments or the file are wrong.

| Field | |
|---|---|
| `name` | the intent above, or the name of a command |
| `args` | `user` or `group` (the id as the file writes it), `seconds`, `block` with a kick, and what else there is: see below |
| `confidence` | 60 to 100 |
| `asks` | what is asked before it is done: an argument that is missing or ambiguous, `meaning`, `confirm` |
| `alternatives` | the other readings; for an ambiguous name one for each person |
| `current_arg` | the free text, "" when there is none |
| `reason` | only when it can not be done: `need_admin`, `target_outranks`, `mute_too_long`, ... |

Arguments beside those: `which` message (`selected`, `last`, `own_last`), `text` of a reply or search, `here` of a search in
the open conversation, `card`, `title`, `remark`, `name` of a group, `times` of a like, `disband` with leaving.
"""


def format_markdown() -> str:
    """Return ``docs/command-bar.md``."""
    texts = strings("intents")
    rows = []
    for intent in ALL_INTENTS:
        chinese, english = texts[f"intents.do.{intent.name}"]
        examples = " · ".join(f"`{example}`" for example in intent.examples)
        again = "yes · 是" if intent.again else ""
        undo = f"`{intent.undo}`" if intent.undo else ""
        rows.append(f"| `{intent.name}` | {english} · {chinese} | {examples} | {again} | {undo} |")
    words = [f"| `{name}` | {', '.join(said)} |" for name, said in COMMAND_WORDS.items()]
    return _HEAD + "\n".join(rows) + "\n" + _MIDDLE + "\n".join(words) + "\n" + _TAIL


if __name__ == "__main__":
    sys.stdout.write(format_markdown())
