"""What is wrong with a config file or a secret, and what is allowed instead."""

from tui.locale import Strings

STRINGS: Strings = {
    "config.unreadable": ("无法读取：{words}", "can not be read: {words}"),
    "config.not_utf8": ("文件不是 UTF-8 编码，请用 UTF-8 另存", "the file is not UTF-8; save it as UTF-8"),
    "config.syntax": (
        '不是有效的 TOML（第 {column} 列）：{words}。每行是 键 = 值，文字要用引号括起来：name = "main"',
        'not valid TOML (column {column}): {words}. A line is key = value, and text stands in quotes: name = "main"',
    ),
    "config.too_deep": ("嵌套太深", "nested too deeply"),
    "config.unknown": ("没有这个设置。可用：{known}", "there is no such key; allowed are {known}"),
    "config.unknown_near": ("没有这个设置，是不是 {near}？", "there is no such key; did you mean {near}?"),
    "config.misplaced_global": (
        "这是全局设置，要写在文件开头，第一个 [[accounts]] 或 [keys] 之前",
        "this is a global key: it belongs at the top of the file, before the first [[accounts]] or [keys]",
    ),
    "config.misplaced_account": (
        "这是账号的设置，要写在 [[accounts]] 下面",
        "this key belongs to an account: write it below [[accounts]]",
    ),
    "config.missing": ("缺少这个设置，必须填写", "this key is missing and needed"),
    "config.missing_one_of": ("缺少，需要其中一个：{keys}", "missing: one of {keys} is needed"),
    "config.one_of": ("只能写其中一个：{keys}", "only one of these may be given: {keys}"),
    "config.needs": ("这样写还需要 {keys}", "with this value {keys} must be given, too"),
    "config.empty": ("不能为空", "must not be empty"),
    "config.choice": ("可用的值：{choices}", "allowed are {choices}"),
    "config.want_text": ('要写成带引号的文字，如 "…"', 'must be text in quotes, like "…"'),
    "config.want_texts": ("要写成一张表，值是带引号的文字", "must be a table whose values are texts in quotes"),
    "config.unknown_in_table": ("没有 {name} 这一项；可用的有 {choices}", "there is no {name} in it; there are {choices}"),
    "config.want_flag": ("只能是 true 或 false（不加引号）", "must be true or false (without quotes)"),
    "config.want_number": ("要写成整数（不加引号）", "must be a whole number (without quotes)"),
    "config.want_table": ("要写成表，以单独一行 {name} 开头", "must be a table that begins with {name} on a line of its own"),
    "config.want_keys": (
        '要写成按键或按键的列表，如 "ctrl+p" 或 ["d", "delete"]；[] 表示不用按键',
        'must be a key or a list of keys, like "ctrl+p" or ["d", "delete"]; [] for none',
    ),
    "config.bad_keys": ("{words}", "{words}"),
    "config.bad_timezone": (
        "没有这个时区。要写 IANA 名称，如 Asia/Shanghai、Europe/Berlin、UTC",
        "no such time zone; allowed are IANA names such as Asia/Shanghai, Europe/Berlin, UTC",
    ),
    "config.bad_name": (
        "名称最多 {limit} 个字，不能含换行或控制字符",
        "at most {limit} characters, no line breaks or control characters",
    ),
    "config.duplicate_name": (
        "名称 {name} 在第 {line} 行已经用过，每个账号的名称要不同",
        "the name {name} is already used on line {line}; each account needs a name of its own",
    ),
    "config.duplicate_reply": (
        "名称 {name} 在第 {line} 行已经用过，每条快捷回复的名称要不同",
        "the name {name} is already used on line {line}; each reply needs a name of its own",
    ),
    "config.no_account": ("没有叫 {name} 的账号。有：{known}", "no account is called {name}; there are: {known}"),
    "config.too_long": ("最多 {limit} 个字", "at most {limit} characters"),
    "config.url_scheme": (
        "地址要以 ws://、wss://、http:// 或 https:// 开头，如 ws://127.0.0.1:3001",
        "the address must begin with ws://, wss://, http:// or https://, like ws://127.0.0.1:3001",
    ),
    "config.only_http": (
        "只有 url 以 http:// 或 https:// 开头时才用得上：WebSocket 自己就会送来事件",
        "this is only for a url that begins with http:// or https://: a WebSocket brings its events itself",
    ),
    "config.only_webhook": (
        "secret 用来核对发到 webhook 的签名，要和 webhook 一起写；调用用的令牌是 token",
        "the secret checks what is posted to webhook, so it stands beside webhook; the token for calls is called token",
    ),
    "config.only_reverse_ws": (
        'listen 是等 mirai 连过来的地址：transport 要写 "reverse-ws"，或不写 transport',
        'listen is where mirai dials us: give transport = "reverse-ws", or no transport',
    ),
    "config.only_posted_to": (
        'webhook 是 mirai 发事件的地址：transport 要写 "webhook"，或不写 transport；不能和 listen 一起写',
        'webhook is where mirai posts its events: give transport = "webhook", or no transport, and no listen',
    ),
    "config.only_dialled_ws": (
        'ws_url 只在 transport = "ws" 时用得上',
        'ws_url is for transport = "ws" alone',
    ),
    "config.wants_page": (
        "这个 transport 用 HTTP：url 要以 http:// 或 https:// 开头",
        "this transport goes over HTTP: the url must begin with http:// or https://",
    ),
    "config.too_small": ("最小是 {minimum}", "must be {minimum} or more"),
    "config.url_host": (
        "地址里缺少主机名或含有空格，应如 ws://127.0.0.1:3001",
        "the address has no host, or a space in it; it looks like ws://127.0.0.1:3001",
    ),
    "config.page_address": (
        "要写成一个网址，如 http://127.0.0.1:8090",
        "must be the address of a page, like http://127.0.0.1:8090",
    ),
    "config.url_port": ("端口应是 1 到 65535 的数字", "the port must be a number from 1 to 65535"),
    "config.listen_place": ('要写成 主机:端口，如 "127.0.0.1:8082"', 'must be host:port, like "127.0.0.1:8082"'),
    "config.bad_command": (
        "命令无法拆成单词（{words}）。引号要成对；这里不经过 shell",
        "the command can not be taken apart ({words}); quotes come in pairs, and no shell is involved",
    ),
    "config.readable_by_others": (
        "文件里有令牌，而别的用户也能读它。请运行：chmod 600 {path}",
        "the file holds a token and other users can read it; run: chmod 600 {path}",
    ),
    "config.secret_env": (
        "环境变量 {name} 没有设置或为空",
        "the environment variable {name} is not set, or empty",
    ),
    "config.secret_start": (
        "无法运行 {program}：{words}",
        "{program} can not be run: {words}",
    ),
    "config.secret_timeout": (
        "{program} 在 {seconds} 秒内没有给出令牌。它若在等密码，请先在终端里解锁一次",
        "{program} said no token within {seconds} s; if it waits for a passphrase, unlock it in a terminal first",
    ),
    "config.secret_failed": (
        "{program} 失败（退出码 {status}）：{words}",
        "{program} failed (exit status {status}): {words}",
    ),
    "config.secret_empty": (
        "{program} 输出的第一行是空的，那里应是令牌",
        "the first line that {program} prints is empty; the token belongs there",
    ),
}
