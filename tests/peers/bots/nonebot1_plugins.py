"""NoneBot 1 with the plugins of a folder, for the peers' test of ours; in an environment of its own. Arguments: PORT FOLDER."""

import json
import logging
import sys
from pathlib import Path

import nonebot
from nonebot import default_config as config

config.HOST = "127.0.0.1"
config.PORT = int(sys.argv[1])
config.ACCESS_TOKEN = "peer-token"
config.DEBUG = False
nonebot.init(config, start_scheduler=False)
logging.getLogger("nonebot").setLevel(logging.WARNING)
bot = nonebot.get_bot()


def tell(**line: object) -> None:
    print(json.dumps(line, ensure_ascii=False), flush=True)


@bot.server_app.before_serving
async def _started() -> None:
    tell(started=True)


@bot.on_meta_event("lifecycle")
async def _connected(event) -> None:
    tell(connected=str(event.self_id))


folder = Path(sys.argv[2])
sys.path.insert(0, str(folder.parent))
nonebot.load_plugins(str(folder), folder.name)
nonebot.run()
