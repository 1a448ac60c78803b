"""What the connection test of an account on mirai-api-http found, and what to do about it."""

from tui.locale import Strings

STRINGS: Strings = {
    "probe.mirai.ok": (
        "连接成功：{nickname}（{id}）· {implementation} {version}",
        "Connected: {nickname} ({id}) · {implementation} {version}",
    ),
    "probe.mirai.bad_url": ("地址无法使用", "The address can not be used"),
    "probe.mirai.bad_url.advice": (
        "应形如 http://127.0.0.1:8080：以 http://、https://、ws:// 或 wss:// 开头，有主机名，端口是 1 到 65535。",
        "It looks like http://127.0.0.1:8080: http://, https://, ws:// or wss://, a host, and a port from 1 to 65535.",
    ),
    "probe.mirai.refused": ("{host}:{port} 拒绝连接：没有程序在听", "{host}:{port} refuses: nothing listens there"),
    "probe.mirai.refused.advice": (
        "• mirai（或 Overflow）在运行吗？装了 mirai-api-http 插件吗？\n"
        "• config/net.mamoe.mirai-api-http/setting.yml：adapters 里有 ws 吗？端口是 {port} 吗（默认 {usual}）？改过要重启。\n"
        "• docker 或另一台机器：host 填 0.0.0.0 并发布端口，或 ssh -L {port}:127.0.0.1:{port} 那台机器",
        "• Does mirai (or Overflow) run, with the plugin mirai-api-http?\n"
        "• config/net.mamoe.mirai-api-http/setting.yml: is ws among the adapters, is the port {port} ({usual} by "
        "default)? Restart after a change.\n"
        "• docker or another machine: set host to 0.0.0.0 and publish the port, or ssh -L {port}:127.0.0.1:{port} that-machine",
    ),
    "probe.mirai.dns": ("找不到主机 {host}", "The host {host} is not found"),
    "probe.mirai.dns.advice": (
        "检查拼写；本机上的 mirai 用 127.0.0.1。",
        "Check the spelling; a mirai on this machine is 127.0.0.1.",
    ),
    "probe.mirai.unreachable": ("到不了 {host}:{port}", "{host}:{port} can not be reached"),
    "probe.mirai.unreachable.advice": (
        "检查网络、VPN 和防火墙；前面若有反向代理，看它后面的 mirai 是否在运行。",
        "Check network, VPN and firewalls; behind a reverse proxy, see that mirai itself runs.",
    ),
    "probe.mirai.timeout": ("{host}:{port} 没有应答（超时）", "{host}:{port} does not answer (timed out)"),
    "probe.mirai.timeout.advice": (
        "多半是防火墙丢弃了连接，或地址不对。在另一台机器上时可走 ssh：ssh -L {port}:127.0.0.1:{port} {host}",
        "Mostly a firewall that drops the connection, or a wrong address. To another machine ssh helps: "
        "ssh -L {port}:127.0.0.1:{port} {host}",
    ),
    "probe.mirai.tls": ("和 {host}:{port} 的 TLS 握手失败", "TLS with {host}:{port} failed"),
    "probe.mirai.tls.advice": (
        "mirai 自己的端口不用 TLS：用 http://。经过反向代理时检查它的证书。",
        "mirai's own port has no TLS: use http://. Behind a reverse proxy, check its certificate.",
    ),
    "probe.mirai.container_loopback": (
        "{host}:{port} 一连上就断开",
        "{host}:{port} takes the connection and hangs up at once",
    ),
    "probe.mirai.container_loopback.advice": (
        "mirai 在 docker 里时：setting.yml 里 adapterSettings 的 host 要填 0.0.0.0，并发布端口 -p 127.0.0.1:{port}:{port}。",
        "With mirai in docker: set host to 0.0.0.0 under adapterSettings in setting.yml, and publish the port, "
        "-p 127.0.0.1:{port}:{port}.",
    ),
    "probe.mirai.can_not_listen": ("无法在 {host}:{port} 上监听", "can not listen on {host}:{port}"),
    "probe.mirai.can_not_listen.advice": (
        "端口可能被别的程序占用，或这台机器没有这个地址。换一个端口，setting.yml 里也一起改。",
        "Another program may have the port, or this machine has no such address. Take another one, and change it in "
        "setting.yml, too.",
    ),
    "probe.mirai.nobody_dialled": (
        "在 {host}:{port} 上等了几秒，没有人连过来",
        "Nobody dialled {host}:{port} within some seconds",
    ),
    "probe.mirai.nobody_dialled.advice": (
        "setting.yml：adapters 里加 reverse-ws，adapterSettings 的 destinations 里写 host、port {port}、path /；改过要重启。"
        "mirai 在 docker 里时，127.0.0.1 是容器自己。",
        "setting.yml: put reverse-ws among the adapters, and host, port {port} and path / among its destinations; restart mirai. "
        "In docker, 127.0.0.1 is the container itself.",
    ),
    "probe.mirai.dialled_without_key": ("有人连来，但没带对 verifyKey", "Somebody dialled, without the right verifyKey"),
    "probe.mirai.dialled_without_key.advice": (
        "在 setting.yml 的那个 destination 的 extraHeaders 里写上 verifyKey，和这里的一样。",
        "Give that destination in setting.yml the extraHeaders verifyKey, the same as here.",
    ),
    "probe.mirai.dialled_key_refused": ("mirai 连来了，但不认这个 verifyKey", "mirai dialled, but refuses this verifyKey"),
    "probe.mirai.dialled_key_refused.advice": (
        "它要和 config/net.mamoe.mirai-api-http/setting.yml 里 verifyKey 那一行一样。",
        "It must be the same as at verifyKey in config/net.mamoe.mirai-api-http/setting.yml.",
    ),
    "probe.mirai.dialled_refused": ("有人连来，但没有给出会话", "Somebody dialled, but gave no session"),
    "probe.mirai.dialled_refused.advice": (
        "确认连来的是 mirai-api-http 的 reverse-ws，再看它的日志。",
        "Make sure that it is the reverse-ws of mirai-api-http, then look into its log.",
    ),
    "probe.mirai.webhook": ("可以在 http://{host}:{port} 接收事件", "Events can be taken at http://{host}:{port}"),
    "probe.mirai.webhook.advice": (
        "setting.yml：adapters 里加 webhook，destinations 里写 http://{host}:{port}。有人说话时才知道它通不通。",
        "setting.yml: put webhook among the adapters and http://{host}:{port} among its destinations. Whether it works shows "
        "when somebody speaks.",
    ),
    "probe.mirai.no_http": ("{port} 上没有 mirai-api-http 的 http", "No http adapter of mirai-api-http is on {port}"),
    "probe.mirai.no_http.advice": (
        "setting.yml 的 adapters 里加一行 - http，重启 mirai；或者改用 WebSocket。端口默认 {usual}。",
        "Add - http to adapters in setting.yml and restart mirai; or choose WebSocket. The port is {usual} by default.",
    ),
    "probe.mirai.wrong_account": ("那里登录的是另一个 QQ", "Another QQ is logged in there"),
    "probe.mirai.wrong_account.advice": (
        "那里是 singleMode，只有一个 QQ（见原话）。把这里的 QQ 号改成它，或在那边换号登录。",
        "It runs in singleMode, with one QQ alone (its number stands above). Give that one here, or log in the other there.",
    ),
    "probe.mirai.verify_key": ("verifyKey 不对", "The verifyKey is refused"),
    "probe.mirai.verify_key.advice": (
        "它在 mirai 的 config/net.mamoe.mirai-api-http/setting.yml 里，verifyKey 那一行（默认以 INITKEY 开头）。",
        "It stands in mirai's config/net.mamoe.mirai-api-http/setting.yml, at verifyKey (by default it begins with INITKEY).",
    ),
    "probe.mirai.no_such_bot": ("mirai 在运行，但没有登录这个 QQ", "mirai runs, but this QQ is not logged in there"),
    "probe.mirai.no_such_bot.advice": (
        "QQ 号写对了吗？在 mirai 的控制台里登录（/login），再测一次。",
        "Is the number right? Log in at mirai's console (/login), and test again.",
    ),
    "probe.mirai.no_number": ("mirai 没有收到 QQ 号", "mirai got no QQ number"),
    "probe.mirai.no_number.advice": (
        "前面的反向代理可能丢掉了请求头 qq 和 verifyKey：让它原样转发，或直接连 mirai 的端口。",
        "A reverse proxy before it may drop the headers qq and verifyKey: let it pass them on, or dial mirai's own port.",
    ),
    "probe.mirai.session_refused": ("mirai 没有接受会话", "mirai did not take our session"),
    "probe.mirai.session_refused.advice": (
        "再试一次；仍然如此就看 mirai 的日志，或重启它。",
        "Try again; if it stays so, look into mirai's log, or restart it.",
    ),
    "probe.mirai.http_only": (
        "{port} 上是 mirai-api-http {version}，但没有启用 ws",
        "mirai-api-http {version} is on {port}, but its ws adapter is not switched on",
    ),
    "probe.mirai.http_only.advice": (
        "setting.yml 的 adapters 里加一行 - ws，重启 mirai；ws 用另一个端口时，把它填在“WS 地址”里。",
        "Add - ws to adapters in setting.yml and restart mirai; where ws has a port of its own, give that as the WS address.",
    ),
    "probe.mirai.not_mirai": ("{port} 上不是 mirai-api-http", "{port} is not mirai-api-http's port"),
    "probe.mirai.not_mirai.advice": (
        "那里答话的是别的程序。看 setting.yml 里的端口（默认 {usual}）；NapCat 等 OneBot 11 请返回，选 OneBot 11。",
        "Another program answers there. See setting.yml for the port ({usual} by default); for NapCat and others go back and "
        "choose OneBot 11.",
    ),
    "probe.mirai.onebot": ("{host}:{port} 说的是 OneBot 11", "{host}:{port} speaks OneBot 11"),
    "probe.mirai.onebot.advice": (
        "返回，选 OneBot 11，填同一个地址（以 ws:// 开头）。",
        "Go back, choose OneBot 11, and give the same address (with ws://).",
    ),
    "probe.mirai.silent": ("{host}:{port} 接受了连接，但一句话也不说", "{host}:{port} takes the connection and says nothing"),
    "probe.mirai.silent.advice": (
        "地址里不要写路径（只写 {scheme}://{host}:{port}）。确认那是 mirai-api-http 的端口（默认 {usual}），再看 mirai 的日志。",
        "Give no path in the address (only {scheme}://{host}:{port}). Make sure that it is mirai-api-http's port ({usual} by "
        "default), then look into mirai's log.",
    ),
    "probe.mirai.closed": ("{host}:{port} 断开了连接", "{host}:{port} closed the connection"),
    "probe.mirai.closed.advice": (
        "再试一次；仍然如此就看 mirai 的日志。",
        "Try again; if it stays so, look into mirai's log.",
    ),
    "probe.mirai.protocol": ("{host}:{port} 说的不是 mirai-api-http", "{host}:{port} does not speak mirai-api-http"),
    "probe.mirai.protocol.advice": (
        "检查端口：它在 setting.yml 的 adapterSettings 里（默认 {usual}）。",
        "Check the port: it stands under adapterSettings in setting.yml, {usual} by default.",
    ),
}
