"""What Bilibili says by its codes, and how far a login by QR code has come."""

from tui.locale import Strings

STRINGS: Strings = {
    "bilibili.scan.waiting": ("请用哔哩哔哩手机客户端扫码", "Scan this with the Bilibili app on your phone"),
    "bilibili.scan.scanned": ("已扫码，请在手机上确认", "Scanned; confirm it on your phone"),
    "bilibili.scan.expired": ("二维码已过期，请换一张", "The code has expired; get a new one"),
    "bilibili.scan.done": ("登录成功", "Logged in"),
    "bilibili.scan.unknown": (
        "登录没有成功，哔哩哔哩的回答不认识（{code} {words}）",
        "Not logged in: Bilibili answered something unknown ({code} {words})",
    ),
}

REASONS: Strings = {
    "reason.bili_logged_out": ("哔哩哔哩的登录已失效，请重新登录", "the Bilibili login is no longer valid; log in again"),
    "reason.bili_csrf": ("登录凭据不匹配（bili_jct），请重新登录", "the login does not fit together (bili_jct); log in again"),
    "reason.bili_risk": (
        "被哔哩哔哩的风控拦下了：先停一会儿，用浏览器打开 message.bilibili.com 看看",
        "stopped by Bilibili's risk control: wait a while, and open message.bilibili.com in a browser",
    ),
    "reason.bili_blocked": (
        "请求太多，哔哩哔哩暂时不理这个网络地址了，过一阵再试；也可以用浏览器打开 message.bilibili.com",
        "too many requests: Bilibili ignores this network address for a while; message.bilibili.com in a browser may work",
    ),
    "reason.bili_too_often": ("太频繁了，过一会儿再试", "too often; try again in a while"),
    "reason.bili_bad_request": (
        "哔哩哔哩不收这个请求（内容为空，或签名不对）",
        "Bilibili refused the request (empty, or wrongly signed)",
    ),
    "reason.bili_forbidden": ("哔哩哔哩不允许这样做", "Bilibili does not allow this"),
    "reason.bili_system_error": ("哔哩哔哩出错了，请手动重发", "Bilibili failed; send it again by hand"),
    "reason.bili_no_such_message": ("哔哩哔哩没有这条消息", "Bilibili does not know this message"),
    "reason.bili_too_long": ("太长了，一条最多约 2000 字节", "too long: about 2,000 bytes in one message"),
    "reason.bili_phone": ("要先在哔哩哔哩绑定手机号才能发消息", "bind a phone number to the Bilibili account first"),
    "reason.bili_sending_too_fast": ("发得太快了，慢一点再发", "sending too fast; slow down"),
    "reason.bili_group_closed": ("应援团现在不能发言，只能看", "nobody can write to fan groups now; they are read-only"),
    "reason.bili_type": ("这种消息现在发不了", "messages of this kind can not be sent now"),
    "reason.bili_picture": ("这张图片发不了，只收 png、jpg、gif", "this picture is not taken; png, jpg and gif are"),
    "reason.bili_wait_a_day": ("发消息太频繁，要等 24 小时才能再发", "too many messages: wait 24 hours"),
    "reason.bili_one_message": (
        "对方关注你或回复之前，只能发一条",
        "only one message until they follow you or answer",
    ),
    "reason.bili_privacy": ("对方的隐私设置不收你的消息", "their privacy settings refuse your messages"),
    "reason.bili_you_blocked": ("你拉黑了对方，先移出黑名单", "you blocked them; lift that first"),
    "reason.bili_group_gone": ("这个应援团已经解散", "this fan group was dissolved"),
    "reason.bili_no_session": ("还没有和对方聊过", "nothing was ever said with them"),
    "reason.bili_refresh_mismatch": ("登录不能续期了，请重新扫码登录", "the login can not be renewed; log in again by QR code"),
    "reason.bili_one_kind": (
        "一条消息只能是文字或一张图片，请分开发",
        "a message is either words or one picture; send them one by one",
    ),
}
"""Why a call was refused: these belong to the area ``reason``."""
