"""Saying something: text, pictures, and taking a message back."""

from __future__ import annotations

import json

from msgspec.structs import replace

from tui.chat.board_actions import Progress
from tui.platforms.bilibili.api.area import USER, Area
from tui.platforms.bilibili.client import IM, MAIN, WEB, Call
from tui.platforms.bilibili.media import Picture
from tui.platforms.bilibili.wire import Sent, UploadedPicture
from tui.platforms.multipart import FilePart
from tui.platforms.values import encodable

TEXT, PICTURE, WITHDRAW = 1, 2, 5
"""The types of messages that can be sent."""

NEW_FACES = 1
"""Without it the service gives small faces the names that they had long ago."""


class Sending(Area):
    """Saying something. What is not answered may have been done: there is nothing by which the service would know it again."""

    async def send_msg(
        self,
        receiver_id: int,
        msg_type: int | str,
        content: str | Picture,
        *,
        receiver_type: int = USER,
        progress: Progress | None = None,
    ) -> Sent:
        """Send *content*: words (1), a picture (2), which is uploaded before where it has no address, or the key of a message
        of ours to take back (5).
        """
        kind = int(msg_type)
        if isinstance(content, Picture) and not content.url:
            content = await self.upload_picture(content, progress=progress)
        me = await self.own_id()
        device = await self._device()
        message = {
            "sender_uid": me,
            "receiver_id": receiver_id,
            "receiver_type": receiver_type,
            "msg_type": kind,
            "msg_status": 0,
            "content": written(kind, content),
            "dev_id": device,
            "new_face_version": NEW_FACES,
            "timestamp": int(self.client.clock()),
        }
        form = {f"msg[{name}]": value for name, value in message.items()} | {"from_firework": 0} | WEB
        query = {"w_sender_uid": me, "w_receiver_id": receiver_id, "w_dev_id": device}
        call = Call("send_msg", "POST", IM, "/web_im/v1/web_im/send_msg", query, form, is_signed=True, has_csrf=True)
        return await self._ask(call, Sent)

    async def upload_picture(self, picture: Picture, *, progress: Progress | None = None) -> Picture:
        """Put the bytes of *picture* where Bilibili takes pictures of messages from, and return it with its address."""
        # Only the ending of the name is looked at: what the file is called here is nobody's business.
        file = FilePart(picture.body, f"picture.{picture.image_type or 'png'}", picture.media_type)
        form = {"biz": "im", "category": "daily"}
        path = "/x/dynamic/feed/draw/upload_bfs"
        call = Call("upload_picture", "POST", MAIN, path, form=form, files={"file_up": file}, progress=progress, has_csrf=True)
        found = await self._ask(call, UploadedPicture)
        size = found.img_size or picture.size
        return replace(picture, url=found.image_url, width=found.image_width, height=found.image_height, size=size, body=b"")


def written(kind: int, content: str | Picture) -> str:
    """Return *content* as the text that stands in the form. A key is a bare number there, and Chinese is not escaped: the
    service counts bytes.
    """
    if isinstance(content, Picture):
        row: object = content.content()
    elif kind == WITHDRAW:
        return content.strip()
    else:
        row = {"content": content}
    return encodable(json.dumps(row, ensure_ascii=False, separators=(",", ":")))
