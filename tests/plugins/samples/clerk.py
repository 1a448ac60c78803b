"""Says that all before it was answered."""

from nonebot import CommandSession, on_command


@on_command("sync", only_to_me=False, privileged=True)
async def sync(session: CommandSession):
    await session.send("synced")
