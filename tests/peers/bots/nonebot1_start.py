"""What every bot of nonebot 1 begins with, in its own environment."""

import json
import logging
import os

import nonebot
from nonebot import default_config as config


def tell(**line: object) -> None:
    os.write(1, f"\n{json.dumps(line)}\n".encode())  # at one go, whatever else is printed meanwhile


def begin(port: str) -> None:
    """Make the bot, which tells when it has started and when somebody has connected."""
    config.HOST = "127.0.0.1"
    config.PORT = int(port)
    config.ACCESS_TOKEN = "peer-token"
    config.DEBUG = False
    nonebot.init(config, start_scheduler=False)
    logging.getLogger("nonebot").setLevel(logging.WARNING)
    bot = nonebot.get_bot()

    @bot.server_app.before_serving
    async def _started() -> None:
        tell(started=True)

    @bot.on_meta_event("lifecycle")
    async def _connected(event) -> None:
        tell(connected=str(event.self_id))
