"""A bare client of Bilibili: paths without hosts, cookies, csrf and signatures where they are wanted."""

from __future__ import annotations

import json
import time
from typing import Any

import httpx

from tui.simulator.bilibili.login import Credential
from tui.simulator.bilibili.wbi import mixin_key, signatures

Frame = dict[str, Any]
SESSIONS, SETTINGS, PASSPORT = "/session_svr/v1/session_svr", "/link_setting/v1/link_setting", "/x/passport-login/web"
FETCH, SEND = "/svr_sync/v1/svr_sync/fetch_session_msgs", "/web_im/v1/web_im/send_msg"
LIMIT = 5.0


class BiliClient:
    """One login, or none."""

    def __init__(self, url: str, login: Credential | None = None) -> None:
        self.login = login
        self.cookies = login.cookies if login else {}
        header = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if login else {}
        self.http = httpx.AsyncClient(base_url=url, headers=header, timeout=LIMIT, trust_env=False)
        self._key = ""

    async def get(self, path: str, **query: object) -> Frame:
        """The answer to a question."""
        return self._frame(await self.http.get(path, params={name: str(value) for name, value in query.items()}))

    async def post(self, path: str, **form: object) -> Frame:
        """The answer to an act, with our csrf."""
        csrf = self.cookies.get("bili_jct", "")
        given = {"csrf": csrf, "csrf_token": csrf} | {name: str(value) for name, value in form.items()}
        return self._frame(await self.http.post(path, data=given))

    @staticmethod
    def _frame(answer: httpx.Response) -> Frame:
        assert answer.status_code == 200, answer
        frame: Frame = answer.json()
        return frame

    async def data(self, path: str, **query: object) -> Any:
        """What is asked for, which is not refused."""
        frame = await self.get(path, **query)
        assert frame["code"] == 0, frame
        return frame["data"]

    async def code(self, path: str, **query: object) -> int:
        """The code of an answer to a question."""
        return int((await self.get(path, **query))["code"])

    async def learn_keys(self) -> None:
        """Ask for the keys of signatures."""
        keys = (await self.get("/x/web-interface/nav"))["data"]["wbi_img"]
        names = [keys[name].rpartition("/")[2].removesuffix(".png") for name in ("img_url", "sub_url")]
        self._key = mixin_key(*names)

    def signed(self, query: Frame) -> dict[str, str]:
        """A query with its signature by the keys learnt last."""
        fields = {name: str(value) for name, value in query.items()} | {"wts": str(int(time.time()))}
        return fields | {"w_rid": signatures(fields, self._key).pop()}

    async def send(self, receiver: int, kind: int, content: str, *, is_signed: bool = True, **more: object) -> Frame:
        """What is answered to a message, as the page sends one."""
        if not self._key:
            await self.learn_keys()
        own = self.cookies["DedeUserID"]
        query: Frame = {"w_sender_uid": own, "w_receiver_id": receiver}
        fields = {"sender_uid": own, "receiver_id": receiver, "receiver_type": 1, "msg_type": kind, "msg_status": 0}
        fields |= {"content": content, "new_face_version": 1, "dev_id": "0", "timestamp": int(time.time())} | more
        csrf = self.cookies["bili_jct"]
        form = {f"msg[{name}]": str(value) for name, value in fields.items()} | {"csrf": csrf, "csrf_token": csrf}
        answer = await self.http.post(SEND, params=self.signed(query) if is_signed else query, data=form)
        return self._frame(answer)

    async def text(self, receiver: int, words: str, **more: object) -> Frame:
        """What is answered to a text."""
        return await self.send(receiver, 1, json.dumps({"content": words}, ensure_ascii=False), **more)  # type: ignore[arg-type]
