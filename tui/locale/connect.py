"""Why an account is not connected: a few words for the status line, and what to do about it."""

from tui.locale import Strings
from tui.locale.bilibili import CONNECT as BILIBILI

STRINGS: Strings = {
    "connect.bad_url": ("地址不对", "bad address"),
    "connect.bad_url.advice": (
        "url 应形如 ws://127.0.0.1:3001 或 http://127.0.0.1:3000，请改正 config.toml 后重新启动。",
        "The url looks like ws://127.0.0.1:3001 or http://127.0.0.1:3000; correct config.toml and start again.",
    ),
    "connect.listening": ("等 QQ 那边连过来", "waiting to be dialled"),
    "connect.listening.advice": (
        "在 NapCat 的 网络配置 → 新建 → WebSocket 客户端 里填这里的地址和同一个 Token（OneBot 路径 /onebot/v11/ws 可有可无）；"
        "mirai 则填在 setting.yml 的 reverse-ws 的 destinations 里。",
        "Give this address and the same token in NapCat: Network config (网络配置) → New (新建) → WebSocket client; the path "
        "/onebot/v11/ws may stand behind it. For mirai it goes among the destinations of reverse-ws in setting.yml.",
    ),
    "connect.dialled_without_token": ("有人连来，但没带令牌", "dialled without a token"),
    "connect.dialled_without_token.advice": (
        "在 NapCat 的那个 WebSocket 客户端里填上和这里一样的 Token。",
        "Give NapCat's WebSocket client the same token as here.",
    ),
    "connect.dialled_with_wrong_token": ("有人连来，但令牌不对", "dialled with a wrong token"),
    "connect.dialled_with_wrong_token.advice": (
        "NapCat 的那个 WebSocket 客户端里的 Token 要和这里的一样。",
        "The token of NapCat's WebSocket client must be the same as here.",
    ),
    "connect.dialled_without_key": ("有人连来，但没带对 verifyKey", "dialled without the right verifyKey"),
    "connect.dialled_without_key.advice": (
        "在 mirai 的 setting.yml 里，给 reverse-ws 的 extraHeaders 写上 verifyKey（和这里的 verify_key 一样）。",
        "In mirai's setting.yml give reverse-ws the extraHeaders verifyKey, the same as verify_key here.",
    ),
    "connect.dialled_key_refused": ("mirai 连来了，但不认 verify_key", "mirai dialled, but refuses verify_key"),
    "connect.dialled_key_refused.advice": (
        "verify_key 要和 mirai 的 setting.yml 里的 verifyKey 一样。改好后重新启动。",
        "verify_key must be the verifyKey of mirai's setting.yml. Correct it and start again.",
    ),
    "connect.dialled_no_such_bot": ("mirai 连来了，但没有登录这个 QQ", "mirai dialled, but this QQ is not logged in"),
    "connect.dialled_no_such_bot.advice": (
        "在 mirai 的控制台里登录，并看看 config.toml 里的 qq 写对了没有。它会再连过来。",
        "Log in at mirai's console, and see that qq in config.toml is right. It will dial again.",
    ),
    "connect.dialled_refused": ("有人连来，但没有给出会话", "dialled, but no session was given"),
    "connect.dialled_refused.advice": (
        "连来的要是 mirai-api-http 的 reverse-ws；看看它的日志。",
        "What dials here has to be mirai-api-http's reverse-ws; its log may tell why.",
    ),
    "connect.polled": ("没有 webhook，消息会晚到", "no webhook: messages come late"),
    "connect.polled.advice": (
        "消息会晚到，撤回、戳一戳、加入退出这些事件收不到。在 config.toml 里写 webhook，并在 NapCat 里新建 HTTP 客户端。",
        "Messages come late, and recalls, pokes and who comes and goes are not told at all. Give a webhook in config.toml and "
        "make an HTTP client in NapCat.",
    ),
    "connect.signature": ("发到 webhook 的事件签名不对", "events with a wrong signature"),
    "connect.signature.advice": (
        "NapCat 的那个 HTTP 客户端里的 Token 要和这里的 secret 一样。",
        "The token of NapCat's HTTP client must be the same as the secret here.",
    ),
    "connect.websocket_not_http": ("不是 HTTP 端口", "not an HTTP port"),
    "connect.websocket_not_http.advice": (
        "那里是 WebSocket 服务器：url 改用 ws://，或换成 HTTP 服务器的端口（默认 3000）。",
        "A WebSocket server answers there: begin the url with ws://, or use the HTTP server's port (3000 by default).",
    ),
    "connect.can_not_listen": ("无法监听这个地址", "can not listen there"),
    "connect.can_not_listen.advice": (
        "端口可能被别的程序占用，或这台机器没有这个地址。改 config.toml 里的 listen（或 webhook），或关掉占用端口的程序。",
        "Another program may have the port, or this machine has no such address. Change listen (or webhook) in config.toml, or "
        "end that program.",
    ),
    "connect.refused": ("连接被拒绝", "connection refused"),
    "connect.refused.advice": (
        "那个端口没有程序在听。看看 NapCat（或 mirai）是否在运行、那个服务器是否已启用、docker 是否发布了端口。",
        "Nothing listens on that port. See that NapCat (or mirai) runs, that the server in it is enabled, and that docker "
        "publishes the port.",
    ),
    "connect.dns": ("找不到主机", "host not found"),
    "connect.dns.advice": (
        "域名解析失败。检查地址里的主机名，以及这台机器的网络。",
        "The name could not be resolved. Check the host in the address and this machine's network.",
    ),
    "connect.unreachable": ("网络不通", "unreachable"),
    "connect.unreachable.advice": (
        "到那台机器的路不通，或中间的代理没有应答。网络恢复后会自动重连。",
        "There is no way to that machine, or a proxy in between does not answer. It reconnects when the network is back.",
    ),
    "connect.timeout": ("连接超时", "timed out"),
    "connect.timeout.advice": (
        "对方没有应答。检查地址、防火墙和运行 NapCat（或 mirai）的机器。",
        "Nobody answered. Check the address, firewalls, and the machine that runs NapCat (or mirai).",
    ),
    "connect.tls": ("TLS 证书有问题", "TLS failed"),
    "connect.tls.advice": (
        "证书无效，或那个端口不用 TLS。没有 TLS 的端口用 ws://，不用 wss://。",
        "The certificate is not valid, or the port speaks no TLS. A port without TLS wants ws://, not wss://.",
    ),
    "connect.http_not_websocket": ("不是 WebSocket 端口", "not a WebSocket port"),
    "connect.http_not_websocket.advice": (
        "那里是 HTTP 服务。NapCat：用 WebSocket 服务器的端口（默认 3001），或把 url 写成 http://。"
        "mirai：在 setting.yml 的 adapters 里加上 ws。",
        "An HTTP server answers there. NapCat: use the port of its WebSocket server (3001 by default), or an url with http://. "
        "mirai: add ws to the adapters in setting.yml.",
    ),
    "connect.webui": ("这是 WebUI 端口", "this is the WebUI port"),
    "connect.webui.advice": (
        "6099 是 NapCat 的网页管理端口。用 WebSocket 服务器的端口（默认 3001）。",
        "6099 is NapCat's configuration page. Use the port of its WebSocket server (3001 by default).",
    ),
    "connect.token_refused": ("令牌被拒绝", "token refused"),
    "connect.token_refused.advice": (
        "不会再自动重试。令牌在 NapCat 的 网络配置 → 该服务器 里，不是 WebUI 的登录令牌。改好后重新启动。",
        "It will not be tried again. The token stands in NapCat's network configuration (网络配置) at that server; "
        "it is not the WebUI's. Correct it and start again.",
    ),
    "connect.verify_key_refused": ("verifyKey 不对", "verifyKey refused"),
    "connect.verify_key_refused.advice": (
        "不会再自动重试。verifyKey 在 mirai 的 config/net.mamoe.mirai-api-http/setting.yml 里。改好 verify_key 后重新启动。",
        "It will not be tried again. The key stands in mirai's config/net.mamoe.mirai-api-http/setting.yml. Correct verify_key "
        "and start again.",
    ),
    "connect.no_such_bot": ("那里没有登录这个 QQ", "this QQ is not logged in there"),
    "connect.no_such_bot.advice": (
        "在 mirai 的控制台里登录，并看看 config.toml 里的 qq 写对了没有。登录后会自动连上。",
        "Log in at mirai's console, and see that qq in config.toml is right. It connects by itself afterwards.",
    ),
    "connect.no_number": ("那里没有收到 QQ 号", "it got no QQ number"),
    "connect.no_number.advice": (
        "mirai-api-http 没有看到要连哪个 QQ：前面的反向代理可能丢掉了请求头 qq 和 verifyKey，让它原样转发。",
        "mirai-api-http did not see which QQ it is about: a reverse proxy before it may drop the headers qq and verifyKey. "
        "Let it pass them on.",
    ),
    "connect.session_refused": ("会话被拒绝", "session refused"),
    "connect.session_refused.advice": (
        "mirai-api-http 没有接受会话，会自动重试；看看它的日志。",
        "mirai-api-http did not take us; it is tried again by itself. Its log may tell why.",
    ),
    "connect.session_gone": ("会话已失效", "the session is gone"),
    "connect.session_gone.advice": (
        "mirai 重启过，或会话被别处释放。会自动重连。",
        "mirai was started anew, or the session was released elsewhere. It reconnects by itself.",
    ),
    "connect.no_http_adapter": ("那里没有 http 适配器", "no http adapter there"),
    "connect.no_http_adapter.advice": (
        '在 setting.yml 的 adapters 里加上 http，并看看 url 的端口；只有 ws 时用 transport = "ws"。',
        'Add http to adapters in setting.yml and see that the port is right; where there is ws alone, use transport = "ws".',
    ),
    "connect.events_lost": ("消息太多，可能漏了一些", "too many messages: some may be missing"),
    "connect.events_lost.advice": (
        'mirai 的未读队列满了会丢掉新的消息。好友的会从记录里补回，群里的缺口会显示出来；transport = "ws" 不会丢。',
        "mirai drops new messages when its queue of unread ones is full. Those of friends are fetched from history, gaps of "
        'groups are shown; transport = "ws" loses none.',
    ),
    "connect.reset": ("连接一建立就断开", "hung up at once"),
    "connect.reset.advice": (
        "常见于 docker：容器里的服务器要监听 0.0.0.0，而不是 127.0.0.1。",
        "Typical of docker: inside the container the server must listen on 0.0.0.0, not on 127.0.0.1.",
    ),
    "connect.store": ("没能写进本地记录", "could not write to the local store"),
    "connect.store.advice": ("看看磁盘是否已满、文件夹是否可写", "see whether the disk is full and the folder can be written to"),
    "connect.internal": ("内部错误，请看日志", "internal error, see the log"),
    "connect.internal.advice": (
        "重新启动 qiao；如果再次出现，请附日志报告",
        "start qiao anew; if it happens again, report it with the log",
    ),
    "connect.closed": ("对方断开了连接", "closed by the other side"),
    "connect.closed.advice": ("会自动重连。", "It reconnects by itself."),
    "connect.silent": ("连上了但没有回应", "connected, but silent"),
    "connect.silent.advice": (
        "接受了连接，却不说话。检查地址里的路径（OneBot 应为 /，mirai 应为 /all）和那边的日志。",
        "It takes the connection and says nothing. Check the path in the address (/ for OneBot, /all for mirai) "
        "and the log there.",
    ),
    "connect.not_logged_in": ("QQ 没有登录", "QQ not logged in"),
    "connect.not_logged_in.advice": (
        "在 NapCat 的 WebUI 里扫码登录。登录后会自动连上。",
        "Log in by QR code in NapCat's WebUI. It connects by itself afterwards.",
    ),
    "connect.heartbeat_lost": ("心跳中断", "heartbeat lost"),
    "connect.heartbeat_lost.advice": (
        "两次心跳没有到达，连接多半已经失效。会自动重连。",
        "Two heartbeats did not arrive, so the connection is probably dead. It reconnects by itself.",
    ),
    "connect.protocol": ("回应无法理解", "answer not understood"),
    "connect.protocol.advice": (
        "那里的程序说的不是这个帐号的 protocol。检查地址和端口。",
        "What answers there does not speak this account's protocol. Check address and port.",
    ),
    "connect.wrong_account": ("登录的是另一个 QQ", "another QQ is logged in"),
    "connect.wrong_account.advice": (
        "这个地址现在是另一个账号。为免混淆，什么都不会发送。换回原账号，或在 config.toml 里为它另写一个 [[accounts]]。",
        "Another account answers at this address. Nothing is sent, so that nothing gets mixed. Log the first one in again, or "
        "give this one an [[accounts]] of its own in config.toml.",
    ),
    "connect.same_account": ("这个 QQ 已经连着", "this QQ is connected already"),
    "connect.same_account.advice": (
        "config.toml 里有两个 [[accounts]] 通向同一个账号。只用先连上的那个，免得每条消息发两次；删掉一个。",
        "Two [[accounts]] in config.toml lead to the same one. Only the first that connected is used, lest everything be sent "
        "twice; remove one.",
    ),
    "connect.secret": ("拿不到令牌", "no token to be had"),
    "connect.secret.advice": (
        "检查 config.toml 里的 token_env 或 token_command（secret 也一样）。",
        "Check token_env or token_command in config.toml (and those of secret).",
    ),
    "connect.stopped": ("已停止", "stopped"),
    "connect.stopped.advice": ("重新启动 qiao 后再连接。", "Start qiao again to connect."),
    **BILIBILI,
}
