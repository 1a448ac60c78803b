"""Logging in by QR code or with pasted values, on the command line and on a screen."""

from tui.locale import Strings

STRINGS: Strings = {
    "login.title": ("登录 {name}", "Log in {name}"),
    "login.asking": ("正在取二维码…", "Asking for a code…"),
    "login.left": ("还有 {minutes}:{seconds:02} 过期", "expires in {minutes}:{seconds:02}"),
    "login.no_room": (
        "窗口太小，画不下二维码（要 {width}×{height}）。放大窗口，或在手机上打开这个地址：",
        "The window is too small for the code ({width}x{height}). Enlarge it, or open this address on the phone:",
    ),
    "login.not_drawn": (
        "这个终端画不出二维码。请在手机上打开这个地址：",
        "This terminal can not draw the code. Open this address on the phone:",
    ),
    "login.leave": ("ctrl+c 离开", "ctrl+c leaves"),
    "login.again": ("按 Enter 换一张二维码，ctrl+c 离开：", "Enter for a new code, ctrl+c to leave: "),
    "login.failed": ("没有登录：{why}", "Not logged in: {why}"),
    "login.its_words": ("{why}（{words}）", "{why} ({words})"),
    "login.done": ("已登录：{name}（{number}）", "Logged in as {name} ({number})"),
    "login.kept": ("登录凭据存在 {path}，只有你能读。", "The login is kept in {path}, which only you can read."),
    "login.account_added": ("已在 {path} 里加上账号 {name}。", "The account {name} was added to {path}."),
    "login.account_not_added": (
        "账号没有写入 {path}：{words}。登录凭据已存好，请自己加上这几行：",
        "The account was not written to {path}: {words}. The login is kept; add these lines yourself:",
    ),
    "login.then": ("现在启动 qiao 就能看到私信。", "Start qiao to see the messages."),
    "login.paste_intro": (
        "在浏览器里登录 www.bilibili.com，按 F12 → Application（存储）→ Cookies，把下面几个值复制过来。输入时不显示。",
        "Log in at www.bilibili.com in a browser, press F12 → Application (Storage) → Cookies, and copy these values. "
        "What you type is not shown.",
    ),
    "login.optional": ("{name}（可以空着）", "{name} (may be left empty)"),
    "login.nobody": ("没有要在这里登录的账号", "there is no account that logs in here"),
    "login.which": ("重新登录哪个账号？", "Log in which account?"),
    "login.may_be_empty": ("可以空着", "may be left empty"),
    "login.keys": ("r 换一张二维码 · p 粘贴 cookie · Esc 返回", "r new code · p paste cookies · Esc back"),
    "login.keys.code": ("p 粘贴 cookie · Esc 返回", "p paste cookies · Esc back"),
    "login.keys.address": ("y 复制地址 · p 粘贴 cookie · Esc 返回", "y copy the address · p paste cookies · Esc back"),
    "login.keys.paste": ("Enter 下一项，最后一项后核对 · Esc 返回", "Enter next, after the last one checks · Esc back"),
    "login.form.code": ("扫码登录", "QR code"),
    "login.form.paste": ("粘贴 cookie", "Paste cookies"),
    "login.checking": ("正在核对…", "Checking…"),
    "login.no_terminal": (
        "扫码登录要在终端里进行。没有终端时用 --paste，从标准输入读 SESSDATA 等几个值。",
        "Logging in by QR code needs a terminal. Without one use --paste, which reads the values from standard input.",
    ),
    "login.other_protocol": ("账号 {name} 的 protocol 是 {protocol}", "the account {name} has the protocol {protocol}"),
    "login.several": (
        "有几个这样的账号，用 --account 说是哪个：{names}",
        "there are several such accounts; say which with --account: {names}",
    ),
    "login.in_config": (
        "账号 {name} 的登录凭据写在 {path} 里，它优先。先删掉那里的 sessdata 等几行，或直接在那里改。",
        "The login of {name} stands in {path}, which goes first. Remove sessdata and its like there, or change them there.",
    ),
    "login.bad_name": ("账号名称：{words}", "the name of the account: {words}"),
    "login.bad_host": ("--hosts-base：{words}", "--hosts-base: {words}"),
    "login.cli": (
        "登录一个账号（哔哩哔哩：扫码，或粘贴 cookie）",
        "log an account in (Bilibili: by QR code, or with pasted cookies)",
    ),
    "login.cli.long": (
        "登录你自己的哔哩哔哩账号：二维码画在终端里，用手机客户端扫。登录凭据存进数据文件夹，只有你能读；"
        "config.toml 里没有这个账号时会加上。\n用的是网页自己的非公开接口，见 README。",
        "Log in your own Bilibili account: a QR code is drawn here, to be scanned with the app on a phone. The login is kept in\n"
        "the data folder, readable by you alone; an account that config.toml lacks is added to it.\n"
        "It uses the web page's own calls, which are not public: see README.",
    ),
    "login.cli.account": ("哪个账号（config.toml 里的 name）", "which account (its name in config.toml)"),
    "login.cli.paste": (
        "不扫码，输入 SESSDATA、bili_jct、DedeUserID、buvid3；不在终端里时从标准输入读",
        "no QR code: ask for SESSDATA, bili_jct, DedeUserID, buvid3, or read them from standard input where that is no terminal",
    ),
    "login.cli.hosts_base": (
        "用这个地址代替哔哩哔哩的服务器，如 qiao simulate bilibili 的（试用和测试）",
        "an address instead of Bilibili's servers, such as that of qiao simulate bilibili (to try it out, and for tests)",
    ),
    "login.out.cli": ("忘掉一个账号的登录凭据", "forget the login of an account"),
    "login.out.cli.long": (
        "删除 qiao login 存下的登录凭据。聊天记录和 config.toml 里的账号都留着；网页和手机上的登录不受影响。",
        "Remove the login that qiao login kept. Messages and the account in config.toml stay; so do logins in browsers and on\n"
        "phones.",
    ),
    "login.out.cli.yes": ("不再询问", "do not ask"),
    "login.out.ask": ("删除账号 {name} 的登录凭据 {path}？[y/N] ", "Remove the login of {name}, {path}? [y/N] "),
    "login.out.needs_yes": ("这里不能询问：请加上 --yes", "Nobody can be asked here: give --yes"),
    "login.out.stays": ("没有删除。", "Nothing was removed."),
    "login.out.none": ("没有存着账号 {name} 的登录凭据（{path}）。", "No login of {name} is kept ({path})."),
    "login.out.done": (
        "已删除 {path}。在哔哩哔哩那边，这次登录到期之前还有效；要马上结束，在手机客户端的登录设备管理里退出它。",
        "{path} was removed. At Bilibili this login is good until it ends by itself; to end it now, see which devices are logged "
        "in, in the settings of the app.",
    ),
    "login.out.failed": ("没有删除 {path}：{words}", "{path} was not removed: {words}"),
}
