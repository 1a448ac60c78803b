"""What the command line says before the screen is taken."""

from tui.locale import Strings

STRINGS: Strings = {
    "cli.description": (
        "敲：在终端里聊 QQ（OneBot 11，如 NapCat；或 mirai-api-http）",
        "qiao: a terminal messenger for QQ (OneBot 11, such as NapCat, or mirai-api-http)",
    ),
    "cli.options": ("选项", "options"),
    "cli.running": ("运行", "running"),
    "cli.commands": ("命令", "commands"),
    "cli.paths": ("配置 {config}\n数据 {data}\n日志 {log}", "configuration {config}\ndata {data}\nlog {log}"),
    "cli.help": ("显示这份说明", "show this help"),
    "cli.version": ("显示版本号", "show the version"),
    "cli.demo": (
        "演示：不需要账号、网络和配置，数据用完即弃",
        "a demo: no account, network or configuration needed; its data is thrown away",
    ),
    "cli.config": ("用 FILE 作配置文件", "use FILE as the configuration"),
    "cli.data_dir": ("把聊天记录和日志放在 DIR 里", "keep history and log in DIR"),
    "cli.wire_log": (
        "把线上往来的每一帧写进 FILE（追加，一行一个 JSON，令牌等已遮住；聊天内容在里面）",
        "append every frame on the wire to FILE, a line of JSON each (tokens masked; what people say is in it)",
    ),
    "cli.no_wire_log": ("{path} 无法写入：{words}", "{path} can not be written: {words}"),
    "cli.log_level": (
        "日志详细程度：debug、info、warning、error（默认 warning）",
        "how much is logged: debug, info, warning, error (default: warning)",
    ),
    "cli.simulate": (
        "模拟一个 OneBot 11 或 mirai-api-http 实现，或者哔哩哔哩私信，给写机器人的人用",
        "simulate an implementation of OneBot 11 or mirai-api-http, or Bilibili's messages, for whoever writes bots",
    ),
    "cli.simulate.long": (
        "模拟一个 OneBot 11 或 mirai-api-http 实现：一个有人有群的小世界，机器人连上就能收发；或者模拟哔哩哔哩私信。"
        "--human 在终端里作为其中一员和机器人聊天。",
        "Simulate an implementation of OneBot 11 or mirai-api-http: a little world of people and groups "
        "that bots connect to; or Bilibili's messages. "
        "With --human the terminal opens as a member of it and chats with the bots.",
    ),
    "cli.simulate.arguments": ("qiao simulate onebot11 --help 查看", "see qiao simulate onebot11 --help"),
    "cli.plugins": ("列出插件，以及在哪里找它们", "list the plugins, and where they are looked for"),
    "cli.plugins.load": (
        "把每个插件在单独的进程里加载一次，说明结果",
        "load each in a process of its own, and say how that went",
    ),
    "cli.keys": ("列出所有命令和按键", "list all commands and their keys"),
    "cli.keys.probe": ("按一个键，看终端发来了什么", "press a key and see what the terminal sends"),
    "cli.usage_error": ("{words}\n用 qiao --help 查看用法。", "{words}\nSee qiao --help."),
    "cli.migrating": ("正在升级消息库：第 {step} 步，共 {of} 步", "Upgrading the message store: step {step} of {of}"),
    "cli.not_printed": ("没能写到标准输出：{words}", "Could not write to standard output: {words}"),
    "cli.no_terminal": (
        "qiao 要在终端里运行，而这里的输入或输出不是终端（被重定向或在管道里）。",
        "qiao runs in a terminal, but input or output here is none (redirected, or a pipe).",
    ),
    "cli.no_config": (
        "没有文件 {path}。不加 --config 启动时，qiao 会询问并写好配置。",
        "There is no file {path}. Without --config, qiao asks and writes one.",
    ),
    "cli.no_folder": ("文件夹 {path} 无法使用：{words}", "The folder {path} can not be used: {words}"),
    "cli.config_wrong": ("配置文件有误：", "The configuration is wrong:"),
    "cli.warning": ("注意：{words}", "Warning: {words}"),
    "cli.demo_start": ("模拟的 OneBot 没有启动：{words}", "The simulated OneBot did not start: {words}"),
    "cli.demo_timeout": ("{seconds} 秒内没有动静", "no sign of life within {seconds} s"),
    "cli.demo_ended": ("它在开始前就结束了（状态 {status}）", "it ended before it began (status {status})"),
}
