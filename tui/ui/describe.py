"""Says parts of messages, notices, sizes, durations and moments in one line of the interface's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta, tzinfo

from tui.chat import segments as seg
from tui.chat.text import one_line
from tui.locale import has, t
from tui.ui.wrap import fit

NameOf = Callable[[str, str], str]
"""From (user id, the name that came along or "") to what to call them here; "你"/"you" for ourselves."""

MAX_PREVIEW = 200
"""Code points of a preview: more than any list shows."""

FORWARD_LINES = 4
"""Messages of a forward that are shown where it stands; QQ shows as many."""

FORWARD_LINE = 40
"""Cells of each."""

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def plain_name(user: str, fallback: str) -> str:
    """Return *fallback*, else the number: what is known of somebody without a conversation around."""
    return fallback or user or t("notice.somebody")


def describe(segment: seg.Segment, name_of: NameOf = plain_name) -> str:
    """Return what *segment* is in one readable piece; only :class:`~tui.chat.segments.Text` may have several lines."""
    rule = _RULES.get(type(segment))
    return rule(segment, name_of) if rule else _bracketed(t("segment.unknown"), segment.kind)


def preview(segments: Iterable[seg.Segment], name_of: NameOf = plain_name) -> str:
    """Return *segments* as one line for lists and quotes, at most ``MAX_PREVIEW`` code points; a quote is left out."""
    parts: list[str] = []
    length = 0
    for segment in segments:
        if isinstance(segment, (seg.Quote, seg.Copied)):
            continue
        # A forward may hold thousands of parts and a text 100,000 characters: no more is looked at than is shown.
        part = segment.text[: 2 * MAX_PREVIEW] if isinstance(segment, seg.Text) else describe(segment, name_of)
        parts.append(part)
        length += len(part)
        if length > 2 * MAX_PREVIEW:
            break
    return one_line("".join(parts), MAX_PREVIEW) or t("segment.empty")


def notice_line(notice: seg.Notice, name_of: NameOf = plain_name) -> str:
    """Return *notice* as one quiet sentence; of a kind that nobody knows, its kind."""
    names = {
        "actor": name_of(notice.actor, notice.actor_name) if notice.actor else notice.actor_name or t("notice.somebody"),
        "target": name_of(notice.target, notice.target_name) if notice.target else notice.target_name or t("notice.somebody"),
    }
    rule = _NOTICES.get(notice.what, _plain_notice)
    line = rule(notice, names)
    # Whoever has no name here ("you", "somebody") leads an English sentence with a capital.
    lead = next((word for word in (t("notice.you"), t("notice.somebody")) if line.startswith(f"{word} ")), "")
    return lead.capitalize() + line[len(lead) :]


def human_size(size: int) -> str:
    """Return *size* bytes as people say it, by thousands: ``128 kB``."""
    if size < 1000:
        return f"{size} B"
    value = float(size)
    for unit in ("kB", "MB", "GB", "TB"):
        value /= 1000
        if value < 999.5 or unit == "TB":
            break
    return f"{value:.1f} {unit}" if value < 9.95 else f"{value:.0f} {unit}"


def human_duration(seconds: int) -> str:
    """Return *seconds* in its two largest units: ``1 天 2 小时``, ``10 min``."""
    seconds = max(seconds, 0)
    parts = []
    for key, size in (("days", _DAY), ("hours", _HOUR), ("minutes", _MINUTE), ("seconds", 1)):
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(t(f"segment.duration.{key}", n=count))
        elif parts:
            break
    return " ".join(parts[:2]) or t("segment.duration.seconds", n=0)


def clock(time: int, zone: tzinfo | None = None) -> str:
    """Return the time of day of *time* (ms) in *zone* (None: the computer's), ``14:03``."""
    return datetime.fromtimestamp(time / 1000, zone).strftime("%H:%M")


def short_moment(time: int, now: int, zone: tzinfo | None = None) -> str:
    """Return when *time* (ms) is in few cells, as seen from *now*: ``14:03`` today, else ``11-25 14:03``."""
    day = day_of(time, zone)
    shown = clock(time, zone)
    return shown if day == day_of(now, zone) else f"{day.month}-{day.day} {shown}"


def moment(time: int, zone: tzinfo | None = None) -> str:
    """Return *time* (ms) as a date and a time of day, ``2026-03-01 14:03``; "" for 0, which is a time that nobody told."""
    return f"{datetime.fromtimestamp(time / 1000, zone):%Y-%m-%d %H:%M}" if time else ""


def day_of(time: int, zone: tzinfo | None = None) -> date:
    """Return the day on which *time* (ms) falls in *zone* (None: the computer's)."""
    return datetime.fromtimestamp(time / 1000, zone).date()


def day_label(day: date, today: date) -> str:
    """Return what to call *day* as seen from *today*."""
    if day == today:
        return t("segment.day.today")
    if day == today - timedelta(days=1):
        return t("segment.day.yesterday")
    return t(
        "segment.day.this_year" if day.year == today.year else "segment.day.other_year",
        year=day.year,
        month=day.month,
        day=day.day,
        weekday=t("segment.weekdays").split()[day.weekday()],
        month_name=t("segment.months").split()[day.month - 1],
    )


def _bracketed(*parts: str) -> str:
    return f"[{' '.join(part for part in parts if part)}]"


def _size(size: int) -> str:
    return human_size(size) if size > 0 else ""


def _mention(segment: seg.Mention, name_of: NameOf) -> str:
    # Whoever is called by name keeps that name: "@你" would not be what was written.
    return f"@{segment.name or name_of(segment.user, '') or segment.user}"


def _face(segment: seg.Face, name_of: NameOf) -> str:
    return t("segment.face", name=segment.name) if segment.name else t("segment.face_nameless", id=segment.id)


def _sticker(segment: seg.Sticker, name_of: NameOf) -> str:
    name = segment.name.strip("[]")
    return t("segment.sticker", name=name) if name else t("segment.sticker_nameless")


def _image(segment: seg.Image, name_of: NameOf) -> str:
    what = "image_flash" if segment.is_flash else "image_sticker" if segment.is_sticker else "image"
    label = t(f"segment.{what}")
    summary = one_line(segment.summary, 40).strip("[]")
    return _bracketed(label, "" if summary in (label, "图片", "动画表情") else summary, _size(segment.size))


def _voice(segment: seg.Voice, name_of: NameOf) -> str:
    length = t("segment.voice_seconds", n=segment.seconds) if segment.seconds else ""
    return _bracketed(t("segment.voice"), length or _size(segment.size))


def forward_lines(forward: seg.Forward, name_of: NameOf = plain_name) -> list[str]:
    """Return the first messages of *forward* in a line each, as far as anything is known of them."""
    lines: Iterable[str] = forward.lines[:FORWARD_LINES]
    if forward.messages:
        said = forward.messages[:FORWARD_LINES]
        lines = (f"{m.name or name_of(m.sender, '')}: {preview(m.segments, name_of)}" for m in said)
    return [fit(one_line(line), FORWARD_LINE) for line in lines]


def _forward(segment: seg.Forward, name_of: NameOf) -> str:
    known = len(segment.messages)
    count = t("segment.forward_count", n=known + segment.left_out) if known else ""
    return _bracketed(t("segment.forward"), segment.title, count)


def _card(segment: seg.Card, name_of: NameOf) -> str:
    if segment.form == "markdown":
        return one_line(segment.line) or _bracketed("markdown")
    line = one_line(segment.line)
    return _bracketed(t("segment.miniapp" if segment.form == "miniapp" else "segment.card"), line or segment.form)


def _poke(segment: seg.Poke, name_of: NameOf) -> str:
    if segment.id == seg.SHAKE:
        return t("segment.shake")
    return t("segment.poke_named", name=segment.name) if segment.name else t("segment.poke")


def _dice(segment: seg.Dice, name_of: NameOf) -> str:
    return t("segment.dice_value", value=segment.value) if segment.value else t("segment.dice")


def _rps(segment: seg.RockPaperScissors, name_of: NameOf) -> str:
    return t(f"segment.rps_{segment.value}") if segment.value in (1, 2, 3) else t("segment.rps")


def _music(segment: seg.Music, name_of: NameOf) -> str:
    return _bracketed(t("segment.music"), one_line(segment.title) or segment.id or segment.source)


def _location(segment: seg.Location, name_of: NameOf) -> str:
    place = " ".join(part for part in (one_line(segment.title), one_line(segment.address)) if part)
    return _bracketed(t("segment.location"), place or f"{segment.latitude}, {segment.longitude}")


def _contact(segment: seg.Contact, name_of: NameOf) -> str:
    return t("segment.contact_group" if segment.form == "group" else "segment.contact_friend", id=segment.id)


def _share(segment: seg.Share, name_of: NameOf) -> str:
    return _bracketed(t("segment.share"), one_line(segment.title) or one_line(segment.text), segment.url)


def _keyboard(segment: seg.Keyboard, name_of: NameOf) -> str:
    return _bracketed(t("segment.keyboard"), " · ".join(one_line(label, 40) for label in segment.labels[:8]))


_Rule = Callable[..., str]

_RULES: dict[type[seg.Segment], _Rule] = {
    seg.Text: lambda segment, name_of: segment.text,
    seg.Mention: _mention,
    seg.MentionAll: lambda segment, name_of: t("segment.mention_all"),
    seg.Face: _face,
    seg.Sticker: _sticker,
    seg.Image: _image,
    seg.Voice: _voice,
    seg.Video: lambda segment, name_of: _bracketed(t("segment.video"), _size(segment.size)),
    seg.File: lambda segment, name_of: _bracketed(t("segment.file"), one_line(segment.name), _size(segment.size)),
    seg.Quote: lambda segment, name_of: t("segment.quote"),
    seg.Copied: lambda segment, name_of: "",
    seg.Forward: _forward,
    seg.Card: _card,
    seg.Poke: _poke,
    seg.Dice: _dice,
    seg.RockPaperScissors: _rps,
    seg.Music: _music,
    seg.Location: _location,
    seg.Contact: _contact,
    seg.Share: _share,
    seg.Keyboard: _keyboard,
    seg.Gift: lambda segment, name_of: _bracketed(t("segment.gift"), one_line(segment.name)),
    seg.Notice: notice_line,
    seg.Unknown: lambda segment, name_of: _bracketed(t("segment.unknown"), one_line(segment.type, 40)),
}

_Names = dict[str, str]


def _plain_notice(notice: seg.Notice, names: _Names) -> str:
    key = f"notice.{notice.what}"
    if not notice.what or not has(key):
        return t("notice.unknown", value=one_line(notice.value or notice.what, 80))
    if notice.actor and notice.actor != notice.target and has(f"{key}_by"):
        key += "_by"
    return t(key, value=notice.value, **names)


def _mute(notice: seg.Notice, names: _Names) -> str:
    # Some platforms say -1 or nothing for a mute without an end.
    seconds = int(notice.value) if notice.value.isdecimal() and len(notice.value) < 12 else 0
    time = t("notice.mute.time", duration=human_duration(seconds)) if seconds else ""
    return t("notice.mute_by" if notice.actor else "notice.mute", time=time, **names)


def _poked(notice: seg.Notice, names: _Names) -> str:
    verb, _, rest = notice.value.partition("…")
    if verb in ("", "戳了戳") and not rest:
        return t("notice.poke", **names)
    return t("notice.poke_words", verb=verb or "戳了戳", rest=rest, **names).rstrip()


def _emptiable(notice: seg.Notice, names: _Names) -> str:
    """A card, a title or a tip: words, or none any more."""
    return t(f"notice.{notice.what}" if notice.value else f"notice.{notice.what}_empty", value=notice.value, **names)


def _removable(notice: seg.Notice, names: _Names) -> str:
    """A reaction or a device: a leading minus says that it went."""
    is_removed = notice.value.startswith("-")
    key = f"notice.{notice.what}_removed" if is_removed else f"notice.{notice.what}"
    return t(key, value=notice.value.removeprefix("-"), **names)


def _commented(notice: seg.Notice, names: _Names) -> str:
    """A request: its target is a group's number, its value what the person wrote."""
    line = t(f"notice.{notice.what}", actor=names["actor"], target=notice.target)
    return t("notice.comment", line=line, value=notice.value) if notice.value else line


def _honor(notice: seg.Notice, names: _Names) -> str:
    key = f"notice.honor.{notice.value}"
    return t(f"notice.{notice.what}", value=t(key) if has(key) else notice.value, **names)


_NOTICES: dict[str, Callable[[seg.Notice, _Names], str]] = {
    "mute": _mute,
    "poke": _poked,
    "card": _emptiable,
    "title": _emptiable,
    "gray_tip": _emptiable,
    "reaction": _removable,
    "client_status": _removable,
    "friend_request": _commented,
    "group_request": _commented,
    "group_invite": _commented,
    "bot_offline": _commented,
    "bot_online": _commented,
    "honor": _honor,
    "honor_lost": _honor,
}
