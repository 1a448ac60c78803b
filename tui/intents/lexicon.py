"""The words that are understood: every intent with how it is said in both languages, and what must be known for it."""

from __future__ import annotations

import re
from functools import cached_property

from msgspec import Struct

from tui.chat.actions import ActionKind

PREPOSITION = "把|将|给|对|帮|请|让|罚"
ALL = "全员|全体成员|全体|全群|所有人|所有成员|全部人|全部|大家|整个群"
HERE = "(?:(?:这个|本|该|当前|此|我们|咱们|咱|我)的?)"
PLACE = "(?:群聊|群组|群里|群|会话|聊天|对话|窗口)"
OBJECT = "(?:(?:这一?|该|选中的?(?:这|那)?|那一?)(?:条|句|个)?的?(?:消息|话|信息|内容|聊天记录)?|选中|它|此消息)"
LAST = "(?:上一?|最后一?|最新一?|最近一?|前一?|刚才那?一?|刚刚那?一?|刚那?一?)(?:条|句|个)的?(?:消息|话|信息)?"
OWN_LAST = (
    f"我的?(?:(?:发|说)的)?{LAST}|我?(?:刚才|刚刚|刚)我?(?:发|说)的(?:消息|话|信息)?|我(?:发|说)的|我的?那一?(?:条|句|个)(?:消息|话)?"
    "|我(?:刚才|刚刚|刚|上次|最后)(?:发|说|讲)?的?(?:那一?|这一?)?(?:条|句|个)?的?(?:消息|话|信息)?"
)
THIS = r"(?:this|that|it|the|(?:the )?selected|(?:the )?current)(?: one| message| msg| post)?"
MANAGER = "(?:群?管理员|群?管理|admin)(?:的?(?:权限|身份|职务|资格|职位))?"
GROUP = "(?:the |this |our |current )?(?:group|chat|conversation)(?: chat)?"
EVERYONE = (
    f"(?:all|everyone|everybody|all members|(?:the )?(?:whole|entire) {GROUP}|all (?:the )?members|them all)"
    "(?: (?:in|of) (?:the |this )?(?:group|chat))?"
)

WHO = r"\s*(?P<who>.*?)\s*"


class Intent(Struct, frozen=True, dict=True):
    """Something that words can mean.

    *patterns* match the whole of what is said, less politeness: ``W`` stands for who or where, ``~`` for the end of an English
    word. *needs* are the slots without which it can not be done. *harm* ranks readings: the less destructive wins a tie.
    *again* marks what asks again. *undo* is the intent that takes it back. *examples* are shown in the docs.
    """

    name: str
    kind: ActionKind | None = None
    patterns: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    harm: int = 0
    again: bool = False
    undo: str = ""
    takes_time: bool = False
    examples: tuple[str, str] = ("", "")

    @cached_property
    def forms(self) -> tuple[re.Pattern[str], ...]:
        """The patterns, made when they are first needed."""
        return tuple(re.compile(form(pattern)) for pattern in self.patterns)


def form(pattern: str) -> str:
    """Return *pattern* as a regular expression."""
    return pattern.replace("~", "(?![a-z])").replace("W", WHO)


def _acted(*verbs: str, tail: str = "") -> tuple[str, ...]:
    """Return how one speaks of doing the Chinese *verbs* to somebody: 把W V, V W, W V."""
    any_verb = "|".join(verbs)
    return (
        f"(?:从{PLACE}里?)?(?:{PREPOSITION})W(?:给我?|都|全)?(?:{any_verb})(?:了|掉|一下|下)*{tail}",
        f"(?:{any_verb})W{tail}",
        f"(?P<bare>W)(?:给我?|要)?(?:{any_verb})(?P<done>了)?(?:一下|下)?{tail}",
    )


