"""The first screen of all, and the form for an account."""

from tui.locale import Strings

STRINGS: Strings = {
    "first_run.tagline": ("在终端里聊 QQ", "QQ in your terminal"),
    # Both languages on purpose: it is asked before one is chosen.
    "first_run.language": ("语言 Language", "语言 Language"),
    "first_run.no_account": ("还没有账号。想怎么开始？", "There is no account yet. How do you want to begin?"),
    "first_run.demo": ("先看演示", "Try the demo"),
    "first_run.demo.hint": (
        "模拟的好友和群，不需要账号和网络，数据用完即弃",
        "Simulated people and groups; nothing is kept",
    ),
    "first_run.account": ("添加账号", "Add an account"),
    "first_run.account.hint": (
        "连接你已经在运行的 NapCat 等 OneBot 11 实现",
        "To NapCat, or another OneBot 11, that you run",
    ),
    "first_run.quit": ("退出", "Quit"),
    "first_run.quit.hint": ("下次启动还会回到这里", "The next start comes back here"),
    "first_run.file": ("配置会写入 {path}", "The configuration is written to {path}"),
    "first_run.keys": ("↑↓ 选择 · Enter 确定 · Ctrl+Q 退出", "↑↓ choose · Enter take · Ctrl+Q quit"),
    "first_run.keys.back": ("↑↓ 选择 · Enter 确定 · Esc 返回 · Ctrl+Q 退出", "↑↓ choose · Enter take · Esc back · Ctrl+Q quit"),
    "first_run.form.title.onebot11": ("添加账号 · OneBot 11", "Add an account · OneBot 11"),
    "first_run.form.name": ("名称", "Name"),
    "first_run.form.name.hint": ("显示在侧栏里，自己起", "shown in the sidebar, as you like"),
    "first_run.form.url": ("地址", "Address"),
    "first_run.form.url.hint": ("空着：让 NapCat 连过来", "empty: NapCat dials us"),
    "first_run.form.listen": ("监听", "Listen"),
    "first_run.form.listen.hint": ("NapCat 连到哪里，如 127.0.0.1:8082", "where NapCat dials, like 127.0.0.1:8082"),
    "first_run.form.webhook": ("Webhook", "Webhook"),
    "first_run.form.webhook.hint": ("收事件，如 127.0.0.1:8083；空着就定时查", "for events, like 127.0.0.1:8083; empty: asks"),
    "first_run.form.secret": ("密钥", "Secret"),
    "first_run.form.secret.hint": ("NapCat 里 HTTP 客户端的 Token", "the token of NapCat's HTTP client"),
    "first_run.form.token": ("令牌", "Token"),
    "first_run.form.token.hint": ("NapCat 里的 Token，没有就空着", "the one given in NapCat; empty if none"),
    "first_run.form.show": ("显示", "Show"),
    "first_run.form.hide": ("隐藏", "Hide"),
    "first_run.form.test": ("测试连接", "Test"),
    "first_run.form.save": ("保存", "Save"),
    "first_run.form.save_anyway": ("仍然保存", "Save anyway"),
    "first_run.form.back": ("返回", "Back"),
    "first_run.form.keys": ("Tab 下一项 · Enter 确定 · Esc 返回", "Tab next · Enter take · Esc back"),
    "first_run.form.intro": (
        "地址和令牌在 NapCat 的 WebUI → 网络配置 → WebSocket 服务器 里；没有就先新建一个。HTTP 服务器的地址（http://）也行。",
        "Both stand in NapCat's WebUI → Network config (网络配置) → WebSocket (or HTTP) server; make one if there is none.",
    ),
    "first_run.form.testing": ("正在测试连接…", "Testing the connection…"),
    "first_run.form.untested": (
        "测试没有通过。再选一次“仍然保存”会照样保存，之后可以在 config.toml 里改。",
        "The test did not pass. “Save anyway” keeps the account as it is; config.toml can be corrected later.",
    ),
    "first_run.form.words": ("原话：{words}", "In its own words: {words}"),
    "first_run.form.name_taken": ("已经有叫这个名称的账号", "there is an account of this name already"),
    "first_run.not_saved": ("没有写入 {path}：{words}", "{path} was not written: {words}"),
}
