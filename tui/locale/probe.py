"""What the connection test found, and what to do about it in NapCat."""

from tui.locale import Strings
from tui.locale.probe_mirai import STRINGS as MIRAI

STRINGS: Strings = {
    **MIRAI,
    "probe.ok": (
        "连接成功：{nickname}（{id}）· {implementation} {version}",
        "Connected: {nickname} ({id}) · {implementation} {version}",
    ),
    "probe.ok.advice": (
        "想看到自己在手机上发的消息，请在 NapCat 网络配置的这一项里打开“上报自身消息”。",
        "To see what you send from your phone, switch on reportSelfMessage (上报自身消息) at this entry of NapCat's network "
        "configuration.",
    ),
    "probe.bad_url": ("地址无法使用", "The address can not be used"),
    "probe.bad_url.advice": (
        "应形如 ws://127.0.0.1:3001：以 ws://、wss://、http:// 或 https:// 开头，有主机名，端口是 1 到 65535。",
        "It looks like ws://127.0.0.1:3001: ws://, wss://, http:// or https://, a host, and a port from 1 to 65535.",
    ),
    "probe.public_plain": (
        "{host} 在公网上，{scheme}:// 不加密：令牌和消息路上谁都能看到",
        "{host} is on the public network and {scheme}:// is not encrypted: token and messages can be read on the way",
    ),
    "probe.public_plain.advice": (
        "用 {scheme}s://，或走 ssh：ssh -L {port}:127.0.0.1:{port} {host}，然后连 {scheme}://127.0.0.1:{port}。",
        "Use {scheme}s://, or go through ssh: ssh -L {port}:127.0.0.1:{port} {host}, then dial {scheme}://127.0.0.1:{port}.",
    ),
    "probe.refused": ("{host}:{port} 拒绝连接：没有程序在听", "{host}:{port} refuses: nothing listens there"),
    "probe.refused.advice": (
        "• NapCat 在运行吗？\n"
        "• WebUI → 网络配置 → 新建 → {kind} 服务器，端口 {port}，勾选启用。\n"
        "• docker：发布端口 -p 127.0.0.1:{port}:{port}，服务器的主机填 0.0.0.0。\n"
        "• 在另一台机器上：ssh -L {port}:127.0.0.1:{port} 那台机器",
        "• Does NapCat run?\n"
        "• WebUI → Network config (网络配置) → New (新建) → {kind} server, port {port}, enabled.\n"
        "• docker: publish the port, -p 127.0.0.1:{port}:{port}, and set the server's host to 0.0.0.0.\n"
        "• On another machine: ssh -L {port}:127.0.0.1:{port} that-machine",
    ),
    "probe.dns": ("找不到主机 {host}", "The host {host} is not found"),
    "probe.dns.advice": (
        "检查拼写；本机上的 NapCat 用 127.0.0.1。",
        "Check the spelling; a NapCat on this machine is 127.0.0.1.",
    ),
    "probe.unreachable": ("到不了 {host}:{port}", "{host}:{port} can not be reached"),
    "probe.unreachable.advice": (
        "检查网络、VPN 和防火墙；前面若有反向代理，看它后面的 NapCat 是否在运行。",
        "Check network, VPN and firewalls; behind a reverse proxy, see that NapCat itself runs.",
    ),
    "probe.timeout": ("{host}:{port} 没有应答（超时）", "{host}:{port} does not answer (timed out)"),
    "probe.timeout.advice": (
        "多半是防火墙丢弃了连接，或地址不对。在另一台机器上时可走 ssh：ssh -L {port}:127.0.0.1:{port} {host}",
        "Mostly a firewall that drops the connection, or a wrong address. To another machine ssh helps: "
        "ssh -L {port}:127.0.0.1:{port} {host}",
    ),
    "probe.mute": (
        "{host}:{port} 接受了连接，却一直不说话：那里多半不是 {kind} 服务器",
        "{host}:{port} takes the connection but says nothing: most likely no {kind} server",
    ),
    "probe.mute.advice": (
        "• WebUI → 网络配置：端口是不是 {kind} 服务器的（默认 {usual}）？\n"
        "• NapCat 是不是卡住了？重启它再试。\n"
        "• docker：容器在启动中时，发布的端口已能连上。",
        "• WebUI → Network config (网络配置): is it the {kind} server's port ({usual} by default)?\n"
        "• Does NapCat hang? Restart it.\n"
        "• docker: a published port can be dialled before the container has started.",
    ),
    "probe.tls": ("和 {host}:{port} 的 TLS 握手失败", "TLS with {host}:{port} failed"),
    "probe.tls.advice": (
        "NapCat 自己的端口不用 TLS：用 ws://（或 http://）。经过反向代理时检查它的证书。",
        "NapCat's own port has no TLS: use ws:// (or http://). Behind a reverse proxy, check its certificate.",
    ),
    "probe.http_port": ("{port} 是 HTTP 端口，不是 WebSocket 端口", "{port} is an HTTP port, not a WebSocket one"),
    "probe.http_port.advice": (
        "WebUI → 网络配置 → 新建 → WebSocket 服务器，然后连它的端口（默认 3001；HTTP 服务器的默认是 3000）。"
        "只有 HTTP 服务器时，把地址写成 http://{host}:{port}。",
        "WebUI → Network config (网络配置) → New (新建) → WebSocket server, then dial its port (3001 by default; 3000 is the "
        "HTTP server's). Where there is only an HTTP server, write http://{host}:{port}.",
    ),
    "probe.websocket_port": ("{port} 是 WebSocket 端口，不是 HTTP 端口", "{port} is a WebSocket port, not an HTTP one"),
    "probe.websocket_port.advice": (
        "把地址写成 ws://{host}:{port}：WebSocket 一条连接就够了，不需要 webhook。",
        "Write ws://{host}:{port}: one WebSocket is enough, and no webhook is needed.",
    ),
    "probe.can_not_listen": ("无法在 {host}:{port} 上监听", "can not listen on {host}:{port}"),
    "probe.can_not_listen.advice": (
        "端口可能被别的程序占用，或这台机器没有这个地址。换一个端口，NapCat 里也一起改。",
        "Another program may have the port, or this machine has no such address. Take another one, and change it in NapCat, too.",
    ),
    "probe.nobody_dialled": ("在 {host}:{port} 上等了几秒，没有人连过来", "Nobody dialled {host}:{port} within some seconds"),
    "probe.nobody_dialled.advice": (
        "WebUI → 网络配置 → 新建 → WebSocket 客户端，地址 ws://{host}:{port}，同一个 Token，启用；它默认每 5 秒连一次。"
        "NapCat 在 docker 里时，127.0.0.1 是容器自己。",
        "WebUI → Network config (网络配置) → New (新建) → WebSocket client with ws://{host}:{port} and the same token, enabled; "
        "it dials every 5 s. In docker, 127.0.0.1 is the container itself.",
    ),
    "probe.dialled_without_token": ("有人连来，但没带令牌", "Somebody dialled, without a token"),
    "probe.dialled_without_token.advice": (
        "在 NapCat 的那个 WebSocket 客户端里填上和这里一样的 Token。",
        "Give NapCat's WebSocket client the same token as here.",
    ),
    "probe.dialled_with_wrong_token": ("有人连来，但令牌不对", "Somebody dialled, with a wrong token"),
    "probe.dialled_with_wrong_token.advice": (
        "NapCat 的那个 WebSocket 客户端里的 Token 要和这里的一样。",
        "The token of NapCat's WebSocket client must be the same as here.",
    ),
    "probe.webhook": ("可以在 http://{host}:{port} 接收事件", "Events can be taken at http://{host}:{port}"),
    "probe.webhook.advice": (
        "WebUI → 网络配置 → 新建 → HTTP 客户端：URL 填 http://{host}:{port}，Token 填这里的密钥。有人说话时才知道它通不通。",
        "WebUI → Network config (网络配置) → New (新建) → HTTP client: http://{host}:{port} with the secret as its "
        "token. Whether it works shows when somebody speaks.",
    ),
    "probe.polled": (
        "没有 webhook：新消息只能定时查询，会晚到；撤回、戳一戳、加入退出都收不到",
        "No webhook: new messages are only asked for now and then; recalls, pokes, who comes and goes are not told",
    ),
    "probe.polled.advice": (
        "填一个 webhook（如 127.0.0.1:8083），并在 NapCat 里新建 HTTP 客户端；或者改用 WebSocket 服务器。",
        "Give a webhook (like 127.0.0.1:8083) and make an HTTP client in NapCat; or use a WebSocket server instead.",
    ),
    "probe.webui": ("{port} 是 NapCat 的网页管理（WebUI）端口", "{port} is the port of NapCat's configuration page (WebUI)"),
    "probe.webui.advice": (
        "用浏览器打开它：网络配置 → 新建 → WebSocket 服务器，然后在这里填那个服务器的端口（默认 3001）和 Token。"
        "WebUI 的登录令牌不能用。",
        "Open it in a browser: Network config (网络配置) → New (新建) → WebSocket server. Then give that server's port (3001 by "
        "default) and its token here; the WebUI's own login token does not work.",
    ),
    "probe.container_loopback": (
        "{host}:{port} 一连上就断开",
        "{host}:{port} takes the connection and hangs up at once",
    ),
    "probe.container_loopback.advice": (
        "NapCat 在 docker 里时：{kind} 服务器的主机要填 0.0.0.0（127.0.0.1 只在容器里听得到），"
        "并发布端口 -p 127.0.0.1:{port}:{port}。",
        "With NapCat in docker: set the {kind} server's host to 0.0.0.0 (127.0.0.1 is heard only inside the container) and "
        "publish the port, -p 127.0.0.1:{port}:{port}.",
    ),
    "probe.token_refused": ("令牌被拒绝", "The token is refused"),
    "probe.token_refused.advice": (
        "令牌在 WebUI → 网络配置 → 这个 {kind} 服务器 → Token。它不是 WebUI 的登录令牌（webui.json 里或启动日志里的那个）。",
        "It stands in WebUI → Network config (网络配置) → this {kind} server → Token. It is not the WebUI's login token (the "
        "one in webui.json and in the start-up log).",
    ),
    "probe.silent": ("{host}:{port} 接受了连接，但一句话也不说", "{host}:{port} takes the connection and says nothing"),
    "probe.silent.advice": (
        "地址里不要写路径（只写 {scheme}://{host}:{port}）。确认那是 OneBot 11 的 {kind} 服务器，再看 NapCat 的日志。",
        "Give no path in the address (only {scheme}://{host}:{port}). Make sure that it is a OneBot 11 {kind} server, then look "
        "into NapCat's log.",
    ),
    "probe.not_logged_in": ("NapCat 在运行，但 QQ 没有登录", "NapCat runs, but QQ is not logged in"),
    "probe.not_logged_in.advice": ("打开 NapCat 的 WebUI，扫码登录 QQ。", "Open NapCat's WebUI and log in to QQ by QR code."),
    "probe.qq_offline": ("NapCat 在运行，但 {nickname} 的 QQ 已离线", "NapCat runs, but QQ is offline for {nickname}"),
    "probe.qq_offline.advice": (
        "QQ 可能被挤下线或要重新验证：到 NapCat 的 WebUI 里重新登录。",
        "QQ may have been logged out or wants to be verified again: log in again in NapCat's WebUI.",
    ),
    "probe.closed": ("{host}:{port} 断开了连接", "{host}:{port} closed the connection"),
    "probe.closed.advice": ("再试一次；仍然如此就看 NapCat 的日志。", "Try again; if it stays so, look into NapCat's log."),
    "probe.protocol": ("{host}:{port} 说的不是 OneBot 11", "{host}:{port} does not speak OneBot 11"),
    "probe.protocol.advice": (
        "检查端口：要用 WebUI → 网络配置 里 {kind} 服务器的端口（默认 {usual}）。",
        "Check the port: it is that of the {kind} server in WebUI → Network config (网络配置), {usual} by default.",
    ),
    "probe.crashed": ("测试自己出了错：{error}", "The test itself failed: {error}"),
    "probe.crashed.advice": (
        "这是 qiao 的错误，日志里有详情。账号仍然可以保存。",
        "This is a mistake of qiao's; the log holds the details. The account can still be saved.",
    ),
}
