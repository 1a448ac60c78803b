"""Files of groups and friends: uploading, listing, folders, links, deleting."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from tui.simulator.model import Folder, Reason, Refused, SharedFile, group_chat, private_chat
from tui.simulator.onebot11.errors import NOT_ADMIN, NOT_ADMIN_CODE, ActionFailed, send_failure
from tui.simulator.onebot11.params import Params
from tui.simulator.onebot11.shapes import BUSID, Frame, Shapes
from tui.simulator.onebot11.sources import read
from tui.simulator.world_files import MOST_FILES, ROOT, SPACE

WORDS = {
    Reason.NO_SUCH_FILE: "Invalid file_id",
    Reason.NO_SUCH_FOLDER: "文件夹不存在",
    Reason.NAME_TAKEN: "文件夹名称已存在",
    Reason.RANK_TOO_LOW: f"{NOT_ADMIN_CODE} {NOT_ADMIN}",
}


def _failed(refusal: Refused, otherwise: str) -> ActionFailed:
    return ActionFailed(WORDS.get(refusal.reason, otherwise))


def _own_group(shapes: Shapes, params: Params) -> str:
    group_id = params.text("group_id")
    if not shapes.world.sees(shapes.viewer, group_chat(group_id)):
        raise ActionFailed("Group not found")
    return group_id


def _folder_id(params: Params) -> str:
    """`folder` or `folder_id`; the root by its sign or by nothing."""
    folder = params.text("folder", "") or params.text("folder_id", "")
    return "" if folder == ROOT else folder


# -- uploading


async def upload_group(shapes: Shapes, params: Params) -> Frame:
    """upload_group_file: `{"file_id": str}`; the file also comes as a message and as a `group_upload` notice."""
    group_id, source, name, folder = params.text("group_id"), params.text("file"), params.text("name"), _folder_id(params)
    body = await read(shapes.world, source)
    try:
        file = shapes.world.files.upload(group_chat(group_id), shapes.viewer, name, body, folder=folder)
    except Refused as refusal:
        raise _failed(refusal, send_failure(refusal.reason)) from refusal
    return {"file_id": file.id}


async def upload_private(shapes: Shapes, params: Params) -> Frame:
    """upload_private_file: `{"file_id": str}`."""
    user_id, source, name = params.text("user_id"), params.text("file"), params.text("name")
    body = await read(shapes.world, source)
    if user_id not in shapes.world.users:
        raise ActionFailed("无法获取用户信息")
    chat = private_chat(shapes.viewer, user_id)
    said = shapes.world.conversation(chat).messages
    try:
        temp = said[-1].temp_group if said else ""
        return {"file_id": shapes.world.files.upload(chat, shapes.viewer, name, body, temp_group=temp).id}
    except Refused as refusal:
        raise ActionFailed(send_failure(refusal.reason)) from refusal


Uploading = Callable[[Shapes, Params], Awaitable[Frame]]


def by_path(upload: Uploading) -> Callable[[Shapes, Params], Awaitable[None]]:
    """The upload of an implementation that only takes a path of its own host, and tells no id."""

    async def act(shapes: Shapes, params: Params) -> None:
        if not Path(params.text("file")).is_absolute():
            raise ActionFailed("文件不存在")
        await upload(shapes, params)

    return act


# -- looking


def file_row(shapes: Shapes, file: SharedFile) -> Frame:
    """A row of a list of files; the size stands there twice."""
    message, world = file.message, shapes.world
    return {
        "group_id": int(message.chat.first), "file_id": file.id, "file_name": file.name, "busid": BUSID, "size": file.size,
        "file_size": file.size, "upload_time": message.time, "dead_time": 0, "modify_time": message.time,
        "download_times": file.downloads, "uploader": int(message.sender),
        "uploader_name": world.name_in(message.chat, message.sender),
    }  # fmt: skip


def folder_row(shapes: Shapes, group_id: str, folder: Folder) -> Frame:
    """A row of a list of folders."""
    return {
        "group_id": int(group_id), "folder_id": folder.id, "folder": folder.id, "folder_name": folder.name,
        "create_time": folder.time, "creator": int(folder.creator),
        "creator_name": shapes.world.name_in(group_chat(group_id), folder.creator),
        "total_file_count": len(shapes.world.files.inside(group_id, folder.id)),
    }  # fmt: skip


def _listing(shapes: Shapes, group_id: str, folder: str, count: int) -> Frame:
    files = shapes.world.files
    folders = [] if folder else files.folders(group_id)
    # Folders stand first and count as rows.
    rows = files.inside(group_id, folder)[: max(0, count - len(folders))]
    return {
        "files": [file_row(shapes, file) for file in rows],
        "folders": [folder_row(shapes, group_id, found) for found in folders[:count]],
    }


async def root_files(shapes: Shapes, params: Params) -> Frame:
    """get_group_root_files."""
    count = params.integer("file_count", 50)
    return _listing(shapes, _own_group(shapes, params), "", count)


async def folder_files(shapes: Shapes, params: Params) -> Frame:
    """get_group_files_by_folder."""
    group_id, folder, count = params.text("group_id"), _folder_id(params), params.integer("file_count", 50)
    _own_group(shapes, params)
    if folder:
        try:
            shapes.world.files.folder(group_id, folder)
        except Refused as refusal:
            raise _failed(refusal, "") from refusal
    return _listing(shapes, group_id, folder, count)


async def system_info(shapes: Shapes, params: Params) -> Frame:
    """get_group_file_system_info."""
    group_id = _own_group(shapes, params)
    files = shapes.world.files
    return {
        "file_count": len(files.all_of(group_id)),
        "limit_count": MOST_FILES,
        "used_space": files.used(group_id),
        "total_space": SPACE,
    }


def _seen_file(shapes: Shapes, file_id: str, wording: str) -> SharedFile:
    try:
        file = shapes.world.files.find(file_id)
    except Refused as refusal:
        raise ActionFailed(wording) from refusal
    if not shapes.world.sees(shapes.viewer, file.message.chat):
        raise ActionFailed(wording)
    return file


async def group_url(shapes: Shapes, params: Params) -> Frame:
    """get_group_file_url: a link on the simulator's own port."""
    group_id, file_id = params.text("group_id"), params.text("file_id")
    file = _seen_file(shapes, file_id, "real fileUUID not found!")
    if file.message.chat != group_chat(group_id):
        raise ActionFailed("real fileUUID not found!")
    return {"url": shapes.parts.links.to_file(file.id)}


