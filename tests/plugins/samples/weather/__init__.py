"""A weather command with natural language, as NoneBot 1's own guide builds one up, chapter by chapter."""

from nonebot import CommandSession, IntentCommand, NLPSession, on_command, on_natural_language

from .data_source import get_weather_of_city

__plugin_name__ = "天气"
__plugin_usage__ = "天气查询\n\n天气 [城市名称]"


@on_command("weather", aliases=("天气", "天气预报", "查天气"))
async def weather(session: CommandSession):
    city = session.get("city", prompt="你想查询哪个城市的天气呢？")
    report = await get_weather_of_city(city)
    await session.send(report)


@weather.args_parser
async def _(session: CommandSession):
    stripped_arg = session.current_arg_text.strip()
    if session.is_first_run:
        if stripped_arg:
            session.state["city"] = stripped_arg
        return
    if not stripped_arg:
        session.pause("要查询的城市名称不能为空呢，请重新输入")
    session.state[session.current_key] = stripped_arg


@on_natural_language(keywords={"天气"})
async def _(session: NLPSession):
    words = session.msg_text.strip()
    city = next((name for name in ("北京", "上海", "南京") if name in words), None)
    return IntentCommand(90.0, "weather", current_arg=city or "")
