"""Writes and reads what others ask of the accounts, and how each of it was answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui.chat.requests import ListedRequest, Request, RequestKind, RequestState
from tui.store.rows import RequestRow
from tui.store.writer import Transaction

if TYPE_CHECKING:
    from tui.chat.events import GroupJoined

WAITING = "(r.state = 'open' OR r.state = 'unsure' AND r.is_accepted IS NOT NULL)"
"""The condition of RequestRow.is_waiting."""

SELECT = """
SELECT r.id, r.account, a.own_id, r.kind, r.flag, r.user, COALESCE(NULLIF(f.remark, ''), NULLIF(r.name, ''), f.nickname, ''),
    r.comment, r.peer, COALESCE(NULLIF(c.remark, ''), NULLIF(c.name, ''), r.group_name), r.invitor, r.time, r.heard_at, r.state,
    r.is_accepted, r.words, r.handled_by, r.error
FROM request r JOIN account a ON a.id = r.account
    LEFT JOIN friend f ON f.account = r.account AND f.user = r.user
    LEFT JOIN conversation c ON c.account = r.account AND c.kind = 'group' AND c.peer = r.peer
"""

_OPEN = "state IN ('open', 'unsure')"


def row(found: tuple[Any, ...]) -> RequestRow:
    """Return a row of SELECT."""
    (id, account, own_id, kind, flag, user, name, comment, group, group_name, invitor, time, heard_at) = found[:13]
    (state, is_accepted, words, handled_by, error) = found[13:]
    return RequestRow(
        id=id, account=account, own_id=own_id, kind=RequestKind(kind), flag=flag, user=user, name=name, comment=comment,
        group=group, group_name=group_name, invitor=invitor, time=time, heard_at=heard_at, state=RequestState(state),
        is_accepted=None if is_accepted is None else bool(is_accepted), words=words, handled_by=handled_by, error=error,
    )  # fmt: skip


def take(tx: Transaction, account: int, request: Request, now: int) -> None:
    """Keep a request that came live. One that was answered and is made again later is open again."""
    known = tx.one("SELECT id, time, state FROM request WHERE account = ? AND key = ?", account, request.key)
    if known is None:
        _insert(tx, account, request, RequestState.OPEN, now)
        return
    id, time, state = known
    if request.time <= time and time:
        _complete(tx, id, request)
        return
    is_again = time and not RequestState(state).is_answerable and state != RequestState.ANSWERING.value
    _complete(tx, id, request)
    tx.run("UPDATE request SET time = ?, comment = ?, heard_at = ? WHERE id = ?", request.time, request.comment, now, id)
    tx.changes.requests = True
    if is_again:
        tx.run("UPDATE request SET state = 'open', is_accepted = NULL, words = '', error = '', handled_by = '' WHERE id = ?", id)
        tx.changes.asked = True


def merge(tx: Transaction, account: int, own_id: str, listed: ListedRequest, now: int) -> None:
    """Take what the platform's list says of one request: what is answered there, by whomever, is not open here."""
    request, is_handled = listed.request, listed.is_handled
    known = tx.one("SELECT id, state, is_accepted FROM request WHERE account = ? AND key = ?", account, request.key)
    if known is None:
        by_told = {True: RequestState.ELSEWHERE, False: RequestState.OPEN, None: RequestState.UNSURE}
        _insert(tx, account, request, by_told[is_handled], now, listed.handled_by)
        return
    id, state, is_accepted = known[0], RequestState(known[1]), known[2]
    _complete(tx, id, request)
    if not state.is_answerable or is_handled is None:
        return
    if not is_handled:
        if state is RequestState.UNSURE:
            tx.run("UPDATE request SET state = 'open', is_accepted = NULL WHERE id = ?", id)
            tx.changes.requests = True
        return
    is_ours = is_accepted is not None and listed.handled_by in ("", own_id)
    _close(tx, id, RequestState.ELSEWHERE if not is_ours else _answered(bool(is_accepted)), listed.handled_by)


def begin_answer(tx: Transaction, id: int, is_accepted: bool, words: str, now: int) -> RequestRow | None:
    """Note that it is being answered, before anything is sent; None when it can not be answered any more."""
    found = tx.one(f"{SELECT} WHERE r.id = ?", id)
    request = row(found) if found else None
    if request is None or not request.is_answerable:
        return None
    tx.run(
        "UPDATE request SET state = 'answering', is_accepted = ?, words = ?, answered_at = ?, error = '' WHERE id = ?",
        is_accepted, words, now, id,
    )  # fmt: skip
    tx.changes.requests = True
    return request


def end_answer(tx: Transaction, id: int, state: RequestState, error: str = "") -> None:
    """Note how the answer ended; where it was not taken, the request is open again and *error* says why."""
    tx.run(
        "UPDATE request SET state = ?, error = ?, is_accepted = CASE ? WHEN 'open' THEN NULL ELSE is_accepted END WHERE id = ?",
        state.value, error, state.value, id,
    )  # fmt: skip
    tx.changes.requests = True


