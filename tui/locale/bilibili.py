"""What Bilibili says by its codes, and how far a login by QR code has come."""

from tui.locale import Strings

STRINGS: Strings = {
    "bilibili.scan.waiting": ("请用哔哩哔哩手机客户端扫码", "Scan this with the Bilibili app on your phone"),
    "bilibili.scan.scanned": ("已扫码，请在手机上确认", "Scanned; confirm it on your phone"),
    "bilibili.scan.expired": ("二维码已过期，请换一张", "The code has expired; get a new one"),
    "bilibili.scan.done": ("已确认，正在核对…", "Confirmed; checking…"),
    "bilibili.scan.unknown": ("哔哩哔哩的回答不认识", "Bilibili answered something unknown"),
    "bilibili.notices": ("赞 · 回复 · @ · 系统通知", "Likes · replies · @ · notices"),
    "bilibili.picture_expired": ("图片已过期", "expired"),
    "bilibili.service": ("哔哩哔哩", "Bilibili"),
    "bilibili.liked": ("{who} 赞了我的{what}", "{who} liked my {what}"),
    "bilibili.liked_by_many": ("{who} 等 {count} 人赞了我的{what}", "{who} and others, {count} in all, liked my {what}"),
    "bilibili.answered": ("{who} 回复我：", "{who} answered me: "),
    "bilibili.mentioned": ("{who} @了我：", "{who} mentioned me: "),
}

_PAGE: tuple[str, str] = (
    "请在浏览器里打开 message.bilibili.com 看看；qiao 会隔得越来越久再问（最多 10 分钟），好了会自己接着收。",
    "Open message.bilibili.com in a browser. qiao asks less and less often (every 10 minutes at least) and goes on by itself.",
)
_LOGIN: tuple[str, str] = (
    "在命令面板（Ctrl+P，再输入 >）里选“重新登录”，用手机扫码。登录以前不再请求。",
    "Choose “Log in again” in the command palette (ctrl+p, then >) and scan the code. Nothing is asked until then.",
)
CONNECT: Strings = {
    "connect.bili_no_login": ("还没有登录哔哩哔哩", "not logged in to Bilibili yet"),
    "connect.bili_no_login.advice": _LOGIN,
    "connect.bili_logged_out": ("哔哩哔哩的登录已失效", "the Bilibili login has ended"),
    "connect.bili_logged_out.advice": _LOGIN,
    "connect.bili_bad_login": ("配置里的登录凭据不像 cookie", "the login in the config can be no cookie"),
    "connect.bili_bad_login.advice": (
        "检查 config.toml 里的 sessdata、bili_jct、dedeuserid、buvid3，或者删掉它们，运行 qiao login bilibili。",
        "Check sessdata, bili_jct, dedeuserid and buvid3 in config.toml, or remove them and run qiao login bilibili.",
    ),
    "connect.bili_risk": ("被风控拦下，请在浏览器打开 message.bilibili.com", "risk control: open message.bilibili.com"),
    "connect.bili_risk.advice": _PAGE,
    "connect.bili_blocked": ("请求太多被拦，可在浏览器打开 message.bilibili.com", "too many requests: see message.bilibili.com"),
    "connect.bili_blocked.advice": _PAGE,
    "connect.bili_too_often": ("太频繁了，慢一点再问", "too often, asking less"),
    "connect.bili_too_often.advice": _PAGE,
    "connect.bili_no_answer": ("哔哩哔哩没有回应", "no answer from Bilibili"),
    "connect.bili_no_answer.advice": (
        "qiao 会隔得越来越久再问（最多 10 分钟），好了会自己接着收。",
        "qiao asks less and less often (every 10 minutes at least) and goes on by itself.",
    ),
    "connect.bili_refused": ("哔哩哔哩不答应", "Bilibili refuses"),
    "connect.bili_refused.advice": _PAGE,
}
"""Why there is no connection, or what is to be known of it: these belong to the area ``connect``."""

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
    "reason.bili_scan_unknown": (
        "登录没有成功，哔哩哔哩的回答不认识（{code}）",
        "not logged in: Bilibili answered something unknown ({code})",
    ),
    "reason.bili_unreachable": ("连不上哔哩哔哩，看看网络", "Bilibili can not be reached; see to the network"),
    "reason.bili_no_code": ("哔哩哔哩给的二维码画不出来", "Bilibili gave a code that can not be drawn"),
    "reason.bili_value_missing": ("缺少 {name}", "{name} is missing"),
    "reason.bili_value_wrong": (
        "{name} 不像是 cookie 的值，请从浏览器里原样复制",
        "{name} is nothing that a cookie can hold; copy it as it stands in the browser",
    ),
    "reason.bili_not_valid": (
        "哔哩哔哩不认这些登录凭据，也许已经过期或没有复制全",
        "Bilibili does not know this login: it may have ended, or not all of it was copied",
    ),
    "reason.bili_other_number": (
        "DedeUserID 写的是 {number}，而登录的是 {whose}",
        "DedeUserID says {number}, but the login is that of {whose}",
    ),
    "reason.login_not_kept": ("登录没有写入 {path}：{why}", "the login could not be written to {path}: {why}"),
    "reason.bili_one_kind": (
        "一条消息只能是文字或一张图片，请分开发",
        "a message is either words or one picture; send them one by one",
    ),
    "reason.bili_system_closed": ("这里是系统通知，不能回复", "these are notices; nobody can answer here"),
    "reason.bili_has_none": ("哔哩哔哩私信没有这个功能", "Bilibili's messages have no such thing"),
}
"""Why a call was refused: these belong to the area ``reason``."""
