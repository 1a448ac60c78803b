"""The demo's banner and its tour."""

from tui.locale import Strings

STRINGS: Strings = {
    "tour.banner": (
        "演示：这里的人和群都是模拟的，关掉就没了。{key} 两分钟导览",
        "Demo: nobody here is real and nothing is kept. {key}: two-minute tour",
    ),
    "tour.answer": (
        "导览 1/3：有人找你。{next} 跳到下一个未读（不能写的就再按一次），写句话，回车发出。对方会回你。",
        "Tour 1/3: somebody writes to you. {next}: the next unread (again where one can only read); write, enter sends it.",
    ),
    "tour.mute": (
        "导览 2/3：用键盘禁言。{switch} 打开你管理的群，空输入框里按 ↑ 选一条消息，按 {mute}，输入 10m 回车。",
        "Tour 2/3: mute by keyboard. {switch}: a group you administer; up in the empty composer selects a message, {mute}, 10m.",
    ),
    "tour.drop": (
        "导览 3/3：断网了（{seconds} 秒）。现在写一句并回车：它会等着，连上后自己发出，不丢也不重。",
        "Tour 3/3: the network is down ({seconds} s). Write something and press enter: it waits, and goes out once, by itself.",
    ),
    "tour.drop_first": (
        "导览 3/3：{key} 断开网络试试，什么都不会丢。",
        "Tour 3/3: {key} cuts the network. Nothing will be lost.",
    ),
    "tour.done": (
        "导览结束：发出去了。{help} 看全部按键，{key} 收起这一行。",
        "That was the tour: it went out. {help} shows all keys, {key} closes this line.",
    ),
}