_MUTED = "关进?小黑屋|关禁闭|禁言|禁个言|禁一下言|闭麦|噤声|封口|jinyan"
_KICKED = (
    "踢出去|踢出群[聊组]?|踢出本群|踢出|踢掉|踢走|踢飞|踢人|踢|移出群[聊组]?|移出本群|移出去|移出|移除|请出去|请出群[聊组]?|请出"
    "|赶出群[聊组]?|赶出去|赶走|逐出群[聊组]?|逐出|清退|清出群[聊组]?|开除|t(?=了|掉|出)"
)
_OUT = (
    f"(?:出去|出?(?:这个|本|该)?群[聊组]?)?(?: ?(?:out|off)~)?(?: ?(?:out of|from|off) {GROUP}| ?(?:from|out of) here| ?of here)?"
)
_OFF = "取消|撤销|撤掉|撤除|撤|下掉|下|免去|免掉|去掉|移除|收回|罢免|卸掉|卸|解除|剥夺"
_LIFT = "解除|取消|撤销|解开|结束|停止|撤掉|去掉"

INTENTS: tuple[Intent, ...] = (
    Intent(
        "mute",
        ActionKind.MUTE,
        needs=("user", "seconds"),
        harm=2,
        undo="unmute",
        takes_time=True,
        patterns=(
            *_acted(_MUTED),
            "(?:让|叫)W(?:闭嘴|闭麦|安静|住嘴|住口|别说话|不能说话|冷静)(?:一下|下|一会儿?)?",
            f"(?:给|对)W(?:来|上|加|戴|一个|个|进行|实施|执行|设置|下)*(?:{_MUTED}|口球)",
            "禁W的?言",
            "(?:把|将|给)W(?:给|都|全)?禁(?:了|掉|一下)+",
            "禁(?!言|止)(?:了|掉|一下)?W",
            "(?:把|将)W的?嘴(?:封上|堵上|封住|堵住|封|堵)了?",
            "(?:set|put|place|impose) an? (?:mute|timeout) (?:on|for)~W",
            "(?:禁止|不让)W(?:发言|说话|讲话)",
            "静音(?:一下|成员|用户)?W",
            "(?:把|将|给)W静音(?:了)?",
            "(?:mute|silence|gag|ban|shush|timeout|time out)~W",
            "(?P<bare>W)[:,]? ?mute~",
            "(?:put|set|place)~W on (?:mute|timeout)",
            "(?:shut|shush)~W up~",
            "(?:give|apply|hand)~W(?:an? )?(?:mute|timeout|ban)",
            "stop~W from (?:talking|speaking)",
            "make~W (?:shut up|be quiet)",
            "(?:give|apply|set) (?:an? )?mute (?:to|on|for)~W",
            "time~W out",
        ),
        examples=("把张三禁言十分钟", "mute zhangsan 10m"),
    ),
    Intent(
        "unmute",
        ActionKind.MUTE,
        needs=("user",),
        harm=1,
        patterns=(
            *_acted(f"(?:{_LIFT})禁言", "解禁言?", "解个禁", "解一下禁", "解封", "解除", "jiejin", "解除静音", "取消静音"),
            f"(?:{_LIFT}|解)(?:对|掉|了)?W的?(?:禁言|口球)",
            f"(?:把|将|给)?W的?禁言(?:状态)?给?(?:{_LIFT}|解)(?:了|掉)?",
            f"(?:给|帮|替)W(?:{_LIFT}|解)(?:了|掉)?(?:禁言|禁|口球)",
            "(?:让|允许|准许)W(?:可以|能|恢复|重新|继续)*(?:说话|发言|讲话)",
            "恢复W的?(?:发言|说话)(?:权限|权)?",
            "放W出来",
            "(?:把|将)W放(?:了|出来)",
            "放出W",
            "(?:unmute|un-mute|unsilence|ungag|unban)~W",
            "(?:lift|remove|end|cancel|undo|take off|clear)~W(?:'s?)? (?:mute|ban|silence)",
            "(?:lift|remove|end|cancel|undo|take|clear) (?:the )?(?:mute|ban|silence) (?:on|of|from|for|off)~W",
            "(?:let|allow)~W(?: to)? (?:speak|talk|chat)(?: again)?",
        ),
        examples=("解除禁言 李四", "unmute lisi"),
    ),
    Intent(
        "kick",
        ActionKind.KICK,
        needs=("user",),
        harm=4,
        again=True,
        patterns=(
            *_acted(_KICKED, tail=_OUT),
            f"从{HERE}?{PLACE}里?(?:中)?(?:踢掉|踢出|踢|移除|移出|赶走|删除)(?:了)?W",
            f"(?:把|将)W从{HERE}?{PLACE}里?(?:中)?(?:{_KICKED}|删除|删)(?:出去|了|掉)?",
            "删除群?成员W",
            "(?:让|叫|请)W(?:出群|滚出群|退群|离开本?群)",
            f"(?:kick|boot|eject|expel)~(?: ?out~)?W{_OUT}",
            f"(?:remove|throw|delete|get)~W (?:out of|from|off) {GROUP}",
            f"(?:throw|boot|chuck|toss)~W out(?: of {GROUP})?",
            "(?:give~W the boot)",
        ),
        examples=("踢了王五", "kick 20004 and block"),
    ),
    Intent(
        "poke",
        ActionKind.POKE,
        needs=("user",),
        patterns=(
            *_acted("戳一戳", "戳了戳", "戳戳", "戳一下", "戳下", "戳", "拍一拍", "拍拍", "拍一下", "chuo"),
            "(?:给|对)W(?:来|发)?(?:一个|个)?(?:戳一戳|拍一拍)",
            "(?:戳|拍)了?一?(?:下|戳|拍)W",
            "(?:poke|nudge)~(?: at~)?W",
            "(?:give|send)~W an? (?:poke|nudge)",
            "send an? (?:poke|nudge) to~W",
        ),
        examples=("戳一下曾小贤", "poke zengxiaoxian"),
    ),
    Intent(
        "admin",
        ActionKind.ADMIN,
        needs=("user",),
        harm=2,
        undo="unadmin",
        patterns=(
            f"(?:把|将|给|让)?W(?:设置|设定|设|提升|提拔|任命|升级|升|提|变|当|做|弄|加)(?:为|成|当|做|上|作)*个?{MANAGER}",
            f"(?:任命|提拔|提升|设置|设|让|添加|加|升)W(?:为|当|做|成为|作为|成|是)个?{MANAGER}",
            f"给W(?:上|加|添加|设置|开|授予|一个|个)*{MANAGER}",
            f"(?:添加|设置|增加|设|上|设为|设置为)(?:一个|个)?{MANAGER}W",
            "(?:make|set|appoint|turn)~W (?:as |into |to )?(?:an? |the )?admin(?:istrator)?~(?: of.*)?",
            "(?:promote|admin|op)~W(?: to (?:an? )?admin(?:istrator)?~)?",
            "(?:give|grant)~W admin(?: rights| role| status| privileges)?",
            "(?:give|grant) admin(?: rights| role| status)? to~W",
            "admin on~W",
            "admin~W on",
        ),
        examples=("把李四设为管理员", "make lisi an admin"),
    ),
    Intent(
        "unadmin",
        ActionKind.ADMIN,
        needs=("user",),
        harm=3,
        undo="admin",
        patterns=(
            f"(?:{_OFF})W的?{MANAGER}",
            f"(?:{_OFF})(?:了)?{MANAGER}W",
            f"(?:把|将|给)?W的?{MANAGER}给?(?:{_OFF}|免)(?:了|掉)?",
            "(?:把|将)W(?:降为|降成|变回|设为|设回|降级为)(?:普通)?(?:群)?(?:成员|群员)",
            "demote~W(?: from admin~| to (?:a )?(?:plain |normal |regular )?member)?",
            "(?:remove|take|strip|fire|drop)~W (?:as|from being) (?:an? )?admin~",
            "(?:remove|revoke|take away|strip|cancel)~W(?:'s?)? admin(?: rights| role| status| privileges)?",
            "(?:unadmin|deop|un-admin)~W",
            "(?:remove|revoke|take away|take) admin(?: rights| role| status)?(?: away)? (?:from|of)~W",
            "(?:remove|drop|take)~W from (?:the )?admins?(?: list)?",
            "strip~W of admin(?: rights)?",
            "admin off~W",
            "admin~W off",
        ),
        examples=("取消李四的管理员", "demote lisi"),
    ),
    Intent(
        "mute_all",
        ActionKind.MUTE_ALL,
        harm=4,
        again=True,
        undo="unmute_all",
        patterns=(
            f"(?:开启|打开|启用|开|设置|开始|进行|来个|来一个|把群|设为)?(?:一下|了)?(?:{ALL}|全)(?:成员)?禁言(?:开启|打开|开|模式)?",
            f"禁言(?:{ALL})",
            "(?:开启|打开|启用|开|设置)群禁言",
            f"(?:让|把|给|对|将)?(?:{ALL})(?:都|全部|全)?(?:给我)?(?:禁言|闭嘴|禁了)",
            f"(?:mute|silence)~ {EVERYONE}(?: on)?",
            "(?:enable|turn on|activate|switch on) mute[- ]all",
            "(?:enable|turn on|activate|switch on) (?:whole[- ])?group mute",
            "mute[- ]all(?: on)?",
        ),
        examples=("全员禁言", "mute all"),
    ),
    Intent(
        "unmute_all",
        ActionKind.MUTE_ALL,
        harm=1,
        patterns=(
            f"(?:{_LIFT}|关闭|关掉|关|解)(?:了|对)?(?:{ALL})的?禁言",
            f"(?:{ALL})(?:解禁|解除禁言|取消禁言)",
            "(?:关闭|关掉|解除|取消|关)群禁言",
            f"(?:{ALL})禁言(?:关闭|解除|取消|关掉|关)",
            f"(?:解禁|解除禁言|取消禁言)(?:{ALL})",
            f"(?:给|对|把|将)(?:{ALL})的?(?:禁言)?(?:解禁|解除禁言|解除|取消)",
            f"(?:允许|让)(?:{ALL})(?:都)?(?:发言|说话)",
            f"(?:unmute|un-mute|unsilence)~ {EVERYONE}",
            "mute[- ]all off",
            f"let {EVERYONE} (?:speak|talk)(?: again)?",
            f"(?:disable|turn off|lift|end|stop|cancel|remove"
            f"|switch off) (?:the )?(?:whole[- ])?(?:group )?mute(?:[- ]all| (?:on|for) {EVERYONE})",
            "(?:disable|turn off|lift|end|switch off) (?:the )?(?:whole[- ])?group mute",
            "unmute[- ]all",
        ),
        examples=("解除全员禁言", "unmute all"),
    ),
    Intent(
        "leave",
        ActionKind.LEAVE,
        harm=5,
        again=True,
        patterns=(
            "退群",
            f"(?:退出|离开|退掉|退){HERE}?(?:群聊|群组|群)",
            f"(?:leave|quit|exit) {GROUP}",
            "leave group",
            f"(?P<disband>解散){HERE}?(?:群聊|群组|群)",
            f"(?:把|将){HERE}(?:群聊|群组|群)(?P<disband2>解散)",
            f"(?P<disband3>disband|dissolve) {GROUP}",
        ),
        examples=("退出这个群", "leave this group"),
    ),
    Intent(
        "delete_friend",
        ActionKind.DELETE_FRIEND,
        needs=("user",),
        harm=5,
        again=True,
        patterns=(
            "(?:删除|删掉|删了|删|移除)(?:我的?|这个)?(?:好友|联系人)W",
            "(?:删除|删掉|删了|删)W(?:这个|的)?好友",
            "(?:把|将)W从(?:我的?)?(?:好友列表|好友|联系人|通讯录|列表)(?:里面|里|中)?(?:给)?(?:删除|删掉|删了|删|移除|移出)(?:了|掉)?",
            "(?:把|将|给)?W(?:这个)?好友给?(?:删除|删掉|删了|删)",
            "(?:解除|断绝)(?:和|与|跟|同)W的?好友(?:关系)?",
            "(?:和|与|跟|同)W(?:解除|断绝)好友(?:关系)?",
            "解除好友W",
            "unfriend~W",
            "(?:delete|remove) (?:my )?(?:friend|contact)~W",
            "(?:delete|remove|drop)~W (?:from|off) (?:my |the )?(?:friends?|contacts?)(?: list)?",
            "(?:delete|remove|drop)~W as (?:a |my )?friend",
        ),
        examples=("删除好友 王五", "unfriend wangwu"),
    ),
    Intent(
        "open",
        needs=("target",),
        patterns=(
            f"(?:打开|切换到|切到|转到|跳到|跳转到|进入|进|去|点开|开)(?:和|与|跟)?W(?:的)?{PLACE}?(?:里)?",
            "(?:打开|切换到|进入)(?:我?(?:和|与|跟))?W的?(?:会话|聊天|对话|私聊)(?:窗口|框|记录)?",
            "(?:和|跟|与|找|给)W(?:聊天|聊聊|聊一下|聊一聊|聊|私聊|说话|对话|发消息|发个消息)",
            "(?:私聊|私信|找|联系|密)一?下?W",
            f"(?:open|go to|goto|switch to|jump to|enter|show)~ ?(?:{GROUP} )?(?:with |the )?W(?:'s?)?(?: (?:group|chat"
            f"|conversation))?",
            "(?:chat|talk|speak) (?:with|to)~W",
            "(?:message|dm|pm)~W",
            "(?:open|start) (?:an? )?(?:chat|conversation|dm) with~W",
        ),
        examples=("打开摸鱼小分队", "open alice"),
    ),
    Intent(
        "profile",
        ActionKind.PROFILE,
        needs=("user",),
        patterns=(
            "(?:查看|看看|看一下|看下|看|打开|显示|查)?W的?(?:个人)?(?:资料|名片信息|主页|信息|资料卡)",
            "(?:查看|看看|看一下|看)(?:资料|主页)W",
            "W是谁",
            "(?:show |view |open |see )?(?:the )?profile (?:of|for)~W",
            "(?:show |view |open |see )~?W'?s? profile",
            "profile~W",
            "who ?is~W\\??",
        ),
        examples=("看看李四的资料", "profile of lisi"),
    ),
    Intent(
        "mention",
        ActionKind.MENTION,
        needs=("user",),
        patterns=("(?:艾特|提到|提及|圈|@)(?:一下|下)?W(?:一下|下)?", "(?:mention|tag|ping)~W", "at~ W"),
        examples=("艾特李四", "mention lisi"),
    ),
    Intent(
        "like",
        ActionKind.LIKE,
        needs=("user",),
        patterns=(
            "(?:给|为|帮)W点(?P<times>[0-9一二两三四五六七八九十]+)?个?赞(?P<times2>[0-9一二两三四五六七八九十]+)?[次个下]?",
            "(?:点赞|赞一下|点个赞|赞)(?:给)?W(?P<times>[0-9]+)?[次个下]?",
            "like~W(?: (?P<times>[0-9]+) times| x ?(?P<times2>[0-9]+)|'s profile)?",
            "give~W an? like",
        ),
        examples=("给李四点赞", "like lisi 10 times"),
    ),
    Intent(
        "quiet",
        harm=0,
        undo="unquiet",
        patterns=(
            f"(?:静音|屏蔽|免打扰|关闭提醒){HERE}?{PLACE}?(?:的?(?:消息|通知|提醒))?",
            f"(?:(?:把|将|给){HERE}?|{HERE}){PLACE}(?:设为|设置为|设成|设置成|开启|打开|开)?(?:静音|免打扰|屏蔽)(?:模式)?(?:掉|了)?",
            f"(?:关闭|关掉|关|不要|屏蔽){HERE}?{PLACE}?的?(?:消息)?(?:通知|提醒)",
            "(?:群?消息)?免打扰",
            f"(?:不要|别|不用)(?:再)?(?:提醒|通知)我?{HERE}{PLACE}",
            f"{HERE}?{PLACE}?(?:的?消息)?(?:不要|别|不用)(?:再)?(?:提醒|通知|打扰|吵)我?",
            f"(?:把|将)?{HERE}?{PLACE}?的?(?:消息)?(?:通知|提醒)给?(?:关了|关掉|关闭|关|屏蔽|静音)",
            f"{HERE}?{PLACE}?(?:消息)?(?:设|开)?免打扰",
            "(?:开启|打开|设为|设置|设置为)(?:消息)?免打扰",
            "(?:mute|silence|quiet|hush)~ (?:the |this |our )(?:group|chat|conversation)",
            "(?:mute|silence) (?:group|chat|conversation)",
            f"(?:turn off|disable|stop|mute|silence) (?:the )?notifications?(?: (?:for|of|from|in) {GROUP}| here)?",
            "do not disturb(?: here)?|dnd",
            "(?:把|将)W(?:设为|设置为|设成|开启)?(?:静音|免打扰)(?:了)?",
            "静音W",
            "屏蔽W的?(?:消息|通知|提醒)",
            "(?:mute|turn off|disable) notifications (?:for|of|from)~W",
        ),
        examples=("静音这个群", "mute this group"),
    ),
    Intent(
        "unquiet",
        patterns=(
            f"(?:取消|解除|关闭|关掉)(?:对)?{HERE}?{PLACE}?的?(?:静音|免打扰|屏蔽)(?:模式)?{HERE}?{PLACE}?",
            f"(?:把|将|给)?{HERE}{PLACE}?的?(?:取消|解除)(?:静音|免打扰|屏蔽)(?:了)?",
            f"(?:打开|开启|恢复|开){HERE}?{PLACE}?的?(?:消息)?(?:通知|提醒)",
            "unmute (?:the |this |our )?(?:group|chat|conversation)",
            f"(?:turn on|enable|unmute|restore) (?:the )?notifications?(?: (?:for|of|from|in) {GROUP}| here)?",
            "(?:取消|解除)W的?(?:静音|免打扰|屏蔽)",
            "(?:turn on|enable|unmute) notifications (?:for|of|from)~W",
        ),
        examples=("取消静音这个群", "unmute this group"),
    ),
    Intent(
        "pin",
        undo="unpin",
        patterns=(
            f"置顶(?:一下)?{HERE}?{PLACE}?",
            f"(?:把|将)?{HERE}{PLACE}?(?:设为|设置为)?置顶",
            f"pin~(?: {GROUP})?",
            "pin this",
            "(?:把|将)W置顶",
            "置顶W(?:的)?(?:会话|聊天)?",
            "pin~W(?:'s chat)?",
        ),
        examples=("置顶这个群", "pin this chat"),
    ),
    Intent(
        "unpin",
        patterns=(
            f"取消{HERE}?{PLACE}?的?置顶{HERE}?{PLACE}?",
            f"(?:把|将)?{HERE}{PLACE}?取消置顶",
            f"unpin~(?: {GROUP})?",
            "unpin this",
            "取消W的?置顶",
            "(?:把|将)W取消置顶",
            "取消置顶W",
            "unpin~W",
        ),
        examples=("取消置顶", "unpin this chat"),
    ),
    Intent(
        "read",
        ActionKind.MARK_READ,
        patterns=(
            f"(?:把|将)?{HERE}?{PLACE}?(?:的?消息)?(?:标记?|设|置)(?:为|成)?已读",
            "标记?(?:为|成)?已读",
            f"(?:标记|标|设){HERE}{PLACE}?(?:为|成)已读",
            f"mark (?:{GROUP} |this |it |here )?as read",
            "mark read",
            "(?:把|将)W(?:标记?|设)(?:为|成)已读",
            "mark~W as read",
        ),
        examples=("标为已读", "mark as read"),
    ),
)
"""What is done to somebody or in a conversation, in the order that settles ties; what takes free text is in ``texts``."""
