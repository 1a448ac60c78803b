"""NoneBot 1 with the plugins of a folder, for the peers' test of ours; in an environment of its own. Arguments: PORT FOLDER."""

import sys
from pathlib import Path

import nonebot
from nonebot1_start import begin

begin(sys.argv[1])


folder = Path(sys.argv[2])
sys.path.insert(0, str(folder.parent))
nonebot.load_plugins(str(folder), folder.name)
nonebot.run()
