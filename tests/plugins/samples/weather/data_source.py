"""Where the weather comes from."""


async def get_weather_of_city(city: str) -> str:
    return f"{city}的天气是……"
