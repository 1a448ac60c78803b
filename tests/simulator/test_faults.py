"""The switches count down, choose, and are turned off again."""

from tui.simulator.faults import Faults


def test_a_fault_befalls_so_many_calls() -> None:
    faults = Faults()
    faults.silence("get_msg", times=2)
    kinds = [fault.kind if (fault := faults.take("get_msg", {})) else None for _ in range(3)]
    assert kinds == ["silent", "silent", None]


def test_faults_of_an_action_follow_one_another() -> None:
    faults = Faults()
    faults.fail("send_msg", "第一", times=1)
    faults.fail("send_msg", "第二", times=1)
    assert [fault.wording for _ in range(2) if (fault := faults.take("send_msg", {}))] == ["第一", "第二"]


def test_a_fault_may_choose_by_parameters() -> None:
    faults = Faults()
    faults.fail_where("send_msg", "no", lambda params: params.get("group_id") == 1)
    assert faults.take("send_msg", {"group_id": 2}) is None
    assert faults.take("send_msg", {"group_id": 1}) is not None


def test_other_actions_are_spared() -> None:
    faults = Faults()
    faults.execute_only("send_msg")
    assert faults.take("get_msg", {}) is None


def test_healing_turns_all_off() -> None:
    faults = Faults(delay=3, duplicate_events=True, is_qq_online=False)
    faults.silence("x")
    faults.heal()
    assert faults == Faults()


def test_healing_one_action_leaves_the_rest() -> None:
    faults = Faults(duplicate_events=True)
    faults.silence("x")
    faults.heal("x")
    assert faults.take("x", {}) is None
    assert faults.duplicate_events


def test_a_delay_of_one_action_overrides_the_common_one() -> None:
    faults = Faults(delay=1, delays={"x": 2})
    assert (faults.delay_of("x"), faults.delay_of("y")) == (2, 1)