async def private_url(shapes: Shapes, params: Params) -> Frame:
    """get_private_file_url."""
    file = _seen_file(shapes, params.text("file_id"), "real fileUUID not found!")
    return {"url": shapes.parts.links.to_file(file.id)}


# -- changing


async def delete(shapes: Shapes, params: Params) -> Frame:
    """delete_group_file."""
    group_id, file_id = params.text("group_id"), params.text("file_id")
    file = _seen_file(shapes, file_id, "Invalid file_id")
    if file.message.chat != group_chat(group_id):
        raise ActionFailed("Invalid file_id")
    try:
        shapes.world.files.delete(file, shapes.viewer)
    except Refused as refusal:
        raise _failed(refusal, "Invalid file_id") from refusal
    result = {"result": {"retCode": 0, "retMsg": "ok", "clientWording": ""}, "successFileIdList": [file_id], "failFileIdList": []}
    return {"result": 0, "errMsg": "", "transGroupFileResult": result}


async def create_folder(shapes: Shapes, params: Params) -> Frame:
    """create_group_file_folder: `folder_name` or `name`."""
    group_id, name = params.text("group_id"), params.text("folder_name", "") or params.text("name", "")
    _own_group(shapes, params)
    if not name:
        raise ActionFailed("文件夹名称不能为空")
    try:
        folder = shapes.world.files.create_folder(group_id, name, shapes.viewer)
    except Refused as refusal:
        raise _failed(refusal, "Group not found") from refusal
    info = {
        "folderId": folder.id, "parentFolderId": ROOT, "folderName": folder.name, "createTime": folder.time,
        "modifyTime": folder.time, "createUin": folder.creator, "totalFileCount": 0,
        "creatorName": shapes.world.name_in(group_chat(group_id), folder.creator),
    }  # fmt: skip
    item = {"peerId": group_id, "type": 2, "folderInfo": info, "fileInfo": None}
    return {"result": {"retCode": 0, "retMsg": "ok", "clientWording": ""}, "groupItem": item}


async def delete_folder(shapes: Shapes, params: Params) -> Frame:
    """delete_group_folder, with all that is in it."""
    group_id, folder = params.text("group_id"), _folder_id(params)
    _own_group(shapes, params)
    try:
        shapes.world.files.delete_folder(group_id, folder, shapes.viewer)
    except Refused as refusal:
        raise _failed(refusal, "Group not found") from refusal
    return {"retCode": 0, "retMsg": "ok", "clientWording": ""}
