"""Being a member of a simulated world: qiao simulate onebot11 --human."""

from tui.locale import Strings

STRINGS: Strings = {
    "stage.banner": (
        "模拟：你是 {person}，机器人是 {bot}，让它连 {url}。{key} 加群、申请、邀请",
        "Simulation: you are {person}; the bot is {bot} and connects to {url}. {key}: join, ask, invite",
    ),
    "stage.menu": ("在这个模拟的世界里", "In this simulated world"),
    "stage.join": ("直接进一个群", "Join a group at once"),
    "stage.ask_in": ("申请加群（机器人会收到申请）", "Ask to be let into a group (the bot gets the request)"),
    "stage.befriend": ("加机器人为好友（它会收到申请）", "Ask the bot to be your friend (it gets the request)"),
    "stage.invite": ("邀请机器人进群", "Invite the bot into a group"),
    "stage.which": ("哪个群？", "Which group?"),
    "stage.no_group": ("没有这样的群", "There is no such group"),
    "stage.comment": ("附言", "A word to go with it"),
    "stage.done": ("好了", "Done"),
    "stage.failed": ("没有做到：{why}", "That could not be done: {why}"),
}
