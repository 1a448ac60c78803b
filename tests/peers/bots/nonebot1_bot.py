"""A bot of nonebot 1 (aiocqhttp) for the peers' test; runs in an environment of its own. Arguments: reverse PORT."""

import sys

import nonebot
from nonebot import CommandSession, NLPSession, NoticeSession, on_command, on_natural_language, on_notice
from nonebot.command.argfilter import ValidateError  # noqa: F401  # proves that the package is whole
from nonebot1_start import begin, tell

begin(sys.argv[2])


@on_natural_language(only_to_me=False)
async def _message(session: NLPSession) -> None:
    tell(message=session.msg_text.strip(), user=str(session.event.user_id))


@on_command("reply", only_to_me=False)
async def _reply(session: CommandSession) -> None:
    tell(message=session.event.raw_message, user=str(session.event.user_id))
    await session.send(f"[CQ:reply,id={session.event.message_id}]re: {session.current_arg_text}")


@on_command("mute", only_to_me=False)
async def _mute(session: CommandSession) -> None:
    user, seconds = session.current_arg_text.split()
    group_id = session.event.group_id
    await session.bot.set_group_ban(group_id=group_id, user_id=int(user), duration=int(seconds))


@on_command("members", only_to_me=False)
async def _members(session: CommandSession) -> None:
    members = await session.bot.get_group_member_list(group_id=session.event.group_id)
    tell(members=len(members))


@on_notice
async def _notice(session: NoticeSession) -> None:
    tell(notice=session.event.detail_type, sub_type=session.event.sub_type or "")


nonebot.run()
