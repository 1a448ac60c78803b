"""Many small commands, each for one thing that plugins of NoneBot 1 do."""

from datetime import timedelta

from nonebot import (
    CommandGroup,
    CommandSession,
    IntentCommand,
    MessageSegment,
    NLPSession,
    SenderRoles,
    context_id,
    get_bot,
    on_command,
    on_natural_language,
)
from nonebot import permission as perm
from nonebot.argparse import ArgumentParser
from nonebot.command import call_command
from nonebot.command.argfilter import ValidateError, controllers, converters, extractors, validators
from nonebot.helpers import render_expression
from nonebot.message import escape, unescape


@on_command("echo", only_to_me=False, aliases="复读")
async def echo(session: CommandSession):
    await session.send(session.state.get("message") or session.current_arg)


@on_command("sign", only_to_me=False)
async def sign(session: CommandSession):
    name = session.get(
        "name",
        prompt="怎么称呼？",
        arg_filters=[
            controllers.handle_cancellation(session),
            extractors.extract_text,
            str.strip,
            validators.not_empty("名字不能为空"),
            validators.fit_size(2, 4, "名字要两到四个字"),
        ],
    )
    sure = session.get(
        "sure", prompt=f"{name}，确定吗？", arg_filters=[extractors.extract_text, converters.simple_chinese_to_bool]
    )
    session.finish(f"{name}：{sure}")


@on_command("book", only_to_me=False)
async def book(session: CommandSession):
    day = await session.aget("day", prompt="哪天？")
    people = await session.aget("people", prompt="几位？", arg_filters=[_people], at_sender=True)
    await session.send(f"{day} {people:.0f} 位")
    again = await session.aget(prompt="还有吗？")
    await session.send(f"记下：{again}")


async def _people(value: str) -> float:
    numbers = extractors.extract_numbers(value)
    if not numbers:
        raise ValidateError("请说几位")
    return numbers[0]


@on_command("wait", only_to_me=False, expire_timeout=timedelta(seconds=60))
async def wait(session: CommandSession):
    if session.is_first_run:
        session.pause("等你一句")
    if session.current_arg_text.startswith("/"):
        session.switch(session.current_arg)
    await session.send("等到了：" + session.current_arg_text)


@on_command("plan", only_to_me=False, shell_like=True)
async def plan(session: CommandSession):
    parser = ArgumentParser(session=session, usage="plan NAME [--times N]")
    parser.add_argument("name")
    parser.add_argument("--times", type=int, default=1)
    args = parser.parse_args(session.argv)
    await session.send(f"{args.name} × {args.times}")


@on_command("boss", only_to_me=False, permission=perm.GROUP_ADMIN | perm.GROUP_OWNER)
async def boss(session: CommandSession):
    await session.send("是，老大")


@on_command("crew", only_to_me=False, permission=[lambda sender: sender.is_groupchat, lambda sender: not sender.is_owner])
async def crew(session: CommandSession):
    roles = await SenderRoles.create(session.bot, session.event)
    await session.send(f"{roles.is_admin} {roles.is_owner} {roles.from_group(session.event.group_id)} {roles.sent_by(20001)}")


@on_command("dice", only_to_me=False, patterns=(r"^掷.*骰子$",))
async def dice(session: CommandSession):
    await session.send(f"[{session.current_arg}]", auto_escape=True)


group = CommandGroup("todo", only_to_me=False)


@group.command("add", aliases=("加",))
async def _(session: CommandSession):
    await session.send("加上 " + session.current_arg)


@group.command(("list", "all"))
async def _(session: CommandSession):
    await session.send(render_expression("{} & {who}", "[a]", who="b,c"))


@on_command("who", only_to_me=False)
async def who(session: CommandSession):
    event = session.event
    kind = f"{event.type}.{event.detail_type}.{event['sub_type']}"
    where = context_id(event, mode="group")
    await session.bot.send(
        event, f"{session.ctx['user_id']} {event.sender['card']} {kind} {where} {event.nothing}", at_sender=True
    )
    await get_bot().send_group_msg(self_id=session.self_id, group_id=event.group_id, message=MessageSegment.at(20002) + " 在吗")


@on_command("mark", only_to_me=False)
async def mark(session: CommandSession):
    parts = MessageSegment.text("[1&2],") + MessageSegment.face(14)
    await session.send(parts)
    await session.send(unescape("&#91;x&#93;") + escape("[CQ:at,qq=1]"))
    await session.send([{"type": "text", "data": {"text": "列"}}, {"type": "text", "data": {"text": "表"}}])


@on_command("relay", only_to_me=False)
async def relay(session: CommandSession):
    done = await call_command(session.bot, session.event, ("todo", "add"), current_arg="转来的")
    missing = await call_command(session.bot, session.event, "nothing")
    await session.send(f"{done} {missing}")


@on_command("now", only_to_me=False, privileged=True)
async def now(session: CommandSession):
    await session.send("插队")


@on_natural_language(keywords=("复述", "复读一下"), only_to_me=False)
async def _(session: NLPSession):
    return IntentCommand(61.0, "echo", args={"message": "复述：" + session.msg})


@on_natural_language(keywords="复述", only_to_me=False)
async def _(session: NLPSession):
    return IntentCommand(59.0, "mark")


@on_natural_language(only_to_me=False)
async def _(session: NLPSession):
    if session.msg_text.startswith("问好"):
        await session.send(f"好，{len(session.msg_images)} 图")


@on_natural_language
async def _(session: NLPSession):
    if session.msg_text.strip() == "叫我":
        return IntentCommand(80.0, "echo", None, "叫到了")
    return None
