"""Files that are saved: how far, where, and why not."""

from tui.locale import Strings

STRINGS: Strings = {
    "download.saving": ("正在保存 {name}…", "saving {name}…"),
    "download.part": ("正在保存 {name}：{percent}%（共 {size}）", "saving {name}: {percent}% of {size}"),
    "download.so_far": ("正在保存 {name}：已收到 {size}", "saving {name}: {size} so far"),
    "download.saved": ("已保存到 {path}", "saved as {path}"),
    "download.failed": ("没有保存 {name}。{why}", "{name} was not saved. {why}"),
    "download.nothing": ("这里没有可以保存的图片、文件或聊天记录", "there is no picture, file or history here to save"),
    "download.no_link": ("没有可以下载的地址", "there is no address to fetch it from"),
    "download.expired": ("下载地址已过期", "its address has expired"),
    "download.refused": ("服务器拒绝了（{words}），文件可能已过期", "the server refused ({words}); it may have expired"),
    "download.unreachable": (
        "连不上文件服务器，请检查网络后再试（{words}）",
        "the file server can not be reached; try again ({words})",
    ),
    "download.broken_off": ("下载中途断了，请再试一次（{words}）", "the download broke off; try again ({words})"),
    "download.not_given": ("对方没有给出新的下载地址（{words}）", "no new address could be had ({words})"),
    "download.elsewhere": (
        "文件在运行 QQ 那边程序的电脑上：{words}",
        "it lies on the computer of the program that holds QQ: {words}",
    ),
    "download.too_large": ("文件太大了", "it is too large"),
    "download.not_written": ("写不进下载文件夹：{words}", "the downloads folder can not be written: {words}"),
}
