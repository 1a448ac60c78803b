"""bilibili-api-python for the peers' test, in an environment of its own.

Arguments: address, SESSDATA, bili_jct, DedeUserID, ac_time_value.
"""

import asyncio
import base64
import json
import os
import sys
from urllib.parse import urlsplit

from bilibili_api import Credential, Picture, login_v2, register_client, request_settings, session
from bilibili_api.clients.AioHTTPClient import AioHTTPClient
from bilibili_api.exceptions import ResponseCodeException
from bilibili_api.session import Event, EventType, Session

BASE, SESSDATA, CSRF, OWN, TOKEN = sys.argv[1:6]
FRIEND, GALLERY, GROUP = 2000001, 2000009, 3000001
PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAQAAAADCAIAAAA7ljmRAAAAE0lEQVR4nGNkYPjPgASYGFABEXwAI8MBBcvYR3kAAAAASUVORK5CYII=")


class Here(AioHTTPClient):
    """Asks the simulator, whatever host of Bilibili was meant; nothing leaves this machine."""

    async def request(self, method="", url="", **more):
        parts = urlsplit(url)
        rest = parts.path + (f"?{parts.query}" if parts.query else "")
        return await super().request(method=method, url=BASE + rest, **more)


def tell(**line: object) -> None:
    os.write(1, f"\n{json.dumps(line)}\n".encode())  # at one go, whatever else is printed meanwhile


async def refused(doing) -> int:
    try:
        await doing
    except ResponseCodeException as error:
        return error.code
    return 0


async def look(credential: Credential) -> None:
    sessions = await session.get_sessions(credential)
    tell(sessions=[(it["talker_id"], it["session_type"], it["unread_count"]) for it in sessions["session_list"]])
    tell(new=[it["talker_id"] for it in (await session.new_sessions(credential, 0))["session_list"]])
    tell(none=(await session.new_sessions(credential))["session_list"])
    page = await session.fetch_session_msgs(GALLERY, credential)
    tell(types=[it["msg_type"] for it in page["messages"]], newest_first=page["messages"][0]["msg_seqno"] == page["max_seqno"])
    group = await session.fetch_session_msgs(GROUP, credential, session_type=2)
    tell(welcome=[str(Event(it, int(OWN)).content) for it in group["messages"] if it["msg_type"] == 306])
    tell(detail=(await session.get_session_detail(credential, FRIEND))["max_seqno"])
    tell(no_detail=await refused(session.get_session_detail(credential, 99)))
    tell(likes=len((await session.get_likes(credential))["total"]["items"]))
    tell(replies=[it["item"]["source_content"] for it in (await session.get_replies(credential))["items"]])
    tell(mentions=[it["item"]["source_content"] for it in (await session.get_at(credential))["items"]])
    tell(unread=await session.get_unread_messages(credential))
    tell(system=[it["title"] for it in (await session.get_system_messages(credential))["system_notify_list"]])
    tell(settings=sorted(await session.get_session_settings(credential)))


async def write(credential: Credential) -> None:
    sent = await session.send_msg(credential, FRIEND, EventType.TEXT, "你好 [doge]")
    tell(sent=str(sent["msg_key"]), content=json.loads(sent["msg_content"])["content"])
    recalled = await session.send_msg(credential, FRIEND, EventType.WITHDRAW, str(sent["msg_key"]))
    tell(recalled=str(recalled["msg_key"]))
    tell(again=await refused(session.send_msg(credential, FRIEND, EventType.WITHDRAW, str(sent["msg_key"]))))
    picture = await Picture.from_content(PNG, "png").upload(credential)
    tell(uploaded=[picture.width, picture.height], downloaded=picture.content == PNG)
    tell(picture=str((await session.send_msg(credential, FRIEND, EventType.PICTURE, picture))["msg_key"]))
    tell(oneself=await refused(session.send_msg(credential, int(OWN), EventType.TEXT, "x")))
    stranger = Credential(sessdata=SESSDATA, bili_jct="0" * 32, dedeuserid=OWN, buvid3="b3", buvid4="b4")
    tell(csrf=await refused(session.send_msg(stranger, FRIEND, EventType.TEXT, "x")))


async def log_in() -> None:
    code = login_v2.QrCodeLogin()
    await code.generate_qrcode()
    seen = []
    while not seen or seen[-1] != "DONE":
        state = await code.check_state()
        if state.name not in seen:
            seen.append(state.name)
            tell(qr=state.name)
        await asyncio.sleep(0.3)
    made = code.get_credential()
    sessions = await session.get_sessions(made)
    tell(logged_in=made.dedeuserid, sees=len(sessions["session_list"]))


async def renew(credential: Credential) -> None:
    old = Credential(sessdata=credential.sessdata, bili_jct=credential.bili_jct, dedeuserid=OWN, buvid3="b3", buvid4="b4")
    tell(should_renew=await credential.check_refresh())
    await credential.refresh()
    tell(renewed=credential.sessdata != old.sessdata, should_renew_now=await credential.check_refresh())
    tell(old=await refused(session.get_sessions(old)))


async def main() -> None:
    register_client("here", Here)
    request_settings.set_trust_env(False)
    request_settings.set_enable_auto_buvid(False)
    credential = Credential(sessdata=SESSDATA, bili_jct=CSRF, dedeuserid=OWN, buvid3="b3", buvid4="b4", ac_time_value=TOKEN)
    await look(credential)
    await write(credential)
    await log_in()
    await renew(credential)
    polling = Session(credential)

    @polling.on(EventType.TEXT)
    async def _text(event: Event) -> None:
        tell(heard=event.content, sender=event.sender_uid)
        await polling.reply(event, f"re: {event.content}")

    @polling.on(EventType.WITHDRAW)
    async def _recall(event: Event) -> None:
        tell(withdrawn=event.content)

    await polling.run()
    tell(polls=True)
    await asyncio.Event().wait()


asyncio.run(main())
