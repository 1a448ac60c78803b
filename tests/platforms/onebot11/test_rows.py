"""Each row of the reference's table of segments, as each implementation writes it: what is shown, what opens, what goes out."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tui.chat import segments as s
from tui.locale import set_language
from tui.platforms.onebot11.api.offers import missing_segments
from tui.platforms.onebot11.encode import encode
from tui.platforms.onebot11.segments import decode
from tui.ui.describe import preview
from tui.ui.message_body import links_of


@pytest.fixture(autouse=True)
def chinese() -> None:
    set_language("zh")


def row(kind: str, **data: object) -> dict[str, Any]:
    return {"type": kind, "data": data}


def card(app: str, prompt: str, view: str = "", **meta: object) -> dict[str, Any]:
    return row("json", data=json.dumps({"app": app, "prompt": prompt, "meta": {view: meta} if view else {}}))


HERE = "https://a.invalid/x"
INNER = [{"sender": {"user_id": 20001, "nickname": "甲"}, "message": [row("text", text="内")]}]
RAW_FACE = {"faceIndex": 264, "faceText": "/捂脸", "faceType": 2}
MFACE = {"emoji_id": "aa", "emoji_package_id": 2, "key": "k", "summary": "[汪汪]", "url": HERE}
BUTTONS = [{"buttons": [{"render_data": {"label": "好"}, "action": {"type": 0, "data": HERE}}, {"render_data": {"label": "不"}}]}]
FTN = "https://f.invalid/?fname="

# kind and who writes it so -> what came, the line that is shown, the links that ``o`` opens.
COMING: dict[str, tuple[dict[str, Any], str, list[str]]] = {
    "text": (row("text", text="你好\r\n"), "你好", []),
    "face NC": (row("face", id="264", raw=RAW_FACE, resultId=None, chainCount=None), "[捂脸]", []),
    "face LL": (row("face", id=264, sub_type=2), "[捂脸]", []),
    "face LG": (row("face", id="264", large=True), "[捂脸]", []),
    "face GC": (row("face", id="264", type="sticker"), "[捂脸]", []),
    "face unknown": (row("face", id="9999"), "[表情 9999]", []),
    "image NC": (row("image", file="A.jpg", sub_type=0, url=HERE, file_size="128000", summary=""), "[图片 128 kB]", [HERE]),
    "image NC sticker": (row("image", file="A.gif", sub_type=1, url=HERE, summary="[动画表情]"), "[动画表情]", [HERE]),
    "image NC shop": (row("image", file="a.gif", **MFACE), "[表情 汪汪]", [HERE]),
    "image NC expired": (row("image", file="A.jpg", sub_type=0, url=""), "[图片]", []),
    "image LL": (row("image", file="A.jpg", subType=1, url=HERE, file_size="1"), "[动画表情 1 B]", [HERE]),
    "image LG": (row("image", file=HERE, filename="A.jpg", url=HERE, summary="[图片]", subType=0), "[图片]", [HERE]),
    "image GC flash": (row("image", file="m.image", subType="0", url="", type="flash"), "[闪照]", []),
    "image GC show": (row("image", file="m.image", subType="0", url=HERE, type="show", id="40000"), "[图片]", [HERE]),
    "record NC": (row("record", file="a.amr", path="/app/a.amr", url=HERE, file_size="2000"), "[语音 2.0 kB]", [HERE]),
    "record LL": (row("record", file="a.amr", url="", path="/a.amr", file_size=2000), "[语音 2.0 kB]", []),
    "record GC": (row("record", file="a.amr", url=HERE), "[语音]", [HERE]),
    "video NC": (row("video", file="a.mp4", url="/app/a.mp4", file_size="9000000"), "[视频 9.0 MB]", []),
    "video LL": (row("video", file="a.mp4", url=HERE, path="/a.mp4"), "[视频]", [HERE]),
    "file NC": (row("file", file="a.zip", file_id="/1", file_size="10", url=FTN), "[文件 a.zip 10 B]", [f"{FTN}a.zip"]),
    "file LL": (row("file", file="a.zip", path="/a.zip", file_id="1", file_size=10, url=""), "[文件 a.zip 10 B]", []),
    "file LG": (row("file", file_name="a.zip", file_hash="h", file_id="/1", url=HERE), "[文件 a.zip]", [HERE]),
    "file GC": (row("file", path="/1", name="a.zip", size=10, busid=102), "[文件 a.zip 10 B]", []),
    "at NC": (row("at", qq="20001"), "@20001", []),
    "at LL LG GC": (row("at", qq=20001, name="@贤哥"), "@贤哥", []),
    "at all": (row("at", qq="all"), "@全体成员", []),
    "forward NC": (row("forward", id="7528460856849182646"), "[聊天记录]", []),
    "forward NC expanded": (row("forward", id="7", content=INNER), "[聊天记录 1 条]", []),
    "node LG": (row("node", user_id="20001", nickname="甲", content=[row("text", text="x")]), "[聊天记录 1 条]", []),
    "longmsg LG": (row("longmsg", id="r"), "[聊天记录]", []),
    "json mini app": (
        card("com.tencent.miniapp_01", "[QQ小程序]哔哩哔哩", "detail_1", title="哔哩哔哩", desc="一个视频", qqdocurl=HERE),
        "[小程序 哔哩哔哩 · 一个视频]", [HERE],
    ),
    "json structmsg": (
        card("com.tencent.structmsg", "[分享]标题", "news", title="标题", desc="说明", jumpUrl=HERE),
        "[卡片 [分享]标题 · 说明]", [HERE],
    ),
    "json structmsg bare": (card("com.tencent.structmsg", "[分享]", "news", title="标题"), "[卡片 [分享]标题]", []),
    "json tuwen": (card("com.tencent.tuwen.lua", "[分享]文", "news", jumpUrl="a.invalid/x"), "[卡片 [分享]文]", [HERE]),
    "json music": (
        card("com.tencent.music.lua", "[分享]晴天", "music", title="晴天", desc="周杰伦", musicUrl=HERE, jumpUrl=""),
        "[卡片 [分享]晴天 · 周杰伦]", [HERE],
    ),
    "json map": (card("com.tencent.map", "[位置]人民广场", "Location.Search", name="人民广场"), "[卡片 [位置]人民广场]", []),
    "json contact": (card("com.tencent.contact.lua", "推荐联系人：贤哥", "contact", tag="1"), "[卡片 推荐联系人：贤哥]", []),
    "json group": (card("com.tencent.troopsharecard", "推荐群聊：公寓"), "[卡片 推荐群聊：公寓]", []),
    "json notice": (card("com.tencent.mannounce", "[群公告]开会", "m", title="5byA5Lya", encode=1), "[卡片 [群公告]开会]", []),
    "json forward": (card("com.tencent.multimsg", "", "detail", resid="r", source="群聊的记录"), "[聊天记录 群聊的记录]", []),
    "xml LG": (row("xml", service_id=1, data=f'<msg brief="[分享]题" url="{HERE}"/>'), "[卡片 [分享]题]", [HERE]),
    "xml GC forward": (row("xml", data='<msg brief="[聊天记录]" m_resid="r"/>', resid="r"), "[聊天记录 [聊天记录]]", []),
    "markdown": (row("markdown", content=f"[](%7B%7D)\n**好** [看]({HERE}) [@甲](mqqapi://x)"), "**好** 看 @甲", [HERE]),
    "keyboard LL": (row("keyboard", rows=BUTTONS), "[按钮 好 · 不]", [HERE]),
    "keyboard LG": (row("keyboard", content={"rows": BUTTONS}), "[按钮 好 · 不]", [HERE]),
    "mface LL LG": (row("mface", **MFACE), "[表情 汪汪]", [HERE]),
    "dice NC": (row("dice", result="6"), "[骰子 6 点]", []),
    "dice LG": (row("dice"), "[骰子]", []),
    "dice GC": (row("dice", value=3), "[骰子 3 点]", []),
    "dice ncatbot": ({"type": "dice"}, "[骰子]", []),
    "rps NC": (row("rps", result=2), "[猜拳 剪刀]", []),
    "rps GC": (row("rps", value="3"), "[猜拳 石头]", []),
    "poke NC": (row("poke", type="2", id="-1"), "[戳一戳 比心]", []),
    "poke LG": (row("poke", type="1", strength="0", id="-1"), "[戳一戳]", []),
    "poke GC": (row("poke", qq=20001), "[戳一戳]", []),
    "shake LL": (row("shake"), "[窗口抖动]", []),
    "contact": (row("contact", type="qq", id=20001), "[推荐联系人 20001]", []),
    "contact group": (row("contact", type="group", id="30001"), "[推荐群 30001]", []),
    "location LG": (
        row("location", lat="39.89694", lon="116.39", title="天安门", content="长安街"), "[位置 天安门 长安街]",
        ["https://apis.map.qq.com/uri/v1/marker?marker=coord:39.89694,116.39;title:%E5%A4%A9%E5%AE%89%E9%97%A8&referer=qiao"],
    ),
    "location odd": (row("location", lat="north", lon="", title=""), "[位置 north, ]", []),
    "share": (row("share", url=HERE, title="题", content="文"), f"[链接 题 {HERE}]", [HERE]),
    "music": (row("music", type="163", id="1"), "[音乐 1]", []),
    "music custom": (row("music", type="custom", url=HERE, title="晴天"), "[音乐 晴天]", [HERE]),
    "gift": (row("gift", qq=20001, id=3), "[礼物 3]", []),
    "redbag GC": (row("redbag", title="恭喜发财"), "[礼物 恭喜发财]", []),
    "onlinefile": (row("onlinefile", msgId="1", elementId="2", fileName="c.zip", fileSize="3"), "[文件 c.zip 3 B]", []),
    "flashtransfer NC": (row("flashtransfer", fileSetId="f"), "[文件 flash]", []),
    "flash_file LL": (row("flash_file", title="照片", file_set_id="f", scene_type=1), "[文件 照片]", []),
    "miniapp NC": ({"type": "miniapp"}, "[小程序 miniapp]", []),
    "unknown": (row("hologram", x=1), "[未知 hologram]", []),
    "null": ({"type": "at", "data": None}, "[未知 at]", []),
}  # fmt: skip


@pytest.mark.parametrize("name", COMING)
def test_what_comes(name: str) -> None:
    wire, shown, links = COMING[name]
    segments = decode([wire])
    assert len(segments) == 1
    assert (preview(segments), links_of(segments)) == (shown, links)
    assert isinstance(segments[0], s.Unknown) == (name in ("unknown", "null"))
    assert s.load(s.dump(segments)) == segments


def test_a_reply_is_shown_above_the_words() -> None:
    for wire in (row("reply", id="-5"), row("reply", id=-5, seq=7, qq=20001, time=1, text="原文")):
        (quote,) = decode([wire])
        assert isinstance(quote, s.Quote) and quote.native == "-5"
    assert decode([row("reply", id="0")]) == (s.Quote(""),)


CARD = '{"app":"x"}'

# what is sent -> the segment on the wire, and who is known not to send it.
GOING: list[tuple[s.Segment, dict[str, Any], str]] = [
    (s.Text("[CQ:at,qq=all]"), row("text", text="[CQ:at,qq=all]"), ""),
    (s.Mention("20001", "贤哥"), row("at", qq="20001"), ""),
    (s.MentionAll(), row("at", qq="all"), ""),
    (s.Face("264", "捂脸"), row("face", id="264"), ""),
    (s.Image("base64://QQ=="), row("image", file="base64://QQ=="), ""),
    (s.Image("/a.png", summary="[图]", is_sticker=True), row("image", file="/a.png", summary="[图]", sub_type=1), ""),
    (s.Voice("/a.amr"), row("record", file="/a.amr"), ""),
    (s.Video("", HERE), row("video", file=HERE, url=HERE), ""),
    (s.File("a.zip", url=HERE), row("file", file=HERE, name="a.zip"), ""),
    (s.Quote("-5"), row("reply", id="-5"), ""),
    (s.Card("json", "一行", raw=CARD), row("json", data=CARD), ""),
    (s.Card("miniapp", "一行", raw=CARD), row("json", data=CARD), ""),
    (s.Card("xml", "一行", raw="<msg/>"), row("xml", data="<msg/>"), "napcat llbot"),
    (s.Card("markdown", "好", raw="**好**"), row("markdown", content="**好**"), "llbot gocqhttp"),
    (s.Sticker("汪汪", HERE, json.dumps({"data": MFACE})), row("mface", **MFACE), ""),
    (s.Dice(), row("dice"), ""),
    (s.RockPaperScissors(), row("rps"), ""),
    (s.Poke("2", "比心"), row("poke", type="2", id="-1"), "napcat llbot gocqhttp"),
    (s.Poke(s.SHAKE), row("shake"), "napcat lagrange gocqhttp"),
    (s.Contact("friend", "20001"), row("contact", type="qq", id="20001"), ""),
    (s.Contact("group", "30001"), row("contact", type="group", id="30001"), ""),
    (
        s.Location("39.9", "116.3", "天安门", "长安街"),
        row("location", lat="39.9", lon="116.3", title="天安门", content="长安街"),
        "napcat llbot gocqhttp",
    ),
    (s.Share(HERE, "题", "文"), row("share", url=HERE, title="题", content="文"), "napcat llbot lagrange"),
    (s.Music("163", "1"), row("music", type="163", id="1"), ""),
    (s.Music("custom", title="晴天", url=HERE), row("music", type="custom", url=HERE, audio=HERE, title="晴天"), ""),
]


@pytest.mark.parametrize(("segment", "wire", "without"), GOING, ids=lambda value: getattr(value, "kind", ""))
def test_what_goes_out(segment: s.Segment, wire: dict[str, Any], without: str) -> None:
    assert encode([segment]) == [wire]
    dialects = ("napcat", "llbot", "lagrange", "gocqhttp", "onebot11")
    assert " ".join(name for name in dialects if wire["type"] in missing_segments(name)) == without
