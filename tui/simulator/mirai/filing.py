"""The files of groups; ⚠ of nobody else, whatever the documents say."""

from __future__ import annotations

import hashlib

from tui.simulator.mirai.codes import BROKEN, NO_PERMISSION, NOT_FOUND, Failed, Frame, result, state
from tui.simulator.mirai.params import Params
from tui.simulator.mirai.room import Command, Room, get, post
from tui.simulator.model import Folder, Group, Refused, Role, SharedFile, group_chat

DONE = 0


def _group(room: Room, params: Params) -> Group:
    number = params["group"] if params["target"] is None else params["target"]
    if number is None or (params["target"] is None and params["qq"] is not None):
        raise Failed(NOT_FOUND)  # ⚠ also where no key says whose files are meant
    return room.view.own_group(number)


def _entry(room: Room, group: Group, name: str, number: str, path: str, parent: Frame | None) -> Frame:
    """What files and folders have in common."""
    return {
        "name": name, "id": number, "path": path, "parent": parent, "contact": room.view.group(group),
        "isFile": False, "isDictionary": True, "isDirectory": True, "size": 0,
        "sha1": None, "md5": None, "uploaderId": None, "uploadTime": None, "lastModifyTime": None, "downloadInfo": None,
    }  # fmt: skip


def _root(room: Room, group: Group) -> Frame:
    return _entry(room, group, "/", "/", "/", None)


def folder_row(room: Room, group: Group, folder: Folder) -> Frame:
    """A folder."""
    row = _entry(room, group, folder.name, folder.id, f"/{folder.name}", _root(room, group))
    return row | {"uploaderId": int(folder.creator), "uploadTime": folder.time, "lastModifyTime": folder.time}


def file_row(room: Room, group: Group, file: SharedFile, *, has_download: bool = False) -> Frame:
    """A file; `downloadInfo` only for who asks."""
    world, at = room.view.world, file.message.time
    folder = world.files.folder(group.id, file.folder) if file.folder else None
    parent = folder_row(room, group, folder) if folder else _root(room, group)
    path = f"{'' if parent['path'] == '/' else parent['path']}/{file.name}"
    body = world.files.bytes_of(file) if file.size < 2**24 else file.name.encode()
    sums = {
        "sha1": hashlib.sha1(body, usedforsecurity=False).hexdigest(),
        "md5": hashlib.md5(body, usedforsecurity=False).hexdigest(),
    }
    times = {"uploaderId": int(file.message.sender), "uploadTime": at, "lastModifyTime": at}
    kind = {"isFile": True, "isDictionary": False, "isDirectory": False, "size": file.size}
    row = _entry(room, group, file.name, file.id, path, parent) | kind | sums | times
    if has_download:
        link = room.view.links.to_file(file.id) + file.name
        row["downloadInfo"] = sums | times | {"downloadTimes": file.downloads, "url": link}
    return row


def _folder(room: Room, group: Group, number: str | None, path: str | None) -> str:
    """The id of a folder by path, else by id; "" the root."""
    wanted = number if number not in (None, "", "/") else ""
    if path is not None:
        folders = room.view.world.files.folders(group.id)
        name = path.strip("/")
        wanted = next((folder.id for folder in folders if folder.name == name), "?") if name else ""
    if wanted:
        try:
            room.view.world.files.folder(group.id, wanted)
        except Refused:
            raise Failed(NOT_FOUND) from None
    return wanted


def _file(room: Room, params: Params) -> tuple[Group, SharedFile]:
    """A file, by path, else by id; ⚠ a folder is none, so that nothing deletes or renames one."""
    group, number, path = _group(room, params), params["id"], params["path"]
    for file in room.view.world.files.all_of(group.id):
        if file.id == number if path is None else file_row(room, group, file)["path"] == f"/{path.strip('/')}":
            return group, file
    raise Failed(NOT_FOUND)


def _row(room: Room, group: Group, found: SharedFile | Folder, params: Params) -> Frame:
    if isinstance(found, Folder):
        return folder_row(room, group, found)
    return file_row(room, group, found, has_download=bool(params["withDownloadInfo"]))


def files(room: Room, params: Params) -> Frame:
    """file_list: folders, then files."""
    group, world = _group(room, params), room.view.world
    folder = _folder(room, group, params["id"], params["path"])
    found: list[SharedFile | Folder] = [] if folder else list(world.files.folders(group.id))
    found += world.files.inside(group.id, folder)
    start, size = params["offset"] or 0, params["size"]
    return result([_row(room, group, one, params) for one in found[start : None if size is None else start + size]])


def file_info(room: Room, params: Params) -> Frame:
    """file_info."""
    group, found = _file(room, params)
    return result(_row(room, group, found, params))


def make_folder(room: Room, params: Params) -> Frame:
    """file_mkdir: ⚠ one that is there already is answered as if it were new."""
    group, name = _group(room, params), params["directoryName"]
    for folder in room.view.world.files.folders(group.id):
        if folder.name == name:
            return result(folder_row(room, group, folder))
    return result(folder_row(room, group, room.view.world.files.create_folder(group.id, name, room.view.viewer)))


def _may_change(room: Room, group: Group, found: SharedFile) -> None:
    if room.view.rank(group.id) is Role.MEMBER and found.message.sender != room.view.viewer:
        raise Failed(NO_PERMISSION)


def delete_file(room: Room, params: Params) -> Frame:
    """file_delete."""
    room.view.world.files.delete(_file(room, params)[1], room.view.viewer)
    return state(DONE)


def move_file(room: Room, params: Params) -> Frame:
    """file_move: a file into a folder."""
    group, found = _file(room, params)
    if params["moveTo"] is None and params["moveToPath"] is None:
        raise Failed(NOT_FOUND)
    folder = _folder(room, group, params["moveTo"], params["moveToPath"])
    _may_change(room, group, found)
    found.folder = folder
    return state(DONE)


def rename_file(room: Room, params: Params) -> Frame:
    """file_rename."""
    group, found = _file(room, params)
    _may_change(room, group, found)
    found.name = params["renameTo"]
    return state(DONE)


def upload(room: Room, group_id: int, path: str, name: str, body: bytes) -> Frame:
    """file_upload, over HTTP only: into a folder by its path, which has to be there."""
    world = room.view.world
    try:
        group = room.view.own_group(group_id)
    except Failed:
        raise Failed(BROKEN, "java.lang.NullPointerException") from None
    folder = _folder(room, group, "", path)
    file = world.files.upload(group_chat(group.id), room.view.viewer, name or str(world.now() * 1000), body, folder=folder)
    room.view.ids.register(file.message)
    return result(file_row(room, group, file))


WHERE = "id:text? path:text? target:long? group:long? qq:long?"
LISTED = f"{WHERE} offset:long? size:long? withDownloadInfo:flag?"
FILING: dict[str, Command] = {
    "file_list": get(files, LISTED),
    "file_info": get(file_info, LISTED),
    "file_mkdir": post(make_folder, f"{WHERE} directoryName:text"),
    "file_delete": post(delete_file, WHERE),
    "file_move": post(move_file, f"{WHERE} moveTo:text? moveToPath:text?"),
    "file_rename": post(rename_file, f"{WHERE} renameTo:text"),
}
