"""What is said after copying a text or opening a link."""

from tui.locale import Strings

STRINGS: Strings = {
    "clipboard.copied": ("已复制（{tool}）", "Copied ({tool})"),
    "clipboard.tmux": (
        "已放进 tmux 的缓冲区，并交给终端；如果粘贴不出来，用纯文本画面（{key}）",
        "In tmux's buffer, and sent to the terminal; if nothing pastes, use the bare-text view ({key})",
    ),
    "clipboard.sent": (
        "已交给终端；如果粘贴不出来，用纯文本画面（{key}）",
        "Sent to the terminal; if nothing pastes, use the bare-text view ({key})",
    ),
    "clipboard.nothing": ("没有可复制的文字", "There is no text to copy"),
    "clipboard.link_opened": ("已在浏览器中打开", "Opened in the browser"),
    "clipboard.link_failed": ("打不开浏览器：{words}", "The browser did not open: {words}"),
    "clipboard.link_here": ("这里打不开浏览器，链接是：{url}", "No browser can be opened from here. The link: {url}"),
    "clipboard.link_refused": ("只打开 http 和 https 链接：{url}", "Only http and https links are opened: {url}"),
}