def recover(tx: Transaction, account: int) -> None:
    """What was being answered when we were cut off may have been answered or not."""
    if tx.run("UPDATE request SET state = 'unsure' WHERE account = ? AND state = 'answering'", account):
        tx.changes.requests = True


def befriended(tx: Transaction, account: int, user: str) -> None:
    """*user* is our friend: what they asked is answered, by our answer that we never heard of, or on another device."""
    sql = f"SELECT id, is_accepted FROM request WHERE account = ? AND {_OPEN} AND kind = 'friend' AND user = ?"
    for id, is_accepted in tx.all(sql, account, user):
        _close(tx, id, RequestState.ACCEPTED if is_accepted else RequestState.ELSEWHERE, "")


def strangers_who_ask(tx: Transaction, account: int) -> list[str]:
    """Return who wants to be our friend and is not in our list: whom we have, and who deleted us, may ask as well."""
    sql = f"""SELECT DISTINCT user FROM request r WHERE account = ? AND {_OPEN} AND kind = 'friend'
        AND NOT EXISTS (SELECT 1 FROM friend f WHERE f.account = r.account AND f.user = r.user)"""
    return [str(user) for (user,) in tx.all(sql, account)]


def joined(tx: Transaction, account: int, own_id: str, event: GroupJoined) -> None:
    """*user* is in the group: what they asked, or what we were invited to, is answered."""
    is_self = event.user == own_id
    kind = RequestKind.INVITE if is_self else RequestKind.JOIN
    sql = f"SELECT id, is_accepted, user FROM request WHERE account = ? AND {_OPEN} AND kind = ? AND peer = ?"
    for id, is_accepted, user in tx.all(sql, account, kind.value, event.conversation.peer):
        if is_self or user == event.user:
            is_ours = is_accepted and (is_self or event.operator in ("", own_id))
            by = "" if is_self else event.operator
            _close(tx, id, RequestState.ACCEPTED if is_ours else RequestState.ELSEWHERE, by)


def group_ended(tx: Transaction, account: int, group: str) -> None:
    """We are out of *group*, and have nobody to let in there."""
    sql = f"UPDATE request SET state = 'expired' WHERE account = ? AND {_OPEN} AND kind = 'join' AND peer = ?"
    if tx.run(sql, account, group):
        tx.changes.requests = True


def nameless(tx: Transaction, account: int, limit: int) -> list[str]:
    """Return the numbers of those who wait for an answer and whose name nobody told."""
    sql = f"SELECT DISTINCT user FROM request WHERE account = ? AND {_OPEN} AND name = '' ORDER BY id DESC LIMIT ?"
    return [str(user) for (user,) in tx.all(sql, account, limit)]


def name(tx: Transaction, account: int, user: str, nickname: str) -> None:
    """Remember what those who ask are called."""
    if tx.run("UPDATE request SET name = ? WHERE account = ? AND user = ? AND name = ''", nickname, account, user):
        tx.changes.requests = True


def _insert(tx: Transaction, account: int, request: Request, state: RequestState, now: int, handled_by: str = "") -> None:
    tx.run(
        """INSERT INTO request (account, key, kind, flag, user, name, comment, peer, group_name, invitor, time, heard_at, state,
            handled_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        account, request.key, request.kind.value, request.flag, request.user, request.name, request.comment, request.group,
        request.group_name, request.invitor, request.time, now, state.value, handled_by,
    )  # fmt: skip
    tx.changes.requests = True
    tx.changes.asked |= state is RequestState.OPEN


def _complete(tx: Transaction, id: int, request: Request) -> None:
    """Add what one way of being told has and the other lacks."""
    is_new = tx.run(
        """UPDATE request SET flag = COALESCE(NULLIF(flag, ''), ?1), name = COALESCE(NULLIF(name, ''), ?2),
            comment = COALESCE(NULLIF(comment, ''), ?3), group_name = COALESCE(NULLIF(group_name, ''), ?4),
            invitor = COALESCE(NULLIF(invitor, ''), ?5), time = MAX(time, ?6)
        WHERE id = ?7 AND (flag = '' AND ?1 <> '' OR name = '' AND ?2 <> '' OR comment = '' AND ?3 <> ''
            OR group_name = '' AND ?4 <> '' OR invitor = '' AND ?5 <> '' OR time < ?6 AND time = 0)""",
        request.flag, request.name, request.comment, request.group_name, request.invitor, request.time, id,
    )  # fmt: skip
    if is_new:
        tx.changes.requests = True


def _close(tx: Transaction, id: int, state: RequestState, handled_by: str) -> None:
    tx.run("UPDATE request SET state = ?, handled_by = ?, error = '' WHERE id = ?", state.value, handled_by, id)
    tx.changes.requests = True


def _answered(is_accepted: bool) -> RequestState:
    return RequestState.ACCEPTED if is_accepted else RequestState.REFUSED
