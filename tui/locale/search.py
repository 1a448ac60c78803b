"""What the search for messages says."""

from tui.locale import Strings

STRINGS: Strings = {
    "search.title": ("搜索消息 · 全部会话", "Search messages · everywhere"),
    "search.title_here": ("搜索消息 · 只在 {where}", "Search messages · only in {where}"),
    "search.field": ("要找的词", "Words to look for"),
    "search.about": (
        "在本机存着的全部消息里找，新的在前。\n"
        "多个词用空格隔开，要都出现；不分大小写和全角半角。\n"
        "文件名、卡片标题和合并转发的内容也找；撤回的消息不找。\n"
        "只在一个会话里找：选中消息时按 {find}，之后 {older} 更早、{newer} 更新。",
        "Looks through all messages that are stored here, the newest first.\n"
        "Of several words, with blanks between them, all must occur; large and small letters are the same.\n"
        "Names of files, titles of cards and what forwards hold count; recalled messages do not.\n"
        "Within one conversation: {find} on a message, then {older} goes to older ones, {newer} to newer ones.",
    ),
    "search.looking": ("找到 {count} 条 · 已查到 {day} …", "{count} found · back to {day} …"),
    "search.begins": ("正在查…", "looking…"),
    "search.all": ("共 {count} 条，全部查过", "{count} found, everything looked through"),
    "search.none": (
        "没有找到。本机存着的消息都查过了。",
        "Nothing found in all messages that are stored here.",
    ),
    "search.most": (
        "最新的 {count} 条（查到 {day}）；再加几个字，可以找得更远",
        "the newest {count} (to {day}); more words reach further",
    ),
    "search.gone": ("这条消息已经不在了", "this message is there no more"),
    "search.you": ("我", "you"),
    "search.ask": ("在 {where} 里查找", "Look for words in {where}"),
    "search.ask_again": ("空着按 Enter：还找“{words}”", "Enter on an empty line looks for “{words}” again"),
    "search.ask_how": (
        "从选中的消息往前找；之后 {older} 更早，{newer} 更新",
        "Goes back from the selected message; then {older} goes to older ones, {newer} to newer ones",
    ),
    "search.no_words": ("先按 {key} 写要找的词", "say first what to look for: {key}"),
    "search.looking_here": ("正在找“{words}”，已查到 {day} …", "looking for “{words}”, back to {day} …"),
    "search.found_here": ("“{words}” · {day} · {older} 更早 · {newer} 更新", "“{words}” · {day} · {older} older · {newer} newer"),
    "search.none_here": ("这里存着的消息里没有“{words}”", "“{words}” is in no message that is stored here"),
    "search.no_older": ("再往前没有“{words}”了；{newer} 找更新的", "no older “{words}” here; {newer} looks for newer ones"),
    "search.no_newer": ("再往后没有“{words}”了；{older} 找更早的", "no newer “{words}” here; {older} looks for older ones"),
}
