"""Files that come in chunks: `upload_file_stream` keeps them until they are put together on NapCat's disk."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field

from tui.simulator.onebot11.errors import ActionFailed
from tui.simulator.onebot11.params import Params
from tui.simulator.onebot11.shapes import Frame, Shapes
from tui.simulator.onebot11.sources import TEMP

STREAM_ACTIONS = frozenset({"upload_file_stream"})
"""Actions whose answers say `stream-action`, and that fail with a `data` of their own."""


def as_stream(frame: Frame, action: str) -> Frame:
    """An action's answer, marked as a stream's where it is one."""
    if action not in STREAM_ACTIONS:
        return frame
    data = {"type": "error", "data_type": "error"} if frame["status"] == "failed" else frame["data"]
    return frame | {"data": data, "stream": "stream-action"}


@dataclass
class Stream:
    """What came of one file."""

    total: int
    filename: str
    expected: str
    chunks: dict[int, bytes] = field(default_factory=dict)


def _status(stream_id: str, stream: Stream, status: str) -> Frame:
    counts = {"received_chunks": len(stream.chunks), "total_chunks": stream.total}
    return {"type": "stream", "stream_id": stream_id, "status": status, **counts}


async def upload(shapes: Shapes, params: Params) -> Frame:
    """upload_file_stream: one call a chunk, each answered by one frame that calls itself `stream`; `is_complete` ends it."""
    streams, stream_id = shapes.streams, params.text("stream_id")
    if params.flag("reset", default=False):
        streams.pop(stream_id, None)
        raise ActionFailed("Stream reset completed")
    if params.flag("verify_only", default=False):
        if stream_id not in streams:
            raise ActionFailed("Stream not found")
        return _status(stream_id, streams[stream_id], "file_created")
    if stream_id not in streams:
        if not params.integer("total_chunks", 0):
            raise ActionFailed("total_chunks required for new stream")
        name = params.text("filename", "") or f"upload_{stream_id}"
        streams[stream_id] = Stream(params.integer("total_chunks", 0), name, params.text("expected_sha256", ""))
    stream = streams[stream_id]
    if params.get("chunk_data") and "chunk_index" in params:
        index = params.integer("chunk_index", 0)
        if not 0 <= index < stream.total:
            raise ActionFailed(f"Invalid chunk index: {index}")
        if index in stream.chunks:
            return _status(stream_id, stream, "file_created")
        stream.chunks[index] = base64.b64decode(params.text("chunk_data"))
        return _status(stream_id, stream, "chunk_received")
    if params.flag("is_complete", default=False) or len(stream.chunks) == stream.total:
        return _complete(shapes, stream_id, stream)
    return _status(stream_id, stream, "file_created")


def _complete(shapes: Shapes, stream_id: str, stream: Stream) -> Frame:
    missing = next((index for index in range(stream.total) if index not in stream.chunks), None)
    if missing is not None:
        raise ActionFailed(f"Missing memory chunk {missing}")
    body = b"".join(stream.chunks[index] for index in range(stream.total))
    digest = hashlib.sha256(body).hexdigest()
    if stream.expected and stream.expected != digest:
        raise ActionFailed(f"SHA256 mismatch. Expected: {stream.expected}, Got: {digest}")
    path = TEMP + stream.filename
    shapes.world.media[path] = body
    answer = _status(stream_id, stream, "file_complete") | {"type": "response", "file_path": path, "file_size": len(body)}
    del shapes.streams[stream_id]
    # NapCat tells the sum only where one was expected.
    return answer | ({"sha256": digest} if stream.expected else {})
