"""What the status line says."""

from tui.locale import Strings

STRINGS: Strings = {
    "status.connecting": ("连接中", "connecting"),
    "status.online": ("在线", "online"),
    "status.qq_offline": ("QQ 已离线", "QQ offline"),
    "status.waiting": ("{seconds} 秒后重连", "retry in {seconds} s"),
    "status.waiting_shortly": ("{seconds} 秒后", "in {seconds} s"),
    "status.waiting_now": ("正在重连", "retrying"),
    "status.refused": ("连接被拒", "refused"),
    "status.stopped": ("已停止", "stopped"),
    "status.why": ("{state}：{why}", "{state}: {why}"),
    "status.reason_and_words": ("{reason}（{words}）", "{reason} ({words})"),
    "status.uploading": ("图片上传 {percent}%", "picture {percent}% up"),
    "status.filling": ("补 {count} 个会话", "filling {count}"),
    "status.read_only": ("只读", "read-only"),
    "status.unread": ("未读 {count}", "{count} unread"),
    "status.requests": ("请求 {count}", "{count} asking"),
    "status.malformed": ("坏帧 {count}", "{count} bad frames"),
    "status.wire_log": ("正在记录线路", "wire log on"),
    "status.wire_log_fails": ("线路记录写不进去", "wire log fails"),
    "status.no_accounts": ("没有账号", "no account"),
}
